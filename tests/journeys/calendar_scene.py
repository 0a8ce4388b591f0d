"""Two therapists who work, a child with a visit at nine on Tuesday, another at ten; pages on which they are moved."""

from collections.abc import Iterator
from datetime import time
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, book
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, EASTERN, ON, Cast
from tests.journeys.sight import assert_fits_and_reads

DAY = "/schedule/day/?on=2026-11-24"
WEEK = "/schedule/?week=2026-11-23"


def booked(monkeypatch: pytest.MonkeyPatch) -> Cast:
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    cast = people.assemble()
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        place = models.Location.objects.create(practice=cast.a, name="Main Street")
        models.Room.objects.create(practice=cast.a, location=place, name="Gym")
        for therapist in cast.therapists.values():
            models.WorkingHours.objects.create(
                practice=cast.a, therapist=therapist, weekdays=list("01234"), starts_at=time(8), ends_at=time(17)
            )
    for name, hour in (("Theodora", 9), ("Ben", 10)):
        who = people.patient(cast.a, name, "Marshfield", phone="518-555-0101")
        people.episode(who, cast.therapists["treating"])
        with acting.acting_for(cast.a.pk):
            build.check(build.coverage(who, build.payer(cast.a), order=1), AT)
            slot = Slot(cast.therapists["treating"].pk, ON.replace(day=24), time(hour), 45)
            made = book(Booking(who.pk, slot, "treatment"), practice_id=cast.a.pk, by=Actor("test"), at=AT)
            cast.made[name] = made.visits[0].pk
    return cast


def windows(browser: Browser, address: str, cast: Cast) -> Iterator[Any]:
    """Opens a page of a size for a person; what breaks in it fails the test."""
    faults: list[str] = []
    contexts = []

    def opened(size: Any, who: str = "assistant", **more: Any) -> Page:
        context = browser.new_context(viewport=size, base_url=address, reduced_motion="reduce", **more)
        contexts.append(context)
        session = people.signed_in(cast.people[who]).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def when(cast: Cast, name: str) -> tuple[str, str]:
    """The local time of a visit, and who treats."""
    with acting.acting_for(cast.a.pk):
        visit = models.Appointment.objects.select_related("therapist").get(pk=cast.made[name])
    return visit.starts_at.astimezone(EASTERN).strftime("%a %H:%M"), visit.therapist.name if visit.therapist else ""


def confirm(page: Page) -> None:
    """The question stands open; the move is made, though nothing is known of the authorization."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_fits_and_reads(page, "asked")
    expect(dialog.get_by_role("region", name="What this does")).to_be_visible()
    anyway = dialog.get_by_role("button", name="Move anyway")
    (anyway if anyway.count() else dialog.get_by_role("button", name="Move this visit")).click()
    expect(page.get_by_text("Visit moved.")).to_be_visible()
