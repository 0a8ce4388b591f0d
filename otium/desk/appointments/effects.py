"""What a change of the calendar does besides itself, found by comparing what stood before it with what stands after."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from otium.desk import clock
from otium.desk.appointments.holding import HOLDING
from otium.desk.appointments.waits import GOES_ON
from otium.records import effects as records
from otium.records import waitlist
from otium.records.effects import Said
from otium.records.models import Appointment, History, Practice, Room, Therapist
from otium.rules import waitlist as ranking
from otium.rules.schedule import effects as rules
from otium.terms.clearance import ClearanceLedger, ClearanceState
from otium.terms.duty import Param
from otium.terms.effects import About, Effect, Standing
from otium.terms.waitlist import Opening, Waiting

Visits = dict[UUID, Standing]
Ledgers = tuple[ClearanceLedger, ...]
NEUTRAL, CLEAR, RISK = ClearanceState.NOT_NEEDED, ClearanceState.CLEAR, ClearanceState.AT_RISK


def standing(practice: Practice, patients: Iterable[UUID]) -> Visits:
    """Every visit of these patients that holds time. One query."""
    return records.standing(practice.pk, tuple(patients), clock.zone(practice))


def between(
    before: Visits, after: Visits, ledgers: tuple[Ledgers, Ledgers], practice: Practice, at: datetime, of: UUID
) -> tuple[Effect, ...]:
    """In the order of About; `of` is the visit that was chosen. A fixed number of queries, however many change."""
    gone, come = rules.changed(before, after)
    patients = tuple(dict.fromkeys(visit.patient_id for visit in (*come, *gone)))
    said = records.said(practice.pk, patients, clock.day(at, practice))
    found = [
        *_of_patients(patients, before, after, ledgers, said),
        *_rooms(gone, come, practice),
        *_colleagues(before.get(of), after.get(of), come, practice),
        *_waiting(gone, come, said, practice, at),
    ]
    order = {about: place for place, about in enumerate(About)}
    return tuple(sorted(found, key=lambda effect: order[effect.about]))


def _of_patients(
    patients: Iterable[UUID], before: Visits, after: Visits, ledgers: tuple[Ledgers, Ledgers], said: Said
) -> Iterator[Effect]:
    by_patient = [{ledger.patient_id: ledger for ledger in each} for each in ledgers]
    for key in patients:
        own_before, own_after = _of(before, key), _of(after, key)
        _gone, come = rules.changed(own_before, own_after)
        empty = ClearanceLedger(key, ())
        effects = [
            *rules.cover(by_patient[0].get(key, empty), by_patient[1].get(key, empty)),
            *rules.frequency(own_before, own_after, said.frequencies.get(key)),
            *rules.hours(come, said.windows.get(key, ())),
        ]
        yield from (Effect(e.about, e.state, e.code, e.params, key) for e in effects)


def _of(visits: Visits, patient_id: UUID) -> Visits:
    return {key: visit for key, visit in visits.items() if visit.patient_id == patient_id}


def _rooms(gone: list[Standing], come: list[Standing], practice: Practice) -> Iterator[Effect]:
    """Of the first visit: the others of a series have theirs by the same choice."""
    was = next((v.room_id for v in gone), None)
    now = next((v.room_id for v in come), None)
    if was is None and now is None:
        return
    names = dict(Room.objects.filter(practice=practice, pk__in=[was, now]).values_list("pk", "name"))
    if now and now != was and was:
        yield Effect(About.ROOM, CLEAR, "room_changes", {"room": names[now], "before": names[was]})
    elif now:
        yield Effect(About.ROOM, CLEAR, "room_given", {"room": names[now]})
    elif was:
        yield Effect(About.ROOM, NEUTRAL, "room_freed", {"room": names[was]})


def _colleagues(
    was: Standing | None, now: Standing | None, come: list[Standing], practice: Practice
) -> Iterator[Effect]:
    """Other therapists of a co-treatment: they come or move with the visit, or stay where it is cancelled."""
    chosen = now or was
    if chosen is None or chosen.together_id is None:
        return
    beside = {v.therapist_id for v in come if v.together_id == chosen.together_id}
    if now is None:
        left = Appointment.objects.filter(practice=practice, together_id=chosen.together_id, status__in=HOLDING)
        beside = set(left.values_list("therapist_id", flat=True))
    keys = filter(None, beside - {chosen.therapist_id})
    names = Therapist.objects.filter(practice=practice, pk__in=keys).order_by("name", "id")
    if said := ", ".join(names.values_list("name", flat=True)):
        code = "colleague_stays" if now is None else "colleague_moves" if was else "colleague_comes"
        yield Effect(About.COLLEAGUE, NEUTRAL if code == "colleague_comes" else RISK, code, {"names": said})


def _waiting(
    gone: list[Standing], come: list[Standing], said: Said, practice: Practice, at: datetime
) -> Iterator[Effect]:
    """Who waits for the first hour that comes free; whose wait goes on, or goes on in spite of the booking."""
    freed = next((visit for visit in gone if visit.therapist_id and visit.starts_at > at), None)
    opening = _opening(freed, practice, at) if freed else None
    own = {visit.patient_id for visit in (*gone, *come)}
    fitting: Sequence[Waiting] = ()
    if opening:
        others = waitlist.open_entries(practice).exclude(patient_id__in=own)
        fitting = ranking.rank(opening, waitlist.facts(others, practice)).fitting
    if opening and fitting:
        begins: dict[str, Param] = {"on": opening.on, "at": f"{opening.starts_at:%H:%M}"}
        yield Effect(About.WAITLIST, NEUTRAL, "waits_for_hour", {"waiting": len(fitting), **begins})
    lost = {v.id for v in gone} - {v.id for v in come}
    if lost and (again := _wait_again(lost, practice, at)):
        yield Effect(About.WAITLIST, RISK, "waits_again", {"waiting": again})
    new = {v.patient_id for v in come} if not gone else set()
    if still := sum(said.waits[key] for key in new):
        yield Effect(About.WAITLIST, NEUTRAL, "waits_still", {"waiting": still})


def _opening(freed: Standing, practice: Practice, at: datetime) -> Opening:
    """As the waitlist has it once the hour is free. One query."""
    therapist = Therapist.objects.get(practice=practice, pk=freed.therapist_id)
    return Opening(
        on=freed.on,
        starts_at=freed.at,
        minutes=freed.minutes,
        therapist_id=therapist.pk,
        location_id=freed.location_id,
        hours_ahead=int((freed.starts_at - at).total_seconds() // 3600),
        discipline=therapist.discipline,
        skills=frozenset(skill.upper() for skill in therapist.skills),
        languages=frozenset(therapist.languages),
    )


def _wait_again(lost: set[UUID], practice: Practice, at: datetime) -> int:
    """Waits that these visits had ended, and that go on by this act."""
    acts = History.objects.filter(practice=practice, focus_type="waitlistentry", event=GOES_ON, at=at)
    return acts.filter(before__visit_id__in=[str(key) for key in lost]).count()
