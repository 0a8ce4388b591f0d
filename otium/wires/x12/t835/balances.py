"""Whether a remittance adds up: exact decimals, no tolerance. A payer's numbers are shown, never repaired.

Source: X12 005010X221A1 section 1.10.2 (balancing). That the lines' payments less the claim's adjustments are the
claim's payment follows from the line, claim and charge balances, so it has no finding of its own.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from otium.terms.remittance import AdjustmentGroup, ClaimPayment, Payment, ProviderAdjustment, ServicePayment
from otium.terms.x12 import Severity
from otium.wires.x12.walk import Report

# Codes of the findings below: numbers that do not fit each other, in a message that is otherwise whole.
BALANCES = frozenset({
    "balance-unknown", "charges-differ", "claim-out-of-balance", "line-out-of-balance", "negative-payment",
    "patient-share-differs", "payment-out-of-balance", "reversal-alone", "reversal-sign",
})  # fmt: skip
_ZERO = Decimal(0)
_PATIENT = AdjustmentGroup.PATIENT.value


class _Sums(NamedTuple):
    """What a claim and its lines come to."""

    adjusted: Decimal
    patients: Decimal  # of it, group PR
    charges: Decimal  # of the lines
    bad_lines: tuple[tuple[ServicePayment, Decimal], ...]  # out of balance, with what is adjusted in them


def check_claim(claim: ClaimPayment, report: Report) -> None:
    """Line, claim and charge balances, the patient's share, and the signs of a reversal."""
    charged, paid, sums = claim.charge, claim.paid, _sums(claim)
    if charged is None or paid is None or sums is None:
        message = "An amount of this claim or its lines is missing or no number; it cannot be balanced."
        report.add(Severity.ERROR, "balance-unknown", message, segment=claim.segment)
        return
    for service, adjusted in sums.bad_lines:
        _add_line(service, adjusted, report)
    left = charged - sums.adjusted
    if left != paid:
        message = f"CLP03 {charged} less adjustments {sums.adjusted} is {left}, but CLP04 says {paid}."
        report.add(Severity.ERROR, "claim-out-of-balance", message, segment=claim.segment, element=4)
    if claim.services and sums.charges != charged:
        message = f"The lines charge {sums.charges} in all, but CLP03 says {charged}."
        report.add(Severity.ERROR, "charges-differ", message, segment=claim.segment, element=3)
    _check_patient(claim, sums.patients, report)
    _check_signs(claim, charged, paid, report)


def _sums(claim: ClaimPayment) -> _Sums | None:
    """None where an amount is unknown."""
    adjusted = patients = charges = _ZERO
    bad_lines: tuple[tuple[ServicePayment, Decimal], ...] = ()
    for group, _, amount, _ in claim.adjustments:
        if amount is None:
            return None
        adjusted += amount
        if group == _PATIENT:
            patients += amount
    for service in claim.services:
        charge, paid, in_line = service.charge, service.paid, _ZERO
        if charge is None or paid is None:
            return None
        for group, _, amount, _ in service.adjustments:
            if amount is None:
                return None
            in_line += amount
            if group == _PATIENT:
                patients += amount
        charges += charge
        adjusted += in_line
        if charge - in_line != paid:
            bad_lines += ((service, in_line),)
    return _Sums(adjusted, patients, charges, bad_lines)


def _add_line(service: ServicePayment, adjusted: Decimal, report: Report) -> None:
    charge = service.charge or _ZERO
    message = f"SVC02 {charge} less adjustments {adjusted} is {charge - adjusted}, but SVC03 says {service.paid}."
    report.add(Severity.ERROR, "line-out-of-balance", message, segment=service.segment, element=3)


def _check_patient(claim: ClaimPayment, patients: Decimal, report: Report) -> None:
    """A reversal may leave CLP05 out; elsewhere a missing one means that the patient owes nothing."""
    stated = claim.patient_responsibility
    if (_ZERO if stated is None else stated) == patients or (stated is None and claim.is_reversal):
        return
    said = "is missing" if stated is None else f"says {stated}"
    message = f"Adjustments of group PR are {patients} in all, but CLP05 {said}."
    report.add(Severity.WARNING, "patient-share-differs", message, segment=claim.segment, element=5)


def _check_signs(claim: ClaimPayment, charged: Decimal, paid: Decimal, report: Report) -> None:
    if claim.is_reversal and (charged > 0 or paid > 0):
        message = f"CLP02 is 22 (reversal) but the amounts are not negative: charge {charged}, paid {paid}."
        report.add(Severity.ERROR, "reversal-sign", message, segment=claim.segment, element=2)
    elif charged < 0 and not claim.is_reversal:
        message = f"CLP03 is {charged} but CLP02 is not 22 (reversal)."
        report.add(Severity.ERROR, "reversal-sign", message, segment=claim.segment, element=2)


class Totals:
    """What the claims of one 835 come to. Keeps sums and open reversals, not claims, so that memory stays flat."""

    __slots__ = ("_paid", "_reversals")

    def __init__(self) -> None:
        self._paid: Decimal | None = _ZERO
        self._reversals: dict[str, int] = {}

    def add(self, claim: ClaimPayment) -> None:
        self._paid = None if self._paid is None or claim.paid is None else self._paid + claim.paid
        if claim.is_reversal:
            self._reversals[claim.control_number] = claim.segment
        elif self._reversals:
            self._reversals.pop(claim.control_number, None)

    def check(self, payment: Payment, withheld: Sequence[ProviderAdjustment], report: Report, *, segment: int) -> None:
        """BPR02 against what all claims were paid less what provider adjustments take. `segment` is the BPR's."""
        amount, taken = payment.amount, [each.amount for each in withheld]
        if amount is None or self._paid is None or None in taken:
            message = "An amount that the payment is made of is missing or no number; it cannot be balanced."
            report.add(Severity.ERROR, "balance-unknown", message, segment=segment)
            return
        if amount < 0:
            message = f"BPR02 is {amount}: a payment is never negative; the rest is carried forward (PLB, FB)."
            report.add(Severity.ERROR, "negative-payment", message, segment=segment, element=2)
        total = sum((each for each in taken if each is not None), _ZERO)
        left = self._paid - total
        if left != amount:
            message = (
                f"Claims were paid {self._paid} less provider adjustments {total} is {left}, but BPR02 says {amount}."
            )
            report.add(Severity.ERROR, "payment-out-of-balance", message, segment=segment, element=2)

    def check_reversals(self, report: Report) -> None:
        """A void or a full recoupment stands alone; a correction never should."""
        for segment in self._reversals.values():
            message = "This reversal is not followed by the claim settled anew: a void, or the rest is missing."
            report.add(Severity.WARNING, "reversal-alone", message, segment=segment)
