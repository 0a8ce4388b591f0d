"""Hours that came free and are still to be given away, with how their offering stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from otium.desk import clock
from otium.desk.offers.freed import FREED, NOBODY_THERE, OF_VISIT, FreedHour
from otium.records.models import Appointment, AppointmentParticipant, LeftHour, Offer, OfferRound, Practice, TimeOff
from otium.terms.offers import OPEN_OFFERS

AHEAD = timedelta(days=14)
MOST = 40
Periods = dict[object, list[tuple[datetime, datetime]]]  # by therapist


@dataclass(frozen=True, slots=True)
class FreeHour:
    """`latest`: its newest round, None where nobody was asked; `held`: who can take it now."""

    hour: FreedHour
    latest: OfferRound | None
    held: int


def free_hours(practice: Practice, at: datetime) -> list[FreeHour]:
    """Of the next two weeks, the soonest first. Six queries."""
    soon = Q(practice=practice, starts_at__gt=at, starts_at__lt=at + AHEAD, therapist__isnull=False)
    visits = Appointment.objects.filter(soon, status__in=FREED).select_related(
        "practice", "patient", "therapist", "location"
    )
    left = LeftHour.objects.filter(soon, visit__practice=practice).select_related(*OF_VISIT, "visit__patient")
    found = [FreedHour(visit) for visit in visits] + [FreedHour(row.visit, row) for row in left]
    return _with_rounds(practice, still_free(practice, found)[:MOST])


def still_free(practice: Practice, hours: Iterable[FreedHour]) -> list[FreedHour]:
    """Those that somebody could come to, the soonest first; of several that are one hour of a therapist the first that
    was a visit's own. Two queries, none without hours."""
    order = sorted(hours, key=lambda h: (h.starts_at, h.left is not None, str(h.id)))
    known = [h for h in order if h.left is not None or h.visit.reason_code not in NOBODY_THERE]
    taken, away = _taken(practice, known), _away(practice, known)
    free: dict[object, FreedHour] = {}
    for hour in known:
        if not _is_taken(hour, taken) and not _is_away(hour, away):
            free.setdefault((hour.therapist_id, hour.starts_at), hour)
    return list(free.values())


def _taken(practice: Practice, hours: Sequence[FreedHour]) -> Periods:
    if not hours:
        return {}
    span = hours[0].starts_at, max(h.ends_at for h in hours)
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id__in={h.therapist_id for h in hours}, is_held=True, period__overlap=span
    )
    found: Periods = {}
    for actor_id, period in rows.values_list("actor_id", "period"):
        found.setdefault(actor_id, []).append((period.lower, period.upper))
    return found


def _is_taken(hour: FreedHour, taken: Periods) -> bool:
    """Whether something holds its beginning; what begins later within it makes the hour shorter, not taken."""
    return any(start <= hour.starts_at < end for start, end in taken.get(hour.therapist_id, ()))


def _away(practice: Practice, hours: Sequence[FreedHour]) -> list[TimeOff]:
    if not hours:
        return []
    first, last = (clock.day(h.starts_at, practice) for h in (hours[0], hours[-1]))
    rows = TimeOff.objects.filter(
        practice=practice, entered_in_error=False, room=None, starts_on__lte=last, ends_on__gte=first
    )
    return list(rows.order_by("id"))


def _is_away(hour: FreedHour, away: list[TimeOff]) -> bool:
    on = clock.day(hour.starts_at, hour.practice)
    return any(
        off.starts_on <= on <= off.ends_on
        and (off.therapist_id == hour.therapist_id or (off.location_id and off.location_id == hour.location_id))
        for off in away
    )


def _with_rounds(practice: Practice, hours: list[FreedHour]) -> list[FreeHour]:
    visits = {hour.visit.pk for hour in hours}
    rows = OfferRound.objects.filter(practice=practice, visit__in=visits).order_by("opened_at", "id")
    latest = {row.left_id or row.visit_id: row for row in rows}
    held = Count("id", filter=Q(state__in=[state.value for state in OPEN_OFFERS]))
    offers = Offer.objects.filter(practice=practice, offer_round__in=latest.values())
    counts = dict(offers.values_list("offer_round_id").annotate(held=held))
    found = []
    for hour in hours:
        row = latest.get(hour.id)
        found.append(FreeHour(hour, row, counts.get(row.pk, 0) if row else 0))
    return found
