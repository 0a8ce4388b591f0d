"""A decision that was recorded by mistake is taken back with all that it wrote; what came since is never undone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.deciding import recording, undoing
from otium.records import models
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road
from tests import build

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=2)
FIRST, LAST = date(2026, 11, 30), date(2027, 2, 26)


@pytest.fixture
def scene():
    practice = build.open_practice(AT)
    with acting_for(practice.pk):
        staff = models.Staff.objects.create(email="dana@alder.example", name="Dana")
        models.Membership.objects.create(practice=practice, staff=staff, role="assistant")
        patient = build.patient(practice)
        patient.dana = Actor.person(staff.pk)
        patient.cover = build.coverage(patient, build.payer(practice, "medicare_advantage"))
        patient.old = build.authorization(patient, 4, number="A-OLD", coverage=patient.cover,
                                          starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 29))  # fmt: skip
        for week in range(1, 4):
            build.visit(patient, AT + timedelta(weeks=week))
        patient.asked = models.AuthorizationRequest.objects.create(
            practice=practice, patient=patient, coverage=patient.cover, kind="renewal", state="pended", requested=12,
            submitted_on=date(2026, 11, 16), pended_on=date(2026, 11, 18), answer_by=date(2026, 12, 1),
            wanted=["notes"], authorization=patient.old,
        )  # fmt: skip
        settle.settle(practice, by=build.TEST, at=AT)
        yield patient


def record(scene, event=RequestEvent.APPROVE, at=AT, request=True, **more):
    values = {"number": "A-900", "lines": (Line((), Basis.VISITS, 12),), "starts_on": FIRST, "ends_on": LAST}
    said = values if event is not RequestEvent.DENY else {}
    decision = Decision(event=event, road=Road.PORTAL, decided_on=at.date(), **said | more)
    return recording.record(
        patient_id=scene.pk, decision=decision, request_id=scene.asked.pk if request else None,
        coverage_id=scene.cover.pk, by=scene.dana, at=at,
    )  # fmt: skip


def undo(request_id, scene):
    return undoing.undo(request_id=request_id, by=scene.dana, at=LATER)


def held(scene):
    names = ("state", "approved", "decided_on", "answer_by", "pended_on", "wanted", "authorization_id", "follows_id")
    return models.AuthorizationRequest.objects.values_list(*names).get(pk=scene.asked.pk)


def open_kinds():
    return set(models.Task.objects.filter(state="open").values_list("kind", flat=True))


@pytest.mark.parametrize("event", [RequestEvent.APPROVE, RequestEvent.MODIFY, RequestEvent.DENY])
def test_the_request_stands_as_before_and_what_was_made_counts_no_more(scene, event):
    before, tasks = held(scene), open_kinds()
    record(scene, event)
    assert held(scene) != before

    undo(scene.asked.pk, scene)

    assert held(scene) == before
    assert not models.Authorization.objects.filter(number="A-900").exclude(state="cancelled").exists()
    assert not models.AuthorizationUse.objects.filter(authorization__number="A-900").exists()
    assert open_kinds() == tasks


def test_it_is_taken_back_once(scene):
    record(scene)
    undo(scene.asked.pk, scene)

    with pytest.raises(Refused, match="nothing_to_undo"):
        undo(scene.asked.pk, scene)


def test_an_approval_that_was_extended_has_its_old_number_of_visits_again(scene):
    record(scene, adds=True, number="A-OLD", lines=(Line((), Basis.VISITS, 12),))
    service = models.AuthorizedService.objects.get(authorization=scene.old)
    assert service.approved == 16

    undo(scene.asked.pk, scene)

    service.refresh_from_db()
    scene.old.refresh_from_db()
    assert (service.approved, scene.old.ends_on) == (4, date(2026, 11, 29))


def test_a_request_that_the_decision_made_known_is_cancelled(scene):
    done = record(scene, request=False)

    undo(done.written.request.pk, scene)

    done.written.request.refresh_from_db()
    assert done.written.request.state == "cancelled"


def test_what_was_changed_since_is_not_undone(scene):
    record(scene)
    models.Authorization.objects.filter(number="A-900").update(ends_on=date(2027, 3, 1))

    with pytest.raises(Refused, match="changed_since"):
        undo(scene.asked.pk, scene)

    assert held(scene)[0] == "approved"


def test_a_payers_own_message_is_not_undone(scene):
    recording.record(
        patient_id=scene.pk, request_id=scene.asked.pk, by=build.TEST, at=AT,
        decision=Decision(event=RequestEvent.DENY, road=Road.PORTAL, decided_on=AT.date()),
    )  # fmt: skip

    with pytest.raises(Refused, match="nothing_to_undo"):
        undo(scene.asked.pk, scene)
