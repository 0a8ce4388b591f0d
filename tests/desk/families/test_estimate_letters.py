"""An estimate that is owed is drafted and put into a letter by itself; approving the letter gives the estimate."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from otium.desk import acting, estimates
from otium.desk.autonomy import Autonomy, choose
from otium.desk.families import answering, entering, papers, telling
from otium.desk.families.opening import Found, Over
from otium.records import models
from tests import build
from tests.desk.families.conftest import AT, notices, related, settled, task

WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT, npi="1234567893")
    row.tax_id, row.state, row.phone = "123456789", "NY", "512-555-0142"
    row.address, row.city, row.postal_code = "12 Palm Way", "Albany", "122071234"
    with acting.acting_for(row.pk):
        row.save()
        models.Fee.objects.create(practice=row, code="97530", amount=72, starts_on=date(2026, 1, 1))
        yield row


@pytest.fixture
def child(practice: models.Practice) -> models.Patient:
    found = build.patient(practice, first_name="Theodora", last_name="Marshfield", birth_on=date(2019, 4, 2))
    build.coverage(found, build.payer(practice, "self_pay", name="Self-pay"))
    models.EpisodeOfCare.objects.create(practice=practice, patient=found, icd10=["M25.641"])
    related(found, last_name="Marshfield")
    return found


def booked(child: models.Patient, n: int = 3, **fields: Any) -> None:
    for week in range(n):
        row = build.visit(child, AT + WEEK * (week + 1), **{"lines": [["97530", 2]], **fields})
        models.History.objects.create(
            practice=child.practice, focus_type="appointment", focus_id=row.pk, patient_id=child.pk, event="booked",
            at=AT, by="test",
        )  # fmt: skip


def drafts(child: models.Patient) -> list[models.GoodFaithEstimate]:
    return list(models.GoodFaithEstimate.objects.filter(patient=child).order_by("version"))


def prepared(child: models.Patient) -> models.FamilyNotice:
    [found] = notices(state="prepared", patient=child)
    return found


def approved(child: models.Patient, road: str = "") -> models.FamilyNotice:
    return telling.approve(notice_id=prepared(child).pk, by=build.TEST, at=AT, road=road)


def test_a_booking_drafts_one_estimate_and_one_letter_however_often_it_is_settled(practice, child):
    booked(child)
    for _ in range(3):
        settled(practice)

    [draft] = drafts(child)
    assert (draft.state, draft.reason, draft.total, draft.lines[0]["visits"]) == ("draft", "scheduled", 432, 3)
    notice = prepared(child)
    assert (notice.about, notice.language, notice.digest) == ("estimate", "es", task("give_estimate").digest)
    assert (notice.facts["estimate_id"], notice.first_visit_on) == (str(draft.pk), date(2026, 11, 30))
    assert models.History.objects.filter(focus_id=draft.pk).count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Theodora Marshfield", "April 2, 2019", "1234567893", "12-3456789", "M25.641", "97530", "$432.00",
                "Practice of everyday movements", "1-800-985-3059", "$400"]),
        ("es", ["2 de abril de 2019", "12-3456789", "97530", "$432.00", "Práctica de movimientos diarios",
                "1-800-985-3059"]),
    ],
)  # fmt: skip
def test_the_letter_on_paper_says_all_that_the_law_wants(practice, child, language, said):
    booked(child)
    settled(practice)

    text = _text(papers.pdf(prepared(child), language, AT.date()))

    assert [each for each in said if each not in text] == []


def test_approving_gives_the_estimate_with_its_letter_and_closes_the_task(practice, child):
    booked(child)
    settled(practice)

    notice = approved(child)
    again = telling.approve(notice_id=notice.pk, by=build.TEST, at=AT + timedelta(hours=1))

    [row] = drafts(child)
    assert (row.state, row.notice_id, row.issued_at) == ("issued", notice.pk, AT)
    assert (again.state, again.told_at, again.document_id) == ("told", AT, notice.document_id)
    assert task("give_estimate") is None
    assert [n.state for n in notices()] == ["told"]
    assert "23 de noviembre de 2026" in _text(papers.approved(again) or b"")
    settled(practice)
    assert len(drafts(child)) == len(notices()) == 1


def test_a_booking_before_the_approval_replaces_draft_and_letter(practice, child):
    booked(child)
    settled(practice)
    first = prepared(child)

    booked(child, 2)
    settled(practice)

    [draft] = drafts(child)
    first.refresh_from_db()
    assert (first.state, draft.total) == ("withdrawn", 720)
    assert prepared(child).facts["digest"] == draft.digest
    with pytest.raises(telling.Refused):
        telling.approve(notice_id=first.pk, by=build.TEST, at=AT)


def test_a_booking_after_it_was_given_prepares_the_next_version(practice, child):
    booked(child)
    settled(practice)
    approved(child)

    booked(child, 1, lines=[["97530", 4]])
    settled(practice)
    assert [(e.version, e.state, e.reason) for e in drafts(child)] == [
        (1, "issued", "scheduled"), (2, "draft", "changed"),
    ]  # fmt: skip
    second = approved(child)

    assert [(e.version, e.state) for e in drafts(child)] == [(1, "superseded"), (2, "issued")]
    assert drafts(child)[1].notice_id == second.pk
    assert task("give_estimate") is None


def test_what_a_person_corrected_is_what_the_letter_gives(practice, child):
    booked(child)
    settled(practice)
    [draft] = drafts(child)

    line = estimates.line("97530", 2, 2, 60)
    estimates.change(estimate_id=draft.pk, lines=[line], diagnoses=[], by=build.TEST, at=AT)
    booked(child, 1)
    settled(practice)

    assert drafts(child)[0].total == 240
    assert prepared(child).facts["total"] == "240.00"
    estimates.draft(patient_id=child.pk, by=build.TEST, at=AT + timedelta(hours=1))
    assert prepared(child).facts["total"] == "576.00"


def test_giving_it_by_hand_takes_the_letter_back(practice, child):
    booked(child)
    settled(practice)

    estimates.issue(estimate_id=drafts(child)[0].pk, by=build.TEST, at=AT)

    assert [n.state for n in notices()] == ["withdrawn"]


@pytest.mark.parametrize(
    ("spoil", "lacks"),
    [
        (lambda who: models.Fee.objects.all().delete(), ("prices",)),
        (lambda who: models.Practice.objects.update(tax_id=""), ("tax_id",)),
        (lambda who: models.Patient.objects.update(birth_on=None), ("birth_date",)),
        (lambda who: models.Appointment.objects.filter(starts_at__gt=AT + WEEK).update(lines=[["97110", 1]]),
         ("prices",)),
    ],
    ids=["no fee", "no tax id", "no birth date", "one visit without a price"],
)  # fmt: skip
def test_nothing_is_prepared_while_something_is_unknown(practice, child, spoil, lacks):
    spoil(child)
    booked(child)
    spoil(child)
    settled(practice)

    assert task("give_estimate") is not None
    assert (drafts(child), notices()) == ([], [])
    child.refresh_from_db()
    assert estimates.missing(models.Patient.objects.select_related("practice").get(), at=AT) == lacks


def test_a_practice_that_wants_no_letters_has_no_draft(practice, child):
    booked(child)
    choose({"give_estimate": Autonomy.MANUAL}, practice_id=practice.pk, by=build.TEST, at=AT)
    practice.refresh_from_db()
    settled(practice)

    assert (drafts(child), notices()) == ([], [])
    assert task("give_estimate") is not None


def test_the_link_shows_the_items_and_takes_understood_once(practice, child, texts):
    booked(child)
    settled(practice)
    approved(child, "text")
    token = _token(practice)

    found = entering.look(token, language="en", at=AT, is_saving=True)

    assert isinstance(found, Found)
    shown = found.value
    assert isinstance(shown, answering.Opened)
    assert shown.paper is not None
    assert shown.paper.rows == (("Practice of everyday movements (97530)", "2 × $72.00", "3", "$432.00"),)
    assert shown.paper.total == ("Expected total", "$432.00")
    assert [choice for choice, _words in shown.choices] == ["understood", "call"]
    done = entering.answer(token, {"choice": "understood"}, language="es", at=AT)
    assert isinstance(done, Found)
    assert isinstance(done.value, answering.Answered)
    assert isinstance(entering.look(token, language="en", at=AT, is_saving=True), Over)
    assert notices()[0].answer["choice"] == "understood"


def _token(practice: models.Practice) -> str:
    body = models.Parcel.objects.get(kind="text")
    text = telling.Notice.from_bytes(telling.blobs.load(practice, body.body)).text
    return text.split("/portal/")[1].split("/")[0]


def _text(data: bytes) -> str:
    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
