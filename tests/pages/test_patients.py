"""The list of patients, one patient's page, the search."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, history
from otium.desk.actor import IMPORT
from otium.records import models
from otium.records.models import AuditEvent, Patient
from tests import cast as people
from tests.cast import AT, ON, Cast

MOST_QUERIES = 25


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> Patient:
    """Ten visits approved, eight used by Nov 24 and booked past the end."""
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    people.running_out(patient, cast.therapists["treating"])
    people.settled(cast.a)
    return patient


def page(client: Client, patient: Patient, query: str = "") -> Any:
    return client.get(reverse("patient", args=[patient.pk]) + query)


def queries_of(client: Client, url: str) -> int:
    """Statements of a request after the first one, which also notes when the person was last here."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return len([q for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def answer(coverage: models.Coverage, channel: str, on: date, **benefits: Any) -> models.BenefitCheck:
    with acting.acting_for(coverage.practice_id):
        check = models.BenefitCheck.objects.create(
            practice_id=coverage.practice_id,
            coverage=coverage,
            patient_id=coverage.patient_id,
            status="active",
            answered_at=AT.replace(year=on.year, month=on.month, day=on.day),
            channel=channel,
            reference="Ref 4471" if channel == "call" else "",
        )
        for kind, amount in benefits.items():
            models.Benefit.objects.create(
                practice_id=coverage.practice_id, check_row=check, kind=kind, amount=amount, provenance={}
            )
        return check


def coverage_of(patient: Patient) -> models.Coverage:
    with acting.acting_for(patient.practice_id):
        return models.Coverage.objects.get(patient=patient)


def line(response: Any, name: str) -> Any:
    (sheet,) = response.context["sheets"]
    return next(each for each in sheet.lines if each.name == name)


def test_the_page_costs_as_many_queries_with_five_visits_as_with_two_hundred(
    cast: Cast, client: Client, theo: Patient
) -> None:
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    people.episode(ada, cast.therapists["treating"])
    cover = people.coverage(ada, "commercial", member_id="M-2")
    people.authorization(ada, approved=300, coverage=cover, number="A-2")
    for n in range(200):
        people.visit(ada, ON - timedelta(days=n), cast.therapists["treating"])
    for n in range(20):
        answer(cover, "call", ON - timedelta(days=n), copay=30, visit_limit=60)
    answer(coverage_of(theo), "call", ON, copay=30)
    people.settled(cast.a)

    few, many = (queries_of(client, reverse("patient", args=[p.pk])) for p in (theo, ada))

    assert few == many <= MOST_QUERIES


def test_the_ledger_says_which_approval_each_visit_uses_and_what_is_left(client: Client, theo: Patient) -> None:
    rows = page(client, theo, "?show=all").context["ledger"].rows

    assert [row.left[0] for row in rows][:3] == ["9", "8", "7"]
    covered = [row for row in rows if row.uses]
    assert {row.uses for row in covered} == {"M-60342"}
    assert covered[0].why == "The only approval in force"
    assert len(covered) == 10


def test_visits_beyond_the_approval_stand_bare_with_the_reason(client: Client, theo: Patient) -> None:
    bare = [row for row in page(client, theo).context["ledger"].rows if row.tone == "bare"]

    assert [row.why for row in bare] == ["In date, but nothing is left"] + ["After the end date"] * 4
    assert bare[0].day == "Tue, Dec 15"


def test_older_visits_are_summed_up_until_all_are_asked_for(client: Client, theo: Patient, cast: Cast) -> None:
    for week in range(8, 12):
        people.visit(theo, ON - timedelta(weeks=week - 1, days=3), cast.therapists["treating"])
    people.settled(cast.a)

    short = page(client, theo).context["ledger"]
    whole = page(client, theo, "?show=all").context["ledger"]

    assert short.is_short
    assert any(row.summary for row in short.rows)
    assert not any(row.summary for row in whole.rows)


def test_an_approval_shows_asked_approved_used_booked_and_left_apart(client: Client, theo: Patient) -> None:
    (approval,) = page(client, theo).context["approvals"]

    (service,) = approval.services
    assert (service.asked, service.approved, service.used, service.booked, service.left) == ("", "10", "7", "3", "0")
    assert approval.state_word == "Runs out"
    assert "5 booked visits are not covered, from Tue, Dec 15" in approval.runs_out


def test_the_picture_says_the_same_in_words(client: Client, theo: Patient) -> None:
    plot = page(client, theo).context["plot"]

    assert "M-60342 runs from Sep 8 to Dec 18." in plot.title
    assert "7 are used and 3 booked of 10. 5 visits are not covered." in plot.title


def test_a_visit_that_moved_to_another_approval_says_when_and_why(cast: Cast, client: Client, theo: Patient) -> None:
    coverage = coverage_of(theo)
    people.authorization(
        theo, approved=4, number="A-1", coverage=coverage, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 1)
    )
    people.settled(cast.a)

    rows = page(client, theo, "?show=all").context["ledger"].rows

    moved = [row for row in rows if "Moved Nov 23" in row.why]
    assert moved
    assert {row.uses for row in moved} == {"A-1"}
    assert [row.uses for row in rows].count("") == 4


def test_two_answers_that_differ_stand_side_by_side(client: Client, theo: Patient, cast: Cast) -> None:
    coverage = coverage_of(theo)
    answer(coverage, "portal", date(2026, 11, 12), copay=40)
    answer(coverage, "call", date(2026, 11, 20), copay=30)

    response = page(client, theo)

    copay = line(response, "Copay")
    assert copay.is_in_doubt
    assert [(a.words, a.source.channel, a.source.day) for a in copay.answers] == [
        ("$30.00", "Call", "Nov 20"),
        ("$40.00", "Portal", "Nov 12"),
    ]
    assert b"the answers differ" in response.content


def test_a_newer_answer_by_the_same_road_replaces_the_older_one(client: Client, theo: Patient, cast: Cast) -> None:
    coverage = coverage_of(theo)
    answer(coverage, "call", date(2026, 11, 12), copay=40)
    answer(coverage, "call", date(2026, 11, 20), copay=30)

    copay = line(page(client, theo), "Copay")

    assert [a.words for a in copay.answers] == ["$30.00"]


def test_what_counts_up_by_itself_is_outdated_and_not_in_doubt(client: Client, theo: Patient, cast: Cast) -> None:
    coverage = coverage_of(theo)
    answer(coverage, "portal", date(2026, 11, 12), visits_remaining=9)
    answer(coverage, "call", date(2026, 11, 20), visits_remaining=6)

    assert [a.words for a in line(page(client, theo), "Visits left").answers] == ["6"]


def test_an_answer_from_before_the_coverage_changed_is_not_shown_as_its_benefit(
    client: Client, theo: Patient, cast: Cast
) -> None:
    coverage = coverage_of(theo)
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(pk=coverage.pk).update(changed_on=date(2026, 11, 15))
    answer(coverage, "call", date(2026, 11, 12), copay=40)

    assert line(page(client, theo), "Copay").answers == ()


def test_what_nobody_told_is_the_word_unknown(client: Client, theo: Patient) -> None:
    response = page(client, theo)

    assert line(response, "Visit limit").answers == ()
    assert "Ask and type it" in response.content.decode()
    assert response.content.decode().count(">Unknown<") >= 5


def test_the_timeline_tells_the_next_visit_first_and_the_past_newest_first(client: Client, theo: Patient) -> None:
    timeline = page(client, theo, "?show=all").context["timeline"]

    assert timeline.coming[0].day == "Nov 24"
    assert [event.sort for event in timeline.past] == sorted((e.sort for e in timeline.past), reverse=True)


def test_history_says_what_changed_in_words(client: Client, theo: Patient) -> None:
    coverage = coverage_of(theo)
    url = reverse("coverage_change", args=[theo.pk, coverage.pk])
    form = client.get(url).context["form"]
    sent = {f.html_name: f.value() for f in form if f.value() is not None}
    client.post(url, sent | {"ends_on": "dec 31", "relationship": "child"})

    changes = page(client, theo).context["changes"]

    (change,) = [c for c in changes if c.what.startswith("Coverage ") and c.what.endswith(": changed")]
    assert (change.who, set(change.fields)) == (
        "Assistant",
        {
            ("Last day", "unknown", "Thu, Dec 31, 2026"),
            ("Who holds the policy", "The patient", "A parent: the patient is a child"),
        },
    )


def test_history_names_the_record_and_folds_what_came_at_once(client: Client, theo: Patient, cast: Cast) -> None:
    visits = [people.visit(theo, ON + timedelta(days=n), cast.therapists["treating"]) for n in range(60, 63)]
    with acting.acting_for(cast.a.pk):
        for visit in visits:
            history.record(visit, "imported", by=IMPORT, at=AT)
        history.record(visits[0], "moved", by=IMPORT, at=AT)

    whats = [change.what for change in page(client, theo).context["changes"]]

    assert "Visit Fri, Jan 22: moved" in whats
    assert "3 visits: imported" in whats


def test_open_tasks_lead_to_the_desk(client: Client, theo: Patient, cast: Cast) -> None:
    tasks = page(client, theo).context["tasks"]

    with acting.acting_for(cast.a.pk):
        open_tasks = models.Task.objects.filter(patient=theo, state="open")
        assert {t.url for t in tasks} == {
            reverse("desk_task", args=[key]) for key in open_tasks.values_list("pk", flat=True)
        }
    assert "Read and sign the request" in [t.what for t in tasks]


def test_seeing_a_patient_is_one_audit_row_with_their_id(client: Client, theo: Patient, cast: Cast) -> None:
    page(client, theo)

    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="patient")
    assert (event.action, event.patients) == ("read", [str(theo.pk)])


def test_printing_is_told_apart_from_reading(client: Client, theo: Patient, cast: Cast) -> None:
    client.get(reverse("patient_print", args=[theo.pk]))

    with acting.acting_for(cast.a.pk):
        assert [e.action for e in AuditEvent.objects.filter(door="patient_print")] == ["print"]


@pytest.mark.parametrize(
    ("who", "sees"), [("assistant", True), ("treating", False), ("biller", True), ("auditor", False)]
)
def test_nobody_is_shown_a_link_to_a_door_that_is_closed_to_them(
    cast: Cast, theo: Patient, who: str, sees: bool
) -> None:
    response = page(people.signed_in(cast.people[who]), theo)

    assert (reverse("coverage_add", args=[theo.pk]) in response.content.decode()) is sees


def test_a_therapist_mends_care_of_their_own_patients_only(cast: Cast, theo: Patient) -> None:
    own = page(people.signed_in(cast.people["treating"]), theo).content.decode()
    others = page(people.signed_in(cast.people["other_therapist"]), theo).content.decode()

    assert reverse("goal_add", args=[theo.pk]) in own
    assert reverse("goal_add", args=[theo.pk]) not in others


def test_the_list_shows_who_pays_who_treats_the_next_visit_and_what_is_to_do(client: Client, theo: Patient) -> None:
    (row,) = client.get(reverse("patients")).context["rows"]

    assert (row.name, row.payer, row.therapist) == ("Marshfield, Theodora", "Payer medicaid_mco", "Treating")
    assert (row.next_visit, row.to_do > 0) == ("Tue, Nov 24, 3 pm", True)


def test_the_list_costs_as_many_queries_for_one_patient_as_for_fifty(client: Client, theo: Patient, cast: Cast) -> None:
    url = reverse("patients")
    one = queries_of(client, url)
    for n in range(60):
        people.patient(cast.a, "Ada", f"Lindqvist{n}")

    assert queries_of(client, url) == one <= MOST_QUERIES


def test_who_left_is_found_by_name_and_else_only_when_asked_for(client: Client, cast: Cast) -> None:
    people.patient(cast.a, "Ada", "Lindqvist", is_active=False)
    url = reverse("patients")

    current, left = client.get(url).context["rows"], client.get(url, {"state": "left"}).context["rows"]
    found = client.post(url, {"q": "lindq"}).context["rows"]

    assert (len(current), len(left), len(found)) == (0, 1, 1)
    assert found[0].has_left


def test_the_list_is_narrowed_to_one_therapists_patients(client: Client, theo: Patient, cast: Cast) -> None:
    people.patient(cast.a, "Ada", "Lindqvist")
    query = {"therapist": str(cast.therapists["treating"].pk)}

    rows = client.get(reverse("patients"), query).context["rows"]

    assert [row.name for row in rows] == ["Marshfield, Theodora"]


def test_a_name_that_is_typed_comes_back_as_rows_alone_and_never_in_an_address(client: Client, theo: Patient) -> None:
    response = client.post(reverse("patients"), {"q": "marsh"}, headers={"HX-Request": "true"})

    body = response.content.decode()
    assert "Marshfield" in body
    assert "<html" not in body
    assert "marsh" not in body.split("Marshfield")[0].lower()


def test_the_search_finds_people_numbers_and_pages(client: Client, theo: Patient) -> None:
    by_name = client.post(reverse("search"), {"q": "theo"}).context
    by_number = client.post(reverse("search"), {"q": "m-603"}).context
    by_page = client.post(reverse("search"), {"q": "inbox"}).context

    assert [hit.name for hit in by_name["people"]] == ["Theodora Marshfield"]
    assert by_name["people"][0].more == "7 years old, Apr 2, 2019"
    assert [(hit.name, hit.more) for hit in by_number["numbers"]] == [("M-60342", "Theodora Marshfield")]
    assert [hit.url for hit in by_page["pages"]] == [reverse("inbox")]


def test_the_search_offers_no_page_whose_door_is_closed(cast: Cast) -> None:
    context = people.signed_in(cast.people["treating"]).post(reverse("search"), {"q": "audit"}).context

    assert context["pages"] == []


@pytest.mark.parametrize("query", ["page=-3", "page=99999999999", "therapist=nobody", "state=gone", "page=²"])
def test_an_address_that_cannot_be_read_shows_the_list_as_usual(client: Client, theo: Patient, query: str) -> None:
    response = client.get(f"{reverse('patients')}?{query}")

    assert len(response.context["rows"]) == 1


def test_the_family_shows_in_which_language_its_letters_are(client: Client, theo: Patient, cast: Cast) -> None:
    with acting.acting_for(theo.practice_id):
        models.RelatedPerson.objects.create(
            practice_id=theo.practice_id, patient=theo, first_name="Ana", last_name="Marshfield", language="es"
        )

    (person,) = [each for each in page(client, theo).context["head"].family if each.name.startswith("Ana")]

    assert person.rights.startswith("Spanish, ")
