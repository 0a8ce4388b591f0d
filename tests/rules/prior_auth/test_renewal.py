"""RENEW_AUTHORIZATION: when, by when, why, and what makes it rest. The payer is Medicare Advantage: 5 business days.

Tuesdays and Thursdays, twelve visits approved from Tuesday 2026-10-06: the twelfth is on 12 November, so 17 November
is the first that is not covered.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.prior_auth import outlooks
from otium.terms.coverage import BenefitKind
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, Basis, RequestState
from otium.terms.schedule import Visit, VisitStatus, VisitType
from tests.rules import cast

START = date(2026, 10, 6)
RUNS_OUT = date(2026, 11, 17)
OPENS = date(2026, 10, 18)  # 30 days before
DUE = date(2026, 11, 3)  # 14 days before; the third visit from the end is on 5 November
LAST_SAFE = date(2026, 11, 10)  # 5 business days before
ON = date(2026, 10, 26)
PAYER = cast.coverage(PayerType.MEDICARE_ADVANTAGE)


def twice_a_week(n: int) -> tuple[Visit, ...]:
    days = [START + timedelta(days=7 * (i // 2) + 2 * (i % 2)) for i in range(n)]
    return tuple(cast.made(day) if day < ON else cast.visit(day) for day in days)


AUTHORIZATION = cast.authorization(START, date(2026, 12, 31), 12, coverage_id=PAYER.id)
PATIENT = cast.patient(coverages=(PAYER,), authorizations=(AUTHORIZATION,), visits=twice_a_week(15))


def renew(patient: PatientFacts = PATIENT, on: date = ON, **facts: object) -> Duty | None:
    return cast.only(DutyKind.RENEW_AUTHORIZATION, replace(patient, **facts), on, [cast.rate("100")])  # type: ignore[arg-type]


def test_the_duty_names_the_first_visit_that_is_not_covered_and_what_is_lost() -> None:
    duty = renew()

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.AUTHORIZATION, AUTHORIZATION.id)
    assert (duty.due_on, duty.last_safe_on) == (DUE, LAST_SAFE)
    assert duty.appointment_id == PATIENT.visits[12].id
    assert duty.why[0].code == "authorization_runs_out"
    assert duty.why[0].params == {"on": RUNS_OUT, "count": 3}
    assert (duty.at_risk.amount, duty.at_risk.visits) == (Decimal(300), 3)


@pytest.mark.parametrize(("on", "stands"), [(OPENS - timedelta(days=1), False), (OPENS, True), (RUNS_OUT, True)])
def test_it_opens_on_the_first_day_the_payer_takes_a_renewal(on: date, stands: bool) -> None:
    visits = tuple(replace(v, status=VisitStatus.BOOKED) for v in PATIENT.visits)

    assert (renew(on=on, visits=visits) is not None) is stands


@pytest.mark.parametrize(("n", "stands"), [(12, False), (13, True)])
def test_it_stands_when_one_visit_more_is_booked_than_approved(n: int, stands: bool) -> None:
    plan_ends_before = cast.plan(START, ends_on=date(2026, 11, 13))

    duty = renew(visits=twice_a_week(n), plans=(plan_ends_before,))

    assert (duty is not None) is stands


def test_visits_made_before_it_was_entered_bring_the_day_forward() -> None:
    pool = cast.service(12, opening_used=2)

    duty = renew(authorizations=(replace(AUTHORIZATION, services=(pool,)),))

    assert duty is not None
    assert duty.why[0].params == {"on": date(2026, 11, 10), "count": 5}


def test_a_cancelled_visit_puts_the_day_back() -> None:
    cancelled = replace(PATIENT.visits[-6], status=VisitStatus.CANCELLED)
    visits = (*PATIENT.visits[:-6], cancelled, *PATIENT.visits[-5:])

    duty = renew(visits=visits)

    assert duty is not None
    assert duty.why[0].params == {"on": date(2026, 11, 19), "count": 2}


def test_visits_after_its_end_say_that_it_ends() -> None:
    ending = replace(AUTHORIZATION, ends_on=date(2026, 11, 6), services=(cast.service(99),))

    duty = renew(authorizations=(ending,))

    assert duty is not None
    assert duty.why[0].code == "authorization_ends"
    assert duty.why[0].params == {"ends_on": date(2026, 11, 6), "on": date(2026, 11, 10), "count": 5}


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [(date(2026, 11, 30), "authorization_ends"), (date(2026, 12, 31), None)],
)
def test_without_visits_beyond_it_the_end_counts_when_care_goes_on(ends_on: date, expected: str | None) -> None:
    ending = replace(AUTHORIZATION, ends_on=ends_on, services=(cast.service(None),))
    plan = cast.plan(START, frequency_per_week=2, ends_on=date(2026, 12, 15))

    duty = renew(authorizations=(ending,), plans=(plan,), on=date(2026, 11, 16), visits=twice_a_week(15))

    assert (duty.why[0].code if duty else None) == expected
    assert duty is None or (duty.at_risk.amount is None and duty.appointment_id is None)


def test_a_quantity_that_outlasts_the_calendar_is_projected_from_the_plans_frequency() -> None:
    plan = cast.plan(START, frequency_per_week=2)

    duty = renew(visits=twice_a_week(10), plans=(plan,))

    # the tenth is on 5 November, two are left, the third after it is 11 days later
    assert duty is not None
    assert duty.why[0].code == "authorization_projected_out"
    assert duty.why[0].params == {"on": date(2026, 11, 16), "per_week": Decimal(2)}
    assert duty.at_risk.amount is None


def test_without_a_plan_the_patients_own_pace_projects_it() -> None:
    duty = renew(visits=twice_a_week(10))

    assert duty is not None
    assert duty.why[0].params["per_week"] == Decimal("2.1")


def test_nothing_is_projected_for_a_patient_without_a_visit_to_come() -> None:
    assert renew(visits=tuple(v for v in PATIENT.visits if v.on < ON)) is None


def test_units_that_run_out_mark_what_is_estimated() -> None:
    units = cast.service(30, basis=Basis.UNITS)
    visits = tuple(cast.made(v.on, "97530x3") if v.on < ON else v for v in PATIENT.visits)

    duty = renew(visits=visits, authorizations=(replace(AUTHORIZATION, services=(units,)),))

    assert duty is not None
    assert duty.why[0].params == {"on": date(2026, 11, 10), "count": 5}
    assert "units_estimated" in cast.codes(duty)


class TestAnotherAuthorization:
    def follow_on(self, **more: object) -> PatientFacts:
        after = cast.authorization(date(2026, 11, 13), date(2027, 1, 31), 12, number="A2", coverage_id=PAYER.id)
        return replace(PATIENT, authorizations=(AUTHORIZATION, replace(after, **more)))  # type: ignore[arg-type]

    def test_that_covers_the_visits_satisfies_it(self) -> None:
        assert renew(self.follow_on()) is None

    @pytest.mark.parametrize(
        "change", [{"state": AuthState.CANCELLED}, {"starts_on": date(2026, 12, 20)}, {"coverage_id": None}]
    )
    def test_satisfies_it_only_when_it_serves_them(self, change: dict[str, object]) -> None:
        other_codes = {"services": (cast.service(12, "97760"),)}
        visits = tuple(replace(v, lines=(cast.line("97530"),)) for v in PATIENT.visits)
        patient = self.follow_on(**(change if "coverage_id" not in change else other_codes))

        assert renew(replace(patient, visits=visits)) is not None

    def test_that_runs_out_itself_carries_the_duty(self) -> None:
        patient = self.follow_on(services=(cast.service(1),))

        duty = renew(patient, on=date(2026, 10, 27))

        assert duty is not None
        assert duty.focus_id == patient.authorizations[1].id
        assert duty.why[0].params == {"on": date(2026, 11, 19), "count": 2}


class TestARequest:
    @pytest.mark.parametrize(
        ("state", "stands"),
        [
            (RequestState.SUBMITTED, False),
            (RequestState.PENDED, False),
            (RequestState.DENIED, False),  # WORK_DENIAL
            (RequestState.DRAFT, True),
            (RequestState.CANCELLED, True),
            (RequestState.APPROVED, True),  # until the authorization that follows is on file
        ],
    )
    def test_makes_it_rest_while_it_is_with_the_payer(self, state: RequestState, stands: bool) -> None:
        asked = cast.request(state, PAYER, "renewal", authorization_id=AUTHORIZATION.id, submitted_on=ON)

        assert (renew(requests=(asked,)) is not None) is stands

    def test_that_the_payer_is_late_with_is_pressed_for_and_not_sent_anew(self) -> None:
        asked = cast.request(
            RequestState.SUBMITTED, PAYER, "renewal", authorization_id=AUTHORIZATION.id, submitted_on=ON
        )

        assert renew(requests=(asked,), on=date(2026, 11, 12)) is None

    @pytest.mark.parametrize(("days", "stands"), [(65, False), (66, True)])
    def test_that_was_denied_makes_it_rest_while_it_can_be_appealed(self, days: int, stands: bool) -> None:
        asked = cast.request(
            RequestState.DENIED,
            PAYER,
            "renewal",
            authorization_id=AUTHORIZATION.id,
            submitted_on=ON - timedelta(days=days + 3),
            decided_on=ON - timedelta(days=days),
        )

        duty = renew(requests=(asked,))

        assert (duty is not None) is stands
        assert duty is None or "request_denied" in cast.codes(duty)

    def test_for_another_authorization_does_not_count(self) -> None:
        asked = cast.request(RequestState.SUBMITTED, PAYER, "renewal", authorization_id=cast.new_id(), submitted_on=ON)

        assert renew(requests=(asked,)) is not None

    def test_that_is_drafted_is_told(self) -> None:
        draft = cast.request(RequestState.DRAFT, PAYER, "renewal", authorization_id=AUTHORIZATION.id)

        assert "request_drafted" in cast.codes(renew(requests=(draft,)))


@pytest.mark.parametrize(("flag", "stands"), [(True, True), (False, False), (None, True)])
def test_a_payer_that_answers_no_authorization_needed_ends_it(flag: bool | None, stands: bool) -> None:
    answer = cast.check(PAYER, ON, cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=flag))

    assert (renew(checks=(answer,)) is not None) is stands


def test_an_evaluation_needs_no_authorization() -> None:
    visits = tuple(replace(v, kind=VisitType.EVALUATION) if v.on >= RUNS_OUT else v for v in PATIENT.visits)
    over = cast.plan(START, ends_on=date(2026, 11, 13))

    assert renew(visits=visits, plans=(over,)) is None


def test_after_ninety_days_without_authorization_it_is_a_new_request() -> None:
    long_ago = replace(AUTHORIZATION, starts_on=date(2026, 6, 1), ends_on=ON - timedelta(days=90))
    visits = (cast.visit(ON), cast.visit(ON + timedelta(days=2)))
    patient = replace(PATIENT, visits=visits)

    day_89 = cast.derive(replace(patient, authorizations=(replace(long_ago, ends_on=ON - timedelta(days=88)),)), ON)
    day_90 = cast.derive(replace(patient, authorizations=(long_ago,)), ON)

    assert {DutyKind.RENEW_AUTHORIZATION} <= {d.kind for d in day_89}
    assert DutyKind.RENEW_AUTHORIZATION not in {d.kind for d in day_90}
    assert DutyKind.OBTAIN_AUTHORIZATION in {d.kind for d in day_90}


def test_the_window_is_due_three_visits_ahead_when_visits_are_far_apart() -> None:
    weekly = tuple(cast.visit(date(2026, 10, 27) + timedelta(days=7 * i)) for i in range(6))
    small = replace(AUTHORIZATION, starts_on=date(2026, 10, 26), services=(cast.service(5),))

    found = outlooks(cast.case(replace(PATIENT, visits=weekly, authorizations=(small,)), ON))[0]

    assert found.runs_out_on == date(2026, 12, 1)
    assert found.window is not None
    assert found.window.due_on == date(2026, 11, 10)  # third visit from the end, before 17 November


def test_the_window_is_never_due_after_the_last_safe_day() -> None:
    slow = replace(cast.book(ON).by_type[PayerType.MEDICARE_ADVANTAGE], decision_business_days=20)
    practice = cast.practice(ON)
    book = replace(practice.book, by_type=practice.book.by_type | {PayerType.MEDICARE_ADVANTAGE: slow})

    found = outlooks(replace(cast.case(PATIENT, ON), book=book))[0]

    assert found.window is not None
    assert found.window.last_safe_on == date(2026, 10, 20)
    assert found.window.due_on == found.window.last_safe_on


@pytest.mark.parametrize("later", range(7))
def test_the_window_is_never_due_before_the_payer_takes_it(later: int) -> None:
    """Visits are so far apart that it is due as soon as it opens; where that is a Sunday, on the Monday after it."""
    first = date(2026, 10, 27) + timedelta(days=later)
    rare = tuple(cast.visit(first + timedelta(days=14 * i)) for i in range(6))
    small = replace(AUTHORIZATION, starts_on=date(2026, 10, 26), services=(cast.service(5),))

    found = outlooks(cast.case(replace(PATIENT, visits=rare, authorizations=(small,)), ON))[0]

    assert found.runs_out_on == rare[-1].on
    assert found.window is not None
    assert found.window.opens_on == rare[-1].on - timedelta(days=30)
    assert found.window.opens_on <= found.window.due_on <= found.window.opens_on + timedelta(days=4)


def test_an_authorization_of_a_coverage_that_no_longer_pays_is_not_renewed() -> None:
    plan = cast.plan(START, frequency_per_week=2)
    new = cast.coverage(PayerType.TRICARE, starts_on=date(2026, 11, 1))
    old = replace(PAYER, ends_on=date(2026, 10, 31))

    assert renew(visits=twice_a_week(10), plans=(plan,)) is not None
    assert renew(visits=twice_a_week(10), plans=(plan,), coverages=(old, new)) is None
