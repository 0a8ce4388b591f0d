"""Is each booked visit safe to give: the strip of checks, the ledger of all visits to come, and a what-if.

`strip.py` one visit's checks, `ledger.py` all visits as a table with the first limit that fails, `changes.py` reads a
what-if out of an address, `preview.py` what a booking would meet, `views.py` shows, prints and exports.
"""
