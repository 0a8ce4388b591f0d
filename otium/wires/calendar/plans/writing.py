"""Instance and Solution to JSON, one room, therapist, visit or placement a line; same value, same bytes."""

import json
from typing import Any

from otium.terms.planning import Instance, Placed, PlannedHours, PlannedTherapist, Solution, WantedVisit, Window


def write_instance(instance: Instance) -> bytes:
    plain: dict[str, Any] = {
        "name": instance.name,
        "slot_minutes": instance.slot_minutes,
        "days": [day.isoformat() for day in instance.days],
        "rooms": [{"id": r.id, "location": r.location, "features": sorted(r.features)} for r in instance.rooms],
        "therapists": [_therapist(therapist) for therapist in instance.therapists],
        "visits": [_visit(visit) for visit in instance.visits],
    }
    if instance.current:
        plain["current"] = [_placed(placed) for placed in instance.current]
    if instance.move_cost:
        plain["move_cost"] = instance.move_cost
    return _by_lines(plain)


def write_solution(solution: Solution) -> bytes:
    return _by_lines(
        {
            "instance": solution.instance,
            "placed": [_placed(placed) for placed in solution.placed],
            "unplaced": [{"visit": unplaced.visit, "why": unplaced.why} for unplaced in solution.unplaced],
            "tier1": solution.tier1,
            "tier1_bound": solution.tier1_bound,
            "tier2": solution.tier2,
            "tier2_bound": solution.tier2_bound,
            "seconds": round(solution.seconds, 3),
        }
    )


def _by_lines(plain: dict[str, Any]) -> bytes:
    fields = []
    for name, value in plain.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n" + ",\n".join(json.dumps(item) for item in value) + "\n]"
        else:
            text = json.dumps(value)
        fields.append(f"{json.dumps(name)}: {text}")
    return ("{\n" + ",\n".join(fields) + "\n}\n").encode()


def _therapist(therapist: PlannedTherapist) -> dict[str, Any]:
    return {
        "id": therapist.id,
        "discipline": therapist.discipline,
        "skills": sorted(therapist.skills),
        "max_minutes_per_day": therapist.max_minutes_per_day,
        "hours": [_span(hours) | {"location": hours.location} for hours in therapist.hours],
    }


def _visit(visit: WantedVisit) -> dict[str, Any]:
    fixed = visit.fixed
    plain: dict[str, Any] = {
        "id": visit.id,
        "patient": visit.patient,
        "minutes": visit.minutes,
        "priority": visit.priority,
        "roles": [list(role) for role in visit.roles],
        "room": None if visit.room_features is None else {"features": sorted(visit.room_features)},
        "location": visit.location,
        "windows": [_span(window) | {"preference": window.preference} for window in visit.windows],
        "group": visit.group,
        "apart_days": visit.apart_days,
        "preferred_therapists": dict(visit.preferred),
        "fixed": {name: value for name, value in _placed(fixed).items() if name != "visit"} if fixed else None,
    }
    if visit.patients:
        plain["patients"] = list(visit.patients)
    if visit.equipment:
        plain["equipment"] = list(visit.equipment)
    if visit.buffer_minutes:
        plain["buffer_minutes"] = visit.buffer_minutes
    return plain


def _span(span: PlannedHours | Window) -> dict[str, Any]:
    return {"day": span.day.isoformat(), "start": _clock(span.start_minute), "end": _clock(span.end_minute)}


def _placed(placed: Placed) -> dict[str, Any]:
    return {
        "visit": placed.visit,
        "day": placed.day.isoformat(),
        "start": _clock(placed.start_minute),
        "therapists": list(placed.therapists),
        "room": placed.room,
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
