"""The other side: payers and the practice's old system, as a customer would meet them.

An independent opinion of how that side behaves, so it imports nothing of otium. `practice` writes an old system's
files; `serving` runs a clearinghouse and payers (`exchange` behind `doors`, `adjudication` for claims, `reading` of
what comes in, `state` of everything known). The clock is read in `partners.clock` alone.
"""
