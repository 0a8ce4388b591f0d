"""Plain values for the page about visits: do they come?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otium.desk.families import saying
from otium.desk.families.saying import say
from otium.desk.visit_messages.asking import CALL, OFFERED, VisitsAnswered, VisitsAsked, VisitShown
from otium.pages.portal.present import CALENDAR, Option, Thanks, Tongue, tongues
from otium.terms.family import FamilyChoice, NoticeAbout

OPEN_TITLES = {"visit_booked": "visit.title_booked", "visit_changed": "visit.title_moved"}
TITLES = {"off": "visit.title_off", "gone": "visit.gone_title"}


@dataclass(frozen=True, slots=True)
class Line:
    """One visit. `options` where several are asked about, each with its own answer; `name` is its field."""

    name: str
    heading: str
    day: str
    time: str
    status: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """`buttons` answer the one visit at once; `times` are chosen from instead, where they were asked for. `is_list`: of
    several that were booked nothing is asked."""

    language: str
    tongues: tuple[Tongue, ...]
    practice: str
    title: str
    place: str
    is_list: bool
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    buttons: tuple[Option, ...]
    send: str
    times_url: str
    times_word: str
    times: tuple[Option, ...]
    times_title: str
    times_send: str
    back: str
    back_word: str
    calendar_url: str
    calendar_word: str
    tel: str
    call: str
    error: str


def page(found: VisitsAsked, language: str, error: str, typed: Mapping[str, str]) -> VisitPage:
    language = language or found.language
    is_open, asks_times = found.state == "open", found.times is not None
    standing = [each for each in found.visits if each.stands]
    is_one = is_open and len(standing) == 1
    asks_each = is_open and not is_one and found.about != NoticeAbout.VISIT_BOOKED
    return VisitPage(
        language=language,
        tongues=tongues(language),
        practice=found.practice,
        title=say(language, _title(found)),
        place=say(language, "visit.place", place=found.place) if found.place else "",
        is_list=found.about == NoticeAbout.VISIT_BOOKED and len(found.visits) > 1,
        lines=_lines(found, language, typed, asks=asks_each),
        notes=_notes(found, language),
        buttons=_options(language, OFFERED[:2], "") if is_one and not asks_times else (),
        send=say(language, "visit.send") if asks_each else "",
        times_url=f"?lang={language}&times=1" if is_one and not asks_times else "",
        times_word=say(language, "visit.other_time"),
        times=_times(found, language, typed) if is_one and asks_times else (),
        times_title=say(language, "visit.times"),
        times_send=say(language, "visit.times_take" if found.other_time == "book" else "visit.times_send"),
        back=f"?lang={language}" if asks_times else "",
        back_word=say(language, "visit.times_back"),
        calendar_url=f"{CALENDAR}?lang={language}" if standing and found.state in ("open", "answered") else "",
        calendar_word=say(language, "calendar.add"),
        tel="".join(c for c in found.phone if c.isdigit() or c == "+"),
        call=say(language, "link.call", phone=found.phone) if found.phone else "",
        error=say(language, error) if error else "",
    )


def thanks(done: VisitsAnswered, language: str) -> Thanks:
    language = language or done.language
    only = done.choices[0] if len(set(done.choices)) == 1 else "mixed"
    code = "moved" if done.moved_to else f"{only}_late" if only == "cannot_come" and done.is_late else only
    kept = (
        _when(done.moved_to, language)
        if done.moved_to
        else "; ".join(_each(visit, language, named=len(done.visits) > 1) for visit in done.visits)
    )
    return Thanks(
        language=language,
        practice=done.practice,
        title=say(language, f"visit.thanks_{code}"),
        kept=kept,
        tel="".join(c for c in done.phone if c.isdigit() or c == "+"),
        call=say(language, "link.call", phone=done.phone) if done.phone else "",
        calendar_url="" if only == FamilyChoice.CANNOT_COME else f"{CALENDAR}?lang={language}",
        calendar_word=say(language, "calendar.add"),
    )


def _title(found: VisitsAsked) -> str:
    told = OPEN_TITLES.get(found.about, "visit.title_one") if found.state == "open" else "visit.title_one"
    return TITLES.get(found.state, told)


def _notes(found: VisitsAsked, language: str) -> tuple[str, ...]:
    """The practice's rule about cancelling, while there is something to answer; what an answer can still be changed
    by afterwards."""
    if found.state == "answered":
        return (say(language, "visit.answered_call"),)
    if found.state == "gone":
        return (say(language, "visit.gone"), say(language, "visit.gone_call"))
    if found.state != "open":
        return ()
    if found.times is not None:
        return (say(language, f"visit.times_{found.other_time}"),)
    if found.about == NoticeAbout.VISIT_BOOKED and len(found.visits) > 1:
        return (say(language, "visit.booked_call"),)
    hours, code = found.notice_hours, "visit.late" if found.is_late else "visit.notice"
    rule = say(language, f"{code}_one" if hours == 1 else code, hours=hours) if hours else ""
    return tuple(filter(None, (rule, say(language, "visit.frees"))))


def _lines(found: VisitsAsked, language: str, typed: Mapping[str, str], *, asks: bool) -> tuple[Line, ...]:
    names = iter(f"choice_{number}" for number in range(len(found.visits)))
    return tuple(
        _line(visit, language, next(names) if asks and visit.stands else "", typed, found.state)
        for visit in found.visits
    )


def _line(visit: VisitShown, language: str, name: str, typed: Mapping[str, str], state: str) -> Line:
    status = ""
    if visit.choice:
        now = f" {_now(visit.now, language)}" if visit.now else ""
        status = say(language, f"visit.answered_{visit.choice}") + now
    elif state in ("open", "gone") and not visit.stands:
        now = visit.now
        status = say(language, "visit.gone_off") if now is None else _now(now, language)
    return Line(
        name=name,
        heading=visit.first_name,
        day=saying.day(language, visit.at.date()),
        time=saying.hour(language, visit.at.time()),
        status=status,
        options=_options(language, OFFERED, typed.get(name, "")) if name else (),
    )


def _now(now: datetime, language: str) -> str:
    day, time = saying.day(language, now.date()), saying.hour(language, now.time())
    return say(language, "visit.gone_now", day=day, time=time)


def _options(language: str, choices: tuple[FamilyChoice, ...], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(each.value, say(language, f"visit.{each}"), each.value == chosen) for each in choices)


def _times(found: VisitsAsked, language: str, typed: Mapping[str, str]) -> tuple[Option, ...]:
    chosen = typed.get("time", "")
    made = [Option(each.isoformat(), _when(each, language), each.isoformat() == chosen) for each in found.times or ()]
    return (*made, Option(CALL, say(language, "visit.times_none"), chosen == CALL))


def _when(at: datetime, language: str) -> str:
    day, time = saying.day(language, at.date()), saying.hour(language, at.time())
    return say(language, "visit.time", day=day, time=time)


def _each(visit: VisitShown, language: str, *, named: bool) -> str:
    if not named:
        return _when(visit.at, language)
    day, time = saying.day(language, visit.at.date()), saying.hour(language, visit.at.time())
    return say(language, "visit.each", name=visit.first_name, day=day, time=time)
