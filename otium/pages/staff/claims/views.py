"""The list of claims and one claim."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.present import money
from otium.pages.staff.claims import listing, one, present
from otium.pages.words.claims import EMPTY, STANDINGS, VIEWS
from otium.records.models import Claim, Practice

FIRST = "ready"


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """One view of the claims: what to bill, what is held, what may leave, what was heard."""
    view, places = _view(request), _places(request)
    totals = listing.totals(places)
    context = {
        "view": view,
        "tabs": [_tab(name, words, view, totals, places, request) for name, words, _ in VIEWS],
        "title": {name: words for name, words, _ in VIEWS}[view],
        "empty_title": EMPTY[view][0],
        "empty": EMPTY[view][1],
        "shows_site": len(places) > 1,
        "may_change": bool(_may(request, "claims_build")),
        "may_produce": bool(_may(request, "production")),
        "may_export": bool(_may(request, "claims_export")),
        "sum": money(totals[view].charge, cents=True) if view == FIRST and view in totals else "",
        **_rows(request, view, places),
    }
    return render(request, "claims/list.html", context)


def _rows(request: HttpRequest, view: str, places: list[Practice]) -> dict[str, Any]:
    by_id = {place.pk: place for place in places}
    on = {place.pk: clock.day(request.at, place) for place in places}
    if view == "unbilled":
        found = listing.visits(places, request.at)
        for each in found:
            shown(request, each.row.practice_id, each.row.patient_id)
        said = [present.visit(v, on[v.row.practice_id], by_id[v.row.practice_id]) for v in found]
        return {"visits": said, "builds": sum(v.reason == "to_build" for v in found)}
    page = _page(request)
    rows = list(listing.claims(places, view)[(page - 1) * listing.PAGE : page * listing.PAGE + 1])
    for each in rows[: listing.PAGE]:
        shown(request, each.practice_id, each.patient_id)
    return {
        "rows": [present.row(c, on[c.practice_id], by_id[c.practice_id]) for c in rows[: listing.PAGE]],
        "next_page": page + 1 if len(rows) > listing.PAGE else None,
    }


def _view(request: HttpRequest) -> str:
    wanted = request.GET.get("view", "")
    return wanted if wanted in EMPTY else "unbilled"


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else 1


def _places(request: HttpRequest) -> list[Practice]:
    return [place for place in practices.in_view(request) if not place.is_firm_office]


def _tab(
    name: str, words: Any, view: str, totals: dict[str, listing.Total], places: list[Practice], request: HttpRequest
) -> dict[str, Any]:
    count = sum(totals[s].count for s in listing.STANDINGS[name] if s in totals)
    if name == "unbilled":
        count = listing.unbilled_count(places, request.at)
    return {"url": f"{reverse('claims')}?view={name}", "words": words, "count": count, "is_current": name == view}


def _may(request: HttpRequest, door: str) -> tuple[UUID, ...]:
    return access.practices_for(access.DOORS[door], request.memberships)


@require_safe
def claims_export(request: HttpRequest) -> HttpResponse:
    """The claims of a view for a spreadsheet."""
    view, places = _view(request), _places(request)
    rows = [] if view == "unbilled" else list(listing.claims(places, view)[: listing.PAGE * 100])
    for each in rows:
        shown(request, each.practice_id, each.patient_id)
    header = ("claim", "patient", "payer", "first_service", "last_service", "charge", "standing", "payer_claim_number")
    lines = (
        (c.number, f"{c.patient.last_name}, {c.patient.first_name}", c.coverage.payer.name, c.starts_on, c.ends_on,
         c.charge, STANDINGS[c.standing][1], c.payer_claim_number)
        for c in rows
    )  # fmt: skip
    day = max((clock.day(request.at, place) for place in places), default=request.at.date()).isoformat()
    return HttpResponse(
        rows_as_csv(header, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="claims-{view}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    found = find(claim_id)
    shown(request, found.practice_id, found.patient_id)
    return render(request, "claims/claim.html", one.page(request, found))


def find(claim_id: UUID) -> Claim:
    """Raises Http404 for a claim that this request may not see."""
    rows = Claim.objects.select_related("practice", "patient", "coverage__payer")
    found = rows.filter(pk=claim_id).first()
    if found is None:
        raise Http404("no such claim")
    return found
