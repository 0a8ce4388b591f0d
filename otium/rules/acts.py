"""What people recorded, read as facts: whether it lets a duty rest or settles it.

Source: design of the desk ("acts are facts"). Certainty: by definition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from otium.terms.duty import Act, ActKind, Duty, DutyKind, Reason
from otium.terms.provenance import Source, SourceKind

Key = tuple[str, UUID, str]
ActsByKey = Mapping[Key, tuple[Act, ...]]

# Sending is the whole of the work only here; a renewal that was sent is a request on file, not an act.
SENDING_SETTLES = frozenset(
    {DutyKind.ANSWER_PENDED, DutyKind.WORK_DENIAL, DutyKind.WORK_REDUCTION, DutyKind.REQUEST_BEYOND_LIMIT}
)
SETTLING = frozenset({ActKind.FAMILY_TOLD, ActKind.DECIDED, ActKind.RESOLVED})


def by_key(acts: Iterable[Act]) -> dict[Key, tuple[Act, ...]]:
    """Acts by the key of the duty they are about."""
    found: dict[Key, tuple[Act, ...]] = {}
    for act in acts:
        key = (act.duty_kind.value, act.focus_id, act.instance)
        found[key] = (*found.get(key, ()), act)
    return found


def standing(duty: Duty, acts: ActsByKey, on: date) -> Duty | None:
    """The duty as it stands after what was done about it; None while it rests or is settled.

    WAIT_UNTIL lets it rest up to and with its day, then it stands again and says so. FAMILY_TOLD, DECIDED and RESOLVED
    (and SENT, where sending is the work) settle it while the ground it rests on is that of the act: same digest.
    """
    about = acts.get(duty.key)
    if not about:
        return duty
    waits = [a for a in about if a.kind is ActKind.WAIT_UNTIL and a.until_on is not None]
    waited = max(waits, key=lambda a: (a.until_on or date.min, a.id), default=None)
    if waited and waited.until_on:
        if on <= waited.until_on:
            return None
        source = Source(SourceKind.TASK, waited.id)
        duty = replace(duty, why=(*duty.why, Reason("waited_until", {"until_on": waited.until_on}, source)))
    return None if any(_settles(act, duty) for act in about) else duty


def settled_by(duty: Duty, acts: ActsByKey) -> Act | None:
    """The newest act that settles the duty on its present ground; None while none does."""
    settling = (a for a in acts.get(duty.key, ()) if _settles(a, duty))
    return max(settling, key=lambda a: (a.on, a.id), default=None)


def _settles(act: Act, duty: Duty) -> bool:
    does = act.kind in SETTLING or (act.kind is ActKind.SENT and duty.kind in SENDING_SETTLES)
    return does and act.digest == duty.digest
