"""An 835 to a remittance: the payment, its claims with their lines, and whether it all adds up."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol

from otium.terms.remittance import (
    ClaimGroup,
    ClaimPayment,
    Organisation,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from otium.terms.x12 import Adjustment, Contact, DateSpan, Finding, Party, Reference, Severity, Trace
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_835 import GUIDE, SHAPE
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.claims import City
from otium.wires.x12.segments.payments import StatedClaim, Withheld
from otium.wires.x12.segments.status import StatedService
from otium.wires.x12.t835.balances import Totals, check_claim
from otium.wires.x12.walk import START, Action, Report, Walker

_service = partial(tuple.__new__, ServicePayment)  # a fifth of the time of ServicePayment(...), made for every line
_PATIENT = "QC"
_TECHNICAL = "BL"  # PER01
_CLAIM_ADJUSTMENTS, _SERVICES = ClaimPayment._fields.index("adjustments"), ClaimPayment._fields.index("services")
_SERVICE_ADJUSTMENTS = ServicePayment._fields.index("adjustments")
# What stands behind the elements of CLP (before its services) and SVC: tuples, because most stay empty or hold one.
_CLAIM_PARTS = [()] * (_SERVICES - _CLAIM_ADJUSTMENTS)
_SERVICE_PARTS = [()] * (len(ServicePayment._fields) - ServicePayment._fields.index("dates"))
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
    remittance = reading.end()
    SHAPE.compare(transaction, report)
    return (remittance,), report.findings


def claim_of(
    texts: Iterable[str], *, first: int, group: str | None, by: Walker
) -> tuple[ClaimPayment, tuple[Finding, ...]]:
    """One claim out of its CLP loop alone. Findings name no interchange and transaction."""
    report = Report(interchange=None, transaction=None)
    reading = _Reading(first, report)
    if group is not None:
        reading.groups.append(ClaimGroup(first, group))
    by.follow(texts, first=first, reading=reading, report=report)
    reading.close_claim()
    return reading.claims[0], report.findings


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
        self.claim: list[Any] | None = None  # of the open CLP loop, in the order of ClaimPayment; Any: by the field
        self.service: list[Any] | None = None  # the same of the open SVC loop
        self.services: list[ServicePayment] = []  # of the open CLP loop, closed

    def close_claim(self) -> None:
        if self.claim is None:
            return
        self.close_service()
        claim = _claim((*self.claim, tuple(self.services)))
        self.claim, self.services = None, []
        if not any(party.entity == _PATIENT for party in claim.parties):
            message = "The claim's loop has no NM1 with QC: whose claim this is follows from CLP01 alone."
            self.report.add(Severity.WARNING, "no-patient", message, segment=claim.segment)
        check_claim(claim, self.report)
        self.totals.add(claim)
        self.claims.append(claim)

    def close_service(self) -> None:
        if self.service is not None and self.claim is not None:
            self.services.append(_service(self.service))
            self.service = None

    def repeated(self, tag: str, segment: int) -> None:
        """What an 835 has once stands there again: which one counts is for the payer to say."""
        message = f"{tag} stands here again; the first one is taken."
        self.report.add(Severity.ERROR, "repeated-segment", message, segment=segment)

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
        if payer is not None:
            self._check_payer(payer)
        if self.payment is not None:
            self.totals.check(self.payment, self.withheld, self.report, segment=self.payment_segment)
        self.totals.check_reversals(self.report)

    def _check_payer(self, payer: Organisation) -> None:
        """What the guide wants of a payer and no posting needs."""
        technical = any(each.function == _TECHNICAL for each in payer.contacts)
        for tag, is_there in (("N3", bool(payer.street)), ("N4", payer.city is not None), ("PER", technical)):
            if not is_there:
                message = f"{tag} is missing of the payer (1000A)."
                self.report.lacks(tag, message, segment=self.segment, severity=Severity.WARNING)


def _payment(reading: _Reading, payment: Payment, segment: int, loop: str) -> None:
    if reading.payment is not None:
        reading.repeated("BPR", segment)
        return
    reading.payment, reading.payment_segment = payment, segment


def _trace(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    if reading.trace is not None:
        reading.repeated("TRN", segment)
        return
    reading.trace = trace


def _reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.references += (reference,)


def _date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.dates += (span,)


def _organisation(reading: _Reading, party: Party, segment: int, loop: str) -> None:
    if any(each.party.entity == party.entity for each in reading.organisations):
        reading.repeated("N1", segment)
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
    group = reading.groups[-1].number if reading.groups else None
    reading.claim = [segment, group, *stated, *_CLAIM_PARTS]


def _begin_service(reading: _Reading, stated: StatedService, segment: int, loop: str) -> None:
    reading.close_service()
    reading.service = [segment, *stated, *_SERVICE_PARTS]


def _withheld(reading: _Reading, pairs: tuple[Withheld, ...], segment: int, loop: str) -> None:
    reading.close_claim()
    reading.withheld += [ProviderAdjustment(segment, *pair) for pair in pairs]


class _InClaim(Protocol):
    """A reading in 2100 or 2110, which only CLP and SVC open."""

    claim: list[Any]
    service: list[Any]


def _of_claim(name: str) -> Action:
    """An action that keeps a value in this field of the open claim."""
    field = ClaimPayment._fields.index(name)

    def keep(reading: _InClaim, value: object, segment: int, loop: str) -> None:
        if value is not None:
            reading.claim[field] += (value,)

    return keep


def _of_service(name: str) -> Action:
    """An action that keeps a value in this field of the open line."""
    field = ServicePayment._fields.index(name)

    def keep(reading: _InClaim, value: object, segment: int, loop: str) -> None:
        if value is not None:
            reading.service[field] += (value,)

    return keep


def _claim_adjustments(reading: _InClaim, adjustments: tuple[Adjustment, ...], segment: int, loop: str) -> None:
    reading.claim[_CLAIM_ADJUSTMENTS] += adjustments


def _service_adjustments(reading: _InClaim, adjustments: tuple[Adjustment, ...], segment: int, loop: str) -> None:
    reading.service[_SERVICE_ADJUSTMENTS] += adjustments


_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BPR": _payment, "TRN": _trace, "REF": _reference, "DTM": _date},
    "1000": {
        "N1": _organisation, "N3": _street, "N4": _city, "REF": _organisation_reference, "PER": _organisation_contact,
    },
    "2000": {"LX": _group, "TS2": _group_totals, "TS3": _group_totals},
    "2100": {
        "CLP": _begin_claim,
        "CAS": _claim_adjustments,
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
        "CAS": _service_adjustments,
        "REF": _of_service("references"),
        "AMT": _of_service("amounts"),
        "QTY": _of_service("quantities"),
        "LQ": _of_service("remarks"),
    },
    "3000": {"PLB": _withheld},
}  # fmt: skip
