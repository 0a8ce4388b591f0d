"""All words about duties, in one place: codes of terms and rules in, translatable sentences out.

`reasons/` why, `duties.py` what, `acts.py` what may be recorded and why it was refused, `records.py` states and
names of records, `events.py` history,
`clearance.py` what a clearance check found.
"""
