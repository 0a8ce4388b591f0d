"""What a 278 request says of a request on file, and what the records lack for one. Nothing is invented.

Source: X12 005010X217: a patient event (2000E) with its period (AAH), diagnoses, quantity (HSD) and services (2000F).
Certainty: from knowledge of the guide.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from otium.rules.claims.building.parties import digits, name_of
from otium.rules.eligibility.asking import NPI, PAYER_ID, RELATIONSHIPS, originator
from otium.rules.eligibility.asking import Named as Subject
from otium.terms.auth_content import AskedLine, Member, Named, RequestContent
from otium.terms.auth_decision import ServiceLine
from otium.terms.auth_request import (
    AuthRequest,
    Requested,
    RequestedService,
    RequestType,
    ReviewAsked,
    ReviewProvider,
    Urgency,
)
from otium.terms.eligibility_inquiry import OCCUPATIONAL_THERAPY
from otium.terms.identifiers import npi_is_valid
from otium.terms.lack import Lack
from otium.terms.prior_auth import Basis, RequestKind
from otium.terms.x12 import Attachment, Contact, DateSpan, Delivery, Diagnosis, Party, Procedure, Reference, Trace

TYPES = {
    RequestKind.ASSESSMENT: RequestType.INITIAL,
    RequestKind.INITIAL: RequestType.INITIAL,
    RequestKind.RENEWAL: RequestType.RENEWAL,
    RequestKind.AMENDMENT: RequestType.REVISED,
}
HEALTH_SERVICES, OFFICE, PLACE_OF_SERVICE, RELEASED = "HS", "11", "B", "Y"
ONSET, PROPOSED, EARLIER, PAYERS_OWN = "431", "AAH", "BB", "NT"
VISITS, UNITS, EACH_WEEK, WEEKS, CODES = "VS", "UN", "WK", "35", "HC"
PRINCIPAL, OTHER = "ABK", "ABF"
NEEDS_EARLIER = frozenset({RequestKind.RENEWAL, RequestKind.AMENDMENT})


def lacks(content: RequestContent) -> Iterator[Lack]:
    """Everything that is missing or cannot be right, in the order of the message. Nothing: it may be written."""
    yield from _of_parties(content)
    yield from _of_event(content)
    yield from _of_lines(content.lines)


def _of_parties(content: RequestContent) -> Iterator[Lack]:
    loop = "2010C" if content.holder is None else "2010D"
    if not content.payer_id:
        yield Lack("payer_id_missing", "2010A", "NM109", "payer")
    if not npi_is_valid(content.practice_npi):
        yield Lack("practice_npi_missing", "2010B", "NM109", "practice")
    if not content.member_id:
        yield Lack("member_id_missing", "2010C", "NM109", "coverage")
    if content.holder is not None and not (content.holder.last_name and content.holder.first_name):
        yield Lack("holder_name_missing", "2010C", "NM103", "coverage")
    if content.patient.birth_on is None:
        yield Lack("patient_birth_missing", loop, "DMG02", "patient")


def _of_event(content: RequestContent) -> Iterator[Lack]:
    if not content.icd10:
        yield Lack("diagnosis_missing", "2000E", "HI01", "episode")
    if content.starts_on is None or (content.ends_on is None and content.kind is not RequestKind.ASSESSMENT):
        yield Lack("period_missing", "2000E", "DTP03", "authorization_request")
    if content.kind in NEEDS_EARLIER and not content.earlier:
        yield Lack("earlier_number_missing", "2000E", "REF02", "authorization_request")
    if content.therapist is not None and not npi_is_valid(content.therapist.npi):
        yield Lack("therapist_npi_missing", "2010E", "NM109", "therapist")
    if content.orderer is not None and content.orderer.npi and not npi_is_valid(content.orderer.npi):
        yield Lack("referrer_npi_missing", "2010E", "NM109", "referral")


def _of_lines(lines: tuple[AskedLine, ...]) -> Iterator[Lack]:
    if not lines or any(not line.quantity for line in lines):
        yield Lack("quantity_missing", "2000E", "HSD02", "authorization_request")
    for number, line in enumerate(lines, 1):
        if line.basis is Basis.UNITS and len(line.codes) != 1:
            yield Lack("units_without_code", "2000F", "SV101", "authorization_request", line=number)


def request(content: RequestContent, *, trace: str, at: datetime) -> AuthRequest:
    """`at` is in the practice's zone. Only for content without lacks."""
    event = _event(content, trace)
    dependent = None
    if content.holder is not None:
        dependent = _subject(content.patient).person("QC", None, RELATIONSHIPS.get(content.relationship, "34"))
    holder = content.holder or content.patient
    return AuthRequest(
        payer=Party("X3", False, content.payer_name, None, None, None, PAYER_ID, content.payer_id),
        requester=_requester(content),
        subscriber=_subject(holder).person("IL", content.member_id),
        dependent=dependent,
        person_references=(),
        event=event,
        services=tuple(_services(content)),
        reference=trace,
        asked_on=at.date(),
        asked_time=f"{at:%H%M}",
    )


def cancel_lacks(content: RequestContent) -> Iterator[Lack]:
    """As `lacks`, for what takes the request back: it asks for nothing, so only the parties must be named."""
    yield from _of_parties(content)


def cancellation(content: RequestContent, *, reference: str, trace: str, at: datetime) -> AuthRequest:
    """The request taken back (UM02 3) under the payer's own number of it (REF NT). `trace` is of this message.

    No earlier authorization is named (REF BB): a payer would cancel that one.
    """
    asked = request(replace(content, lines=(), attachment=None, therapist=None, orderer=None), trace=trace, at=at)
    event = asked.event
    review = event.asked._replace(type=RequestType.CANCEL, type_code=RequestType.CANCEL.value) if event.asked else None
    proposed = tuple(each for each in event.dates if each.qualifier == PROPOSED)
    bare = event._replace(asked=review, references=(Reference(PAYERS_OWN, reference),), dates=proposed, diagnoses=())
    return replace(asked, event=bare)


def _subject(member: Member) -> Subject:
    return Subject(member.last_name, member.first_name, member.middle_name, member.birth_on, member.sex)


def _requester(content: RequestContent) -> ReviewProvider:
    party = Party("1P", False, content.practice_name, None, None, None, NPI, content.practice_npi)
    numbers = tuple(
        (kind, number) for kind, number in (("TE", digits(content.phone)), ("FX", digits(content.fax))) if number
    )
    contacts = (Contact("IC", content.practice_name, numbers),) if numbers else ()
    return ReviewProvider(party, content.taxonomy or None, contacts=contacts, address=content.address)


def _event(content: RequestContent, trace: str) -> Requested:
    urgency = Urgency.URGENT if content.is_urgent else None
    asked = ReviewAsked(
        HEALTH_SERVICES, TYPES[content.kind], TYPES[content.kind].value, OCCUPATIONAL_THERAPY,
        place=content.place_code or OFFICE, place_qualifier=PLACE_OF_SERVICE,
        urgency=urgency, urgency_code=urgency.value if urgency else None, release=RELEASED,
    )  # fmt: skip
    return Requested(
        traces=(Trace(trace, originator(content.tax_id, content.practice_npi), None),),
        asked=asked,
        references=(Reference(EARLIER, content.earlier),) if content.earlier else (),
        dates=tuple(_dates(content)),
        diagnoses=tuple(_diagnoses(content.icd10)),
        deliveries=_of_whole(content),
        attachments=(content.attachment,) if content.attachment else (),
        messages=(),
        providers=tuple(_providers(content)),
        segment=0,
    )


def _dates(content: RequestContent) -> Iterator[DateSpan]:
    if content.onset_on is not None:
        yield DateSpan(ONSET, content.onset_on, None)
    if content.starts_on is not None:
        yield DateSpan(PROPOSED, content.starts_on, content.ends_on)


def _diagnoses(codes: tuple[str, ...]) -> Iterator[Diagnosis]:
    for at, code in enumerate(codes):
        yield Diagnosis(OTHER if at else PRINCIPAL, code.replace(".", ""))


def _of_whole(content: RequestContent) -> tuple[Delivery, ...]:
    """How many visits in all, said as a rhythm where that comes to the same. Units stand in their services."""
    lines = content.lines
    if len(lines) != 1 or lines[0].basis is not Basis.VISITS or lines[0].quantity is None:
        return ()
    quantity, per_week, weeks = lines[0].quantity, content.per_week, content.weeks
    if per_week and weeks and per_week * weeks == quantity:
        return (Delivery(VISITS, per_week, EACH_WEEK, WEEKS, Decimal(weeks), None),)
    return (_count(quantity),)


def _count(quantity: int) -> Delivery:
    return Delivery(VISITS, Decimal(quantity), None, None, None, None)


def _services(content: RequestContent) -> Iterator[RequestedService]:
    is_whole = bool(_of_whole(content))
    for line in content.lines:
        if line.basis is Basis.UNITS:
            quantity = Decimal(line.quantity) if line.quantity else None
            yield RequestedService(_bare(()), tuple(_line(code, quantity, UNITS) for code in line.codes))
            continue
        for at, code in enumerate(line.codes or ("",)):
            counts = () if is_whole or at or line.quantity is None else (_count(line.quantity),)
            if code or counts:
                yield RequestedService(_bare(counts), (_line(code, None, None),) if code else ())


def _line(code: str, quantity: Decimal | None, unit: str | None) -> ServiceLine:
    return ServiceLine(Procedure(CODES, code, (), None), quantity, unit if quantity else None, None, 0)


def _bare(deliveries: tuple[Delivery, ...]) -> Requested:
    """A service that is asked like its event."""
    return Requested((), None, (), (), (), deliveries, (), (), (), 0)


def _providers(content: RequestContent) -> Iterator[ReviewProvider]:
    for role, named in (("SJ", content.therapist), ("DK", content.orderer)):
        if named is not None and named.npi:
            yield ReviewProvider(_person(role, named))


def _person(role: str, named: Named) -> Party:
    name = name_of(named.name)
    return Party(role, True, name.family, name.given, name.middle, None, NPI, named.npi)


def attachment(control_number: str) -> Attachment:
    """A packet that follows as a 275 under that number."""
    return Attachment("OZ", "EL", control_number)
