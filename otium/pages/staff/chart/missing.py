"""What the packet of the patient's next request still lacks, as far as the chart or a record fills it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from otium.desk import packets
from otium.pages.staff.packets import places
from otium.pages.staff.packets.present import ask
from otium.records.models import AuthorizationRequest, Patient

AT_HOME = ("draft", "ready")


@dataclass(frozen=True, slots=True)
class Lack:
    words: str
    href: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """`lacks`: what blocks first. Empty: the packet is complete."""

    lacks: tuple[Lack, ...]
    request_url: str


def missing(patient: Patient, at: datetime, on: date) -> Missing | None:
    """None where no request is being prepared, or it names no coverage."""
    rows = AuthorizationRequest.objects.select_related("patient").filter(patient=patient, state__in=AT_HOME)
    request = rows.exclude(coverage=None).order_by("starts_on", "id").first()
    if request is None:
        return None
    packet = packets.compiled(request.pk, at=at)
    gaps = sorted(packet.gaps, key=lambda gap: not gap.is_blocking)
    lacks = tuple(Lack(ask(gap, on), places.of(gap, request), gap.is_blocking) for gap in gaps)
    return Missing(lacks, _request_url(request))


def _request_url(request: AuthorizationRequest) -> str:
    try:
        return reverse("request", args=[request.pk])
    except NoReverseMatch:
        return ""
