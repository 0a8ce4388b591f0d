"""The clinician's inbox: what waits, read beside its sources, signed one after the other."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, blobs, settle
from otium.desk.actor import SWEEP
from otium.records import models
from otium.wires.paper.page import one_page
from tests import cast as people
from tests.cast import ON, Cast

pytestmark = pytest.mark.django_db
PAPERS = ("evaluation", "plan_of_care", "referral", "progress_report")
FOUND = (
    ("history", "Born at term."),
    ("prior_level", "Has not dressed without help before."),
    ("deficit", "Needs help to dress."),
    ("skilled_need", "Grading of input must change from minute to minute."),
    ("discharge_plan", "Discharge to the home program."),
    ("other_services", "None."),
)


@pytest.fixture
def house() -> Cast:
    return people.assemble()


@pytest.fixture
def request_(house: Cast) -> models.AuthorizationRequest:
    """A first request that has everything but the NPIs of practice and therapist."""
    return complete(house, people.patient(house.a))


def complete(house: Cast, patient: models.Patient) -> models.AuthorizationRequest:
    treating = house.therapists["treating"]
    cover, episode = people.coverage(patient), people.episode(patient, treating)
    of = {"practice": house.a, "patient": patient}
    with acting.acting_for(house.a.pk):
        models.Practice.objects.filter(pk=house.a.pk).update(npi="1234567893", tax_id="123456789")
        models.Therapist.objects.filter(pk=treating.pk).update(npi="1245319599")
        models.EpisodeOfCare.objects.filter(pk=episode.pk).update(icd10=["Z73.6"], onset_on=date(2025, 1, 15))
        for kind, text in FOUND:
            models.Finding.objects.create(**of, kind=kind, text=text, found_on=date(2026, 11, 16))
        models.Measure.objects.create(**of, instrument="copm", score=3, taken_on=date(2026, 11, 16), part="Performance")
        models.Goal.objects.create(
            **of, text="Dresses alone", baseline="0 of 5", current="1 of 5", target="5 of 5", set_on=date(2026, 11, 16),
            due_on=date(2027, 3, 1),
        )  # fmt: skip
        models.Referral.objects.create(**of, written_on=date(2026, 11, 1), is_signed=True, referrer_name="Ana Ruiz, MD")
        models.PlanOfCare.objects.create(**of, starts_on=date(2026, 11, 16), ends_on=date(2027, 3, 1))
        for kind in PAPERS:
            models.Document.objects.create(
                **of, kind=kind, title=kind, blob=blobs.keep(house.a, one_page([kind])), media_type="application/pdf",
                received_on=ON, pages=1,
            )  # fmt: skip
        return models.AuthorizationRequest.objects.create(
            **of, coverage=cover, kind="initial", state="draft", requested=12, starts_on=date(2026, 12, 1),
            ends_on=date(2027, 2, 28), per_week=Decimal(1), weeks=12, therapist=treating, episode=episode,
            lines=[{"codes": ["97530"], "basis": "visits", "quantity": 12}],
        )  # fmt: skip


def settled(house: Cast) -> None:
    with acting.acting_for(house.a.pk):
        house.a.refresh_from_db()
        settle.settle(house.a, by=SWEEP, at=people.AT)


@pytest.fixture
def therapist(house: Cast) -> Client:
    return people.signed_in(house.people["treating"])


def digest(client: Client, request: models.AuthorizationRequest) -> str:
    return str(client.get(reverse("signature", args=[request.pk])).context["packet"].digest)


def test_the_inbox_says_how_many_and_how_long(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    complete(house, people.patient(house.a, "Mateo", "Marshfield"))
    settled(house)

    page = therapist.get(reverse("signatures"))

    assert page.context["title"] == "Two signatures, three minutes"
    assert "Read " in page.content.decode()


def test_an_empty_inbox_says_so(house: Cast, therapist: Client) -> None:
    assert "Nothing to sign" in therapist.get(reverse("signatures")).content.decode()


def test_what_another_therapist_treats_is_not_in_it(house: Cast, request_: models.AuthorizationRequest) -> None:
    settled(house)

    page = people.signed_in(house.people["other_therapist"]).get(reverse("signatures"))

    assert page.context["ready"] == []


def test_an_owner_sees_all_of_the_practice(house: Cast, request_: models.AuthorizationRequest) -> None:
    settled(house)

    page = people.signed_in(house.people["owner"]).get(reverse("signatures"))

    assert [row.id for row in page.context["ready"]] == [request_.pk]


def test_every_sentence_is_shown_with_what_it_rests_on(
    request_: models.AuthorizationRequest, therapist: Client
) -> None:
    packet = therapist.get(reverse("signature", args=[request_.pk])).context["packet"]

    assert packet.is_complete, [gap.words for gap in packet.blocking]
    said = [sentence for section in packet.sections for sentence in section.sentences]
    assert all(sentence.sources for sentence in said)
    assert all(source.href for sentence in said for source in sentence.sources)


def test_signing_leads_to_the_next_one(house: Cast, request_: models.AuthorizationRequest, therapist: Client) -> None:
    other = complete(house, people.patient(house.a, "Mateo", "Marshfield"))
    settled(house)

    answer = therapist.post(reverse("signature_sign", args=[request_.pk]), {"digest": digest(therapist, request_)})

    assert answer["Location"] == reverse("signature", args=[other.pk])
    page = therapist.get(answer["Location"]).content.decode()
    assert "Sign Mateo’s request" in page
    assert "Left: one signature" in page


def test_after_the_last_one_the_inbox_is_empty(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    settled(house)

    answer = therapist.post(
        reverse("signature_sign", args=[request_.pk]), {"digest": digest(therapist, request_)}, follow=True
    )

    assert answer.context["ready"] == []


def test_a_signature_on_what_was_not_read_is_refused_in_words(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    settled(house)

    answer = therapist.post(reverse("signature_sign", args=[request_.pk]), {"digest": "0" * 64}, follow=True)

    assert "The records changed while you were reading" in answer.content.decode()
    with acting.acting_for(house.a.pk):
        assert not models.RequestPacket.objects.exclude(signed_at=None).exists()


def test_a_therapist_who_does_not_treat_the_patient_gets_no_button_and_cannot_sign(
    house: Cast, request_: models.AuthorizationRequest
) -> None:
    other = people.signed_in(house.people["other_therapist"])
    settled(house)

    page = other.get(reverse("signature", args=[request_.pk])).content.decode()

    assert "Sign Theodora’s request" not in page
    answer = other.post(reverse("signature_sign", args=[request_.pk]), {"digest": "x"}, follow=True)
    assert "Only the therapist who treats the patient" in answer.content.decode()


def test_gaps_lead_to_where_they_are_filled_in(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    with acting.acting_for(house.a.pk):
        models.Coverage.objects.update(member_id="")
        models.Finding.objects.filter(kind="discharge_plan").delete()

    packet = therapist.get(reverse("signature", args=[request_.pk])).context["packet"]

    assert {gap.words: gap.href for gap in packet.blocking} == {
        "Enter the member ID as printed on the card.": reverse(
            "coverage_change", args=[request_.patient_id, request_.coverage_id]
        ),
        "Say when and to what treatment ends.": reverse("signature", args=[request_.pk]) + "#write-discharge",
    }


def test_words_of_the_clinician_are_kept_and_said(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    therapist.post(
        reverse("signature_write", args=[request_.pk]), {"section": "skilled_need", "text": "Parents are taught."}
    )

    page = therapist.get(reverse("signature", args=[request_.pk])).content.decode()

    assert page.count("Parents are taught.") == 2  # in the packet and in the field


def test_the_pdf_of_a_draft_and_of_a_signed_packet_open(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    address = reverse("signature_pdf", args=[request_.pk])
    assert therapist.get(address).content.startswith(b"%PDF")

    therapist.post(reverse("signature_sign", args=[request_.pk]), {"digest": digest(therapist, request_)})

    assert therapist.get(address)["Content-Type"] == "application/pdf"
    with acting.acting_for(house.a.pk):
        assert models.RequestPacket.objects.exclude(pdf=None).count() == 1


def test_what_changed_since_the_signature_is_shown_beside_it(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    therapist.post(reverse("signature_sign", args=[request_.pk]), {"digest": digest(therapist, request_)})
    with acting.acting_for(house.a.pk):
        models.Goal.objects.update(current="2 of 5")

    page = therapist.get(reverse("signature", args=[request_.pk]))

    assert [change.title for change in page.context["changes"]] == ["Goals"]
    assert page.context["may_sign"]


def test_a_signature_is_withdrawn_with_a_reason(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    therapist.post(reverse("signature_sign", args=[request_.pk]), {"digest": digest(therapist, request_)})

    refused = therapist.post(reverse("signature_withdraw", args=[request_.pk]), {"why": ""}, follow=True)
    done = therapist.post(reverse("signature_withdraw", args=[request_.pk]), {"why": "Wrong goal"}, follow=True)

    assert "Say why the signature is withdrawn." in refused.content.decode()
    assert "The signature is withdrawn." in done.content.decode()


def test_a_page_takes_the_same_queries_however_many_wait(
    house: Cast, request_: models.AuthorizationRequest, therapist: Client
) -> None:
    settled(house)
    therapist.get(reverse("signatures"))  # the first page of a session saves it
    with CaptureQueriesContext(connection) as one:
        therapist.get(reverse("signatures"))
    complete(house, people.patient(house.a, "Mateo", "Marshfield"))
    settled(house)

    with CaptureQueriesContext(connection) as two:
        therapist.get(reverse("signatures"))

    assert len(two) == len(one)


def test_the_letter_of_an_appeal_waits_beside_the_requests(house: Cast, request_: models.AuthorizationRequest) -> None:
    with acting.acting_for(house.a.pk):
        models.AuthorizationRequest.objects.filter(pk=request_.pk).update(state="denied", decided_on=ON)
        appeal = models.Appeal.objects.create(
            practice=house.a, request=request_, track="commercial", level=1, state="draft", opened_on=ON, notice_on=ON
        )
    treating, other = (people.signed_in(house.people[name]) for name in ("treating", "other_therapist"))
    address = reverse("signatures")

    shown = treating.get(address)
    unseen = other.get(address).context["letters"]
    with acting.acting_for(house.a.pk):
        models.Appeal.objects.filter(pk=appeal.pk).update(state="ready")

    assert [row.url for row in shown.context["letters"]] == [reverse("appeal", args=[appeal.pk])]
    assert "1 letter of an appeal to sign" in shown.content.decode()
    assert unseen == []
    assert treating.get(address).context["letters"] == []
