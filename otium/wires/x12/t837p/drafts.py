"""What has been read of a claim so far, and its turning into terms."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from otium.terms.claim import (
    BillingProvider,
    ClaimLine,
    DateKind,
    LineAdjudication,
    Note,
    OtherCoverage,
    ProfessionalClaim,
    Roles,
)
from otium.terms.claim_parties import (
    Address,
    ClaimCoverage,
    ClaimPayer,
    ClaimPerson,
    Dependent,
    Name,
    PayToPlan,
    Provider,
)
from otium.terms.remittance import Adjudication
from otium.terms.x12 import Adjustment, Amount, Attachment, Contact, DateSpan, Diagnosis, Party, Procedure, Reference
from otium.wires.x12.segments.claims import City
from otium.wires.x12.segments.professional import Adjudged, Assigned, Insured, Opening
from otium.wires.x12.segments.shared import Demography, Serviced

_UNKNOWN = Procedure("", "", (), None)
_NOWHERE = Address((), "", None, None)
_NOT_OPENED = Opening("", None, "", "", "", "", "", "", None, None, None, None)
_NOT_SAID = Demography(None, None)
_NOT_SERVICED = Serviced(None, None, None, None)


@dataclass(slots=True)
class PartyDraft:
    """One NM1 loop."""

    party: Party | None = None
    lines: tuple[str, ...] = ()
    city: City | None = None
    demography: Demography = _NOT_SAID
    taxonomy: str | None = None
    adjudicated_on: date | None = None
    references: list[Reference] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def name(self) -> Name:
        party = self.party
        if party is None:
            return Name("", is_person=False)
        return Name(party.name or "", party.given, party.middle, party.suffix, party.is_person is not False)

    @property
    def id(self) -> str:
        return (self.party.id if self.party else None) or ""

    @property
    def id_qualifier(self) -> str:
        return (self.party.id_qualifier if self.party else None) or ""

    @property
    def address(self) -> Address | None:
        if not self.lines and self.city is None:
            return None
        city = self.city or City(None, None, None, None)
        return Address(self.lines, city.name or "", city.state, city.postal_code, city.country)

    def provider(self) -> Provider:
        npi = self.party.npi if self.party else None
        return Provider(self.name, npi, self.taxonomy, self.address, tuple(self.references), tuple(self.contacts))

    def person(self) -> ClaimPerson:
        return ClaimPerson(
            self.name, self.id or None, self.address, self.demography.birth_on, self.demography.sex,
            tuple(self.references), tuple(self.contacts), self.id_qualifier or "MI",
        )  # fmt: skip

    def payer(self) -> ClaimPayer:
        return ClaimPayer(self.name.family, self.id, self.address, tuple(self.references), self.id_qualifier or "PI")


@dataclass(slots=True)
class CoverageDraft:
    """SBR with its 2010BA and 2010BB, or a whole 2320."""

    insured: Insured
    subscriber: PartyDraft = field(default_factory=PartyDraft)
    payer: PartyDraft = field(default_factory=PartyDraft)
    adjustments: list[Adjustment] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    assigned: Assigned | None = None
    adjudication: Adjudication | None = None

    def coverage(self) -> ClaimCoverage:
        said = self.insured
        return ClaimCoverage(
            said.responsibility, self.subscriber.person(), self.payer.payer(), said.filing, said.group_number,
            said.group_name, said.insurance_type,
        )  # fmt: skip

    def other(self) -> OtherCoverage:
        assigned = self.assigned or Assigned("", None, "")
        return OtherCoverage(
            self.coverage(), self.insured.relationship or "", tuple(self.adjustments), tuple(self.amounts),
            self.payer.adjudicated_on, self.adjudication, assigned.benefits_assigned, assigned.release,
            assigned.patient_signature,
        )  # fmt: skip


@dataclass(slots=True)
class AdjudgedDraft:
    """One 2430."""

    said: Adjudged
    adjustments: list[Adjustment] = field(default_factory=list)
    adjudicated_on: date | None = None
    patient_owes: Decimal | None = None

    def adjudication(self) -> LineAdjudication:
        said = self.said
        return LineAdjudication(
            said.payer_id, said.paid, said.procedure, said.units, self.adjudicated_on, tuple(self.adjustments),
            self.patient_owes, said.bundled_into,
        )  # fmt: skip


@dataclass(slots=True)
class PartsDraft:
    """What claims and lines both have."""

    dates: list[DateSpan] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    people: list[PartyDraft] = field(default_factory=list)

    def roles(self) -> Roles:
        found: dict[str, list[Provider]] = {}
        for each in self.people:
            if each.party:
                found.setdefault(each.party.entity, []).append(each.provider())
        one = {entity: providers[0] for entity, providers in found.items()}
        return Roles(
            tuple(found.get("DN", ())), one.get("P3"), one.get("82"), one.get("77"), one.get("DQ"), one.get("DK")
        )


@dataclass(slots=True)
class LineDraft(PartsDraft):
    """One 2400."""

    serviced: Serviced = _NOT_SERVICED
    adjudged: list[AdjudgedDraft] = field(default_factory=list)

    def line(self) -> ClaimLine:
        said = self.serviced
        served = next((each for each in self.dates if each.qualifier == DateKind.SERVICE), None)
        return ClaimLine(
            said.procedure or _UNKNOWN, said.amount, said.quantity, served, said.pointers, said.unit or "",
            said.place_of_service, said.description, said.is_emergency, said.is_epsdt, tuple(self.attachments),
            tuple(each for each in self.dates if each is not served), tuple(self.references), tuple(self.notes),
            self.roles(), tuple(each.adjudication() for each in self.adjudged),
        )  # fmt: skip


@dataclass(slots=True)
class ClaimDraft(PartsDraft):
    """One 2300."""

    opening: Opening = _NOT_OPENED
    diagnoses: list[Diagnosis] = field(default_factory=list)
    patient_paid: Decimal | None = None
    fixed: list[str] = field(default_factory=list)
    others: list[CoverageDraft] = field(default_factory=list)
    lines: list[LineDraft] = field(default_factory=list)

    def claim(self, billing: BillingProvider, coverage: ClaimCoverage, patient: Dependent | None) -> ProfessionalClaim:
        said = self.opening
        return ProfessionalClaim(
            said.id, billing, coverage, said.charge, said.place_of_service, tuple(self.diagnoses),
            tuple(each.line() for each in self.lines), patient, said.frequency, said.provider_signature,
            said.assignment, said.benefits_assigned, said.release, said.patient_signature, said.related,
            said.special_program, said.delay_reason, tuple(self.dates), tuple(self.attachments), self.patient_paid,
            tuple(self.references), tuple(self.fixed), tuple(self.notes), self.roles(),
            tuple(each.other() for each in self.others),
        )  # fmt: skip


@dataclass(slots=True)
class BillingDraft:
    """One 2000A."""

    taxonomy: str | None = None
    provider: PartyDraft = field(default_factory=PartyDraft)
    pay_to: PartyDraft | None = None
    pay_to_plan: PartyDraft | None = None

    def billing(self) -> BillingProvider:
        self.provider.taxonomy = self.taxonomy
        plan = self.pay_to_plan
        return BillingProvider(
            self.provider.provider(),
            self.pay_to.provider() if self.pay_to else None,
            PayToPlan(plan.name.family, plan.id, plan.address or _NOWHERE, tuple(plan.references), plan.id_qualifier)
            if plan else None,
        )  # fmt: skip
