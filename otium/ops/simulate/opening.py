"""The practice on the eve of the first day, and the town around it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import acting, clock, house, settle
from otium.desk.appointments import kinds
from otium.ops import demo
from otium.ops.simulate.office import WHO, Office
from otium.ops.simulate.people import WITH
from otium.records.models import Appointment, Connection, Coverage, Patient, Practice
from partners.exchange import scenario
from partners.exchange.place import ID
from partners.practice import write
from partners.sites import TIDEWATER, Site
from partners.town import Town

NOON = time(12)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stretch of which seed, in which practice of the demo."""

    starts_on: date
    days: int
    seed: int
    site: Site = TIDEWATER
    arm: str = WITH
    plan: Path = scenario.FOLDER / "baseline.toml"


def moment(practice: Practice, on: date, at: time) -> datetime:
    instant: datetime = clock.instant(on, at, practice)
    return instant


NO_NOTES = {"minutes": 45, "documentation_minutes": 0}


def opened(wanted: Wanted, folder: Path, say: Say) -> tuple[UUID, Town]:
    """The practice, filled from the town's files of the eve."""
    eve = wanted.starts_on - timedelta(days=1)
    at = datetime.combine(eve, NOON, demo.ZONE)
    town = Town.found(folder / "town", wanted.site, at=at, on=wanted.starts_on, seed=wanted.seed, plan=wanted.plan)
    clinic = town.world.clinic
    firm = house.found_firm("Simulated", by=demo.DEMO, at=at)
    new = house.NewPractice(
        slug=clinic.slug, name="Simulated", short="SIM", npi=clinic.npi, time_zone=clinic.time_zone,
        state=clinic.state, calendar_master="otium",
    )  # fmt: skip
    practice_id = house.open_practice(firm, new, by=demo.DEMO, at=at).pk
    with acting.acting_for(practice_id):  # its hours are back to back: notes are written in them
        kinds.choose({"evaluation": NO_NOTES}, practice_id=practice_id, by=demo.DEMO, at=at)
    files = write(town.world, folder)
    demo.set_up(practice_id, files, at)
    with acting.acting_for(practice_id), settle.together():
        demo.take_in(practice_id, files, at, say)
    return practice_id, town


def connect(practice: Practice, at: datetime) -> Connection:
    return Connection.objects.create(
        practice=practice, name="Town", carrier="folder", sender=practice.npi, receiver=ID,
        carries=["270", "275", "278"], real_time=["270"], fetch_minutes=1, made_at=at, cost_each="0.10",
    )  # fmt: skip


def courses(practice: Practice, office: Office) -> dict[UUID, int]:
    """How many visits each patient of the first day has still to be booked for."""
    rows = Patient.objects.filter(practice=practice, is_active=True).order_by(*WHO).values_list("pk", flat=True)
    return {key: office.rng.randint(0, 16) for key in rows}


def pays_first(visit: Appointment, on: date) -> Any:
    rows = Coverage.objects.select_related("payer").filter(patient_id=visit.patient_id, entered_in_error=False)
    rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=on)).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return rows.order_by("order", "-starts_on").first()
