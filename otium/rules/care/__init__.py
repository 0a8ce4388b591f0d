"""Orders, plans and reports without which Medicare and others do not pay for therapy that was given.

`plans.py` CERTIFY_PLAN and RECERTIFY_PLAN, `progress.py` WRITE_PROGRESS_REPORT, `threshold.py` PLACE_KX,
`abn.py` GIVE_ABN, `referrals.py` OBTAIN_REFERRAL. Each asks the payer's rules whether it applies at all.
"""

from collections.abc import Iterator

from otium.rules.care import abn, plans, progress, referrals, threshold
from otium.rules.case import Case
from otium.terms.duty import Duty


def duties(case: Case) -> Iterator[Duty]:
    yield from plans.duties(case)
    yield from progress.duties(case)
    yield from threshold.duties(case)
    yield from abn.duties(case)
    yield from referrals.duties(case)
