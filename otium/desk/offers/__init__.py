"""A freed hour is offered to those who wait, by text, in waves; the first who takes it has it.

`freed.py` says which hours came free and still are, `hours.py` lists them. `rounds.py` begins a round and asks the next
wave; `reaching.py` says how each family can be asked, `texting.py` writes its notice and text; `answering.py` is what
the link opens; `closing.py` ends a round, whoever filled the hour; `tending.py` is the workers' part. `chosen.py`: how
a practice wants it. Stands on desk.waitlist, but for `freed.py`, `hours.py` and `closing.py`, on which it and
desk.appointments stand.
"""
