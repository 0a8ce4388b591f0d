"""The words of what families are asked about other hours, and of how it ended. They name no patient and no family."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from otium.desk.families import saying
from otium.desk.families.saying import say
from otium.desk.visit_messages import chosen, wording
from otium.records.models import Practice

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hour:
    """One of the hours: where it was (None for who is new), where it would be. Days and times are local."""

    on: date
    at: time
    was_on: date | None
    was_at: time | None
    weeks: int
    minutes: int
    therapist: str
    location: str


def hours_of(facts: Facts) -> tuple[Hour, ...]:
    return tuple(
        Hour(
            on=date.fromisoformat(row["on"]),
            at=time.fromisoformat(row["at"]),
            was_on=date.fromisoformat(row["was_on"]) if row["was_on"] else None,
            was_at=time.fromisoformat(row["was_at"]) if row["was_at"] else None,
            weeks=row["weeks"],
            minutes=row["minutes"],
            therapist=row["therapist"],
            location=row["location"],
        )
        for row in facts["hours"]
    )


def is_new(facts: Facts) -> bool:
    """Whether it is an hour for somebody who waits, rather than another for visits that they have."""
    return all(hour.was_on is None for hour in hours_of(facts))


def kind_of(facts: Facts) -> str:
    """By which sentences for who waits and for who has visits differ."""
    return "new" if is_new(facts) else "move"


def every(language: str, on: date) -> str:
    """Mondays; los lunes."""
    return say(language, f"chain.every_{on.weekday()}")


def when(language: str, on: date, at: time, weeks: int) -> str:
    """Mondays, 9:00 AM; of a single visit Mon, Dec 7, 9:00 AM."""
    day = every(language, on) if weeks > 1 else saying.day(language, on)
    return say(language, "chain.when", day=day, hour=saying.hour(language, at))


def lines(hour: Hour, language: str, *, is_sure: bool = False) -> list[str]:
    """Where it is, unless that is over; where it would be; with whom and where."""
    found = []
    if hour.was_on and hour.was_at and not is_sure:
        found.append(say(language, "chain.now", when=when(language, hour.was_on, hour.was_at, hour.weeks)))
    at = when(language, hour.on, hour.at, hour.weeks)
    found.append(say(language, "chain.then", when=at) if found else at[:1].upper() + at[1:])
    if hour.weeks > 1:
        since = saying.day(language, hour.on)
        found.append(saying.counted(language, "chain.weeks", hour.weeks, day=since, weeks=hour.weeks))
    found.append(say(language, "offer.minutes", minutes=hour.minutes))
    found += [say(language, "offer.with", therapist=hour.therapist)] if hour.therapist else []
    return found + ([say(language, "offer.at", location=hour.location)] if hour.location else [])


def question(practice: Practice, facts: Facts, language: str, link: str) -> str:
    """One text."""
    first = hours_of(facts)[0]
    said = when(language, first.on, first.at, first.weeks)
    return _fitted(practice, language, f"chain.text_{kind_of(facts)}", when=said, link=link)


def ended(practice: Practice, facts: Facts, language: str) -> str:
    """One text: that nothing changes."""
    return _fitted(practice, language, f"chain.text_ended_{kind_of(facts)}", phone=practice.phone or "–")


def mail(practice: Practice, facts: Facts, language: str, link: str) -> tuple[str, str]:
    """Subject and words of the question."""
    hours = "\n".join(when(language, each.on, each.at, each.weeks) for each in hours_of(facts))
    until = until_of(facts, language)
    code = f"chain.mail_{kind_of(facts)}"
    words = say(language, code, practice=practice.name, hours=hours, link=link, phone=practice.phone or "–", **until)
    return _subject(practice, language), words


def ended_mail(practice: Practice, facts: Facts, language: str) -> tuple[str, str]:
    code = f"chain.mail_ended_{kind_of(facts)}"
    return _subject(practice, language), say(language, code, practice=practice.name, phone=practice.phone or "–")


def until_of(facts: Facts, language: str) -> dict[str, str]:
    """Day and hour until which it may be answered."""
    on, at = date.fromisoformat(facts["until_on"]), time.fromisoformat(facts["until_at"])
    return {"day": saying.day(language, on), "hour": saying.hour(language, at)}


def _subject(practice: Practice, language: str) -> str:
    return say(language, "text.mail_subject", practice=saying.one_line(practice.name))


def _fitted(practice: Practice, language: str, code: str, **params: str) -> str:
    """With as much of the practice's name as one text holds: who sends it must be said."""
    names = wording.short_names(practice.name)
    for name in (*names, names[-1][: wording.SHORTEST_NAME]):
        text = wording.plain(say(language, code, practice=name, **params))
        if len(text) <= chosen.exemption().longest:
            break
    return text
