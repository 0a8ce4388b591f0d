"""A request as a fax: a cover that names no patient, then the packet as it was signed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.addressing import town_line
from otium.desk.outbox.posting import Letter
from otium.desk.packets.pdf import number_of
from otium.desk.requests import signing
from otium.desk.requests.refusals import Refused
from otium.records.models import AuthorizationRequest
from otium.terms.notice import FaxCover, Notice, NoticeKind
from otium.wires.paper import joining, letters

FAX = NoticeKind.FAX.value
FOCUS = "authorizationrequest"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a cover says it is, the payer's number it goes under, and why it is urgent; empty where it is not."""

    title: str
    reference: str
    urgent: str


def letter(request: AuthorizationRequest, number: int, *, to: str, about: str, at: datetime) -> Letter:
    """The fax, ready to be posted. Raises Refused where there is no packet to send."""
    document = paper(request, to=to, about=about, at=at)
    body = Notice(to=to, attachment=document, attachment_name=f"request-{short(request)}.pdf")
    return Letter(
        key=f"{FAX} {request.pk} {about} {number}", kind=FAX, body=body, patient_id=request.patient_id,
        focus=(FOCUS, request.pk),
    )  # fmt: skip


def paper(request: AuthorizationRequest, *, to: str, about: str, at: datetime) -> bytes:
    """Cover and packet as one PDF. Raises Refused."""
    packet = signing.signed_packet(request)
    if packet is None:
        raise Refused("", "no_packet")
    pdf = signing.pdf_of(packet)
    try:
        made = cover(request, heading(request, about), to=to, pages=joining.pages(pdf) + 1, at=at)
        return joining.joined([made, pdf])
    except (joining.CannotJoinError, letters.CannotSetError):
        raise Refused("", "no_packet") from None


def short(request: AuthorizationRequest) -> str:
    """A number of ours that tells nothing, for the payer to name when it calls."""
    return number_of(request.pk)


def heading(request: AuthorizationRequest, about: str) -> Heading:
    titles = {"request": _("Prior authorization request"), "answer": _("Records you asked for"),
              "cancel": _("Request withdrawn")}  # fmt: skip
    urgent = _("Urgent: the patient’s health does not allow the standard time.") if request.is_urgent else ""
    return Heading(titles[about], request.reference if about != "request" else "", urgent)


def cover(request: AuthorizationRequest, about: Heading, *, to: str, pages: int, at: datetime) -> bytes:
    """The first page of a fax about this request. Raises CannotSetError."""
    return letters.fax_cover(_cover(request, about, to, pages, at))


def _cover(request: AuthorizationRequest, about: Heading, to: str, pages: int, at: datetime) -> FaxCover:
    practice, payer = request.practice, request.coverage.payer
    local = at.astimezone(clock.zone(practice))
    town = town_line(practice.city, practice.state, practice.postal_code)
    place = ", ".join(part for part in (practice.address, town) if part)
    numbers = [_("Phone %(number)s") % {"number": practice.phone} if practice.phone else "",
               _("Fax %(number)s") % {"number": practice.fax} if practice.fax else ""]  # fmt: skip
    facts = [
        (_("To"), f"{payer.name}, {to}"),
        (_("From"), practice.name),
        (_("NPI"), practice.npi),
        (_("Date"), f"{local:%B} {local.day}, {local.year}"),
        (_("Pages"), str(pages)),
        (_("Our number"), short(request)),
        (_("Your number"), about.reference),
    ]
    words = [about.urgent] if about.urgent else []
    return FaxCover(
        title=about.title,
        sender=tuple(line for line in (practice.name, place, *numbers) if line),
        facts=tuple((name, value) for name, value in facts if value),
        words=(*words, _("Please answer by fax or phone to the numbers above, with our number.")),
        notice=_(
            "This fax holds health information that is protected by law (45 CFR 164). If it is not for you, do not "
            "read or keep it: call us, and destroy it."
        ),
    )
