"""What the link of a chain's question opens, and what a tap or a text does. Nothing moves by an answer.

Who comes too late, or after the hours have gone, is told so on the page, and nothing is changed then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.chains import texting, wording
from otium.desk.families.opening import FAMILY, REPLY, Heard, Incomplete, Opening
from otium.desk.families.recipients import themselves_or
from otium.desk.families.saying import say
from otium.desk.planning import applying, verdicts
from otium.desk.planning.changing import change, locked
from otium.desk.visit_messages import replying
from otium.records.models import Appointment, FamilyNotice, SchedulePlan
from otium.terms.family import FamilyChoice, Meant, NoticeState
from otium.terms.plans import AWAITED, Asking, MoveState, PlanEvent, PlanState
from otium.terms.schedule import VisitStatus

AGREE, KEEP = FamilyChoice.AGREE.value, FamilyChoice.KEEP.value


class Standing(StrEnum):
    """How the question stands for who opens it."""

    OPEN = "open"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    LAPSED = "lapsed"
    ENDED = "ended"  # nothing changes
    SETTLED = "settled"  # it is in the calendar


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says. `is_open`: there is a yes and a no to tap, in the wording of `kind` (new, move)."""

    practice: str
    phone: str
    language: str
    about: str
    title: str
    points: tuple[str, ...]
    kind: str
    standing: str

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN.value

    @property
    def is_settled(self) -> bool:
        return self.standing == Standing.SETTLED.value


def look(opening: Opening) -> Shown:
    """How it stands now. Writes nothing."""
    return _shown(opening, _standing(_plan(opening.notice), opening.notice, opening.at))


def take(opening: Opening, posted: Mapping[str, str]) -> Shown:
    """A tap: yes or no is kept, and moves nothing. Raises Incomplete for neither."""
    choice = posted.get("choice", "")
    if choice not in (AGREE, KEEP):
        raise Incomplete("choice.missing")
    return _shown(opening, _answer(opening.notice, choice, by=FAMILY, at=opening.at))


def hear(heard: Heard) -> bool:
    """A text that came back: yes or no, answered by a text. Anything else a person reads."""
    choice = {Meant.YES: AGREE, Meant.NO: KEEP}.get(heard.said.meant)
    if choice is None:
        return False
    standing = _answer(heard.notice, choice, by=REPLY, at=heard.at)
    if heard.takes_texts:
        kind = wording.kind_of(heard.notice.facts)
        code = "chain_yes" if standing is Standing.SAID_YES else f"chain_no_{kind}"
        replying.send(heard.practice, heard.to, code, by=REPLY, at=heard.at)
    return True


def asks(notice: FamilyNotice) -> frozenset[str]:
    """Its hours, while their answer is awaited."""
    plan = _plan(notice)
    is_open = plan.asking == Asking.OPEN.value and notice.state == NoticeState.TOLD.value
    return frozenset(str(move.pk) for move in texting.moves_of(notice)) if is_open else frozenset()


def visits(notice: FamilyNotice) -> tuple[Appointment, ...]:
    """Those that it put into the calendar, while they are booked."""
    keys = [UUID(key) for move in texting.moves_of(notice) if move.state == MoveState.APPLIED for key in move.visits]
    rows = Appointment.objects.filter(practice_id=notice.practice_id, pk__in=keys, status=VisitStatus.BOOKED.value)
    return tuple(rows.order_by("starts_at", "id"))


def _answer(notice: FamilyNotice, choice: str, *, by: Actor, at: datetime) -> Standing:
    plan = locked(notice.practice_id, texting.plan_id_of(notice))
    standing = _standing(plan, notice, at)
    if standing is not Standing.OPEN:
        return standing
    if choice == AGREE and not applying.holds(plan, at=at):
        change(plan, PlanEvent.AGE, by=by, at=at)  # which ends the asking
        return Standing.ENDED
    for move in texting.moves_of(notice):
        verdicts.answered(practice_id=plan.practice_id, move_id=move.pk, says_yes=choice == AGREE, by=by, at=at)
    notice.refresh_from_db(fields=["state", "acknowledged_at", "answer"])
    return Standing.SAID_YES if choice == AGREE else Standing.SAID_NO


def _standing(plan: SchedulePlan, notice: FamilyNotice, at: datetime) -> Standing:
    said = notice.answer.get("choice")
    if said == KEEP:
        return Standing.SAID_NO
    if plan.asking == Asking.SETTLED and plan.state == PlanState.APPLIED and said == AGREE:
        return Standing.SETTLED
    if plan.asking not in AWAITED or notice.state == NoticeState.WITHDRAWN:
        return Standing.LAPSED if plan.asking == Asking.LAPSED and not said else Standing.ENDED
    if said == AGREE:
        return Standing.SAID_YES if texting.moves_of(notice) else Standing.ENDED
    return Standing.LAPSED if plan.answers_by is None or at >= plan.answers_by else Standing.OPEN


def _plan(notice: FamilyNotice) -> SchedulePlan:
    return SchedulePlan.objects.get(practice_id=notice.practice_id, pk=texting.plan_id_of(notice))


def _shown(opening: Opening, standing: Standing) -> Shown:
    notice, language = opening.notice, opening.spoken
    to, kind = themselves_or(notice.patient, notice.related_person), wording.kind_of(notice.facts)
    whom = "offer.about_patient" if to.related_person_id else "offer.about_you"
    return Shown(
        practice=opening.practice.name,
        phone=opening.practice.phone,
        language=language,
        about=say(language, whom, name=notice.patient.first_name),
        title=say(language, f"chain.title_{kind}" if standing is Standing.OPEN else f"chain.{standing}"),
        points=tuple(_points(notice, language, standing, kind)),
        kind=kind,
        standing=standing.value,
    )


def _points(notice: FamilyNotice, language: str, standing: Standing, kind: str) -> list[str]:
    until = wording.until_of(notice.facts, language)
    if standing not in (Standing.OPEN, Standing.SAID_YES, Standing.SETTLED):
        return [say(language, f"chain.{standing}_{kind}", **until)]
    is_sure = standing is Standing.SETTLED
    hours = [line for hour in wording.hours_of(notice.facts) for line in wording.lines(hour, language, is_sure=is_sure)]
    if standing is Standing.OPEN:
        return [*hours, say(language, "chain.until", **until), say(language, f"chain.keep_{kind}")]
    return [*hours, say(language, f"chain.{standing}_note")]
