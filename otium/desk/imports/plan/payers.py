"""Payers by name and type, with what the practice's mapping says about them, expected rates, and fees. Pure."""

from collections import defaultdict
from uuid import UUID

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan.doubles import one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import FeeRow, KnownPayer, Problem, RateRow, Row
from otium.terms.payers import PayerType


class Payers:
    """The practice's payers, those on file and those a plan adds."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.mapped = {said.name.casefold(): said for said in draft.extract.payers}
        self.by_name: dict[str, dict[str, UUID]] = defaultdict(dict)  # name -> type -> record
        for record, fields in draft.on_file.of(Model.PAYER).items():
            self.by_name[fields["name"].casefold()][fields["payer_type"]] = record

    def type_of(self, name: str, stated: PayerType | None) -> PayerType | None:
        """By the practice's mapping, else as the row states, else that of the only payer of this name."""
        said = self.mapped.get(name.casefold())
        if said and said.payer_type:
            return said.payer_type
        types = self.by_name[name.casefold()]
        return stated or (PayerType(next(iter(types))) if len(types) == 1 else None)

    def named(self, name: str) -> list[UUID]:
        """The payers of this name, of whatever type."""
        return list(self.by_name[name.casefold()].values())

    def payer(self, row: Row, name: str, payer_type: PayerType) -> UUID:
        """The payer of this name and type, made when it is new; what the mapping says of it is given to it."""
        mapped = _mapped(self.mapped.get(name.casefold()))
        key = f"{name.casefold()}|{payer_type}"
        record = self.by_name[name.casefold()].get(payer_type)
        if record is None:
            fields = {"name": name, "payer_type": payer_type.value, **mapped}
            record = self.draft.want(Kind.PAYER, key, fields, row=row, anew=True)
            self.by_name[name.casefold()][payer_type] = record
        elif mapped and self.draft.record_of(Kind.PAYER, key) is None:
            self.draft.fill(Kind.PAYER, key, mapped, row=row, adopt=record)
        elif mapped:
            self.draft.want(Kind.PAYER, key, mapped, row=row)
        return record


def plan_rates(draft: Draft, rows: list[RateRow], payers: Payers) -> None:
    """One rate for each payer of the name, visit type and first day; words that mean the same type are one rate."""
    said: dict[str, RateRow] = {}
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            draft.remove(row, Kind.EXPECTED_RATE)
            continue
        records = payers.named(row.payer_name)
        if not records:
            draft.hold(row, Problem.PAYER_UNKNOWN, "payer_name")
            continue
        first = said.setdefault(f"{row.payer_name.casefold()}|{row.visit_type}|{row.starts_on}", row)
        if first.amount != row.amount:
            draft.hold(row, Problem.RATE_CONFLICTS, "amount", rows=first.place.row)
        elif first is not row:
            draft.note_outcome(row, Outcome.DUPLICATE)
        else:
            for record in records:
                _plan_rate(draft, row, record)


def _plan_rate(draft: Draft, row: RateRow, payer: UUID) -> None:
    visit_type = row.visit_type.value if row.visit_type else ""
    key = f"{payer}|{visit_type}|{row.starts_on}"
    same = {"payer_id": payer, "visit_type": visit_type, "starts_on": row.starts_on}
    twins = (r for r, f in draft.on_file.of(Model.EXPECTED_RATE).items() if all(f[n] == v for n, v in same.items()))
    adopt = None if draft.what(Kind.EXPECTED_RATE, key) else next(twins, None)
    fields = {**same, "amount": row.amount, "source": row.place.file}
    draft.want(Kind.EXPECTED_RATE, key, fields, row=row, adopt=adopt)


def plan_fees(draft: Draft, rows: list[FeeRow]) -> None:
    """One fee for each code and first day."""
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            draft.remove(row, Kind.FEE)
            continue
        same = {"code": row.code, "starts_on": row.starts_on}
        twins = (r for r, f in draft.on_file.of(Model.FEE).items() if all(f[n] == v for n, v in same.items()))
        adopt = None if draft.what(Kind.FEE, row.key) else next(twins, None)
        fields = {**same, "amount": row.amount, "source": row.place.file}
        draft.want(Kind.FEE, row.key, fields, row=row, adopt=adopt)


def _mapped(said: KnownPayer | None) -> dict[str, object]:
    return {"rules_key": said.rules_key, "payer_ids": list(said.payer_ids)} if said else {}
