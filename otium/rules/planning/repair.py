"""A therapist is away: her visits are placed anew, and others stay where they are.

Source: ours. Tier 1: every visit counts the same. Tier 2: the same hour with a colleague is dearest, for families whose
hours are not on file above all; those who said when else they can come make room for them. Of the other visits only
those of families with stated hours may move at all, each at a cost.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from otium.rules.planning import wanted
from otium.rules.planning.house import NO_ROOM, ROOM, House
from otium.rules.planning.sessions import SLOT, Session
from otium.rules.planning.wanted import NEAR_MINUTES, NOTICE_MINUTES, OWN_THERAPIST, Preferred
from otium.terms.planning import WantedVisit, Window
from otium.terms.plans import Ban, HouseFacts, Now, Question, Verdicts, Wanted, WishFact

MOVE_COST = 20  # of a visit whose own therapist is there
SAME_HOUR, STATED, SAME_DAY, NEAR = 10, 7, 6, 3
CLOSER = ((0, 2), (60, 1), (NEAR_MINUTES, 0))  # minutes from its own hour at most, worth
LOST, KEPT = 1, 10  # priorities: no visit that stands is dropped for one that lost its therapist


def repair(facts: HouseFacts, therapist_id: UUID, now: Now, verdicts: Verdicts) -> Question:
    """What the therapist has booked on her days off, and who might make room."""
    house = House(facts, away=(therapist_id,))
    lost = [s for s in house.loose if (s.first.on, s.first.minute) > (now.on, now.minute)]
    stays = {key for key, ban, _placed in verdicts.bans if ban is Ban.MOVE}
    flexible = house.release(s.key for s in house.regular if s.key not in stays and _may_move(s, facts, now))
    visits = [_visit(session, facts, house, now, therapist_id) for session in lost]
    visits += [_visit(session, facts, house, now, None) for session in flexible]
    instance = house.instance(
        f"repair {therapist_id}", visits, current=tuple(map(house.standing, flexible)), move_cost=MOVE_COST
    )
    meant = tuple(_meant(s, facts, therapist_id) for s in lost)
    meant += tuple(replace(_meant(s, facts, s.first.therapist_id), makes_room=True) for s in flexible)
    return Question(wanted.decided(instance, verdicts), meant)


def _may_move(session: Session, facts: HouseFacts, now: Now) -> bool:
    known = wanted.wishes(facts)
    is_ahead = (session.first.on, session.first.minute) > (now.on, now.minute + NOTICE_MINUTES)
    is_plain = len(session.visits) == 1 and session.first.is_open and not _lead(session, facts)
    return is_plain and is_ahead and session.first.patient_id in known


def _meant(session: Session, facts: HouseFacts, therapist_id: UUID | None) -> Wanted:
    first = [v.id for v in session.visits if v.therapist_id == therapist_id]
    others = [v.id for v in session.visits if v.therapist_id != therapist_id]
    start, end = session.span
    return Wanted(
        key=session.key,
        patient_id=session.first.patient_id,
        minutes=end - start,
        visits=(*first, *others),
        therapist_id=therapist_id,
        today=session.placed,
        location_id=session.first.location_id,
        lead=_lead(session, facts),
    )


def _lead(session: Session, facts: HouseFacts) -> int:
    """The way there, in whole quarter hours: by the house's rule of today, as that is what a visit holds once it is
    moved; an imported one may hold nothing yet.
    """
    return -(-wanted.kind_rule(facts, session.first.kind).margins.travel_minutes // SLOT) * SLOT


def _visit(session: Session, facts: HouseFacts, house: House, now: Now, away: UUID | None) -> WantedVisit:
    """`away` None: the therapist is there, and the visit may only make room at an hour the family stated."""
    known = [wanted.wishes(facts)[v.patient_id] for v in session.visits if v.patient_id in wanted.wishes(facts)]
    start, end = session.span
    discipline = next((v.discipline for v in session.visits if v.therapist_id == away), session.first.discipline)
    comes = wanted.days_of(house, session.patients, discipline) - {session.first.on}
    things = tuple(sorted({str(e) for v in session.visits for e in v.equipment}))
    days = [(day, _preferred(session, day, known, away)) for day in facts.days if day not in comes]
    lead, kind = _lead(session, facts), session.first.kind
    later = Now(now.on, now.minute + NOTICE_MINUTES)
    return WantedVisit(
        id=session.key,
        patient=session.patients[0],
        minutes=end - start + lead,
        priority=KEPT if away is None else LOST,
        roles=tuple(_role(who, facts, discipline, away, session.first.kind) for who in session.therapists),
        room_features=_features(session, facts),
        location=None if session.first.is_telehealth else house.place_of(session),
        windows=tuple(
            replace(w, start_minute=max(w.start_minute - lead, 0))
            for w in (*_same(session), *wanted.windows(house, later, (*session.patients, *things), days))
        ),
        group=f"{session.patients[0]} {discipline}",
        apart_days=1,
        preferred=tuple((who, OWN_THERAPIST) for who in session.therapists),
        patients=session.patients,
        equipment=things,
        buffer_minutes=wanted.buffer_of(facts, kind),
    )


def _same(session: Session) -> tuple[Window, ...]:
    start, end = session.span
    return (Window(session.first.on, start, end, SAME_HOUR),)


def _role(who: str, facts: HouseFacts, discipline: str, away: UUID | None, kind: str) -> tuple[str, ...]:
    """Colleagues of the discipline for whoever is away; the others of a session stay with it."""
    if away is None or who != str(away):
        return (who,)
    return wanted.able(facts, discipline, kind)


def _features(session: Session, facts: HouseFacts) -> frozenset[str] | None:
    """All that its room has, wherever it goes."""
    if session.first.is_telehealth:
        return None
    room = next((room for room in facts.rooms if room.id == session.first.room_id), None)
    return frozenset((*room.features, ROOM)) if room else frozenset({NO_ROOM})


def _preferred(session: Session, day: date, known: list[tuple[WishFact, ...]], away: UUID | None) -> list[Preferred]:
    """Spans of a day with their worth. Of a group all must be able to come."""
    start, end = session.span
    if known:
        found = wanted.stated(known[0], day)
        for wish in known[1:]:
            found = [(max(a, c), min(b, d)) for a, b in found for c, d in wanted.stated(wish, day)]
        return [(span, STATED) for span in found if span[0] < span[1]]
    if away is None:
        return []
    worth = SAME_DAY if day == session.first.on else NEAR
    return [(wanted.near(start, end - start, reach), worth + more) for reach, more in CLOSER]
