"""Moving, adding and dropping visits before anything is saved."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.rules.clearance import VisitNotToCome, what_if
from otium.rules.clearance.what_if import with_changes
from otium.terms.clearance import Change, ClearanceCheck, VisitChange, WhatIf
from otium.terms.coverage import BenefitKind
from otium.terms.facts import PatientFacts
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, of

NEW_YORK = ZoneInfo("America/New_York")
PAYER = cast.coverage()
WEEKLY = cast.every(7, date(2026, 12, 1), 4, hour=14)  # 1 to 22 December, 9:00 in New York


def facts(left: int = 4, **more: Any) -> PatientFacts:
    answer = cast.check(PAYER, ON, cast.benefit(BenefitKind.VISITS_REMAINING, left))
    return cast.patient(**{"coverages": (PAYER,), "checks": (answer,), "visits": WEEKLY} | more)


def ask(*changes: VisitChange, patient: PatientFacts | None = None) -> WhatIf:
    return what_if(patient or facts(), cast.practice(ON, (cast.rate("100"),)), changes, ON, NEW_YORK)


def told(found: WhatIf) -> list[tuple[date, Change]]:
    return [((d.after or d.before).on, d.change) for d in found.differences]  # type: ignore[union-attr]


def test_a_visit_that_is_added_takes_from_those_after_it() -> None:
    found = ask(VisitChange(None, date(2026, 12, 10)))

    assert told(found) == [(date(2026, 12, 10), Change.ADDED), (date(2026, 12, 22), Change.WORSE)]
    last = found.differences[-1].after
    assert last is not None
    assert of(last.findings, ClearanceCheck.BENEFIT_VISITS).fact == "limit_beyond"
    assert [x.on for x in found.after.limits if x not in found.before.limits] == [date(2026, 12, 22)]


def test_ten_visits_past_a_limit_are_named_from_the_first() -> None:
    added = tuple(VisitChange(None, date(2026, 12, 23 + n % 5), at=time(9 + n)) for n in range(10))

    found = ask(*added)

    (limit,) = [x for x in found.after.limits if x.check is ClearanceCheck.BENEFIT_VISITS]
    assert (limit.on, limit.visits, limit.dollars) == (date(2026, 12, 23), 10, 1000)


def test_a_visit_that_is_dropped_gives_back() -> None:
    found = ask(VisitChange(WEEKLY[0].id, None), patient=facts(left=3))

    assert told(found) == [(date(2026, 12, 1), Change.DROPPED), (date(2026, 12, 22), Change.BETTER)]
    assert found.differences[0].after is None


def test_a_visit_that_is_moved_keeps_its_hour_across_the_change_of_clocks() -> None:
    at_nine = cast.visit(date(2026, 12, 1), hour=14)
    march = date(2027, 3, 15)

    moved = with_changes(facts(visits=(at_nine,)), [VisitChange(at_nine.id, march)], ON, NEW_YORK)

    assert [(v.on, v.starts_at) for v in moved.visits] == [(march, datetime(2027, 3, 15, 13, tzinfo=UTC))]


def test_a_visit_that_is_moved_makes_room_where_it_was() -> None:
    found = ask(VisitChange(WEEKLY[0].id, date(2026, 12, 30)), patient=facts(left=3))

    assert told(found) == [(date(2026, 12, 22), Change.BETTER), (date(2026, 12, 30), Change.MOVED)]


def test_nothing_changed_is_no_difference() -> None:
    found = ask()

    assert found.differences == ()
    assert found.before == found.after


def test_the_same_change_gives_the_same_answer() -> None:
    change = VisitChange(None, date(2026, 12, 10), kind="evaluation", is_telehealth=True)

    patient = facts()
    assert ask(change, patient=patient) == ask(change, patient=patient)


@pytest.mark.parametrize(
    "change",
    [
        VisitChange(cast.new_id(), date(2026, 12, 10)),  # nobody's
        VisitChange(WEEKLY[0].id, date(2026, 11, 24)),  # into the past
        VisitChange(None, date(2026, 11, 24)),
    ],
)
def test_what_cannot_be_is_refused(change: VisitChange) -> None:
    with pytest.raises(VisitNotToCome):
        ask(change)


def test_a_visit_that_was_made_is_not_moved() -> None:
    made = cast.made(ON)

    with pytest.raises(VisitNotToCome):
        ask(VisitChange(made.id, date(2026, 12, 2)), patient=facts(visits=(made, *WEEKLY)))


def test_the_facts_that_were_given_stay_as_they_are() -> None:
    patient = facts()
    before = replace(patient)

    ask(VisitChange(WEEKLY[0].id, None), VisitChange(None, date(2026, 12, 10)), patient=patient)

    assert patient == before
    assert WEEKLY[0].starts_at == datetime(2026, 12, 1, 14, tzinfo=UTC)
