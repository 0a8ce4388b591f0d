"""One click lets a notice leave, once; the text says no more than who writes and where to look."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest

from otium.desk import acts, autonomy, blobs, sweep
from otium.desk.families import answering, telling
from otium.desk.families.recipients import themselves_or
from otium.records import models
from otium.terms.notice import Notice
from tests import build
from tests.desk.families.conftest import AT, notices, related, settled, task

pytestmark = pytest.mark.django_db


def approve(at: datetime = AT, **more: str) -> models.FamilyNotice:
    return telling.approve(notice_id=notices(state="prepared")[0].pk, by=build.TEST, at=at, **more)


def sent(parcel: models.Parcel) -> Notice:
    return Notice.from_bytes(blobs.load(parcel.practice, parcel.body))


@pytest.fixture
def prepared(practice, child, mother) -> models.FamilyNotice:
    settled(practice)
    return notices()[0]


def test_a_text_leaves_with_a_link_and_names_nobody(practice, texts, prepared):
    notice = approve()

    body = sent(notice.parcel)
    assert (notice.state, notice.road, notice.told_at) == ("told", "text", AT)
    assert body.to == "+13125550142"
    assert body.text.startswith(f"{practice.name}: mensaje para usted https://otium.example/portal/")
    assert "STOP" in body.text
    for word in ("Mateo", "Ruiz", "María", "terapia", "plan"):
        assert word not in body.text


def test_a_long_name_is_cut_so_that_one_text_is_enough(practice, texts, prepared):
    practice.name = "The Juniper Street Center for Occupational and Physical Therapy of Greater Springfield"
    practice.save()

    text = sent(approve().parcel).text

    assert len(text) <= telling.SHORT
    assert text.startswith("The ")


def test_the_letter_is_kept_as_it_was_approved(practice, prepared):
    notice = approve()

    reader = pypdf.PdfReader(BytesIO(blobs.load(practice, notice.document)))
    words = " ".join(reader.pages[0].extract_text().split())
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert "Su plan cubre 30 visitas al año." in words
    assert "Mateo R." in words


def test_the_task_closes_when_the_family_was_told(practice, texts, prepared):
    approve()

    assert task() is None
    assert models.Task.objects.get(kind="tell_benefit_limit").closed_why == telling.WHY


def test_two_clicks_send_one_text(practice, texts, prepared):
    first = approve()
    second = telling.approve(notice_id=first.pk, by=build.TEST, at=AT + timedelta(minutes=1))

    assert second.told_at == AT
    assert models.Parcel.objects.filter(kind="text").count() == 1


@pytest.mark.parametrize(
    ("phone", "email", "carries", "road"),
    [
        ("(312) 555-0142", "", ["text"], "text"),
        ("(312) 555-0142", "a@b.example", ["mail"], "mail"),
        ("12", "a@b.example", ["text", "mail"], "mail"),
        ("(312) 555-0142", "", [], "letter"),
        ("", "no address", ["text", "mail"], "letter"),
    ],
)
def test_the_first_road_that_reaches_is_taken(practice, child, phone, email, carries, road):
    related(child, phone=phone, email=email)
    if carries:
        build.connection(practice, carries=carries)
    settled(practice)

    assert approve().road == road


def test_a_road_that_does_not_reach_is_refused(practice, prepared):
    with pytest.raises(telling.Refused) as refused:
        approve(road="text")

    assert refused.value.code == "road_closed"
    assert notices()[0].state == "prepared"


@pytest.mark.parametrize(
    ("state", "at", "leaves"),
    [
        ("AZ", datetime(2026, 11, 24, 3, 59, tzinfo=UTC), None),  # 20:59 in Phoenix
        ("AZ", datetime(2026, 11, 24, 4, 0, tzinfo=UTC), datetime(2026, 11, 24, 15, 0, tzinfo=UTC)),
        ("", datetime(2026, 11, 24, 3, 59, tzinfo=UTC), datetime(2026, 11, 24, 13, 0, tzinfo=UTC)),  # New York
    ],
)
def test_a_text_at_night_waits_for_eight_in_the_morning(practice, texts, prepared, state, at, leaves):
    models.Patient.objects.update(state=state)

    assert approve(at=at).parcel.not_before_at == (leaves or at)


def test_a_withdrawn_notice_closes_its_link_and_its_task_stands_again(practice, texts, prepared):
    notice = approve()

    telling.withdraw(notice_id=notice.pk, why="wrong person", by=build.TEST, at=AT)

    assert models.FamilyLink.objects.get().revoked_at == AT
    assert task() is not None
    assert sorted(n.state for n in notices()) == ["prepared", "withdrawn"]


def test_a_withdrawal_says_why(practice, prepared):
    with pytest.raises(telling.Refused, match="reason_missing"):
        telling.withdraw(notice_id=prepared.pk, why=" ", by=build.TEST, at=AT)


def test_sending_again_makes_a_new_link_and_closes_the_old(practice, texts, prepared):
    notice = approve()

    telling.resend(notice_id=notice.pk, by=build.TEST, at=AT + timedelta(days=1))

    first, second = models.FamilyLink.objects.order_by("made_at")
    assert (first.revoked_at, second.revoked_at) == (AT + timedelta(days=1), None)
    assert models.Parcel.objects.filter(kind="text").count() == 2


def test_a_silent_family_brings_the_task_back_on_the_last_safe_day(practice, texts, prepared):
    approve()

    settled(practice, datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    assert task() is None
    settled(practice, datetime(2026, 12, 1, 15, 0, tzinfo=UTC))

    assert task().why[0]["code"] == "family_silent"
    assert len(notices()) == 1


def test_a_letter_that_was_handed_over_is_enough(practice, prepared):
    approve()

    settled(practice, datetime(2026, 12, 1, 15, 0, tzinfo=UTC))

    assert task() is None


@pytest.mark.parametrize(("choice", "code"), [("call", "family_calls"), ("stop", "family_stops"), ("pay", None)])
def test_an_answer_on_paper_is_recorded_and_may_bring_work(practice, prepared, choice, code):
    notice = approve()

    answering.record(notice_id=notice.pk, choice=choice, name="", by=build.TEST, at=AT)

    assert (task().why[0]["code"] if task() else None) == code
    assert notices()[0].answer["choice"] == choice


def test_one_answer_a_notice(practice, prepared):
    notice = approve()
    answering.record(notice_id=notice.pk, choice="pay", name="", by=build.TEST, at=AT)

    with pytest.raises(answering.NotToldError):
        answering.record(notice_id=notice.pk, choice="stop", name="", by=build.TEST, at=AT)


def test_a_call_that_was_made_and_recorded_closes_the_task(practice, prepared):
    notice = approve()
    answering.record(notice_id=notice.pk, choice="call", name="", by=build.TEST, at=AT)

    acts.record(
        task_id=task().pk, choice="family_told", entries={"told_on": "2026-11-23", "road": "call"}, by=build.TEST, at=AT
    )

    assert task() is None


@pytest.mark.parametrize(
    ("own", "carries", "state"),
    [("auto", ["text"], "told"), ("auto", ["mail"], "prepared"), ("ask", ["text"], "prepared")],
)
def test_only_a_practice_that_says_so_has_texts_sent_by_itself(practice, child, mother, own, carries, state):
    practice.autonomy = {"tell_family": own}
    practice.save()
    build.connection(practice, carries=carries)

    sweep.sweep(practice_id=practice.pk, at=AT)

    assert [n.state for n in notices()] == [state]


def test_families_are_asked_first_unless_told_otherwise(practice):
    assert autonomy.of(practice, "tell_family") is autonomy.of(practice, "give_abn") is autonomy.Autonomy.ASK


def test_who_wants_no_texts_gets_none_from_that_moment_on(practice, texts, prepared):
    notice = approve(at=datetime(2026, 11, 24, 4, 0, tzinfo=UTC))  # at night: the text waits for the morning

    for _ in range(2):
        telling.stop_texts(notice_id=notice.pk, by=build.TEST, at=AT)

    assert models.Parcel.objects.get(kind="text").state == "withdrawn"
    assert task() is not None  # nobody was told
    person = models.RelatedPerson.objects.get()
    assert telling.ways(practice, themselves_or(notice.patient, person)).roads == ("letter",)
    assert models.History.objects.filter(event="texts_stopped").count() == 1
    with pytest.raises(telling.Refused, match="road_closed"):
        telling.resend(notice_id=notice.pk, by=build.TEST, at=AT, road="text")


NIGHT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # the text waits for the morning


def states() -> list[str]:
    return list(models.Parcel.objects.filter(kind="text").order_by("made_at", "id").values_list("state", flat=True))


def test_a_text_that_waits_is_taken_back_with_its_link(practice, texts, prepared):
    notice = approve(at=NIGHT)

    telling.withdraw(notice_id=notice.pk, why="the plan was changed", by=build.TEST, at=NIGHT)

    assert states() == ["withdrawn"]


def test_a_text_that_waits_is_taken_back_when_the_family_answered_otherwise(practice, texts, prepared):
    notice = approve(at=NIGHT)

    answering.record(notice_id=notice.pk, choice="pay", name="", by=build.TEST, at=NIGHT)

    assert states() == ["withdrawn"]
    assert task() is None


def test_sending_again_leaves_one_text_to_leave(practice, texts, prepared):
    notice = approve(at=NIGHT)

    telling.resend(notice_id=notice.pk, by=build.TEST, at=NIGHT + timedelta(minutes=5))

    assert states() == ["withdrawn", "waiting"]
    assert task() is None


def test_a_letter_in_place_of_a_text_that_was_stopped_tells_the_family(practice, texts, prepared):
    notice = approve(at=NIGHT)
    telling.stop_texts(notice_id=notice.pk, by=build.TEST, at=NIGHT)

    telling.resend(notice_id=notice.pk, by=build.TEST, at=NIGHT, road="letter")

    assert task() is None
