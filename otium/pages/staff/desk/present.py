"""Plain values of the list: rows in groups, views with counts, the sentence at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.agenda import Group, Listed, Place
from otium.pages import present, say
from otium.pages.staff.desk.filters import Filters
from otium.pages.templatetags.frame import initials
from otium.pages.words.duties import NAMED, WORKFLOWS
from otium.terms.duty import WORKFLOW_OF, DutyKind, Workflow

NO_ID = UUID(int=0)
SOON = timedelta(days=14)  # due later than this: the last group


class Row(TypedDict):
    """One task in the list. `site` is empty when only one practice is in view, `owner` when nobody has it.

    A dictionary, because templates look those up fastest and a list has many rows.
    """

    id: str
    url: str
    due: str
    due_tone: str
    due_iso: str
    due_title: str
    name: str
    what: str
    why: str
    money: str
    site: str
    site_name: str
    owner: str
    owner_name: str
    snoozed: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class RowGroup:
    title: str
    count: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class View:
    title: str
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The sentence at the top. `dollars` is the sum of the known amounts, as text; `unknown` counts the others."""

    count: int
    dollars: str
    unknown: int
    done: int


class Rows:
    """Makes rows; what all rows share is worked out once."""

    def __init__(self, *, query: str, shows_site: bool, current: UUID | None) -> None:
        before, after = reverse("desk_task", args=[NO_ID]).split(str(NO_ID))
        self.before, self.after = before, after + query
        self.shows_site, self.current = shows_site, current
        self.dues: dict[tuple[Any, ...], present.Due] = {}

    def row(self, detail: dict[str, Any], place: Place) -> Row:
        due = self._due(detail["due_on"], detail["last_safe_on"], place)
        snoozed = detail["snoozed_until"]
        owner = detail["owner__name"] or ""
        return {
            "id": str(detail["id"]),
            "url": f"{self.before}{detail['id']}{self.after}",
            "due": due.words,
            "due_tone": due.tone,
            "due_iso": due.iso,
            "due_title": due.title,
            "name": who(detail["patient__first_name"], detail["patient__last_name"], detail["why"]),
            "what": str(NAMED[DutyKind(detail["kind"])].row),
            "why": say.row(detail["why"], on=place.on),
            "money": present.money(detail["dollars"]),
            "site": place.practice.short if self.shows_site else "",
            "site_name": place.practice.name,
            "owner": initials(owner) if owner else "",
            "owner_name": owner,
            "snoozed": present.short_day(snoozed, place.on) if snoozed and snoozed > place.on else "",
            "is_current": detail["id"] == self.current,
        }

    def _due(self, due_on: date, last_safe_on: date | None, place: Place) -> present.Due:
        """The hour is said where the last safe day ends with it."""
        wanted = (place.practice.pk, due_on, last_safe_on == place.on)
        if wanted not in self.dues:
            closes_at = place.practice.closes_at if last_safe_on == place.on else None
            self.dues[wanted] = present.due(due_on, on=place.on, days=place.days, closes_at=closes_at)
        return self.dues[wanted]


def who(first_name: str | None, last_name: str | None, why: list[dict[str, Any]]) -> str:
    """The patient; where a task is about none, what came in: 271 file."""
    if last_name or first_name:
        return f"{first_name} {last_name}".strip()
    kind = next((str(r["params"]["format"]) for r in why if r["params"].get("format")), "")
    return _("%(kind)s file") % {"kind": kind} if kind else _("Import")


def grouped(items: list[Listed], rows: dict[UUID, Row], places: dict[UUID, Place], order: str) -> list[RowGroup]:
    """Rows under their headings; the counts speak of all items, shown or not."""
    title_of = _by_dollars if order == "dollars" else _heading
    found: dict[str, list[Listed]] = {}
    for item in items:
        found.setdefault(title_of(item, places[item.practice_id]), []).append(item)
    groups = (RowGroup(t, len(some), [rows[i.id] for i in some if i.id in rows]) for t, some in found.items())
    return [group for group in groups if group.rows]


def _by_dollars(item: Listed, place: Place) -> str:
    return _("Dollars at risk, the largest first")


def _heading(item: Listed, place: Place) -> str:
    if item.is_past_safe:
        return _("Past the last safe day")
    if item.group is Group.LATE:
        return _("Late, still safe")
    if item.group is Group.TODAY:
        return _("Today")
    due_on = item.key[2]
    return _("Next") if due_on <= place.on + SOON else _("Later")


def figures(items: Sequence[Listed], *, done: int) -> Figures:
    """The same visits are at risk by a limit and by the signature of what asks for more: their dollars count once."""
    known = [item for item in items if item.dollars is not None]
    asked = {
        (item.visit_id, item.dollars) for item in known if item.visit_id and item.kind == DutyKind.REQUEST_BEYOND_LIMIT
    }
    once = [i for i in known if i.kind != DutyKind.SIGN_REQUEST or (i.visit_id, i.dollars) not in asked]
    total = sum((item.dollars or Decimal(0) for item in once), Decimal(0))
    return Figures(len(items), present.money(total), len(items) - len(known), done)


def views(items: list[Listed], filters: Filters, *, staff_id: UUID) -> list[View]:
    """Ready-made filters, each with how many tasks it finds; those that find none are left out, but for All."""
    offered = [(_("All"), Filters()), (_("Mine"), Filters(owner="me")), (_("Late and today"), Filters(due="pressing"))]
    present_work = {WORKFLOW_OF[DutyKind(item.kind)] for item in items}
    offered += [(str(WORKFLOWS[w]), Filters(work=w.value)) for w in Workflow if w in present_work]
    offered += [
        (_("Over $500"), Filters(money="large")),
        (_("Dollars unknown"), Filters(money="unknown")),
        (_("Snoozed"), Filters(snoozed="yes")),
    ]
    found = []
    for title, wanted in offered:
        count = sum(wanted.admits(item, staff_id=staff_id) for item in items)
        is_current = filters.same_rows == wanted
        if count or is_current or wanted == Filters():
            found.append(View(title, reverse("desk") + wanted.query(), count, is_current))
    return found
