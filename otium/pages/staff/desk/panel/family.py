"""The letter of a duty to tell a family: as it will be, in both languages, and the one click that lets it leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import autonomy
from otium.desk.agenda import Place
from otium.desk.autonomy import Autonomy
from otium.desk.families.facts import ABOUT, PLAYBOOKS
from otium.pages import links
from otium.pages.staff.families import present
from otium.records.models import FamilyNotice, Task
from otium.terms.family import FamilyLetter, NoticeState


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
        return _none(task, place) if task.state == "open" else None
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


def _none(task: Task, place: Place) -> Part:
    if autonomy.of(place.practice, PLAYBOOKS[ABOUT[task.kind]]) is Autonomy.MANUAL:
        return Part(missing=_("Your practice has Otium prepare no letters. Tell the family, then record it."))
    words = _("Nobody on file may receive this. Add a person who may, or say so of one who is there.")
    return Part(missing=words, missing_url=f"{links.patient(task.patient_id)}#contact-h")
