"""How a payer decides: rates, requested against approved, days; nothing said of fewer than five."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from otium.rules.prior_auth import scorecard
from otium.terms.measured import Share, Spread
from otium.terms.prior_auth import Basis, RequestState
from otium.terms.scorecard import Asked, Granted, Outcome
from tests.rules import cast

SENT = date(2026, 11, 2)
S = RequestState


def asked(state: RequestState, days: int | None = 1, requested: int | None = 12, approved: int | None = None,
          **more: object) -> Asked:  # fmt: skip
    decided_on = None if days is None else SENT + timedelta(days=days)
    return Asked(cast.new_id(), UUID(int=5), state, SENT, decided_on, requested, approved, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "requested", "approved", "expected"),
    [
        (S.APPROVED, 12, 12, Outcome.APPROVED),
        (S.APPROVED, 12, 14, Outcome.APPROVED),
        (S.APPROVED, 12, 11, Outcome.CUT),  # "approved", and fewer than asked
        (S.APPROVED, 12, None, Outcome.APPROVED),
        (S.APPROVED, None, 6, Outcome.APPROVED),
        (S.MODIFIED, 12, 6, Outcome.CUT),
        (S.MODIFIED, 12, None, Outcome.CUT),
        (S.MODIFIED, 12, 12, Outcome.APPROVED),
        (S.DENIED, 12, None, Outcome.DENIED),
        (S.SUBMITTED, 12, None, None),
        (S.PENDED, 12, None, None),
        (S.CANCELLED, 12, 12, None),
        (S.EXPIRED, 12, None, None),
    ],
)
def test_the_numbers_say_what_an_answer_is(
    state: RequestState, requested: int | None, approved: int | None, expected: Outcome | None
) -> None:
    assert asked(state, requested=requested, approved=approved).outcome is expected


def test_rates_are_of_what_was_decided() -> None:
    rows = [
        *(asked(S.APPROVED, approved=12) for _ in range(5)),
        *(asked(S.MODIFIED, approved=6) for _ in range(2)),
        asked(S.DENIED),
        *(asked(S.PENDED, None, pended_on=SENT) for _ in range(2)),
        asked(S.CANCELLED, None),
    ]

    found = scorecard.score(rows, cast.DAYS)

    assert (found.sent, found.decided, found.waiting) == (10, 8, 2)
    assert (found.approved, found.cut, found.denied) == (Share(5, 8, 63), Share(2, 8, 25), Share(1, 8, 13))
    assert found.pended == Share(2, 10, 20)
    assert found.granted == {Basis.VISITS: Granted(96, 72, 8)}


@pytest.mark.parametrize(("n", "percent"), [(4, None), (5, 100)])
def test_of_fewer_than_five_nothing_is_said(n: int, percent: int | None) -> None:
    found = scorecard.score([asked(S.APPROVED, approved=12) for _ in range(n)], cast.DAYS)

    assert found.approved == Share(n, n, percent)
    assert (found.turnaround.p50 is None) is (percent is None)


def test_visits_and_units_are_never_added() -> None:
    rows = [asked(S.APPROVED, approved=12), asked(S.APPROVED, requested=48, approved=24, basis=Basis.UNITS)]

    assert scorecard.score(rows, cast.DAYS).granted == {
        Basis.VISITS: Granted(12, 12, 1),
        Basis.UNITS: Granted(48, 24, 1),
    }


def test_what_states_no_number_counts_in_no_sum() -> None:
    rows = [asked(S.APPROVED), asked(S.DENIED, requested=None), asked(S.MODIFIED, approved=6)]

    assert scorecard.score(rows, cast.DAYS).granted == {Basis.VISITS: Granted(12, 6, 1)}


def test_days_are_business_days_and_urgent_ones_are_left_out() -> None:
    rows = [
        *(asked(S.APPROVED, days, approved=12) for days in (0, 1, 4, 7, 25)),  # 25 days: Thanksgiving is one of them
        asked(S.APPROVED, 2, approved=12, is_urgent=True),
        asked(S.APPROVED, -3, approved=12),  # dated before it was sent
    ]

    assert scorecard.taken(rows, cast.DAYS) == [0, 1, 4, 5, 19 - 1, 0]
    assert scorecard.score(rows, cast.DAYS).turnaround == Spread(6, 1, 18)


def test_a_request_counts_under_each_of_its_codes() -> None:
    rows = [
        asked(S.APPROVED, approved=12, codes=("97110", "97530")),
        asked(S.DENIED, codes=("97530",)),
        asked(S.DENIED),
        asked(S.CANCELLED, codes=("97535",)),
    ]

    found = scorecard.by(rows, lambda a: a.codes or ("",), cast.DAYS)

    assert {key: score.sent for key, score in found.items()} == {"97530": 2, "": 1, "97110": 1}
    assert next(iter(found)) == "97530"


@pytest.mark.parametrize(("on", "first", "last"), [
    (date(2026, 11, 26), date(2025, 12, 1), date(2026, 11, 1)),
    (date(2027, 1, 1), date(2026, 2, 1), date(2027, 1, 1)),
    (date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 1)),
])  # fmt: skip
def test_twelve_months_end_with_this_one(on: date, first: date, last: date) -> None:
    found = scorecard.months([], on)

    assert len(found) == 12
    assert (min(found), max(found)) == (first, last)


def test_each_month_counts_its_decisions() -> None:
    rows = [asked(S.APPROVED, 3, approved=12), asked(S.DENIED, 30), asked(S.DENIED, 400), asked(S.SUBMITTED, None)]

    found = scorecard.months(rows, date(2026, 12, 31))

    assert found[date(2026, 11, 1)] == {Outcome.APPROVED: 1, Outcome.CUT: 0, Outcome.DENIED: 0}
    assert found[date(2026, 12, 1)] == {Outcome.APPROVED: 0, Outcome.CUT: 0, Outcome.DENIED: 1}
    assert sum(sum(month.values()) for month in found.values()) == 2
