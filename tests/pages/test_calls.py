"""A call from the page: the script, each answer beside its question, the ledger, the worksheet on paper."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Call, Task
from tests import build
from tests import cast as people
from tests.cast import Cast
from tests.pages.at_desk import of_a

SAID = {
    "outcome": "reached", "number": "(800) 555-0100", "hold_minutes": "14", "representative": "Marcus T.",
    "reference": "I-20931", "called_on": "today", "q-active": "yes",
}  # fmt: skip


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def injured(cast: Cast) -> models.Coverage:
    """A work injury with a visit booked: nobody can be asked by wire."""
    patient = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893", tax_id="912345678")
        payer = build.payer(cast.a, "workers_comp", name="Northern Casualty", phone="(800) 555-0188")
        row = build.coverage(patient, payer, member_id="MEMBER-7")
        people.visit(patient, people.ON)
        people.settled(cast.a)
        return row


def url(row: models.Coverage, name: str = "call_add") -> str:
    return reverse(name, args=[row.patient_id, row.pk])


def record(client: Client, row: models.Coverage, **changes: str) -> Any:
    return client.post(url(row), {**SAID, **changes})


def verification(cast: Cast) -> Task:
    return of_a(cast, Task, kind="verify_coverage")[0]


def test_the_task_of_a_payer_without_a_wire_leads_to_the_call_first(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    task = verification(cast)

    panel = client.get(reverse("desk_task", args=[task.pk])).context["panel"]

    assert panel.primary.code == "call_payer"
    assert panel.primary.button == "Call Northern Casualty"
    assert panel.primary.href == f"{url(injured)}?task={task.pk}"
    assert "ask_payer" not in {part.code for part in panel.others}


def test_the_act_that_is_done_on_a_page_is_not_recorded_past_it(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    task = verification(cast)

    response = client.post(reverse("desk_record", args=[task.pk]), {"choice": "call_payer"}, follow=True)

    assert "This cannot be recorded for this task." in response.content.decode()


def test_the_script_says_whom_to_call_and_what_to_say_first(client: Client, injured: models.Coverage) -> None:
    response = client.get(url(injured))
    body = response.content.decode()

    assert 'href="tel:(800) 555-0188"' in body
    first = {item.name: item.value for item in response.context["first"]}
    assert first["NPI"] == "1234567893"
    assert first["Tax ID"] == "912345678"
    assert first["Member ID, as on the card"] == "MEMBER-7"
    assert next(line.ask for line in response.context["questions"]) == "What is the claim number?"
    assert "It stands on every bill." in body


def test_a_recorded_call_closes_the_task_and_offers_to_be_taken_back(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    task = verification(cast)

    response = client.post(f"{url(injured)}?task={task.pk}", SAID | {"q-claim_number": "WC-7731"}, follow=True)

    (call,) = of_a(cast, Call)
    assert (call.task_id, call.hold_minutes, call.learned) == (
        task.pk,
        14,
        {"active": "yes", "claim_number": "WC-7731"},
    )
    assert response.redirect_chain[-1][0] == reverse("desk")
    assert reverse("call_withdraw", args=[call.pk]) in response.content.decode()
    task.refresh_from_db()
    assert task.state == "closed"
    assert "WC-7731" in client.get(reverse("patient", args=[injured.patient_id])).content.decode()


def test_what_is_known_is_not_asked_again(client: Client, injured: models.Coverage) -> None:
    record(client, injured, **{"q-claim_number": "WC-1", "q-injured_on": "9/14/2026"})

    context = client.get(url(injured)).context

    asked = {line.ask for line in context["questions"]}
    assert "What is the claim number?" not in asked
    assert {line.ask for line in context["known"]} >= {
        "What is the claim number?",
        "What is the date of injury on file?",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"representative": ""}, "representative"),
        ({"reference": ""}, "reference"),
        ({"q-authorized_visits": "a dozen"}, "q-authorized_visits"),
        ({"q-injured_on": "some day"}, "q-injured_on"),
        ({"hold_minutes": "a while"}, "hold_minutes"),
        ({"hold_minutes": "601"}, "hold_minutes"),
        ({"called_on": "11/20/2026"}, "called_time"),
        ({"outcome": "voicemail"}, "outcome"),
        ({"promise": "Faxes it"}, "promised_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_entry_and_what_was_typed_is_kept(
    cast: Cast, client: Client, injured: models.Coverage, changes: dict[str, str], field: str
) -> None:
    response = record(client, injured, **{"q-claim_number": "WC-7731", **changes})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'value="WC-7731"' in response.content.decode()
    assert not of_a(cast, Call)


def test_a_call_of_an_earlier_day_is_at_the_time_that_was_typed(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    record(client, injured, called_on="11/20/2026", called_time="9:30 am")

    (call,) = of_a(cast, Call)
    assert call.called_at.isoformat() == "2026-11-20T14:30:00+00:00"


def test_a_call_is_corrected_from_what_was_recorded(cast: Cast, client: Client, injured: models.Coverage) -> None:
    record(client, injured, **{"q-claim_number": "WC-1", "q-injured_on": "9/14/2026"})
    (first,) = of_a(cast, Call)
    address = reverse("call_correct", args=[first.pk])
    form = client.get(address).context["form"]
    typed = {f.html_name: f.value() for f in form if f.value() not in (None, "", [])}
    assert typed["q-claim_number"] == "WC-1"

    shown_day = form["q-injured_on"].subwidgets[0].data["value"]
    response = client.post(
        address, {**typed, "q-claim_number": "WC-2", "q-injured_on": shown_day, "called_on": "today"}
    )

    second = next(c for c in of_a(cast, Call) if c.pk != first.pk)
    assert response["Location"] == reverse("call", args=[second.pk])
    assert second.learned["claim_number"] == "WC-2"
    (claim,) = of_a(cast, models.InjuryClaim)
    assert (claim.claim_number, claim.injured_on.isoformat()) == ("WC-2", "2026-09-14")
    assert "was corrected" in client.get(reverse("call", args=[first.pk])).content.decode()


def test_a_call_taken_out_stays_in_the_ledger_and_counts_no_longer(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    record(client, injured)
    (call,) = of_a(cast, Call)

    client.post(reverse("call_withdraw", args=[call.pk]), {"reason": "wrong patient"})
    again = client.post(reverse("call_withdraw", args=[call.pk]), follow=True).content.decode()

    assert "wrong patient" in client.get(reverse("call", args=[call.pk])).content.decode()
    assert "taken out of the record already" in again
    (row,) = client.get(reverse("calls")).context["rows"]
    assert row.is_out
    assert of_a(cast, Task, kind="verify_coverage", state="open")


def test_the_ledger_is_narrowed_and_exported_as_it_is_shown(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    record(client, injured, promise="Faxes it", promised_on="dec 2")
    record(client, injured, outcome="gave_up", hold_minutes="40", representative="", reference="", **{"q-active": ""})
    counts = {
        query: len(client.get(f"{reverse('calls')}?{query}").context["rows"])
        for query in (
            "", f"payer={injured.payer_id}", f"patient={injured.patient_id}", "outcome=gave_up", "outcome=promised",
            "outcome=nonsense", "payer=nonsense", f"payer={injured.patient_id}",
        )
    }  # fmt: skip
    csv = client.get(f"{reverse('calls_export')}?outcome=promised").content.decode()

    assert list(counts.values()) == [2, 2, 2, 1, 1, 2, 2, 0]
    assert "Usually 27 minutes on hold" in client.get(f"{reverse('calls')}?payer={injured.payer_id}").context["hold"]
    assert csv.count("\n") == 2
    assert "Faxes it" in csv


def test_the_worksheet_on_paper_asks_the_same(client: Client, injured: models.Coverage) -> None:
    body = client.get(url(injured, "call_print")).content.decode()

    assert "What is the claim number?" in body
    assert "MEMBER-7" in body


def test_the_pages_take_as_many_queries_however_many_calls_there_are(
    client: Client, injured: models.Coverage, django_assert_max_num_queries: Any
) -> None:
    for hour in range(8, 14):
        record(client, injured, called_on="11/20/2026", called_time=f"{hour}:05")

    with django_assert_max_num_queries(22):
        assert len(client.get(reverse("calls")).context["rows"]) == 6
    with django_assert_max_num_queries(52):
        assert client.get(url(injured)).context["hold"].startswith("Usually 14 minutes")


def test_an_injury_claim_is_typed_once_for_its_coverage(cast: Cast, client: Client, injured: models.Coverage) -> None:
    address = reverse("injury_claim_add", args=[injured.patient_id])
    typed = {"coverage": str(injured.pk), "claim_number": "WC-7731", "accepted_parts": "left wrist, , left hand"}

    client.post(address, typed)
    second = client.post(address, typed)

    (claim,) = of_a(cast, models.InjuryClaim)
    assert claim.accepted_parts == ["left wrist", "left hand"]
    assert claim.provenance["accepted_parts"]["channel"] == "form"
    assert "is on file" in str(second.context["form"].errors["coverage"])


def test_a_health_plan_has_no_injury_claim(cast: Cast, client: Client) -> None:
    patient = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        row = build.coverage(patient, build.payer(cast.a))

    response = client.post(
        reverse("injury_claim_add", args=[patient.pk]), {"coverage": str(row.pk), "claim_number": "X"}
    )

    assert "workers’ compensation or auto" in str(response.context["form"].errors["coverage"])


def test_an_answer_typed_by_hand_must_say_who_said_it_and_its_reference_or_why_none(
    cast: Cast, client: Client, injured: models.Coverage
) -> None:
    address = reverse("benefit_check_add", args=[injured.patient_id])
    typed = {"coverage": str(injured.pk), "channel": "portal", "answered_on": "today", "status": "active"}

    nobody = client.post(address, typed).context["form"].errors
    nothing = client.post(address, typed | {"said_by": "Benefits page"}).context["form"].errors
    client.post(address, typed | {"said_by": "Benefits page", "no_reference": "The page gives none",
                                  "no_visit_limit": "on", "telehealth": "no", "claims_address": "EVG01"})  # fmt: skip

    assert list(nobody) == ["said_by"]
    assert list(nothing) == ["reference"]
    (check,) = of_a(cast, models.BenefitCheck)
    assert (check.said_by, check.no_reference) == ("Benefits page", "The page gives none")
    found = {b.kind: (b.amount, b.flag, b.text) for b in of_a(cast, models.Benefit)}
    assert found == {
        "visit_limit": (None, False, ""), "telehealth": (None, False, ""), "claims_address": (None, None, "EVG01"),
    }  # fmt: skip
    sheet = client.get(reverse("patient", args=[injured.patient_id])).content.decode()
    assert "No limit" in sheet


def test_a_promise_due_today_has_what_was_said_at_hand(cast: Cast, client: Client, injured: models.Coverage) -> None:
    record(client, injured, promise="Faxes the authorization", promised_on="today")
    task = next(t for t in of_a(cast, Task) if t.kind == "follow_promise")

    panel = client.get(reverse("desk_task", args=[task.pk])).context["panel"]

    assert [(i.name, i.value) for i in panel.hand][:3] == [
        ("Promised", "Faxes the authorization"), ("By", "Marcus T."), ("Reference", "I-20931"),
    ]  # fmt: skip
    assert panel.primary.code == "promise_kept"
    again = next(part for part in panel.others if part.code == "call_payer")
    assert again.href == f"{url(injured)}?task={task.pk}"


def test_a_therapist_reads_calls_and_makes_none(cast: Cast, client: Client, injured: models.Coverage) -> None:
    record(client, injured)
    (call,) = of_a(cast, Call)
    therapist = people.signed_in(cast.people["treating"])

    body = therapist.get(reverse("call", args=[call.pk])).content.decode()

    assert "Marcus T." in body
    assert reverse("call_correct", args=[call.pk]) not in body
    assert therapist.get(url(injured)).status_code == 404
