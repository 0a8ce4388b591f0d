"""All that the panel of one task shows, joined."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import access, agenda, clock
from otium.desk.acts import Choice, offered
from otium.desk.agenda import Place
from otium.pages import links, present
from otium.pages.staff.desk.forms import ActForm, NoteForm, OwnerForm, ReasonForm, SnoozeForm
from otium.pages.staff.desk.panel import asking, facts, family, hand, limits, page, rows, sides, trail
from otium.pages.staff.desk.present import who
from otium.pages.words.acts import CHOICES
from otium.pages.words.duties import NAMED
from otium.pages.words.records import PAYER_TYPES
from otium.records.models import Coverage, Membership, Task
from otium.terms.duty import DutyKind

REST_DAYS = 2
CHOSEN_BESIDE = frozenset({"answer_holds", "pays_first"})  # their forms are the sides
NAMES_PAYER = frozenset({"ask_payer", "call_payer"})


@dataclass(frozen=True, slots=True)
class ActPart:
    """One act that may be recorded: its form and its words."""

    code: str
    form: ActForm
    button: str
    tab: str
    aside: str
    is_open: bool
    href: str = ""  # the page on which it is done; without one the form records it


@dataclass(frozen=True, slots=True)
class NotePart:
    text: str
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What may be done with a task besides its acts. A form that was refused stays open."""

    snooze: SnoozeForm
    owner: OwnerForm
    note: NoteForm
    dismiss: ReasonForm
    open: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    id: UUID
    practice_id: UUID
    patient_id: UUID | None
    title: str
    state: str
    closing: str
    due: present.Due
    last_safe: str
    is_past_safe: bool
    money: str
    chips: list[str]
    site: str
    site_name: str
    patient_url: str
    owner: str
    is_mine: bool
    snoozed: str
    lead: str
    facts: list[facts.Fact]
    hand: list[hand.Item]
    limits: limits.Limits
    sides: sides.Sides | None
    page: page.Page | None
    family: family.Part | None
    primary: ActPart | None  # none where the letter, the sides or the page is what is to do
    others: list[ActPart]
    steps: list[facts.Step]
    notes: list[NotePart]
    events: list[trail.Event]
    strip_url: str
    tools: Tools | None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that was sent and refused: shown again as it was typed, with what is wrong."""

    part: str  # an act's code, or snooze, owner, note, dismiss
    form: forms.Form


def build(request: HttpRequest, task: Task, place: Place, *, query: str = "", refusal: Refusal | None = None) -> Panel:
    """The panel of one task for the person of this request."""
    may_work = _may_work(request, task.practice_id)
    is_open = task.state == "open"
    acts = rows.acts(task)
    member = membership_of(request, task.practice_id)
    snoozed = task.snoozed_until
    coverage = rows.payer(task) if task.patient_id else None
    parts = _act_parts(task, place, refusal, member, coverage) if is_open and may_work else []
    stands = sides.sides(task, place) if is_open else None
    opens = page.page(task, member, coverage, place) if is_open and may_work else None
    parts, may_choose = _without_choosing(parts, stands)
    letter = family.part(task, place, at=request.at, may_work=may_work)
    has_first = stands is None and opens is None and not (letter is not None and letter.button)
    primary, others = (parts[0], parts[1:]) if parts and has_first else (None, parts)
    return Panel(
        **_about(task, place, coverage),
        is_mine=task.owner_id == request.user.pk,
        snoozed=present.day(snoozed, place.on) if snoozed and snoozed > place.on else "",
        lead=facts.lead(task, place),
        facts=facts.facts(task, place, member) + asking.hindrances(task, coverage, place, member, request),
        hand=hand.items(task, coverage, place) if is_open else [],
        limits=limits.limits(task, place),
        sides=stands if stands is None or may_choose else replace(stands, choice=""),
        page=opens,
        family=letter,
        primary=primary,
        others=others,
        steps=facts.steps(task, place, member) if is_open else [],
        notes=_notes(task, place),
        events=trail.events(task, place, acts, member=member if may_work else None),
        strip_url=reverse("visit_clearance", args=[task.appointment_id]) if is_open and task.appointment_id else "",
        tools=_tools(task, place, refusal) if is_open and may_work else None,
        query=query,
    )


def _about(task: Task, place: Place, coverage: Coverage | None) -> dict[str, Any]:
    """Whom and when: what the head of the panel says, by the panel's own names."""
    return {
        "id": task.pk,
        "practice_id": task.practice_id,
        "patient_id": task.patient_id,
        "title": _title(task),
        "state": task.state,
        "closing": _closing(task, place),
        "due": present.due(task.due_on, on=place.on, days=place.days),
        "last_safe": present.day(task.last_safe_on, place.on) if task.last_safe_on else "",
        "is_past_safe": task.last_safe_on is not None and task.last_safe_on < place.on,
        "money": present.money(task.dollars),
        "chips": _chips(task, coverage),
        "site": place.practice.short,
        "site_name": place.practice.name,
        "patient_url": links.patient(task.patient_id),
        "owner": task.owner.name if task.owner else "",
    }


def place_of(task: Task, request: HttpRequest, visible: list[Any]) -> Place:
    return agenda.place(next(p for p in visible if p.pk == task.practice_id), request.at)


def membership_of(request: HttpRequest, practice_id: UUID) -> Membership | None:
    """The person's membership in the practice."""
    return next((m for m in request.memberships if m.practice_id == practice_id), None)


def _may_work(request: HttpRequest, practice_id: UUID) -> bool:
    door = access.DOORS["desk_record"]
    return any(m.practice_id == practice_id and access.relation_of(door, m.role) for m in request.memberships)


def _title(task: Task) -> str:
    name = who(task.patient.first_name, task.patient.last_name, task.why) if task.patient else ""
    return str(NAMED[DutyKind(task.kind)].title) % {"name": name}


def _closing(task: Task, place: Place) -> str:
    """Closed by Dana on Mon, Nov 23: renewal recorded as sent. Empty for an open task."""
    if task.state == "dismissed":
        return _("Dismissed. It comes back by itself when the facts behind it change.")
    if task.state != "closed" or task.closed_at is None:
        return ""
    by = task.closed_by.name if task.closed_by else _("Otium")
    day = present.day(clock.day(task.closed_at, place.practice), place.on)
    return _("Closed by %(name)s on %(day)s: %(why)s.") % {
        "name": by,
        "day": day,
        "why": trail.closing(task.closed_why),
    }


def _chips(task: Task, coverage: Coverage | None) -> list[str]:
    chips = [f"{coverage.payer.name}, {PAYER_TYPES[coverage.payer.payer_type]}"] if coverage else []
    if task.therapist:
        chips.append(", ".join(filter(None, (task.therapist.name, task.therapist.credential))))
    return chips


def _act_parts(
    task: Task, place: Place, refusal: Refusal | None, member: Membership | None, coverage: Coverage | None
) -> list[ActPart]:
    payer = coverage.payer.name if coverage else str(_("the payer"))
    first = page.first_act(task)
    may = sorted(offered(task, member), key=lambda choice: (_is_done(choice, task), choice.code != first))
    asks_patient = any(entry.kind == "patient" for choice in may for entry in choice.entries)
    people = rows.patients(task.practice_id) if asks_patient else []
    parts = []
    for choice in may:
        is_refused = refusal is not None and refusal.part == choice.code
        fresh = ActForm(choice, on=place.on, patients=people, rests_until=_rests_until(task, place))
        form = refusal.form if refusal and is_refused else fresh
        said = CHOICES[choice.code]
        button = str(said.button) % {"payer": payer} if choice.code in NAMES_PAYER else str(said.button)
        href = _page(choice, task, coverage)
        if href or not choice.page:
            parts.append(ActPart(choice.code, form, button, str(said.tab), str(said.aside), is_refused, href))
    return parts


def _without_choosing(parts: list[ActPart], stands: sides.Sides | None) -> tuple[list[ActPart], bool]:
    """The acts without the one that the sides offer, and whether the person may record that one."""
    if stands is None:
        return [part for part in parts if part.code not in CHOSEN_BESIDE], False
    return [part for part in parts if part.code != stands.choice], any(p.code == stands.choice for p in parts)


def _page(choice: Choice, task: Task, coverage: Coverage | None) -> str:
    """The page on which the choice is done, knowing from which task; empty where a form records it."""
    if choice.is_of_focus:
        return reverse(choice.page, args=[task.focus_id])
    if not choice.page or coverage is None:
        return ""
    return reverse(choice.page, args=[coverage.patient_id, coverage.pk]) + f"?task={task.pk}"


def _is_done(choice: Choice, task: Task) -> bool:
    """True for an act that the reasons already tell of: the next step goes before it."""
    return any(stored["code"] == choice.code for stored in task.why)


def _rests_until(task: Task, place: Place) -> date | None:
    """Two business days ahead, and never past the last safe day; None when that leaves no day."""
    soon = agenda.days_after(place.on, REST_DAYS, place.days)
    until = min(soon, task.last_safe_on) if task.last_safe_on else soon
    return until if until > place.on else None


def _tools(task: Task, place: Place, refusal: Refusal | None) -> Tools:
    made: dict[str, Any] = {
        "snooze": SnoozeForm(on=place.on),
        "owner": OwnerForm(rows.members(task.practice_id)),
        "note": NoteForm(),
        "dismiss": ReasonForm(),
    }
    if refusal and refusal.part in made:
        return Tools(**{**made, refusal.part: refusal.form}, open=refusal.part)
    return Tools(**made)


def _notes(task: Task, place: Place) -> list[NotePart]:
    def day(at: datetime) -> str:
        return present.day(clock.day(at, place.practice), place.on)

    return [NotePart(n.text, n.by.name, day(n.at)) for n in rows.notes(task)]
