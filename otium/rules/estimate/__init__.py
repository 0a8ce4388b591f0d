"""What the family owes, and good-faith estimates. Pure: the case of one patient and figures in, values out.

`care.py` all booked visits; `prices.py` allowed amounts and charges; `benefits.py` the shares the payer told;
`purse.py` yearly sums running down; `shares.py` one coverage and visit.
"""

from otium.rules.estimate.care import estimate

__all__ = ["estimate"]
