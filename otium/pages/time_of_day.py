"""A time of day as people type it."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.pages import present

TYPED = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*(am|pm|a|p)?", re.IGNORECASE)
NOON = 12
EARLIEST_MORNING = 7  # an hour below this without am or pm is in the afternoon


def read_time(text: str) -> time | None:
    """None when it cannot be read.

    >>> [read_time(t).isoformat("minutes") for t in ("3", "3:30 pm", "8", "0830", "15:30", "12pm", "12am")]
    ['15:00', '15:30', '08:00', '08:30', '15:30', '12:00', '00:00']
    """
    match = TYPED.fullmatch(text.strip().replace(".", ""))
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1].lower()
    if half and not 1 <= hour <= NOON:
        return None
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    elif len(match[1]) == 1 and hour < EARLIEST_MORNING:
        hour += NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeOfDayField(forms.CharField):
    """Cleans to a time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy("Type “3pm” or “15:30”"))
        widget = forms.TextInput(attrs={"autocomplete": "off", "class": "short"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = read_time(text)
        if found is None:
            raise forms.ValidationError(_("We cannot read this as a time. Type it like “3pm” or “15:30”."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return present.hour(value) if isinstance(value, time) else value
