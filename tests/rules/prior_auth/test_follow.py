"""What follows from a denial or a cut: the family is told, and each way to go on has its day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from otium.rules.prior_auth import follow
from otium.terms.duty import Duty, DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import (
    Appeal,
    AppealState,
    AppealTrack,
    Basis,
    PeerToPeer,
    PeerToPeerState,
    RequestState,
)
from tests.rules import cast

ON = date(2026, 11, 23)
PLAN = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
WEEKLY = cast.every(7, ON + timedelta(days=1), 6)  # 24 November to 29 December
DENIED, MODIFIED = RequestState.DENIED, RequestState.MODIFIED


def facts(request: Any, *authorizations: Any, **more: Any) -> Any:
    usual = {"coverages": (PLAN,), "visits": WEEKLY, "requests": (request,), "authorizations": authorizations}
    return cast.patient(**usual | more)


def denied(decided_on: date | None = ON, **more: Any) -> Any:
    return cast.request(DENIED, PLAN, decided_on=decided_on, requested=12, **more)


def cut(authorization: Any, **more: Any) -> Any:
    values = {"decided_on": ON, "requested": 6, "approved": 4, "authorization_id": authorization.id, **more}
    return cast.request(MODIFIED, PLAN, **values)


def told(patient: Any, on: date = ON) -> Duty | None:
    return cast.only(DutyKind.TELL_DECISION, patient, on)


def said(duty: Duty | None, code: str) -> dict[str, Any]:
    assert duty is not None
    return next(reason.params for reason in duty.why if reason.code == code)


def test_a_family_is_told_of_a_denial_that_leaves_booked_visits_without() -> None:
    duty = told(facts(denied()))

    assert duty is not None
    assert (duty.due_on, duty.last_safe_on, duty.at_risk.visits) == (date(2026, 11, 25), WEEKLY[0].on, 6)
    assert said(duty, "decision_concerns")["count"] == 6
    assert said(duty, "decision_concerns")["until_on"] is None
    assert said(duty, "decision_next") == {"step": "deciding"}


def test_a_cut_names_the_last_visit_that_is_covered_and_those_after() -> None:
    granted = cast.authorization(ON, ON + timedelta(days=90), 4, coverage_id=PLAN.id, entered_on=ON)

    duty = told(facts(cut(granted), granted))

    assert said(duty, "request_reduced") == {"requested": 6, "approved": 4}
    assert said(duty, "decision_concerns") == {
        "on": WEEKLY[4].on, "count": 2, "basis": "visits", "until_on": WEEKLY[3].on, "decided_on": ON,
    }  # fmt: skip


def test_nobody_is_told_of_a_cut_that_leaves_every_booked_visit_covered() -> None:
    granted = cast.authorization(ON, ON + timedelta(days=90), 6, coverage_id=PLAN.id, entered_on=ON)

    assert told(facts(cut(granted, requested=12, approved=6), granted)) is None


@pytest.mark.parametrize(("days", "stands"), [(60, True), (61, False)])
def test_it_is_told_for_sixty_days(days: int, *, stands: bool) -> None:
    visits = (cast.visit(ON + timedelta(days=70)),)

    assert (told(facts(denied(), visits=visits), ON + timedelta(days=days)) is not None) is stands


def test_a_later_request_to_the_same_payer_takes_its_place() -> None:
    again = cast.request(RequestState.SUBMITTED, PLAN, submitted_on=ON + timedelta(days=1))

    assert told(facts(denied(), requests=(denied(), again)), ON + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("beside", "step"),
    [
        ({}, "deciding"),
        ({"appeals": AppealState.DRAFT}, "appeal_begun"),
        ({"appeals": AppealState.FILED}, "appeal_filed"),
        ({"peer_to_peers": PeerToPeerState.SCHEDULED}, "peer_to_peer"),
        ({"peer_to_peers": PeerToPeerState.MISSED}, "deciding"),
        ({"appeals": AppealState.DRAFT, "peer_to_peers": PeerToPeerState.OPEN}, "peer_to_peer"),
    ],
)
def test_the_family_hears_what_the_records_say_that_we_do(beside: dict[str, Any], step: str) -> None:
    request = denied()
    rows: dict[str, Any] = {}
    if "appeals" in beside:
        track = AppealTrack.MEDICARE_ADVANTAGE
        rows["appeals"] = (Appeal(UUID(int=5), request.id, track, 1, beside["appeals"]),)
    if "peer_to_peers" in beside:
        rows["peer_to_peers"] = (PeerToPeer(UUID(int=6), request.id, beside["peer_to_peers"]),)

    assert said(told(facts(request, **rows)), "decision_next") == {"step": step}


def test_another_booking_is_no_new_ground_and_another_decision_is() -> None:
    request = denied()
    first, second = told(facts(request)), told(facts(request, visits=WEEKLY[1:]))

    assert first is not None
    assert second is not None
    assert first.digest == second.digest
    assert cast.only(DutyKind.TELL_DECISION, facts(request), ON + timedelta(days=1)).digest == first.digest  # type: ignore[union-attr]


def test_a_cut_says_until_when_the_rest_can_be_asked_and_what_pace_fits() -> None:
    granted = cast.authorization(ON, date(2026, 12, 20), 4, coverage_id=PLAN.id, entered_on=ON)
    patient = facts(cut(granted), granted)

    duty = cast.only(DutyKind.WORK_REDUCTION, patient, ON)

    assert said(duty, "decision_covers_until") == {"until_on": WEEKLY[3].on, "on": WEEKLY[4].on, "count": 2}
    assert said(duty, "extend_until")["visit_on"] == WEEKLY[4].on
    assert said(duty, "extend_until")["on"] < WEEKLY[4].on
    assert said(duty, "plan_that_fits") == {"per_week": Decimal("1.0"), "until_on": date(2026, 12, 20)}


@pytest.mark.parametrize(("approved", "per_week"), [(8, "2.0"), (6, "1.5"), (3, "0.7")])
def test_what_is_left_over_the_weeks_to_the_end_is_the_pace_rounded_down(approved: int, per_week: str) -> None:
    granted = cast.authorization(ON, date(2026, 12, 20), approved, coverage_id=PLAN.id, entered_on=ON)
    case = cast.case(facts(cut(granted, requested=12), granted, visits=WEEKLY[:3]), ON)

    assert follow.pace_that_fits(case, case.patient.requests[0]) == (Decimal(per_week), date(2026, 12, 20))


@pytest.mark.parametrize(
    "services",
    [(None,), (cast.service(4, basis=Basis.UNITS),), (cast.service(4, "97530"), cast.service(4, "97535"))],
)
def test_no_pace_is_told_where_the_approval_says_no_number_of_visits(services: Any) -> None:
    granted = cast.authorization(ON, date(2026, 12, 20), *services, coverage_id=PLAN.id)
    case = cast.case(facts(cut(granted), granted), ON)

    assert follow.pace_that_fits(case, case.patient.requests[0]) is None


@pytest.mark.parametrize(
    ("per_week", "kept"), [("2", [0, 1, 2, 3, 4, 5]), ("1", [0, 2, 4]), ("0.5", [0, 4]), ("0", [])]
)
def test_a_lower_frequency_keeps_the_earliest_visits_of_each_week(per_week: str, kept: list[int]) -> None:
    """Two a week for three weeks."""
    visits = tuple(cast.visit(ON + timedelta(days=1 + 7 * (n // 2) + 2 * (n % 2))) for n in range(6))
    granted = cast.authorization(ON, date(2026, 12, 20), 9, coverage_id=PLAN.id)
    case = cast.case(facts(cut(granted), granted, visits=visits), ON)

    stays, goes = follow.kept_by(case, case.patient.requests[0], Decimal(per_week))

    assert [visits.index(v) for v in stays] == kept
    assert len(stays) + len(goes) == 6
