"""SIGN_REQUEST: what lacks, who fills it in, and by when to sign."""

from datetime import date

import pytest

from otium.rules.packet.filling import GAPS
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import PatientFacts
from otium.terms.measured import Spread
from otium.terms.prior_auth import AuthorizationRequest, RequestKind, RequestState
from otium.terms.roads import RoadBook
from tests.rules import cast

ON = date(2026, 11, 23)
PAYER = cast.coverage()
VISITS = cast.every(7, date(2026, 12, 1), 4)


def facts(*requests: AuthorizationRequest, **more: object) -> PatientFacts:
    return cast.patient(**{"coverages": (PAYER,), "visits": VISITS, "requests": requests} | more)


def only(patient: PatientFacts) -> Duty | None:
    return cast.only(DutyKind.SIGN_REQUEST, patient, ON, [cast.rate("100")])


def draft(*lacks: str, state: RequestState = RequestState.DRAFT, **more: object) -> AuthorizationRequest:
    return cast.request(state, PAYER, gaps=len(lacks), lacks=lacks, **more)


def test_a_complete_packet_waits_for_its_signature() -> None:
    request = draft()

    duty = only(facts(request))

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.AUTHORIZATION_REQUEST, request.id)
    assert [reason.code for reason in duty.why] == ["packet_complete"]


def test_what_lacks_is_named_with_who_fills_it_in() -> None:
    duty = only(facts(draft("member_id_missing", "goals_missing")))

    assert duty is not None
    assert duty.why[0].params == {"count": 2}
    assert [(r.params["gap"], r.params["who"]) for r in duty.why[1:]] == [
        ("member_id_missing", "office"), ("goals_missing", "clinician"),
    ]  # fmt: skip


def test_a_plan_that_ended_is_the_therapists_to_renew_two_weeks_before_the_visits_run_out() -> None:
    held = cast.authorization(date(2026, 11, 1), date(2027, 1, 31), 3, coverage_id=PAYER.id)
    renewal = draft("plan_ended", authorization_id=held.id, kind="renewal")

    duty = only(facts(renewal, authorizations=(held,)))

    assert duty is not None
    assert {"gap": "plan_ended", "who": "clinician"} in [r.params for r in duty.why]
    assert (VISITS[3].on - duty.due_on).days >= 14


def test_six_are_named_and_the_others_counted() -> None:
    duty = only(facts(draft(*list(GAPS)[:8])))

    assert duty is not None
    assert duty.why[0].params == {"count": 8}
    assert [r.code for r in duty.why].count("packet_lacks") == 6
    assert duty.why[-1].params == {"count": 2}


def test_the_same_thing_lacking_twice_is_named_once() -> None:
    duty = only(facts(draft("criterion_not_shown", "criterion_not_shown")))

    assert duty is not None
    assert [r.code for r in duty.why] == ["packet_lacking", "packet_lacks"]


@pytest.mark.parametrize(
    "request_",
    [
        draft(signed_on=ON),
        cast.request(RequestState.DRAFT, PAYER),  # no packet was compiled
        draft(state=RequestState.SUBMITTED),
        draft(state=RequestState.PENDED),
        draft(state=RequestState.CANCELLED),
    ],
    ids=["signed", "not_compiled", "submitted", "pended", "cancelled"],
)
def test_nothing_is_to_be_signed(request_: AuthorizationRequest) -> None:
    assert only(facts(request_)) is None


def test_a_ready_request_whose_packet_changed_is_signed_again() -> None:
    assert only(facts(draft(state=RequestState.READY))) is not None


def test_a_renewal_is_signed_by_the_day_it_must_be_sent() -> None:
    old = cast.authorization(date(2026, 9, 1), date(2026, 12, 4), 20, coverage_id=PAYER.id)
    renewal = draft(kind=RequestKind.RENEWAL, authorization_id=old.id)
    patient = facts(renewal, authorizations=(old,))

    duty = only(patient)
    sending = cast.only(DutyKind.RENEW_AUTHORIZATION, facts(authorizations=(old,)), ON, [cast.rate("100")])

    assert duty is not None
    assert sending is not None
    assert (duty.due_on, duty.last_safe_on) == (sending.due_on, sending.last_safe_on)
    assert duty.at_risk == sending.at_risk


def test_a_first_request_is_signed_before_the_visits_that_wait_for_it() -> None:
    duty = only(facts(draft()))

    assert duty is not None
    assert duty.appointment_id == VISITS[0].id
    assert duty.last_safe_on is not None
    assert duty.last_safe_on < VISITS[0].on


def test_without_visits_it_is_due_soon() -> None:
    duty = only(facts(draft(), visits=()))

    assert duty is not None
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 25), None)


def test_the_last_safe_day_goes_by_how_long_this_payer_takes() -> None:
    book = RoadBook(decided={cast.PAYER: Spread(9, 6, 8)})
    practice = cast.practice(ON, [cast.rate("100")], roads=book)
    found = cast.patient_duties(facts(draft()), practice, ON).duties

    duty = next(each for each in found if each.kind is DutyKind.SIGN_REQUEST)

    assert duty.last_safe_on == date(2026, 11, 18)  # eight business days before the first visit, over Thanksgiving
