"""A booked visit's coverage is verified without anybody touching it: over HTTPS, by the other side's own rules."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, appointments, clock, outbox
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.ops.bench import known_people
from otium.records import models
from partners.serving import House, Wanted
from tests import build

BY = Actor("test")
TACOMA = ZoneInfo("America/Los_Angeles")
PATIENCE_SECONDS = 30.0


@pytest.fixture
def other_side(tmp_path: Path) -> Iterator[Path]:
    """The folder of a clearinghouse and payers that are up, and know two members of ours."""
    known_people.tell_the_other_side(tmp_path / "state", 2)
    house = House.build(Wanted(state=tmp_path / "state", speed=43_200))
    house.open()
    running = threading.Thread(target=house.run)
    running.start()
    yield tmp_path / "state"
    house.stopping.set()
    running.join()


@pytest.fixture
def known(db: None, other_side: Path, settings: Any) -> Iterator[tuple[models.Practice, models.Connection]]:
    told = known_people.told_by(other_side)
    port = int(told["core"]["url"].rsplit(":", 1)[1].partition("/")[0])
    settings.OTIUM_PRIVATE_HOSTS = (f"127.0.0.1:{port}",)
    made = known_people.open_practice(2, clock.now())
    road = known_people.connect(made.practice_id, told, port)
    with acting.acting_for(made.practice_id):
        yield models.Practice.objects.get(pk=made.practice_id), road


def book(practice: models.Practice, in_days: int) -> models.Coverage:
    """A visit of the first patient, whose visits of before are gone; the coverage it is under."""
    models.AppointmentParticipant.objects.all().delete()
    models.Appointment.objects.all().delete()
    coverage = models.Coverage.objects.filter(practice=practice).order_by("member_id")[0]
    starts_at = (clock.now() + timedelta(days=in_days)).astimezone(TACOMA)
    slot = Slot(build.therapist(practice).pk, starts_at.date(), starts_at.time().replace(second=0, microsecond=0), 45)
    booking = Booking(coverage.patient_id, slot, is_sure=True)
    appointments.book(booking, practice_id=practice.pk, by=BY, at=clock.now())
    return coverage


def work(practice: models.Practice, road: models.Connection) -> None:
    """What workers do, until an answer is here."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not models.BenefitCheck.objects.exists() and time.monotonic() < until:
        outbox.deliver(practice.pk, road.pk)
        outbox.fetch(practice.pk, road.pk)
        time.sleep(0.1)


@pytest.mark.parametrize(("in_days", "is_real_time"), [(4, False), (1, True)])
def test_a_booked_visits_coverage_is_verified_by_itself(
    known: tuple[models.Practice, models.Connection], in_days: int, is_real_time: bool
) -> None:
    practice, road = known
    models.Connection.objects.update(cost_each="0.25")

    coverage = book(practice, in_days)
    work(practice, road)

    (check,) = models.BenefitCheck.objects.filter(practice=practice)
    (parcel,) = models.Parcel.objects.filter(practice=practice)
    assert (check.coverage_id, check.status, check.trace) == (coverage.pk, "active", parcel.trace)
    assert (parcel.by, parcel.is_real_time, str(parcel.cost)) == ("Otium", is_real_time, "0.25")
    assert not models.Task.objects.filter(state="open", kind="verify_coverage").exists()
    assert not models.Act.objects.exists()
