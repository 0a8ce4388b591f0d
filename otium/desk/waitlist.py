"""The waitlist: who fits an hour that came free, whether they are ready for it, and giving it to one of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from otium.desk import clearance, clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Place, Slot, book, kinds, makeups, move
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.offers import chosen, closing
from otium.records import waitlist as records
from otium.records.models import Appointment, AppointmentParticipant, Offer, Practice, Therapist, TimeOff, WaitlistEntry
from otium.rules import waitlist as rules
from otium.rules.schedule.kinds import MOST_MARGIN, around
from otium.terms.clearance import ClearanceState, VisitChange, VisitClearance
from otium.terms.offers import OfferState
from otium.terms.schedule import MISSED, ActorType, CancelReason, VisitStatus, VisitType
from otium.terms.waitlist import Opening, Passed, Waiting, WaitNeed

FREED = tuple(status.value for status in MISSED)
NOBODY_THERE = tuple(reason.value for reason in CancelReason if reason.leaves_nobody)
LOOKED_AT = 10  # so many that fit are looked at for readiness, which costs facts of each
NOT_TAKEN = (OfferState.DECLINED.value, OfferState.LAPSED.value)
BESIDE = timedelta(minutes=2 * MOST_MARGIN)  # travel and notes: no visit holds more beside itself
ANY_ROOM = Place(any_room=True)
KINDS = {WaitNeed.EVALUATION: VisitType.EVALUATION}


class NotFree(Exception):
    """The visit holds its time, or it has passed: nothing is to be given away."""


class Filled(NotFree):
    """Its therapist has another visit or a talk then, or is away."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`cleared`: how the visit would stand; None where it was not looked at."""

    entry: WaitlistEntry
    cleared: VisitClearance | None

    @property
    def is_ready(self) -> bool:
        return self.cleared is not None and self.cleared.state is not ClearanceState.BLOCKED


@dataclass(frozen=True, slots=True)
class Candidates:
    """`fitting` in the order in which they are asked; `own`: entries of the patient whose hour it was.

    `reasons`: every reason of each of `passed`, in its order.
    """

    opening: Opening
    fitting: tuple[Candidate, ...]
    passed: tuple[tuple[WaitlistEntry, Passed], ...]
    own: tuple[tuple[WaitlistEntry, Passed], ...] = ()
    reasons: tuple[tuple[Passed, ...], ...] = ()

    @property
    def first(self) -> Candidate | None:
        return next((c for c in self.fitting if c.is_ready), None)


@transaction.atomic
def candidates(
    visit: Appointment, *, at: datetime, looked_at: int = LOOKED_AT, but: Collection[UUID] = ()
) -> Candidates:
    """Who could take the hour of a cancelled or missed visit. A fixed number of queries. Raises NotFree, Filled.

    So many are looked at for readiness, none of the entries `but`.
    """
    practice = visit.practice
    opening = _opening(visit, practice, at)
    everybody = records.waiting(practice)
    entries = {entry.pk: entry for entry in everybody if entry.patient_id != visit.patient_id}
    day, order = _day(opening, practice), chosen.of(practice).order
    facts = _with_margins(records.facts(entries.values(), practice, (visit.starts_at, visit.ends_at), day), practice)
    ranked = rules.rank(opening, facts, order)
    look = [waiting for waiting in ranked.fitting if waiting.id not in but][:looked_at]
    cleared = _cleared(look, opening, practice, at)
    found = {w.id: Candidate(entries[w.id], cleared.get(w.id)) for w in ranked.fitting}
    known = [replace(w, is_ready=found[w.id].is_ready if w.id in cleared else None) for w in ranked.fitting]
    return Candidates(
        opening,
        tuple(found[w.id] for w in rules.rank(opening, known, order).fitting),
        tuple((entries[w.id], reason) for w, reason in ranked.passed),
        tuple((entry, Passed.OWN_HOUR) for entry in everybody if entry.patient_id == visit.patient_id),
        ranked.reasons,
    )


def later_visit(visit: Appointment, patient_id: UUID) -> Appointment | None:
    """The patient's next booked visit after this one: of who waits for an earlier time, the one it replaces."""
    rows = Appointment.objects.filter(
        practice_id=visit.practice_id, patient_id=patient_id, status=VisitStatus.BOOKED.value,
        starts_at__gt=visit.starts_at,
    )  # fmt: skip
    return rows.order_by("starts_at", "id").first()


def movable(visit: Appointment, patients: Collection[UUID]) -> QuerySet[Appointment]:
    """Booked visits of these patients after this one that can take its place: same location and discipline, alone."""
    return Appointment.objects.filter(
        practice_id=visit.practice_id, patient_id__in=patients, status=VisitStatus.BOOKED.value,
        starts_at__gt=visit.starts_at, location_id=visit.location_id, together_id=None,
        therapist__practice_id=visit.practice_id, therapist__discipline=_therapist(visit).discipline,
    )  # fmt: skip


@transaction.atomic
def place(
    *, entry_id: UUID, visit_id: UUID, by: Actor, at: datetime, why: str = "", is_sure: bool = False
) -> Appointment:
    """Book the freed hour for an entry and end its wait. Raises NotFree, Filled, Invalid, and what booking raises.

    Whoever stood before it and was ready is passed over with `why`, which is needed then.
    """
    settle.lock_practice_of(Appointment, visit_id)
    visit = Appointment.objects.select_related("practice").get(pk=visit_id)
    found = candidates(visit, at=at)
    chosen = next((c for c in found.fitting if c.entry.pk == entry_id), None)
    if chosen is None:
        raise Invalid([Problem("", _("They do not wait for this hour any more. Look at the list again."))])
    earlier = found.fitting[: found.fitting.index(chosen)]
    asked = _asked(visit)
    before = [c for c in earlier if c.is_ready and c.entry.patient_id != chosen.entry.patient_id]
    if any(c.entry.pk not in asked for c in before) and not why.strip():
        raise Invalid([Problem("why", _("Say why those before are passed over: asked and declined, no answer."))])
    (booked,) = book(
        _booking(chosen.entry, found.opening, is_sure=is_sure), practice_id=visit.practice_id, by=by, at=at
    ).visits
    for passed in before:
        if passed.entry.pk not in asked:
            history.record(passed.entry, "passed_over", by=by, at=at, why=why.strip())
    closing.withdraw_others(chosen.entry, by=by, at=at, but=_own_offer(visit, chosen.entry))
    closing.by_hand(visit, booked, chosen.entry, _passed(found, chosen, before, why.strip()), by=by, at=at)
    _end(chosen.entry, booked, visit.practice, by, at)
    return booked


def is_free(visit: Appointment, at: datetime) -> bool:
    """Whether the hour of a cancelled or missed visit can still be given to somebody."""
    try:
        _opening(visit, visit.practice, at)
    except NotFree:
        return False
    return True


def take(
    entry: WaitlistEntry, visit: Appointment, *, by: Actor, at: datetime, offer_id: UUID | None = None
) -> Appointment:
    """The freed hour is theirs: a visit is booked and their wait is over; of who waits for an earlier time the later
    visit moves here. The practice is locked. `offer_id`: by which they take it; what else they were offered is
    withdrawn. Raises NotFree, Filled, and what booking and moving raise.
    """
    opening = _opening(visit, visit.practice, at)
    booking = _booking(entry, opening, is_sure=True)
    if entry.need == WaitNeed.EARLIER.value:
        later = movable(visit, [entry.patient_id]).order_by("starts_at", "id").first()
        if later is None:
            raise Invalid([Problem("", _("There is no later visit to move any more."))])
        booked = move(appointment_id=later.pk, to=booking.slot, by=by, at=at, place=ANY_ROOM, is_sure=True)
    else:
        (booked,) = book(booking, practice_id=visit.practice_id, by=by, at=at).visits
    closing.withdraw_others(entry, by=by, at=at, but=offer_id)
    _end(entry, booked, visit.practice, by, at)
    return booked


def _own_offer(visit: Appointment, entry: WaitlistEntry) -> UUID | None:
    rows = Offer.objects.filter(practice_id=visit.practice_id, offer_round__visit=visit, entry=entry)
    return rows.filter(state__in=closing.HELD).values_list("pk", flat=True).first()


def _asked(visit: Appointment) -> set[UUID]:
    """Who was offered this hour and did not take it: they are passed over for that reason."""
    rows = Offer.objects.filter(practice_id=visit.practice_id, offer_round__visit=visit)
    return set(rows.filter(state__in=NOT_TAKEN).values_list("entry_id", flat=True))


def _passed(
    found: Candidates, chosen: Candidate, before: list[Candidate], why: str
) -> dict[UUID, tuple[WaitlistEntry, Passed, str]]:
    """Everybody else who waits, with the reason why the hour is not theirs."""
    passed = {entry.pk: (entry, reason, "") for entry, reason in (*found.passed, *found.own)}
    for candidate in found.fitting:
        reason = Passed.NOT_READY if candidate.cleared and not candidate.is_ready else Passed.TURN
        passed[candidate.entry.pk] = (candidate.entry, reason, "")
    passed |= {c.entry.pk: (c.entry, Passed.BY_HAND, why) for c in before}
    del passed[chosen.entry.pk]
    return passed


def _opening(visit: Appointment, practice: Practice, at: datetime) -> Opening:
    if visit.status not in FREED or visit.starts_at <= at or visit.therapist_id is None:
        raise NotFree
    if visit.reason_code in NOBODY_THERE:
        raise Filled
    local = visit.starts_at.astimezone(clock.zone(practice))
    therapist = _therapist(visit)
    since, ends_at, until = _free(visit, visit.therapist_id, local.date())
    return Opening(
        on=local.date(),
        starts_at=local.time(),
        minutes=_minutes(ends_at - visit.starts_at),
        therapist_id=visit.therapist_id,
        location_id=visit.location_id,
        hours_ahead=int((visit.starts_at - at).total_seconds() // 3600),
        discipline=therapist.discipline,
        skills=frozenset(skill.upper() for skill in therapist.skills),
        languages=frozenset(therapist.languages),
        before=_minutes(visit.starts_at - since),
        after=_minutes(until - ends_at),
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _with_margins(facts: Iterable[Waiting], practice: Practice) -> list[Waiting]:
    """Each with what its visit takes of the therapist besides; of an earlier time that is a treatment's."""
    found = {}
    for kind in {_kind(need) for need in WaitNeed}:
        found[kind] = around(ActorType.THERAPIST, kinds.rule_of(kind, practice).margins)
    sides = ((waiting, found[_kind(waiting.need)]) for waiting in facts)
    return [replace(waiting, before=before, after=after) for waiting, (before, after) in sides]


def _therapist(visit: Appointment) -> Therapist:
    return Therapist.objects.get(practice_id=visit.practice_id, pk=visit.therapist_id)


def _free(visit: Appointment, therapist_id: UUID, on: date) -> tuple[datetime, datetime, datetime]:
    """From when the therapist is free, the end of the hour or of what is left of it, and until when they are free.
    Raises Filled."""
    away = TimeOff.objects.filter(
        Q(therapist_id=therapist_id) | Q(location_id=visit.location_id, location__isnull=False),
        practice_id=visit.practice_id, entered_in_error=False, starts_on__lte=on, ends_on__gte=on,
    )  # fmt: skip
    taken = AppointmentParticipant.objects.filter(
        practice_id=visit.practice_id, actor_id=therapist_id, is_held=True,
        period__overlap=(visit.starts_at - BESIDE, visit.ends_at + BESIDE),
    )  # fmt: skip
    since, until = visit.starts_at - BESIDE, visit.ends_at + BESIDE
    for period in taken.values_list("period", flat=True):
        if period.upper <= visit.starts_at:
            since = max(since, period.upper)
        else:
            until = min(until, period.lower)
    if until <= visit.starts_at or away.exists():
        raise Filled
    return since, min(visit.ends_at, until), until


def _day(opening: Opening, practice: Practice) -> tuple[datetime, datetime]:
    first = clock.instant(opening.on, time(), practice)
    return first, clock.instant(opening.on + timedelta(days=1), time(), practice)


def _cleared(
    fitting: Sequence[Waiting], opening: Opening, practice: Practice, at: datetime
) -> dict[UUID, VisitClearance]:
    """How each visit would stand, by entry. A patient with two entries is looked at once, for the first."""
    if not fitting:
        return {}
    by_patient = {waiting.patient_id: waiting for waiting in reversed(fitting)}
    changes = {
        key: (
            VisitChange(None, opening.on, _kind(waiting.need), opening.starts_at, opening.therapist_id),
        )
        for key, waiting in by_patient.items()
    }  # fmt: skip
    found = clearance.with_added(practice, changes, on=clock.day(at, practice))
    return {w.id: found[w.patient_id] for w in fitting if w.patient_id in found}


def _kind(need: WaitNeed) -> str:
    return KINDS.get(need, VisitType.TREATMENT).value


def _booking(entry: WaitlistEntry, opening: Opening, *, is_sure: bool) -> Booking:
    slot = Slot(opening.therapist_id, opening.on, opening.starts_at, entry.minutes)
    kind = _kind(WaitNeed(entry.need))
    return Booking(
        entry.patient_id,
        slot,
        kind,
        opening.location_id,
        any_room=True,
        is_sure=is_sure,
        makes_up_id=makeups.still_open(entry),
    )


def _end(entry: WaitlistEntry, visit: Appointment, practice: Practice, by: Actor, at: datetime) -> None:
    """A standing hour is waited for until it is found; one visit does not end that wait."""
    if entry.need == WaitNeed.WEEKLY.value:
        history.record(entry, "offered_once", by=by, at=at, after={"visit_id": visit.pk})
        return
    entry.visit, entry.ended_on = visit, clock.day(at, practice)
    entry.save(update_fields=["visit", "ended_on"])
    history.record(entry, "placed", by=by, at=at, after={"visit_id": visit.pk, "ended_on": entry.ended_on})
