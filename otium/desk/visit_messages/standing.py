"""Whether the visits of a notice still stand as they were told, and which times a family could come instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from otium.desk import clock
from otium.desk.appointments.change import needs_of
from otium.desk.appointments.needs import needed
from otium.desk.appointments.times import AHEAD
from otium.records.models import Appointment, FamilyNotice, Practice
from otium.rules.schedule import free
from otium.terms.schedule import VisitStatus

OFFERED = 6
SOONEST = timedelta(hours=24)
NOON = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """One patient at one time, as they were told of it: a co-treatment is two visits of one patient."""

    first_name: str
    at: datetime  # local, as it was told
    visits: tuple[Appointment, ...]

    @property
    def stands(self) -> bool:
        return all(v.status == VisitStatus.BOOKED.value and v.starts_at == self.at for v in self.visits)


def asked(notice: FamilyNotice) -> tuple[Asked, ...]:
    """What the notice asks about, in its order. One query."""
    rows = notice.facts["visits"]
    ids = [UUID(row["id"]) for row in rows]
    visits = Appointment.objects.filter(practice_id=notice.practice_id).select_related("practice").in_bulk(ids)
    groups: dict[tuple[str, str, str], list[Appointment]] = {}
    for row in rows:
        group = groups.setdefault((row["patient"], row["first_name"], row["at"]), [])
        group.append(visits[UUID(row["id"])])
    return tuple(Asked(name, datetime.fromisoformat(at), tuple(those)) for (_id, name, at), those in groups.items())


def visits(notice: FamilyNotice) -> tuple[Appointment, ...]:
    """All visits that it tells of, as they stand now. One query."""
    return tuple(visit for each in asked(notice) for visit in each.visits)


def other_times(visit: Appointment, practice: Practice, at: datetime) -> tuple[datetime, ...]:
    """Local times at which all that the visit needs is free: of each half day the first, from tomorrow on."""
    needs, slot = needs_of(visit, practice)
    since, zone = at + SOONEST, clock.zone(practice)
    all_of, any_of = needed(needs, practice, since, AHEAD.days + 1)
    found = free.times(all_of, any_of, length=timedelta(minutes=slot.minutes), since=since)
    return tuple(_spread((each.astimezone(zone) for each in found), visit.starts_at))


def _spread(times: Iterable[datetime], but: datetime) -> list[datetime]:
    halves: dict[tuple[object, bool], datetime] = {}
    for each in times:
        if each != but:
            halves.setdefault((each.date(), each.hour >= NOON), each)
        if len(halves) >= OFFERED:
            break
    return list(halves.values())
