"""What is done by telephone stands among the calls; a sending that is recorded on the desk is as any other."""

from datetime import date, timedelta

import pytest

from otium.desk import acts
from otium.desk.deciding import recording
from otium.desk.requests import life as requests
from otium.desk.requests.life import Told
from otium.records import models
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road
from tests.desk.requests.conftest import AT, Scene

LATER = AT + timedelta(minutes=5)
TOLD = Told(said_by="Robin, intake", reference="C-77", note="Faster by phone")


def ready(scene: Scene) -> models.AuthorizationRequest:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    return scene.request()


def call() -> models.Call:
    return models.Call.objects.get()


def test_a_request_by_phone_is_a_call_with_who_took_it(scene: Scene) -> None:
    request = ready(scene)

    requests.submit(request_id=request.pk, road=Road.CALL, by=scene.dana, at=AT, told=TOLD)

    found = call()
    assert (found.payer_id, found.coverage_id, found.patient_id) == (
        scene.payer.pk, scene.coverage.pk, scene.patient.pk,
    )  # fmt: skip
    assert (found.representative, found.reference, found.outcome) == ("Robin, intake", "C-77", "reached")
    assert (found.note, found.called_at, found.by_id) == (
        "Asked for authorization. Faster by phone", AT, scene.dana.staff_id,
    )  # fmt: skip


def test_pressed_twice_it_is_one_call(scene: Scene) -> None:
    request = ready(scene)

    for at in (AT, LATER):
        requests.submit(request_id=request.pk, road=Road.CALL, by=scene.dana, at=at, told=TOLD)

    assert models.Call.objects.count() == 1


@pytest.mark.parametrize("road", [Road.PORTAL, Road.LETTER])
def test_another_road_is_no_call(scene: Scene, road: Road) -> None:
    requests.submit(request_id=ready(scene).pk, road=road, by=scene.dana, at=AT, told=TOLD)

    assert not models.Call.objects.exists()


def test_what_the_payer_wanted_given_by_phone_is_a_call(scene: Scene) -> None:
    request = ready(scene)
    models.AuthorizationRequest.objects.update(state="pended", submitted_on=date(2026, 11, 20))

    requests.answer(request_id=request.pk, road=Road.CALL, by=scene.dana, at=AT, told=TOLD)

    assert call().note.startswith("Answered what the payer wanted.")


@pytest.mark.parametrize(("road", "calls"), [(Road.CALL, 1), (Road.PORTAL, 0)])
def test_a_decision_that_was_heard_by_phone_is_a_call(scene: Scene, road: Road, calls: int) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT, told=Told(reference="P-1"))
    decision = Decision(
        RequestEvent.APPROVE, road, decided_on=date(2026, 11, 23), number="HB-200", reference="C-78",
        lines=(Line((), Basis.VISITS, request.requested),), starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 22),
    )  # fmt: skip

    recording.record(patient_id=scene.patient.pk, decision=decision, request_id=request.pk, by=scene.dana, at=LATER)

    assert list(models.Call.objects.values_list("reference", flat=True)) == ["C-78"] * calls


class TestOnTheDesk:
    def record(self, scene: Scene, kind: str, choice: str, **entries: str) -> models.Act:
        task = models.Task.objects.get(kind=kind, state="open")
        return acts.record(task_id=task.pk, choice=choice, entries=entries, by=scene.dana, at=AT)

    def test_what_was_sent_outside_has_its_instant_and_its_call_until_undone(self, scene: Scene) -> None:
        scene.settle()

        act = self.record(scene, "sign_request", "request_sent", sent_on="2026-11-23", road="call", reference="C-1")

        request, sending = scene.request(), models.RequestSending.objects.get()
        assert (request.state, request.submitted_at, request.channel) == ("submitted", AT, "call")
        assert (sending.sent_at, sending.confirmed_at, call().reference) == (AT, AT, "C-1")
        assert "submit" in models.History.objects.filter(focus_id=request.pk).values_list("event", flat=True)

        acts.undo(act_id=act.pk, by=scene.dana, at=LATER)

        request.refresh_from_db()
        assert (request.state, request.submitted_at, request.channel, request.reference) == ("draft", None, "", "")
        assert call().entered_in_error

    def test_what_was_signed_here_and_sent_outside_keeps_its_packet(self, scene: Scene) -> None:
        scene.settle()
        packet = scene.sign(scene.request())
        task = models.Task.objects.get(kind="sign_request", state="open")

        entries = {"sent_on": "2026-11-20", "road": "portal"}
        acts.record(task_id=task.pk, choice="request_sent", entries=entries, by=scene.dana, at=AT)

        sending = models.RequestSending.objects.get()
        assert (sending.packet_id, scene.request().submitted_at) == (packet.pk, sending.sent_at)

    def test_a_day_of_last_year_is_refused(self, scene: Scene) -> None:
        scene.settle()

        with pytest.raises(acts.Refused) as caught:
            self.record(scene, "sign_request", "request_sent", sent_on="2025-11-01", road="portal")

        assert (caught.value.entry, caught.value.code) == ("sent_on", "day_unreadable")
        assert scene.request().state == "draft"

    def test_what_the_payer_wanted_recorded_there_is_undone_to_what_it_was(self, scene: Scene) -> None:
        ready(scene)
        answer_by = date(2026, 12, 1)
        models.AuthorizationRequest.objects.update(
            state="pended", submitted_on=date(2026, 11, 20), pended_on=date(2026, 11, 21), answer_by=answer_by
        )
        scene.settle()

        act = self.record(scene, "answer_pended", "records_sent", sent_on="2026-11-23", road="fax")
        assert (scene.request().state, scene.request().answer_by) == ("acknowledged", None)

        acts.undo(act_id=act.pk, by=scene.dana, at=LATER)

        assert (scene.request().state, scene.request().answer_by) == ("pended", answer_by)

    def test_a_payer_that_was_pressed_by_phone_is_a_call(self, scene: Scene) -> None:
        ready(scene)
        models.AuthorizationRequest.objects.update(
            state="submitted", submitted_on=date(2026, 10, 30), channel="portal", reference="P-1"
        )
        scene.settle()
        pressed = {"said_by": "K. Lee: on Friday", "until_on": "2026-11-27"}

        act = self.record(scene, "chase_decision", "payer_pressed", road="call", **pressed)

        assert (call().representative, call().coverage_id) == ("K. Lee: on Friday", scene.coverage.pk)

        acts.undo(act_id=act.pk, by=scene.dana, at=LATER)

        assert call().entered_in_error
