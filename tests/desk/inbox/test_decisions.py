"""A payer's decisions in any order and form: cancelled, pended again, older, under another trace."""

import re
from datetime import date

import pytest

from otium.records.models import (
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    History,
    Patient,
)
from otium.terms.auth_decision import ReviewAction
from tests import build
from tests.desk.inbox.conftest import first, know
from tests.desk.inbox.test_arrival import decided, take
from tests.desk.inbox.test_strange import APPROVED, put, untraced


@pytest.fixture
def approval(files) -> bytes:
    return first(files, "278", APPROVED)


@pytest.fixture
def refusal(files) -> bytes:
    return first(files, "278", decided(ReviewAction.NOT_CERTIFIED))


def cancelling(approval: bytes) -> bytes:
    return put(approval, rb"HCR\*A1", b"HCR*C" + re.search(rb"HCR\*A1(\*[^*~]+)", approval)[1])


@pytest.mark.parametrize("change", [lambda data: data, untraced], ids=["with trace", "without trace"])
def test_a_cancelled_number_cancels_its_authorization_and_its_request_once(practice, approval, change):
    know(practice, approval)
    take(practice, change(approval))

    done = take(practice, change(cancelling(approval)))
    again = take(practice, change(cancelling(approval)) + b"\n")

    authorization, request = Authorization.objects.get(), AuthorizationRequest.objects.get()
    assert (done.state, again.state) == ("applied", "nothing_new")
    assert (authorization.state, request.state, request.approved) == ("cancelled", "cancelled", 24)
    assert History.objects.get(focus_id=authorization.pk, event="cancelled").before == {"state": "active"}


def test_a_cancelled_number_without_request_leaves_another_open_request_alone(practice, approval):
    patient = know(practice, approval)
    number = re.search(rb"HCR\*A1\*([^*~]+)", approval)[1].decode()
    imported = build.authorization(patient, 24, number=number)
    renewal = AuthorizationRequest.objects.create(practice=practice, patient=patient, kind="renewal", state="submitted")

    take(practice, cancelling(approval))

    imported.refresh_from_db()
    renewal.refresh_from_db()
    assert (imported.state, renewal.state) == ("cancelled", "submitted")


def test_an_approval_never_fills_in_a_cancelled_authorization(practice, approval):
    patient = know(practice, approval)
    number = re.search(rb"HCR\*A1\*([^*~]+)", approval)[1].decode()
    gone = build.authorization(patient, 24, number=number, state="cancelled")

    take(practice, approval)

    gone.refresh_from_db()
    assert (gone.ends_on, gone.trace) == (None, "")
    assert Authorization.objects.get(state="active").number == number


def test_a_decision_older_than_the_one_on_file_changes_nothing(practice, approval, refusal):
    patient = know(practice, refusal)
    asked = AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="initial", state="modified", decided_on=date(2026, 11, 30),
        trace=re.search(rb"TRN\*2\*([^*~]+)", refusal)[1].decode(),
    )  # fmt: skip
    newer = re.sub(rb"HCR\*A3[^~]*", b"HCR*A1*N1", refusal)

    outcome = take(practice, newer)

    asked.refresh_from_db()
    assert (outcome.messages[0].cause, asked.state) == ("decided_since", "modified")
    assert not Authorization.objects.exists()


def test_a_second_pending_is_news_and_the_same_again_is_not(practice, refusal):
    know(practice, refusal)
    pended = put(refusal, rb"HCR\*A3", b"HCR*A4**0U")
    take(practice, pended)

    later = put(pended, rb"MSG\*", b"DTP*106*D8*20261201")
    states = [take(practice, later).state, take(practice, later + b"\n").state]

    assert states == ["applied", "nothing_new"]
    assert AuthorizationRequest.objects.get().answer_by == date(2026, 12, 1)


def test_a_decision_under_another_trace_answers_the_only_open_request(practice, refusal):
    know(practice, refusal)
    take(practice, put(refusal, rb"HCR\*A3", b"HCR*A4**0U"))

    take(practice, put(refusal, rb"TRN\*", b"TRN*2*ANOTHER1*1000945633"))

    assert AuthorizationRequest.objects.get().state == "denied"


def test_what_a_decision_changed_is_in_the_history_of_request_and_services(practice, approval):
    know(practice, approval)

    take(practice, approval)

    request, service = AuthorizationRequest.objects.get(), AuthorizedService.objects.get()
    after = History.objects.get(focus_id=request.pk).after
    assert (after["state"], after["approved"], after["reason"]) == ("approved", 24, "")
    assert after["decided_on"] == request.decided_on.isoformat()
    assert after["authorization_id"] == str(request.authorization_id)
    assert History.objects.get(focus_id=service.pk).after["approved"] == 24


def test_a_refusal_that_sends_back_what_was_asked_approves_nothing(practice, refusal):
    know(practice, refusal)

    take(practice, put(refusal, rb"MSG\*", b"HSD*VS*12"))

    assert AuthorizationRequest.objects.get().approved is None
    assert Patient.objects.count() == 1


def test_a_renewal_cancelled_before_it_was_decided_leaves_the_authorization_that_runs_alone(practice, approval):
    patient = know(practice, approval)
    held = build.authorization(patient, 24, number="HELD1")
    renewal = AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="renewal", state="submitted", authorization=held
    )

    done = take(practice, put(approval, rb"HCR\*A1", b"HCR*C"))

    held.refresh_from_db()
    renewal.refresh_from_db()
    assert (done.state, renewal.state, held.state) == ("applied", "cancelled", "active")


def test_what_was_pended_and_answered_is_not_pended_again_by_the_same_message(practice, files):
    pended = first(files, "278", decided(ReviewAction.PENDED))
    know(practice, pended)
    take(practice, pended)
    AuthorizationRequest.objects.update(state="acknowledged", answered_on=date(2026, 11, 24))

    again = take(practice, pended + b"\n")

    assert (again.state, AuthorizationRequest.objects.get().state) == ("nothing_new", "acknowledged")
