"""The fax of an appeal on its page: to which number, what goes along, and where the last one is."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otium.desk import clock
from otium.desk.outbox import roads
from otium.desk.requests.arrived import FAX, has_failed, was_delivered
from otium.desk.reviews import faxing, heard, numbers
from otium.pages import present
from otium.pages.staff.records.widgets import Several
from otium.pages.staff.reviews.forms import ReviewForm, words
from otium.pages.words.reviews import ENCLOSED, FAX_CAUSES, NUMBERS, refused
from otium.records.models import Appeal, Document, RequestSending
from otium.terms.packet import Packet
from otium.terms.reviews import AppealLevel

ENCLOSABLE = ("application/pdf", "image/jpeg")
MADE_HERE = ("letter", "packet")


class FaxForm(ReviewForm):
    """`note` stands where it is late, and is needed then."""

    prefix = "fax"

    def __init__(
        self, data: Any = None, *, payer: str, number: numbers.FaxNumber | None = None,
        papers: list[tuple[str, str]] | None = None, is_late: bool = False, wanted: list[str] | None = None,
    ) -> None:  # fmt: skip
        """`wanted`: names of the papers that the level asks for besides letter and packet."""
        super().__init__(data, initial={"destination": number.number if number else ""})
        self.about_number = str(NUMBERS[number.source if number else ""]) % {"payer": payer}
        self.is_number_known = number is not None
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        missing = {"required": refused("recipient_missing")}
        self.fields["destination"] = forms.CharField(
            label=_("Fax number for appeals"), max_length=40, widget=widget, error_messages=missing
        )
        if papers:
            self.fields["papers"] = forms.MultipleChoiceField(
                label=_("Papers that go along"), choices=papers, required=False, widget=Several
            )
        if is_late:
            self.fields["note"] = words(gettext_lazy("Good cause for filing late"), required=True)
        self.wanted = wanted or []
        if self.wanted:
            self.fields["without"] = forms.BooleanField(
                label=_("Send it although not all that this level wants goes along"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Which paper is which is for a person to say; fewer papers than are wanted are asked about."""
        given = super().clean() or self.cleaned_data
        if len(given.get("papers") or ()) < len(self.wanted) and not given.get("without"):
            said = _("This level wants: %(papers)s. Choose them above, or tick that it leaves without.")
            self.add_error("without", said % {"papers": "; ".join(self.wanted)})
        return given


def form(row: Appeal, on: date, packet: Packet | None, level: AppealLevel | None, data: Any = None) -> FaxForm:
    """`packet` goes along with the papers that it names: those are not offered once more."""
    payer = row.request.coverage.payer.name if row.request.coverage else _("the payer")
    return FaxForm(
        data, payer=payer, number=numbers.known(row, on), papers=_enclosable(row, packet),
        is_late=bool(row.file_by and on > row.file_by), wanted=_named_besides(level),
    )  # fmt: skip


def is_served(row: Appeal) -> bool:
    """Whether a connection of the practice carries faxes."""
    return roads.connection_for(row.practice, FAX, "") is not None


def _enclosable(row: Appeal, packet: Packet | None) -> list[tuple[str, str]]:
    """The patient's papers that can be faxed, newest first."""
    rows = Document.objects.filter(
        patient_id=row.request.patient_id, entered_in_error=False, media_type__in=ENCLOSABLE
    )  # fmt: skip
    rows = rows.exclude(pk__in=[each.document_id for each in packet.enclosures] if packet else [])
    listed = rows.order_by("-received_on", "id").values_list("id", "title", "received_on")
    return [(str(key), f"{title}, {present.short_day(received)}") for key, title, received in listed]


def packet_said(row: Appeal, packet: Packet | None) -> str:
    """Which packet goes along."""
    if packet is None:
        return ""
    signed = faxing.as_signed(row, packet)
    if signed is None:
        return _(
            "The packet goes along as the records stand now: they changed since it was signed, or nobody signed it."
        )
    day = present.full_day(clock.day(signed.signed_at, row.practice))
    return _("The packet goes along as it was signed on %(day)s.") % {"day": day}


def wanted_besides(level: AppealLevel | None) -> str:
    """What this level wants beside letter and packet: a person has it, or has to get it. Empty: nothing."""
    named = _named_besides(level)
    if not named:
        return ""
    said = _(
        "This level also wants: %(papers)s. Choose them below; what is not listed, add to the patient’s papers first."
    )
    return said % {"papers": "; ".join(named)}


def _named_besides(level: AppealLevel | None) -> list[str]:
    return [str(ENCLOSED[each]) for each in (level.enclose if level else ()) if each not in MADE_HERE]


def told(row: Appeal, on: date) -> dict[str, str]:
    """Where the newest fax is, as a note: tone and words. Empty where none went out of Otium. Three queries at most."""
    rows = RequestSending.objects.filter(practice=row.practice, appeal=row).select_related("parcel__transmission")
    newest = rows.order_by("-sent_at", "id").first()
    if newest is None or newest.parcel is None:
        return {}
    if has_failed(newest):
        return _failed(row, newest, on)
    if was_delivered(newest):
        return {"tone": "clear", "words": _("Delivered to %(number)s.") % {"number": newest.destination}}
    sent = newest.parcel.transmission
    if sent is None or sent.sent_at is None:
        said = _("On its way to %(number)s by fax. It has not left yet.")
        return {"tone": "unknown", "words": said % {"number": newest.destination}}
    at = sent.sent_at.astimezone(clock.zone(row.practice))
    said = _("Taken by the fax service on %(day)s, %(hour)s, for %(number)s. No receipt of delivery has come yet.")
    return {
        "tone": "unknown",
        "words": said % {"day": present.day(at.date(), on), "hour": present.hour(at), "number": newest.destination},
    }


def _failed(row: Appeal, sending: RequestSending, on: date) -> dict[str, str]:
    if row.filed_on is not None or sending.parcel.state == "withdrawn":
        return {}  # filed otherwise since, or taken back by a person
    day = present.day(clock.day(sending.taken_back_at or sending.sent_at, row.practice), on)
    said = _(
        "The fax to %(number)s did not arrive (%(day)s: %(cause)s), so the appeal is not filed. The letter is signed "
        "and nothing is lost: check the number and fax it again, or send it by another road."
    )
    return {
        "tone": "blocked",
        "words": said % {"number": sending.destination, "day": day, "cause": cause(heard.cause_of(sending))},
    }


def cause(code: str) -> str:
    """Why a fax did not arrive, in words; a service's own where they are not among ours."""
    return str(FAX_CAUSES.get(code) or (code.replace("_", " ") if code else _("no cause was given")))
