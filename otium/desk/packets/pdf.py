"""The packet as a PDF: of what was signed, kept once it is made; of a draft, made anew and marked on every page."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from otium.desk import blobs, clock
from otium.desk.addressing import town_line
from otium.desk.packets import keeping
from otium.desk.packets.compiling import compiled
from otium.records.models import AuthorizationRequest, Document, Practice, RequestPacket
from otium.rules.packet import titles, words
from otium.terms.packet import Origin, Packet, Section, Statement
from otium.terms.packet_paper import PacketPaper, PaperEnclosure, PaperSection, SignatureBlock
from otium.wires.paper import packet as paper

TITLES = {
    "assessment": "Request for an evaluation",
    "initial": "Request for authorization",
    "renewal": "Request to continue treatment",
    "amendment": "Request to change an authorization",
}


class CannotEnclose(Exception):
    """A paper that goes along cannot be opened: save it as PDF and add it again. `document_id` is whose it is."""

    def __init__(self, document_id: UUID) -> None:
        super().__init__(f"document {document_id} cannot be opened as PDF or JPEG")
        self.document_id = document_id


def number_of(request_id: UUID) -> str:
    """The short number of a request that stands on every page, and by which people name it."""
    return request_id.hex[:8].upper()


@transaction.atomic
def of_signed(packet_id: UUID) -> bytes:
    """Of a signed packet; set once and kept, so that what was sent can be shown as it was. Raises CannotEnclose."""
    row = RequestPacket.objects.select_for_update(of=("self",)).select_related("content", "practice", "pdf").get(
        pk=packet_id
    )  # fmt: skip
    if row.signed_at is None:
        raise ValueError(f"packet {packet_id} is not signed")
    if row.pdf is not None:
        return blobs.load(row.practice, row.pdf)
    request = AuthorizationRequest.objects.select_related("patient", "coverage__payer").get(pk=row.request_id)
    made = _set(row.practice, request, keeping.read(row), _block(row))
    row.pdf = blobs.keep(row.practice, made)
    row.save(update_fields=["pdf"])
    return made


def of_draft(request_id: UUID, *, at: datetime) -> bytes:
    """Of the records as they stand; every page says that nobody signed it. Raises NoChartError, CannotEnclose."""
    rows = AuthorizationRequest.objects.select_related("practice", "patient", "coverage__payer")
    request = rows.get(pk=request_id)
    return _set(request.practice, request, compiled(request_id, at=at), None)


def of_record(request_id: UUID, *, at: datetime) -> bytes:
    """Of the records as they stand, to go behind a letter that is signed: every page says of which day it is.

    Raises NoChartError, CannotEnclose.
    """
    rows = AuthorizationRequest.objects.select_related("practice", "patient", "coverage__payer")
    request = rows.get(pk=request_id)
    return _set(request.practice, request, compiled(request_id, at=at), None, clock.day(at, request.practice))


def check_enclosures(practice: Practice, packet: Packet) -> None:
    """Raises CannotEnclose for the first paper that cannot go along."""
    for enclosure, sheet in zip(packet.enclosures, _sheets(practice, packet), strict=True):
        try:
            paper.pages_of(sheet)
        except paper.EnclosureUnreadableError:
            raise CannotEnclose(enclosure.document_id) from None


def _set(
    practice: Practice,
    request: AuthorizationRequest,
    packet: Packet,
    block: SignatureBlock | None,
    as_of: date | None = None,
) -> bytes:
    content = _paper(practice, request, packet, block)
    try:
        return paper.packet(replace(content, as_of=words.day(as_of)) if as_of else content)
    except paper.EnclosureUnreadableError as refused:
        raise CannotEnclose(packet.enclosures[refused.place].document_id) from None


def _paper(
    practice: Practice, request: AuthorizationRequest, packet: Packet, block: SignatureBlock | None
) -> PacketPaper:
    patient = f"{request.patient.first_name} {request.patient.last_name}"
    payer = request.coverage.payer.name if request.coverage else ""
    asked = [s.text for s in _said(packet, Section.REQUEST) if s.text.startswith("Asked for: ")]
    facts = [("To", payer), ("Patient", patient)]
    if request.patient.birth_on:
        facts.append(("Date of birth", words.day(request.patient.birth_on)))
    injury = _injury(packet)
    if not any(name == "Claim number" for name, _value in injury):
        facts.append(("Member ID", request.coverage.member_id if request.coverage else ""))
    facts += injury
    facts += [("Asked for", text.removeprefix("Asked for: ")) for text in asked]
    if request.is_urgent:
        facts.append(("Urgency", "Expedited decision asked for"))
    town = town_line(practice.city, practice.state, practice.postal_code)
    street = ", ".join(part for part in (practice.address, town) if part)
    reach = (("Phone", practice.phone), ("Fax", practice.fax))
    lines = (practice.name, street, ", ".join(f"{name} {value}" for name, value in reach if value))
    return PacketPaper(
        number=number_of(request.pk),
        title=TITLES[request.kind],
        practice=tuple(line for line in lines if line),
        payer=payer,
        patient=patient,
        facts=tuple((name, value) for name, value in facts if value),
        sections=tuple(_sections(packet)),
        enclosures=tuple(_sheets(practice, packet)),
        signature=block,
    )


def _said(packet: Packet, section: Section) -> list[Statement]:
    return [s for each in packet.sections if each.section is section for s in each.statements]


def _injury(packet: Packet) -> list[tuple[str, str]]:
    """By what an adjuster finds the patient: the claim, the day of injury."""
    said = [s.text for s in _said(packet, Section.PATIENT)]
    wanted = (("Claim number", "Injury, claim number: "), ("Day of injury", "Injury, day of injury: "))
    return [(name, text.removeprefix(lead)) for name, lead in wanted for text in said if text.startswith(lead)]


def _sections(packet: Packet) -> list[PaperSection]:
    """What was said, less what nobody accepted."""
    found = []
    for each in packet.sections:
        sentences = tuple(s.text for s in each.statements if s.origin is not Origin.PROPOSED)
        if sentences:
            found.append(PaperSection(titles.SECTIONS[each.section], sentences))
    return found


def _sheets(practice: Practice, packet: Packet) -> list[PaperEnclosure]:
    ids = [enclosure.document_id for enclosure in packet.enclosures]
    rows = {row.pk: row for row in Document.objects.filter(practice=practice, pk__in=ids).select_related("blob")}
    files = blobs.load_many(practice, [row.blob for row in rows.values()])
    return [
        PaperEnclosure(
            title=each.title or titles.paper(each.kind),
            kind=each.kind,
            content=files[rows[each.document_id].blob_id],
            media_type=rows[each.document_id].media_type,
        )
        for each in packet.enclosures
    ]


def _block(row: RequestPacket) -> SignatureBlock:
    from_zone = row.signed_at.astimezone(clock.zone(row.practice))
    return SignatureBlock(
        name=row.signer_name,
        credential=row.signer_credential,
        npi=_npi(row),
        signed_at=f"{from_zone:%m/%d/%Y %I:%M %p %Z}",
        digest=row.digest,
        signature_hash=row.signature_hash,
    )


def _npi(row: RequestPacket) -> str:
    """Of the signer, where the packet names them as the treating therapist with it."""
    return row.signed_by.npi if row.signed_by else ""
