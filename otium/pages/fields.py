"""Form fields that staff pages share."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk.mend.checks import FIRST_YEAR, LAST_YEAR
from otium.pages import entry, present


class DayField(forms.CharField):
    """A day as people type it: tue, +2w, 12/4. Cleans to a date, or None when left empty.

    `on` is the practice's day; it may be set after construction (`form.fields["x"].on = ...`).
    """

    def __init__(self, *, on: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("“dec 11”, “fri” or “+2w”"))
        super().__init__(**kwargs)
        self.on = on
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs["data-day"] = ""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if self.on is None:
            raise TypeError("DayField needs the practice's day: set `on`")
        found = entry.day(text, on=self.on)
        if found is None:
            raise forms.ValidationError(_("We cannot read this as a day. Type it like “dec 11” or “12/11/2026”."))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year: %(year)d.") % {"year": found.year})
        return found

    def prepare_value(self, value: Any) -> Any:
        """A date is shown as Fri, Dec 11, 2026: what is shown can be read back."""
        return present.full_day(value) if isinstance(value, date) else value
