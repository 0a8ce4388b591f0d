"""A patient's chart: the form of a visit, goals, scores, findings, and who may write."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Patient
from tests import cast as people
from tests.cast import ON, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["treating"])


@pytest.fixture
def theo(cast: Cast) -> Iterator[Patient]:
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        yield patient


@pytest.fixture
def goal(theo: Patient) -> models.Goal:
    return models.Goal.objects.create(
        practice_id=theo.practice_id, patient=theo, text="Ties both shoes", baseline="0 of 5", current="1 of 5",
        target="4 of 5", due_on=ON + timedelta(days=60),
    )  # fmt: skip


def score(theo: Patient, value: int, days_ago: int, **columns: Any) -> models.Measure:
    names = {"instrument": "BOT-2", "part": "Fine Manual Control", "unit": "standard score", **columns}
    return models.Measure.objects.create(
        practice_id=theo.practice_id,
        patient=theo,
        score=Decimal(value),
        taken_on=ON - timedelta(days=days_ago),
        **names,
    )


def blank(client: Client, theo: Patient) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    answer = client.get(reverse("chart", args=[theo.pk]))
    form = answer.context["form"]
    sent = {field.html_name: field.value() for field in form}
    sent.pop("is_sure")
    places = re.findall(r'name="(score-\d+-known)"', answer.content.decode())
    return {name: str(value) for name, value in sent.items() if value} | dict.fromkeys(places, "1")


def send(client: Client, theo: Patient, **typed: str) -> Any:
    given = blank(client, theo) | {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(reverse("chart_save", args=[theo.pk]), given)


def test_a_visit_is_charted_with_one_form(client: Client, theo: Patient, goal: models.Goal) -> None:
    score(theo, 32, 200)

    response = send(
        client, theo, score__0__score="38", finding__0__text="Ties the first knot alone.",
        newgoal__0__text="Buttons a shirt", newgoal__0__target="6 of 6", newgoal__0__due_on="+8w",
        **{f"goal-{goal.pk}-status": "partly_met", f"goal-{goal.pk}-current": "3 of 5"},
    )  # fmt: skip

    assert response["Location"] == reverse("chart", args=[theo.pk])
    goal.refresh_from_db()
    assert (goal.current, goal.status) == ("3 of 5", "partly_met")
    new = models.Measure.objects.get(taken_on=ON)
    assert (new.instrument, new.part, new.score) == ("BOT-2", "Fine Manual Control", Decimal(38))
    assert models.Finding.objects.get().kind == "progress"
    assert models.Goal.objects.get(text="Buttons a shirt").target == "6 of 6"


def test_the_form_sent_twice_is_one_entry(client: Client, theo: Patient) -> None:
    given = blank(client, theo) | {"finding-0-text": "Ties the first knot alone."}

    for _time in range(2):
        client.post(reverse("chart_save", args=[theo.pk]), given)

    assert models.Finding.objects.count() == 1


def test_what_was_kept_can_be_taken_back_from_the_toast(client: Client, theo: Patient) -> None:
    send(client, theo, finding__0__text="Ties the first knot alone.")
    entry = models.History.objects.get(event="charted")

    client.post(reverse("chart_take_back", args=[theo.pk, entry.pk]))

    assert models.Finding.objects.get().entered_in_error


def test_a_score_out_of_range_is_said_beside_it_and_all_that_was_typed_stays(
    client: Client, theo: Patient, goal: models.Goal
) -> None:
    score(theo, 32, 200)

    response = send(client, theo, score__0__score="95", finding__1__text="Done five days a week.")

    form = response.context["form"]
    assert list(form.errors) == ["score-0-score"]
    assert "20 to 80" in form.errors["score-0-score"][0]
    assert form["finding-1-text"].value() == "Done five days a week."
    assert not models.Finding.objects.exists()


def test_the_sentence_stands_in_the_row_that_was_typed_though_rows_before_it_are_empty(
    client: Client, theo: Patient
) -> None:
    score(theo, 32, 200)
    score(theo, 30, 200, part="Manual Coordination")

    response = send(client, theo, score__2__instrument="PSFS", score__2__score="11")

    assert list(response.context["form"].errors) == ["score-2-score"]


def test_an_odd_score_asks_to_be_sure_and_then_is_kept(client: Client, theo: Patient) -> None:
    typed = {"score__0__instrument": "Grip strength", "score__0__score": "31"}

    asked = send(client, theo, **typed)
    assert asked.context["form"].asks_to_be_sure
    send(client, theo, **typed, is_sure="on")

    assert models.Measure.objects.get().side == ""


def test_a_name_that_we_do_not_know_is_kept_and_said(client: Client, theo: Patient) -> None:
    send(client, theo, score__0__instrument="House scale", score__0__score="400")

    page = client.get(reverse("chart", args=[theo.pk])).content.decode()
    assert "We do not know “House scale”" in page


def test_the_chart_says_what_a_change_means_and_shows_it(client: Client, theo: Patient) -> None:
    score(theo, 30, 200)
    score(theo, 38, 10)

    response = client.get(reverse("chart", args=[theo.pk]))

    (scale,) = response.context["scales"]
    assert (scale.verdict, scale.direction) == ("Improved", "Higher is better")
    assert "rule of thumb" in scale.difference
    assert scale.standing == "below average, 1.2 SD under the mean"
    assert [row.score for row in scale.rows] == ["38", "30"]
    assert len(scale.picture.dots) == 2
    assert scale.picture.band is not None


def test_a_goal_says_what_it_lacks_for_a_payer(client: Client, theo: Patient) -> None:
    models.Goal.objects.create(practice_id=theo.practice_id, patient=theo, text="Ties both shoes")

    (line,) = client.get(reverse("chart", args=[theo.pk])).context["goals"]

    assert line.lacks == "Not said yet: the start, the target and the day to reach it by"


@pytest.mark.parametrize(
    ("who", "may_chart"),
    [("treating", True), ("owner", True), ("assistant", False), ("biller", False), ("other_therapist", False)],
)
def test_the_treating_therapist_and_the_owner_write_and_the_office_reads(
    cast: Cast, theo: Patient, who: str, may_chart: bool
) -> None:
    client = people.signed_in(cast.people[who])

    shown = client.get(reverse("chart", args=[theo.pk]))
    sent = client.post(reverse("chart_save", args=[theo.pk]), {})

    assert shown.status_code == 200
    assert ("This visit" in shown.content.decode()) is may_chart
    assert sent.status_code == (200 if may_chart else 404)


def test_a_note_of_another_patient_is_not_found(client: Client, theo: Patient, goal: models.Goal) -> None:
    note = models.GoalNote.objects.create(
        practice_id=theo.practice_id, patient=theo, goal=goal, noted_on=ON, current="2", status="active"
    )

    wrong = client.post(reverse("goal_note_withdraw", args=[goal.pk, note.pk]))

    assert wrong.status_code == 404
    note.refresh_from_db()
    assert not note.entered_in_error


def test_a_visit_leads_to_the_chart_of_its_day(client: Client, theo: Patient) -> None:
    visit = models.Appointment.objects.create(
        practice_id=theo.practice_id, patient=theo, starts_at=people.AT - timedelta(days=3),
        ends_at=people.AT - timedelta(days=3) + timedelta(minutes=45), status="done",
    )  # fmt: skip

    form = client.get(reverse("chart", args=[theo.pk]), {"visit": str(visit.pk)}).context["form"]

    assert form["on"].value() == "Fri, Nov 20, 2026"


def test_a_chart_takes_as_many_queries_for_many_rows_as_for_few(
    client: Client, theo: Patient, django_assert_max_num_queries: Any
) -> None:
    url = reverse("chart", args=[theo.pk])
    client.get(url)
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for number in range(8):
        score(theo, 30 + number, number * 10)
        models.Goal.objects.create(practice_id=theo.practice_id, patient=theo, text=f"Goal {number}")

    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_what_the_next_request_lacks_stands_beside_the_chart(client: Client, theo: Patient) -> None:
    url = reverse("chart", args=[theo.pk])
    assert client.get(url).context["missing"] is None
    models.AuthorizationRequest.objects.create(
        practice_id=theo.practice_id, patient=theo, coverage=people.coverage(theo), kind="initial", state="draft"
    )

    response = client.get(url)

    lacks = response.context["missing"].lacks
    assert lacks[0].is_blocking
    assert any("goal" in lack.words.lower() for lack in lacks)
    assert "For the next request" in response.content.decode()


def test_a_finding_answers_a_question_that_reviewers_of_the_diagnosis_ask(client: Client, theo: Patient) -> None:
    models.EpisodeOfCare.objects.filter(patient=theo).update(icd10=["F84.0"])

    send(client, theo, finding__0__text="Accepts the brush.", finding__0__code="sensory_processing")

    assert models.Finding.objects.get().code == "sensory_processing"
