"""The house's test vectors that have no better home: answers to requests (P), remittances (R), paired codes (N).

Others: eligibility E in wires/x12/test_therapy; certification and thresholds D01 to D04 and M01 to M03 in care; appeal,
filing and decision D05 to D08 in test_deadlines; capacity W in fce.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otium.rules import deciding
from otium.rules import decision as decisions
from otium.rules.claim_standing import standing
from otium.rules.claims import denials
from otium.rules.claims.scrub import scrub
from otium.terms.claim_problem import ClaimProblem
from otium.terms.claim_standing import ClaimDecision, ClaimStanding
from otium.terms.decision import Asked
from otium.terms.duty import Duty, DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestEvent, RequestState
from otium.terms.remittance import Remittance
from otium.wires.x12.read import read
from tests.rules import cast
from tests.rules.claims.book import facts, shipped
from tests.rules.claims.test_denials import KNOWN
from tests.wires.x12.messages import remittance_835, response_278
from tests.wires.x12.t835.test_reading import ANEW, NEGATIVE, PATIENT, R01, REVERSED
from tests.wires.x12.t837p.claims import claim, line

ON = date(2026, 11, 23)
DECIDED = date(2026, 11, 20)
PAYER = cast.coverage()
VISITS = cast.every(7, date(2026, 12, 1), 2)
STATES = {
    RequestEvent.APPROVE: RequestState.APPROVED,
    RequestEvent.MODIFY: RequestState.MODIFIED,
    RequestEvent.PEND: RequestState.PENDED,
    RequestEvent.DENY: RequestState.DENIED,
}


def answered(*lines: str, requested: int = 12) -> tuple[Duty, ...]:
    """What is to be done after a 278 answered a request for so many visits."""
    (decision,) = read(response_278(*lines)).decisions
    granted = decisions.lines_of(decision)
    event = decisions.event_of(decision)
    assert event is not None
    request = cast.request(
        STATES[deciding.event_of(decisions.said(decision, event), Asked(requested))],
        PAYER,
        requested=requested,
        approved=deciding.total_of(granted),
        submitted_on=date(2026, 11, 10),
        decided_on=DECIDED,
        answer_by=decisions.answer_by(decision),
    )
    patient = cast.patient(coverages=(PAYER,), visits=VISITS, requests=(request,))
    work = {DutyKind.ANSWER_PENDED, DutyKind.WORK_DENIAL, DutyKind.WORK_REDUCTION}
    return tuple(duty for duty in cast.derive(patient, ON) if duty.kind in work)


def test_p01_approved_in_full_leaves_nothing_to_do() -> None:
    assert answered("HCR*A1*AUTH123", "HSD*VS*12") == ()


def test_p02_six_of_twelve_is_a_reduction_to_work() -> None:
    (duty,) = answered("HCR*A6*AUTH124", "HSD*VS*6")

    assert duty.kind is DutyKind.WORK_REDUCTION
    assert duty.why[0].params == {"requested": 12, "approved": 6}


def test_p03_pended_runs_the_clock_for_the_records() -> None:
    (duty,) = answered("HCR*A4")

    assert duty.kind is DutyKind.ANSWER_PENDED
    assert duty.due_on == date(2026, 11, 24)


def test_p04_denied_starts_the_clocks_of_peer_to_peer_and_appeal() -> None:
    (duty,) = answered("HCR*A3**0K")

    assert duty.kind is DutyKind.WORK_DENIAL
    assert [r.params["on"] for r in duty.why if r.code in ("peer_to_peer_until", "appeal_until")] == [
        date(2026, 12, 4), date(2027, 5, 19),
    ]  # fmt: skip


def remitted(*claims: str, paid: str, withheld: tuple[str, ...] = ()) -> tuple[Remittance, list[tuple[str, str]]]:
    """The remittance, and what in it does not add up: code and message."""
    result = read(remittance_835(*claims, paid=paid, withheld=withheld))
    (only,) = result.of(Remittance)
    return only, [(each.code, each.message) for each in result.findings]


def taken(*, code: str, amount: str) -> tuple[str]:
    return (f"PLB*1234567893*20261231*{code}*{amount}",)


def test_r01_lines_claim_and_payment_add_up() -> None:
    paid, findings = remitted(*R01, paid="96.00")

    (only,) = paid.claims
    assert findings == []
    assert (only.paid, only.patient_responsibility) == (Decimal("96.00"), Decimal("24.00"))
    assert [service.paid for service in only.services] == [Decimal("64.00"), Decimal("32.00")]


def test_r02_an_overpayment_taken_back_adds_up() -> None:
    assert remitted(*R01, paid="66.00", withheld=taken(code="WO:ICN0", amount="30.00"))[1] == []


def test_r03_interest_paid_to_us_is_negative_and_adds_up() -> None:
    assert remitted(*R01, paid="97.25", withheld=taken(code="L6", amount="-1.25"))[1] == []


def test_r04_a_claim_out_of_balance_by_a_dollar_is_refused() -> None:
    claims = [each.replace("*96.00*24.00*", "*95.00*24.00*") for each in R01]

    _, findings = remitted(*claims, paid="95.00")

    assert findings == [("claim-out-of-balance", "CLP03 150.00 less adjustments 54.00 is 96.00, but CLP04 says 95.00.")]


def test_r05_a_negative_sum_is_carried_forward_and_collected_later() -> None:
    claims = (*REVERSED, *ANEW, *NEGATIVE)

    paid, findings = remitted(*claims, paid="0.00", withheld=taken(code="FB", amount="-40.00"))
    later = remitted(*R01, paid="56.00", withheld=taken(code="FB", amount="40.00"))[1]

    assert sum(each.paid or 0 for each in paid.claims) == Decimal("-40.00")
    assert (findings, later) == ([], [])


def test_r06_a_full_denial_is_about_authorization_although_its_status_is_primary() -> None:
    paid, findings = remitted("CLP*A1*1*150.00*0.00*0*12*ICN1", "CAS*CO*197*150.00", PATIENT, paid="0")

    (only,) = paid.claims
    found = [(a.group_code, a.carc, a.amount) for a in only.adjustments if a.group_code and a.carc and a.amount]
    assert only.is_denied
    assert denials.denied_for(found, KNOWN) == "authorization"
    assert findings == []


def test_r07_a_reversal_and_its_correction_net_eight_dollars() -> None:
    paid, findings = remitted(*REVERSED, *ANEW, paid="8.00")

    assert findings == []
    assert [each.is_reversal for each in paid.claims] == [True, False]
    assert sum(each.paid or 0 for each in paid.claims) == Decimal("8.00")
    first = ClaimDecision(ON, Decimal("96.00"), Decimal("150.00"), False, True, "1")
    taken_back = replace(first, paid=Decimal("-96.00"), is_reversal=True)
    anew = replace(first, paid=Decimal("104.00"))
    assert _stands(first, taken_back) is ClaimStanding.REVERSED
    assert _stands(first, taken_back, anew) is ClaimStanding.PAID


def _stands(*heard: ClaimDecision) -> ClaimStanding:
    return standing(has_problems=False, parcel=None, front_end=None, decisions=heard)


def paired(
    first: str, second: str, *, mark: str = "", minutes: bool | None = True, payer: PayerType = PayerType.TRICARE
) -> list[ClaimProblem]:
    """Two codes of one day, the mark on the first."""
    made = claim(line(first, "GO", *([mark] if mark else [])), line(second))
    known = facts(payer, has_separate_minutes=minutes)
    return [each for each in scrub(made, facts=known, codes=shipped()) if each.code.startswith("pair")]


@pytest.mark.parametrize(
    ("vector", "takes", "beside"), [("N01", "97140", "97012"), ("N03", "97110", "97760"), ("N04", "97110", "97113")]
)
def test_n01_n03_n04_the_first_code_takes_59_where_minutes_are_separate(vector: str, takes: str, beside: str) -> None:
    (unmarked,) = paired(takes, beside)

    assert (unmarked.code, unmarked.severity.value, unmarked.line) == ("pair", "error", 1), vector
    assert f"{takes} takes 59" in unmarked.message
    assert "without, it is not billed" in unmarked.message
    assert paired(takes, beside, mark="59") == []
    assert paired(takes, beside, mark="XU") == []
    (refused,) = paired(takes, beside, mark="59", minutes=False)
    assert (refused.code, refused.severity.value) == ("pair-minutes", "error")


@pytest.mark.parametrize("lines", [("97140", "97530"), ("97530", "97140")])
@pytest.mark.parametrize("payer", [PayerType.MEDICARE_B, PayerType.COMMERCIAL, PayerType.MEDICAID_FFS])
def test_n02_an_edit_whose_state_is_not_known_asks_and_is_never_silent(
    lines: tuple[str, str], payer: PayerType
) -> None:
    (problem,) = paired(*lines, payer=payer)

    assert (problem.code, problem.severity.value) == ("pair-unknown", "warning")
    assert "separate minutes" in problem.message


@pytest.mark.parametrize(("holds", "severity"), [(None, "warning"), (True, "error"), (False, "note")])
def test_n02_what_a_payer_is_known_to_do_decides(holds: bool | None, severity: str) -> None:
    made = claim(line("97140"), line("97530"))

    problems = scrub(made, facts=facts(holds_unsure_pairs=holds), codes=shipped())

    assert [(each.code, each.severity.value) for each in problems] == [("pair-unknown", severity)]


def test_n05_a_re_evaluation_beside_self_care_is_asked_about() -> None:
    (problem,) = paired("97168", "97535")

    assert (problem.code, problem.severity.value, problem.line) == ("pair", "warning", 1)
    assert "97168 takes 59" in problem.message
    assert paired("97168", "97535", mark="59") == []
