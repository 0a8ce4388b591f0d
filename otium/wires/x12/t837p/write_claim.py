"""One claim (2300), the people on it and the other insurances (2310, 2320, 2330) to segments."""

from dataclasses import replace
from decimal import Decimal

from otium.terms.claim import (
    CLAIM_LOOPS,
    DateKind,
    Frequency,
    OtherCoverage,
    ProfessionalClaim,
    ReferenceKind,
    RelatedCauses,
    Roles,
)
from otium.terms.claim_parties import Provider
from otium.terms.x12 import DateSpan
from otium.wires.x12 import emit
from otium.wires.x12.t837p import write_details as details
from otium.wires.x12.t837p import write_parties as parties
from otium.wires.x12.t837p.write_line import add_line
from otium.wires.x12.writing import Writer, composite

_MOST_ID, _MOST_DIAGNOSES, _MOST_LINES, _MOST_OTHERS = 20, 12, 50, 10
_AUTO, _OTHER_ACCIDENT = "AA", "OA"
_AGAIN = frozenset({Frequency.REPLACEMENT, Frequency.VOID})


def add_claim(out: Writer, claim: ProfessionalClaim) -> None:
    """2300 to 2430. Raises Incomplete for what the guide needs and the claim lacks."""
    out.enter("2300")
    _opening(out, claim)
    for span in claim.dates:
        emit.date_span(out, span)
    emit.attachments(out, claim.attachments)
    if claim.patient_paid is not None:
        out.add("AMT", "F5", out.dollars(claim.patient_paid, "AMT02"))
    _references(out, claim)
    for text in claim.fixed:
        out.add("K3", out.need(text, "K301", most=80))
    details.add_notes(out, claim.notes)
    _diagnoses(out, claim)
    details.add_roles(out, _roles(out, claim), CLAIM_LOOPS)
    if len(claim.others) > _MOST_OTHERS:
        raise out.refusal("SBR01", f"a claim has at most {_MOST_OTHERS} other insurances")
    for other in claim.others:
        _other(out, other)
    if not 1 <= len(claim.lines) <= _MOST_LINES:
        raise out.refusal("LX01", f"a claim has 1 to {_MOST_LINES} lines")
    for number, line in enumerate(claim.lines, 1):
        add_line(out, line, number, len(claim.diagnoses))


def _opening(out: Writer, claim: ProfessionalClaim) -> None:
    """CLM."""
    facility = composite(
        out.need(claim.place_of_service, "CLM05-1", most=2), "B", out.need(claim.frequency, "CLM05-3", most=1)
    )
    out.add(
        "CLM",
        out.need(claim.id, "CLM01", most=_MOST_ID),
        out.dollars(claim.charge, "CLM02", lowest=Decimal(0)),
        *("", ""),
        facility,
        out.need(claim.provider_signature, "CLM06", most=1),
        out.need(claim.assignment, "CLM07", most=1),
        out.need(claim.benefits_assigned, "CLM08", most=1),
        out.need(claim.release, "CLM09", most=1),
        out.may(claim.patient_signature, "CLM10", most=1),
        _related(out, claim, claim.related) if claim.related else "",
        out.may(claim.special_program, "CLM12", most=3),
        *[""] * 7,
        out.may(claim.delay_reason, "CLM20", most=2),
    )


def _related(out: Writer, claim: ProfessionalClaim, related: RelatedCauses) -> str:
    """CLM11. Raises Incomplete for an accident without its day, or an auto accident without its state."""
    if not 1 <= len(related.causes) <= 2:
        raise out.refusal("CLM11-1", "one or two related causes")
    if _AUTO in related.causes and not (related.state or related.country):
        raise out.refusal("CLM11-4", "an auto accident needs its state")
    if {_AUTO, _OTHER_ACCIDENT}.intersection(related.causes) and claim.dated(DateKind.ACCIDENT) is None:
        raise out.refusal("DTP03", "an accident needs its day (439)")
    causes = [out.need(cause, "CLM11-1", most=3) for cause in related.causes]
    state, country = out.may(related.state, "CLM11-4", most=2), out.may(related.country, "CLM11-5", most=3)
    return composite(*causes, *[""] * (3 - len(causes)), state, country)


def _references(out: Writer, claim: ProfessionalClaim) -> None:
    if claim.frequency in _AGAIN and not claim.reference(ReferenceKind.PAYER_CLAIM):
        raise out.refusal("REF02", "a replacement or void needs the payer's claim number (F8)")
    parties.add_numbers(out, claim.references)


def _roles(out: Writer, claim: ProfessionalClaim) -> Roles:
    """The guide wants 2310B only where another treated than bills; some payers want it always."""
    billing, rendering = claim.billing.provider, claim.roles.rendering
    if rendering is None and out.profile.names_rendering_always and billing.name.is_person:
        return replace(claim.roles, rendering=Provider(billing.name, billing.npi, billing.taxonomy))
    is_same = rendering is not None and rendering.npi is not None and rendering.npi == billing.npi
    if is_same and not out.profile.names_rendering_always:
        return replace(claim.roles, rendering=None)
    return claim.roles


def _diagnoses(out: Writer, claim: ProfessionalClaim) -> None:
    if not 1 <= len(claim.diagnoses) <= _MOST_DIAGNOSES:
        raise out.refusal("HI01", f"a claim has 1 to {_MOST_DIAGNOSES} diagnoses")
    codes = [
        composite(out.need(each.qualifier, f"HI{at:02}-1", most=3), out.need(each.code, f"HI{at:02}-2", most=30))
        for at, each in enumerate(claim.diagnoses, 1)
    ]
    out.add("HI", *codes)


def _other(out: Writer, other: OtherCoverage) -> None:
    """2320, 2330A and 2330B."""
    out.enter("2320")
    parties.add_coverage(out, other.coverage, out.need(other.relationship, "SBR02", most=2))
    emit.adjustments(out, other.adjustments)
    for amount in other.amounts:
        out.add("AMT", out.need(amount.qualifier, "AMT01", most=3), out.dollars(amount.amount, "AMT02"))
    assigned, release = out.need(other.benefits_assigned, "OI03", most=1), out.need(other.release, "OI06", most=1)
    out.add("OI", "", "", assigned, out.may(other.patient_signature, "OI04", most=1), "", release)
    if other.adjudication:
        out.add("MOA", *(out.may(each, "MOA") for each in other.adjudication.elements))
    out.enter("2330A")
    parties.add_other_subscriber(out, other.coverage.subscriber)
    out.enter("2330B")
    payer = other.coverage.payer
    parties.add_payer(out, payer, ())
    if other.adjudicated_on:
        emit.date_span(out, DateSpan(DateKind.ADJUDICATED, other.adjudicated_on, None))
    parties.add_references(out, payer.references)
