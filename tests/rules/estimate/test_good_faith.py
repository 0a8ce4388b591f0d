"""Good-faith estimates: clocks, what changes them, the amount that may be disputed. D09 to D11 are test vectors."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from otium.rules import case as cases
from otium.rules.duties import patient_duties
from otium.rules.estimate import good_faith, items
from otium.terms.coverage import Coverage
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.estimate import EstimateLine, EstimateReason, GivenEstimate
from otium.terms.facts import BusinessDays, PatientFacts, PracticeFacts
from otium.terms.family import EstimateState
from otium.terms.payers import PayerType
from otium.terms.reasons import REASONS
from tests.rules import cast
from tests.rules.estimate.money import FEES, SELF

MON = date(2026, 11, 30)
PLAIN = BusinessDays()


@pytest.mark.parametrize(
    ("booked", "service", "due"),
    [
        (MON, date(2026, 12, 4), date(2026, 12, 1)),  # D09
        (MON, date(2026, 12, 18), date(2026, 12, 3)),  # D10
        (MON, date(2026, 12, 2), None),  # 2 business days ahead
        (MON, date(2026, 12, 3), date(2026, 12, 1)),  # 3
        (MON, date(2026, 12, 11), date(2026, 12, 1)),  # 9
        (MON, date(2026, 12, 14), date(2026, 12, 3)),  # 10
        (date(2026, 12, 4), date(2026, 12, 9), date(2026, 12, 7)),  # over a weekend
        (MON, MON, None),
    ],
)
def test_the_clock_of_a_booking(booked: date, service: date, due: date | None) -> None:
    assert good_faith.due_scheduled(booked, service, PLAIN) == due


def test_holidays_are_no_business_days() -> None:
    booked = date(2026, 11, 25)  # the day before Thanksgiving

    assert good_faith.due_scheduled(booked, date(2026, 12, 1), cast.DAYS) == date(2026, 11, 27)
    assert good_faith.due_scheduled(booked, MON, cast.DAYS) is None
    assert good_faith.due_asked(booked, cast.DAYS) == date(2026, 12, 1)


def test_a_change_is_due_a_business_day_before_the_service_and_twelve_months_are_the_longest() -> None:
    assert good_faith.due_changed(MON, cast.DAYS) == date(2026, 11, 27)
    assert good_faith.last_day(date(2026, 12, 4)) == date(2027, 12, 3)
    assert good_faith.last_day(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(("billed", "is_disputable"), [("879.99", False), ("880.00", True)])
def test_d11_from_400_dollars_over_a_bill_may_be_disputed(billed: str, is_disputable: bool) -> None:
    assert good_faith.is_disputable(Decimal(480), Decimal(billed)) is is_disputable


def test_it_may_be_disputed_for_120_days() -> None:
    assert good_faith.dispute_until(date(2026, 12, 1)) == date(2027, 3, 31)


def payer() -> Coverage:
    return cast.coverage(PayerType.SELF_PAY, payer_id=SELF)


def settled(facts: PatientFacts, on: date = MON, **more: Any) -> list[Duty]:
    practice = PracticeFacts(
        UUID(int=9), cast.DAYS, cast.book(on), **{"fees": FEES, "self_pay_payers": (SELF,), **more}
    )
    found = patient_duties(facts, practice, on).duties
    for reason in (reason for duty in found for reason in duty.why):
        assert tuple(sorted(reason.params)) == tuple(sorted(REASONS[reason.code])), reason
        assert reason.source is not None
    return [d for d in found if d.kind in (DutyKind.GIVE_ESTIMATE, DutyKind.ESTIMATE_EXCEEDED)]


def only(facts: PatientFacts, on: date = MON, **more: Any) -> Duty | None:
    found = settled(facts, on, **more)
    assert len(found) < 2, found
    return found[0] if found else None


def paying(*visits: Any, booked_on: date | None = MON, **more: Any) -> PatientFacts:
    booked = tuple((v.id, booked_on) for v in visits) if booked_on else ()
    return cast.patient(coverages=(payer(),), visits=visits, booked_on=booked, **more)


def given(total: str = "1440", *lines: EstimateLine, **more: Any) -> GivenEstimate:
    values: dict[str, Any] = {
        "id": cast.new_id(),
        "patient_id": cast.PATIENT, "version": 1, "reason": EstimateReason.SCHEDULED, "state": EstimateState.ISSUED,
        "asked_on": MON, "due_on": MON, "starts_on": MON, "ends_on": date(2027, 11, 29),
        "lines": lines or (items.line("97530", 2, 10, Decimal(72)),), "total": Decimal(total), "issued_on": MON,
    }  # fmt: skip
    return GivenEstimate(**{**values, **more})


def booked(n: int, *codes: str, start: date = date(2026, 12, 7)) -> Any:
    return cast.every(7, start, n, *(codes or ("97530x2",)))


def test_a_person_who_pays_themselves_is_owed_an_estimate_by_the_clock_of_the_first_booking() -> None:
    duty = only(paying(*booked(3)))

    assert duty is not None
    assert (duty.kind, duty.focus_type, duty.due_on) == (
        DutyKind.GIVE_ESTIMATE, FocusType.PATIENT, date(2026, 12, 1),
    )  # fmt: skip
    assert cast.codes(duty) == ["estimate_missing", "estimate_clock"]
    assert duty.at_risk.amount == 432


def test_an_insured_person_is_owed_none() -> None:
    facts = cast.patient(coverages=(cast.coverage(),), visits=booked(3))

    assert only(facts) is None


def test_what_is_booked_at_short_notice_needs_none_unless_asked() -> None:
    soon = cast.visit(date(2026, 12, 2), "97530x2")
    asked = given(state=EstimateState.DRAFT, reason=EstimateReason.REQUESTED, due_on=date(2026, 12, 3), issued_on=None)

    assert only(paying(soon)) is None
    duty = only(paying(soon, estimates=(asked,)))
    assert duty is not None
    assert (duty.due_on, cast.codes(duty)) == (date(2026, 12, 3), ["estimate_asked"])


def test_an_insured_person_who_asks_is_owed_one() -> None:
    asked = given(state=EstimateState.DRAFT, reason=EstimateReason.REQUESTED, due_on=date(2026, 12, 3), issued_on=None)

    duty = only(cast.patient(coverages=(cast.coverage(),), estimates=(asked,)))

    assert duty is not None
    assert duty.at_risk.amount is None


def test_a_booking_of_an_unknown_day_makes_it_due_at_once() -> None:
    duty = only(paying(*booked(1), booked_on=None))

    assert duty is not None
    assert (duty.due_on, duty.why[1].params["booked_on"]) == (MON, None)


def test_an_estimate_that_covers_what_is_booked_is_enough() -> None:
    assert only(paying(*booked(10), estimates=(given(),))) is None


@pytest.mark.parametrize(
    ("visits", "code", "told"),
    [
        (booked(11), "estimate_more", "97530"),
        ((*booked(9), cast.visit(date(2027, 3, 1), "97530x3")), "estimate_more", "97530"),
        ((*booked(2), cast.visit(date(2027, 3, 1), "97110")), "estimate_new_service", "97110"),
    ],
)
def test_a_change_of_scope_asks_for_a_new_one(visits: Any, code: str, told: str) -> None:
    duty = only(paying(*visits, estimates=(given(),)))

    assert duty is not None
    assert (cast.codes(duty), duty.why[0].params["codes"]) == ([code], told)
    assert duty.due_on == good_faith.due_changed(duty.why[0].params["visit_on"], cast.DAYS)  # type: ignore[arg-type]


def test_another_price_asks_for_a_new_one_from_the_day_it_holds() -> None:
    fees = (*FEES, replace(FEES[0], amount=Decimal(80), starts_on=date(2027, 1, 1)))

    duty = only(paying(*booked(6), estimates=(given(),)), fees=fees)

    assert duty is not None
    assert cast.codes(duty) == ["estimate_price"]
    assert duty.why[0].params["visit_on"] == date(2027, 1, 4)


def test_visits_made_count_towards_what_was_estimated() -> None:
    made = tuple(cast.made(MON + timedelta(days=n), "97530x2") for n in (1, 2))

    assert only(paying(*made, *booked(8), estimates=(given(),)), date(2026, 12, 4)) is None
    assert only(paying(*made, *booked(9), estimates=(given(),)), date(2026, 12, 4)) is not None


@pytest.mark.parametrize(("ends_on", "codes"), [(date(2026, 12, 21), []), (date(2026, 12, 20), ["estimate_ends"])])
def test_a_visit_after_the_estimate_ends_asks_for_the_next(ends_on: date, codes: list[str]) -> None:
    assert cast.codes(only(paying(*booked(3), estimates=(given(ends_on=ends_on),)))) == codes


def test_a_visit_booked_before_the_estimate_begins_is_owed_one_by_its_own_clock() -> None:
    visits = (cast.visit(date(2026, 12, 14), "97530x2"), cast.visit(date(2026, 12, 21), "97530x2"))

    duty = only(paying(*visits, estimates=(given(starts_on=date(2026, 12, 21)),)))

    assert duty is not None
    assert cast.codes(duty) == ["estimate_missing", "estimate_clock"]
    assert (duty.due_on, duty.appointment_id) == (good_faith.due_scheduled(MON, visits[0].on, cast.DAYS), visits[0].id)
    assert only(paying(*visits, estimates=(given(starts_on=date(2026, 12, 14)),))) is None


def test_a_rate_for_the_visit_is_compared_as_a_whole_visit() -> None:
    rates = (cast.rate("120", payer_id=SELF),)
    whole = given("240", items.line(items.VISIT, 1, 2, Decimal(120)))

    assert only(paying(*booked(2), estimates=(whole,)), rates=rates) is None
    duty = only(paying(*booked(3), estimates=(whole,)), rates=rates)
    assert duty is not None
    assert duty.why[0].params["codes"] == "visit"


ONE = items.line("97530", 2, 20, Decimal(72))


@pytest.mark.parametrize(
    ("total", "made", "coming", "codes"),
    [
        ("480", 6, 0, []),  # 864 billed: 384 over
        ("464.01", 6, 0, []),  # 399.99 over
        ("464", 6, 0, ["estimate_over"]),  # 400.00 over
        ("564", 5, 1, ["estimate_near"]),  # 864 with the booking: 300 over
        ("564.01", 5, 1, []),  # 299.99
        ("464", 5, 1, ["estimate_near"]),  # over only with what is booked: still to be mended
    ],
)
def test_a_bill_over_the_estimate_is_watched(total: str, made: int, coming: int, codes: list[str]) -> None:
    done = tuple(cast.made(MON + timedelta(days=n), "97530x2") for n in range(made))
    on = MON + timedelta(days=made)
    next_ = tuple(cast.visit(on + timedelta(days=7 * (n + 1)), "97530x2") for n in range(coming))

    duty = only(paying(*done, *next_, estimates=(given(total, ONE),)), on)

    assert cast.codes(duty)[:1] == codes
    if duty:
        assert (duty.kind, duty.focus_type) == (DutyKind.ESTIMATE_EXCEEDED, FocusType.ESTIMATE)
        assert duty.at_risk.amount == 864 - Decimal(total)


@pytest.mark.parametrize(("after", "stands"), [(120, True), (121, False)])
def test_a_bill_over_the_estimate_is_told_as_long_as_it_may_be_disputed(after: int, stands: bool) -> None:
    done = tuple(cast.made(MON + timedelta(days=n), "97530x2") for n in range(6))
    last = done[-1].on

    assert bool(only(paying(*done, estimates=(given("464", ONE),)), last + timedelta(days=after))) is stands


def test_visits_count_under_the_estimate_that_was_the_newest_on_their_day() -> None:
    first = given("464", ONE, state=EstimateState.SUPERSEDED)
    second = given("720", ONE, version=2, issued_on=MON + timedelta(days=3), starts_on=MON + timedelta(days=3))
    done = tuple(cast.made(MON + timedelta(days=n), "97530x2") for n in range(6))

    assert only(paying(*done, estimates=(first, second)), MON + timedelta(days=6)) is None


def test_a_price_that_is_unknown_tells_of_no_excess() -> None:
    done = (*(cast.made(MON + timedelta(days=n), "97530x2") for n in range(6)), cast.made(MON, "97535", hour=15))

    assert settled(paying(*done, estimates=(given("464", ONE),)), MON + timedelta(days=6)) == []


def test_a_draft_takes_the_same_item_on_several_visits_as_one_line() -> None:
    practice = PracticeFacts(UUID(int=9), cast.DAYS, cast.book(), fees=FEES, self_pay_payers=(SELF,))
    facts = paying(*booked(3, "97530x2", "97110"), cast.visit(date(2027, 3, 1), kind="evaluation"))
    case = cases.of(facts, practice, MON)

    found = items.planned(case, case.upcoming)

    assert found.lines == (items.line("97530", 2, 3, Decimal(72)), items.line("97110", 1, 3, Decimal(62)))
    assert (found.total, len(found.unknown)) == (618, 1)
