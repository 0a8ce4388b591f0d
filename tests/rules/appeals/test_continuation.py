"""What may be treated while a denial is disputed, and who carries the risk."""

from datetime import date
from pathlib import Path

import pytest

from otium.rules import appeals
from otium.rules import case as cases
from otium.rules.appeals import continuation as care
from otium.terms.facts import PracticeFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, RequestState
from otium.terms.reviews import Risk
from tests.rules import cast

ROWS = care.read((Path(appeals.__file__).parent / "continuation.toml").read_text())
ON, NOTICE = date(2026, 11, 26), date(2026, 11, 20)
P = PayerType


@pytest.mark.parametrize(
    ("payer_type", "is_ongoing", "code", "may_treat", "risk"),
    [
        (P.MEDICAID_MCO, True, "medicaid_ongoing", True, Risk.RECOVERED),
        (P.MEDICAID_MCO, False, "medicaid_new", False, Risk.PRACTICE),
        (P.MEDICAID_FFS, True, "medicaid_ongoing", True, Risk.RECOVERED),
        (P.MEDICARE_ADVANTAGE, True, "ma_ongoing", True, Risk.PAYER),
        (P.MEDICARE_ADVANTAGE, False, "ma_new", True, Risk.PATIENT),
        (P.MEDICARE_B, False, "medicare_new", True, Risk.PATIENT),
        (P.COMMERCIAL, True, "commercial_ongoing", True, Risk.PAYER),
        (P.COMMERCIAL, False, "network_new", False, Risk.PRACTICE),
        (P.TRICARE, False, "network_new", False, Risk.PRACTICE),
        (P.WORKERS_COMP, True, "wc_ongoing", True, Risk.PAYER),
        (P.WORKERS_COMP, False, "wc_new", False, Risk.PRACTICE),
        (P.AUTO, True, "unknown", None, Risk.UNKNOWN),
        (P.OTHER, False, "unknown", None, Risk.UNKNOWN),
    ],
)
def test_who_carries_the_risk_differs_by_payer_and_by_what_still_runs(
    payer_type: PayerType, is_ongoing: bool, code: str, may_treat: bool | None, risk: Risk
) -> None:
    says = care.continuation(ROWS, payer_type, is_ongoing=is_ongoing, notice_on=NOTICE, on=ON)

    assert (says.code, says.may_treat, says.risk) == (code, may_treat, risk)
    assert says.ground.source


@pytest.mark.parametrize(
    ("takes_effect_on", "ask_by"),
    [(None, date(2026, 11, 30)), (date(2026, 11, 29), date(2026, 11, 30)), (date(2026, 12, 4), date(2026, 12, 4))],
)
def test_medicaid_goes_on_where_the_family_asks_within_ten_days_or_before_the_cut(
    takes_effect_on: date | None, ask_by: date
) -> None:
    says = care.continuation(
        ROWS, P.MEDICAID_MCO, is_ongoing=True, notice_on=NOTICE, on=ON, takes_effect_on=takes_effect_on
    )

    assert says.ask_by == ask_by


def test_without_the_day_of_the_notice_the_day_to_ask_is_unknown() -> None:
    assert care.continuation(ROWS, P.MEDICAID_MCO, is_ongoing=True, notice_on=None, on=ON).ask_by is None


@pytest.mark.parametrize(
    ("ends_on", "state", "code"),
    [
        (ON, AuthState.ACTIVE, "medicaid_ongoing"),
        (date(2026, 11, 25), AuthState.ACTIVE, "medicaid_new"),
        (ON, AuthState.CANCELLED, "medicaid_new"),
    ],
)
def test_an_approval_runs_up_to_and_with_its_last_day(ends_on: date, state: AuthState, code: str) -> None:
    payer = cast.coverage(P.MEDICAID_MCO)
    approval = cast.authorization(date(2026, 9, 1), ends_on, 24, coverage_id=payer.id, state=state)
    denied = cast.request(RequestState.DENIED, payer, kind="renewal", decided_on=NOTICE)
    patient = cast.patient(coverages=(payer,), authorizations=(approval,), requests=(denied,))
    case = cases.of(patient, PracticeFacts(cast.new_id(), cast.DAYS, cast.book(ON)), ON)

    assert care.of_request(ROWS, case, denied).code == code


@pytest.mark.parametrize(
    ("approved", "code"), [(3, "medicaid_ongoing"), (2, "medicaid_new"), (None, "medicaid_ongoing")]
)
def test_an_approval_that_is_used_up_runs_no_more(approved: int | None, code: str) -> None:
    """Two visits were made; one more is booked, which uses nothing yet."""
    payer = cast.coverage(P.MEDICAID_MCO)
    approval = cast.authorization(date(2026, 9, 1), ON, approved, coverage_id=payer.id)
    denied = cast.request(RequestState.DENIED, payer, kind="renewal", decided_on=NOTICE)
    visits = cast.every(7, date(2026, 11, 12), 3)
    patient = cast.patient(coverages=(payer,), authorizations=(approval,), requests=(denied,), visits=visits)
    case = cases.of(patient, PracticeFacts(cast.new_id(), cast.DAYS, cast.book(ON)), ON)

    assert care.of_request(ROWS, case, denied).code == code


def test_a_request_without_coverage_says_that_nothing_is_known() -> None:
    case = cases.of(cast.patient(), PracticeFacts(cast.new_id(), cast.DAYS, cast.book(ON)), ON)

    assert care.of_request(ROWS, case, cast.request(RequestState.DENIED)) is care.UNKNOWN


def test_a_row_of_an_unknown_case_is_refused() -> None:
    row = (
        '[[continuation]]\npayer_types = ["commercial"]\ncase = "soon"\ncode = "x"\nmay_treat = true\n'
        'risk = "payer"\neffective_from = 2020-01-01\nsource = "x"\ncertainty = "knowledge"\n'
    )

    with pytest.raises(care.ContinuationError, match="soon"):
        care.read(row)
