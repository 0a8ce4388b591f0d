"""A bundle of Goal, Observation, Condition and ClinicalImpression of one patient, to proposals for their chart.

Source: FHIR R4 (4.0.1), resources Bundle, Goal, Observation, Condition, ClinicalImpression, Patient. What a resource
does not say in those fields is not taken; an observation without a number, or of a status that is not final, is said.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Item, NewFinding, NewGoal, NewScore, Person, Place, Proposal, Reading, Unread

MOST_ENTRIES = 2_000
MOST_SCORE = 10**6
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?")
_LIVE = {  # Goal.lifecycleStatus, where achievementStatus says nothing
    "proposed": GoalStatus.ACTIVE, "planned": GoalStatus.ACTIVE, "accepted": GoalStatus.ACTIVE,
    "active": GoalStatus.ACTIVE, "on-hold": GoalStatus.ACTIVE, "cancelled": GoalStatus.DROPPED,
    "rejected": GoalStatus.DROPPED,
}  # fmt: skip
_ACHIEVED = {"achieved": GoalStatus.MET, "sustaining": GoalStatus.MET, "not-achieved": GoalStatus.NOT_MET,
             "not-attainable": GoalStatus.DROPPED}  # fmt: skip
_FINAL = frozenset({"final", "amended", "corrected"})
_SIDES = {"7771000": "left", "24028007": "right", "left": "left", "right": "right"}  # SNOMED CT, or as text
Json = dict[str, Any]


class Held(Exception):
    """This resource is not taken."""

    def __init__(self, code: str, field: str = "", shown: str = "") -> None:
        super().__init__(code)
        self.code, self.field, self.shown = code, field, shown


def is_bundle(text: str) -> bool:
    return text.lstrip("\ufeff \n\r\t").startswith("{") and '"resourceType"' in text[:2_000]


def read(text: str) -> Reading:
    try:
        bundle = printable(json.loads(text.lstrip("\ufeff"), parse_float=Decimal, parse_constant=no_number))
    except (ValueError, RecursionError):
        return Reading(unread=(Unread("not_json"),))
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        return Reading(unread=(Unread("not_bundle", shown=str(_at(bundle, "resourceType"))[:40]),))
    entries = bundle.get("entry")
    resources = [(n, _at(e, "resource")) for n, e in enumerate(_list(entries))]
    unread: list[Unread] = []
    if len(resources) > MOST_ENTRIES:
        unread.append(Unread("too_many_lines", Place(path=f"entry[{MOST_ENTRIES}]"), f"{MOST_ENTRIES:,}"))
    proposals: list[Proposal] = []
    subjects: set[str] = set()
    people: list[Person] = []
    for number, resource in resources[:MOST_ENTRIES]:
        _take(number, resource, proposals, unread, subjects, people)
    if len(people) > 1 or len({s.rpartition("/")[2].rpartition(":")[2] for s in subjects}) > 1:
        return Reading(unread=(*unread, Unread("several_subjects")))
    if not people:
        unread.append(Unread("no_subject"))
    return Reading(tuple(proposals), tuple(unread), None, people[0] if people else Person())


def _take(number: int, resource: Any, proposals: list[Proposal], unread: list[Unread], subjects: set[str],
          people: list[Person]) -> None:  # fmt: skip
    kind = kind_of(resource)
    path = f"entry[{number}]{'.' + kind if kind else ''}"
    if kind == "Patient":
        people.append(person(resource))
        return
    if kind not in READERS:
        unread.append(Unread("resource_skipped", Place(path=path), kind[:40]))
        return
    try:
        subject = _at(resource, "subject", "reference")
        if not isinstance(subject, str) or not subject:
            raise Held("no_subject", "subject")
        subjects.add(subject)
        for part, item in READERS[kind](resource):
            own = _at(resource, "id")
            own_id = f"{kind}/{own}{part}" if isinstance(own, str) and own else ""
            proposals.append(Proposal(f"{path}{part}", Place(path=f"{path}{part}"), _quote(item), item, own_id))
    except Held as held:
        place = Place(path=f"{path}.{held.field}" if held.field else path)
        unread.append(Unread(held.code, place, held.shown))


def _goals(goal: Json) -> Iterator[tuple[str, NewGoal]]:
    text = _words(goal, "description")
    if not text:
        raise Held("text_missing", "description")
    target = _at(goal, "target", 0) or {}
    wanted = _at(target, "detailString") or _quantity_words(_at(target, "detailQuantity"))
    notes = [_at(note, "text") for note in _list(goal.get("note"))]
    yield (
        "",
        NewGoal(
            text=text,
            current=notes[-1] if notes and isinstance(notes[-1], str) else "",
            target=wanted if isinstance(wanted, str) else "",
            due_on=_day(target, "dueDate"),
            set_on=_day(goal, "startDate"),
            status=_goal_status(goal),
        ),
    )


def _goal_status(goal: Json) -> GoalStatus:
    for coding in codings(goal.get("achievementStatus")):
        if coding in _ACHIEVED:
            return _ACHIEVED[coding]
    live = goal.get("lifecycleStatus")
    if live == "entered-in-error":
        raise Held("resource_skipped", "lifecycleStatus", "entered-in-error")
    if live == "completed":
        raise Held("status_unread", "achievementStatus", "completed")  # met or not: nothing says
    if live not in _LIVE:
        raise Held("status_unread", "lifecycleStatus", str(live)[:40])
    return _LIVE[live]


def _observations(seen: Json) -> Iterator[tuple[str, NewScore]]:
    if seen.get("status") not in _FINAL:
        raise Held("resource_skipped", "status", str(seen.get("status"))[:40])
    name = _words(seen, "code")
    if not name:
        raise Held("code_unread", "code")
    shared: Json = {"side": _side(seen), "norm": _norm(seen), "taken_on": _day(seen, "effectiveDateTime")}
    parts = _list(seen.get("component"))
    if not parts and not _has_number(seen):
        raise Held("value_unread", "valueQuantity")
    if _has_number(seen):
        yield "", NewScore(name, "", *_number(seen, "valueQuantity"), **shared)
    for place, part in enumerate(parts):
        part_name = _words(part, "code")
        if not part_name:
            raise Held("code_unread", f"component[{place}].code")
        value = _number(part, f"component[{place}].valueQuantity")
        yield f".component[{place}]", NewScore(name, part_name, *value, **shared)


def _conditions(condition: Json) -> Iterator[tuple[str, NewFinding]]:
    if "entered-in-error" in codings(condition.get("verificationStatus")):
        raise Held("resource_skipped", "verificationStatus", "entered-in-error")
    text = _words(condition, "code")
    if not text:
        raise Held("code_unread", "code")
    found_on = _day(condition, "recordedDate") or _day(condition, "onsetDateTime")
    yield "", NewFinding(FindingKind.HISTORY, text, found_on=found_on)


def _impressions(impression: Json) -> Iterator[tuple[str, NewFinding]]:
    if impression.get("status") != "completed":
        raise Held("resource_skipped", "status", str(impression.get("status"))[:40])
    summary = impression.get("summary")
    if not isinstance(summary, str) or not summary.strip():
        raise Held("text_missing", "summary")
    kind = _words(impression, "code").casefold().replace(" ", "_")
    if kind not in set(FindingKind):
        raise Held("kind_unknown", "code", kind[:40])
    found_on = _day(impression, "date") or _day(impression, "effectiveDateTime")
    yield "", NewFinding(FindingKind(kind), summary.strip(), found_on=found_on)


READERS: dict[str, Callable[[Json], Iterable[tuple[str, Item]]]] = {
    "Goal": _goals,
    "Observation": _observations,
    "Condition": _conditions,
    "ClinicalImpression": _impressions,
}
"""What each resource says: (part of it, item); raises Held."""


def kind_of(resource: Any) -> str:
    return str(_at(resource, "resourceType") or "")


def person(patient: Json) -> Person:
    name: Any = next((n for n in _list(patient.get("name")) if _at(n, "use") in (None, "official", "usual")), None)
    family, given = _at(name, "family"), _at(name, "given", 0)
    try:
        born_on = _day(patient, "birthDate")
    except Held:
        born_on = None
    return Person(family if isinstance(family, str) else "", given if isinstance(given, str) else "", born_on)


def _has_number(seen: Json) -> bool:
    return any(name in seen for name in ("valueQuantity", "valueInteger"))


def _number(seen: Json, path: str) -> tuple[Decimal, str]:
    value = seen.get("valueInteger", _at(seen, "valueQuantity", "value"))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Held("value_unread", path)
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= MOST_SCORE or number != round(number, 2):
        raise Held("value_unread", path, str(value)[:40])
    if _at(seen, "valueQuantity", "comparator"):
        raise Held("value_unread", path, str(_at(seen, "valueQuantity", "comparator"))[:2])
    unit = _at(seen, "valueQuantity", "unit")
    return number, unit if isinstance(unit, str) and unit != "{score}" else ""


def _side(seen: Json) -> str:
    codes = [*codings(seen.get("bodySite")), _words(seen, "bodySite").casefold().split(" ")[0]]
    return next((_SIDES[code] for code in codes if code in _SIDES), "")


def _norm(seen: Json) -> str:
    return _words({"code": _at(seen, "interpretation", 0)}, "code")


def _day(resource: Any, name: str) -> date | None:
    """A whole day; a month or year alone would have to be guessed, and is said."""
    text = _at(resource, name)
    if text is None:
        return None
    found = _DAY.fullmatch(text) if isinstance(text, str) else None
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Held("day_unread", name, str(text)[:20])


def _words(resource: Any, name: str) -> str:
    """A CodeableConcept in words: its text, else the first coding's display."""
    text = _at(resource, name, "text") or _at(resource, name, "coding", 0, "display")
    return " ".join(text.split()) if isinstance(text, str) else ""


def codings(concept: Any) -> list[str]:
    return [str(_at(c, "code")) for c in _list(_at(concept, "coding"))]


def _quantity_words(quantity: Any) -> str:
    value, unit = _at(quantity, "value"), _at(quantity, "unit")
    return " ".join(str(part) for part in (value, unit) if part not in (None, "")) if quantity else ""


def _quote(item: Item) -> str:
    if isinstance(item, NewScore):
        return " ".join(filter(None, (item.instrument, item.part, item.side, str(item.score), item.unit, item.norm)))
    return item.text[:400]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _at(value: Any, *path: str | int) -> Any:
    """What stands at the path; None where anything on the way is of another shape."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def printable(value: Any) -> Any:
    """Without the signs that no page and no database keeps: NUL, and halves of signs, which JSON can spell."""
    if isinstance(value, str):
        return value if value.isprintable() else "".join(c for c in value if c.isprintable() or c in "\n\t")
    if isinstance(value, list):
        return [printable(each) for each in value]
    return {printable(name): printable(each) for name, each in value.items()} if isinstance(value, dict) else value


def no_number(text: str) -> None:
    raise ValueError(text)
