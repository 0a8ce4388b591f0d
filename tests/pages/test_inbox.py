"""Received files: the list, one file explained, matching, setting aside, handing on."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, house
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive_for
from otium.records import models
from otium.records.models import AuditEvent, InboundFile, Patient
from tests import cast as people
from tests.cast import AT, Cast
from tests.wires.x12.messages import answer_271

ANSWER = answer_271("EB*1**AD", "EB*B**AD***27*30")
MEMBER, BORN = "ZZ0000001", date(2018, 1, 31)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def alma(cast: Cast) -> Patient:
    """The person of the answer, with another member number."""
    patient = people.patient(cast.a, "Alma", "Testcase", birth_on=BORN)
    people.coverage(patient, "commercial", member_id="OLD-NUMBER")
    return patient


def take(cast: Cast, data: bytes = ANSWER, name: str = "answer.271") -> InboundFile:
    outcome = receive_for(cast.a.pk, Arrival(name, data), by=RECEIVE, at=AT)
    with acting.acting_for(cast.a.pk):
        return InboundFile.objects.get(pk=outcome.file_id)


def again(cast: Cast, file: InboundFile) -> InboundFile:
    with acting.acting_for(file.practice_id):
        return InboundFile.objects.get(pk=file.pk)


def show(client: Client, file: InboundFile) -> Any:
    return client.get(reverse("inbox_file", args=[file.pk]))


def test_the_list_says_what_each_file_was_and_why_it_waits(client: Client, cast: Cast, alma: Patient) -> None:
    take(cast)

    response = client.get(reverse("inbox"))

    (row,) = response.context["rows"]
    assert (row.kind, row.state_word, row.changed) == ("Eligibility answer (271)", "Whose is it?", "nothing")
    assert row.why == "the member ID is not on file, segment 9"
    assert response.context["waiting"] == 1


def test_what_waits_stands_before_what_came_later(client: Client, cast: Cast, alma: Patient) -> None:
    take(cast)
    people.coverage(alma, "medicaid_ffs", member_id=MEMBER, order=2)
    take(cast, answer_271("EB*1**AD", control="000000102"), "second.271")

    names = [row.name for row in client.get(reverse("inbox")).context["rows"]]

    assert names == ["answer.271", "second.271"]


def test_the_list_is_narrowed_to_a_state(client: Client, cast: Cast, alma: Patient) -> None:
    take(cast)

    waiting, applied = (client.get(reverse("inbox"), {"state": s}).context["rows"] for s in ("waiting", "applied"))

    assert (len(waiting), len(applied)) == (1, 0)


def test_a_file_is_explained_with_its_messages_at_their_place(client: Client, cast: Cast, alma: Patient) -> None:
    file = take(cast)

    rows = show(client, file).context["shown"].rows

    segments = [row for row in rows if not row.is_heading]
    assert [s.position for s in segments] == list(range(1, len(segments) + 1))
    assert (segments[0].tag, segments[0].name) == ("ISA", "Envelope opens")
    assert [s.starts for s in segments if s.starts] == ["Eligibility answer (271): Whose is it?"]


def test_a_finding_stands_at_its_segment(client: Client, cast: Cast) -> None:
    cut = ANSWER[: ANSWER.index(b"SE*")]
    file = take(cast, cut)

    response = show(client, file)

    marked = [row.tag for row in response.context["shown"].rows if row.found]
    assert "ST" in marked
    assert response.context["file"].state_word == "Cannot be read"
    assert response.context["file"].why == "a message in it has no end (SE), segment 3"


def test_a_file_that_is_no_x12_is_shown_as_text_and_never_as_a_page(client: Client, cast: Cast) -> None:
    file = take(cast, b"<script>alert(1)</script>")

    body = show(client, file).content.decode()

    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert(1)" not in body


def test_a_person_finds_the_patient_and_the_answer_is_applied(client: Client, cast: Cast, alma: Patient) -> None:
    file = take(cast)
    found = client.post(reverse("inbox_file", args=[file.pk]), {"q": "alma"}).context["people"]

    client.post(reverse("inbox_match", args=[file.pk]), {"patient": str(found[0].id)})

    with acting.acting_for(cast.a.pk):
        assert models.BenefitCheck.objects.filter(patient=alma, status="active").count() == 1
        assert not models.Task.objects.filter(focus_id=file.pk, state="open").exists()
    assert again(cast, file).state == "applied"
    parts = show(client, file).context["parts"]
    assert [(p.what, p.patient_name) for p in parts] == [("an answer about coverage", "Alma Testcase")]


def test_a_match_without_a_patient_changes_nothing(client: Client, cast: Cast, alma: Patient) -> None:
    file = take(cast)

    response = client.post(reverse("inbox_match", args=[file.pk]), {"patient": "nobody"}, follow=True)

    assert "Choose the patient first." in [str(m) for m in response.context["messages"]]
    assert again(cast, file).state == "unmatched"


def test_setting_aside_needs_a_reason_and_is_undone_by_its_message(client: Client, cast: Cast, alma: Patient) -> None:
    file = take(cast)
    client.post(reverse("inbox_set_aside", args=[file.pk]), {"reason": " "})
    without = again(cast, file).state
    response = client.post(reverse("inbox_set_aside", args=[file.pk]), {"reason": "a test of the payer"}, follow=True)
    aside = again(cast, file).state

    undo = next(m.extra_tags for m in response.context["messages"] if m.extra_tags).removeprefix("undo:")
    client.post(undo)

    assert (without, aside, again(cast, file).state) == ("unmatched", "set_aside", "unmatched")


def test_the_bytes_come_back_as_they_came_and_that_is_an_export(client: Client, cast: Cast, alma: Patient) -> None:
    people.coverage(alma, "medicaid_ffs", member_id=MEMBER, order=2)
    file = take(cast)

    response = client.get(reverse("inbox_raw", args=[file.pk]))

    assert response.content == ANSWER
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="inbox_raw")
    assert (event.action, event.patients) == ("export", [str(alma.pk)])


def test_a_file_held_at_the_firm_is_handed_to_a_practice_the_manager_works_for(cast: Cast, alma: Patient) -> None:
    manager = cast.people["firm_manager"]
    office = house.offices(house.found_firm("Firm", by=RECEIVE, at=AT))[0]
    with acting.acting_for(office):
        models.Membership.objects.create(practice_id=office, staff=manager, role="firm_manager")
    outcome = receive_for(office, Arrival("a.271", ANSWER), by=RECEIVE, at=AT, unrouted="no_practice_named")
    client = people.signed_in(manager)
    url = reverse("inbox_file", args=[outcome.file_id])

    targets = client.get(url).context["targets"]
    client.post(reverse("inbox_route", args=[outcome.file_id]), {"practice": str(cast.b.pk)})
    client.post(reverse("inbox_route", args=[outcome.file_id]), {"practice": str(cast.a.pk)})

    assert [p.pk for p in targets] == [cast.a.pk]
    with acting.acting_for(cast.a.pk, cast.b.pk, office):
        assert InboundFile.objects.get(practice=cast.a).state == "unmatched"
        assert not InboundFile.objects.filter(practice=cast.b).exists()
        assert InboundFile.objects.get(practice_id=office).state == "routed"


def test_who_the_file_names_stands_beside_the_choice(client: Client, cast: Cast, alma: Patient) -> None:
    file = take(cast)

    stated = show(client, file).context["stated"]

    assert (stated.name.casefold(), stated.birth, stated.member_id) == (
        "alma testcase", "Wed, Jan 31, 2018", MEMBER,
    )  # fmt: skip
