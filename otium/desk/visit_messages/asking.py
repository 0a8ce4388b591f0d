"""Behind a link about visits: they come, they cannot come, or they ask for another time. One answer a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otium.desk import clock
from otium.desk.attendance import policy
from otium.desk.families.opening import FAMILY, Incomplete, Opening
from otium.desk.visit_messages import answers, chosen, standing
from otium.desk.visit_messages.answers import Answer
from otium.desk.visit_messages.standing import Asked
from otium.rules.schedule import attendance
from otium.terms.family import FamilyChoice, NoticeState

OFFERED = (FamilyChoice.CONFIRM, FamilyChoice.CANNOT_COME, FamilyChoice.OTHER_TIME)
CALL = "call"  # none of the times: they ask to be called


@dataclass(frozen=True, slots=True)
class VisitShown:
    """`now`: the time that it has meanwhile, local; None where it stands as it was told, or is cancelled."""

    first_name: str
    at: datetime
    stands: bool
    now: datetime | None
    choice: str  # what was answered


@dataclass(frozen=True, slots=True)
class VisitsAsked:
    """`state`: open, answered, gone (none stands as it was told), off (told that it is cancelled)."""

    practice: str
    phone: str
    language: str
    about: str
    state: str
    visits: tuple[VisitShown, ...]
    place: str
    notice_hours: int
    is_late: bool
    other_time: str  # ask, book
    times: tuple[datetime, ...] | None  # local; None: they were not asked for


@dataclass(frozen=True, slots=True)
class VisitsAnswered:
    """`choices` in the order of the visits; `moved_to` where another time was taken at once, local."""

    practice: str
    phone: str
    language: str
    visits: tuple[VisitShown, ...]
    choices: tuple[str, ...]
    is_late: bool
    moved_to: datetime | None


def look(opening: Opening) -> VisitsAsked:
    """A handful of queries; six more where other times are asked for."""
    notice, practice = opening.notice, opening.practice
    asked, selected = standing.asked(notice), chosen.of(practice)
    standing_now = [each for each in asked if each.stands]
    state = _state(opening, standing_now)
    wants = state == "open" and len(standing_now) == 1 and opening.query.get("times") == "1"
    hours = policy.notice_hours(practice, opening.at)
    return VisitsAsked(
        practice=practice.name,
        phone=practice.phone,
        language=notice.language,
        about=notice.about,
        state=state,
        visits=tuple(_shown(each, opening) for each in asked),
        place=notice.facts.get("place", ""),
        notice_hours=hours,
        is_late=_is_late(standing_now, hours, opening.at),
        other_time=selected.other_time,
        times=standing.other_times(standing_now[0].visits[0], practice, opening.at) if wants else None,
    )


def take(opening: Opening, posted: Mapping[str, str]) -> VisitsAnswered:
    """Do what was answered. Raises Incomplete where an answer is missing, where a time is gone, or where no visit
    stands as it was told."""
    notice, practice, at = opening.notice, opening.practice, opening.at
    hours = policy.notice_hours(practice, at)
    asked = [each for each in standing.asked(notice) if each.stands]
    if not asked or notice.facts.get("is_cancelled"):
        raise Incomplete("visit.gone")
    choices = [_chosen(posted, number, len(asked)) for number in range(len(asked))]
    wish = _wish(posted, asked, choices, opening)
    is_late = _is_late(asked, hours, at)
    found = [Answer(each, choice, wish) for each, choice in zip(asked, choices, strict=True)]
    moved_to = answers.keep(notice, found, language=opening.spoken, by=FAMILY, at=at)
    return VisitsAnswered(
        practice=practice.name,
        phone=practice.phone,
        language=notice.language,
        visits=tuple(_shown(each, opening) for each in asked),
        choices=tuple(choice.value for choice in choices),
        is_late=is_late and FamilyChoice.CANNOT_COME in choices,
        moved_to=moved_to,
    )


def _state(opening: Opening, standing_now: list[Asked]) -> str:
    if opening.notice.facts.get("is_cancelled"):
        return "off"
    if opening.link.used_at is not None or opening.notice.state != NoticeState.TOLD:
        return "answered"
    return "open" if standing_now else "gone"


def _is_late(asked: list[Asked], hours: int, at: datetime) -> bool:
    return any(attendance.is_after_notice(each.at, at, hours) for each in asked)


def _shown(asked: Asked, opening: Opening) -> VisitShown:
    first = asked.visits[0]
    is_moved = first.status == "booked" and first.starts_at != asked.at
    choice = opening.notice.answer.get("choices", {}).get(str(first.pk), "")
    zone = clock.zone(opening.practice)
    now = first.starts_at.astimezone(zone) if is_moved else None
    return VisitShown(asked.first_name, asked.at, asked.stands, now, choice)


def _chosen(posted: Mapping[str, str], number: int, count: int) -> FamilyChoice:
    name = "choice" if count == 1 else f"choice_{number}"
    found = next((each for each in OFFERED if each.value == posted.get(name)), None)
    if found is None:
        raise Incomplete("choice.missing")
    return found


def _wish(
    posted: Mapping[str, str], asked: list[Asked], choices: list[FamilyChoice], opening: Opening
) -> datetime | None:
    """The time that was chosen instead, among those that are free now. None: they ask to be called."""
    if len(asked) > 1 or choices[0] is not FamilyChoice.OTHER_TIME or posted.get("time") == CALL:
        return None
    times = standing.other_times(asked[0].visits[0], opening.practice, opening.at)
    if not times:
        return None
    if not posted.get("time"):
        raise Incomplete("visit.times_missing")
    found = next((each for each in times if each.isoformat() == posted["time"]), None)
    if found is None:
        raise Incomplete("visit.times_taken")
    return found
