"""The life of an authorization request: drafted, changed, signed (desk.packets), sent, answered, taken back.

`life` has what pages call. Nothing is imported here: inbox, outbox and settling use parts of it (`heard`, `following`).
"""
