"""Pure decisions: facts in, answers and duties out. No clock, no I/O, no Django; imports otium.terms only.

`duties.py` asks every rule about one patient or practice; the other files are one workflow or one question each.
payers/ and limits/ are dated data files; the desk reads them and hands their text to `payer_rules.book`.
"""
