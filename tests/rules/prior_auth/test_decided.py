"""How long a payer takes to decide: its own measured time where enough is known, else its rule."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from otium.rules import case as cases
from otium.rules.prior_auth import decided, outlooks
from otium.terms.duty import Duty, DutyKind
from otium.terms.measured import Spread
from otium.terms.payers import Ground, PayerType
from otium.terms.roads import RoadBook, RoadRow
from tests.rules import cast

ON = date(2026, 11, 2)
START = date(2026, 10, 6)
PAYER = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
RUNS_OUT = date(2026, 12, 1)  # a Tuesday; Thanksgiving is on 26 November, the Friday after it is a business day
AUTHORIZATION = cast.authorization(START, date(2026, 12, 31), 2, coverage_id=PAYER.id)
PATIENT = cast.patient(
    coverages=(PAYER,),
    authorizations=(AUTHORIZATION,),
    visits=(cast.made(START), cast.visit(date(2026, 11, 10)), cast.visit(RUNS_OUT)),
)


def measured(spread: Spread, payer: UUID = cast.PAYER, **more: object) -> RoadBook:
    return RoadBook(decided={payer: spread}, **more)  # type: ignore[arg-type]


def renewal(book: RoadBook, on: date = ON, **facts: object) -> Duty:
    practice = cast.practice(on, roads=book)
    found = cast.patient_duties(replace(PATIENT, **facts), practice, on).duties  # type: ignore[arg-type]
    return next(duty for duty in found if duty.kind is DutyKind.RENEW_AUTHORIZATION)


@pytest.mark.parametrize(
    ("spread", "last_safe", "code", "params"),
    [
        (Spread(5, 3, 4), date(2026, 11, 24), "payer_decided_within", {"business_days": 4, "n": 5}),
        (Spread(9, 3, 8), date(2026, 11, 18), "payer_decided_within", {"business_days": 8, "n": 9}),
        (Spread(5, 0, 0), date(2026, 11, 30), "payer_decided_within", {"business_days": 1, "n": 5}),
        (Spread(4), date(2026, 11, 23), "payer_decides_within", {"business_days": 5, "certainty": "verified"}),
    ],
)
def test_the_last_safe_day_counts_back_over_holidays_by_what_was_measured(
    spread: Spread, last_safe: date, code: str, params: dict[str, object]
) -> None:
    duty = renewal(measured(spread))

    assert duty.last_safe_on == last_safe
    assert [r.params for r in duty.why if r.code == code] == [params]


def test_another_payers_time_says_nothing() -> None:
    duty = renewal(measured(Spread(9, 20, 40), UUID(int=77)))

    assert "payer_decided_within" not in cast.codes(duty)


def test_that_a_payer_grew_faster_is_no_reason_to_decide_anew() -> None:
    assert renewal(measured(Spread(5, 3, 4))).digest == renewal(measured(Spread(6, 3, 8))).digest


def test_the_first_day_is_that_of_the_plans_own_terms() -> None:
    row = RoadRow({"plan": "Gold"}, Ground("manual", "verified", date(2026, 1, 1)), {"accepted_days_before": 21})
    gold = replace(PAYER, plan_name="Gold")
    facts = replace(PATIENT, coverages=(gold,))

    case = cases.of(facts, cast.practice(ON, roads=RoadBook(rows=(row,))), ON)

    (found,) = outlooks(case)
    assert found.window is not None
    assert found.window.opens_on == RUNS_OUT - timedelta(days=21)


def test_decisions_are_counted_in_business_days_by_payer() -> None:
    one, other = UUID(int=1), UUID(int=2)
    friday = date(2026, 11, 20)
    rows = [
        (one, friday, friday),  # 0
        (one, friday, date(2026, 11, 23)),  # 1
        (one, friday, date(2026, 11, 27)),  # Thanksgiving is none: 4
        (one, friday, date(2026, 11, 24)),  # 2
        (one, friday, date(2026, 11, 19)),  # dated before it was sent: 0
        (other, friday, date(2026, 11, 23)),
    ]

    assert decided.spreads(rows, cast.DAYS) == {one: Spread(5, 1, 4), other: Spread(1)}
