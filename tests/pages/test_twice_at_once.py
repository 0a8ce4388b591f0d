"""Two taps on one button, two browsers, one moment: the act is done once, and the second is told so."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"on": "dec 1", "starts_at": "3pm", "minutes": "45", "kind": "treatment", "every": "1", "anyway": "on"}


@pytest.fixture
def cast(transactional_db: None, now: Any) -> Iterator[Cast]:
    yield people.assemble()
    connections.close_all()


@pytest.fixture
def who(cast: Cast) -> models.Patient:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        return build.patient(cast.a)


def both(cast: Cast, act: Callable[[Client], Any]) -> list[Any]:
    """Two browsers of one person, sent off together; the answers in the order of their status."""
    clients = [people.signed_in(cast.people["assistant"]) for _ in range(2)]
    ready = Barrier(2)

    def tap(client: Client) -> Any:
        try:
            ready.wait(30)
            return act(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(tap, clients), key=lambda answer: answer.status_code)


@pytest.mark.parametrize("visits", ["1", "4"])
def test_two_taps_on_book_it_book_once(cast: Cast, who: models.Patient, visits: str) -> None:
    form = {**FORM, "therapist": str(cast.therapists["treating"].pk), "visits": visits}

    told, booked = both(cast, lambda client: client.post(reverse("visit_book", args=[who.pk]), form))

    assert (told.status_code, booked.status_code) == (200, 302)
    assert told.context["refusal"].free
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.filter(patient=who).count() == int(visits)
        assert models.Series.objects.count() == (visits != "1")


def test_two_taps_on_cancel_cancel_once(cast: Cast, who: models.Patient) -> None:
    with acting.acting_for(cast.a.pk):
        at = people.AT.replace(month=12, day=1)
        visit = build.visit(who, at, therapist=cast.therapists["treating"])

    answers = both(cast, lambda client: client.post(reverse("visit_cancel", args=[visit.pk]), {"cancel-reason": "ill"}))

    with acting.acting_for(cast.a.pk):
        events = list(models.History.objects.filter(focus_id=visit.pk).values_list("event", flat=True))
        assert models.Appointment.objects.get(pk=visit.pk).status == "cancelled"
    assert events == ["cancel"]
    assert all(answer.status_code < 500 for answer in answers)
