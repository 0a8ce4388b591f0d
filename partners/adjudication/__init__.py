"""How a payer decides a claim: facts in, ruling out. No clock, no state, no chance but a number that is handed in.

Everything here is simulated. Rules of Medicare follow CMS; those of private payers are invented within what is usual.
"""
