"""The 835 (005010X221A1): payments with their reasons, reversals, takebacks; it balances to the cent by making."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from partners.adjudication.case import Adjustment, LineRuling, Ruling
from partners.payers import COMMERCIAL, MEDICAID, MEDICARE, MEDICARE_REPLACEMENT, OTHER, TRICARE, WORKERS_COMP, Payer
from partners.reading.claims import ClaimFiled, LineFiled
from partners.x12 import COMPONENT, day, money, segment, text

GUIDE = "005010X221A1"
ZERO = Decimal(0)
FILING = {
    MEDICARE: "MB",
    MEDICAID: "MC",
    WORKERS_COMP: "WC",
    TRICARE: "CH",
    MEDICARE_REPLACEMENT: "16",
    COMMERCIAL: "15",
    OTHER: "15",
}
"""CLP06 by WebPT's payer type; preferred-provider plans (12) are the rest."""
REVERSAL = "22"


@dataclass(frozen=True, slots=True)
class Decided:
    """One CLP. A reversal bears the first decision's figures with every sign turned."""

    claim: ClaimFiled
    icn: str
    ruling: Ruling
    received_on: date
    is_reversal: bool = False

    @property
    def paid(self) -> Decimal:
        return -self.ruling.paid if self.is_reversal else self.ruling.paid


@dataclass(frozen=True, slots=True)
class PlbItem:
    """One pair of a PLB: above zero takes from the provider."""

    code: str
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payee:
    name: str
    npi: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class Payment:
    """`trace` is TRN02. `amount` is what the bank moves; `wrong_by` is only ever other than zero where a fault asks."""

    payer: Payer
    payer_key: str
    payee: Payee
    trace: str
    paid_on: date
    decided: Sequence[Decided]
    items: Sequence[PlbItem] = ()
    wrong_by: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        return sum((one.paid for one in self.decided), ZERO) - sum((item.amount for item in self.items), ZERO)


def body(payment: Payment) -> list[str]:
    """BPR to the last PLB, without ST and SE. Raises ValueError for less than nothing: a PLB has to carry that on."""
    if payment.amount < 0:
        raise ValueError(f"a payment of {payment.amount}")
    method = "ACH" if payment.amount else "NON"
    bank = ("CCP", "01", "000000000", "DA", "0000000", "1000000000", "", "01", "000000000", "DA", "0000000")
    party = bank if payment.amount else ("", "", "", "", "", "", "", "", "", "", "")
    lines = [
        segment("BPR", "I", money(payment.amount), "C", method, *party, day(payment.paid_on)),
        segment("TRN", "1", payment.trace, "1000000000"),
        segment("DTM", "405", day(payment.paid_on)),
        segment("N1", "PR", text(payment.payer.name)),
        segment("N3", "PO BOX 100"),
        segment("N4", "TACOMA", "WA", "98401"),
        segment("REF", "2U", payment.payer_key),
        segment("PER", "BL", "PROVIDER SERVICE", "TE", "2065550100"),
        segment("N1", "PE", text(payment.payee.name), "XX", payment.payee.npi),
        segment("REF", "TJ", payment.payee.tax_id),
        segment("LX", "1"),
    ]
    for place, one in enumerate(payment.decided):
        lines += _claim(payment, one, payment.wrong_by if place == 0 else ZERO)
    return [*lines, *_plb(payment)]


def _claim(payment: Payment, one: Decided, wrong_by: Decimal) -> Iterator[str]:
    claim, ruling, sign = one.claim, one.ruling, -1 if one.is_reversal else 1
    responsibility = sum((a.amount for line in ruling.lines for a in line.adjustments if a.group == "PR"), ZERO)
    yield segment(
        "CLP",
        claim.number,
        REVERSAL if one.is_reversal else ruling.status,
        money(sign * claim.charge),
        money(one.paid + wrong_by),
        money(sign * responsibility) if responsibility and not one.is_reversal else "",
        FILING.get(payment.payer.payer_type, "12"),
        one.icn,
        claim.place,
        claim.frequency,
    )
    yield _patient(claim)
    if claim.is_dependent:
        who = claim.subscriber
        yield segment("NM1", "IL", "1", text(who.last), text(who.first), "", "", "", "MI", claim.subscriber.id)
    if claim.rendering.id:
        who = claim.rendering
        yield segment("NM1", "82", "1", text(who.last), text(who.first), "", "", "", "XX", who.id)
    if ruling.remarks:
        yield segment("MOA", "", "", *ruling.remarks[:5])
    if claim.authorization:
        yield segment("REF", "G1", claim.authorization)
    yield segment("DTM", "050", day(one.received_on))
    for line, decision in zip(claim.lines, ruling.lines, strict=True):
        yield from _line(line, decision, sign)


def _patient(claim: ClaimFiled) -> str:
    who = claim.patient
    return segment("NM1", "QC", "1", text(who.last), text(who.first), "", "", "", "MI", claim.subscriber.id)


def _line(line: LineFiled, decision: LineRuling, sign: int) -> Iterator[str]:
    service = COMPONENT.join(("HC", line.code, *line.modifiers))
    units = decision.units if not decision.is_denied else ZERO
    asked = ("", money(line.units)) if units != line.units and not decision.is_denied else ()
    paid_units = money(sign * units) if units else "0"
    yield segment("SVC", service, money(sign * line.charge), money(sign * decision.paid), "", paid_units, *asked)
    if line.first_on:
        yield segment("DTM", "472", day(line.first_on))
    for group, of_group in groupby(sorted(decision.adjustments, key=_order), key=lambda a: a.group):
        yield segment("CAS", group, *_triplets(list(of_group), sign))
    if line.control:
        yield segment("REF", "6R", line.control)
    if decision.allowed and sign > 0:
        yield segment("AMT", "B6", money(decision.allowed))
    for remark in decision.remarks:
        if not remark.startswith("MA"):
            yield segment("LQ", "HE", remark)


def _order(adjustment: Adjustment) -> str:
    return adjustment.group


def _triplets(adjustments: Sequence[Adjustment], sign: int) -> Iterator[str]:
    """A quantity never stands here, so an empty one parts each pair from the next."""
    for place, one in enumerate(adjustments):
        if place:
            yield ""
        yield one.carc
        yield money(sign * one.amount)


def _plb(payment: Payment) -> Iterator[str]:
    """Six pairs a segment; the fiscal year ends with the calendar's."""
    for first in range(0, len(payment.items), 6):
        pairs = (
            part
            for item in payment.items[first : first + 6]
            for part in (f"{item.code}{COMPONENT}{item.reference}".rstrip(COMPONENT), money(item.amount))
        )
        yield segment("PLB", payment.payee.npi, f"{payment.paid_on.year}1231", *pairs)
