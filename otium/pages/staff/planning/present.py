"""Plans and their moves as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.planning.moves import WORKING
from otium.pages import present
from otium.pages.staff.planning import figures as what_if
from otium.pages.words import plans as words
from otium.records.models import PlanMove, SchedulePlan
from otium.terms.plans import Addition, Asking, Ban, MoveKind, MoveState, PlanKind, PlanState


@dataclass(frozen=True, slots=True)
class Line:
    """One plan of the list."""

    url: str
    title: str
    about: str
    when: str
    tone: str
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How its family answered, or what became of the question: a badge and what stands behind it."""

    tone: str
    word: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One move. `choices`: what may be decided of it, (value, words)."""

    id: str
    name: str
    patient_url: str
    visit_url: str
    day: str
    hour: str
    was: str
    room: str
    why: str
    state: str
    tone: str
    state_word: str
    choices: tuple[tuple[str, str], ...]
    phone: str
    answer: str
    mark: Mark | None
    weeks: str


@dataclass(frozen=True, slots=True)
class Group:
    """Moves of one therapist, in order of time."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found in one part; `sure`: how far it is proven."""

    name: str
    words: str
    sure: str
    tone: str


def line(plan: SchedulePlan, on: date) -> Line:
    tone, word = state_of(plan)
    return Line(
        url=reverse("plan", args=[plan.pk]),
        title=str(words.KINDS[PlanKind(plan.kind)]),
        about=about(plan, on),
        when=present.day(clock.day(plan.asked_at, plan.practice), on),
        tone=tone,
        state=str(word),
        outcome="" if PlanState(plan.state) in WORKING else outcome(plan),
    )


def state_of(plan: SchedulePlan) -> tuple[str, str]:
    """Tone and word. A what-if asks for no decision, nor does an answer that changes nothing."""
    if plan.kind == PlanKind.WHAT_IF.value and plan.state == PlanState.PROPOSED.value:
        return "clear", _("Answered")
    if plan.state == PlanState.PROPOSED.value and not any(p["moves"] or p["wanted"] for p in plan.found["parts"]):
        return "clear", _("Nothing to do")
    if plan.state == PlanState.PROPOSED.value and plan.asking in words.ASKED:
        tone, word = words.ASKED[Asking(plan.asking)]
        return tone, str(word)
    tone, word = words.STATES[PlanState(plan.state)]
    return tone, str(word)


def about(plan: SchedulePlan, on: date) -> str:
    """Whom and which days it is about."""
    days = present.day(plan.starts_on, on)
    if plan.ends_on != plan.starts_on:
        days = f"{days} – {present.day(plan.ends_on, on)}"
    who = plan.therapist.name if plan.therapist else ""
    if plan.kind == PlanKind.WHAT_IF.value:
        who = str(words.ADDITIONS[Addition(plan.asks["add"])])
    if plan.entry is not None:
        who = f"{plan.entry.patient.first_name} {plan.entry.patient.last_name}"
    return ", ".join(filter(None, (who, days)))


def outcome(plan: SchedulePlan) -> str:
    """The whole answer in one sentence."""
    parts = plan.found.get("parts", [])
    if not parts:
        return ""
    wanted, placed = sum(p["wanted"] for p in parts), sum(p["placed"] for p in parts)
    if plan.kind == PlanKind.REPAIR.value:
        if not wanted:
            return _("No visit needs to move")
        kept = {"placed": placed, "wanted": wanted}
        return ngettext("%(placed)d of %(wanted)d visit can be kept", "%(placed)d of %(wanted)d visits can be kept",
                        wanted) % kept  # fmt: skip
    if plan.kind == PlanKind.WHAT_IF.value:
        return what_if.outcome(plan)
    if plan.kind == PlanKind.CHAIN.value:
        return _("An hour was found") if placed else _("No hour was found")
    if not wanted:
        return _("Nothing is missing in these weeks") if plan.kind == PlanKind.WEEK.value else _("Nobody waits for it")
    return ngettext("%(placed)d of %(wanted)d visit finds a place", "%(placed)d of %(wanted)d visits find a place",
                    wanted) % {"placed": placed, "wanted": wanted}  # fmt: skip


def figures(plan: SchedulePlan) -> tuple[Figures, ...]:
    return tuple(_figures(part) for part in plan.found.get("parts", []) if part["wanted"])


def _figures(part: dict[str, Any]) -> Figures:
    said = _("%(placed)d of %(wanted)d") % part
    if part["is_best"]:
        sure, tone = _("Proven: no plan places more."), "clear"
        if part["is_proven"]:
            sure = _("Proven: no plan places more, and none suits the families better.")
    elif part["most"] is not None and part["most"] <= part["wanted"]:
        sure = _("The time ran out. At most %(n)d can be placed.") % {"n": part["most"]}
        tone = "risk"
    else:
        sure, tone = _("The time ran out. At most %(gap)s %% more can be placed.") % {"gap": part["gap"]}, "risk"
    return Figures(_part_name(part["name"]), said, sure, tone)


def _part_name(name: str) -> str:
    head, _space, day = name.partition(" ")
    if head == "week":
        return _("Week of %(day)s") % {"day": present.short_day(date.fromisoformat(day))}
    return {
        "repair": _("Visits"), "chain": _("Standing hours"), "standing": _("Standing weekly hours"),
        "single": _("Evaluations and make-up visits"),
    }[head]  # fmt: skip


def step(plan: SchedulePlan) -> str:
    """What the worker is at."""
    progress = plan.progress
    if plan.state == PlanState.ASKED.value or not progress:
        return _("Getting ready")
    if progress["parts"] == 1:
        return _part_name(progress["part"])
    return _("%(name)s, part %(number)d of %(parts)d") % {**progress, "name": _part_name(progress["part"])}


def groups(moves: Iterable[PlanMove], plan: SchedulePlan, on: date, marks: Mapping[str, Mark]) -> tuple[Group, ...]:
    """By who is to have the visits, in order of name; refused ones are left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for move in moves:
        if move.kind != MoveKind.LEFT.value and move.state != MoveState.REFUSED.value:
            found[move.therapist.name if move.therapist else ""].append(row(move, plan, on, marks.get(str(move.pk))))
    return tuple(Group(name, tuple(rows)) for name, rows in sorted(found.items()))


def row(move: PlanMove, plan: SchedulePlan, on: date, mark: Mark | None = None) -> Row:
    state = MoveState(move.state)
    words_of_state = {
        MoveState.PINNED: ("clear", _("Kept")), MoveState.REFUSED: ("unknown", _("Refused")),
        MoveState.APPLIED: ("clear", _("Done")), MoveState.PROPOSED: ("", ""),
    }  # fmt: skip
    tone, word = words_of_state[state]
    if move.ban:
        word = str(words.BANS[Ban(move.ban)])
    return Row(
        id=str(move.pk),
        name=f"{move.patient.first_name} {move.patient.last_name}",
        patient_url=reverse("patient", args=[move.patient_id]),
        visit_url=reverse("visit", args=[move.appointment_id]) if move.appointment_id else "",
        day=present.day(move.on, on) if move.on else "",
        hour=present.hour(move.at) if move.at else "",
        was=_was(move, on),
        room=move.room.name if move.room else "",
        why=why(move),
        state=state.value,
        tone=tone,
        state_word=word,
        choices=_choices(move, plan),
        phone=move.patient.phone,
        answer=move.answer,
        mark=mark,
        weeks=ngettext("%(n)d week", "%(n)d weeks", move.weeks) % {"n": move.weeks} if move.weeks > 1 else "",
    )


def _was(move: PlanMove, on: date) -> str:
    if move.from_on is None or move.from_at is None:
        return ""
    said = [present.day(move.from_on, on), present.hour(move.from_at)]
    if move.from_therapist and move.from_therapist_id != move.therapist_id:
        said.append(move.from_therapist.name)
    return ", ".join(said)


def why(move: PlanMove) -> str:
    code = move.why.get("code", "")
    if move.kind != MoveKind.LEFT.value:
        return str(words.WHY.get(code, ""))
    if code in words.LEFT:
        return str(words.LEFT[code])
    by = present.joined(str(words.TAKEN_BY[what]) % {"n": count} for what, count in move.why.get("by", []))
    return str(words.TAKEN) % {"places": move.why.get("places", 0), "by": by}


def _choices(move: PlanMove, plan: SchedulePlan) -> tuple[tuple[str, str], ...]:
    if plan.state not in (PlanState.PROPOSED.value, PlanState.STALE.value, PlanState.FAILED.value):
        return ()
    if move.state == MoveState.REFUSED.value:
        return (("back", _("Take this back")),)
    if move.state == MoveState.PINNED.value:
        return (("pin", _("Let it go")),)
    found = [("pin", _("Keep this"))]
    found += [(ban.value, str(words.BANS[ban])) for ban in (Ban.TIME, Ban.THERAPIST)]
    if move.from_therapist_id and move.from_therapist_id != plan.therapist_id:
        found.append((Ban.MOVE.value, str(words.BANS[Ban.MOVE])))
    return tuple(found)


def counted_moves(count: int) -> str:
    return ngettext("Move %(n)d visit", "Move %(n)d visits", count) % {"n": count}


def counted_bookings(count: int, *, goes_on: bool) -> str:
    if goes_on:
        return ngettext("book %(n)d", "book %(n)d", count) % {"n": count}
    return ngettext("Book %(n)d visit", "Book %(n)d visits", count) % {"n": count}
