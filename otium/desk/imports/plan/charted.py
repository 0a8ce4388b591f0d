"""Whose chart a line belongs to, and whether the chart says it already. Pure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from otium.desk.imports.on_file import MODEL_OF, Kind, Model, Value
from otium.desk.imports.plan.draft import Draft
from otium.rules import instruments
from otium.rules.instruments.registry import plain
from otium.terms.extract import ChartRow, Problem

Says = tuple[Any, ...]
LINES = (Kind.GOAL, Kind.SCORE, Kind.FINDING)


class Charted:
    """The charts as they stand before the plan. Lines that an import brought are known by their key, not by this."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._by_number = {
            fields["external_id"]: record
            for record, fields in draft.on_file.of(Model.PATIENT).items()
            if fields["external_id"]
        }
        self._same = {MODEL_OF[kind]: self._by_saying(kind) for kind in LINES}

    def patient(self, row: ChartRow) -> UUID | None:
        """Who has the chart number in the other system; None, and the row held, where nobody has it."""
        found = self._draft.record_of(Kind.PATIENT, row.patient) or self._by_number.get(row.patient)
        if found is None:
            self._draft.hold(row, Problem.ORPHAN, "patient", refers_to="patient", id=row.patient)
        return found

    def same(self, model: Model, fields: Mapping[str, Value]) -> UUID | None:
        """A record that says this and is no other line's; it is given once."""
        return self._same[model].pop(_says(model, fields), None)

    def _by_saying(self, kind: Kind) -> dict[Says, UUID]:
        model = MODEL_OF[kind]
        taken = {known.record_id for _, known in self._draft.all_known(kind)}
        return {
            _says(model, fields): record
            for record, fields in self._draft.on_file.of(model).items()
            if record not in taken and not fields["entered_in_error"]
        }


def _scale(instrument: str, part: str) -> tuple[str, str]:
    """One scale however its names are written."""
    known = instruments.find(instrument)
    found = instruments.part_of(known, part) if known else None
    return known.key if known else plain(instrument), plain(found.name if found else part)


def _says(model: Model, fields: Mapping[str, Value]) -> Says:
    patient = fields["patient_id"]
    if model is Model.MEASURE:
        return (patient, *_scale(fields["instrument"], fields["part"]), fields["side"], fields["score"],
                fields["taken_on"])  # fmt: skip
    if model is Model.FINDING:
        return (patient, fields["kind"], plain(fields["text"]))
    return (patient, plain(fields["text"]))
