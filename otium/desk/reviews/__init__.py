"""Decisions that are disputed: talks with the payer's clinician, appeals, what may be treated meanwhile.

`talks.py` and `slots.py` a peer-to-peer, `asking.py` asks for it by fax, `briefs.py` its page; `appeals.py` an appeal's
points, `letters.py` its letter, `signing.py` and `filing.py` signing and filing, `faxing.py` its fax, `heard.py` what
became of that, `deciding.py` what came of it and the next level, `proof.py` that it was filed in time; `expiring.py`
what is over by itself; `standing.py` what stands at risk and may be treated; `books.py` what ships.
"""
