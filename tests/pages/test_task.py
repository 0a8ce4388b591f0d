"""One task: what it shows, what may be recorded, what can be taken back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive_for
from otium.records.models import (
    Act,
    AuditEvent,
    AuthorizationRequest,
    Coverage,
    EpisodeOfCare,
    Note,
    Patient,
    Payer,
    PlanOfCare,
    Referral,
    Task,
)
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.at_desk import of_a, page, post, record_sent
from tests.wires.x12.messages import answer_271


def test_a_draft_that_waits_for_its_signature_is_the_one_thing_to_do(
    cast: Cast, client: Client, signature: Task
) -> None:
    panel = page(client, signature).context["panel"]

    (request,) = of_a(cast, AuthorizationRequest)
    assert panel.page.href == reverse("signature", args=[request.pk])
    assert panel.primary is None
    assert [part.tab for part in panel.others] == ["Request sent", "Approval came", "Draft not needed", "Waiting"]
    assert ("Not covered", "Calendar") in [(fact.name, fact.source) for fact in panel.facts]
    assert panel.last_safe
    assert "You send it" not in client.get(reverse("desk_task", args=[signature.pk])).content.decode()
    assert of_a(cast, Task, kind="renew_authorization", state="open") == []


def test_the_panel_says_why_with_the_source_of_each_fact(client: Client, renewal: Task) -> None:
    panel = page(client, renewal).context["panel"]

    assert panel.title == "Renew Theodora Marshfield’s authorization"
    assert "are not covered" in panel.lead
    assert [(f.name, f.source) for f in panel.facts][:2] == [
        ("Not covered", "Calendar"),
        ("Approved", "Approval M-60342"),
    ]
    assert panel.facts[-1].text == "5 visits × $92.00 = $460.00"


def test_the_panel_draws_the_approval_running_out(client: Client, renewal: Task) -> None:
    drawn = page(client, renewal).context["panel"].limits.plot

    assert drawn.title.startswith("3 of 10 are left today. From ")
    assert [step.left for step in drawn.table][-6:] == [0, None, None, None, None, None]


def test_the_first_act_is_the_primary_one_and_has_today_in_it(client: Client, renewal: Task) -> None:
    panel = page(client, renewal).context["panel"]

    assert panel.primary.button == "Record that the renewal was sent"
    assert panel.primary.form["sent_on"].value() == "Mon, Nov 23, 2026"
    assert [part.tab for part in panel.others] == ["Approval came", "No renewal", "Waiting"]


def test_recording_writes_the_request_closes_the_task_and_offers_undo(
    cast: Cast, client: Client, renewal: Task
) -> None:
    response = record_sent(client, renewal)

    request = of_a(cast, AuthorizationRequest)[0]
    act = of_a(cast, Act)[0]
    assert (request.submitted_on, request.requested, request.channel) == (ON, 24, "fax")
    assert of_a(cast, Task, kind="renew_authorization")[0].state == "closed"
    assert "Renewal recorded as sent." in response.content.decode()
    assert reverse("desk_undo", args=[act.pk]) in response.content.decode()


def test_undo_brings_the_task_back_and_shows_it(cast: Cast, client: Client, renewal: Task) -> None:
    record_sent(client, renewal)
    act = of_a(cast, Act)[0]

    response = client.post(reverse("desk_undo", args=[act.pk]), follow=True)

    back = of_a(cast, Task, kind="renew_authorization", state="open")
    assert len(back) == 1
    assert response.redirect_chain[-1][0] == reverse("desk_task", args=[back[0].pk])
    assert client.get(reverse("desk")).context["figures"].done == 0


def test_undoing_twice_says_so(cast: Cast, client: Client, renewal: Task) -> None:
    record_sent(client, renewal)
    address = reverse("desk_undo", args=[of_a(cast, Act)[0].pk])
    client.post(address)

    response = client.post(address, follow=True)

    assert "This was undone already." in response.content.decode()


def test_history_can_undo_after_the_toast_is_gone(cast: Cast, client: Client, renewal: Task) -> None:
    record_sent(client, renewal)

    panel = page(client, renewal).context["panel"]

    recorded = next(e for e in panel.events if e.undo)
    assert recorded.what == "Renewal recorded as sent (Mon, Nov 23, Fax, Visits asked for: 24)"
    assert recorded.who == "Assistant"


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"renewal_sent-sent_on": "soon"}, "sent_on", "We cannot read this as a day"),
        ({"renewal_sent-sent_on": ""}, "sent_on", "This field is required."),
        ({"renewal_sent-sent_on": "+2w"}, "sent_on", "This day has not come yet"),
        ({"renewal_sent-requested": "many"}, "requested", "Type a whole number"),
        ({"renewal_sent-road": "pigeon"}, "road", "Select a valid choice"),
    ],
)
def test_what_cannot_be_recorded_is_kept_and_explained_beside_its_field(
    cast: Cast, client: Client, renewal: Task, changes: dict[str, str], field: str, says: str
) -> None:
    response = record_sent(client, renewal, **{"renewal_sent-reference": "4711-KEEP", **changes})

    form = response.context["panel"].primary.form
    assert says in form.errors[field][0]
    assert form["reference"].value() == "4711-KEEP"
    assert of_a(cast, Act) == []
    assert "What you typed is kept." in response.content.decode()


def test_an_act_of_another_kind_of_task_is_refused(cast: Cast, client: Client, renewal: Task) -> None:
    response = post(client, "desk_record", renewal, choice="kx_placed")

    assert "cannot be recorded for this task" in response.content.decode()
    assert of_a(cast, Act) == []


def test_after_the_act_comes_the_task_that_the_page_named(client: Client, renewal: Task) -> None:
    then = reverse("desk_task", args=[renewal.pk])

    ours = record_sent(client, renewal, then=then)
    assert ours.redirect_chain[-1][0] == then


def test_no_page_elsewhere_is_led_to(client: Client, renewal: Task) -> None:
    response = record_sent(client, renewal, then="https://elsewhere.example/")

    assert response.redirect_chain[-1][0] == reverse("desk")


@pytest.mark.parametrize("name", ["desk_record", "desk_claim", "desk_snooze", "desk_dismiss"])
def test_a_page_loaded_anew_after_a_refusal_shows_the_task_and_changes_nothing(
    cast: Cast, client: Client, renewal: Task, name: str
) -> None:
    response = client.get(reverse(name, args=[renewal.pk]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("desk_task", args=[renewal.pk])
    assert of_a(cast, Task, pk=renewal.pk)[0].owner_id is None


def test_an_auditor_reads_and_is_offered_nothing_to_do(cast: Cast, renewal: Task) -> None:
    response = page(people.signed_in(cast.people["auditor"]), renewal)

    panel = response.context["panel"]
    assert (panel.primary, panel.tools) == (None, None)
    assert 'method="post" action="/desk/' not in response.content.decode()


def test_a_closed_task_says_who_closed_it_and_why(cast: Cast, client: Client, renewal: Task) -> None:
    record_sent(client, renewal)

    panel = page(client, renewal).context["panel"]

    assert panel.closing == "Closed by Assistant on Mon, Nov 23: Renewal recorded as sent."
    assert panel.primary is None


def test_htmx_gets_the_panel_alone(client: Client, renewal: Task) -> None:
    headers = {"HX-Request": "true", "HX-Target": "work"}

    alone = client.get(reverse("desk_task", args=[renewal.pk]), headers=headers).content.decode()
    restored = client.get(
        reverse("desk_task", args=[renewal.pk]), headers={**headers, "HX-History-Restore-Request": "true"}
    ).content.decode()

    assert 'id="work"' in alone
    assert "<html" not in alone
    assert "<html" in restored


def test_a_change_is_audited_with_its_patient(cast: Cast, client: Client, renewal: Task, patient: Patient) -> None:
    client.post(reverse("desk_claim", args=[renewal.pk]))

    event = of_a(cast, AuditEvent, door="desk_claim")[0]
    assert (event.action, event.patients) == ("change", [str(patient.pk)])


def test_a_benefit_limit_is_drawn_against_what_was_made_and_booked_since(
    cast: Cast, client: Client, patient: Patient
) -> None:
    for day in (date(2026, 11, 4), date(2026, 11, 18), date(2026, 12, 2), date(2026, 12, 16)):
        people.visit(patient, day)
    params = {"visit_on": "2026-12-16", "remaining": "3.0000", "answered_on": "2026-11-02"}
    why = [{"code": "limit_reached", "params": params, "source": None}]
    task = people.task(patient, "tell_benefit_limit", focus_type="coverage", why=why)

    limits = page(client, task).context["panel"].limits

    assert [(bar.kind, bar.count) for bar in limits.meter.key] == [("used", 2), ("booked", 1), ("over", 1), ("left", 0)]


def test_a_file_about_nobody_is_worked_without_a_patient(cast: Cast, client: Client) -> None:
    params = {"format": "271", "position": 12, "cause": "member_unknown"}
    why = [{"code": "file_unmatched", "params": params, "source": {"kind": "inbound_file", "id": None, "label": ""}}]
    somebody = people.patient(cast.a, "Priya", "Quill")
    task = people.task(somebody, "match_file", focus_type="inbound_file", why=why)
    with acting.acting_for(cast.a.pk):
        Task.objects.filter(pk=task.pk).update(patient=None)

    response = page(client, task)

    panel = response.context["panel"]
    assert panel.title == "Say whom this file is about"
    assert panel.primary.form.fields["patient"].choices[1][1] == "Quill, Priya (04/02/2019)"
    assert [row["name"] for group in response.context["groups"] for row in group.rows] == ["271 file"]


def test_the_rule_behind_a_fact_is_one_link_away(cast: Cast, client: Client, renewal: Task) -> None:
    panel = page(client, renewal).context["panel"]
    rule = next(fact for fact in panel.facts if fact.name == "Payer answers")

    rules = client.get(rule.href.partition("#")[0]).content.decode()

    assert rule.source == "Rule Medicaid MCO"
    assert f'id="{rule.href.partition("#")[2]}"' in rules


def test_what_the_payer_asks_for_is_at_hand_on_the_same_screen(
    cast: Cast, client: Client, renewal: Task, patient: Patient
) -> None:
    with acting.acting_for(cast.a.pk):
        Coverage.objects.filter(patient=patient).update(member_id="MBR-77120", group_number="GRP-8")
        Payer.objects.update(phone="555-0142")
        EpisodeOfCare.objects.filter(patient=patient).update(icd10=["F82", "R27.8"])
        PlanOfCare.objects.create(
            practice=cast.a, patient=patient, starts_on=ON, frequency_per_week=2, duration_weeks=12
        )
        Referral.objects.create(
            practice=cast.a, patient=patient, written_on=ON, referrer_name="Ines Calder MD", referrer_npi="1999999992"
        )

    response = page(client, renewal)

    told = {item.name: item.value for item in response.context["panel"].hand}
    assert told["Member ID"] == "MBR-77120"
    assert told["Group"] == "GRP-8"
    assert told["Payer’s phone"] == "555-0142"
    assert told["Birth date"] == "04/02/2019"
    assert told["ICD-10"] == "F82, R27.8"
    assert told["Plan of care"] == "2 a week for 12 weeks"
    assert (told["Referred by"], told["Their NPI"]) == ("Ines Calder MD", "1999999992")
    assert {"Practice NPI", "Therapist NPI", "Payer"} <= set(told)
    assert 'data-copy="MBR-77120"' in response.content.decode()


def test_what_is_not_on_file_is_said_to_be_so(client: Client, patient: Patient) -> None:
    task = people.task(patient, "verify_coverage", focus_type="coverage")

    response = page(client, task)

    assert {item.name: item.value for item in response.context["panel"].hand}["Referred by"] == ""
    assert "not on file" in response.content.decode()


def test_a_task_page_asks_the_database_few_questions(
    client: Client, renewal: Task, django_assert_max_num_queries: Any
) -> None:
    page(client, renewal)  # the session notes the visit once a minute

    with django_assert_max_num_queries(26 + 2) as asked:  # two are the test's own savepoint
        page(client, renewal)

    assert sum("SAVEPOINT" in query["sql"] for query in asked.captured_queries) == 2


def test_whom_a_file_names_stands_beside_the_choice_of_patient(cast: Cast, client: Client) -> None:
    receive_for(cast.a.pk, Arrival("answer.271", answer_271("EB*1**AD")), by=RECEIVE, at=AT)
    with acting.acting_for(cast.a.pk):
        task = Task.objects.get(kind="match_file")

    panel = page(client, task).context["panel"]

    assert [(item.name, item.value) for item in panel.hand] == [
        ("Named in the file", "ALMA TESTCASE"),
        ("Birth date", "01/31/2018"),
        ("Member ID", "ZZ0000001"),
    ]


@pytest.mark.parametrize(("role", "is_linked"), [("assistant", True), ("treating", False), ("auditor", False)])
def test_a_source_behind_a_closed_door_is_named_but_not_linked(
    cast: Cast, renewal: Task, role: str, is_linked: bool
) -> None:
    reader = people.signed_in(cast.people[role])

    rates = page(reader, renewal).context["panel"].facts[-1]

    assert rates.source == "Rates"
    assert bool(rates.href) is is_linked
    assert not rates.href or reader.get(rates.href).status_code == 200


def test_the_rule_of_a_task_is_the_rule_of_its_practice_whichever_is_chosen(cast: Cast, renewal: Task) -> None:
    with acting.acting_for(cast.b.pk):
        people.member(cast.b, cast.people["assistant"], "assistant")
    client = people.signed_in(cast.people["assistant"])
    client.post(reverse("choose_practice"), {"practice": str(cast.b.pk)})
    rule = next(fact for fact in page(client, renewal).context["panel"].facts if fact.name == "Payer answers")

    assert client.get(rule.href.partition("#")[0]).context["practice"] == cast.a


@pytest.mark.parametrize(
    ("told", "first"), [("plan_not_sent", "Record that the plan was sent"), ("plan_sent", "Record the signature")]
)
def test_a_plan_is_sent_before_it_is_signed(client: Client, patient: Patient, told: str, first: str) -> None:
    params = {"sent_on": "2026-11-20"} if told == "plan_sent" else {}
    why = [{"code": told, "params": params, "source": None}]
    task = people.task(patient, "certify_plan", focus_type="plan_of_care", why=why)

    assert page(client, task).context["panel"].primary.button == first


def test_the_step_that_is_done_on_the_patients_page_leads_there(client: Client, patient: Patient) -> None:
    task = people.task(patient, "replace_coverage", focus_type="coverage")

    steps = page(client, task).context["panel"].steps

    assert [step.href for step in steps] == ["", reverse("coverage_add", args=[patient.pk]), ""]


@pytest.mark.parametrize(
    ("last_safe_on", "suggested"),
    [(None, "Wed, Nov 25, 2026"), (date(2026, 11, 24), "Tue, Nov 24, 2026"), (ON, None)],
)
def test_a_task_that_rests_comes_back_soon_and_before_its_last_safe_day(
    client: Client, patient: Patient, last_safe_on: date | None, suggested: str | None
) -> None:
    task = people.task(patient, "replace_coverage", focus_type="coverage", last_safe_on=last_safe_on)

    field = page(client, task).context["panel"].primary.form["until_on"]

    assert field.label == "Ask again on"
    assert field.value() == suggested
    assert 'aria-required="true"' in str(field)


def test_a_note_that_is_too_long_is_kept_and_explained(cast: Cast, client: Client, renewal: Task) -> None:
    response = post(client, "desk_note", renewal, **{"note-text": "x" * 2_001})

    assert "A note holds 2,000 characters." in response.content.decode()
    assert of_a(cast, Note) == []


@pytest.mark.parametrize("choice", [{}, {"choice": "kx_placed"}])
def test_what_cannot_be_recorded_is_answered_with_a_sentence(
    client: Client, renewal: Task, choice: dict[str, str]
) -> None:
    assert "Nothing was recorded." in post(client, "desk_record", renewal, **choice).content.decode()
