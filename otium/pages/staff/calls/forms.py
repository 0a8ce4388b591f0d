"""The form of one call: how it went, an entry for each question, what was promised."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.acts import Refused
from otium.desk.calls import Said
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.staff.records.widgets import Several
from otium.pages.time_of_day import TimeOfDayField
from otium.pages.words.calls import OPTIONS, OUTCOMES, REFUSED
from otium.records.models import Call, Practice
from otium.terms.worksheet import AnswerKind, Asked, Question, Standing

PLAIN = {"autocomplete": "off"}
WHOLE = {"inputmode": "numeric", "class": "short", **PLAIN}
DECIMAL = {"inputmode": "decimal", "class": "short", **PLAIN}
K = AnswerKind
PREFIX = "q-"  # of the entries of questions
LONGEST, LONGEST_NOTE = 200, 4_000


class OneOf(forms.RadioSelect):
    """A row of choices, each large enough for a thumb."""

    use_fieldset = True
    template_name = "records/several.html"


class CallForm(forms.Form):
    """`asked`: every question that applies, with where it stands. Names of their entries have a prefix."""

    def __init__(self, data: Any = None, *, practice: Practice, at: datetime, asked: tuple[Asked, ...],
                 initial: dict[str, Any] | None = None) -> None:  # fmt: skip
        on = clock.day(at, practice)
        usual = {"outcome": "reached", "called_on": on, **(initial or {})}
        super().__init__(data, initial=usual, use_required_attribute=False)
        self.practice, self.at, self.asked = practice, at, asked
        self.fields |= {
            "outcome": forms.ChoiceField(label=lazy("How did it go?"), choices=list(OUTCOMES.items())),
            "number": _text(lazy("Number called")),
            "hold_minutes": _text(lazy("Minutes on hold"), WHOLE),
            "representative": _text(lazy("Who did you speak with?"), hint=lazy("The name goes with each answer")),
            "reference": _text(lazy("Reference of the call"), hint=lazy("Ask for it before you hang up")),
            "no_reference": _text(lazy("Why there is none"), hint=lazy("Only where they give no reference")),
            "called_on": DayField(on=on, label=lazy("Day of the call")),
            "called_time": TimeOfDayField(
                label=lazy("Time"), required=False, help_text=lazy("Empty: just now, less the minutes on hold")
            ),
            "promise": _text(lazy("What did they promise?"), hint=lazy("Faxes the authorization, calls back")),
            "promised_on": DayField(on=on, label=lazy("By when?"), required=False),
            "note": _note(),
        }
        for each in asked:
            self.fields[PREFIX + each.question.code] = _answer(each.question, on)

    def said(self) -> Said:
        """What was typed. Adds the problem and raises Refused where no instant of the call follows from it."""
        given = self.cleaned_data
        minutes = _minutes(given["hold_minutes"])
        return Said(
            called_at=self._called_at(given, minutes or 0),
            outcome=given["outcome"],
            hold_minutes=minutes,
            learned={each.question.code: _plain(given[PREFIX + each.question.code]) for each in self.asked},
            promised_on=given["promised_on"],
            **{name: given[name] for name in ("number", "representative", "reference", "no_reference", "promise",
                                              "note")},
        )  # fmt: skip

    def _called_at(self, given: dict[str, Any], held: int) -> datetime:
        today = clock.day(self.at, self.practice)
        if given["called_time"] is not None:
            return clock.instant(given["called_on"], given["called_time"], self.practice)
        if given["called_on"] != today:
            raise Refused("called_time", "time_missing")
        return self.at - timedelta(minutes=held)

    def tell(self, refused: Refused) -> None:
        """The sentence of the desk beside its entry."""
        named = next((n for n in (refused.entry, PREFIX + refused.entry) if n in self.fields), None)
        self.add_error(named, str(REFUSED[refused.code]))

    @property
    def open_questions(self) -> list[tuple[Asked, forms.BoundField]]:
        return self._of(is_open=True)

    @property
    def known_questions(self) -> list[tuple[Asked, forms.BoundField]]:
        return self._of(is_open=False)

    def _of(self, *, is_open: bool) -> list[tuple[Asked, forms.BoundField]]:
        rows = (a for a in self.asked if (a.standing is not Standing.KNOWN) is is_open)
        return [(each, self[PREFIX + each.question.code]) for each in rows]


def initial_of(call: Call, practice: Practice) -> dict[str, Any]:
    """A call as it was recorded, to be corrected."""
    local = call.called_at.astimezone(clock.zone(practice))
    names = ("outcome", "number", "hold_minutes", "representative", "reference", "promise", "promised_on", "note")
    answers = {PREFIX + code: text for code, text in call.learned.items()}
    return {name: getattr(call, name) for name in names} | answers | {
        "called_on": local.date(), "called_time": present.hour(local),
    }  # fmt: skip


def answer_of(question: Question, text: str) -> Any:
    """An answer as it was recorded, as its entry takes it."""
    if question.kind is K.DAY:
        return date.fromisoformat(text)
    return [part.strip() for part in text.split(",")] if question.kind is K.SEVERAL else text


def _answer(question: Question, on: date) -> forms.Field:
    common: dict[str, Any] = {"label": question.ask, "required": False}
    if question.kind is K.YES_NO:
        ways = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=ways, widget=OneOf, initial="", **common)
    if question.kind is K.DAY:
        return DayField(on=on, **common)
    if question.kind is K.CHOICE:
        return forms.ChoiceField(choices=[("", _("Not said")), *((o, OPTIONS[o]) for o in question.options)], **common)
    if question.kind is K.SEVERAL:
        return forms.MultipleChoiceField(choices=[(o, OPTIONS[o]) for o in question.options], widget=Several, **common)
    attrs = {K.WHOLE: WHOLE, K.MONEY: DECIMAL, K.PERCENT: DECIMAL, K.LIMIT: {"class": "short", **PLAIN}}
    widget = forms.TextInput(attrs=attrs.get(question.kind, PLAIN))
    return forms.CharField(widget=widget, max_length=LONGEST, **common)


def _text(label: Any, attrs: dict[str, str] = PLAIN, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=LONGEST, help_text=hint, widget=widget)


def _note() -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=lazy("Note"), required=False, max_length=LONGEST_NOTE, widget=widget)


def _minutes(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > LONGEST_NOTE:
        raise Refused("hold_minutes", "minutes_out_of_range")
    return int(text)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, list) else str(value or "")
