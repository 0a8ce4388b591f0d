"""Visits that nobody has booked yet: what plans of care ask for in a week, and the waitlist's evaluations.

Source: ours. Each visit of a plan of care counts the same; of the waitlist the urgent count most, then who waited long.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from otium.rules.planning import wanted
from otium.rules.planning.house import House
from otium.rules.planning.wanted import USUAL_MINUTES, Preferred
from otium.rules.schedule.kinds import lacking
from otium.terms.planning import WantedVisit
from otium.terms.plans import CareFact, HouseFacts, Now, Question, UsualFact, Verdicts, WaitFact, Wanted, WishFact
from otium.terms.schedule import VisitType
from otium.terms.treating import Treating

A_WEEK = 7
OWN = 8  # the therapist of the plan of care
USUAL_HOUR, STATED, NEAR, ANY = 10, 6, 5, 2
OF_CARE = 5  # priority
URGENT = {1: 7, 2: 4, 3: 2}  # priority by urgency, and what waiting adds
WAITED = ((28, 2), (14, 1))  # days, priority
SOONER = ((3, 10), (7, 7), (14, 4))  # days ahead, worth
ONE_VISIT = ("evaluation", "make_up")


def week(facts: HouseFacts, monday: date, now: Now, verdicts: Verdicts) -> Question:
    """What plans of care still lack in the week from that Monday."""
    house = House(facts)
    days = tuple(day for day in facts.days if monday <= day < monday + timedelta(days=A_WEEK))
    pairs = [pair for care in facts.care for pair in _of_care(care, facts, house, days, now)]
    instance = house.instance(f"week of {monday.isoformat()}", [visit for visit, _meant in pairs])
    return Question(wanted.decided(instance, verdicts), tuple(meant for _visit, meant in pairs))


def fill(facts: HouseFacts, now: Now, verdicts: Verdicts) -> Question:
    """Entries that one visit ends, into free hours."""
    house = House(facts)
    pairs = list(_of_waits(facts, house, facts.days, now))
    instance = house.instance("waitlist", [visit for visit, _meant in pairs])
    return Question(wanted.decided(instance, verdicts), tuple(meant for _visit, meant in pairs))


def _of_care(
    care: CareFact, facts: HouseFacts, house: House, days: tuple[date, ...], now: Now
) -> Iterator[tuple[WantedVisit, Wanted]]:
    who = str(care.patient_id)
    comes = wanted.days_of(house, [who], care.discipline)
    usual = wanted.usual(facts).get((care.patient_id, care.discipline))
    known = wanted.wishes(facts).get(care.patient_id)
    open_days = [day for day in days if care.starts_on <= day and (care.ends_on is None or day <= care.ends_on)]
    minutes = usual.minutes if usual else USUAL_MINUTES
    free = [(d, _preferred(d, minutes, usual, known, (facts.opens, facts.closes))) for d in open_days if d not in comes]
    booked = sum(day in comes for day in days)
    location = usual.location_id if usual else None
    for number in range(max(care.per_week - booked, 0) if open_days else 0):
        key = f"care {care.episode_id} {days[0].isoformat()} {number + 1}"
        visit = WantedVisit(
            id=key,
            patient=who,
            minutes=minutes,
            priority=OF_CARE,
            roles=(wanted.able(facts, care.discipline),),
            room_features=wanted.needs_room(facts, location),
            location=str(location) if location else None,
            windows=wanted.windows(house, now, [who], free),
            group=f"{who} {care.discipline}",
            apart_days=1,
            preferred=((str(care.therapist_id), OWN),) if care.therapist_id else (),
            buffer_minutes=wanted.buffer_of(facts, VisitType.TREATMENT.value),
        )
        yield visit, Wanted(
            key, care.patient_id, minutes, episode_id=care.episode_id, location_id=location
        )  # fmt: skip


def _preferred(
    day: date, minutes: int, usual: UsualFact | None, known: tuple[WishFact, ...] | None, open_from: tuple[int, int]
) -> list[Preferred]:
    """The usual hour first; then what the family stated, or hours near the usual one, or any."""
    found: list[Preferred] = []
    if usual and usual.weekday == day.weekday():
        found.append(((usual.minute, usual.minute + minutes), USUAL_HOUR))
    if known:
        stated = wanted.stated(known, day)
        return [pair for pair in found if any(a <= pair[0][0] and pair[0][1] <= b for a, b in stated)] + [
            (span, STATED) for span in stated
        ]
    if usual:
        found.append((wanted.near(usual.minute, minutes), NEAR))
    return [*found, (open_from, ANY)]


def _of_waits(
    facts: HouseFacts, house: House, days: tuple[date, ...], now: Now
) -> Iterator[tuple[WantedVisit, Wanted]]:
    for entry in facts.waits:
        if entry.need not in ONE_VISIT:
            continue
        who = str(entry.patient_id)
        comes = wanted.days_of(house, [who], entry.discipline)
        key = f"wait {entry.id}"
        visit = WantedVisit(
            id=key,
            patient=who,
            minutes=entry.minutes,
            priority=priority(entry, now.on),
            roles=(able_for(entry, facts),),
            room_features=wanted.needs_room(facts, entry.location_id),
            location=str(entry.location_id) if entry.location_id else None,
            windows=wanted.windows(
                house, now, [who], [(day, _wished(entry, day, now)) for day in days if day not in comes]
            ),
            group=f"{who} {entry.discipline}",
            apart_days=1,
            buffer_minutes=wanted.buffer_of(facts, kind_of(entry)),
        )
        yield visit, Wanted(
            key, entry.patient_id, entry.minutes, entry_id=entry.id, location_id=entry.location_id
        )  # fmt: skip


def able_for(entry: WaitFact, facts: HouseFacts) -> tuple[str, ...]:
    """With the skill and the language that the entry asks for on file, and not full where patients are counted."""
    kind = kind_of(entry)
    treating = {str(t.id): t.treating for t in facts.therapists}
    return tuple(
        who
        for who in wanted.able(facts, entry.discipline, kind)
        if str(entry.therapist_id) in ("None", who)
        and not lacking(tuple(filter(None, (entry.skill,))), treating[who].skills)
        and not lacking(tuple(filter(None, (entry.language,))), treating[who].languages)
        and not _is_full(treating[who])
    )


def kind_of(entry: WaitFact) -> str:
    return (VisitType.EVALUATION if entry.need == "evaluation" else VisitType.TREATMENT).value


def _is_full(treating: Treating) -> bool:
    return treating.caseload_limit is not None and treating.caseload >= treating.caseload_limit


def priority(entry: WaitFact, on: date) -> int:
    """2 to 9."""
    waited = (on - entry.asked_on).days
    return URGENT[entry.urgency] + next((more for days, more in WAITED if waited >= days), 0)


def _wished(entry: WaitFact, day: date, now: Now) -> list[Preferred]:
    """The sooner, the better."""
    worth = next((worth for ahead, worth in SOONER if (day - now.on).days <= ahead), 1)
    return [(span, worth) for span in wanted.stated(entry.wishes, day)]
