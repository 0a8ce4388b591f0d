"""Proposed wording: off as shipped, refused without an agreement, marked until accepted, never on the paper."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from otium.desk import blobs, packets
from otium.desk.actor import Actor
from otium.desk.packets import pdf, reasoning, signing, wording
from otium.desk.packets.signing import NotSigned
from otium.desk.packets.wording import Agreement, CannotUse
from otium.records import models
from otium.terms.packet import Section
from otium.wires.carriers.base import CarrierError
from tests.desk.packets.conftest import AT, Case, complete

pytestmark = pytest.mark.django_db
GIVEN = Agreement(
    "Business Associate Agreement with Example", date(2026, 11, 2), "Example", "https://model.example/v1", "m-1", True
)


class Model:
    """A stand-in for the service: answers what it is given, keeps what it was asked."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def propose(self, system: str, user: str) -> str:
        self.asked.append(system + user)
        if not self.answers:
            raise CarrierError("timeout")
        return self.answers.pop(0)


@pytest.fixture
def on(case: Case) -> Case:
    wording.turn_on(case.practice, GIVEN, key="a secret", by=Actor.person(case.signer.pk), at=AT)
    return case


def propose(case: Case, model: Model, section: Section = Section.SKILLED_NEED) -> None:
    wording.propose(request_id=case.request.pk, section=section, by=Actor.person(case.signer.pk), at=AT, through=model)


def refused(case: Case, model: Model, section: Section = Section.SKILLED_NEED) -> str:
    with pytest.raises(NotSigned) as error:
        propose(case, model, section)
    return error.value.code


def test_as_shipped_nothing_is_asked(case: Case) -> None:
    model = Model("Fasteners need grading.")

    assert refused(case, model) == "agreement_missing"
    assert model.asked == []


def test_what_is_proposed_stands_marked_and_blocks_the_signature(on: Case) -> None:
    complete(on)
    model = Model("Fasteners need grading.")

    propose(on, model)

    on.request.refresh_from_db()
    assert on.request.reasoning["skilled_need"]["is_proposed"] is True
    assert "wording_proposed" in [gap.code for gap in packets.compiled(on.request.pk, at=AT).blocking]
    assert not any(name in model.asked[0] for name in ("Theodora", "Marshfield", "Evergreen", "TEST"))


def test_what_is_proposed_is_not_on_the_paper_until_it_is_accepted(on: Case) -> None:
    complete(on)
    propose(on, Model("Fasteners need much grading."))
    assert "much grading" not in text_of(pdf.of_draft(on.request.pk, at=AT))

    reasoning.accept(request_id=on.request.pk, section=Section.SKILLED_NEED, by=Actor.person(on.signer.pk), at=AT)

    assert "much grading" in text_of(pdf.of_draft(on.request.pk, at=AT))


def test_the_cover_has_the_practices_whole_address(case: Case) -> None:
    assert "Albany, NY 12207-1234" in " ".join(text_of(pdf.of_draft(case.request.pk, at=AT)).split())


def text_of(made: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (Model("Improved by 73%."), "wording_unfounded"),
        (Model("NOTHING"), "wording_unfounded"),
        (Model(), "wording_unreachable"),
    ],
    ids=["a_number_of_its_own", "nothing", "no_answer"],
)
def test_what_cannot_be_taken_changes_nothing(on: Case, model: Model, code: str) -> None:
    assert refused(on, model) == code
    on.request.refresh_from_db()
    assert on.request.reasoning == {}


def test_what_a_person_wrote_is_not_written_over(on: Case) -> None:
    reasoning.write(
        request_id=on.request.pk, section=Section.SKILLED_NEED, text="My own.", by=Actor.person(on.signer.pk), at=AT
    )
    model = Model("Fasteners need grading.")

    assert refused(on, model) == "written_already"
    assert model.asked == []


def test_what_has_left_is_not_worded(on: Case) -> None:
    models.AuthorizationRequest.objects.update(state="submitted")

    assert refused(on, Model("x")) == "not_editable"


TOMORROW = AT.date() + timedelta(days=1)


@pytest.mark.parametrize("given", [{"name": " "}, {"signed_on": TOMORROW}], ids=["unnamed", "ahead"])
def test_without_an_agreement_it_cannot_be_turned_on(case: Case, given: dict) -> None:
    with pytest.raises(NotSigned):
        wording.turn_on(case.practice, replace(GIVEN, **given), key="", by=Actor.person(case.signer.pk), at=AT)


def test_an_address_without_tls_cannot_be_used(case: Case) -> None:
    with pytest.raises(CannotUse):
        wording.turn_on(
            case.practice, replace(GIVEN, url="http://model.example"), key="", by=Actor.person(case.signer.pk), at=AT
        )


def test_the_key_is_kept_sealed_and_in_no_history(on: Case) -> None:
    on.practice.refresh_from_db()

    assert "a secret" not in str(on.practice.wording)
    assert "secret" not in str(list(models.History.objects.filter(event="wording_on").values("before", "after")))


def test_turned_off_it_is_off(on: Case) -> None:
    wording.turn_off(on.practice, by=Actor.person(on.signer.pk), at=AT)

    assert refused(on, Model("x")) == "agreement_missing"


def test_a_signed_packet_is_set_once_and_stays_as_it_was(case: Case) -> None:
    complete(case)
    digest = packets.compiled(case.request.pk, at=AT).digest
    row = signing.sign(request_id=case.request.pk, digest=digest, by=Actor.person(case.signer.pk), at=AT)

    first = pdf.of_signed(row.pk)
    models.Goal.objects.update(current="5 of 5 buttons")

    assert pdf.of_signed(row.pk) == first
    assert "Electronically signed by Noor Haddad" in text_of(first)
    assert "2 of 5 buttons" in text_of(first)
    assert "Enclosure 1: Progress report" in text_of(first)


def test_a_paper_that_cannot_be_opened_is_named(case: Case) -> None:
    complete(case)
    bad = models.Document.objects.get(kind="progress_report")
    bad.blob = blobs.keep(case.practice, b"no pdf")
    bad.save()

    with pytest.raises(pdf.CannotEnclose) as error:
        pdf.of_draft(case.request.pk, at=AT)

    assert error.value.document_id == bad.pk
    with pytest.raises(NotSigned) as refusal:
        signing.sign(
            request_id=case.request.pk, digest=packets.compiled(case.request.pk, at=AT).digest,
            by=Actor.person(case.signer.pk), at=AT,
        )  # fmt: skip
    assert refusal.value.code == "cannot_enclose"
