"""A request that the payer has by 278 is cancelled there by 278; what it says to that is read and tied back."""

from datetime import timedelta

import pytest

from otium.desk import blobs, inbox
from otium.desk.outbox import packing
from otium.desk.requests import cancelling, heard
from otium.desk.requests import life as requests
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.parcel import TransmissionEvent
from otium.terms.prior_auth import Road
from otium.wires.x12.writing import Body
from tests.desk.requests.conftest import AT, SWEEP, Scene

LATER = AT + timedelta(minutes=5)
ENVELOPE = [
    "ISA*00*          *00*          *ZZ*HARBOR         *ZZ*RIVER          *261123*1500*^*00501*{control:09d}*0*T*:",
    "GS*HI*HARBOR*RIVER*20261123*1500*{control}*X*005010X217",
]


@pytest.fixture
def sent(scene: Scene, wire: models.Connection) -> models.AuthorizationRequest:
    """Left by 278; the payer gave its own number."""
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    request = scene.request()
    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
    while packing.pack(scene.practice, wire, is_real_time=False, at=AT):
        pass
    models.AuthorizationRequest.objects.filter(pk=request.pk).update(reference="HB-ADM-7")
    return scene.request()


def cancel(request: models.AuthorizationRequest, scene: Scene) -> models.RequestSending | None:
    requests.cancel(request_id=request.pk, why="The family moved", by=scene.dana, at=LATER)
    return models.RequestSending.objects.filter(about="cancel").first()


def segments(parcel: models.Parcel) -> list[str]:
    body = Body.from_bytes(blobs.load(parcel.practice, parcel.body))
    return [segment.decode("latin-1") for segment in body.segments]


def answers(scene: Scene, sending: models.RequestSending, *said: str, control: int = 1, reject: str = "") -> str:
    """The payer's 278 to it; what became of the file. The answer is built from the question's own people."""
    asked = [each.split("*") for each in segments(sending.parcel)]
    people = ["*".join(each) for each in asked if each[0] in ("HL", "NM1", "DMG") and "EV" not in each]
    body = ["ST*278*0001*005010X217", "BHT*0007*11*1*20261123*1501*18", *people]
    body += [reject] if reject else []
    body += [f"HL*{sum(each.startswith('HL') for each in people) + 1}*3*EV*0"]
    body += [f"TRN*2*{sending.parcel.trace}*1123456789", "UM*HS*3*AD", *said]
    body += [f"SE*{len(body) + 1}*0001", f"GE*1*{control}", f"IEA*1*{control:09d}"]
    text = "~".join([*(line.format(control=control) for line in ENVELOPE), *body]) + "~"
    arrival = inbox.Arrival(f"278-{control}.x12", text.encode())
    return inbox.receive_for(scene.practice.pk, arrival, by=SWEEP, at=LATER).state


class TestTelling:
    def test_it_is_taken_back_under_the_payers_number_and_asks_for_nothing(
        self, scene: Scene, sent: models.AuthorizationRequest
    ) -> None:
        sending = cancel(sent, scene)

        assert sending is not None
        written = segments(sending.parcel)
        assert [each for each in written if each.startswith("UM")] == ["UM*HS*3*AD*11:B*****Y"]
        assert "REF*NT*HB-ADM-7" in written
        assert not [each for each in written if each.startswith(("REF*BB", "HSD", "HI", "SV1", "PWK"))]
        assert sending.parcel.trace not in ("", sent.trace)
        assert (sending.parcel.kind, sending.parcel.focus_id) == ("278", sent.pk)

    def test_cancelled_twice_it_is_told_once(self, scene: Scene, sent: models.AuthorizationRequest) -> None:
        cancel(sent, scene)
        cancel(sent, scene)

        assert models.RequestSending.objects.filter(about="cancel").count() == 1

    def test_without_the_payers_number_a_person_tells_it(self, scene: Scene, sent: models.AuthorizationRequest) -> None:
        models.AuthorizationRequest.objects.update(reference="")

        assert cancel(sent, scene) is None
        assert cancelling.has_left(sent)

    def test_what_has_not_left_is_withdrawn_and_nobody_is_told(self, scene: Scene, wire: models.Connection) -> None:
        scene.settle()
        scene.sign(scene.request())
        scene.settle()
        request = scene.request()
        requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
        models.AuthorizationRequest.objects.update(reference="HB-ADM-7")

        assert cancel(request, scene) is None
        assert not cancelling.has_left(request)

    def test_what_went_by_portal_is_told_by_a_person(self, scene: Scene, wire: models.Connection) -> None:
        scene.settle()
        scene.sign(scene.request())
        scene.settle()
        request = scene.request()
        told = requests.Told(reference="P-1")
        requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT, told=told)

        assert cancel(request, scene) is None

    def test_the_payers_number_is_kept_of_its_first_answer(
        self, scene: Scene, sent: models.AuthorizationRequest
    ) -> None:
        models.AuthorizationRequest.objects.update(reference="")
        sending = models.RequestSending.objects.get(about="request", parcel__kind="278")

        answers(scene, sending, "HCR*A4**0U", "REF*NT*HB-ADM-9")

        sent.refresh_from_db()
        assert (sent.state, sent.reference) == ("pended", "HB-ADM-9")


class TestTheAnswer:
    def test_cancelled_there_it_is_proved_and_tied(self, scene: Scene, sent: models.AuthorizationRequest) -> None:
        sending = cancel(sent, scene)
        assert sending is not None

        assert answers(scene, sending, "HCR*C", "REF*NT*HB-ADM-8") == "applied"

        sending.refresh_from_db()
        sent.refresh_from_db()
        assert (sending.confirmed_at, sending.reference, sent.state) == (LATER, "HB-ADM-8", "cancelled")
        assert sending.parcel.answer is not None

    def test_said_twice_it_changes_nothing_more(self, scene: Scene, sent: models.AuthorizationRequest) -> None:
        sending = cancel(sent, scene)
        assert sending is not None
        answers(scene, sending, "HCR*C")

        assert answers(scene, sending, "HCR*C", control=2) == "nothing_new"
        assert answers(scene, sending, "HCR*A3", control=3) == "nothing_new"

    @pytest.mark.parametrize(
        ("said", "reject", "codes"),
        [(("HCR*CT",), "", "HCR CT"), (("HCR*A1*HB-200",), "", "HCR A1"), ((), "AAA*N**75*C", "AAA 75")],
    )
    def test_not_cancelled_there_somebody_calls(
        self, scene: Scene, sent: models.AuthorizationRequest, said: tuple[str, ...], reject: str, codes: str
    ) -> None:
        sending = cancel(sent, scene)
        assert sending is not None

        assert answers(scene, sending, *said, reject=reject) == "unmatched"

        sending.refresh_from_db()
        sent.refresh_from_db()
        assert (sending.note, sent.state) == (codes, "cancelled")
        assert models.Task.objects.filter(kind="match_file", state="open").exists()
        assert not models.Authorization.objects.filter(number="HB-200").exists()

    def test_that_it_could_be_read_does_not_say_that_it_was_cancelled(
        self, scene: Scene, sent: models.AuthorizationRequest
    ) -> None:
        sending = cancel(sent, scene)
        assert sending is not None
        models.Parcel.objects.filter(pk=sending.parcel_id).update(verdict="accepted")

        heard.settle_parcels(scene.practice, by=SWEEP, at=LATER, parcel_id=sending.parcel_id)

        sending.refresh_from_db()
        assert sending.confirmed_at is None

    def test_one_that_never_left_may_be_told_again(
        self, scene: Scene, sent: models.AuthorizationRequest, wire: models.Connection
    ) -> None:
        sending = cancel(sent, scene)
        assert sending is not None
        row = packing.pack(scene.practice, wire, is_real_time=False, at=LATER)
        assert row is not None
        move(row, TransmissionEvent.REFUSED, by=SWEEP, at=LATER)

        heard.of_transmission(row, by=SWEEP, at=LATER)

        sent.refresh_from_db()
        assert (sent.state, cancelling.told(sent)) == ("cancelled", None)
