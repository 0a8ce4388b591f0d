"""The letter of a duty to tell a family: as it will be, in both languages, and the one click that lets it leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import autonomy, estimates
from otium.desk.agenda import Place
from otium.desk.autonomy import Autonomy
from otium.desk.families.facts import ABOUT, PLAYBOOKS
from otium.pages import links
from otium.pages.staff.families import present
from otium.pages.words.costs import ESTIMATE_LACKS
from otium.records.models import FamilyNotice, Task
from otium.terms.family import FamilyLetter, NoticeAbout, NoticeState


@dataclass(frozen=True, slots=True)
class Part:
    """`button` is empty where nothing is left to approve; `missing` says why there is no letter."""

    notice_id: UUID | None = None
    to: str = ""
    button: str = ""
    road: str = ""
    aside: str = ""
    told: str = ""
    warning: str = ""
    missing: str = ""
    missing_url: str = ""
    missing_words: str = ""
    lacks: tuple[tuple[str, str], ...] = ()  # of an estimate: what is not known, and where it is entered
    preview: tuple[FamilyLetter, ...] = ()


def part(task: Task, place: Place, *, at: datetime, may_work: bool) -> Part | None:
    """None for a task that tells no family anything. One query."""
    if task.kind not in ABOUT:
        return None
    rows = FamilyNotice.objects.filter(patient_id=task.patient_id, about=ABOUT[task.kind], digest=task.digest)
    rows = rows.exclude(state=NoticeState.WITHDRAWN).select_related(
        "practice", "patient", "related_person", "parcel", "document"
    )
    notice = rows.order_by("-prepared_at", "id").first()
    if notice is None:
        return _none(task, place, at) if task.state == "open" else None
    shown = present.shown(notice, at)
    can = may_work and notice.state == NoticeState.PREPARED and task.state == "open"
    way = shown.ways[0]
    return Part(
        notice_id=notice.pk,
        to=f"{shown.to}, {shown.language}",
        button=way.button if can else "",
        road=way.road,
        aside=_aside(way.road),
        told=": ".join(filter(None, (shown.sent, shown.answer))),
        warning=shown.warning,
        preview=shown.preview,
    )


def _aside(road: str) -> str:
    if road == "letter":
        return _("Records the family as told and opens the letter to print")
    return _("Sends a link, and keeps the letter as it is now")


def _none(task: Task, place: Place, at: datetime) -> Part:
    is_estimate = ABOUT[task.kind] is NoticeAbout.ESTIMATE
    if autonomy.of(place.practice, PLAYBOOKS[ABOUT[task.kind]]) is Autonomy.MANUAL:
        if is_estimate:
            words = _("Your practice has Otium prepare no estimates. Draft it, give it, then record it as given.")
            return Part(missing=words, missing_url=_costs(task), missing_words=_("Open the estimates"))
        return Part(missing=_("Your practice has Otium prepare no letters. Tell the family, then record it."))
    if is_estimate and task.patient and (lacks := estimates.missing(task.patient, at=at)):
        missing = _("The estimate writes itself once this is known:")
        return Part(missing=missing, lacks=tuple(_lack(code, task) for code in lacks))
    words = _("Nobody on file may receive this. Add a person who may, or say so of one who is there.")
    contacts = f"{links.patient(task.patient_id)}#contact-h"
    return Part(missing=words, missing_url=contacts, missing_words=_("Open the family’s contacts"))


def _lack(code: str, task: Task) -> tuple[str, str]:
    what, door = ESTIMATE_LACKS[code]
    if door == "patient_change":
        return str(what), reverse(door, args=[task.patient_id])
    return str(what), reverse(door) if door else _costs(task)


def _costs(task: Task) -> str:
    return f"{reverse('patient_costs', args=[task.patient_id])}#estimates"
