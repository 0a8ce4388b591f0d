"""What a payer decided of one claim, explained: each line with what was allowed, taken off and left to the patient."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import code_words
from otium.pages import present
from otium.records.models import RemittedClaim

PATIENT = "PR"


@dataclass(frozen=True, slots=True)
class Line:
    """`taken`: why the charge was not paid in full, in words. `remarks`: the payer's remark codes in words."""

    day: str
    code: str
    modifiers: str
    units: str
    charge: str
    allowed: str
    paid: str
    patient: str
    taken: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    url: str
    day: str
    payer: str
    trace: str
    status: str
    charge: str
    paid: str
    patient: str
    payer_number: str
    is_reversal: bool
    is_balanced: bool
    taken: tuple[str, ...]
    remarks: tuple[str, ...]
    lines: tuple[Line, ...]


def decision(row: RemittedClaim, on: date) -> Decision:
    """One CLP; its remittance is loaded."""
    remittance = row.remittance
    return Decision(
        url=reverse("remittance", args=[remittance.pk]),
        day=present.day(remittance.paid_on, on) if remittance.paid_on else _("No day stated"),
        payer=remittance.payer_name,
        trace=remittance.trace,
        status=code_words.word("claim_status", row.status),
        charge=money(row.charge),
        paid=money(row.paid),
        patient=money(row.patient_responsibility),
        payer_number=row.payer_claim_number,
        is_reversal=row.is_reversal,
        is_balanced=row.is_balanced,
        taken=taken(row.adjustments),
        remarks=remarks(row.remarks),
        lines=tuple(_line(each, on) for each in row.lines),
    )


def _line(line: dict[str, Any], on: date) -> Line:
    patients = [each for each in line["adjustments"] if each["group"] == PATIENT and each["amount"] is not None]
    share = sum((Decimal(each["amount"]) for each in patients), Decimal(0))
    return Line(
        day=present.short_day(date.fromisoformat(line["on"]), on) if line["on"] else "",
        code=line["code"],
        modifiers=" ".join(line["modifiers"]),
        units=line["units"],
        charge=money(line["charge"]),
        allowed=money(line["allowed"]),
        paid=money(line["paid"]),
        patient=money(share),
        taken=taken(line["adjustments"]),
        remarks=remarks(line["remarks"]),
    )


def taken(adjustments: list[dict[str, Any]]) -> tuple[str, ...]:
    """$30.00 contract: written off, above the fee schedule (CO 45)."""
    return tuple(
        _("%(amount)s %(group)s, %(reason)s (%(code)s)") % {
            "amount": money(each["amount"]),
            "group": code_words.word("adjustment_group", each["group"]),
            "reason": code_words.word("carc", each["carc"], _("reason not in our list")),
            "code": f"{each['group']} {each['carc']}",
        }
        for each in adjustments
    )  # fmt: skip


def remarks(codes: list[str]) -> tuple[str, ...]:
    return tuple(f"{code_words.word('rarc', code, _('remark not in our list'))} ({code})" for code in codes)


def money(amount: Any) -> str:
    return "" if amount is None else present.money(Decimal(amount), cents=True)
