"""What arrives is kept once, applied whole or not at all, and never to another person."""

from datetime import timedelta

import pytest

from otium.desk import blobs, settle, sweep
from otium.desk.acting import acting_for, practice_ids
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, match, receive
from otium.records.models import (
    AuditEvent,
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    Benefit,
    BenefitCheck,
    Blob,
    InboundFile,
    Patient,
    Practice,
    Receipt,
    Task,
)
from otium.terms.auth_decision import ReviewAction
from tests import build
from tests.desk.inbox.conftest import AT, first, know


def take(practice, data, name="file.x12", carrier="folder"):
    return receive(Arrival(name, data, carrier), by=RECEIVE, at=AT, practice_id=practice.pk)


def active(body):
    return body.is_active is True


def decided(action):
    return lambda body: body.event is not None and body.event.action is action


def test_an_answer_becomes_a_check_whose_fields_name_their_segment(practice, files):
    data = first(files, "271", active)
    know(practice, data)

    outcome = take(practice, data)

    check = BenefitCheck.objects.get()
    assert (outcome.state, check.status, check.channel) == ("applied", "active", "x12")
    assert check.provenance["status"]["place"].startswith("2000C")
    assert all("EB segment" in b.provenance["value"]["place"] for b in Benefit.objects.all())


def test_the_same_bytes_by_another_carrier_are_another_receipt_and_no_other_file(practice, files):
    data = first(files, "271", active)
    know(practice, data)
    take(practice, data)

    again = take(practice, data, name="same-again.txt", carrier="sftp")

    assert (again.state, again.cause) == ("nothing_new", "same_bytes")
    assert (InboundFile.objects.count(), Receipt.objects.count(), BenefitCheck.objects.count()) == (1, 2, 1)


def test_the_same_answer_in_other_bytes_changes_nothing(practice, files):
    data = first(files, "271", active)
    know(practice, data)
    take(practice, data)

    again = take(practice, data.replace(b"~", b"~\r\n"))

    assert again.state == "nothing_new"
    assert (InboundFile.objects.count(), BenefitCheck.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"birth_on": None, "first_name": "Nobody", "last_name": "Else"}, "other_person"),
        ({"first_name": "Sibling"}, "unsure"),
    ],
)
def test_an_answer_about_another_person_is_refused_and_becomes_a_task(practice, files, change, cause):
    data = first(files, "271", active)
    patient = know(practice, data)
    Patient.objects.filter(pk=patient.pk).update(**change)

    outcome = take(practice, data)

    assert (outcome.state, outcome.cause) == ("unmatched", cause)
    assert not BenefitCheck.objects.exists()
    assert Task.objects.get(kind="match_file", state="open").focus_id == outcome.file_id


def test_a_birth_date_that_differs_is_another_person(practice, files):
    data = first(files, "271", active)
    patient = know(practice, data)
    Patient.objects.filter(pk=patient.pk).update(birth_on=patient.birth_on + timedelta(days=1))

    assert take(practice, data).cause == "other_person"


def test_a_person_matches_a_file_and_its_task_closes(practice, files):
    data = first(files, "271", active)
    patient = build.patient(practice)
    build.coverage(patient, build.payer(practice))
    outcome = take(practice, data)

    done = match.to_patient(practice, outcome.file_id, patient.pk, by=RECEIVE, at=AT)
    settle.settle(practice, by=RECEIVE, at=AT, patients=[])

    assert (outcome.cause, done.state) == ("member_unknown", "applied")
    assert BenefitCheck.objects.get().patient_id == patient.pk
    assert not Task.objects.filter(kind="match_file", state="open").exists()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"<html><body>Please sign in</body></html>", "not-x12"),
        (b"ISA*00*", "no-delimiters"),
    ],
)
def test_what_cannot_be_read_is_kept_with_a_task(practice, data, cause):
    outcome = take(practice, data)

    assert (outcome.state, outcome.cause) == ("unreadable", cause)
    file = InboundFile.objects.get()
    assert blobs.load(practice, Blob.objects.get(pk=file.blob_id)) == data
    assert Task.objects.get(state="open").kind == "read_file"


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.97])
def test_nothing_of_a_file_that_was_cut_off_is_applied(practice, files, share):
    data = first(files, "271", active)
    know(practice, data)

    outcome = take(practice, data[: int(len(data) * share)])

    assert outcome.state == "unreadable"
    assert outcome.position
    assert not BenefitCheck.objects.exists()


def test_the_rest_of_a_file_is_applied_when_one_person_in_it_is_unknown(practice, files):
    known, unknown = first(files, "271", active), first(files, "271", lambda b: b.is_active is False)
    know(practice, known)

    outcome = take(practice, known + unknown)

    assert [m.state for m in outcome.messages] == ["applied", "unmatched"]
    assert (outcome.state, outcome.position) == ("unmatched", outcome.messages[1].segment)
    assert BenefitCheck.objects.count() == 1


def test_an_approval_becomes_an_authorization_with_what_was_approved(practice, files):
    data = first(files, "278", decided(ReviewAction.CERTIFIED_IN_TOTAL))
    know(practice, data)

    outcome = take(practice, data)

    request, authorization = AuthorizationRequest.objects.get(), Authorization.objects.get()
    assert outcome.state == "applied"
    assert (request.state, request.authorization_id) == ("approved", authorization.pk)
    assert authorization.number
    assert authorization.ends_on
    assert sum(s.approved for s in AuthorizedService.objects.all()) == request.approved > 0


def test_fewer_than_asked_is_a_modification_and_asked_stays_known(practice, files):
    data = first(files, "278", decided(ReviewAction.MODIFIED))
    patient = know(practice, data)
    asked = AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="initial", state="submitted", requested=12, submitted_on=AT.date()
    )

    take(practice, data)

    asked.refresh_from_db()
    assert (asked.state, asked.requested, asked.approved) == ("modified", 12, 6)
    assert AuthorizedService.objects.get().requested == 12


@pytest.mark.parametrize(
    ("action", "state", "kind"),
    [(ReviewAction.PENDED, "pended", "answer_pended"), (ReviewAction.NOT_CERTIFIED, "denied", "work_denial")],
)
def test_a_pended_or_denied_request_opens_its_duty(practice, files, action, state, kind):
    data = first(files, "278", decided(action))
    patient = know(practice, data)
    build.visit(patient, AT + timedelta(days=9))

    take(practice, data)

    assert AuthorizationRequest.objects.get().state == state
    assert Task.objects.filter(kind=kind, state="open", patient=patient).count() == 1
    assert not Authorization.objects.exists()


def test_a_decision_for_a_number_on_file_that_says_otherwise_waits_for_a_person(practice, files):
    data = first(files, "278", decided(ReviewAction.CERTIFIED_IN_TOTAL))
    patient = know(practice, data)
    take(practice, data)
    number = Authorization.objects.get().number
    Authorization.objects.update(request=None)
    AuthorizationRequest.objects.all().delete()
    AuthorizedService.objects.update(approved=1)

    outcome = take(practice, data + b"\n")

    assert (outcome.state, outcome.cause) == ("unmatched", "contradicts_number")
    assert Authorization.objects.filter(patient=patient, number=number).count() == 1
    assert AuthorizedService.objects.get().approved == 1


def test_a_file_for_another_practice_is_held_and_not_applied(practice, files):
    data = first(files, "271", active)
    know(practice, data)
    other = build.open_practice(AT, npi="1234567893")
    with acting_for(other.pk):
        outcome = receive(Arrival("a", data), by=RECEIVE, at=AT, practice_id=other.pk)

        assert (outcome.state, outcome.cause) == ("unrouted", "other_practice_named")


def test_a_file_is_routed_by_the_ids_it_names(practice, files):
    data = first(files, "271", active)
    know(practice, data)

    outcome = receive(Arrival("a", data), by=RECEIVE, at=AT)

    assert (outcome.practice, outcome.state) == (practice.slug, "applied")


def test_a_file_that_names_no_practice_is_held_at_the_firm_with_a_task_and_can_be_handed_on(practice, files):
    data = first(files, "271", active)
    know(practice, data)
    ids, practice.receiver_ids = practice.receiver_ids, []
    practice.save()

    held = receive(Arrival("a", data), by=RECEIVE, at=AT)
    office_id = _office_of(held)
    with acting_for(office_id):
        task = Task.objects.get(kind="route_file")
    handed = match.to_practice(office_id, held.file_id, practice.pk, by=RECEIVE, at=AT)

    assert ids
    assert (held.state, held.cause, handed.state) == ("unrouted", "no_practice_named", "applied")
    with acting_for(office_id):
        assert Task.objects.get(pk=task.pk).state == "closed"


def _office_of(held):
    with acting_for(*practice_ids()):
        return Practice.objects.get(slug=held.practice).pk


def test_receiving_leaves_an_audit_row_without_names(practice, files):
    data = first(files, "271", active)
    patient = know(practice, data)

    take(practice, data)

    event = AuditEvent.objects.get(door="receive")
    assert event.patients == [str(patient.pk)]
    assert patient.last_name not in str((event.detail, event.actor, event.door))


def test_a_file_whose_receiver_was_killed_is_taken_in_by_the_next_sweep(practice, files, monkeypatch):
    data = first(files, "271", active)
    know(practice, data)
    with monkeypatch.context() as killed:
        killed.setattr("otium.desk.inbox.arrival._take_in", _killed)
        with pytest.raises(KeyboardInterrupt):
            take(practice, data)

    sweep.run_all(AT)

    assert InboundFile.objects.get().state == "applied"
    assert BenefitCheck.objects.count() == 1


def _killed(*args, **more):
    raise KeyboardInterrupt
