"""The audit trail as a list and as CSV."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, audit
from otium.desk.actor import Actor
from otium.pages.staff.audit import words
from otium.records.models import AuditEvent, Patient
from tests import cast as people
from tests.cast import AT, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["auditor"])


@pytest.fixture
def theo(cast: Cast) -> Patient:
    return people.patient(cast.a)


def happened(
    cast: Cast, action: str, patient: Patient | None = None, days_ago: int = 0, who: str = "assistant"
) -> None:
    with acting.acting_for(cast.a.pk):
        entry = audit.Entry(cast.a.pk, action, "patient", (patient.pk,) if patient else ())
        audit.append([entry], by=Actor.person(cast.people[who].pk), at=AT - timedelta(days=days_ago))


def rows(client: Client, **query: Any) -> list[Any]:
    return client.get(reverse("audit"), query).context["rows"]


def test_the_trail_says_who_saw_whose_data_newest_first(client: Client, cast: Cast, theo: Patient) -> None:
    happened(cast, "read", theo, days_ago=1)
    happened(cast, "change", theo, who="biller")

    first, second = rows(client)

    assert (first.who, first.action, first.page) == ("Biller", "changed", "Patient’s page")
    assert (second.who, second.when, [n for n, _ in second.patients]) == (
        "Assistant",
        "Sun, Nov 22, 10 am",
        ["Theodora Marshfield"],
    )


def test_looking_at_the_trail_is_a_row_of_it(client: Client, cast: Cast, theo: Patient) -> None:
    happened(cast, "read", theo)
    rows(client)

    assert rows(client)[0].page == "Audit"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"action": "change"}, 1),
        ({"since": "nov 20"}, 2),
        ({"until": "nov 20"}, 1),
        ({"since": "nov 13", "until": "nov 13"}, 1),
        ({"action": "everything", "since": "someday", "before": "x", "patient": "nobody"}, 3),
    ],
)
def test_the_trail_is_narrowed(client: Client, cast: Cast, theo: Patient, query: dict[str, str], count: int) -> None:
    happened(cast, "read", theo, days_ago=10)
    happened(cast, "read", theo, days_ago=1)
    happened(cast, "change", theo)

    assert len(rows(client, **query)) == count


def test_the_trail_is_narrowed_to_a_person_and_a_patient(client: Client, cast: Cast, theo: Patient) -> None:
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    happened(cast, "read", theo)
    happened(cast, "read", ada, who="biller")

    of_biller = rows(client, actor=str(cast.people["biller"].pk))
    of_theo = rows(client, patient=str(theo.pk), actor=str(cast.people["assistant"].pk))

    assert [r.patients[0][0] for r in of_biller] == ["Ada Lindqvist"]
    assert [r.patients[0][0] for r in of_theo] == ["Theodora Marshfield"]


def test_older_rows_are_a_page_away(client: Client, cast: Cast, theo: Patient) -> None:
    with acting.acting_for(cast.a.pk):
        entries = [audit.Entry(cast.a.pk, "read", "patient", (theo.pk,)) for _ in range(120)]
        audit.append(entries, by=Actor("sweep"), at=AT)

    first = client.get(reverse("audit"), {"actor": "sweep"}).context
    second = client.get(reverse("audit"), {"actor": "sweep", "before": first["older"]}).context

    assert (len(first["rows"]), len(second["rows"]), second["older"]) == (100, 20, None)


def test_the_state_of_the_chain_is_told(client: Client, cast: Cast, theo: Patient) -> None:
    happened(cast, "read", theo)
    before = client.get(reverse("audit")).context["unsealed"]
    audit.seal(cast.a.pk)

    after = client.get(reverse("audit")).context["unsealed"]

    assert (before, after) == (1, 0)


def export(client: Client, **query: Any) -> list[list[str]]:
    response = client.get(reverse("audit_export"), query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_the_export_has_plain_headers_and_every_row_of_the_filter(client: Client, cast: Cast, theo: Patient) -> None:
    happened(cast, "read", theo)
    happened(cast, "change", theo)

    header, *lines = export(client, action="change")

    assert header == ["row", "at", "person", "action", "page", "patients", "patient_ids", "detail"]
    assert [line[1:] for line in lines] == [
        ["2026-11-23T10:00:00-05:00", "Assistant", "change", "patient", "Theodora Marshfield", str(theo.pk), ""]
    ]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_name_becomes_a_formula_in_a_spreadsheet(client: Client, cast: Cast, name: str) -> None:
    evil = people.patient(cast.a, name, "Lindqvist")
    happened(cast, "read", evil)

    (line,) = export(client, action="read", patient=str(evil.pk))[1:]

    assert line[5].startswith("'")


def test_an_export_is_itself_an_export_in_the_trail(client: Client, cast: Cast, theo: Patient) -> None:
    happened(cast, "read", theo)

    export(client)

    with acting.acting_for(cast.a.pk):
        event = AuditEvent.objects.get(door="audit_export")
    assert (event.action, event.patients) == ("export", [str(theo.pk)])


@pytest.mark.parametrize(
    ("door", "said"),
    [
        ("settings_rates", "Settings, expected rates"),
        ("plan_of_care_change", "Plan of care, changed"),
        ("desk_claim", "Desk"),
        ("document_add", "Paper, added"),
    ],
)
def test_a_page_is_named_as_people_know_it(door: str, said: str) -> None:
    assert words.page(door) == said
