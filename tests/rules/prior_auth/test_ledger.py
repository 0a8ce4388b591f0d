"""Approved, used, booked and left of each service of an authorization."""

from datetime import date, timedelta

import pytest

from otium.rules.allocation import allocate
from otium.rules.prior_auth import Ledger, ledger
from otium.terms.prior_auth import Authorization, Basis
from otium.terms.schedule import Visit, VisitStatus
from tests.rules import cast

ON = date(2026, 11, 23)
OCT, DEC = date(2026, 10, 1), date(2026, 12, 31)


def counted(authorization: Authorization, *visits: Visit, on: date = ON) -> Ledger:
    patient = cast.patient(visits=visits, authorizations=(authorization,))
    return ledger(authorization, uses=allocate(patient).uses, visits=visits, on=on)


def test_visits_made_are_used_and_visits_to_come_are_booked() -> None:
    past, coming = cast.made(ON - timedelta(days=3)), cast.visit(ON + timedelta(days=3))

    line = counted(cast.authorization(OCT, DEC, 12), past, coming).services[0]

    assert (line.used, line.booked, line.left_now, line.left_after_booked) == (1, 1, 11, 10)
    assert line.last_covered_on == coming.on


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        (ON - timedelta(days=1), VisitStatus.BOOKED, (1, 0)),
        (ON, VisitStatus.BOOKED, (0, 1)),
        (ON, VisitStatus.ARRIVED, (1, 0)),
        (ON, VisitStatus.DONE, (1, 0)),
        (ON, VisitStatus.CANCELLED, (0, 0)),
        (ON - timedelta(days=1), VisitStatus.NO_SHOW, (0, 0)),
    ],
)
def test_a_visit_still_booked_on_a_past_day_counts_as_made(
    day: date, status: VisitStatus, expected: tuple[int, int]
) -> None:
    line = counted(cast.authorization(OCT, DEC, 12), cast.visit(day, status=status)).services[0]

    assert (line.used, line.booked) == expected


def test_what_was_used_before_it_was_entered_is_used() -> None:
    pool = cast.service(12, opening_used=5)

    line = counted(cast.authorization(OCT, DEC, pool), cast.made(OCT)).services[0]

    assert (line.used, line.left_now) == (6, 6)


def test_more_used_than_approved_shows_below_zero() -> None:
    line = counted(cast.authorization(OCT, DEC, cast.service(3, opening_used=5))).services[0]

    assert line.left_now == -2


def test_an_approval_without_a_number_leaves_an_unknown_number() -> None:
    line = counted(cast.authorization(OCT, DEC, None), cast.made(OCT)).services[0]

    assert (line.used, line.left_now, line.left_after_booked) == (1, None, None)


def test_each_service_is_counted_in_its_own_basis() -> None:
    units = cast.authorization(OCT, DEC, cast.service(24, "97530", basis=Basis.UNITS), cast.service(6, "97535"))

    found = counted(units, cast.made(OCT, "97530x3", "97535x1"), cast.visit(DEC))

    assert [(s.used, s.booked, s.is_estimated) for s in found.services] == [(3, 3, True), (1, 1, True)]
    assert found.last_covered_on == DEC


def test_an_authorization_that_no_visit_uses_has_no_last_day() -> None:
    assert counted(cast.authorization(OCT, DEC, 12)).last_covered_on is None
