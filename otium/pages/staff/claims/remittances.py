"""Payments as payers announce them: the list, and one with its claims. Nothing here is posted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock, code_words
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.claims import paid
from otium.records.models import Practice, Remittance, RemittedClaim

PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    payer: str
    trace: str
    day: str
    method: str
    amount: str
    claims: int
    unknown: int
    is_balanced: bool
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim of a payment. `url` is empty for one that is not on file."""

    number: str
    url: str
    patient: str
    charge: str
    paid: str
    patient_part: str
    status: str
    is_reversal: bool
    is_balanced: bool


@require_safe
def remittances(request: HttpRequest) -> HttpResponse:
    places = {place.pk: place for place in practices.in_view(request) if not place.is_firm_office}
    claims = "remittedclaim_rows"
    rows = (
        Remittance.objects.filter(practice__in=list(places))
        .annotate(
            claims=Count(claims),
            unknown=Count(claims, filter=Q(**{f"{claims}__claim": None})),
            wrong=Count(claims, filter=Q(**{f"{claims}__is_balanced": False})),
        )
        .order_by("-paid_on", "-received_at")[:PAGE]
    )
    found = [_row(each, places[each.practice_id], clock.day(request.at, places[each.practice_id])) for each in rows]
    for place in places.values():
        shown(request, place.pk)
    return render(request, "claims/remittances.html", {"rows": found, "shows_site": len(places) > 1})


def _row(row: Remittance, practice: Practice, on: date) -> Row:
    return Row(
        url=reverse("remittance", args=[row.pk]),
        payer=_payer(row),
        trace=row.trace,
        day=present.short_day(row.paid_on, on) if row.paid_on else "",
        method=code_words.word("payment_method", row.method),
        amount=present.money(row.amount, cents=True),
        claims=row.claims,  # type: ignore[attr-defined]
        unknown=row.unknown,  # type: ignore[attr-defined]
        is_balanced=row.is_balanced and not row.wrong,  # type: ignore[attr-defined]
        site=practice.short,
        site_name=practice.name,
    )


@require_safe
def remittance(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """One payment: who paid, whether it adds up, each claim in it."""
    row = Remittance.objects.select_related("practice").filter(pk=remittance_id).first()
    if row is None:
        raise Http404("no such remittance")
    claims = list(
        RemittedClaim.objects.filter(practice=row.practice, remittance=row)
        .select_related("claim__patient")
        .order_by("position")
    )
    shown(request, row.practice_id)
    for each in claims:
        if each.claim:
            shown(request, row.practice_id, each.claim.patient_id)
    on = clock.day(request.at, row.practice)
    context = {
        "remittance": row,
        "payer": _payer(row),
        "day": present.day(row.paid_on, on) if row.paid_on else _("No day stated"),
        "amount": present.money(row.amount, cents=True),
        "method": code_words.word("payment_method", row.method),
        "entries": [_entry(each) for each in claims],
        "adjustments": [_adjustment(each) for each in row.provider_adjustments],
        "sums": _sums(row, claims),
        "is_balanced": row.is_balanced and all(each.is_balanced for each in claims),
        "findings": row.findings,
        "unknown": sum(each.claim is None for each in claims),
        "file_url": reverse("inbox_file", args=[row.inbound_file_id]),
    }
    return render(request, "claims/remittance.html", context)


def _payer(row: Remittance) -> str:
    """As the file names it: no name of ours is put in its place."""
    return row.payer_name or row.payer_id or _("A payer without a name")


def _entry(row: RemittedClaim) -> Entry:
    claim = row.claim
    return Entry(
        number=row.number,
        url=reverse("claim", args=[claim.pk]) if claim else "",
        patient=f"{claim.patient.first_name} {claim.patient.last_name}" if claim else "",
        charge=paid.money(row.charge),
        paid=paid.money(row.paid),
        patient_part=paid.money(row.patient_responsibility),
        status=code_words.word("claim_status", row.status),
        is_reversal=row.is_reversal,
        is_balanced=row.is_balanced,
    )


def _adjustment(each: dict[str, Any]) -> dict[str, str]:
    return {
        "what": f"{code_words.word('plb', each['code'], _('not in our list'))} ({each['code']})",
        "reference": each["reference"],
        "amount": paid.money(each["amount"]),
    }


def _sums(row: Remittance, claims: Iterable[RemittedClaim]) -> dict[str, str]:
    """What the claims come to, what is taken off or added beside them, and what is left: the payment, if it adds up."""
    of_claims = sum((each.paid for each in claims), Decimal(0))
    amounts = (each["amount"] for each in row.provider_adjustments if each["amount"] is not None)
    beside = sum((Decimal(amount) for amount in amounts), Decimal(0))
    return {
        "claims": present.money(of_claims, cents=True),
        "beside": present.money(-beside, cents=True),
        "comes_to": present.money(of_claims - beside, cents=True),
    }
