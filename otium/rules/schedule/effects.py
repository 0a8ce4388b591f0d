"""What changes beside the visits that are booked, moved or cancelled: weeks against the plan, hours against what the
family said, what is left of authorizations and limits.

Source: the plan of care's frequency (CMS Pub. 100-02 ch. 15 s. 220.1.2: amount, frequency and duration are the plan's);
family's hours as they stated them; ledgers of clearance. Certainty: by definition.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from otium.terms.clearance import ClearanceCheck, ClearanceLedger, ClearanceState
from otium.terms.duty import Param
from otium.terms.effects import About, Effect, Standing, Window

Visits = Mapping[UUID, Standing]
CLEAR, RISK = ClearanceState.CLEAR, ClearanceState.AT_RISK


def changed(before: Visits, after: Visits) -> tuple[list[Standing], list[Standing]]:
    """(as they stood, as they stand): visits that come, go, or hold another time or place. In order of time."""
    gone = [was for key, was in before.items() if after.get(key) != was]
    come = [now for key, now in after.items() if before.get(key) != now]
    return sorted(gone, key=_when), sorted(come, key=_when)


def frequency(before: Visits, after: Visits, per_week: int | None) -> Iterator[Effect]:
    """Of one patient. Weeks begin on Monday; only those whose number of visits changes are told."""
    was, now = _by_week(before), _by_week(after)
    weeks = sorted(week for week in was.keys() | now.keys() if was[week] != now[week])
    if not weeks:
        return
    if per_week is None:
        yield Effect(About.FREQUENCY, ClearanceState.UNKNOWN, "frequency_unknown")
        return
    over = [w for w in weeks if now[w] > per_week and now[w] > was[w]]
    under = [w for w in weeks if now[w] < per_week and now[w] < was[w]]
    for code, found in (("frequency_over", over), ("frequency_under", under)):
        if found:
            first = found[0]
            params: dict[str, Param] = {
                "planned": per_week, "booked": now[first], "week_on": first, "weeks": len(found),
            }  # fmt: skip
            yield Effect(About.FREQUENCY, RISK, code, params)
    if not over and not under:
        yield Effect(About.FREQUENCY, CLEAR, "frequency_kept", {"planned": per_week})


def hours(come: Iterable[Standing], windows: Iterable[Window]) -> Iterator[Effect]:
    """Of one patient: whether the new times lie in one of the windows. Nothing for visits that only go."""
    visits, known = list(come), list(windows)
    if not visits:
        return
    if not known:
        yield Effect(About.HOURS, ClearanceState.UNKNOWN, "hours_unknown")
        return
    outside = [v for v in visits if not any(is_within(v, window) for window in known)]
    if not outside:
        yield Effect(About.HOURS, CLEAR, "hours_within")
        return
    first = outside[0]
    params: dict[str, Param] = {"on": first.on, "at": f"{first.at:%H:%M}", "visits": len(outside)}
    yield Effect(About.HOURS, RISK, "hours_outside", params)


def is_within(visit: Standing, window: Window) -> bool:
    """The whole visit lies in it; to end when it closes is within."""
    ends = visit.at.hour * 60 + visit.at.minute + visit.minutes
    if window.weekdays and visit.on.weekday() not in window.weekdays:
        return False
    if window.since and visit.at < window.since:
        return False
    return window.until is None or ends <= window.until.hour * 60 + window.until.minute


def cover(before: ClearanceLedger, after: ClearanceLedger) -> Iterator[Effect]:
    """What is left of the patient's authorizations and visit limits, and how many visits they do not cover any more."""
    yield from _covered(before, after, ClearanceCheck.AUTHORIZATION, About.AUTHORIZATION, "authorization")
    yield from _covered(before, after, ClearanceCheck.BENEFIT_VISITS, About.LIMIT, "limit")


def _covered(
    before: ClearanceLedger, after: ClearanceLedger, check: ClearanceCheck, about: About, code: str
) -> Iterator[Effect]:
    failing = _failing(after, check) - _failing(before, check)
    if failing:
        state = RISK if failing > 0 else CLEAR
        yield Effect(about, state, f"{code}_{'lacks' if failing > 0 else 'helps'}", {"visits": abs(failing)})
    name = "number" if check is ClearanceCheck.AUTHORIZATION else "disciplines"
    was, now = _left(before, check, name), _left(after, check, name)
    for key in sorted(was.keys() | now.keys(), key=str):
        if key in now and was.get(key) != now[key]:
            params: dict[str, Param] = {name: key, "before": was.get(key), "after": now[key]}
            yield Effect(about, CLEAR, f"{code}_left", params)


def _failing(ledger: ClearanceLedger, check: ClearanceCheck) -> int:
    return sum(f.check is check and f.counts and f.fails for visit in ledger.visits for f in visit.findings)


def _left(ledger: ClearanceLedger, check: ClearanceCheck, name: str) -> dict[str, int]:
    """The least left after any visit to come, by authorization, or by the disciplines that share the limit."""
    found: dict[str, int] = {}
    for visit in ledger.visits:
        for finding in visit.findings:
            is_beyond = finding.fails and "beyond" in finding.params  # then nothing is left, and none is told
            left = 0 if is_beyond else finding.params.get("left")
            if finding.check is check and isinstance(left, int | Decimal):
                key = str(finding.params.get(name) or "")
                found[key] = min(int(left), found.get(key, int(left)))
    return found


def _by_week(visits: Visits) -> Counter[date]:
    mondays = (v.on - timedelta(days=v.on.weekday()) for v in visits.values() if v.is_treatment_of_plan)
    return Counter(mondays)


def _when(visit: Standing) -> tuple[object, str]:
    return visit.starts_at, str(visit.id)
