"""What one request asks for, and what came of it, as plain facts."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from otium.desk.reviews.words import said
from otium.pages import present
from otium.pages.staff.prior_auth import terms
from otium.pages.staff.prior_auth.present import asks
from otium.pages.words.requests import PLACES
from otium.records.models import Authorization, AuthorizationRequest

GRANTED = ("approved", "modified")


def facts(asked: AuthorizationRequest, on: date) -> list[terms.Fact]:
    """What it asks for; what is not known yet says so."""
    unknown = _("not entered yet")
    per_week = f"{asked.per_week.normalize():f}" if asked.per_week is not None else ""
    rhythm = _("%(per_week)s a week for %(weeks)s weeks") % {"per_week": per_week, "weeks": asked.weeks}
    lines = [_line(line) for line in asked.lines]
    total = asks(asked, on).split(", ")[0] if asked.requested is not None else ""
    found = [
        (_("From"), present.full_day(asked.starts_on) if asked.starts_on else unknown),
        (_("Until"), present.full_day(asked.ends_on) if asked.ends_on else unknown),
        (_("How often"), rhythm if per_week and asked.weeks else unknown),
        (_("How much"), "; ".join(lines) or total or unknown),
        (_("Diagnoses"), ", ".join(asked.episode.icd10) if asked.episode and asked.episode.icd10 else unknown),
        (_("Therapist"), asked.therapist.name if asked.therapist else unknown),
        (_("Place"), _place(asked)),
        (_("Approved"), _approved(asked)),
        (_("Decided"), present.full_day(asked.decided_on) if asked.decided_on else ""),
        (_("Renews"), _renews(asked)),
        (_("Authorization"), _came_of(asked)),
        (_("Urgent"), _("Yes") if asked.is_urgent else ""),
        (_("Payer’s number"), asked.reference),
        (_("Payer’s reason"), said(asked.reason)),
        (_("The payer wants"), "; ".join(map(str, asked.wanted)) if asked.state == "pended" else ""),
    ]
    return [terms.Fact(name, text) for name, text in found if text]


def _approved(asked: AuthorizationRequest) -> str:
    """Beside what was asked: the two stay apart."""
    if asked.approved is None:
        return ""
    if asked.requested is None:
        return str(asked.approved)
    return _("%(approved)s of %(asked)s") % {"approved": asked.approved, "asked": asked.requested}


def _renews(asked: AuthorizationRequest) -> str:
    """What it followed, also after it became another."""
    followed = asked.follows if asked.state in GRANTED else asked.authorization
    return followed.number if followed else ""


def _came_of(asked: AuthorizationRequest) -> str:
    """Every number that it led to, one after another. One query for a request that was granted."""
    if asked.state not in GRANTED:
        return ""
    rows = Authorization.objects.filter(request_id=asked.pk).exclude(state="cancelled").order_by("starts_on", "id")
    last = [asked.authorization.number] if asked.authorization else []
    return ", ".join(dict.fromkeys([*rows.values_list("number", flat=True), *last]))


def _line(line: dict[str, Any]) -> str:
    quantity = line.get("quantity")
    unit = _("units") if line.get("basis") == "units" else _("visits")
    count = f"{quantity} {unit}" if quantity else _("how many is not entered yet")
    codes = " ".join(line.get("codes", []))
    return f"{codes}: {count}" if codes else count


def _place(asked: AuthorizationRequest) -> str:
    where = dict(PLACES).get(asked.place_code, asked.place_code) if asked.place_code else ""
    return ", ".join(part for part in (asked.location.name if asked.location else "", str(where)) if part)
