"""A half-year of one practice's waitlist, with Otium's offers of freed hours and with an office that calls by hand.

Everything happens in memory; who fits, who is asked first, by what wave and until when is decided by the rules that the
desk uses (rules.waitlist, rules.notices), with the values that Otium ships. `model` reads the assumptions, `town` draws
people, `clinic` is the calendar and the list, `by_hand` and `offers` fill freed hours, `tally` counts, `run` runs.
"""
