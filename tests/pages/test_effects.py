"""What a change of the calendar does is read before it is kept; a move is taken back from the toast and afterwards."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from otium.desk import acting, clock
from otium.pages.staff.appointments.effects import sentence
from otium.pages.words.effects import ABOUT, EFFECTS
from otium.records import models
from otium.terms import effects as terms
from otium.terms.clearance import ClearanceState
from tests import cast as people
from tests.cast import EASTERN, Cast
from tests.pages.test_clearance import pooled

ON = date(2026, 11, 23)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Time goes on: what happened last is told by it."""
    seconds = itertools.count()
    monkeypatch.setattr(clock, "now", lambda: people.AT + timedelta(seconds=next(seconds)))
    return [people.AT]


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> models.Patient:
    """Planned twice a week; 20 visits are left of a limit shared with PT and SLP; nothing else fails."""
    who = people.patient(cast.a, "Theo", "Marshfield")
    pooled(people.coverage(who, "commercial"), remaining=20)
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        models.Referral.objects.create(practice=cast.a, patient=who, written_on=ON, expires_on=date(2027, 9, 1))
        models.PlanOfCare.objects.create(practice=cast.a, patient=who, starts_on=ON, frequency_per_week=2)
    return who


def book(client: Client, cast: Cast, patient: models.Patient, **entries: str) -> models.Appointment:
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": "nov 24", "starts_at": "3pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1", "anyway": "on",
    }  # fmt: skip
    client.post(reverse("visit_book", args=[patient.pk]), {**sent, **entries})
    with acting.acting_for(cast.a.pk):
        return models.Appointment.objects.order_by("starts_at").filter(patient=patient)[0]


def move(client: Client, visit: models.Appointment, on: str, **more: str) -> Any:
    fields = {"therapist": str(visit.therapist_id), "on": on, "starts_at": "10", "minutes": "45"}
    sent = {f"move-{name}": value for name, value in fields.items()}
    return client.post(reverse("visit_move", args=[visit.pk]), {**sent, **more}, follow=True)


def stands(visit: models.Appointment) -> str:
    with acting.acting_for(visit.practice_id):
        visit.refresh_from_db()
    return visit.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M ") + visit.status


def told(page: Any, name: str = "preview") -> dict[str, tuple[str, str]]:
    return {line.about: (line.icon, line.sentence) for line in page.context[name].effects}


def test_a_move_that_leaves_a_week_short_is_read_before_it_is_kept(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    visit = book(client, cast, theo)

    held = move(client, visit, "dec 1")
    kept = stands(visit)
    move(client, visit, "dec 1", anyway="on")

    assert told(held)["Plan of care"] == ("risk", "The week of Mon, Nov 23 has 0 of 2 visits planned.")
    assert "Nothing is moved yet." in held.content.decode()
    assert (kept, stands(visit)) == ("11-24 15:00 booked", "12-01 10:00 booked")


def test_a_move_within_the_week_needs_no_second_press(client: Client, cast: Cast, theo: models.Patient) -> None:
    visit = book(client, cast, theo)

    move(client, visit, "nov 25")

    assert stands(visit) == "11-25 10:00 booked"


def test_a_look_at_a_cancellation_tells_who_waits_for_the_hour_and_cancels_nothing(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    visit = book(client, cast, theo)
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    with acting.acting_for(cast.a.pk):
        models.WaitlistEntry.objects.create(practice=cast.a, patient=ada, need="make_up", minutes=45, asked_on=ON)

    page = client.post(reverse("visit_cancel", args=[visit.pk]), {"cancel-reason": "family", "check": "on"})

    effects = told(page, "cancel_preview")
    assert effects["Waitlist"] == ("unknown", "1 waits for such an hour (Tue, Nov 24, 3 pm).")
    assert effects["Plan of care"][0] == "risk"
    assert stands(visit) == "11-24 15:00 booked"


def test_a_cancellation_is_kept_by_the_second_press(client: Client, cast: Cast, theo: models.Patient) -> None:
    visit = book(client, cast, theo)
    sent = {"cancel-reason": "family"}

    held = client.post(reverse("visit_cancel", args=[visit.pk]), sent)
    first = stands(visit)
    client.post(reverse("visit_cancel", args=[visit.pk]), {**sent, "anyway": "on"})

    assert "Nothing is cancelled yet." in held.content.decode()
    assert (first, stands(visit)) == ("11-24 15:00 booked", "11-24 15:00 cancelled")


def test_hours_outside_those_the_family_stated_are_told(client: Client, cast: Cast, theo: models.Patient) -> None:
    visit = book(client, cast, theo)
    with acting.acting_for(cast.a.pk):
        models.WaitlistEntry.objects.create(
            practice=cast.a, patient=theo, need="weekly", minutes=45, asked_on=ON, since="15:00"
        )

    held = move(client, visit, "nov 25")

    assert told(held)["Family’s hours"] == (
        "risk", "Wed, Nov 25, 10 am is outside the hours that the family stated."
    )  # fmt: skip


def test_a_move_is_taken_back_from_its_page_after_the_toast_is_gone(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    visit = book(client, cast, theo)
    moved = move(client, visit, "nov 25")
    undo = reverse("visit_undo_move", args=[visit.pk])

    toast = [m.extra_tags for m in moved.context["messages"]]
    page = client.get(reverse("visit", args=[visit.pk]))
    client.post(undo)

    assert toast[-1] == f"undo:{undo}"
    assert page.context["undoable"].button == "Undo this move"
    assert stands(visit) == "11-24 15:00 booked"
    assert client.get(reverse("visit", args=[visit.pk])).context["undoable"] is None


def test_a_whole_series_is_moved_by_a_second_press_and_taken_back_at_once(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    first = book(client, cast, theo, visits="3")

    held = move(client, first, "nov 25", **{"move-scope": "all"})
    move(client, first, "nov 25", anyway="on", **{"move-scope": "all"})
    moved = stands(first)
    undoable = client.get(reverse("visit", args=[first.pk])).context["undoable"]
    client.post(undoable.url)

    assert held.context["preview"].failing == "This changes 3 visits. Look at what it does first."
    assert (moved, undoable.button) == ("11-25 10:00 booked", "Undo the move of 3 visits")
    assert stands(first) == "11-24 15:00 booked"


def test_a_cancelled_series_is_put_back_from_its_page(client: Client, cast: Cast, theo: models.Patient) -> None:
    first = book(client, cast, theo, visits="3")
    sent = {"cancel-reason": "away", "cancel-scope": "all", "anyway": "on"}
    client.post(reverse("visit_cancel", args=[first.pk]), sent)

    undoable = client.get(reverse("visit", args=[first.pk])).context["undoable"]
    client.post(undoable.url)

    assert undoable.button == "Put all 3 back"
    assert stands(first) == "11-24 15:00 booked"


@pytest.mark.parametrize("code", terms.EFFECTS)
def test_every_effect_has_words_that_ask_for_no_fact_that_is_not_told(code: str) -> None:
    samples: dict[str, Any] = {"week_on": ON, "on": ON, "at": "09:00", "names": "Dana", "room": "Gym", "before": "2"}
    for number in (1, 3):
        params = {name: samples.get(name, number) for name in terms.EFFECTS[code]}
        with override("en"):
            said = sentence(terms.Effect(terms.About.ROOM, ClearanceState.CLEAR, code, params), ON)

        assert said.endswith(".")
        assert "%(" not in said


def test_words_are_of_codes_that_are_told() -> None:
    assert set(EFFECTS) == set(terms.EFFECTS)
    assert set(ABOUT) == set(terms.About)


def booked_in_queries(client: Client, cast: Cast, patient: models.Patient, on: str) -> int:
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": on, "starts_at": "3pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1",
    }  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(reverse("visit_book", args=[patient.pk]), sent)
    assert answer.status_code == 302, "it was held"
    return len(seen.captured_queries)


def test_booking_a_visit_takes_no_more_queries_than_these(client: Client, cast: Cast, theo: models.Patient) -> None:
    """However many visits, patients and people who wait the practice has. What tasks change takes some more or less."""
    taken = [booked_in_queries(client, cast, theo, on) for on in ("nov 24", "nov 27")]
    with acting.acting_for(cast.a.pk):
        for n in range(20):
            who = people.patient(cast.a, f"Other{n}", "Waiting")
            models.WaitlistEntry.objects.create(practice=cast.a, patient=who, need="weekly", asked_on=ON)
    taken += [booked_in_queries(client, cast, theo, on) for on in ("nov 30", "dec 7")]

    assert max(taken) <= 55, taken
