"""Traffic: both directions in one list, found by what a person knows, and what they do with what leaves."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive_for
from otium.desk.outbox import packing
from otium.desk.standing import standing_of
from otium.pages.staff.traffic import finding, views, words
from otium.pages.staff.traffic.standings import CONDITIONS
from otium.records import models
from otium.records.models import AuditEvent, Connection, InboundFile, Parcel, Patient, Transmission, Try
from otium.terms.parcel import ParcelState, Standing, TransmissionEvent, TransmissionState, Verdict
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.wires.x12.messages import answer_271


@pytest.fixture
def road(cast: Cast) -> Connection:
    with acting.acting_for(cast.a.pk):
        return build.connection(cast.a, name="Clearing")


@pytest.fixture
def alma(cast: Cast) -> Patient:
    return people.patient(cast.a, "Alma", "Testcase")


def post(cast: Cast, minutes: int = 0, **fields: Any) -> Parcel:
    with acting.acting_for(cast.a.pk):
        return build.parcel(cast.a, AT + timedelta(minutes=minutes), **fields)


def packed(cast: Cast, road: Connection, state: TransmissionState = TransmissionState.SENT) -> Transmission:
    with acting.acting_for(cast.a.pk):
        made = packing.pack(cast.a, road, is_real_time=False, at=AT + timedelta(hours=1))
        assert made is not None
        made.state = state.value
        made.save(update_fields=["state"])
        return made


def take(cast: Cast) -> InboundFile:
    outcome = receive_for(cast.a.pk, Arrival("answer.271", answer_271("EB*1**AD")), by=RECEIVE, at=AT)
    with acting.acting_for(cast.a.pk):
        return InboundFile.objects.get(pk=outcome.file_id)


def listed(client: Client, **given: Any) -> list[Any]:
    return list(client.post(reverse("traffic"), given).context["rows"])


def said(response: Any) -> list[str]:
    """The last, as those that were not looked at yet stay."""
    return [str(message) for message in response.context["messages"]][-1:]


def test_everything_that_may_be_said_has_words() -> None:
    assert set(words.STANDINGS) == set(CONDITIONS) == set(Standing)
    assert set(words.SENDINGS) == set(TransmissionState)
    assert set(words.OUTCOMES) == set(TransmissionEvent)
    assert set(words.VERDICTS) == {"", *Verdict}


def test_the_list_narrowed_to_a_standing_holds_what_the_rule_says_stands_there(cast: Cast, road: Connection) -> None:
    with acting.acting_for(cast.a.pk):
        answer = take(cast)
        for state, sending, verdict, is_answered in itertools.product(
            (ParcelState.PACKED, ParcelState.WITHDRAWN, ParcelState.WAITING),
            (None, *TransmissionState),
            ("", *Verdict),
            (False, True),
        ):
            if (state is ParcelState.PACKED) != (sending is not None):
                continue
            parcel = build.parcel(cast.a, AT)
            if sending:
                parcel.transmission = packed(cast, road, sending)
            parcel.state, parcel.verdict, parcel.answer = state.value, verdict, answer if is_answered else None
            parcel.save()

        for standing, condition in CONDITIONS.items():
            found = set(Parcel.objects.filter(condition).values_list("pk", flat=True))
            every = Parcel.objects.select_related("transmission")
            assert found == {each.pk for each in every if standing_of(each) is standing}, standing
            assert found


def test_both_directions_stand_in_one_list_by_time(client: Client, cast: Cast, road: Connection) -> None:
    post(cast, -1)
    take(cast)
    post(cast, 1)

    rows = listed(client)

    assert [row.direction for row in rows] == ["out", "in", "out"]
    assert (rows[0].kind, rows[0].connection, rows[0].word) == ("Eligibility inquiry (270)", "Clearing", "Waiting")
    assert (rows[1].kind, rows[1].connection, rows[1].word) == ("Eligibility answer (271)", "Folder", "Whose is it?")


def test_messages_are_found_by_patient_trace_and_control_number(
    client: Client, cast: Cast, road: Connection, alma: Patient
) -> None:
    mine = post(cast, patient_id=alma.pk, trace="TRACE-9")
    control = packed(cast, road).interchange_control
    other = post(cast, 5)

    found = {
        q: [row.url for row in listed(client, q=q)] for q in ("alma testcase", "trace-9", str(control), "no such thing")
    }

    url = reverse("parcel", args=[mine.pk])
    assert found == {"alma testcase": [url], "trace-9": [url], str(control): [url], "no such thing": []}
    assert reverse("parcel", args=[other.pk]) in [row.url for row in listed(client)]


def test_a_claim_leads_to_what_was_sent_of_it_and_to_what_pays_it(
    client: Client, cast: Cast, road: Connection, alma: Patient
) -> None:
    cover = people.coverage(alma)
    sent = post(cast, kind="837P", trace="C-77-1")
    paid = take(cast)
    other = post(cast, 3, kind="837P", trace="C-78-1")
    of_a = {"practice": cast.a}
    with acting.acting_for(cast.a.pk):
        claim = models.Claim.objects.create(
            **of_a, number="C-77", patient=alma, coverage=cover, starts_on=ON, ends_on=ON, made_at=AT, standing_at=AT
        )
        models.ClaimVersion.objects.create(
            **of_a, claim=claim, number=1, control="C-77-1", parcel=sent, made_at=AT, by="x"
        )
        remittance = models.Remittance.objects.create(
            **of_a, inbound_file=paid, segment=3, trace="CHECK-5", amount=90, received_at=AT
        )
        models.RemittedClaim.objects.create(
            **of_a, remittance=remittance, position=9, claim=claim, number="C-77-1", charge=100, paid=90
        )

    of_claim, of_check = listed(client, q="c-77"), listed(client, q="CHECK-5")

    assert {row.url for row in of_claim} == {
        reverse("parcel", args=[sent.pk]), reverse("inbox_file", args=[paid.pk])
    }  # fmt: skip
    assert {row.claims for row in of_claim} == {"C-77-1", "C-77"}
    assert [row.url for row in of_check] == [reverse("inbox_file", args=[paid.pk])]
    assert reverse("parcel", args=[other.pk]) not in {row.url for row in of_claim}


def test_the_list_is_narrowed_by_way_kind_state_connection_and_day(
    client: Client, cast: Cast, road: Connection
) -> None:
    post(cast, kind="276")
    packed(cast, road)
    post(cast, 60 * 24)
    take(cast)

    counts = {
        str(given): len(listed(client, **given))
        for given in (
            {"direction": "out"},
            {"direction": "in"},
            {"kind": "276"},
            {"kind": "271"},
            {"state": "sent"},
            {"state": "waiting"},
            {"state": "unmatched"},
            {"connection": str(road.pk)},
            {"connection": "none"},
            {"day": "2026-11-24"},
            {"day": "2026-11-23"},
            {"state": "nonsense", "connection": "x", "before": "y"},
        )
    }

    assert list(counts.values()) == [2, 1, 1, 1, 1, 1, 1, 2, 0, 1, 2, 3]


def test_older_messages_follow_without_one_left_out_or_twice(
    client: Client, cast: Cast, road: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ROWS", 2)
    monkeypatch.setattr(finding.find, "__kwdefaults__", {"most": 2})
    for _number in range(4):
        post(cast)  # all at one instant
    take(cast)

    seen, before = [], ""
    for _page in range(4):
        context = client.post(reverse("traffic"), {"before": before}).context
        seen += [row.url for row in context["rows"]]
        before = context["older"]
        if not before:
            break

    assert len(seen) == len(set(seen)) == 5


def test_the_list_asks_a_fixed_number_of_questions(
    client: Client, cast: Cast, road: Connection, alma: Patient, django_assert_max_num_queries: Any
) -> None:
    for _number in range(6):
        post(cast, patient_id=alma.pk)
    packed(cast, road)
    take(cast)

    with django_assert_max_num_queries(25):
        assert len(listed(client, q="alma")) == 6


def test_the_trail_names_the_patients_that_the_list_showed(
    client: Client, cast: Cast, road: Connection, alma: Patient
) -> None:
    post(cast, patient_id=alma.pk)

    listed(client)

    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="traffic")
    assert (event.action, event.patients) == ("read", [str(alma.pk)])


def test_a_file_that_speaks_of_several_names_the_first_and_is_found_by_each(
    client: Client, cast: Cast, alma: Patient
) -> None:
    people_of_it = [alma, people.patient(cast.a, "Bo", "Second"), people.patient(cast.a, "Cy", "Third")]
    file = take(cast)
    with acting.acting_for(cast.a.pk):
        file.report = {"messages": [{"patient_id": str(each.pk)} for each in people_of_it]}
        file.save(update_fields=["report"])

    (row,) = listed(client, q="Third")

    assert [name for name, _url in row.patients] == ["Alma Testcase", "Bo Second"]
    assert row.others == "and 1 more"
    assert [len(listed(client, patient=str(each.pk))) for each in people_of_it] == [1, 1, 1]
    assert listed(client, q="Nobody") == []


def test_the_list_as_csv_is_an_export_and_starts_no_formula(client: Client, cast: Cast, road: Connection) -> None:
    evil = people.patient(cast.a, "=cmd()", "Testcase")
    post(cast, patient_id=evil.pk)

    response = client.post(reverse("traffic_export"), {"direction": "out"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "When,Practice,Direction,Kind,Patient,To,Claims,Connection,State"
    assert len(lines) == 2
    assert ",'=cmd() Testcase," in lines[1]
    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="traffic_export")
    assert (event.action, event.patients) == ("export", [str(evil.pk)])


def test_one_message_is_told_in_words_with_every_try(client: Client, cast: Cast, road: Connection) -> None:
    parcel = post(cast)
    sending = packed(cast, road)
    with acting.acting_for(cast.a.pk):
        Try.objects.create(
            practice=cast.a, transmission=sending, number=1, began_at=AT, ended_at=AT + timedelta(seconds=2),
            outcome=TransmissionEvent.TRY_FAILED, code="timeout",
        )  # fmt: skip
        Try.objects.create(practice=cast.a, transmission=sending, number=2, is_inquiry=True, began_at=AT)

    context = client.get(reverse("parcel", args=[parcel.pk])).context

    assert [(each.number, each.what, each.word) for each in context["tries"]] == [
        (2, "Asked whether it had arrived", "under way, or cut off"),
        (1, "Sent", "it did not get through. They took too long."),
    ]
    assert [row.tag for row in context["shown"].rows if row.tag] == ["ST", "BHT", "SE"]
    assert "no-isa" not in str(context["shown"].found)


def test_what_was_heard_of_a_message_and_of_its_file_leads_to_the_file_that_said_it(
    client: Client, cast: Cast, road: Connection
) -> None:
    parcel = post(cast)
    sending, file = packed(cast, road), take(cast)
    of_it = {"practice": cast.a, "inbound_file": file, "transmission": sending, "received_at": AT}
    with acting.acting_for(cast.a.pk):
        models.Acknowledgement.objects.create(
            **of_it, key="1", kind="TA1", segment=2, verdict="accepted", codes={"note": "000"}
        )
        models.Acknowledgement.objects.create(
            **of_it, key="2", kind="999", segment=5, parcel=parcel, verdict="rejected",
            codes={"notes": ["5"], "errors": [{"segment": "NM1"}]},
        )  # fmt: skip

    heard = client.get(reverse("parcel", args=[parcel.pk])).context["heard"]

    assert {(each.kind, each.word, each.codes) for each in heard} == {
        ("Envelope check (TA1), the whole file", "accepted", "note 000"),
        ("Format check (999)", "refused", "notes 5, errors segment NM1"),
    }
    assert {each.url.partition("#")[2] for each in heard} == {"segment-2", "segment-5"}


def test_a_message_without_a_road_says_so(client: Client, cast: Cast) -> None:
    parcel = post(cast)

    body = client.get(reverse("parcel", args=[parcel.pk])).content.decode()

    assert "No connection carries this kind for this payer." in body


def test_what_waits_is_taken_back_with_a_reason(client: Client, cast: Cast, road: Connection) -> None:
    parcel = post(cast)
    url = reverse("parcel_withdraw", args=[parcel.pk])

    refused = said(client.post(url, {"why": " "}, follow=True))
    client.post(url, {"why": "asked by phone"})
    again = said(client.post(url, {"why": "twice"}, follow=True))

    assert refused == ["Say why, in a few words."]
    assert again == ["It is packed already and cannot be taken back."]
    with acting.acting_for(cast.a.pk):
        assert Parcel.objects.get(pk=parcel.pk).state == "withdrawn"


def test_what_was_sent_is_sent_anew_as_a_message_of_its_own(client: Client, cast: Cast, road: Connection) -> None:
    parcel = post(cast, kind="837P")
    packed(cast, road)

    response = client.post(reverse("parcel_resend", args=[parcel.pk]), {"why": "the payer lost it"}, follow=True)

    with acting.acting_for(cast.a.pk):
        made = Parcel.objects.get(resend_of=parcel)
    assert response.redirect_chain[-1][0] == reverse("parcel", args=[made.pk])
    assert [row.claims for row in listed(client, direction="out")] == [parcel.trace, parcel.trace]
    assert (made.why, made.state) == ("the payer lost it", "waiting")


@pytest.mark.parametrize(("name", "state"), [("transmission_arrived", "sent"), ("transmission_again", "ready")])
def test_what_may_have_arrived_is_decided_by_a_person(
    client: Client, cast: Cast, road: Connection, name: str, state: str
) -> None:
    parcel = post(cast)
    sending = packed(cast, road, TransmissionState.UNSURE)
    offered = client.get(reverse("parcel", args=[parcel.pk])).content.decode()

    client.post(reverse(name, args=[sending.pk]), {"why": "they told me by phone"})
    late = said(client.post(reverse(name, args=[sending.pk]), {"why": "again"}, follow=True))

    assert "It arrived" in offered
    with acting.acting_for(cast.a.pk):
        assert Transmission.objects.get(pk=sending.pk).state == state
    assert late == ["There is nothing to decide any more."]


def test_the_bytes_of_a_sending_come_as_a_download_and_that_is_an_export(
    client: Client, cast: Cast, road: Connection, alma: Patient
) -> None:
    post(cast, patient_id=alma.pk)
    sending = packed(cast, road)

    page = client.get(reverse("transmission", args=[sending.pk]))
    response = client.get(reverse("transmission_raw", args=[sending.pk]))

    assert [name for line in page.context["lines"] for name, _url in line.patients] == ["Alma Testcase"]
    assert response.content.startswith(b"ISA*")
    assert response["Content-Disposition"].startswith("attachment;")
    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="transmission_raw")
    assert (event.action, event.patients) == ("export", [str(alma.pk)])


def test_a_page_of_one_sending_shows_the_first_of_many_parcels(
    client: Client, cast: Cast, road: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_PARCELS", 1)
    post(cast)
    post(cast)
    sending = packed(cast, road)

    context = client.get(reverse("transmission", args=[sending.pk])).context

    assert (len(context["lines"]), context["unsaid"]) == (1, 1)
