"""A remittance to an 835. Whether it adds up is for its reader to say: amounts are written as they are."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from otium.terms.remittance import (
    Account,
    ClaimGroup,
    ClaimPayment,
    Organisation,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Amount, DateSpan, Procedure, Quantity
from otium.wires.x12 import emit
from otium.wires.x12.writing import Body, Writer, composite, day

GUIDE = "005010X221A1"
_PAIRS = 6  # in one PLB
_ADJUDICATIONS, _TOTALS = frozenset({"MIA", "MOA"}), frozenset({"TS2", "TS3"})


def write(remittance: Remittance, *, profile: TradingProfile) -> Body:
    """The 835's body, claims in the order of their groups. Raises Incomplete, naming our own claim numbers only."""
    payment, trace, payer, payee = remittance.payment, remittance.trace, remittance.payer, remittance.payee
    writer = Writer(record=f"remittance {trace.number if trace else 'without trace'}", profile=profile)
    if payment is None or trace is None:
        raise writer.refusal("TRN" if payment else "BPR", "it is missing")
    _payment(writer, payment)
    emit.trace(writer, trace, code="1")
    for reference in remittance.references:
        emit.reference(writer, reference)
    _dates(writer, remittance.dates)
    _organisation(writer, payer, "1000A", "PR")
    _organisation(writer, payee, "1000B", "PE")
    _groups(writer, remittance)
    writer.enter("summary")
    for _, withheld in groupby(remittance.provider_adjustments, lambda each: (each.provider, each.fiscal_on)):
        _provider_adjustments(writer, tuple(withheld))
    return writer.body("835", GUIDE)


def _payment(writer: Writer, payment: Payment) -> None:
    if payment.is_credit is None:
        raise writer.refusal("BPR03", "it is unknown whether this is a credit or a debit")
    writer.add(
        "BPR",
        writer.need(payment.handling, "BPR01", most=2),
        writer.dollars(payment.amount, "BPR02"),
        "C" if payment.is_credit else "D",
        writer.need(payment.method, "BPR04", most=3),
        writer.may(payment.format, "BPR05", most=10),
        *_account(writer, payment.payer_account, 6),
        writer.may(payment.originator, "BPR10", most=10),
        writer.may(payment.originator_code, "BPR11", most=9),
        *_account(writer, payment.payee_account, 12),
        day(payment.paid_on) if payment.paid_on else "",
    )


def _account(writer: Writer, account: Account, first: int) -> Iterable[str]:
    return [writer.may(each, f"BPR{first + at:02}", most=35) for at, each in enumerate(account)]


def _dates(writer: Writer, dates: Iterable[DateSpan]) -> None:
    for span in dates:
        if span.end_on is not None:
            raise writer.refusal("DTM02", "a DTM holds one day")
        writer.add("DTM", writer.need(span.qualifier, "DTM01", most=3), day(span.start_on))


def _organisation(writer: Writer, named: Organisation | None, loop: str, entity: str) -> None:
    writer.enter(loop)
    if named is None:
        raise writer.refusal("N1", "it is missing")
    party = named.party
    number = writer.may(party.id, "N104", most=80)
    writer.add("N1", entity, writer.free(party.name, most=60), writer.may(party.id_qualifier, "N103", most=2), number)
    if named.street:
        writer.add("N3", *(writer.name(line, "N301", most=55) for line in named.street))
    place = (named.city, named.state, named.postal_code, named.country)
    if any(place):
        writer.add("N4", writer.free(named.city, most=30), *(writer.may(each, "N4", most=15) for each in place[1:]))
    for reference in named.references:
        emit.reference(writer, reference)
    emit.contacts(writer, named.contacts, least=0)


def _groups(writer: Writer, remittance: Remittance) -> None:
    """Each LX with its claims; claims without one come first."""
    numbers = [None, *(group.number for group in remittance.groups)]
    writer.enter("2000")
    if len(set(numbers)) != len(numbers) or any(claim.group not in numbers for claim in remittance.claims):
        raise writer.refusal("LX01", "a claim's group is not there, or there twice")
    for group in (None, *remittance.groups):
        if group is not None:
            _group(writer, group)
        for claim in remittance.claims:
            if claim.group == (group.number if group else None):
                _claim(writer, claim)


def _group(writer: Writer, group: ClaimGroup) -> None:
    writer.enter("2000")
    writer.add("LX", writer.need(group.number, "LX01", most=6))
    for tag, *elements in group.totals:
        if tag not in _TOTALS:
            raise writer.refusal("TS3", "the totals of a group are neither TS2 nor TS3")
        writer.add(tag, *(writer.may(each, tag) for each in elements))


def _claim(writer: Writer, claim: ClaimPayment) -> None:
    remittance, writer.record = writer.record, f"claim {claim.control_number}"
    writer.enter("2100")
    writer.add(
        "CLP",
        writer.need(claim.control_number, "CLP01", most=38),
        writer.need(claim.status_code, "CLP02", most=2),
        writer.dollars(claim.charge, "CLP03"),
        writer.dollars(claim.paid, "CLP04"),
        emit.amount(writer, claim.patient_responsibility, "CLP05"),
        *(writer.may(each, f"CLP{at:02}", most=50) for at, each in enumerate(claim[8:14], 6)),
        writer.number(claim.drg_weight, "CLP12"),
        writer.number(claim.discharge_fraction, "CLP13"),
    )
    emit.adjustments(writer, claim.adjustments)
    for party in claim.parties:
        emit.party(writer, party)
    for adjudication in claim.adjudications:
        if adjudication.tag not in _ADJUDICATIONS:
            raise writer.refusal("MOA", "what was adjudicated is neither MIA nor MOA")
        writer.add(adjudication.tag, *(writer.may(each, adjudication.tag, most=50) for each in adjudication.elements))
    for reference in claim.references:
        emit.reference(writer, reference)
    _dates(writer, claim.dates)
    emit.contacts(writer, claim.contacts, least=0)
    _figures(writer, claim.amounts, claim.quantities)
    for service in claim.services:
        _service(writer, service)
    writer.record = remittance


def _service(writer: Writer, service: ServicePayment) -> None:
    writer.enter("2110")
    writer.add(
        "SVC",
        _procedure(writer, service.procedure, "SVC01") or writer.need(None, "SVC01"),
        writer.dollars(service.charge, "SVC02"),
        writer.dollars(service.paid, "SVC03"),
        writer.may(service.revenue_code, "SVC04", most=48),
        writer.number(service.units_paid, "SVC05"),
        _procedure(writer, service.original_procedure, "SVC06"),
        writer.number(service.original_units, "SVC07"),
    )
    _dates(writer, service.dates)
    emit.adjustments(writer, service.adjustments)
    for reference in service.references:
        emit.reference(writer, reference)
    _figures(writer, service.amounts, service.quantities)
    for remark in service.remarks:
        writer.add("LQ", writer.need(remark.qualifier, "LQ01", most=3), writer.need(remark.code, "LQ02", most=30))


def _figures(writer: Writer, amounts: Iterable[Amount], quantities: Iterable[Quantity]) -> None:
    for amount in amounts:
        writer.add("AMT", writer.need(amount.qualifier, "AMT01", most=3), writer.dollars(amount.amount, "AMT02"))
    for each in quantities:
        if each.quantity is None:
            raise writer.refusal("QTY02", "it is missing")
        writer.add("QTY", writer.need(each.qualifier, "QTY01", most=2), writer.number(each.quantity, "QTY02"))


def _provider_adjustments(writer: Writer, withheld: Sequence[ProviderAdjustment]) -> None:
    """A PLB for one provider and fiscal day, six pairs in each."""
    first = withheld[0]
    if first.fiscal_on is None:
        raise writer.refusal("PLB02", "it is missing")
    for at in range(0, len(withheld), _PAIRS):
        elements: list[str] = []
        for each in withheld[at : at + _PAIRS]:
            reason = writer.need(each.reason_code, "PLB03", most=2)
            reference = writer.may(each.reference, "PLB03", most=50)
            elements += [composite(reason, reference), writer.dollars(each.amount, "PLB04")]
        writer.add("PLB", writer.need(first.provider, "PLB01", most=50), day(first.fiscal_on), *elements)


def _procedure(writer: Writer, asked: Procedure | None, element: str) -> str:
    return emit.procedure(writer, asked, element) if asked else ""
