"""What a payer's form or representative asks for, in their order: values only, ready to be copied or read aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.desk.addressing import town_line
from otium.desk.requests import wire
from otium.records.models import AuthorizationRequest, InjuryClaim
from otium.terms.auth_content import AskedLine, Member, RequestContent
from otium.terms.packet import Section
from otium.terms.roads import RequestTerms

Value = str | date | Decimal | int | tuple[str, ...] | None
USUAL = (Section.PATIENT, Section.PROVIDER, Section.REQUEST, Section.DIAGNOSIS, Section.ORDER, Section.PLAN)
# The least that somebody on the phone needs to find the patient and take the request; no history is read out.
SPOKEN = ("practice_name", "npi", "tax_id", "patient_name", "birth_on", "member_id", "claim_number", "injured_on",
          "employer", "kind", "earlier", "diagnoses", "starts_on", "ends_on", "visits", "units", "rhythm",
          "therapist", "therapist_npi", "phone", "fax")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a form. `code` names it (pages.words.worksheets); `value` None: the records do not say."""

    code: str
    section: Section
    value: Value


def blanks(request: AuthorizationRequest, terms: RequestTerms | None) -> tuple[Blank, ...]:
    """Every field, in the order in which this payer asks for the parts; what it does not order comes after."""
    content = wire.content_of(request)
    found = [
        *_patient(request, content),
        *_provider(content),
        *_request(content),
        *_diagnosis(content),
        *_order(content),
    ]
    asked = terms.required if terms else ()
    order = [*asked, *(section for section in USUAL if section not in asked)]
    return tuple(sorted(found, key=lambda blank: order.index(blank.section)))


def spoken(request: AuthorizationRequest) -> tuple[Blank, ...]:
    """What is said on the phone, in the order in which it is asked."""
    known = {blank.code: blank for blank in blanks(request, None)}
    return tuple(known[code] for code in SPOKEN if code in known and known[code].value not in (None, "", ()))


def _patient(request: AuthorizationRequest, content: RequestContent) -> Iterable[Blank]:
    patient, coverage = content.patient, request.coverage
    yield _blank("patient_name", Section.PATIENT, _name(patient))
    yield _blank("birth_on", Section.PATIENT, patient.birth_on)
    yield _blank("sex", Section.PATIENT, patient.sex if patient.sex in ("F", "M") else "")
    yield _blank("member_id", Section.PATIENT, content.member_id)
    yield _blank("group_number", Section.PATIENT, coverage.group_number if coverage else "")
    claim = InjuryClaim.objects.filter(coverage=coverage).order_by("-changed_at").first() if coverage else None
    if claim is not None:
        yield _blank("claim_number", Section.PATIENT, claim.claim_number)
        yield _blank("injured_on", Section.PATIENT, claim.injured_on)
        yield _blank("employer", Section.PATIENT, claim.employer)
        yield _blank("adjuster", Section.PATIENT, claim.adjuster_name)
    if content.holder is not None:
        yield _blank("holder_name", Section.PATIENT, _name(content.holder))
        yield _blank("holder_birth_on", Section.PATIENT, content.holder.birth_on)


def _provider(content: RequestContent) -> Iterable[Blank]:
    yield _blank("practice_name", Section.PROVIDER, content.practice_name)
    yield _blank("npi", Section.PROVIDER, content.practice_npi)
    yield _blank("tax_id", Section.PROVIDER, content.tax_id)
    place = content.address
    town = town_line(place.city, place.state, place.postal_code) if place else ""
    words = ", ".join(part for part in (*place.lines, town) if part) if place else ""
    yield _blank("address", Section.PROVIDER, words)
    yield _blank("phone", Section.PROVIDER, content.phone)
    yield _blank("fax", Section.PROVIDER, content.fax)
    therapist = content.therapist
    yield _blank("therapist", Section.PROVIDER, therapist.name if therapist else "")
    yield _blank("therapist_npi", Section.PROVIDER, therapist.npi if therapist else "")


def _request(content: RequestContent) -> Iterable[Blank]:
    yield _blank("kind", Section.REQUEST, content.kind.value)
    yield _blank("earlier", Section.REQUEST, content.earlier)
    yield _blank("urgent", Section.REQUEST, "yes" if content.is_urgent else "no")
    yield _blank("starts_on", Section.REQUEST, content.starts_on)
    yield _blank("ends_on", Section.REQUEST, content.ends_on)
    for basis in ("visits", "units"):
        lines = tuple(_line(line) for line in content.lines if line.basis == basis and line.quantity)
        if lines:
            yield _blank(basis, Section.REQUEST, lines)
    yield _blank("rhythm", Section.REQUEST, rhythm(content.per_week, content.weeks))
    yield _blank("place_code", Section.REQUEST, content.place_code or "11")


def _diagnosis(content: RequestContent) -> Iterable[Blank]:
    yield _blank("diagnoses", Section.DIAGNOSIS, content.icd10)
    yield _blank("onset_on", Section.DIAGNOSIS, content.onset_on)


def _order(content: RequestContent) -> Iterable[Blank]:
    yield _blank("orderer", Section.ORDER, content.orderer.name if content.orderer else "")
    yield _blank("orderer_npi", Section.ORDER, content.orderer.npi if content.orderer else "")


def _blank(code: str, section: Section, value: Value) -> Blank:
    return Blank(code, section, value)


def _name(member: Member) -> str:
    return " ".join(part for part in (member.first_name, member.middle_name, member.last_name) if part)


def _line(line: AskedLine) -> str:
    """24, or 97530: 48."""
    return f"{' '.join(line.codes)}: {line.quantity}" if line.codes else str(line.quantity)


def rhythm(per_week: Decimal | None, weeks: int | None) -> str:
    """2 x 12: twice a week for twelve weeks, to be said in words; empty where one of them is not known."""
    return f"{per_week.normalize():f} x {weeks}" if per_week and weeks else ""
