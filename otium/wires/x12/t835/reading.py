"""An 835 to a remittance: the payment, its claims with their lines, and whether it all adds up."""

from functools import partial

from otium.terms.remittance import (
    Adjudication,
    ClaimGroup,
    ClaimPayment,
    Organisation,
    Payment,
    ProviderAdjustment,
    Remark,
    Remittance,
    ServicePayment,
)
from otium.terms.x12 import Adjustment, Amount, Contact, DateSpan, Finding, Party, Quantity, Reference, Severity, Trace
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_835 import GUIDE
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.claims import City
from otium.wires.x12.segments.payments import StatedClaim, Withheld
from otium.wires.x12.segments.status import StatedService
from otium.wires.x12.t835.balances import Totals, check_claim
from otium.wires.x12.walk import START, Action, Report, Walker

_service = partial(tuple.__new__, ServicePayment)  # a fifth of the time of ServicePayment(...), made for every line
_PATIENT = "QC"
_claim = partial(tuple.__new__, ClaimPayment)


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 835s with the same delimiters; it remembers the payer's usual segments."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[Remittance], tuple[Finding, ...]]:
    """The remittance, and what is not as the guide says or does not add up."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(transaction.first_position, report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    return (reading.end(),), tuple(report.findings)


class _OpenService:
    """One SVC loop while it is read. Tuples, because most stay empty or hold one."""

    __slots__ = ("adjustments", "amounts", "dates", "quantities", "references", "remarks", "segment", "stated")

    def __init__(self, stated: StatedService, segment: int) -> None:
        self.stated, self.segment = stated, segment
        self.dates: tuple[DateSpan, ...] = ()
        self.adjustments: tuple[Adjustment, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.amounts: tuple[Amount, ...] = ()
        self.quantities: tuple[Quantity, ...] = ()
        self.remarks: tuple[Remark, ...] = ()

    def closed(self) -> ServicePayment:
        return _service((
            self.segment, *self.stated, self.dates, self.adjustments, self.references, self.amounts,
            self.quantities, self.remarks,
        ))  # fmt: skip


class _OpenClaim:
    """One CLP loop while it is read."""

    __slots__ = (
        "adjudications", "adjustments", "amounts", "contacts", "dates", "group", "parties", "quantities",
        "references", "segment", "services", "stated",
    )  # fmt: skip

    def __init__(self, stated: StatedClaim, segment: int, group: str | None) -> None:
        self.stated, self.segment, self.group = stated, segment, group
        self.adjustments: tuple[Adjustment, ...] = ()
        self.parties: tuple[Party, ...] = ()
        self.adjudications: tuple[Adjudication, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.contacts: tuple[Contact, ...] = ()
        self.amounts: tuple[Amount, ...] = ()
        self.quantities: tuple[Quantity, ...] = ()
        self.services: list[ServicePayment] = []

    def closed(self) -> ClaimPayment:
        return _claim((
            self.segment, self.group, *self.stated, self.adjustments, self.parties, self.adjudications,
            self.references, self.dates, self.contacts, self.amounts, self.quantities, tuple(self.services),
        ))  # fmt: skip


class _Reading:
    """One 835 while it is read."""

    def __init__(self, segment: int, report: Report) -> None:
        self.segment, self.report, self.totals = segment, report, Totals()
        self.payment: Payment | None = None
        self.payment_segment = segment
        self.trace: Trace | None = None
        self.organisations: list[Organisation] = []
        self.references: tuple[Reference, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.groups: list[ClaimGroup] = []
        self.claims: list[ClaimPayment] = []
        self.withheld: list[ProviderAdjustment] = []
        self.claim: _OpenClaim | None = None
        self.service: _OpenService | None = None

    def close_claim(self) -> None:
        if self.claim is None:
            return
        self.close_service()
        claim, self.claim = self.claim.closed(), None
        if claim.party(_PATIENT) is None:
            message = "The claim's loop has no NM1 with QC: whose claim this is follows from CLP01 alone."
            self.report.add(Severity.WARNING, "no-patient", message, segment=claim.segment)
        check_claim(claim, self.report)
        self.totals.add(claim)
        self.claims.append(claim)

    def close_service(self) -> None:
        if self.service is not None and self.claim is not None:
            self.claim.services.append(self.service.closed())
            self.service = None

    def end(self) -> Remittance:
        self.close_claim()
        by_entity = {each.party.entity: each for each in reversed(self.organisations)}
        payer, payee = by_entity.get("PR"), by_entity.get("PE")
        self._check(payer, payee)
        return Remittance(
            self.segment, self.payment, self.trace, payer, payee, self.references, self.dates,
            tuple(self.groups), tuple(self.claims), tuple(self.withheld),
        )  # fmt: skip

    def _check(self, payer: Organisation | None, payee: Organisation | None) -> None:
        """What every remittance has, and whether it adds up."""
        present = (
            (self.payment, "no-payment", "This 835 has no BPR: what was paid is unknown."),
            (self.trace, "no-trace", "This 835 has no TRN: it cannot be matched with a deposit."),
            (payer, "no-payer", "This 835 has no N1 with PR: who pays is unknown."),
            (payee, "no-payee", "This 835 has no N1 with PE: who is paid is unknown."),
        )
        for value, code, message in present:
            if value is None:
                self.report.add(Severity.ERROR, code, message, segment=self.segment)
        if self.payment is not None:
            self.totals.check(self.payment, self.withheld, self.report, segment=self.payment_segment)
        self.totals.check_reversals(self.report)


def _payment(reading: _Reading, payment: Payment, segment: int, loop: str) -> None:
    reading.payment, reading.payment_segment = payment, segment


def _trace(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.trace = trace


def _reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.references += (reference,)


def _date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.dates += (span,)


def _organisation(reading: _Reading, party: Party, segment: int, loop: str) -> None:
    reading.organisations.append(Organisation(party))


def _street(reading: _Reading, street: tuple[str, ...], segment: int, loop: str) -> None:
    reading.organisations[-1] = reading.organisations[-1]._replace(street=street)


def _city(reading: _Reading, city: City, segment: int, loop: str) -> None:
    name, state, postal_code, country = city
    here = reading.organisations[-1]
    reading.organisations[-1] = here._replace(city=name, state=state, postal_code=postal_code, country=country)


def _organisation_reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        here = reading.organisations[-1]
        reading.organisations[-1] = here._replace(references=(*here.references, reference))


def _organisation_contact(reading: _Reading, contact: Contact, segment: int, loop: str) -> None:
    here = reading.organisations[-1]
    reading.organisations[-1] = here._replace(contacts=(*here.contacts, contact))


def _group(reading: _Reading, number: str, segment: int, loop: str) -> None:
    reading.close_claim()
    reading.groups.append(ClaimGroup(segment, number))


def _group_totals(reading: _Reading, totals: tuple[str, ...], segment: int, loop: str) -> None:
    here = reading.groups[-1]
    reading.groups[-1] = here._replace(totals=(*here.totals, totals))


def _begin_claim(reading: _Reading, stated: StatedClaim, segment: int, loop: str) -> None:
    reading.close_claim()
    if not reading.groups and not reading.claims:
        message = "Claims begin without LX; read all the same."
        reading.report.add(Severity.WARNING, "no-group", message, segment=segment)
    reading.claim = _OpenClaim(stated, segment, reading.groups[-1].number if reading.groups else None)


def _begin_service(reading: _Reading, stated: StatedService, segment: int, loop: str) -> None:
    reading.close_service()
    reading.service = _OpenService(stated, segment)


def _withheld(reading: _Reading, pairs: tuple[Withheld, ...], segment: int, loop: str) -> None:
    reading.close_claim()
    reading.withheld += [ProviderAdjustment(segment, *pair) for pair in pairs]


def _of_claim(name: str, *, is_many: bool = False) -> Action:
    """An action that keeps a value in this field of the open claim."""

    def keep(reading: _Reading, value: object, segment: int, loop: str) -> None:
        if value is not None:
            setattr(reading.claim, name, getattr(reading.claim, name) + (value if is_many else (value,)))

    return keep


def _of_service(name: str, *, is_many: bool = False) -> Action:
    """An action that keeps a value in this field of the open line."""

    def keep(reading: _Reading, value: object, segment: int, loop: str) -> None:
        if value is not None:
            setattr(reading.service, name, getattr(reading.service, name) + (value if is_many else (value,)))

    return keep


_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BPR": _payment, "TRN": _trace, "REF": _reference, "DTM": _date},
    "1000": {
        "N1": _organisation, "N3": _street, "N4": _city, "REF": _organisation_reference, "PER": _organisation_contact,
    },
    "2000": {"LX": _group, "TS2": _group_totals, "TS3": _group_totals},
    "2100": {
        "CLP": _begin_claim,
        "CAS": _of_claim("adjustments", is_many=True),
        "NM1": _of_claim("parties"),
        "MIA": _of_claim("adjudications"),
        "MOA": _of_claim("adjudications"),
        "REF": _of_claim("references"),
        "DTM": _of_claim("dates"),
        "PER": _of_claim("contacts"),
        "AMT": _of_claim("amounts"),
        "QTY": _of_claim("quantities"),
    },
    "2110": {
        "SVC": _begin_service,
        "DTM": _of_service("dates"),
        "CAS": _of_service("adjustments", is_many=True),
        "REF": _of_service("references"),
        "AMT": _of_service("amounts"),
        "QTY": _of_service("quantities"),
        "LQ": _of_service("remarks"),
    },
    "3000": {"PLB": _withheld},
}  # fmt: skip
