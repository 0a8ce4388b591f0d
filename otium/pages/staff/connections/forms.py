"""The form of a connection, from what its kind asks for. What is secret is never in it but when it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.connections.editing import Draft, Refused
from otium.desk.connections.kinds import CARRIES, REAL_TIME, SETTINGS, X12, Field
from otium.pages.staff.connections import words
from otium.pages.staff.records.widgets import Several
from otium.pages.time_of_day import TimeOfDayField
from otium.records.models import Connection

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
SETTING, SECRET, REMOVE = "setting_", "secret_", "remove_"
ENVELOPE = (
    ("sender_qualifier", lazy("Sender’s qualifier"), lazy("ISA05: ZZ unless the partner says otherwise"), 2),
    ("sender", lazy("Sender"), lazy("ISA06: who you are to the partner"), 15),
    ("receiver_qualifier", lazy("Receiver’s qualifier"), lazy("ISA07"), 2),
    ("receiver", lazy("Receiver"), lazy("ISA08: who the partner is"), 15),
    ("group_sender", lazy("Sender of groups"), lazy("GS02, if it is another"), 15),
    ("group_receiver", lazy("Receiver of groups"), lazy("GS03, if it is another"), 15),
)
NUMBERS = (
    ("fetch_minutes", lazy("Look for mail every so many minutes"), 0, 1440),
    ("batch_minutes", lazy("Gather batches for so many minutes"), 0, 1440),
    ("most_in_batch", lazy("Messages in one file, at most"), 1, 5000),
    ("most_at_once", lazy("Questions at once, at most"), 1, 50),
    ("most_a_minute", lazy("Questions a minute, at most"), 1, 10_000),
)
NEWLINES = (("", lazy("None")), ("\n", lazy("A line break after each segment")))
TESTING = (("True", lazy("Test: nothing is paid")), ("False", lazy("Production")))
_MISSING = lazy("Enter it as the partner gave it.")


class Secret(forms.PasswordInput):
    """Typed, never shown again: not even on the page that says what is wrong elsewhere."""

    def __init__(self) -> None:
        super().__init__(attrs={**PLAIN, "autocomplete": "new-password"}, render_value=False)


class SecretText(forms.Textarea):
    """The same for the text of a key file."""

    def __init__(self) -> None:
        super().__init__(attrs={**PLAIN, "rows": 3})

    def format_value(self, value: Any) -> str:
        return ""


class TestMessageForm(forms.Form):
    """To whom a test message goes; the desk judges it."""

    def __init__(self, data: Any = None, *, kind: str | None) -> None:
        super().__init__(data, use_required_attribute=False)
        name, hint = words.ADDRESSEES.get(kind or "", words.NOBODY)
        self.fields["to"] = forms.CharField(
            label=name, help_text=hint, max_length=254, widget=forms.TextInput(attrs=PLAIN),
            error_messages={"required": words.REFUSED["recipient_missing"]},
        )  # fmt: skip


class ConnectionForm(forms.Form):
    """`kept` names the secrets on file with the day each was set, in words."""

    def __init__(
        self, data: Any = None, *, carrier: str, row: Connection | None = None, kept: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=_initial(row), use_required_attribute=False)
        self.carrier, self.kept = carrier, kept or {}
        self.is_x12 = CARRIES[carrier] == X12
        self.asks_secrets = any(each.is_secret for each in SETTINGS[carrier])
        self.fields["name"] = forms.CharField(
            label=_("Name"), help_text=_("As you call it: “Clearinghouse, claims”"), max_length=80,
            widget=forms.TextInput(attrs=PLAIN), error_messages={"required": _("Give it a name.")},
        )  # fmt: skip
        self._add_settings()
        self._add_kinds()
        if self.is_x12:
            self._add_envelope()
        self._add_pace()

    def _add_settings(self) -> None:
        for each in SETTINGS[self.carrier]:
            if not each.is_secret:
                self.fields[SETTING + each.name] = _setting(each)
            else:
                self.fields[SECRET + each.name] = self._secret(each)
                if each.name in self.kept:
                    label = _("Remove it: %(name)s") % {"name": label_of(each).lower()}
                    self.fields[REMOVE + each.name] = forms.BooleanField(label=label, required=False)

    def _secret(self, each: Field) -> forms.Field:
        kept = self.kept.get(each.name)
        hint = _("Set on %(day)s and never shown. Leave it empty to keep it.") % {"day": kept} if kept else each.hint
        widget = SecretText() if each.kind == "file" else Secret()
        return forms.CharField(label=label_of(each), help_text=hint, required=False, strip=False, widget=widget)

    def _add_kinds(self) -> None:
        kinds = [(kind, words.CARRIES[kind]) for kind in CARRIES[self.carrier]]
        self.fields["carries"] = forms.MultipleChoiceField(
            label=_("It carries"), choices=kinds, widget=Several,
            error_messages={"required": _("Choose at least one.")},
            initial=[kind for kind, _word in kinds] if len(kinds) == 1 else [],
        )  # fmt: skip
        if self.carrier in REAL_TIME:
            self.fields["real_time"] = forms.MultipleChoiceField(
                label=_("Answered on the same call"), choices=kinds, widget=Several, required=False,
                help_text=_("Where the partner answers at once. Eligibility and claim status, as a rule."),
            )  # fmt: skip
        if self.is_x12:
            self.fields["payers"] = forms.CharField(
                label=_("Only for these payers"), required=False, widget=forms.Textarea(attrs={**PLAIN, "rows": 2}),
                help_text=_("Payer ids, one a line. Empty: for every payer that no other connection names."),
            )  # fmt: skip

    def _add_envelope(self) -> None:
        self.fields["is_test"] = forms.TypedChoiceField(
            label=_("Usage"), choices=TESTING, coerce=lambda text: text == "True",
            help_text=_("Stay with test until the partner says that you may go live."),
        )  # fmt: skip
        for name, label, hint, most in ENVELOPE:
            is_needed = name in ("sender", "receiver")
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, max_length=most, required=is_needed, widget=forms.TextInput(attrs=PLAIN),
                error_messages={"required": _MISSING},
            )  # fmt: skip
        self.fields["wants_ta1"] = forms.BooleanField(
            label=_("Ask for a TA1"),
            help_text=_("A receipt for each envelope, if the partner gives one"),
            required=False,
        )
        self.fields["newline"] = forms.ChoiceField(label=_("Line breaks"), choices=NEWLINES, required=False)

    def _add_pace(self) -> None:
        for name, label, least, most in NUMBERS:
            if self.is_x12 and (name not in ("most_at_once", "most_a_minute") or self.carrier in REAL_TIME):
                self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)
        if self.is_x12:
            self.fields["cost_each"] = forms.DecimalField(
                label=_("Dollars an inquiry"), required=False, min_value=0, max_digits=8, decimal_places=2,
                help_text=_("What the partner charges for each question about coverage or a claim. Empty: not known."),
                widget=forms.TextInput(attrs={**PLAIN, "inputmode": "decimal"}),
            )  # fmt: skip
            hint = _("Leave both empty: at any hour.")
            self.fields["window_opens_at"] = TimeOfDayField(
                label=_("Batches leave from"), required=False, help_text=hint
            )
            self.fields["window_closes_at"] = TimeOfDayField(label=_("until"), required=False)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields under their headings, as the page shows them."""
        bound = {field.name: field for field in self}
        reach = [field for name, field in bound.items() if name.startswith((SETTING, SECRET, REMOVE))]
        what = [bound[name] for name in ("carries", "real_time", "payers") if name in bound]
        envelope = [
            bound[name]
            for name in ("is_test", *(each[0] for each in ENVELOPE), "wants_ta1", "newline")
            if name in bound
        ]
        taken = {"name", *(field.name for field in (*reach, *what, *envelope))}
        pace = [field for name, field in bound.items() if name not in taken]
        named = (
            ("", [bound["name"]]),
            (_("How to reach them"), reach),
            (_("What goes by it"), what),
            (_("What stands on the envelope"), envelope),
            (_("When"), pace),
        )
        return [(title, fields) for title, fields in named if fields]

    def draft(self) -> Draft:
        given = self.cleaned_data
        columns = {name: value for name, value in given.items() if not name.startswith((SETTING, SECRET, REMOVE))}
        columns["payers"] = tuple(columns.get("payers", "").split())
        for name in ("carries", "real_time"):
            columns[name] = tuple(columns.get(name, ()))
        for name in ("sender_qualifier", "receiver_qualifier"):
            columns[name] = columns.get(name) or "ZZ"
        return Draft(
            settings=_given(given, SETTING),
            secrets={name: text for name, text in _given(given, SECRET).items() if text},
            removed=frozenset(name for name, is_gone in _given(given, REMOVE).items() if is_gone),
            **columns,
        )

    def tell(self, refused: Refused) -> None:
        """What the desk refused, at its field."""
        names = (refused.where, SETTING + refused.where, SECRET + refused.where)
        field = next((name for name in names if name in self.fields), None)
        why = f"{refused.why[:1].upper()}{refused.why[1:]}."
        self.add_error(field, why)


def label_of(each: Field) -> str:
    return str(words.SETTINGS.get(each.name) or each.name.replace("_", " ").capitalize())


def _setting(each: Field) -> forms.Field:
    label = label_of(each)
    hint = "" if each.hint == label else each.hint
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": each.required}
    common["error_messages"] = {"required": _MISSING}
    if each.kind == "choice":
        choices = [(choice, words.CHOICES.get(choice, choice)) for choice in each.choices]
        return forms.ChoiceField(choices=choices, initial=each.default, **(common | {"required": True}))
    if each.kind == "number":
        return forms.IntegerField(
            min_value=0, max_value=each.most, initial=each.default, **(common | {"required": True})
        )
    if each.kind == "bool":
        return forms.BooleanField(initial=each.default, **(common | {"required": False}))
    widget: forms.Widget = forms.TextInput(attrs=PLAIN)
    if each.kind in {"lines", "file"}:
        widget = forms.Textarea(attrs={**PLAIN, "rows": 3})
    return forms.CharField(initial=each.default, widget=widget, **common)


def _given(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _initial(row: Connection | None) -> dict[str, Any]:
    if row is None:
        return {"fetch_minutes": 5, "batch_minutes": 0, "most_in_batch": 500, "most_at_once": 4, "most_a_minute": 60,
                "is_test": "True", "sender_qualifier": "ZZ", "receiver_qualifier": "ZZ"}  # fmt: skip
    names = ("name", "carries", "real_time", "wants_ta1", "newline", "window_opens_at", "window_closes_at",
             "cost_each")  # fmt: skip
    found = {name: getattr(row, name) for name in (*names, *(each[0] for each in (*ENVELOPE, *NUMBERS)))}
    found |= {SETTING + name: value for name, value in row.settings.items()}
    return found | {"payers": "\n".join(row.payers), "is_test": str(row.is_test)}
