"""Requests leave once, by a road that is there, signed; and can be taken back while they have not left."""

from datetime import date, timedelta

import pytest

from otium.desk import blobs, outbox
from otium.desk.outbox import packing
from otium.desk.requests import life as requests
from otium.desk.requests.life import Told
from otium.records import models
from otium.terms.notice import Notice
from otium.terms.prior_auth import Road
from otium.wires.paper import joining
from otium.wires.x12.writing import Body
from tests.desk.requests.conftest import AT, FAX, PAYER_ID, Scene

LATER = AT + timedelta(minutes=5)


def ready(scene: Scene) -> models.AuthorizationRequest:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    return scene.request()


def segments(parcel: models.Parcel) -> list[str]:
    body = Body.from_bytes(blobs.load(parcel.practice, parcel.body))
    return [segment.decode("latin-1") for segment in body.segments]


def pack(scene: Scene, connection: models.Connection) -> None:
    assert packing.pack(scene.practice, connection, is_real_time=False, at=LATER) is not None


def test_a_request_leaves_by_wire_with_its_packet_under_one_number(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)

    sending = requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    request.refresh_from_db()
    review, papers = (models.Parcel.objects.get(kind=kind) for kind in ("278", "275"))
    assert (request.state, request.channel, request.submitted_on) == ("submitted", "x12", date(2026, 11, 23))
    assert (sending.parcel_id, request.trace) == (review.pk, review.trace)
    assert (review.payer_id, review.connection_id, review.focus_id) == (PAYER_ID, wire.pk, request.pk)
    written = segments(review)
    assert f"TRN*1*{request.trace}*1123456789" in written
    assert "UM*HS*R*AD*11:B*****Y" in written
    assert "REF*BB*HB-100" in written
    assert "DTP*AAH*RD8*20261201-20270222" in written
    assert "HI*ABK:F82" in written
    assert "HSD*VS*2*WK**35*12" in written
    assert f"PWK*OZ*EL***AC*{papers.trace}" in written
    assert f"TRN*1*{papers.trace}" in segments(papers)
    assert "send_request" not in scene.open()


def test_a_request_that_names_no_course_of_care_says_the_diagnosis_of_the_patients_own(
    scene: Scene, wire: models.Connection
) -> None:
    request = ready(scene)
    models.AuthorizationRequest.objects.update(episode=None)

    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    assert "HI*ABK:F82" in segments(models.Parcel.objects.get(kind="278"))


def test_a_request_without_a_road_for_papers_says_that_they_are_to_be_had(scene: Scene) -> None:
    request = ready(scene)
    connection = models.Connection.objects.create(
        practice=scene.practice, name="Only 278", carrier="folder", carries=["278"], made_at=AT
    )

    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    parcel = models.Parcel.objects.get()
    assert parcel.connection_id == connection.pk
    assert "PWK*OZ*AA" in segments(parcel)


def test_what_the_records_lack_is_said_with_its_record_and_nothing_leaves(
    scene: Scene, wire: models.Connection
) -> None:
    request = ready(scene)
    models.Coverage.objects.update(member_id="")
    models.EpisodeOfCare.objects.update(icd10=[])

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    assert caught.value.code == "lacks"
    assert [(lack.code, lack.on) for lack in caught.value.lacks] == [
        ("member_id_missing", "coverage"),
        ("diagnosis_missing", "episode"),
    ]
    request.refresh_from_db()
    assert (request.state, models.Parcel.objects.count(), models.RequestSending.objects.count()) == ("ready", 0, 0)


def test_a_fax_has_a_cover_without_the_patient_and_the_packet_behind_it(scene: Scene, fax: models.Connection) -> None:
    request = ready(scene)

    sending = requests.submit(request_id=request.pk, road=Road.FAX, by=scene.dana, at=AT)

    parcel = models.Parcel.objects.get(kind="fax")
    notice = Notice.from_bytes(blobs.load(scene.practice, parcel.body))
    assert (notice.to, sending.destination, sending.parcel_id) == (FAX, FAX, parcel.pk)
    assert joining.pages(notice.attachment) == 2
    cover = text_of(notice.attachment)[0]
    assert "Prior authorization request" in cover
    assert scene.patient.last_name not in cover
    assert scene.coverage.member_id not in cover


def text_of(pdf: bytes) -> list[str]:
    from io import BytesIO

    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_fax_number_that_is_none_is_refused_at_its_field(scene: Scene, fax: models.Connection) -> None:
    request = ready(scene)

    with pytest.raises(requests.Refused) as caught:
        requests.submit(
            request_id=request.pk, road=Road.FAX, by=scene.dana, at=AT, told=Told(destination="12")
        )  # fmt: skip

    assert (caught.value.entry, caught.value.code) == ("destination", "no_number")
    assert not models.RequestSending.objects.exists()


@pytest.mark.parametrize("road", [Road.PORTAL, Road.CALL, Road.LETTER])
def test_what_a_person_sent_is_recorded_with_the_payers_number(scene: Scene, road: Road) -> None:
    request = ready(scene)
    told = Told(sent_on=date(2026, 11, 20), reference="REF-7", said_by="Robin")

    sending = requests.submit(request_id=request.pk, road=road, by=scene.dana, at=AT, told=told)

    request.refresh_from_db()
    assert (request.state, request.channel, request.reference) == ("submitted", road.value, "REF-7")
    assert (request.submitted_on, sending.note) == (date(2026, 11, 20), "Robin")
    assert sending.confirmed_at is not None
    assert not models.Parcel.objects.exists()


@pytest.mark.parametrize(
    ("sent_on", "code"), [(date(2026, 11, 24), "day_ahead"), (date(2025, 11, 22), "day_unreadable")]
)
def test_a_day_that_cannot_be_is_refused(scene: Scene, sent_on: date, code: str) -> None:
    request = ready(scene)

    with pytest.raises(requests.Refused) as caught:
        requests.submit(
            request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT, told=Told(sent_on=sent_on)
        )  # fmt: skip

    assert (caught.value.entry, caught.value.code) == ("sent_on", code)


def test_what_is_not_signed_does_not_leave_out_of_otium(scene: Scene, fax: models.Connection) -> None:
    scene.settle()

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=scene.request().pk, road=Road.FAX, by=scene.dana, at=AT)

    assert caught.value.code == "not_signed"


def test_a_road_that_no_connection_serves_is_closed(scene: Scene) -> None:
    request = ready(scene)

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    assert (caught.value.entry, caught.value.code) == ("road", "no_connection")


def test_sending_twice_sends_once(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)

    first = requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
    second = requests.submit(request_id=request.pk, road=Road.X12, by=scene.alex, at=LATER)

    assert first.pk == second.pk
    assert models.Parcel.objects.filter(kind="278").count() == 1


def test_sending_by_another_road_what_has_left_is_refused(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.alex, at=LATER)

    assert caught.value.code == "left_already"


def test_who_sends_what_somebody_changed_meanwhile_is_told(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)
    seen = requests.version_of(request)
    requests.change(request_id=request.pk, values={"weeks": 6}, version=seen, by=scene.alex, at=AT)

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=LATER, version=seen)

    assert caught.value.code == "changed_meanwhile"


def test_two_people_who_change_at_once_do_not_overwrite_each_other(scene: Scene) -> None:
    request = ready(scene)
    seen = requests.version_of(request)
    requests.change(request_id=request.pk, values={"weeks": 6}, version=seen, by=scene.alex, at=AT)

    with pytest.raises(requests.Refused) as caught:
        requests.change(request_id=request.pk, values={"weeks": 8}, version=seen, by=scene.dana, at=LATER)

    assert caught.value.code == "changed_meanwhile"
    request.refresh_from_db()
    assert request.weeks == 6


def test_a_change_withdraws_the_signature(scene: Scene) -> None:
    request = ready(scene)

    requests.change(
        request_id=request.pk, values={"weeks": 6}, version=requests.version_of(request), by=scene.dana, at=AT
    )  # fmt: skip

    request.refresh_from_db()
    assert (request.state, scene.open().count("send_request")) == ("draft", 0)
    assert models.RequestPacket.objects.exclude(signed_at=None).get().withdrawn_at is not None


def test_a_change_that_changes_nothing_keeps_the_signature(scene: Scene) -> None:
    request = ready(scene)

    requests.change(
        request_id=request.pk, values={"weeks": request.weeks}, version=requests.version_of(request),
        by=scene.dana, at=AT,
    )  # fmt: skip

    request.refresh_from_db()
    assert request.state == "ready"


def test_what_has_not_left_is_taken_back_with_its_papers_and_sent_anew(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
    before = models.AuthorizationRequest.objects.get(pk=request.pk).trace

    requests.take_back(request_id=request.pk, by=scene.dana, at=LATER)

    request.refresh_from_db()
    assert (request.state, request.submitted_on, request.trace) == ("ready", None, "")
    assert set(models.Parcel.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert "send_request" in scene.open()

    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=LATER)

    request.refresh_from_db()
    assert request.trace not in ("", before)
    assert models.Parcel.objects.filter(kind="278", state="waiting").count() == 1


def test_what_is_leaving_is_not_taken_back_and_nothing_of_it_is(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
    pack(scene, wire)  # one kind at a time: the other part still waits

    with pytest.raises(requests.Refused) as caught:
        requests.take_back(request_id=request.pk, by=scene.dana, at=LATER)

    assert caught.value.code == "packed_already"
    request.refresh_from_db()
    assert request.state == "submitted"
    assert sorted(models.Parcel.objects.values_list("state", flat=True)) == ["packed", "waiting"]
    assert not models.RequestSending.objects.filter(taken_back_at__isnull=False).exists()


def test_a_parcel_that_is_withdrawn_under_traffic_brings_its_request_back(
    scene: Scene, wire: models.Connection
) -> None:
    request = ready(scene)
    sending = requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    outbox.withdraw(sending.parcel_id, why="wrong payer", by=scene.alex, at=LATER)

    request.refresh_from_db()
    assert request.state == "ready"
    assert "send_request" in scene.open()


def test_an_answer_to_a_pended_request_leaves_by_fax_and_it_waits_again(scene: Scene, fax: models.Connection) -> None:
    request = ready(scene)
    models.AuthorizationRequest.objects.filter(pk=request.pk).update(
        state="pended", submitted_on=date(2026, 11, 20), answer_by=date(2026, 12, 8), reference="H-1"
    )

    sending = requests.answer(request_id=request.pk, road=Road.FAX, by=scene.dana, at=AT)

    request.refresh_from_db()
    assert (request.state, request.answered_on, sending.about) == ("acknowledged", date(2026, 11, 23), "answer")
    assert models.Parcel.objects.get().kind == "fax"


def test_what_nobody_wants_is_not_answered(scene: Scene) -> None:
    request = ready(scene)

    with pytest.raises(requests.Refused) as caught:
        requests.answer(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT)

    assert caught.value.code == "nothing_wanted"


def test_a_request_is_cancelled_with_a_reason_and_its_parcel_stays_here(scene: Scene, wire: models.Connection) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    with pytest.raises(requests.Refused):
        requests.cancel(request_id=request.pk, why=" ", by=scene.dana, at=AT)
    requests.cancel(request_id=request.pk, why="moved away", by=scene.dana, at=LATER)

    request.refresh_from_db()
    assert request.state == "cancelled"
    assert set(models.Parcel.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_the_payer_says_that_it_has_the_request(scene: Scene) -> None:
    request = ready(scene)
    requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT)

    requests.acknowledge(request_id=request.pk, by=scene.dana, at=LATER, reference="H-22")

    request.refresh_from_db()
    assert (request.state, request.acknowledged_on, request.reference) == (
        "acknowledged", date(2026, 11, 23), "H-22",
    )  # fmt: skip


def test_one_request_takes_the_place_of_another(scene: Scene) -> None:
    first = ready(scene)
    second = models.AuthorizationRequest.objects.create(
        practice=scene.practice, patient=scene.patient, coverage=scene.coverage, kind="amendment", state="draft"
    )

    requests.supersede(request_id=first.pk, by_request_id=second.pk, by=scene.dana, at=AT)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.supersedes_id) == ("superseded", first.pk)
