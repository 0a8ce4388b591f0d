"""What is wrong with a built claim: what the records lack, then what the scrub finds, then what cannot be written."""

import importlib.resources
from datetime import date
from functools import lru_cache
from typing import Any

from otium.desk.claim_standing import holds
from otium.desk.claims.batch import batch_of
from otium.rules.claims.codebook import CodeBook, codebook
from otium.rules.claims.scrub import scrub
from otium.terms.billing import Bill
from otium.terms.claim import ProfessionalClaim
from otium.terms.claim_facts import ClaimFacts
from otium.terms.lack import Lack
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Severity
from otium.wires.x12 import t837p
from otium.wires.x12.writing import Incomplete

Problem = dict[str, Any]
SECOND_PAYER = "second_payer"


@lru_cache(maxsize=1)
def codes() -> CodeBook:
    """What Otium ships in rules/claims/codes."""
    folder = importlib.resources.files("otium.rules.claims") / "codes"
    rows = (f.read_text("utf-8") for f in sorted(folder.iterdir(), key=str) if f.name.endswith(".toml"))
    return codebook(rows, [f.read_text("utf-8") for f in (folder / "diagnoses").iterdir() if f.name.endswith(".txt")])


def problems_of(
    claim: ProfessionalClaim, lacks: tuple[Lack, ...], bill: Bill, *, profile: TradingProfile, on: date
) -> list[Problem]:
    """As ClaimVersion.problems keeps them. What is lacking is said once, by the record that lacks it."""
    found = [_lack(each) for each in lacks]
    said = {_place(each) for each in found}
    for each in scrub(claim, facts=_facts(bill, on), codes=codes()):
        problem = {
            "severity": each.severity.value, "code": each.code, "loop": each.loop, "element": each.element,
            "line": each.line, "message": each.message,
        }  # fmt: skip
        if _place(problem) not in said:
            found.append(problem)
    if bill.policy.has_second:
        found.append(_lack(Lack(SECOND_PAYER, "2320", "SBR01", "coverage"), Severity.NOTE))
    if not holds(found) and (refusal := _refusal(claim, bill, profile)):
        found.append(refusal)
    return found


def _place(problem: Problem) -> tuple[Any, ...]:
    return problem["loop"], problem["element"], problem["line"]


def _lack(lack: Lack, severity: Severity = Severity.ERROR) -> Problem:
    return {
        "severity": severity.value, "code": lack.code, "loop": lack.loop, "element": lack.element,
        "line": lack.line, "message": "", "on": lack.on, "detail": lack.detail,
    }  # fmt: skip


def _facts(bill: Bill, on: date) -> ClaimFacts:
    over = [each.is_over_threshold for each in bill.treatments]
    return ClaimFacts(
        payer_type=bill.policy.payer_type,
        on=on,
        authorization_required=bill.policy.authorization_required,
        referral_required=bill.policy.referral_required,
        holds_unsure_pairs=bill.policy.holds_unsure_pairs,
        is_over_threshold=None if None in over else any(over),
        billed_minutes=_minutes(bill),
        unit_rule=bill.policy.unit_rule,
    )


def _minutes(bill: Bill) -> int | None:
    """None where a visit of the claim was treated alone: its minutes are on no record."""
    found = [each.billed_minutes if each.is_co_treatment else None for each in bill.treatments]
    return None if None in found or not found else sum(filter(None, found))


def _refusal(claim: ProfessionalClaim, bill: Bill, profile: TradingProfile) -> Problem | None:
    """What the writer would say, so that nobody learns it only when sending."""
    try:
        t837p.write(batch_of(claim, bill.biller.tax_id, bill.policy.payer_id), profile=profile)
    except Incomplete as refused:
        return {
            "severity": Severity.ERROR.value, "code": "refused", "loop": refused.loop, "element": refused.element,
            "line": None, "message": refused.why,
        }  # fmt: skip
    return None
