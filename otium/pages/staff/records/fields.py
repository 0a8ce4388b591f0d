"""Form fields for the values of records: texts in, typed values out."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from otium.desk.mend import Field, FieldType
from otium.desk.mend.reading import missing
from otium.pages.fields import DayField
from otium.pages.staff.records.widgets import Several
from otium.pages.time_of_day import TimeOfDayField

T = FieldType
HUNDRED = Decimal(100)
SHOWN_DIGITS = 2
LARGEST = 999_999_999  # beyond it a number is a typing error; Decimal cannot even round the longest ones
YES_NO = {"yes": True, "no": False, "": None}
NUMERIC = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}
DECIMAL = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
PLAIN = {"autocomplete": "off"}


class NumberField(forms.CharField):
    """A number as people type it: 1,500 or $30.00. Cleans to Decimal, to int for `is_whole`, or None."""

    def __init__(self, *, is_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=NUMERIC if is_whole else DECIMAL), **kwargs)
        self.is_whole = is_whole

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).replace(",", "").replace("$", "").replace("%", "").strip()
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("Type a number, like 24.")) from error
        if number.is_finite() and abs(number) > LARGEST:
            raise forms.ValidationError(_("Check this number: it is too large."))
        if not number.is_finite() or number != round(number, 0 if self.is_whole else SHOWN_DIGITS):
            raise forms.ValidationError(
                _("Type a whole number, like 24.") if self.is_whole else _("Type it like 24.50.")
            )
        return int(number) if self.is_whole else number

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}" if isinstance(value, Decimal) else value


class PercentField(NumberField):
    """Per cent in the page, a fraction in the record: 20 is 0.2."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else number / HUNDRED

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value((value * HUNDRED).normalize() if isinstance(value, Decimal) else value)


class CodesField(forms.CharField):
    """Codes with spaces or commas between them; cleans to a list."""

    def clean(self, value: Any) -> Any:
        return str(super().clean(value)).replace(",", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value


class YesNoField(forms.ChoiceField):
    """Yes, no or unknown; unknown is None, never no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", _("Unknown")), ("yes", _("Yes")), ("no", _("No"))], **kwargs)

    def clean(self, value: Any) -> Any:
        return YES_NO[super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def form_field(field: Field, *, on: date, rows: list[tuple[Any, str]]) -> forms.Field:
    """The form field of one field of the table; the desk checks everything again."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.is_required,
        "error_messages": {"required": missing(field)},
    }
    if field.type is T.DAY:
        return DayField(on=on, **{k: v for k, v in common.items() if k != "help_text" or v})
    if field.type is T.TIME:
        return TimeOfDayField(**{k: v for k, v in common.items() if k != "help_text" or v})
    if field.type in (T.WHOLE, T.MONEY, T.NUMBER):
        return NumberField(is_whole=field.type is T.WHOLE, **common)
    if field.type is T.CHOICE:
        return forms.ChoiceField(choices=_options(field), **common)
    if field.type is T.ROW:
        blank = _("Choose") if field.is_required else _("None")
        return forms.ChoiceField(choices=[("", blank), *((str(key), name) for key, name in rows)], **common)
    if field.type is T.SEVERAL:
        return forms.MultipleChoiceField(choices=field.options, widget=Several, **common)
    return _plain(field, common)


def _plain(field: Field, common: dict[str, Any]) -> forms.Field:
    if field.type is T.LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    made = {T.PERCENT: PercentField, T.YES_NO: YesNoField, T.FLAG: forms.BooleanField}.get(field.type)
    if made is not None:
        return made(**common)
    if field.type is T.CODES:
        return CodesField(widget=forms.TextInput(attrs=PLAIN), **common)
    return forms.CharField(widget=forms.TextInput(attrs=PLAIN), **common)


def _options(field: Field) -> list[tuple[str, Any]]:
    """A required choice without default begins with nothing chosen."""
    is_open = field.default is None and not any(value == "" for value, _words in field.options)
    return [*([("", _("Choose"))] if is_open else []), *field.options]
