"""The ledger of calls: of the practices in view, narrowed by payer, patient, how they went; as CSV."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.calls import hold_times
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.calls.present import hold_words
from otium.pages.words.calls import OUTCOMES, TONES
from otium.records.models import Call, Patient, Payer, Practice

PAGE, MOST = 100, 10_000
PROMISES = "promised"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the ledger is narrowed to; None and empty are all."""

    payer_id: UUID | None
    patient_id: UUID | None
    outcome: str
    page: int

    def query(self, **more: Any) -> str:
        named = {"payer": self.payer_id, "patient": self.patient_id, "outcome": self.outcome, **more}
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    day: str
    iso: str
    hour: str
    patient: str
    patient_url: str
    payer: str
    state: str
    outcome: str
    hold: str
    who: str
    learned: int
    promise: str
    is_out: bool
    site: str
    site_name: str


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    places, wanted = _places(request), _wanted(request)
    found = list(_rows(places, wanted)[(wanted.page - 1) * PAGE : wanted.page * PAGE + 1])
    by_id = {place.pk: place for place in places}
    for each in found[:PAGE]:
        shown(request, each.practice_id, each.patient_id)
    patient = Patient.objects.filter(pk=wanted.patient_id, practice__in=places).first() if wanted.patient_id else None
    if patient:
        shown(request, patient.practice_id, patient.pk)
    context = {
        "rows": [_row(each, by_id[each.practice_id], request) for each in found[:PAGE]],
        "next_query": wanted.query(page=wanted.page + 1) if len(found) > PAGE else "",
        "query": wanted.query(),
        "wanted": wanted,
        "payers": _payers(places),
        "outcomes": [*OUTCOMES.items()],
        "patient": f"{patient.first_name} {patient.last_name}" if patient else "",
        "patient_url": reverse("patient", args=[patient.pk]) if patient else "",
        "hold": _hold(places, wanted, request),
        "shows_site": len(places) > 1,
        "may_export": bool(access.practices_for(access.DOORS["calls_export"], request.memberships)),
    }
    return render(request, "calls/list.html", context)


@require_safe
def calls_export(request: HttpRequest) -> HttpResponse:
    """The ledger as it is narrowed, for a spreadsheet."""
    places, wanted = _places(request), _wanted(request)
    by_id = {place.pk: place for place in places}
    rows = list(_rows(places, wanted)[:MOST])
    for each in rows:
        shown(request, each.practice_id, each.patient_id)
    header = ("day", "time", "practice", "patient", "payer", "number", "outcome", "hold_minutes", "representative",
              "reference", "learned", "promise", "promised_on", "kept_on", "by")  # fmt: skip
    day = max((clock.day(request.at, place) for place in places), default=request.at.date()).isoformat()
    return HttpResponse(
        rows_as_csv(header, (_line(each, by_id[each.practice_id]) for each in rows)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="calls-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _line(call: Call, practice: Practice) -> tuple[object, ...]:
    local = call.called_at.astimezone(clock.zone(practice))
    kept = clock.day(call.promise_kept_at, practice) if call.promise_kept_at else None
    learned = "; ".join(f"{code}: {text}" for code, text in call.learned.items())
    return (
        local.date(), f"{local:%H:%M}", practice.short, _name(call, family_first=True),
        call.payer.name if call.payer else "", call.number, call.outcome, call.hold_minutes, call.representative,
        call.reference, learned, call.promise, call.promised_on, kept, call.by.name if call.by else "",
    )  # fmt: skip


def _name(call: Call, *, family_first: bool = False) -> str:
    if call.patient is None:
        return ""
    given, family = call.patient.first_name, call.patient.last_name
    return f"{family}, {given}" if family_first else f"{given} {family}"


def _places(request: HttpRequest) -> list[Practice]:
    return [place for place in practices.in_view(request) if not place.is_firm_office]


def _wanted(request: HttpRequest) -> Wanted:
    """What cannot be read is left out."""
    outcome, page = request.GET.get("outcome", ""), request.GET.get("page", "")
    return Wanted(
        payer_id=_id(request.GET.get("payer", "")),
        patient_id=_id(request.GET.get("patient", "")),
        outcome=outcome if outcome in OUTCOMES or outcome == PROMISES else "",
        page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < MOST else 1,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _rows(places: list[Practice], wanted: Wanted) -> QuerySet[Call]:
    """Newest first. What was taken out of the record stays in the ledger, marked, unless an outcome is asked for."""
    rows = Call.objects.filter(practice__in=places).select_related("patient", "payer", "by")
    if wanted.payer_id:
        rows = rows.filter(payer_id=wanted.payer_id)
    if wanted.patient_id:
        rows = rows.filter(patient_id=wanted.patient_id)
    if wanted.outcome == PROMISES:
        rows = rows.filter(promised_on__isnull=False, promise_kept_at=None, entered_in_error=False)
    elif wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome, entered_in_error=False)
    return rows.order_by("-called_at", "id")


def _row(call: Call, practice: Practice, request: HttpRequest) -> Row:
    local = call.called_at.astimezone(clock.zone(practice))
    on = clock.day(request.at, practice)
    return Row(
        url=reverse("call", args=[call.pk]),
        day=present.short_day(local.date(), on),
        iso=local.isoformat(),
        hour=present.hour(local.replace(second=0, microsecond=0)),
        patient=_name(call),
        patient_url=reverse("patient", args=[call.patient_id]) if call.patient_id else "",
        payer=call.payer.name if call.payer else "",
        state=TONES[call.outcome],
        outcome=str(OUTCOMES[call.outcome]),
        hold="" if call.hold_minutes is None else str(call.hold_minutes),
        who=", ".join(filter(None, (call.representative, call.reference))),
        learned=len(call.learned),
        promise=present.short_day(call.promised_on, on) if call.promised_on and not call.promise_kept_at else "",
        is_out=call.entered_in_error,
        site=practice.short,
        site_name=practice.name,
    )


def _payers(places: list[Practice]) -> list[tuple[str, str]]:
    """Payers that were called, by name."""
    called = Call.objects.filter(practice__in=places, payer__isnull=False).values("payer_id")
    rows = Payer.objects.filter(practice__in=places, pk__in=called).order_by("name", "id")
    return [(str(key), name) for key, name in rows.values_list("id", "name")]


def _hold(places: list[Practice], wanted: Wanted, request: HttpRequest) -> str:
    """How long the chosen payer keeps callers waiting; empty where none is chosen."""
    if not wanted.payer_id:
        return ""
    of = Payer.objects.filter(pk=wanted.payer_id, practice__in=places).select_related("practice").first()
    return hold_words(hold_times(of.practice, clock.day(request.at, of.practice)).get(of.pk)) if of else ""
