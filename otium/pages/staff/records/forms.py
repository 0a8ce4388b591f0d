"""One form for every kind of record, built from the table."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk import mend
from otium.desk.mend import Entered, Field, FieldType, Invalid, Kind
from otium.desk.mend.reading import MOST_LINES
from otium.desk.mend.rows import choices
from otium.pages.staff.records.fields import form_field
from otium.pages.staff.records.owner import Owner

BLANK_LINES = 2
CLEAR_WHEN_ONE = ("coverage", "therapist", "episode")


class LineForm(forms.Form):
    """One line of a field of lines; left empty it does not count."""

    def __init__(self, fields: tuple[Field, ...], on: date, **kwargs: Any) -> None:
        super().__init__(use_required_attribute=False, **kwargs)
        self.usual = {f.name: f.default for f in fields}
        self.fields.update({f.name: form_field(f, on=on, rows=[]) for f in fields})

    @property
    def is_blank(self) -> bool:
        """True when nothing was sent but what a new line comes filled in with."""
        return all(value in (None, "", [], self.usual.get(name)) for name, value in self.cleaned_data.items())


class RecordForm(forms.Form):
    """The fields of one kind. `version` is of the record as it was shown; `is_sure` appears once a warning was said."""

    def __init__(
        self,
        kind: Kind,
        *,
        on: date,
        owner: Owner,
        data: Any = None,
        row: Any = None,
        suggested: dict[str, Any] | None = None,
    ) -> None:
        of_rows = {f.of for f in kind.fields if f.type is FieldType.ROW}
        lookups = {of: choices(of, owner.practice.pk, owner.patient_id) for of in of_rows}
        stands = mend.values_of(kind, row) if row is not None else _defaults(kind, lookups) | (suggested or {})
        super().__init__(data, initial=stands, use_required_attribute=False)
        self.kind = kind
        for field in kind.fields:
            if field.type is not FieldType.LINES and not (field.is_later and row is None):
                self.fields[field.name] = form_field(field, on=on, rows=lookups.get(field.of, []))
        version = mend.version_of(kind, row) if row is not None else ""
        self.fields["version"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=version)
        self.fields["is_sure"] = forms.BooleanField(required=False, label=_("Save it as it is"))
        self.line_field = next((f for f in kind.fields if f.type is FieldType.LINES), None)
        self.lines = self._lines(on, stands) if self.line_field else []
        self.line_problems: list[str] = []
        self.asks_to_be_sure = bool(data and data.get("is_sure"))

    def _lines(self, on: date, stands: dict[str, Any]) -> list[LineForm]:
        field = self.line_field
        if field is None:
            return []
        known = stands.get(field.name) or []
        count = len(known) + BLANK_LINES
        if self.is_bound:
            sent = {name.rsplit("-", 1)[0] for name in self.data}
            count = max(count, sum(1 for n in range(MOST_LINES) if f"{field.name}-{n}" in sent))
        defaults = {f.name: f.default for f in field.lines if f.default is not None}
        return [
            LineForm(
                field.lines,
                on,
                data=self.data if self.is_bound else None,
                prefix=f"{field.name}-{n}",
                initial=known[n] if n < len(known) else defaults,
            )
            for n in range(count)
        ]

    def is_valid(self) -> bool:
        """Every line is looked at, so that all errors show at once."""
        wrong = [line for line in self.lines if not line.is_valid()]
        return super().is_valid() and not wrong

    def entered(self) -> Entered:
        """What was typed, for the desk."""
        values = {f.name: self.cleaned_data[f.name] for f in self.kind.fields if f.name in self.fields}
        if self.line_field:
            values[self.line_field.name] = [line.cleaned_data for line in self.lines if not line.is_blank]
        return Entered(values, self.cleaned_data["version"], self.cleaned_data["is_sure"])

    def tell(self, refused: Invalid) -> None:
        """Put each sentence of the desk beside its field; offer to be sure where there are only warnings."""
        for problem in refused.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.words)
            if self.line_field and problem.field == self.line_field.name:
                self.line_problems.append(problem.words)
        self.asks_to_be_sure = refused.is_only_warnings

    def take_version(self, version: str) -> None:
        """Show what the person typed against the newer record: saving again now means it."""
        self.data = self.data.copy()
        self.data["version"] = version

    def before_lines(self) -> list[tuple[Any, Any]]:
        """(words over a group, bound field) in order, up to the lines; the words are empty inside a group."""
        return self._shown(self.kind.fields[: self._place_of_lines()])

    def after_lines(self) -> list[tuple[Any, Any]]:
        return self._shown(self.kind.fields[self._place_of_lines() :])

    def _place_of_lines(self) -> int:
        return self.kind.fields.index(self.line_field) if self.line_field else len(self.kind.fields)

    def _shown(self, fields: tuple[Field, ...]) -> list[tuple[Any, Any]]:
        return [(f.group, self[f.name]) for f in fields if f.name in self.fields]


def _defaults(kind: Kind, lookups: dict[str, list[tuple[UUID, str]]]) -> dict[str, Any]:
    """The usual values; where there is only one coverage, payer or therapist to choose, that one."""
    usual = {f.name: f.default for f in kind.fields if f.default is not None}
    only = {f.name: lookups[f.of][0][0] for f in kind.fields if f.of in CLEAR_WHEN_ONE and len(lookups[f.of]) == 1}
    return usual | only
