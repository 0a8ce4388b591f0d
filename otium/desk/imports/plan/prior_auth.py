"""authorizations: one approval each, met again where a payer's 278 brought it first. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk.imports.on_file import Kind, Model, Value
from otium.desk.imports.plan.care import refer
from otium.desk.imports.plan.coverage import Coverages
from otium.desk.imports.plan.doubles import keep_one, key_order, one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.payers import Payers
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import AuthorizationRow, Problem, Row
from otium.terms.prior_auth import AuthState, Basis

Numbered = tuple[str, str]
FACTS = ("starts_on", "ends_on", "visits")


def plan_authorizations(draft: Draft, rows: list[AuthorizationRow], coverages: Coverages, payers: Payers) -> None:
    on_file = _OnFile(draft)
    single = one_per_key(draft, rows)
    for row in single:
        draft.note_outcome(row, Outcome.UNCHANGED)
    for row in filter(is_removal, single):
        record = draft.remove(row, Kind.AUTHORIZATION)
        if record:
            why = f"{row.place.file} row {row.place.row}"
            draft.change(Model.AUTHORIZATION, record, {"state": AuthState.CANCELLED.value}, why)
    told_apart = _told_apart(draft, [r for r in single if not is_removal(r)])
    for row in sorted(told_apart, key=lambda r: (draft.what(Kind.AUTHORIZATION, r.key) is None, r.is_active)):
        _plan_authorization(draft, row, on_file, (coverages, payers))  # what ends is read before what takes its place


def case_patient(draft: Draft, row: Row, case: str, patient: str) -> tuple[UUID | None, UUID] | None:
    """(episode, patient) that a row names by case, patient or both; None, and the row held, where they do not fit."""
    episode = refer(draft, row, Kind.EPISODE, "case", case) if case else None
    if case and episode is None:
        return None
    if not patient and episode:
        return episode, draft.value(Model.EPISODE, episode, "patient_id")
    person = refer(draft, row, Kind.PATIENT, "patient", patient)
    if person is None:
        return None
    if episode and draft.value(Model.EPISODE, episode, "patient_id") != person:
        draft.hold(row, Problem.OTHER_PATIENT, "case", id=case)
        return None
    return episode, person


@dataclass(frozen=True, slots=True)
class _Stated:
    """The facts of an authorization on file. `visits` None: not stated as one pool of visits."""

    record: UUID
    key: str
    is_payers: bool  # a payer's own message is behind it
    state: str
    facts: dict[str, Value]


class _OnFile:
    """Authorizations on file by patient and number."""

    def __init__(self, draft: Draft) -> None:
        self.services: dict[UUID, list[UUID]] = defaultdict(list)
        for record, fields in draft.on_file.of(Model.SERVICE).items():
            self.services[fields["authorization_id"]].append(record)
        self.by_number: dict[tuple[UUID, str], list[_Stated]] = defaultdict(list)
        self.by_record: dict[UUID, _Stated] = {}
        for record, fields in draft.on_file.of(Model.AUTHORIZATION).items():
            facts = {
                "starts_on": fields["starts_on"],
                "ends_on": fields["ends_on"],
                "visits": self._pool(draft, record),
            }
            is_payers = fields["inbound_file_id"] is not None
            stated = _Stated(record, fields["external_id"], is_payers, fields["state"], facts)
            self.by_record[record] = stated
            if fields["number"]:
                self.by_number[(fields["patient_id"], _folded(fields["number"]))].append(stated)

    def _pool(self, draft: Draft, record: UUID) -> int | None:
        """What it approves, when that is one pool of visits; units and several lines are not comparable."""
        services = [draft.on_file.of(Model.SERVICE)[s] for s in self.services[record]]
        if len(services) == 1 and services[0]["basis"] == Basis.VISITS:
            approved: int | None = services[0]["approved"]
            return approved
        return None


def _told_apart(draft: Draft, rows: Iterable[AuthorizationRow]) -> list[AuthorizationRow]:
    """Rows of one patient and number that say the same are one; that contradict each other are held, all of them."""
    groups: dict[tuple[str, str], list[AuthorizationRow]] = defaultdict(list)
    for row in rows:
        groups[(row.patient, _folded(row.number) or f"no number {row.key}")].append(row)
    kept = []
    for group in groups.values():
        alike: dict[object, list[AuthorizationRow]] = defaultdict(list)
        for row in group:
            alike[(row.starts_on, row.ends_on, row.visits, row.is_active)].append(row)
        winners = [keep_one(draft, max(same, key=lambda r: key_order(r.key)), same) for same in alike.values()]
        clashing = [row for row in winners if any(_contradict(row, other) for other in winners if other is not row)]
        for row in clashing:
            others = ", ".join(str(o.place.row) for o in clashing if o is not row)
            draft.hold(row, Problem.NUMBER_CONFLICTS, "number", rows=others)
        kept += [row for row in winners if row not in clashing]
    return kept


def _contradict(one: AuthorizationRow, other: AuthorizationRow) -> bool:
    """True when both are in force on some day: counted together they would allow too much."""
    return one.is_active and other.is_active and _overlap(_facts(one), _facts(other))


def _overlap(one: dict[str, Value], other: dict[str, Value]) -> bool:
    starts = [f["starts_on"] or date.min for f in (one, other)]
    ends = [f["ends_on"] or date.max for f in (one, other)]
    return max(starts) <= min(ends)


def _plan_authorization(draft: Draft, row: AuthorizationRow, on_file: _OnFile, pays: tuple[Coverages, Payers]) -> None:
    who = case_patient(draft, row, row.case, row.patient)
    if who is None:
        return
    known = draft.what(Kind.AUTHORIZATION, row.key)
    met = on_file.by_record.get(known.record_id) if known and known.record_id else None
    twin = None if met else _twin(draft, row, who[1], on_file)
    stated = met or twin
    if stated and (stated.is_payers or not stated.key) and _conflicts(draft, row, stated):
        return
    if not met and not twin and _counts_twice(draft, row, who[1], on_file):
        return
    coverages, payers = pays
    cover = coverages.find(who[1], payers.named(row.payer_name), row.member_id) if row.payer_name else None
    state = AuthState.ACTIVE if row.is_active else AuthState.INACTIVE
    fields = {name: getattr(row, name) for name in ("number", "starts_on", "ends_on", "note")}
    said = {**draft.said(row, fields), "patient_id": who[1], "coverage_id": cover, "external_id": row.key}
    if draft.has(row, "is_active"):
        said["state"] = state.value
    _write(draft, row, said, twin, on_file)


def _write(draft: Draft, row: AuthorizationRow, said: dict[str, Value], twin: _Stated | None, on_file: _OnFile) -> None:
    if twin and not twin.key:
        record = draft.fill(Kind.AUTHORIZATION, row.key, said, row=row, adopt=twin.record)
    else:
        record = draft.want(Kind.AUTHORIZATION, row.key, said, row=row, adopt=twin.record if twin else None)
    if twin and twin.key:
        draft.forget(Kind.AUTHORIZATION, twin.key)
        draft.forget(Kind.SERVICE, twin.key)
    is_new = record not in on_file.by_record
    if is_new and row.modified_at:
        draft.change(Model.AUTHORIZATION, record, {"entered_on": row.modified_at.date()}, "the day it was last changed")
    services = on_file.services[record]
    if len(services) > 1 or (services and _is_payers_line(draft, services[0])):
        return  # the payer's own lines say more than a count of visits
    approved = draft.said(row, {"approved": row.visits})
    pool = {"authorization_id": record, "basis": Basis.VISITS.value, **approved}
    draft.want(Kind.SERVICE, row.key, pool, row=row, adopt=services[0] if services else None)


def _is_payers_line(draft: Draft, service: UUID) -> bool:
    fields = draft.on_file.of(Model.SERVICE)[service]
    return fields["basis"] != Basis.VISITS or bool(fields["codes"])


def _twin(draft: Draft, row: AuthorizationRow, patient: UUID, on_file: _OnFile) -> _Stated | None:
    """The authorization on file that this row is: of the payer's message, or of another row that said just this."""
    same = on_file.by_number.get((patient, _folded(row.number)), []) if row.number else []
    free = [s for s in same if not s.key]
    if free:
        return min(free, key=lambda s: (s.facts["starts_on"] != row.starts_on, str(s.record)))
    return next((s for s in same if s.facts == _facts(row) and draft.what(Kind.AUTHORIZATION, s.key)), None)


def _conflicts(draft: Draft, row: AuthorizationRow, stated: _Stated) -> bool:
    """True, and the row held, where the practice's system and the payer's message name different values."""
    for name in FACTS:
        ours, theirs = getattr(row, name), stated.facts[name]
        if ours is not None and theirs is not None and ours != theirs:
            draft.hold(row, Problem.AUTH_CONFLICTS, name, source=str(ours), on_file=str(theirs))
            return True
    return False


def _counts_twice(draft: Draft, row: AuthorizationRow, patient: UUID, on_file: _OnFile) -> bool:
    """True, and the row held, where another active authorization on file has this number in the same days."""
    same = on_file.by_number.get((patient, _folded(row.number)), []) if row.number and row.is_active else []
    for other in same:
        state, *days = (draft.value(Model.AUTHORIZATION, other.record, n) for n in ("state", "starts_on", "ends_on"))
        if state == AuthState.ACTIVE and _overlap(_facts(row), dict(zip(FACTS, days, strict=False))):
            draft.hold(row, Problem.NUMBER_CONFLICTS, "number", rows=f"{other.key} on file")
            return True
    return False


def _facts(row: AuthorizationRow) -> dict[str, Value]:
    return {name: getattr(row, name) for name in FACTS}


def _folded(number: str) -> str:
    return "".join(number.split()).casefold()
