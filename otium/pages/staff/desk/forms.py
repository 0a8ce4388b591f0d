"""The forms of one task: an act's, made from its entries; snooze, note, dismiss, owner."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk.acts import Choice, Entry
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.words.acts import ENTRIES, ENTRIES_OF, OPTIONS

DONE_ON = frozenset({"sent_on", "told_on", "certified_on", "written_on"})  # most often recorded on the day itself
SUGGESTED = frozenset({"road"})  # the first option is the usual one

LONGEST_NOTE = 2_000

Options = list[tuple[str, str]]


class ActForm(forms.Form):
    """One prepared act. Names of its fields are the entries' names; the prefix keeps several forms apart.

    `rests_until` is the day suggested where the act lets the task rest; None suggests none.
    """

    def __init__(
        self, choice: Choice, *, on: date, patients: Options, data: Any = None, rests_until: date | None = None
    ) -> None:
        super().__init__(data, prefix=choice.code, use_required_attribute=False)
        self.choice = choice
        for entry in choice.entries:
            field = self.fields[entry.name] = _field(entry, on, patients)
            field.label = ENTRIES_OF.get((choice.code, entry.name), field.label)
            if entry.is_required:
                field.widget.attrs |= {"aria-required": "true", "data-required": ""}
            if data is None and entry.name in DONE_ON:
                self.initial[entry.name] = present.full_day(on)
            if data is None and entry.name == "until_on":
                self.initial[entry.name] = rests_until

    def entries(self) -> dict[str, str]:
        """What was entered, as desk.acts takes it: days ISO, all others as typed."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _field(entry: Entry, on: date, patients: Options) -> forms.Field:
    common: dict[str, Any] = {"label": ENTRIES[entry.name], "required": entry.is_required}
    if entry.kind == "date":
        return DayField(on=on, **common)
    if entry.kind == "number":
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}), **common)
    if entry.kind == "choice":
        blank = [] if entry.name in SUGGESTED and entry.is_required else [("", _("Choose"))]
        options = [*blank, *((code, OPTIONS[code]) for code in entry.options)]
        return forms.ChoiceField(choices=options, **common)
    if entry.kind == "patient":
        return forms.ChoiceField(choices=[("", _("Choose")), *patients], **common)
    if entry.kind == "row":
        return forms.CharField(widget=forms.HiddenInput, **common)
    if entry.kind == "longtext":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **common)
    return forms.CharField(max_length=200, **common)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


class SnoozeForm(forms.Form):
    """Until when the task hides, and why."""

    prefix = "snooze"

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["until_on"] = DayField(on=on, label=_("Until when?"))
        self.fields["reason"] = forms.CharField(label=_("Why?"), max_length=300)


class ReasonForm(forms.Form):
    """Why a task is set aside."""

    prefix = "dismiss"
    reason = forms.CharField(label=_("Why need it not be done?"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)


class NoteForm(forms.Form):
    prefix = "note"
    text = forms.CharField(
        label=_("Note for whoever works on it next"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("A note holds 2,000 characters. Shorten this one.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)


class OwnerForm(forms.Form):
    """To whom the task is given."""

    prefix = "owner"

    def __init__(self, members: Iterable[tuple[Any, str]], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        choices = [("", _("Choose")), *((str(key), name) for key, name in members)]
        self.fields["staff"] = forms.ChoiceField(label=_("Give it to"), choices=choices)
