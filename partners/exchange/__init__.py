"""The clearinghouse and the payers behind it, without sockets: what comes in, what is decided, what goes out when.

`Exchange` holds state, clock and scenario. Doors hand in bytes and fetch mail; `work` does what has become due.
"""
