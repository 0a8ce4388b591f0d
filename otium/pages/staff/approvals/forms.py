"""The quick form of one decision: what the letter says, in the order in which letters say it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend.documents import MOST_BYTES, Paper
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.staff.records.fields import CodesField, NumberField
from otium.pages.staff.records.widgets import Several
from otium.pages.words import decisions as words
from otium.records.models import Document
from otium.terms.decision import Decision, Doubt, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road

PLAIN = {"autocomplete": "off"}
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.txt"
NPI_LENGTH = 10
LONGEST = 4_000
Choices = list[tuple[str, Any]]


class DecisionForm(forms.Form):
    """`asked` fills in what the request says; `doubts` are shown to be confirmed once the desk named them."""

    def __init__(self, data: Any = None, files: Any = None, *, on: date, options: dict[str, Choices],
                 initial: dict[str, Any] | None = None) -> None:  # fmt: skip
        usual = {"decided_on": on, "road": "letter", "basis": "visits", **(initial or {})}
        super().__init__(data, files, initial=usual, use_required_attribute=False)
        self.on = on
        self.fields |= {
            "event": forms.ChoiceField(
                label=lazy("What did they decide?"), choices=[("", lazy("Choose")), *words.EVENTS.items()],
                error_messages={"required": lazy("Choose what they decided.")},
            ),
            "road": forms.ChoiceField(label=lazy("How did it come?"), choices=list(words.ROADS.items())),
            "decided_on": DayField(on=on, label=lazy("Day of the decision")),
            "reference": _text(lazy("Who said it, or their reference"), lazy("A name, or the number of a call")),
            **_granted(on, options),
            **_otherwise(on),
            "letter": forms.FileField(
                label=lazy("The letter"), required=False, help_text=lazy("PDF, PNG, JPEG or text, up to 20 MB"),
                widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
                error_messages={"empty": lazy("Choose a file that is not empty.")},
            ),
            "document": forms.ChoiceField(
                label=lazy("Or a paper on file"), required=False, choices=[("", lazy("None")), *options["documents"]],
            ),
            "confirmed": forms.MultipleChoiceField(
                label=lazy("Look at this before it is recorded"), required=False, widget=Several,
                choices=[(code, code) for code in words.DOUBTS],
            ),
        }  # fmt: skip
        if options["coverages"]:
            choices = [("", _("Not known")), *options["coverages"]]
            self.fields["coverage"] = forms.ChoiceField(label=lazy("Under which coverage?"), required=False,
                                                        choices=choices)  # fmt: skip
            if len(options["coverages"]) == 1:
                self.initial.setdefault("coverage", options["coverages"][0][0])
        self.doubts: tuple[tuple[str, str], ...] = ()

    def clean_npis(self) -> list[str]:
        found: list[str] = self.cleaned_data["npis"]
        if any(len(npi) != NPI_LENGTH or not (npi.isascii() and npi.isdigit()) for npi in found):
            raise forms.ValidationError(_("An NPI has 10 digits."))
        return found

    def decision(self) -> Decision:
        """What was typed. Of fields that the decision does not have, nothing is taken."""
        given = self.cleaned_data
        event = RequestEvent(given["event"])
        is_granted = event in (RequestEvent.APPROVE, RequestEvent.MODIFY)
        lines = (Line(tuple(given["codes"]), Basis(given["basis"]), given["quantity"]),) if is_granted else ()
        return Decision(
            event=event,
            road=Road(given["road"]),
            decided_on=given["decided_on"],
            number=given["number"].strip() if is_granted or event is RequestEvent.CANCEL else "",
            lines=lines,
            starts_on=given["starts_on"] if is_granted else None,
            ends_on=given["ends_on"] if is_granted else None,
            npis=frozenset(given["npis"]) if is_granted else frozenset(),
            location_id=UUID(given["location"]) if is_granted and given["location"] else None,
            place_code=given["place_code"].strip() if is_granted else "",
            reason=given["reason"].strip(),
            wanted=tuple(filter(None, map(str.strip, given["wanted"].splitlines()))),
            answer_by=given["answer_by"] if event is RequestEvent.PEND else None,
            reference=given["reference"].strip(),
            replaces=given["replaces"] if is_granted else "",
            adds={"adds": True, "total": False}.get(given["on_file"]) if is_granted else None,
        )

    def paper(self) -> Paper | None:
        """The letter that was handed in; None: none."""
        file = self.cleaned_data.get("letter")
        if not file:
            return None
        given = self.cleaned_data
        title = _("Decision of %(day)s") % {"day": present.full_day(given["decided_on"])}
        return Paper(title, "denial" if given["event"] == "deny" else "approval", self.on, file.read(MOST_BYTES + 1))

    def take_kept(self, document: Document) -> None:
        """The letter is among the papers now: a form that is shown again need not be given it again."""
        choices = [*self.fields["document"].choices, (str(document.pk), document.title)]  # type: ignore[attr-defined]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]
        self.data = self.data.copy()
        self.data["document"] = str(document.pk)
        self.cleaned_data["document"] = str(document.pk)

    def tell(self, doubts: Iterable[Doubt]) -> None:
        """What cannot be beside its field; the others to be confirmed."""
        open_ones = []
        for doubt in doubts:
            sentence = str(words.DOUBTS[doubt.code]) % _said(doubt, self.on)
            if doubt.is_refusal:
                self.add_error(doubt.field if doubt.field in self.fields else None, sentence)
            else:
                open_ones.append((doubt.code, sentence))
        self.doubts = tuple(open_ones)


def _said(doubt: Doubt, on: date) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in doubt.params.items():
        shown[name] = present.day(value, on) if isinstance(value, date) else words.BASIS.get(str(value), value)
    return shown


def _granted(on: date, options: dict[str, Choices]) -> dict[str, forms.Field]:
    return {
        "number": _text(lazy("Authorization number"), lazy("Needed where it is approved"), max_length=50),
        "quantity": NumberField(is_whole=True, label=lazy("How many?"), required=False,
                                help_text=lazy("Empty where the letter states none")),
        "basis": forms.ChoiceField(label=lazy("Counted in"), choices=list(words.BASIS.items())),
        "codes": CodesField(label=lazy("Codes"), required=False, widget=forms.TextInput(attrs=PLAIN),
                            help_text=lazy("Empty for any code")),
        "starts_on": DayField(on=on, label=lazy("First day"), required=False),
        "ends_on": DayField(on=on, label=lazy("Last day"), required=False),
        "npis": CodesField(label=lazy("Only for these NPIs"), required=False, widget=forms.TextInput(attrs=PLAIN),
                           help_text=lazy("Where the letter names who renders it")),
        "location": forms.ChoiceField(label=lazy("Only at"), required=False,
                                      choices=[("", lazy("Any place")), *options["locations"]]),
        "place_code": _text(lazy("Place of service code"), lazy("11 office, 12 home, 02 or 10 telehealth"),
                            max_length=2),
        "replaces": forms.ChoiceField(label=lazy("Takes the place of"), required=False,
                                      choices=[("", lazy("No other number")), *options["numbers"]]),
        "on_file": forms.ChoiceField(label=lazy("If the number is on file already, it is"), required=False,
                                     choices=list(words.ON_FILE.items())),
    }  # fmt: skip


def _otherwise(on: date) -> dict[str, forms.Field]:
    return {
        "reason": forms.CharField(label=lazy("Their reason, in their words"), required=False, max_length=LONGEST,
                                  widget=forms.Textarea(attrs={"rows": 2})),
        "wanted": forms.CharField(label=lazy("What do they want?"), required=False, max_length=LONGEST,
                                  help_text=lazy("One thing a line"), widget=forms.Textarea(attrs={"rows": 2})),
        "answer_by": DayField(on=on, label=lazy("By when?"), required=False),
    }  # fmt: skip


def _text(label: Any, hint: Any = "", max_length: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=max_length,
                           widget=forms.TextInput(attrs=PLAIN))  # fmt: skip
