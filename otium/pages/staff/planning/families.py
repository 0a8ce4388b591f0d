"""How the asking of a chain's families stands, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.chains import asking
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages import present
from otium.pages.staff.planning.present import Mark
from otium.pages.words.families import BY_FAMILY, ROADS
from otium.pages.words.plans import ASKINGS
from otium.records.models import FamilyNotice, Patient, PlanMove, SchedulePlan, Staff
from otium.terms.plans import AWAITED, Asking, PlanState


@dataclass(frozen=True, slots=True)
class Families:
    """`button`: what asks them, empty where nobody can be asked by message now; `call`: whom a person has to call."""

    tone: str
    words: str
    button: str
    may_stop: bool
    call: str
    marks: dict[str, Mark]


def families(plan: SchedulePlan, going: list[PlanMove], at: datetime) -> Families:
    """Of a chain that is proposed, or whose asking has ended."""
    may_ask = plan.state == PlanState.PROPOSED.value and plan.asking not in AWAITED
    roads = asking.roads(plan, at=at) if may_ask else asking.Roads((), ())
    count = len(roads.questions)
    button = ngettext("Ask the family", "Ask the %(n)d families", count) % {"n": count} if count else ""
    tone, words = _said(plan, going, at)
    return Families(
        tone=tone,
        words=words,
        button=button,
        may_stop=plan.asking == Asking.OPEN.value,
        call=_call(plan, roads.unreached),
        marks=_marks(plan, going, at),
    )


def _said(plan: SchedulePlan, going: list[PlanMove], at: datetime) -> tuple[str, str]:
    if not plan.asking:
        return "", _(
            "Each family is asked by text or mail and answers with one tap. When all have said yes you put it into the "
            "calendar; if one says no, nothing moves."
        )
    tone, words = ASKINGS[Asking(plan.asking)]
    people = {move.patient_id for move in going}
    yes = people - {move.patient_id for move in going if move.answer != "yes"}
    until = _when(plan.answers_by, plan, at) if plan.answers_by else ""
    return tone, str(words) % {"yes": len(yes), "all": len(people), "until": until}


def _call(plan: SchedulePlan, unreached: Iterable[Patient]) -> str:
    """Names, or nothing."""
    keys = [] if plan.asking in AWAITED else plan.found.get("to_call", [])
    untold = Patient.objects.filter(practice_id=plan.practice_id, pk__in=keys).order_by("last_name", "id")
    said = []
    if names := [_name(each) for each in unreached]:
        said.append(_("No text or mail can go to %(names)s now: call them.") % {"names": present.joined(names)})
    if keys and (names := [_name(each) for each in untold]):
        said.append(_("Call %(names)s: they had said yes, and nothing changes.") % {"names": present.joined(names)})
    return " ".join(said)


def _marks(plan: SchedulePlan, going: list[PlanMove], at: datetime) -> dict[str, Mark]:
    """By move. Two queries."""
    ids = {move.notice_id for move in going if move.notice_id}
    rows = FamilyNotice.objects.filter(practice_id=plan.practice_id, pk__in=ids).select_related("parcel__transmission")
    notices = {row.pk: row for row in rows}
    staff = _staff(going)
    found = {}
    for move in going:
        notice = notices.get(move.notice_id) if move.notice_id else None
        if move.answer == "yes":
            by = BY_FAMILY.get(move.answered_by) or staff.get(move.answered_by, "")
            when = _when(move.answered_at, plan, at) if move.answered_at else ""
            found[str(move.pk)] = Mark("clear", _("Says yes"), ", ".join(filter(None, (str(by), when))))
        elif plan.asking == Asking.OPEN.value:
            found[str(move.pk)] = _asked(notice, plan, at)
    return found


def _asked(notice: FamilyNotice | None, plan: SchedulePlan, at: datetime) -> Mark:
    if notice is None:
        return Mark("risk", _("Call them"))
    how = delivering.of_notice(notice)
    if how is Reach.FAILED:
        return Mark("blocked", _("Did not arrive: call them"))
    road = str(ROADS[notice.road])
    if how is Reach.TAKEN_BACK:
        return Mark("risk", _("Call them"), _("they asked for no more texts"))
    if how is Reach.WAITS and notice.parcel and notice.parcel.not_before_at and notice.parcel.not_before_at > at:
        return Mark("unknown", _("Not asked yet"), f"{road}, {_when(notice.parcel.not_before_at, plan, at)}")
    return Mark("unknown", _("Asked, no answer yet"), road)


def _staff(going: list[PlanMove]) -> dict[str, str]:
    keys = []
    for move in going:
        try:
            keys.append(UUID(move.answered_by))
        except ValueError:
            continue
    return {str(key): name for key, name in Staff.objects.filter(pk__in=keys).values_list("pk", "name")}


def _when(at: datetime, plan: SchedulePlan, now: datetime) -> str:
    local = at.astimezone(clock.zone(plan.practice))
    return f"{present.day(local.date(), clock.day(now, plan.practice))}, {present.hour(local)}"


def _name(patient: Patient) -> str:
    return f"{patient.first_name} {patient.last_name}"
