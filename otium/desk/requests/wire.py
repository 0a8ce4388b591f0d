"""A request as a 278, with its packet as a 275: from the records to the bodies that are posted."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from otium.desk import clock, codes, trading
from otium.desk.outbox import roads
from otium.desk.outbox.posting import Letter
from otium.desk.requests import proposing, signing
from otium.desk.requests.refusals import Refused
from otium.records import chart
from otium.records.models import Authorization, AuthorizationRequest, Coverage, Patient, Referral
from otium.records.scope import in_ot
from otium.rules.prior_auth import wire_request as rules
from otium.terms.additional_information import AdditionalInformation, AttachedItem, Purpose, media_of
from otium.terms.auth_content import Member, Named, RequestContent
from otium.terms.claim_parties import Address
from otium.terms.lack import Lack
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Attachment, Party
from otium.wires.x12 import t275, t278
from otium.wires.x12.writing import Body, Incomplete

REVIEW, PAPERS = "278", "275"
GUIDE = "005010X211"
FOCUS = "authorizationrequest"
ON_REQUEST = Attachment("OZ", "AA", None)  # the payer may ask for it: no road carries it


@dataclass(frozen=True, slots=True)
class Written:
    """What leaves: the 278 and, where a packet goes along, its 275."""

    trace: str
    review: Body
    papers: Body | None
    control_number: str


def content_of(request: AuthorizationRequest) -> RequestContent:
    """All that the 278 is made of. Its practice, patient and coverage with payer are loaded. Four queries."""
    practice, patient, coverage = request.practice, request.patient, request.coverage
    if coverage is None:
        raise Refused("coverage", "missing")
    episode = chart.episode_of(request)
    therapist = request.therapist or (episode.therapist if episode else None)
    return RequestContent(
        kind=RequestKind(request.kind),
        is_urgent=request.is_urgent,
        payer_name=coverage.payer.name,
        payer_id=coverage.payer.payer_ids[0] if coverage.payer.payer_ids else "",
        practice_name=practice.name,
        practice_npi=practice.npi,
        tax_id=practice.tax_id,
        taxonomy=practice.taxonomy,
        phone=practice.phone,
        fax=practice.fax,
        address=_address(practice),
        member_id=coverage.member_id,
        patient=_member(patient),
        relationship=coverage.relationship,
        holder=None if coverage.relationship == "self" else _holder(coverage),
        icd10=tuple(episode.icd10) if episode else (),
        onset_on=episode.onset_on if episode else None,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        per_week=request.per_week,
        weeks=request.weeks,
        lines=proposing.lines_of(request.lines),
        place_code=request.place_code,
        therapist=Named(therapist.name, therapist.npi) if therapist else None,
        orderer=_orderer(request),
        earlier=_earlier(request),
    )


def _address(practice: object) -> Address | None:
    lines = [getattr(practice, name) for name in ("address", "city", "state", "postal_code")]
    street, city, state, postal_code = lines
    return Address((street,), city, state, postal_code) if all(lines) else None


def _member(patient: Patient) -> Member:
    return Member(patient.last_name, patient.first_name, patient.middle_name, patient.birth_on, patient.sex)


def _holder(coverage: Coverage) -> Member:
    return Member(
        coverage.subscriber_last_name, coverage.subscriber_first_name, "", coverage.subscriber_birth_on,
        coverage.subscriber_sex,
    )  # fmt: skip


def _orderer(request: AuthorizationRequest) -> Named | None:
    """Who wrote the newest order for occupational therapy, where they are named; an order of the request's own course
    of care comes before others. What a speech or physical therapist was ordered to do is none of it."""
    rows = Referral.objects.filter(in_ot(), patient=request.patient, entered_in_error=False)
    newest = F("written_on").desc(nulls_last=True)
    found = list(rows.exclude(referrer_name="").order_by(newest, "id"))
    own = (each for each in found if each.episode_id is not None and each.episode_id == request.episode_id)
    row = next(own, found[0] if found else None)
    return Named(row.referrer_name, row.referrer_npi) if row else None


def _earlier(request: AuthorizationRequest) -> str:
    held: Authorization | None = request.authorization
    return held.number if held else ""


def lacks(request: AuthorizationRequest) -> tuple[Lack, ...]:
    """What keeps the 278 from being written; nothing: it may be."""
    return tuple(rules.lacks(content_of(request)))


def write(request: AuthorizationRequest, at: datetime) -> Written:
    """Raises Refused("", "lacks", lacks)."""
    content = content_of(request)
    if found := tuple(rules.lacks(content)):
        raise Refused("", "lacks", found)
    practice, trace = request.practice, codes.trace()
    local, profile = at.astimezone(clock.zone(practice)), profile_of(request, at)
    packet = signing.signed_packet(request)
    pdf = signing.pdf_of(packet) if packet else None
    carries = pdf is not None and roads.connection_for(practice, PAPERS, content.payer_id) is not None
    control_number = codes.trace() if carries else ""
    attached = rules.attachment(control_number) if carries else ON_REQUEST if pdf is not None else None
    asked = rules.request(replace(content, attachment=attached), trace=trace, at=local)
    try:
        review = t278.write_request(asked, profile=profile)
        information = _papers(content, trace, control_number, pdf or b"", local)
        papers = t275.write(information, profile=profile) if carries else None
    except Incomplete as refused:
        lack = Lack("refused", refused.loop, refused.element, "authorization_request", detail=refused.why)
        raise Refused("", "lacks", (lack,)) from refused
    return Written(trace, review, papers, control_number)


def cancellation(request: AuthorizationRequest, number: int, at: datetime) -> Letter:
    """The 278 that takes it back under the payer's number. `number`: which sending of the request this is.

    Raises Refused("", "lacks", lacks).
    """
    content = content_of(request)
    if found := tuple(rules.cancel_lacks(content)):
        raise Refused("", "lacks", found)
    trace, local = codes.trace(), at.astimezone(clock.zone(request.practice))
    asked = rules.cancellation(content, reference=request.reference, trace=trace, at=local)
    try:
        body = t278.write_request(asked, profile=profile_of(request, at))
    except Incomplete as refused:
        lack = Lack("refused", refused.loop, refused.element, "authorization_request", detail=refused.why)
        raise Refused("", "lacks", (lack,)) from refused
    return Letter(
        key=f"{REVIEW} {request.pk} cancel {number}", kind=REVIEW, body=body, payer_id=content.payer_id, trace=trace,
        patient_id=request.patient_id, focus=(FOCUS, request.pk),
    )  # fmt: skip


def profile_of(request: AuthorizationRequest, at: datetime) -> TradingProfile:
    payer = request.coverage.payer
    return trading.profile(PayerType(payer.payer_type), payer.rules_key, clock.day(at, request.practice))


def _papers(
    content: RequestContent, trace: str, control_number: str, pdf: bytes, local: datetime
) -> AdditionalInformation:
    item = AttachedItem(control_number, (), None, (), "AE", None, None, media_of(pdf), pdf, 0)
    asked = rules.request(content, trace=trace, at=local)
    patient = asked.patient.party._replace(entity="QC") if asked.patient else None
    return AdditionalInformation(
        guide=GUIDE, purpose=Purpose.UNSOLICITED, reference=control_number or None, made_on=local.date(),
        made_time=f"{local:%H%M}", payer=asked.payer,
        submitter=Party("41", False, content.practice_name, None, None, None, "XX", content.practice_npi),
        provider=asked.requester.party if asked.requester else None, patient=patient, references=(), dates=(),
        contacts=(), items=(item,), segment=0,
    )  # fmt: skip


def letters(request: AuthorizationRequest, written: Written, number: int) -> list[Letter]:
    """The 278, and its 275. `number`: which sending of the request this is."""
    payer_id = request.coverage.payer.payer_ids[0]
    review = Letter(
        key=f"{REVIEW} {request.pk} {number}", kind=REVIEW, body=written.review, payer_id=payer_id,
        trace=written.trace, patient_id=request.patient_id, focus=(FOCUS, request.pk),
    )  # fmt: skip
    if written.papers is None:
        return [review]
    papers = replace(review, key=f"{PAPERS} {request.pk} {number}", kind=PAPERS, body=written.papers,
                     trace=written.control_number)  # fmt: skip
    return [review, papers]
