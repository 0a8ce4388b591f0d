"""A freed hour is offered to those who wait, by text, in waves; the first who takes it has it.

`rounds.py` begins a round and asks the next wave; `reaching.py` says how each family can be asked, `texting.py` writes
its notice and text; `answering.py` is what the link opens; `closing.py` ends a round, whoever filled the hour;
`tending.py` is the workers' part. `chosen.py`: how a practice wants it. Stands on desk.waitlist, which calls
`closing.py` alone.
"""
