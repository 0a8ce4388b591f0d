"""Every edit with both sides of its boundary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from partners.adjudication.case import Case, Chances, Earlier
from partners.adjudication.coverage import last_filing_day
from partners.adjudication.decide import decide
from partners.state.members import Member
from partners.world import Extra, Other
from tests.partners.cases import (
    CASCADIA,
    DAY,
    EVERGREEN,
    GRANTED,
    MEADOW,
    MEDICARE,
    MEMBER,
    NORTHSOUND,
    NPI,
    ON,
    SUMMIT,
    TRICARE,
    balances,
    case,
    denials,
    line,
)

PAID: list[tuple[str, ...]] = []


def told(code: str, insurance_type: str) -> Member:
    return replace(MEMBER, extra=Extra(others=(Other(code, insurance_type, "ELSEWHERE", "ELSE1"),)))


CASES = {
    "the last day of coverage": (case(NORTHSOUND, member=replace(MEMBER, terminates_on=ON)), PAID),
    "the day after coverage": (case(NORTHSOUND, member=replace(MEMBER, terminates_on=ON - DAY)), [("PR", "27")]),
    "the first day of coverage": (case(NORTHSOUND, member=replace(MEMBER, effective_on=ON)), PAID),
    "the day before coverage": (case(NORTHSOUND, member=replace(MEMBER, effective_on=ON + DAY)), [("PR", "26")]),
    "nobody of that name": (case(NORTHSOUND, member=None), [("CO", "31", "N382")]),
    "in time": (case(EVERGREEN, authorization="AUTH1", received_on=ON + 90 * DAY), PAID),
    "too late": (case(EVERGREEN, authorization="AUTH1", received_on=ON + 91 * DAY), [("CO", "29")]),
    "a year to the day": (case(MEDICARE, received_on=date(2027, 3, 2)), PAID),
    "a year and a day": (case(MEDICARE, received_on=date(2027, 3, 3)), [("CO", "29")]),
    "another provider's service": (case(NORTHSOUND, earlier=Earlier(services=frozenset({(ON, "97530", "9")}))), PAID),
    "the same service again": (
        case(NORTHSOUND, earlier=Earlier(services=frozenset({(ON, "97530", NPI)}))), [("OA", "18")],
    ),
    "repeated, and said so": (
        case(NORTHSOUND, line("97530", "GO", "76"), earlier=Earlier(services=frozenset({(ON, "97530", NPI)}))), PAID,
    ),
    "first payer's decision missing": (
        case(SUMMIT, member=replace(MEMBER, first_payer=MEDICARE)), [("CO", "22", "MA04")],
    ),
    "a payer before Medicare": (case(MEDICARE, member=told("R", "12")), [("CO", "22", "MA92")]),
    "in Medicare Advantage": (case(MEDICARE, member=told("R", "HN")), [("CO", "109", "N418")]),
    "in another managed care plan": (case(MEADOW, authorization="AUTH1", member=told("MC", "")), [("CO", "24")]),
    "another plan beside this one": (case(NORTHSOUND, member=told("R", "C1")), PAID),
    "at the office": (case(NORTHSOUND, place="11"), PAID),
    "in no known place": (case(NORTHSOUND, place="77"), [("CO", "5", "M77")]),
    "telehealth with 95": (case(NORTHSOUND, line("97530", "GO", "95"), place="10"), PAID),
    "telehealth without 95": (case(NORTHSOUND, place="10"), [("CO", "5", "M77")]),
    "a line's own place": (case(NORTHSOUND, line(place="02")), [("CO", "5", "M77")]),
    "no discipline where none is wanted": (case(NORTHSOUND, line("97530", "59")), PAID),
    "no discipline under Medicare": (case(MEDICARE, line("97530", "59")), [("CO", "4", "N822")]),
    "sometimes therapy without discipline": (case(MEDICARE, line("97129", "59")), PAID),
    "two disciplines": (case(NORTHSOUND, line("97530", "GO", "GP")), [("CO", "4", "N519")]),
    "assistant with GO": (case(MEDICARE, line("97530", "GO", "CO")), PAID),
    "assistant without GO": (case(NORTHSOUND, line("97530", "CO")), [("CO", "4", "N519")]),
    "physical therapy's assistant mark with GO": (case(NORTHSOUND, line("97530", "GO", "CQ")), [("CO", "4", "N519")]),
    "97014 for Medicare": (case(MEDICARE, line("97014")), [("CO", "181", "N657")]),
    "97014 for others": (case(NORTHSOUND, line("97014")), PAID),
    "a cold pack under Medicare": (case(MEDICARE, line("97010")), [("CO", "234", "M15")]),
    "sensory integration at Evergreen": (case(EVERGREEN, line("97533"), authorization="AUTH1"), [("CO", "55")]),
    "sensory integration elsewhere": (case(CASCADIA, line("97533")), PAID),
    "add-on with its base": (case(NORTHSOUND, line("97129"), line("97130")), PAID),
    "add-on alone": (case(NORTHSOUND, line("97130")), [("CO", "107")]),
    "add-on with its base on another day": (
        case(NORTHSOUND, line("97129", first_on=ON - DAY), line("97130")), [("CO", "107")],
    ),
    "pair without modifier": (case(CASCADIA, line("97760"), line("97110")), [("CO", "236")]),
    "pair with 59": (case(CASCADIA, line("97760"), line("97110", "GO", "59")), PAID),
    "pair with XU": (case(CASCADIA, line("97760"), line("97110", "GO", "XU")), PAID),
    "pair on two days": (case(CASCADIA, line("97760"), line("97110", first_on=ON - DAY)), PAID),
    "pair where no edits are kept": (case(NORTHSOUND, line("97760"), line("97110")), PAID),
    "as many units as likely": (case(MEDICARE, line(units=Decimal(6), charge=Decimal(900))), PAID),
    "one unit more than likely": (case(MEDICARE, line(units=Decimal(7))), [("CO", "151", "N362")]),
    "too many units on two lines": (
        case(MEDICARE, line(units=Decimal(4)), line("97530", "GO", "76", units=Decimal(3))),
        [("CO", "151", "N362")] * 2,
    ),
    "TRICARE with referral": (case(TRICARE, referral="R1", referring=""), PAID),
    "TRICARE without": (case(TRICARE, referring=""), [("CO", "288")]),
    "Medicare without referring": (case(MEDICARE, referring=""), [("CO", "16", "N286", "MA130")]),
    "authorization named": (case(EVERGREEN, authorization="AUTH1"), PAID),
    "authorization not named, wanted": (case(EVERGREEN), [("CO", "197", "M62")]),
    "authorization not named, found": (case(MEADOW), PAID),
    "no authorization at all": (case(MEADOW, granted=()), [("CO", "197", "M62")]),
    "an evaluation without": (case(MEADOW, line("97166"), granted=()), PAID),
    "unknown number": (case(EVERGREEN, authorization="AUTH2"), [("CO", "15", "M62")]),
    "named on the line": (case(EVERGREEN, line(authorization="AUTH1")), PAID),
    "refused when it was asked": (
        case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, action="A3"),)), [("CO", "39")],
    ),
    "given to somebody else": (
        case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, npi="1"),)), [("CO", "296", "N54")],
    ),
    "its last day": (case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, ends_on=ON),)), PAID),
    "the day after it": (
        case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, ends_on=ON - DAY),)), [("CO", "302", "N54")],
    ),
    "its first day": (case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, starts_on=ON),)), PAID),
    "the day before it": (
        case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, starts_on=ON + DAY),)),
        [("CO", "284", "N54")],
    ),
    "a code it does not hold": (
        case(EVERGREEN, authorization="AUTH1", granted=(replace(GRANTED, units={"97110": 4}),)), [("CO", "284", "N54")],
    ),
    "the last units it holds": (
        case(
            EVERGREEN,
            authorization="AUTH1",
            granted=(replace(GRANTED, units={"97530": 4}),),
            earlier=Earlier(units={("AUTH1", "97530"): Decimal(3)}),
        ),
        PAID,
    ),
    "one unit too many": (
        case(
            EVERGREEN,
            authorization="AUTH1",
            granted=(replace(GRANTED, units={"97530": 4}),),
            earlier=Earlier(units={("AUTH1", "97530"): Decimal(4)}),
        ),
        [("CO", "198", "N54")],
    ),
    "the last visit it holds": (
        case(EVERGREEN, authorization="AUTH1", earlier=Earlier(under_authorization={
            "AUTH1": frozenset({ON - DAY, ON - 2 * DAY})})), PAID,
    ),
    "one visit too many": (
        case(EVERGREEN, authorization="AUTH1", earlier=Earlier(under_authorization={
            "AUTH1": frozenset({ON - DAY, ON - 2 * DAY, ON - 3 * DAY})})), [("CO", "198", "N54")],
    ),
    "the last visit of the year": (
        case(CASCADIA, earlier=Earlier(visits=frozenset(ON - n * DAY for n in range(1, 30)))), PAID,
    ),
    "the year is used up": (
        case(CASCADIA, earlier=Earlier(visits=frozenset(ON - n * DAY for n in range(1, 31)))), [("PR", "119", "N587")],
    ),
    "used up elsewhere": (case(CASCADIA, earlier=Earlier(visits_elsewhere=30)), [("PR", "119", "N587")]),
    "the same day once more": (
        case(CASCADIA, earlier=Earlier(visits=frozenset({ON, *(ON - n * DAY for n in range(1, 30))}))), PAID,
    ),
    "records wanted": (
        case(NORTHSOUND, chances=Chances(documents=0.09, documents_share=0.1)), [("CO", "252", "N706")],
    ),
    "records not wanted": (case(NORTHSOUND, chances=Chances(documents=0.1, documents_share=0.1)), PAID),
    "records sent with it": (
        case(NORTHSOUND, has_records=True, chances=Chances(documents=0, documents_share=0.1)), PAID,
    ),
    "records announced and not here": (
        case(NORTHSOUND, attachments=("P1",), chances=Chances(documents=0, documents_share=0.1)),
        [("CO", "163", "N706")],
    ),
    "not necessary": (case(NORTHSOUND, chances=Chances(necessity=0, necessity_share=0.1)), [("CO", "50", "N115")]),
    "an evaluation is necessary": (
        case(NORTHSOUND, line("97166"), chances=Chances(necessity=0, necessity_share=0.1)), PAID,
    ),
    "somebody else is first": (
        case(NORTHSOUND, chances=Chances(other_payer=0, other_payer_share=0.1)), [("CO", "22", "MA92")],
    ),
    "up to the threshold": (case(MEDICARE, earlier=Earlier(dollars=Decimal("2444.93"))), PAID),
    "a cent over the threshold": (
        case(MEDICARE, earlier=Earlier(dollars=Decimal("2444.94"))), [("CO", "119", "N587")],
    ),
    "over it with KX": (case(MEDICARE, line("97530", "GO", "KX"), earlier=Earlier(dollars=Decimal(2480))), PAID),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES)
def test_an_edit_denies_on_its_side_of_the_boundary_only(asked: Case, expected: list[tuple[str, ...]]) -> None:
    ruling = decide(asked)

    assert denials(ruling) == expected
    assert balances(asked, ruling)


def test_the_line_that_crosses_the_threshold_is_the_first_that_needs_kx() -> None:
    lines = (line(first_on=ON - DAY), line("97535"))

    ruling = decide(case(MEDICARE, *lines, earlier=Earlier(dollars=Decimal("2440"))))

    assert denials(ruling) == [("CO", "119", "N587")]
    assert not ruling.lines[0].is_denied


@pytest.mark.parametrize(
    ("day", "limit", "last"),
    [
        (date(2026, 3, 2), 365, date(2027, 3, 2)),
        (date(2024, 2, 29), 365, date(2025, 2, 28)),
        (date(2026, 3, 2), 90, date(2026, 5, 31)),
    ],
)
def test_a_year_ends_on_the_same_day_and_days_are_counted(day: date, limit: int, last: date) -> None:
    assert last_filing_day(day, limit) == last
