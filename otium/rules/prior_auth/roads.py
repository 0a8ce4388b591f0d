"""What a payer wants of a request, by which road, until when: the most specific row says it, value by value.

Source: roads.toml, row by row; what PayerRules say already (decision days, appeal days, first day of a renewal) is
taken from there. A row names any of plan, payer's key, state, payer type, kind of request and service; it holds where
all that it names fits. Plan beats key beats state beats payer type beats kind beats service; of rows alike, the one
in force since later.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from otium.rules.payer_rules import CERTAINTIES, PayerRulesError
from otium.terms.packet import Section
from otium.terms.payers import Ground, PayerRules, PayerType
from otium.terms.prior_auth import AppealTrack, Basis, RequestKind, Road
from otium.terms.roads import (
    Asking,
    DecisionClock,
    Matter,
    OwnRoad,
    PeerToPeerTerms,
    RequestTerms,
    RoadRow,
    RoadTo,
    Service,
    Span,
    Unit,
)

NOT_USED = frozenset({Road.FHIR})  # it has its place in the table; no request goes by it
MATCH = ("plan", "key", "state", "payer_type", "kind", "service")  # most specific first
GROUND = frozenset({"effective_from", "effective_to", "source", "certainty"})
# The value of PayerRules that says the same of the whole payer, and the kinds of request that it speaks of.
FROM_RULES = {
    "decision.standard": "decision_days",
    "decision.extension": "decision_extension_days",
    "peer_to_peer.after_decision": "peer_to_peer_days",
    "appeal_days": "appeal_days",
    "accepted_days_before": "earliest_renewal_days",
}
FLAGS = frozenset(
    {"may_extend", "peer_to_peer.is_offered", "peer_to_peer.takes_new_facts", "peer_to_peer.may_withdraw", "needs"}
)
COUNTS = frozenset({"usual_visits", "usual_weeks", "accepted_days_before", "appeal_days", "peer_to_peer.attempts"})
SPANS = frozenset(
    {
        *("decision.standard", "decision.at_most", "decision.extension", "decision.urgent"),
        *("peer_to_peer.before_decision", "peer_to_peer.after_decision"),
        *("lead", "retroactive", "after_evaluation"),
    }
)
NAMED: Mapping[str, Callable[[str], object]] = {
    "basis": Basis, "appeal_track": AppealTrack, "decision.asking": Asking,
}  # fmt: skip
OWN = "practice"  # certainty of a value that the practice set itself
DEFAULT = Ground("Otium default, until the payer's own figure is entered", "uncertain")
NARROW = ("plan", "key", "state", "service")  # a row that names one says it before the payer's rules do


@lru_cache(maxsize=8)
def read(text: str) -> tuple[RoadRow, ...]:
    """Of the text of roads.toml. Raises PayerRulesError for a row without source, or with a name nothing reads."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PayerRulesError(f"roads are not TOML: {error}") from error
    rows = [_terms(row) for row in document.pop("terms", [])]
    rows += [_road(place, row) for place, row in enumerate(document.pop("road", []))]
    if document:
        raise PayerRulesError(f"roads: {', '.join(document)} is nothing that a rule reads")
    return tuple(rows)


def terms_of(rows: Iterable[RoadRow], rules: PayerRules, matter: Matter, own: Iterable[OwnRoad] = ()) -> RequestTerms:
    """All that is known of such a request to this payer on that day. `own`: the practice's roads to this payer."""
    asked = _asked(rules, matter)
    fitting = [row for row in rows if _holds(row, matter.on) and all(asked[n] == v for n, v in row.match.items())]
    fitting.sort(key=lambda row: (_weight(row), row.ground.starts_on or date.min), reverse=True)
    found = _values(fitting, rules, matter)
    roads = _roads([row for row in fitting if row.road], own, matter)
    said = {name: value for name, (value, _) in found.items()}
    return RequestTerms(
        payer_key=rules.key,
        payer_type=rules.payer_type,
        kind=matter.kind,
        service=matter.service,
        on=matter.on,
        plan=matter.plan,
        state=matter.state,
        roads=tuple(road for road in roads if road.road not in NOT_USED),
        later=tuple(road for road in roads if road.road in NOT_USED),
        decision=DecisionClock(**_part(said, "decision")),
        peer_to_peer=PeerToPeerTerms(**_part(said, "peer_to_peer")),
        grounds={name: ground for name, (_, ground) in found.items()},
        **{name: value for name, value in said.items() if "." not in name},
    )


def _asked(rules: PayerRules, matter: Matter) -> dict[str, str]:
    return {
        "plan": matter.plan,
        "key": rules.key,
        "state": matter.state,
        "payer_type": rules.payer_type.value,
        "kind": matter.kind.value,
        "service": matter.service.value,
    }


def _weight(row: RoadRow) -> tuple[bool, ...]:
    return tuple(name in row.match for name in MATCH)


def _holds(row: RoadRow, on: date) -> bool:
    ground = row.ground
    return (ground.starts_on is None or ground.starts_on <= on) and (ground.ends_on is None or on <= ground.ends_on)


def _values(fitting: list[RoadRow], rules: PayerRules, matter: Matter) -> dict[str, tuple[Any, Ground]]:
    """Each value with what it rests on: the most specific row's; of the payer's rules before rows of its whole type."""
    found: dict[str, tuple[Any, Ground]] = {}
    by_rules = _of_rules(rules, matter)
    for row in fitting:
        is_narrow = any(name in row.match for name in NARROW)
        for name, value in row.values.items():
            stands = name in by_rules and (not is_narrow or by_rules[name][1].certainty == OWN)
            if name not in found and not stands:
                found[name] = (value, row.ground)
    standard = found.get("decision.standard")
    if standard and "decision.standard" in by_rules and standard[0].unit is not Unit.DAYS:
        found.setdefault("decision.at_most", by_rules["decision.standard"])  # the rule says it in calendar days
    return {**by_rules, **found}


def _of_rules(rules: PayerRules, matter: Matter) -> dict[str, tuple[Any, Ground]]:
    found: dict[str, tuple[Any, Ground]] = {}
    for name, value_name in FROM_RULES.items():
        value = getattr(rules, value_name)
        if value is not None and (name != "accepted_days_before" or matter.kind is RequestKind.RENEWAL):
            said = Span(value, Unit.DAYS) if name in SPANS else value
            found[name] = (said, _ground_in(rules, value_name))
    if rules.urgent_decision_hours is not None:
        urgent = Span(rules.urgent_decision_hours, Unit.HOURS)
        found["decision.urgent"] = (urgent, _ground_in(rules, "urgent_decision_hours"))
    need_name = "evaluation_needs_authorization" if matter.service is Service.EVALUATION else "authorization_required"
    need = getattr(rules, need_name)
    if need is not None:
        found["needs"] = (need, _ground_in(rules, need_name))
    return found


def _ground_in(rules: PayerRules, name: str) -> Ground:
    return rules.grounds.get(name) or DEFAULT


def _part(said: Mapping[str, Any], part: str) -> dict[str, Any]:
    return {name.removeprefix(f"{part}."): value for name, value in said.items() if name.startswith(f"{part}.")}


def _roads(fitting: list[RoadRow], own: Iterable[OwnRoad], matter: Matter) -> list[RoadTo]:
    """The practice's own first, then those of the most specific rows that name any; each road once."""
    best = [row for row in fitting if _weight(row) == _weight(fitting[0])] if fitting else []
    shipped = [row.road for row in sorted(best, key=lambda row: row.order) if row.road]
    roads: dict[Road, RoadTo] = {}
    for road in (*_own(own, matter), *shipped):
        roads.setdefault(road.road, road)
    return list(roads.values())


def _own(own: Iterable[OwnRoad], matter: Matter) -> Iterator[RoadTo]:
    """Those that fit, by the order that the practice gave them; of the same order the most specific first."""
    asked = {"plan": matter.plan, "state": matter.state, "kind": matter.kind.value, "service": matter.service.value}
    fitting = [
        row
        for row in own
        if all(getattr(row, name) in ("", value) for name, value in asked.items())
        and (row.road.ground.starts_on is None or row.road.ground.starts_on <= matter.on)
        and (row.road.ground.ends_on is None or matter.on <= row.road.ground.ends_on)
    ]
    fitting.sort(key=lambda row: (row.order, [getattr(row, name) == "" for name in asked], row.road.destination))
    return (row.road for row in fitting)


def _terms(row: dict[str, Any]) -> RoadRow:
    match = _match(row)
    where = f"terms of {match or 'anybody'}"
    ground = _ground(where, row)
    rest = {name: value for name, value in row.items() if name not in MATCH and name not in GROUND}
    flat = dict(_flat(rest))
    return RoadRow(match, ground, {name: _value(where, name, value) for name, value in flat.items()})


def _road(place: int, row: dict[str, Any]) -> RoadRow:
    match = _match(row)
    where = f"road of {match or 'anybody'}"
    ground = _ground(where, row)
    rest = {name: value for name, value in row.items() if name not in MATCH and name not in GROUND}
    try:
        road = RoadTo(Road(rest.pop("road")), ground, **rest)
    except (KeyError, ValueError, TypeError) as error:
        raise PayerRulesError(f"{where}: {error!r}") from error
    return RoadRow(match, ground, {}, road, place)


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


CHOICES: Mapping[str, Callable[[str], object]] = {"payer_type": PayerType, "kind": RequestKind, "service": Service}


def _match(row: Mapping[str, Any]) -> dict[str, str]:
    match = {name: row[name] for name in MATCH if name in row}
    for name in CHOICES.keys() & match.keys():
        try:
            CHOICES[name](match[name])
        except ValueError as error:
            raise PayerRulesError(f"roads: {error}") from error
    return match


def _ground(where: str, row: Mapping[str, Any]) -> Ground:
    source, certainty, starts_on = (row.get(name) for name in ("source", "certainty", "effective_from"))
    if not source or certainty not in CERTAINTIES or not isinstance(starts_on, date):
        raise PayerRulesError(f"{where}: needs a source, effective_from and a certainty of {sorted(CERTAINTIES)}")
    return Ground(source, certainty, starts_on, row.get("effective_to"))


def _value(where: str, name: str, value: Any) -> Any:
    try:
        if name in SPANS:
            amount, unit = value.split()
            return Span(int(amount), Unit(unit))
        if name == "required":
            return tuple(Section(each) for each in value)
        if name == "papers":
            return tuple(str(each) for each in value)
        if name in NAMED:
            return NAMED[name](value)
    except ValueError as error:
        raise PayerRulesError(f"{where}: {name} has the value {value!r}") from error
    if name in FLAGS and isinstance(value, bool):
        return value
    if name in COUNTS and isinstance(value, int):
        return value
    if name == "peer_to_peer.who" and isinstance(value, str):
        return value
    raise PayerRulesError(f"{where}: {name} with the value {value!r} is nothing that a rule reads")
