"""Values of payer rules that the practice sets over those that Otium ships, each with its source."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from otium.desk import clock, payer_book
from otium.desk.actor import Actor
from otium.desk.mend import Invalid
from otium.desk.mend import practice as desk
from otium.desk.mend.checks import FIRST_YEAR, LAST_YEAR
from otium.pages.fields import DayField
from otium.pages.staff.payer_rules.diffs import own_values
from otium.pages.staff.payer_rules.present import key_title
from otium.pages.staff.records.fields import LARGEST
from otium.pages.staff.settings import pages
from otium.pages.words.payer_rules import SAID
from otium.pages.words.records import PAYER_TYPES
from otium.records.models import Practice
from otium.terms.payers import VALUE_CHOICES, PayerRules

YES_NO = {"yes": True, "no": False, "sí": True}
WANTED = {
    "bool": lazy("Type yes or no."),
    "int": lazy("Type a whole number, like 30."),
    "Decimal": lazy("Type dollars, like 2480.00."),
    "date": lazy("Type a day, like 2026-01-01."),
    "str": lazy("Type codes with a space between, like 30 AD."),
}
PLAIN = {"autocomplete": "off"}


class OverrideForm(forms.Form):
    """One value for one payer type or payer. What may be typed follows from the type of the value."""

    key = forms.ChoiceField(label=lazy("For which payers"), error_messages={"required": lazy("Choose one.")})
    name = forms.ChoiceField(
        label=lazy("Which rule"),
        error_messages={"required": lazy("Choose one.")},
    )
    value = forms.CharField(
        label=lazy("Your value"),
        help_text=lazy("A number, yes or no, a day, or codes with a space between"),
        widget=forms.TextInput(attrs={**PLAIN, "class": "short"}),
        error_messages={"required": lazy("Enter the value.")},
    )
    source = forms.CharField(
        label=lazy("Where it comes from"),
        help_text=lazy("Contract of 2026, letter of Nov 9, call and reference"),
        widget=forms.TextInput(attrs=PLAIN),
        max_length=300,
        error_messages={"required": lazy("Say where this comes from: the contract, a letter, a call and its day.")},
    )

    def __init__(self, data: Any = None, *, keys: list[tuple[str, str]], on: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["key"].choices = [("", _("Choose")), *keys]
        self.fields["name"].choices = [("", _("Choose")), *((name, _rule(name)) for name in SAID)]
        self.fields["starts_on"] = DayField(on=on, label=_("From"), required=False)
        self.fields["ends_on"] = DayField(on=on, label=_("Until, where it ends"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "name" in given and "value" in given:
            kind = _type_of(given["name"])
            try:
                given["value"] = _read(given["name"], kind, given["value"])
            except (ValueError, InvalidOperation, KeyError):
                self.add_error("value", _wanted(given["name"], kind))
        return given

    def override(self) -> desk.Override:
        given = self.cleaned_data
        return desk.Override(given["key"], given["name"], given["value"], given["source"],
                             given["starts_on"], given["ends_on"])  # fmt: skip


def _type_of(name: str) -> str:
    """bool, int, Decimal, date or str: the type that the terms give this value."""
    said = str(PayerRules.__annotations__[name])
    return next(kind for kind in ("bool", "Decimal", "date", "int", "str") if kind in said)


def _rule(name: str) -> str:
    """The rule's name; with the words it takes, where it takes a few only."""
    words = VALUE_CHOICES.get(name)
    return f"{SAID[name]} ({_(' or ').join(words)})" if words else str(SAID[name])


def _wanted(name: str, kind: str) -> str:
    words = VALUE_CHOICES.get(name)
    return _("Type %(words)s.") % {"words": _(" or ").join(words)} if words else str(WANTED[kind])


def _text(name: str, typed: str) -> str:
    """Words of a few are taken in any case; codes are kept as typed, with one space between."""
    if name not in VALUE_CHOICES:
        return " ".join(typed.split())
    if typed.lower() not in VALUE_CHOICES[name]:
        raise ValueError(name)
    return typed.lower()


def _read(name: str, kind: str, text: str) -> Any:
    """Raises ValueError, InvalidOperation or KeyError for what is no value of the kind, or none of this world."""
    readers: dict[str, Any] = {
        "bool": lambda t: YES_NO[t.lower()],
        "int": int,
        "Decimal": Decimal,
        "date": date.fromisoformat,
        "str": lambda t: _text(name, t),
    }
    value = readers[kind](text.strip())
    if kind == "date" and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("year")
    if kind in ("int", "Decimal") and not (Decimal(value).is_finite() and 0 <= value <= LARGEST):
        raise ValueError("range")
    return value


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@require_POST
def override(request: HttpRequest) -> HttpResponse:
    practice, _context = pages.context(request, "settings_rules")
    form = _form(practice, clock.day(request.at, practice), request.POST)
    if not form.is_valid():
        return _page(request, form)
    by = Actor.person(request.user.pk)
    try:
        desk.override_rule(form.override(), practice_id=practice.pk, by=by, at=request.at)
    except Invalid as refused:
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        return _page(request, form)
    messages.success(request, _("Your value holds from now on. Tasks are brought in line."))
    return HttpResponseRedirect(_address(practice))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    practice, _context = pages.context(request, "settings_rules")
    given = request.POST
    desk.drop_override(
        practice_id=practice.pk,
        key=given.get("key", ""),
        name=given.get("name", ""),
        starts_on=given.get("starts_on") or None,
        by=Actor.person(request.user.pk),
        at=request.at,
    )
    messages.success(request, _("What Otium ships holds again."))
    return HttpResponseRedirect(_address(practice))


def _address(practice: Practice) -> str:
    return f"{reverse('settings_rules')}?practice={practice.slug}"


def _page(request: HttpRequest, form: OverrideForm | None) -> HttpResponse:
    practice, context = pages.context(request, "settings_rules")
    on = clock.day(request.at, practice)
    context |= {"own": own_values(practice, on), "form": form or _form(practice, on, None)}
    return render(request, "settings/rules.html", context)


def _form(practice: Practice, on: date, data: Any) -> OverrideForm:
    book = payer_book.book(practice, on)
    types = [(t.value, str(PAYER_TYPES[t.value])) for t in book.by_type]
    payers = [(key, key_title(key)) for key in sorted(book.by_key)]
    return OverrideForm(data, keys=[*types, *payers], on=on)
