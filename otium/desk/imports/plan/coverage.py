"""The insurances of a case as coverages of its patient: found again, corrected, replaced, ended. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan.draft import Draft
from otium.desk.imports.plan.payers import Payers
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import CaseRow, Problem
from otium.terms.payers import PayerType

PREFIXES = {1: "primary_", 2: "secondary_"}
PLAIN = ("order", "member_id", "group_number", "starts_on", "ends_on")
HOLDER = (
    "relationship", "subscriber_first_name", "subscriber_last_name", "subscriber_birth_on", "subscriber_sex",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Insurance:
    """One insurance of a case row; `order` 1 is billed first."""

    order: int
    name: str
    payer_type: PayerType
    member_id: str
    group_number: str
    starts_on: date | None
    ends_on: date | None


class Coverages:
    """Which coverage each case names first and second, as it changes while cases are planned."""

    def __init__(self, draft: Draft, payers: Payers) -> None:
        self.draft, self.payers = draft, payers
        self.of_patient: dict[UUID, list[UUID]] = defaultdict(list)
        for record, fields in draft.on_file.of(Model.COVERAGE).items():
            if not fields["entered_in_error"]:
                self.of_patient[fields["patient_id"]].append(record)
        self.named_by: dict[UUID, set[str]] = defaultdict(set)
        self.ever_named: set[UUID] = set()
        for key, known in draft.all_known(Kind.COVERAGE):
            if known.record_id:
                self.ever_named.add(known.record_id)
                if not known.is_removed:
                    self.named_by[known.record_id].add(key)
        self.dropped: set[UUID] = set()

    def read(self, row: CaseRow) -> list[Insurance] | None:
        """The insurances of the row; None, and the row held, where a payer's type cannot be known."""
        found = []
        for order, prefix in PREFIXES.items():
            name = getattr(row, f"{prefix}name")
            if not name:
                continue
            payer_type = self.payers.type_of(name, getattr(row, f"{prefix}payer_type"))
            if payer_type is None:
                self.draft.hold(row, Problem.PAYER_TYPE_UNKNOWN, f"{prefix}payer_type")
                return None
            rest = (getattr(row, f"{prefix}{name}") for name in PLAIN[1:])
            found.append(Insurance(order, name, payer_type, *rest))
        return found

    def plan(self, row: CaseRow, patient: UUID, insurances: list[Insurance]) -> None:
        for insurance in insurances:
            self._plan_one(row, patient, insurance)
        for order in PREFIXES.keys() - {i.order for i in insurances}:
            if self.draft.has(row, f"{PREFIXES[order]}name") and self.drop(f"{row.key}:{order}"):
                self.draft.note_outcome(row, Outcome.CHANGED)

    def drop(self, key: str) -> bool:
        """The case no longer names what it named under this key. True when it did.

        That it once did is kept under a key of its own: an import may open again what an import ended.
        """
        record = self.draft.forget(Kind.COVERAGE, key)
        if record is None:
            return False
        self.draft.known[(Kind.COVERAGE, f"{key}:{record}")] = self.draft.known[(Kind.COVERAGE, key)]
        self.named_by[record].discard(key)
        self.dropped.add(record)
        return True

    def end_unnamed(self) -> None:
        """End coverages that no case names any more: the source says that they were replaced, not when.

        They end the day before the one now in their place starts, or yesterday, since the source named them until now.
        """
        for record in sorted(self.dropped, key=str):
            if not self.named_by[record]:
                self._end(record)

    def find(self, patient: UUID, payers: list[UUID], member_id: str) -> UUID | None:
        """The patient's coverage by one of these payers: the only one, or the one of this member id."""
        draft = self.draft
        theirs = [r for r in self.of_patient[patient] if draft.value(Model.COVERAGE, r, "payer_id") in payers]
        exact = [r for r in theirs if _same_id(draft.value(Model.COVERAGE, r, "member_id"), member_id)]
        if exact:
            return max(exact, key=lambda r: (draft.value(Model.COVERAGE, r, "starts_on") or date.min, str(r)))
        return theirs[0] if len(theirs) == 1 and not member_id else None

    def _plan_one(self, row: CaseRow, patient: UUID, insurance: Insurance) -> None:
        draft, key = self.draft, f"{row.key}:{insurance.order}"
        pays = self.payers.payer(row, insurance.name, insurance.payer_type)
        prefix = PREFIXES[insurance.order]
        said = draft.said(row, {name: getattr(insurance, name) for name in PLAIN}, prefix)
        if insurance.order == 1:
            said |= draft.said(row, _holder(row), prefix)
        said |= {"patient_id": patient, "payer_id": pays}
        known = draft.what(Kind.COVERAGE, key)
        stood = known.record_id if known else None
        same = stood if stood and self._is(stood, said) else self._exact(said)
        if same and same == stood:
            record = draft.want(Kind.COVERAGE, key, said, row=row)
        elif same:
            record = self._take(row, key, said, same)
        elif known and stood and not known.is_removed and self._corrects(stood, said):
            draft.change(Model.COVERAGE, stood, {"changed_on": draft.frame.on}, f"{row.place.file} row {row.place.row}")
            record = draft.want(Kind.COVERAGE, key, said, row=row)
        else:
            self.drop(key)
            record = draft.want(Kind.COVERAGE, key, said, row=row, anew=True)
            self.of_patient[patient].append(record)
        self.named_by[record].add(key)
        self.ever_named.add(record)

    def _take(self, row: CaseRow, key: str, said: dict[str, object], record: UUID) -> UUID:
        """The case now names a coverage that is on file under another name, or that somebody entered.

        One that no case named for a while is made to say what the source says again; any other only gets its blanks.
        """
        self.drop(key)
        if record in self.ever_named and not self.named_by[record]:
            return self.draft.want(Kind.COVERAGE, key, said, row=row, adopt=record, anew=True)
        return self.draft.fill(Kind.COVERAGE, key, said, row=row, adopt=record)

    def _exact(self, said: dict[str, object]) -> UUID | None:
        patient = said["patient_id"]
        return next((r for r in self.of_patient[patient] if self._is(r, said)), None)  # type: ignore[index]

    def _is(self, record: UUID, said: dict[str, object]) -> bool:
        of = (self.draft.value(Model.COVERAGE, record, name) for name in ("patient_id", "payer_id", "member_id"))
        patient, payer, member_id = of
        same_person = (patient, payer) == (said["patient_id"], said["payer_id"])
        return same_person and _same_id(member_id, said.get("member_id", member_id))

    def _corrects(self, stood: UUID, said: dict[str, object]) -> bool:
        """Another member id of the same payer, without a new first day: the same coverage, its number put right."""
        payer, starts_on = (self.draft.value(Model.COVERAGE, stood, name) for name in ("payer_id", "starts_on"))
        return payer == said["payer_id"] and said.get("starts_on") in (None, starts_on)

    def _end(self, record: UUID) -> None:
        patient, order, starts_on, ends_on = (
            self.draft.value(Model.COVERAGE, record, name) for name in ("patient_id", "order", "starts_on", "ends_on")
        )
        today = self.draft.frame.on
        others = [r for r in self.of_patient[patient] if r != record and self.named_by[r]]
        starts = [
            self.draft.value(Model.COVERAGE, r, "starts_on")
            for r in others
            if self.draft.value(Model.COVERAGE, r, "order") == order
        ]
        follows = max((s for s in starts if s and (not starts_on or s > starts_on) and s <= today), default=today)
        last = follows - timedelta(days=1)
        last = max(last, starts_on) if starts_on else last
        if ends_on is None or ends_on > last:
            self.draft.change(Model.COVERAGE, record, {"ends_on": last}, "no case names it any more")


def _holder(row: CaseRow) -> dict[str, object]:
    """Who holds the first policy; nobody else where it is the patient's own."""
    found = {name: getattr(row, f"primary_{name}") for name in HOLDER}
    return (
        found
        if row.primary_relationship != "self"
        else {**found, **dict.fromkeys(HOLDER[1:], ""), "subscriber_birth_on": None}
    )


def _same_id(one: object, other: object) -> bool:
    """Member ids as people type them: blanks, hyphens and case do not tell two of them apart."""
    return _bare(one) == _bare(other)


def _bare(member_id: object) -> str:
    return "".join(c for c in str(member_id or "") if c.isalnum()).casefold()
