"""Which authorization each visit uses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules.allocation import Allocation, allocate
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, AuthState, Basis
from otium.terms.schedule import Visit, VisitStatus, VisitType
from tests.rules import cast

NOV = date(2026, 11, 1)
MID = date(2026, 11, 15)
END = date(2026, 11, 30)
DEC = date(2026, 12, 31)


def facts(visits: list[Visit] | tuple[Visit, ...], *authorizations: Authorization, **more: object) -> PatientFacts:
    return cast.patient(visits=tuple(visits), authorizations=authorizations, **more)


def numbers(found: Allocation, patient: PatientFacts) -> list[str]:
    """The authorization number each visit uses, by time; a dash for none."""
    names = {a.id: a.number for a in patient.authorizations}
    used = {u.visit_id: names[u.authorization_id] for u in found.uses}
    ordered = sorted(patient.visits, key=lambda v: v.starts_at)
    return [used.get(v.id, "-") for v in ordered]


def solved(visits: list[Visit] | tuple[Visit, ...], *authorizations: Authorization, **more: object) -> list[str]:
    patient = facts(visits, *authorizations, **more)
    return numbers(allocate(patient), patient)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(NOV - timedelta(days=1), "-"), (NOV, "A1"), (END, "A1"), (END + timedelta(days=1), "-")],
)
def test_an_authorization_serves_from_its_first_to_its_last_day(on: date, expected: str) -> None:
    assert solved([cast.visit(on)], cast.authorization(NOV, END, 12)) == [expected]


@pytest.mark.parametrize(("approved", "opening_used", "covered"), [(3, 0, 3), (3, 1, 2), (3, 5, 0), (None, 0, 4)])
def test_quantity_less_what_was_used_before_is_respected(approved: int | None, opening_used: int, covered: int) -> None:
    pool = cast.service(approved, opening_used=opening_used)

    assert solved(cast.every(7, NOV, 4), cast.authorization(NOV, END, pool)).count("A1") == covered


def test_unknown_dates_are_open() -> None:
    assert solved(cast.every(7, NOV, 2), cast.authorization(None, None, 12)) == ["A1", "A1"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (VisitStatus.BOOKED, "A1"),
        (VisitStatus.ARRIVED, "A1"),
        (VisitStatus.DONE, "A1"),
        (VisitStatus.NO_SHOW, "-"),
        (VisitStatus.CANCELLED, "-"),
    ],
)
def test_only_visits_that_use_benefits_use_an_authorization(status: VisitStatus, expected: str) -> None:
    assert solved([cast.visit(MID, status=status)], cast.authorization(NOV, END, 12)) == [expected]


def test_visits_of_another_discipline_use_no_ot_authorization() -> None:
    assert solved([cast.visit(MID, discipline="PT")], cast.authorization(NOV, END, 12)) == ["-"]


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        (AuthState.ACTIVE, VisitStatus.BOOKED, "A1"),
        (AuthState.INACTIVE, VisitStatus.BOOKED, "-"),
        (AuthState.INACTIVE, VisitStatus.DONE, "A1"),
        (AuthState.CANCELLED, VisitStatus.DONE, "-"),
    ],
)
def test_an_inactive_authorization_keeps_visits_made_and_takes_none_that_are_booked(
    state: AuthState, status: VisitStatus, expected: str
) -> None:
    assert solved([cast.visit(MID, status=status)], cast.authorization(NOV, END, 12, state=state)) == [expected]


def test_what_ends_first_is_used_first_then_what_starts_first_then_the_lower_number() -> None:
    late = cast.authorization(NOV, DEC, 9, number="late")
    early = cast.authorization(NOV, END, 9, number="early")
    older = cast.authorization(NOV - timedelta(days=9), END, 9, number="older")
    lower = cast.authorization(NOV - timedelta(days=9), END, 9, number="lower")
    visit = cast.visit(MID)

    assert solved([visit], late, early) == ["early"]
    assert solved([visit], late, early, older) == ["older"]
    assert solved([visit], late, early, older, lower) == ["lower"]


@pytest.mark.parametrize(
    ("authorizations", "expected"),
    [
        ([(NOV, END, 9)], "only_one"),
        ([(NOV, END, 9), (NOV, DEC, 9)], "ends_first"),
        ([(NOV, END, 9), (MID, END, 9)], "starts_first"),
        ([(NOV, END, 9), (NOV, END, 9)], "lowest_number"),
        ([(NOV, END, 0), (NOV, DEC, 9)], "only_one_left"),
    ],
)
def test_each_use_says_why(authorizations: list[tuple[date, date, int]], expected: str) -> None:
    found = [cast.authorization(a, b, n, number=str(i)) for i, (a, b, n) in enumerate(authorizations)]

    assert [u.why for u in allocate(facts([cast.visit(MID)], *found)).uses] == [expected]


def test_an_authorization_serves_only_its_own_coverage() -> None:
    first, second = cast.coverage(ends_on=MID), cast.coverage(PayerType.TRICARE, starts_on=MID + timedelta(days=1))
    of_first = cast.authorization(NOV, DEC, 9, number="first", coverage_id=first.id)
    of_second = cast.authorization(NOV, DEC, 9, number="second", coverage_id=second.id)
    of_any = cast.authorization(NOV, DEC, 9, number="zany")
    visits = [cast.visit(MID), cast.visit(MID + timedelta(days=1))]

    assert solved(visits, of_first, of_second, coverages=(first, second)) == ["first", "second"]
    assert solved(visits, of_any, coverages=(first, second)) == ["zany", "zany"]
    assert solved(visits, of_first, coverages=()) == ["first", "first"]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["97530"], "A1"), (["97535"], "A1"), (["97530", "97535"], "A1"), (["97140"], "-")],
)
def test_a_group_of_codes_serves_visits_with_any_of_them(codes: list[str], expected: str) -> None:
    group = cast.authorization(NOV, END, cast.service(9, "97530", "97535"))

    assert solved([cast.visit(MID, *codes)], group) == [expected]


def test_a_visit_takes_one_visit_however_many_codes_it_has() -> None:
    group = cast.authorization(NOV, END, cast.service(9, "97530", "97535"))

    found = allocate(facts([cast.visit(MID, "97530x3", "97535x2")], group))

    assert [u.quantity for u in found.uses] == [1]


def test_units_are_counted_by_code_from_the_lines() -> None:
    units = cast.authorization(
        NOV,
        END,
        cast.service(24, "97530", basis=Basis.UNITS),
        cast.service(12, "97535", "97140", basis=Basis.UNITS),
    )

    found = allocate(facts([cast.visit(MID, "97530x2", "97140x1", "97530x1", "97535x1")], units))

    assert [(u.service_id, u.quantity) for u in found.uses] == [
        (units.services[0].id, 3),
        (units.services[1].id, 2),
    ]
    assert not any(u.is_estimated for u in found.uses)


@pytest.mark.parametrize(("approved", "expected"), [(8, ["A1", "A1"]), (7, ["A1", "-"])])
def test_a_visit_is_not_covered_by_halves_of_its_units(approved: int, expected: list[str]) -> None:
    units = cast.authorization(NOV, END, cast.service(approved, basis=Basis.UNITS))

    assert solved(cast.every(7, NOV, 2, "97530x4"), units) == expected


def test_the_authorization_that_names_every_code_comes_before_one_that_names_some() -> None:
    some = cast.authorization(NOV, END, cast.service(9, "97530"), number="some")
    all_of_them = cast.authorization(NOV, DEC, cast.service(9, "97530", "97535"), number="all")

    assert solved([cast.visit(MID, "97530", "97535")], some, all_of_them) == ["all"]


def test_codes_of_one_visit_may_use_two_authorizations() -> None:
    hand = cast.authorization(NOV, END, cast.service(9, "97530"), number="hand")
    splint = cast.authorization(NOV, DEC, cast.service(9, "97760"), number="splint")
    patient = facts([cast.visit(MID, "97530", "97760")], hand, splint)

    assert {u.authorization_id for u in allocate(patient).uses} == {hand.id, splint.id}


def test_a_code_that_no_authorization_names_needs_none() -> None:
    hand = cast.authorization(NOV, END, cast.service(9, "97530"))
    found = allocate(facts([cast.visit(MID, "97530", "97010")], hand))

    assert len(found.uses) == 1
    assert found.uncovered == ()


class TestVisitsWhoseLinesAreNotKnown:
    """Booked visits mostly."""

    units = cast.authorization(
        NOV,
        DEC,
        cast.service(60, "97530", basis=Basis.UNITS),
        cast.service(60, "97535", basis=Basis.UNITS),
    )

    def quantities(self, past: list[tuple[str, ...]], authorization: Authorization | None = None) -> list[int]:
        made = [cast.made(NOV + timedelta(days=i), *codes) for i, codes in enumerate(past)]
        booked = cast.visit(END)
        found = allocate(facts([*made, booked], authorization or self.units))
        own = [u for u in found.uses if u.visit_id == booked.id]
        assert all(u.is_estimated for u in own)
        return [u.quantity for u in own]

    def test_take_the_median_of_the_visits_made(self) -> None:
        assert self.quantities([("97530x2", "97535x1"), ("97530x3", "97535x1"), ("97530x4", "97535x1")]) == [3, 1]

    def test_take_the_upper_of_two_medians(self) -> None:
        assert self.quantities([("97530x2",), ("97530x3",)]) == [3]

    def test_do_not_take_a_code_that_most_visits_did_not_have(self) -> None:
        assert self.quantities([("97530x2", "97535x4"), ("97530x2",), ("97530x2",)]) == [2]

    def test_take_at_least_one_unit_of_each_service_when_nothing_is_known(self) -> None:
        assert self.quantities([]) == [1, 1]

    def test_take_all_usual_units_from_a_pool_of_units(self) -> None:
        pool = cast.authorization(NOV, DEC, cast.service(60, basis=Basis.UNITS))

        assert self.quantities([("97530x2", "97535x1")], pool) == [3]

    def test_take_one_visit_from_a_pool_and_that_is_no_estimate(self) -> None:
        found = allocate(facts([cast.visit(END)], cast.authorization(NOV, DEC, 9)))

        assert [(u.quantity, u.is_estimated) for u in found.uses] == [(1, False)]

    @pytest.mark.parametrize(
        ("kind", "codes", "expected"),
        [
            (VisitType.EVALUATION, ("97530",), "-"),
            (VisitType.EVALUATION, ("97166", "97530"), "A1"),
            (VisitType.RE_EVALUATION, ("97530",), "-"),
            (VisitType.RE_EVALUATION, ("97168",), "A1"),
            (VisitType.EVALUATION, (), "A1"),
        ],
    )
    def test_evaluations_use_only_what_names_their_codes_or_pools_visits(
        self, kind: VisitType, codes: tuple[str, ...], expected: str
    ) -> None:
        found = cast.authorization(NOV, DEC, cast.service(9, *codes))

        assert solved([cast.made(NOV, "97530x2"), cast.visit(END, kind=kind)], found)[1:] == [expected]


def test_earlier_visits_are_covered_first_and_the_rest_say_that_nothing_is_left() -> None:
    visits = cast.every(7, NOV, 4)
    found = allocate(facts(visits, cast.authorization(NOV, END, 2)))

    assert [u.visit_id for u in found.uses] == [v.id for v in visits[:2]]
    assert [(u.visit.id, u.nothing_left) for u in found.uncovered] == [(v.id, True) for v in visits[2:]]


def test_a_visit_outside_every_period_was_not_a_matter_of_quantity() -> None:
    found = allocate(facts([cast.visit(DEC)], cast.authorization(NOV, END, 2)))

    assert [u.nothing_left for u in found.uncovered] == [False]


def test_a_visit_moves_when_that_covers_one_more() -> None:
    both = cast.authorization(NOV, MID, cast.service(1, "97530", "97535"), number="both")
    one = cast.authorization(NOV, END, cast.service(1, "97530"), number="one")
    first, second = cast.visit(NOV, "97530"), cast.visit(NOV + timedelta(days=1), "97535")
    patient = facts([first, second], both, one)

    found = allocate(patient)

    assert numbers(found, patient) == ["one", "both"]
    assert {u.visit_id: u.why for u in found.uses} == {first.id: "made_room", second.id: "only_one"}


def test_a_visit_that_is_covered_whole_is_not_given_up_in_part_for_a_later_one() -> None:
    both = cast.authorization(NOV, MID, cast.service(1, "97530", "97535"), number="both")
    one = cast.authorization(NOV, END, cast.service(1, "97530"), number="one")
    first, second = cast.visit(NOV, "97530", "97535"), cast.visit(NOV + timedelta(days=1), "97535")
    patient = facts([first, second], both, one)

    found = allocate(patient)

    assert numbers(found, patient)[0] == "both"
    assert [u.visit.id for u in found.uncovered] == [second.id]


def test_the_same_facts_in_any_order_give_the_same_uses() -> None:
    authorizations = [cast.authorization(NOV, END, n, number=str(n)) for n in (2, 3, 1)]
    visits = list(cast.every(3, NOV, 8))
    forth = facts(visits, *authorizations)
    back = replace(forth, visits=tuple(reversed(visits)), authorizations=tuple(reversed(authorizations)))

    assert allocate(forth) == allocate(back)
