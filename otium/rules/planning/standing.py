"""Standing hours as one week that stands for several: who has which hour each week, and who could have it.

A visit that comes back at the same hour with the same therapist in most of the weeks is a standing one. All else that
is booked in any of the weeks takes its hour in the one week, so a free hour there is free in every week.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from otium.rules.planning import wanted
from otium.rules.planning.demand import able_for, priority
from otium.rules.planning.house import House
from otium.rules.planning.sessions import Session
from otium.rules.planning.wanted import OWN_THERAPIST, Preferred
from otium.terms.planning import WantedVisit, Window
from otium.terms.plans import Ban, BookedFact, HouseFacts, Now, Question, Verdicts, WaitFact, Wanted

A_WEEK = 7
MOST = 0.66  # of the weeks, from which on a visit is standing
MOVE_COST = 20
STAYS, STATED, NEAR = 10, 5, 3
KEPT = 10
Pattern = tuple[UUID, UUID | None, int, int, int]  # patient, therapist, weekday, minute, minutes


def standing(
    facts: HouseFacts, monday: date, weeks: int, now: Now, verdicts: Verdicts, *, entry_id: UUID | None = None
) -> Question:
    """Entries that wait for a standing hour. With `entry_id` that one alone, and others may make room for it."""
    groups = _patterns(facts, monday, weeks)
    members = {visits[0].id: tuple(v.id for v in visits) for visits in groups}
    one_week = _one_week(facts, monday, weeks, groups)
    house = House(one_week)
    waits = [w for w in facts.waits if w.need == "weekly" and entry_id in (None, w.id)]
    pairs = [_wait(entry, one_week, house, now, weeks) for entry in waits]
    stays = {key for key, ban, _placed in verdicts.bans if ban is Ban.MOVE}
    movable = house.release(
        s.key for s in house.regular if entry_id and s.first.id in members and s.key not in stays and _is_plain(s)
    )
    pairs += [_move(session, members[session.first.id], one_week, house) for session in movable]
    instance = house.instance(
        f"standing hours from {monday.isoformat()}", [visit for visit, _meant in pairs],
        current=tuple(map(house.standing, movable)), move_cost=MOVE_COST if movable else 0,
    )  # fmt: skip
    return Question(wanted.decided(instance, verdicts), tuple(meant for _visit, meant in pairs))


def _patterns(facts: HouseFacts, monday: date, weeks: int) -> list[list[BookedFact]]:
    found: dict[Pattern, list[BookedFact]] = defaultdict(list)
    alone: dict[UUID, int] = defaultdict(int)
    for visit in facts.visits:
        alone[visit.together] += 1
    last = monday + timedelta(days=A_WEEK * weeks)
    for visit in facts.visits:
        is_alone = alone[visit.together] == 1 and visit.is_open and visit.is_held and visit.minute % 15 == 0
        if is_alone and monday <= visit.on < last:
            pattern = visit.patient_id, visit.therapist_id, visit.on.weekday(), visit.minute, visit.minutes
            found[pattern].append(visit)
    least = max(2.0, MOST * weeks)
    return [sorted(visits, key=lambda v: v.on) for visits in found.values() if len(visits) >= least]


def _one_week(facts: HouseFacts, monday: date, weeks: int, groups: list[list[BookedFact]]) -> HouseFacts:
    """Standing visits once; what else is booked in any of the weeks, as if it were in the first."""
    ends = monday + timedelta(days=A_WEEK * weeks)
    grouped = {v.id for visits in groups for v in visits}
    visits = [replace(each[0], on=_folded(each[0].on, monday)) for each in groups]
    visits += [
        replace(v, on=_folded(v.on, monday), is_held=False, is_open=False)
        for v in facts.visits
        if v.id not in grouped and monday <= v.on < ends
    ]
    talks = tuple(replace(t, on=_folded(t.on, monday)) for t in facts.talks if monday <= t.on < ends)
    days = tuple(day for day in facts.days if monday <= day < monday + timedelta(days=A_WEEK))
    return replace(facts, visits=tuple(visits), talks=talks, days=days)


def _folded(on: date, monday: date) -> date:
    return monday + timedelta(days=on.weekday())


def _is_plain(session: Session) -> bool:
    return len(session.visits) == 1 and session.first.is_open and not session.first.equipment


def _wait(entry: WaitFact, facts: HouseFacts, house: House, now: Now, weeks: int) -> tuple[WantedVisit, Wanted]:
    who, key = str(entry.patient_id), f"wait {entry.id}"
    comes = wanted.days_of(house, [who], entry.discipline)
    open_from: list[Preferred] = [((facts.opens, facts.closes), STATED)]
    days = [(d, [(span, STATED) for span in wanted.stated(entry.wishes, d)]) for d in facts.days if d not in comes]
    if not entry.wishes:
        days = [(day, open_from) for day, _none in days]
    visit = WantedVisit(
        id=key,
        patient=who,
        minutes=entry.minutes,
        priority=min(priority(entry, now.on), KEPT - 1),
        roles=(able_for(entry, facts),),
        room_features=wanted.needs_room(facts, entry.location_id),
        location=str(entry.location_id) if entry.location_id else None,
        windows=wanted.windows(house, now, [who], days),
        group=f"{who} {entry.discipline}",
        apart_days=1,
    )
    return visit, Wanted(
        key, entry.patient_id, entry.minutes, entry_id=entry.id, location_id=entry.location_id, weeks=weeks
    )


def _move(session: Session, visits: tuple[UUID, ...], facts: HouseFacts, house: House) -> tuple[WantedVisit, Wanted]:
    """Stays, or goes to an hour that the family stated; of others near its own on the same weekday."""
    first, (start, end) = session.first, session.span
    comes = wanted.days_of(house, session.patients, first.discipline)
    visit = replace(
        house.staying(session),
        fixed=None,
        priority=KEPT,
        windows=(Window(first.on, start, end, STAYS), *_elsewhere(session, facts, house, comes)),
        location=house.place_of(session) if session.room else None,
        group=f"{session.patients[0]} {first.discipline}",
        preferred=tuple((who, OWN_THERAPIST) for who in session.therapists),
    )
    return visit, Wanted(
        session.key, first.patient_id, end - start, visits, therapist_id=first.therapist_id, today=session.placed,
        location_id=first.location_id, weeks=len(visits), makes_room=True,
    )  # fmt: skip


def _elsewhere(session: Session, facts: HouseFacts, house: House, comes: set[date]) -> Iterator[Window]:
    first, (start, end) = session.first, session.span
    known = wanted.wishes(facts).get(first.patient_id)
    for day in facts.days:
        if day in comes:
            continue
        if known:
            preferred = [(span, STATED) for span in wanted.stated(known, day)]
        elif day == first.on:
            preferred = [(wanted.near(start, end - start), NEAR)]
        else:
            continue
        yield from wanted.windows(house, Now(day, 0), session.patients, [(day, preferred)])
