"""Invented values for the style guide."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms

from otium.pages import present
from otium.pages.fields import DayField
from otium.terms.facts import BusinessDays

ON = date(2026, 11, 23)


class Sample(forms.Form):
    start = DayField(on=ON, label="When does the new approval start?")
    visits = forms.IntegerField(label="How many visits were approved?", help_text="As the letter says it")
    reference = forms.CharField(label="Reference", required=False)
    status = forms.ChoiceField(
        label="What did the payer say?", choices=[("active", "Active"), ("inactive", "Inactive")]
    )


def context() -> dict[str, Any]:
    days = BusinessDays(holidays=frozenset({date(2026, 11, 26)}))
    return {
        "dues": [
            present.due(date(2026, 11, 19), on=ON, days=days),
            present.due(ON, on=ON, days=days, closes_at=time(17)),
            present.due(date(2026, 11, 27), on=ON, days=days),
        ],
        "moneys": [present.money(Decimal("1152")), present.money(Decimal(92), cents=True), present.money(None)],
        "form": Sample({"start": "dec 11", "visits": "forty", "status": "active"}),
        "meters": [
            present.meter(limit=30, used=18, booked=6),
            present.meter(limit=24, used=19, booked=12),
            present.meter(limit=None, used=0, booked=0),
        ],
        "events": [
            {
                "iso": "2026-11-18",
                "day": "Wed, Nov 18",
                "title": "9:05 am",
                "what": "Renewal sent",
                "who": "Dana Whitlock",
            },
            {"iso": "2026-11-16", "day": "Mon, Nov 16", "title": "2:00 am", "what": "Found by Otium", "who": "Otium"},
        ],
        "steps": [
            {"when": "Today", "what": "Maya signs, 2 minutes"},
            {"when": "Then you send", "what": "The renewal goes to the payer"},
            {"when": "By Tue, Dec 8", "what": "Answer expected if sent today"},
        ],
    }
