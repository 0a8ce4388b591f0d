"""Hours that came free and are still to be given away, with how their offering stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from otium.desk import clock
from otium.desk.waitlist import FREED
from otium.records.models import Appointment, AppointmentParticipant, Offer, OfferRound, Practice, TimeOff
from otium.terms.offers import OPEN_OFFERS

AHEAD = timedelta(days=14)
MOST = 40


@dataclass(frozen=True, slots=True)
class FreeHour:
    """`latest`: its newest round, None where nobody was asked; `held`: who can take it now."""

    visit: Appointment
    latest: OfferRound | None
    held: int


def free_hours(practice: Practice, at: datetime) -> list[FreeHour]:
    """Of the next two weeks, the soonest first. Five queries."""
    rows = Appointment.objects.filter(
        practice=practice, status__in=FREED, starts_at__gt=at, starts_at__lt=at + AHEAD, therapist__isnull=False
    )
    visits = list(rows.select_related("practice", "patient", "therapist", "location").order_by("starts_at", "id"))
    taken = _taken(practice, visits)
    away = _away(practice, visits)
    free = [v for v in visits if not _is_taken(v, taken) and not _is_away(v, away)]
    first = {(v.therapist_id, v.starts_at): v for v in reversed(free)}  # two visits of one hour are one hour
    shown = sorted(first.values(), key=lambda v: (v.starts_at, str(v.pk)))[:MOST]
    return _with_rounds(practice, shown)


def _taken(practice: Practice, visits: list[Appointment]) -> dict[object, list[tuple[datetime, datetime]]]:
    if not visits:
        return {}
    span = min(v.starts_at for v in visits), max(v.ends_at for v in visits)
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id__in={v.therapist_id for v in visits}, is_held=True, period__overlap=span
    )
    found: dict[object, list[tuple[datetime, datetime]]] = {}
    for actor_id, period in rows.values_list("actor_id", "period"):
        found.setdefault(actor_id, []).append((period.lower, period.upper))
    return found


def _is_taken(visit: Appointment, taken: dict[object, list[tuple[datetime, datetime]]]) -> bool:
    """Whether something holds its beginning; what begins later within it makes the hour shorter, not taken."""
    return any(start <= visit.starts_at < end for start, end in taken.get(visit.therapist_id, ()))


def _away(practice: Practice, visits: list[Appointment]) -> list[TimeOff]:
    if not visits:
        return []
    first, last = (clock.day(v.starts_at, practice) for v in (visits[0], visits[-1]))
    rows = TimeOff.objects.filter(
        practice=practice, entered_in_error=False, room=None, starts_on__lte=last, ends_on__gte=first
    )
    return list(rows.order_by("id"))


def _is_away(visit: Appointment, away: list[TimeOff]) -> bool:
    on = clock.day(visit.starts_at, visit.practice)
    return any(
        off.starts_on <= on <= off.ends_on
        and (off.therapist_id == visit.therapist_id or (off.location_id and off.location_id == visit.location_id))
        for off in away
    )


def _with_rounds(practice: Practice, visits: list[Appointment]) -> list[FreeHour]:
    rows = OfferRound.objects.filter(practice=practice, visit__in=visits).order_by("opened_at", "id")
    held = Count("id", filter=Q(state__in=[state.value for state in OPEN_OFFERS]))
    latest = {row.visit_id: row for row in rows}
    offers = Offer.objects.filter(practice=practice, offer_round__in=latest.values())
    counts = dict(offers.values_list("offer_round_id").annotate(held))
    found = []
    for visit in visits:
        row = latest.get(visit.pk)
        found.append(FreeHour(visit, row, counts.get(row.pk, 0) if row else 0))
    return found
