"""Papers for a claim or a request, sent with X12 275: what they support, what they answer, and their bytes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from otium.terms.claim_status import ClaimStatus
from otium.terms.x12 import Contact, DateSpan, Party, Reference


class Media(StrEnum):
    """What a paper's first bytes show it to be."""

    PDF = "application/pdf"
    C_CDA = "application/cda+xml"  # an HL7 ClinicalDocument, alone or in a MIME envelope


class Purpose(StrEnum):
    """BGN01. Source: X12 element 353."""

    UNSOLICITED = "02"  # sent with the claim or request, which names it in PWK06
    SOLICITED = "11"  # answers a payer who asked for it


class AttachedItem(NamedTuple):
    """One paper (LX)."""

    control_number: str | None  # TRN02: our PWK06, or the number under which the payer asked
    asked: tuple[ClaimStatus, ...]  # STC, the payer's question come back: R4 with a LOINC code
    line_number: str | None  # REF*FJ: the service line it is about
    dates: tuple[DateSpan, ...]  # 368 submitted, 472 of the line
    report: str | None  # CAT01: AE attachment
    format: str | None  # CAT02: HL for HL7, TX text, ...
    security: str | None  # EFI01
    media: Media | None  # None where the bytes are neither
    content: bytes
    segment: int


@dataclass(frozen=True, slots=True)
class AdditionalInformation:
    """One 275: papers for one patient's claim or request. Source: X12 005010X210 and 005010X211."""

    guide: str
    purpose: Purpose | None
    reference: str | None  # BGN02
    made_on: date | None  # BGN03
    made_time: str | None  # BGN04
    payer: Party | None  # PR, or X3 who reviews
    submitter: Party | None
    provider: Party | None
    patient: Party | None
    references: tuple[Reference, ...]  # of the patient: EJ our claim (CLM01), 1K the payer's, EA medical record
    dates: tuple[DateSpan, ...]  # 472
    contacts: tuple[Contact, ...]  # of the payer, as it asked
    items: tuple[AttachedItem, ...]
    segment: int

    @property
    def patient_control_number(self) -> str | None:
        return next((each.value for each in self.references if each.qualifier == "EJ"), None)


def media_of(content: bytes) -> Media | None:
    """By content, never by what the sender calls it.

    >>> media_of(b"%PDF-1.7"), media_of(b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>"), media_of(b"GIF89a")
    (<Media.PDF: 'application/pdf'>, <Media.C_CDA: 'application/cda+xml'>, None)
    """
    head = content[:_LOOKED_AT]
    if head.lstrip().startswith(b"%PDF-"):
        return Media.PDF
    return Media.C_CDA if b"<ClinicalDocument" in head or b":ClinicalDocument" in head else None


_LOOKED_AT = 4096  # bytes: an XML prologue or MIME head before the first tag is shorter
