"""An appeal as a fax: a cover that names no patient, the letter as it was signed, the packet, papers of the patient."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import blobs
from otium.desk.acts import Refused
from otium.desk.outbox.posting import Letter
from otium.desk.packets import pdf
from otium.desk.requests import faxing, signing
from otium.desk.requests.faxing import Heading
from otium.desk.requests.refusals import Refused as RequestRefused
from otium.desk.reviews import letters, proofs
from otium.records.models import Appeal, Document, RequestPacket
from otium.terms.notice import Notice, NoticeKind
from otium.terms.packet import Packet
from otium.wires.paper import joining, jpeg
from otium.wires.paper.letters import CannotSetError

FAX = NoticeKind.FAX.value
FOCUS = "appeal"


def letter(row: Appeal, number: int, *, to: str, papers: Sequence[UUID], at: datetime) -> Letter:
    """Ready to be posted. `number`: which sending of the appeal this is. Raises Refused for what cannot be opened."""
    document = paper(row, to=to, papers=papers, at=at)
    body = Notice(to=to, attachment=document, attachment_name=f"appeal-{faxing.short(row.request)}.pdf")
    return Letter(
        key=f"{FAX} {FOCUS} {row.pk} {number}", kind=FAX, body=body, patient_id=row.request.patient_id,
        focus=(FOCUS, row.pk),
    )  # fmt: skip


def paper(row: Appeal, *, to: str, papers: Sequence[UUID] = (), at: datetime) -> bytes:
    """All of it as one PDF. Raises Refused."""
    try:
        behind = [letters.pdf(row, at), *_packet(row, at), *_papers(row, papers)]
        pages = sum(joining.pages(each) for each in behind) + 1
        return joining.joined([faxing.cover(row.request, heading(row), to=to, pages=pages, at=at), *behind])
    except (joining.CannotJoinError, jpeg.NotJpegError, pdf.CannotEnclose, RequestRefused):
        raise Refused("papers", "cannot_enclose") from None
    except CannotSetError:
        raise Refused("", "letter_unset") from None


def heading(row: Appeal) -> Heading:
    reference = row.reference or row.request.reference or row.request.trace
    urgent = _("Expedited review asked for: waiting could seriously harm the patient’s health.")
    return Heading(_("Appeal of a decision"), reference, urgent if row.is_expedited else "")


def _packet(row: Appeal, at: datetime) -> list[bytes]:
    """As it was signed while the records say the same; else what the letter was written from, as they stand now.

    None where no packet can be made: the letter names none then.
    """
    now = proofs.now(row.request_id, at)
    if now is None:
        return []
    signed = as_signed(row, now)
    return [signing.pdf_of(signed) if signed else pdf.of_record(row.request_id, at=at)]


def _papers(row: Appeal, chosen: Sequence[UUID]) -> list[bytes]:
    """In the order of their days. Raises Refused for one that is not the patient's."""
    rows = Document.objects.filter(
        practice=row.practice, patient_id=row.request.patient_id, entered_in_error=False, pk__in=chosen
    )
    found = list(rows.select_related("blob").order_by("received_on", "id"))
    if len(found) != len(set(chosen)):
        raise Refused("papers", "not_an_option")
    files = blobs.load_many(row.practice, [each.blob for each in found])
    return [_as_pdf(each.media_type, files[each.blob_id]) for each in found]


def _as_pdf(media_type: str, content: bytes) -> bytes:
    return jpeg.as_pdf(content) if media_type == "image/jpeg" else content


def as_signed(row: Appeal, now: Packet) -> RequestPacket | None:
    """The packet that was signed for the request, while the records still say the same. One query."""
    signed = signing.signed_packet(row.request)
    return signed if signed is not None and signed.digest == now.digest else None
