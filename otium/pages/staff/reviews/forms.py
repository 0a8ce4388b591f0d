"""Forms of peer-to-peers and appeals. An approval's four fields go together or are all empty."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk import clock
from otium.desk.acts import Refused
from otium.desk.reviews.overturning import Granted
from otium.desk.reviews.talks import Spoken
from otium.pages.fields import DayField
from otium.pages.staff.calls.forms import OneOf
from otium.pages.time_of_day import TimeOfDayField
from otium.pages.words.reviews import OUTCOMES, ROADS, TRIES, refused
from otium.records.models import Practice

PLAIN = {"autocomplete": "off"}
WHOLE = {"inputmode": "numeric", "class": "short", **PLAIN}
GRANTED = ("number", "starts_on", "ends_on", "visits")
MOST = 9_999
OTHER = "other"  # none of the free times
LONGEST, LONG = 200, 4_000


def text(label: Any, *, hint: Any = "", whole: bool = False, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs=WHOLE if whole else PLAIN)
    return forms.CharField(label=label, required=required, max_length=LONGEST, help_text=hint, widget=widget)


def words(label: Any, *, hint: Any = "", rows: int = 2, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=LONG, help_text=hint, widget=widget)


class ReviewForm(forms.Form):
    """`tell` puts a refusal of the desk beside the field it is about."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, use_required_attribute=False, **more)

    def tell(self, refusal: Refused) -> None:
        self.add_error(refusal.entry if refusal.entry in self.fields else None, refused(refusal.code))

    def granted(self) -> Granted | None:
        """None where nothing is entered. Raises Refused where some of the four are missing."""
        given = [self.cleaned_data[name] for name in GRANTED]
        if not any(given):
            return None
        if not all(given):
            raise Refused("number", "granted_in_part")
        number, starts_on, ends_on, visits = given
        return Granted(number, starts_on, ends_on, whole(visits, "visits"))


def approval(on: date) -> dict[str, forms.Field]:
    return {
        "number": text(_("Authorization number"), hint=_("Empty where the approval is still to come")),
        "starts_on": DayField(on=on, label=_("From"), required=False),
        "ends_on": DayField(on=on, label=_("Until"), required=False),
        "visits": text(_("Visits approved, in all under this number"), whole=True),
    }


def whole(given: str, entry: str) -> int:
    if not (given.isascii() and given.isdigit()) or int(given) > MOST:
        raise Refused(entry, "number_unreadable")
    return int(given)


def _minutes(given: str) -> int | None:
    return whole(given, "hold_minutes") if given.strip() else None


def _call() -> dict[str, forms.Field]:
    return {
        "representative": text(_("Who did you speak with?"), hint=_("Name and credential, as they gave it")),
        "reference": text(_("Reference of the call")),
        "hold_minutes": text(_("Minutes on hold"), whole=True),
    }


class TryForm(ReviewForm):
    """A call for a time."""

    prefix = "try"

    def __init__(self, data: Any = None, *, number: str = "") -> None:
        super().__init__(data, initial={"number": number})
        results = [(code, word) for code, word in TRIES.items() if code != "missed"]
        self.fields["result"] = forms.ChoiceField(label=_("How did it go?"), choices=results)
        self.fields |= {"number": text(_("Number called")), **_call(), "note": words(_("Note"))}

    def spoken(self, at: datetime) -> Spoken:
        given = self.cleaned_data
        return Spoken(
            result=given["result"], at=at, number=given["number"], representative=given["representative"],
            reference=given["reference"], hold_minutes=_minutes(given["hold_minutes"]), note=given["note"],
        )  # fmt: skip


class TalkFaxForm(ReviewForm):
    """To which number a talk is asked for."""

    prefix = "fax"

    def __init__(self, data: Any = None, *, number: str = "") -> None:
        super().__init__(data, initial={"destination": number})
        self.fields["destination"] = forms.CharField(
            label=_("Fax number for peer-to-peers"), max_length=40,
            error_messages={"required": refused("recipient_missing")},
        )  # fmt: skip


class SlotForm(ReviewForm):
    """A free time, or another that the payer gave."""

    prefix = "slot"

    def __init__(
        self, data: Any = None, *, on: date, free: Iterable[tuple[str, str]], therapists: Iterable[tuple[str, str]],
        therapist: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"therapist": therapist, "minutes": "15", "slot": OTHER})
        options = [*free, (OTHER, str(_("Another time")))]
        self.fields |= {
            "slot": forms.ChoiceField(label=_("Free times"), choices=options, widget=OneOf),
            "day": DayField(on=on, label=_("Another day"), required=False),
            "hour": TimeOfDayField(label=_("Hour"), required=False),
            "minutes": text(_("Minutes"), whole=True, required=True),
            "therapist": forms.ChoiceField(label=_("Who speaks for us?"), choices=list(therapists)),
            "sure": forms.BooleanField(
                label=_("The payer set this time; what stands in its way is moved"), required=False
            ),
        }

    def slot(self, practice: Practice) -> datetime:
        """Raises Refused where neither a free time nor a day with its hour was given."""
        given = self.cleaned_data
        if given["slot"] != OTHER:
            return datetime.fromisoformat(given["slot"])
        if not given["day"] or not given["hour"]:
            raise Refused("slot", "slot_missing")
        return clock.instant(given["day"], given["hour"], practice)


class HoldForm(ReviewForm):
    """The talk, and what came of it."""

    prefix = "hold"

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"held_on": on})
        outcomes = [(code, OUTCOMES[code][1]) for code in ("upheld", "overturned", "partly", "unknown")]
        blank = [("", _("Choose"))]
        self.fields |= {
            "held_on": DayField(on=on, label=_("Day of the talk")),
            **_call(),
            "outcome": forms.ChoiceField(label=_("What did they decide?"), choices=[*blank, *outcomes]),
            "note": words(_("What was said"), rows=3),
            **approval(on),
        }
        self.fields["representative"].required = True

    def spoken(self, at: datetime, practice: Practice) -> Spoken:
        """On an earlier day the hour is not known: noon stands for it."""
        given = self.cleaned_data
        is_now = given["held_on"] == clock.day(at, practice)
        return Spoken(
            result="reached", at=at if is_now else clock.instant(given["held_on"], time(12), practice),
            representative=given["representative"], reference=given["reference"],
            hold_minutes=_minutes(given["hold_minutes"]), note=given["note"],
        )  # fmt: skip


class LearnForm(ReviewForm):
    """What the payer said afterwards."""

    prefix = "learn"

    def __init__(self, data: Any = None, *, on: date, outcome: str = "") -> None:
        super().__init__(data, initial={"outcome": outcome})
        outcomes = [(code, OUTCOMES[code][1]) for code in ("overturned", "partly", "upheld")]
        self.fields |= {
            "outcome": forms.ChoiceField(label=_("What did they decide?"), choices=[("", _("Choose")), *outcomes]),
            "note": words(_("How do you know?")),
            **approval(on),
        }


class WhyForm(ReviewForm):
    def __init__(self, data: Any = None, *, prefix: str, label: Any) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["why"] = text(label, required=True)


class PointForm(ReviewForm):
    """One reason of the payer and our answer."""

    def __init__(self, data: Any = None, *, place: int, said: str = "", reply: str = "", is_new: bool = False) -> None:
        super().__init__(data, prefix=f"point{place}", initial={"said": said, "reply": reply})
        self.place, self.is_new = place, is_new
        self.fields["said"] = text(_("What they said"), required=is_new)
        self.fields["reply"] = words(_("Our answer"), rows=4, required=True)

    def tell(self, refusal: Refused) -> None:
        entry = "reply" if refusal.entry.startswith("reply") else refusal.entry
        super().tell(Refused(entry, refusal.code))


class UrgencyForm(ReviewForm):
    prefix = "urgency"

    def __init__(self, data: Any = None, *, statement: str = "") -> None:
        super().__init__(data, initial={"statement": statement})
        hint = _("In a clinician’s words, from the record. Empty: the standard time is enough.")
        self.fields["statement"] = words(_("How would waiting harm the patient?"), hint=hint)


class FileForm(ReviewForm):
    prefix = "file"

    def __init__(self, data: Any = None, *, on: date, fax: str = "") -> None:
        super().__init__(data, initial={"sent_on": on, "destination": fax})
        roads = [(code, ROADS[code]) for code in ("fax", "portal", "letter")]
        self.fields |= {
            "sent_on": DayField(on=on, label=_("When was it sent?")),
            "road": forms.ChoiceField(label=_("How?"), choices=roads),
            "destination": text(_("Number or address")),
            "reference": text(_("Confirmation number"), hint=_("Of the fax, the portal or the tracking")),
            "note": words(_("Good cause, where it is late")),
        }


class DecideForm(ReviewForm):
    prefix = "decide"

    def __init__(self, data: Any = None, *, on: date, papers: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, initial={"decided_on": on})
        outcomes = [(code, OUTCOMES[code][1]) for code in ("overturned", "partly", "upheld", "dismissed")]
        self.fields |= {
            "outcome": forms.ChoiceField(label=_("What did they decide?"), choices=[("", _("Choose")), *outcomes]),
            "decided_on": DayField(on=on, label=_("Day of the decision")),
            "reference": text(_("Their number")),
            "document": forms.ChoiceField(
                label=_("The letter, among the patient’s papers"), required=False,
                choices=[("", _("None")), *papers],
            ),
            "note": words(_("What they gave as reason")),
            **approval(on),
        }  # fmt: skip
