"""Traffic: the list, one message that leaves, one sending, the list as CSV."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otium.desk import access, asking_costs, clock, message, raw_file
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import explained, practices
from otium.pages.middleware import shown
from otium.pages.present import money
from otium.pages.staff.connections.present import moment
from otium.pages.staff.inbox.words import KINDS as FILE_KINDS
from otium.pages.staff.inbox.words import STATES
from otium.pages.staff.traffic import costs, finding, words
from otium.pages.staff.traffic import present as said
from otium.records.models import Acknowledgement, ClaimVersion, Connection, Parcel, Patient, Practice, Transmission, Try
from otium.terms.notice import NOTICE_KINDS
from otium.terms.parcel import Standing, TransmissionState

MOST_EXPORTED = 10_000
MOST_PARCELS = 200
MOST_SEGMENTS = 500
UNDECIDED = (TransmissionState.UNSURE, TransmissionState.FAILED)


@require_http_methods(["GET", "HEAD", "POST"])
def traffic(request: HttpRequest) -> HttpResponse:
    """What is looked for comes by POST: a name must not stand in an address. Links narrow by GET."""
    in_view = _in_view(request)
    asked = finding.wanted(_given(request), _today(request, in_view))
    page = finding.find(asked, in_view)
    _note(request, page.messages)
    for person in page.people:
        shown(request, person.practice_id, person.id)
    patient = Patient.objects.filter(pk=asked.patient).first() if asked.patient else None
    if patient is not None:
        shown(request, patient.practice_id, patient.pk)
    cost = asking_costs.this_month(in_view.values(), request.at)
    context = {
        "cost": costs.said(cost),
        "lacks_price": bool(cost.unpriced),
        "rows": [said.row(each, in_view[(each.parcel or each.file).practice_id], request.at) for each in page.messages],  # type: ignore[union-attr]
        "asked": asked,
        "patient": patient,
        "older": finding.cursor(page.messages[-1]) if page.has_more else "",
        "is_narrowed": asked != finding.Wanted(),
        "shows_site": len(in_view) > 1,
        "may_export": bool(access.practices_for(access.DOORS["traffic_export"], request.memberships)),
        **_choices(in_view),
    }
    return render(request, "traffic/list.html", context)


@require_POST
def traffic_export(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, up to 10,000 rows; an export in the audit trail."""
    in_view = _in_view(request)
    asked = finding.wanted(_given(request), _today(request, in_view))
    found = finding.find(asked, in_view, most=MOST_EXPORTED)
    for practice_id in in_view:
        shown(request, practice_id)
    _note(request, found.messages)
    return HttpResponse(
        rows_as_csv(said.CSV_HEADER, said.csv_rows(found.messages, in_view, request.at)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="traffic-{request.at:%Y-%m-%d}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def parcel(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    row = find_parcel(parcel_id)
    shown(request, row.practice_id, row.patient_id)
    data, notice = message.of_parcel(row), message.notice_of(row)
    told = explained.shown(raw_file.explain(data, most=MOST_SEGMENTS), without=message.UNPACKED) if data else None
    where, stands = said.parcel_said(row)
    transmission = row.transmission
    context = {
        "row": row,
        "practice": row.practice,
        "kind": said.kind(row.kind),
        "said": stands,
        "made": moment(row.made_at, row.practice, request.at),
        "cost": money(row.cost, cents=True) if row.cost is not None else "",
        "not_before": moment(row.not_before_at, row.practice, request.at) if row.not_before_at > row.made_at else "",
        "claims": list(ClaimVersion.objects.filter(parcel=row).values_list("control", flat=True)),
        "tries": said.attempts(_tries(transmission), row.practice, request.at) if transmission else [],
        "heard": said.heard(_heard_of_parcel(row), row.practice, request.at),
        "again": list(Parcel.objects.filter(resend_of=row).order_by("made_at").values_list("pk", flat=True)),
        "shown": told,
        "notice": said.notice(row, notice) if notice else None,
        "is_notice": notice is not None,
        "may_act": row.practice_id in access.practices_for(access.DOORS["parcel_resend"], request.memberships),
        "is_waiting": where is Standing.WAITING,
        "is_undecided": transmission is not None and transmission.state in UNDECIDED,
        "may_resend": where not in (Standing.WAITING, Standing.READY, Standing.UNSURE),
    }
    return render(request, "traffic/parcel.html", context)


@require_safe
def transmission(request: HttpRequest, transmission_id: UUID) -> HttpResponse:
    """One interchange: its parcels, its tries, what was heard of it."""
    row = find_transmission(transmission_id)
    parcels = Parcel.objects.filter(transmission=row).select_related("connection", "transmission")
    found = [finding.Message(each.made_at, each.pk, each) for each in parcels.order_by("set_control")[:MOST_PARCELS]]
    inside = finding.told(found)
    shown(request, row.practice_id)
    _note(request, inside)
    lines = [said.row(each, row.practice, request.at) for each in inside]
    heard = Acknowledgement.objects.filter(transmission=row, parcel=None).order_by("received_at")
    context = {
        "row": row,
        "practice": row.practice,
        "kind": said.kind(row.kind),
        "is_notice": row.kind in NOTICE_KINDS,
        "said": said.sending_said(row),
        "made": moment(row.made_at, row.practice, request.at),
        "sent": moment(row.sent_at, row.practice, request.at),
        "lines": lines,
        "unsaid": max(row.parcels - len(lines), 0),
        "tries": said.attempts(_tries(row), row.practice, request.at),
        "heard": said.heard(heard, row.practice, request.at),
        "may_act": row.practice_id in access.practices_for(access.DOORS["transmission_again"], request.memberships),
        "may_export": row.practice_id in access.practices_for(access.DOORS["transmission_raw"], request.memberships),
        "is_undecided": row.state in UNDECIDED,
    }
    return render(request, "traffic/transmission.html", context)


@require_safe
def transmission_raw(request: HttpRequest, transmission_id: UUID) -> HttpResponse:
    """The bytes as they were sent, as a download only; an export in the audit trail.

    A mail, text or fax has none of its own: what is on the wire is the mail server's or provider's form of it.
    """
    row = find_transmission(transmission_id)
    if row.kind in NOTICE_KINDS:
        raise Http404("no interchange")
    patients = Parcel.objects.filter(transmission=row).values_list("patient_id", flat=True)
    shown(request, row.practice_id, *patients)
    return HttpResponse(
        message.of_transmission(row),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="sent-{row.made_at:%Y%m%d-%H%M%S}.txt"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def find_parcel(parcel_id: UUID) -> Parcel:
    """Raises Http404 for a parcel that this request may not see."""
    related = ("practice", "connection", "transmission", "patient", "answer")
    found = Parcel.objects.select_related(*related).filter(pk=parcel_id).first()
    if found is None:
        raise Http404("no such parcel")
    return found


def find_transmission(transmission_id: UUID) -> Transmission:
    """Raises Http404 for a transmission that this request may not see."""
    found = Transmission.objects.select_related("practice", "connection").filter(pk=transmission_id).first()
    if found is None:
        raise Http404("no such transmission")
    return found


def _note(request: HttpRequest, found: Sequence[finding.Message]) -> None:
    """For the trail: whose names stand on the page."""
    for each in found:
        row = each.parcel or each.file
        if row is not None:
            shown(request, row.practice_id, *(patient.pk for patient in each.patients))


def _given(request: HttpRequest) -> Mapping[str, str]:
    return request.POST if request.method == "POST" else request.GET


def _in_view(request: HttpRequest) -> dict[UUID, Practice]:
    return {p.pk: p for p in practices.in_view(request)}


def _today(request: HttpRequest, in_view: Mapping[UUID, Practice]) -> Any:
    first = next(iter(in_view.values()), None)
    return clock.day(request.at, first) if first else request.at.date()


def _choices(in_view: Mapping[UUID, Practice]) -> dict[str, Any]:
    """What the list may be narrowed to."""
    roads = Connection.objects.filter(practice_id__in=list(in_view)).order_by("name")
    return {
        "kinds_out": list(words.KINDS.items()),
        "kinds_in": [(code, word) for code, word in FILE_KINDS.items() if code],
        "states_out": [(each.value, stands.word) for each, stands in words.STANDINGS.items()],
        "states_in": [(code, word) for code, (_tone, word) in STATES.items()],
        "roads": [(str(each.pk), each.name) for each in roads],
    }


def _tries(row: Transmission) -> list[Try]:
    return list(Try.objects.filter(transmission=row).order_by("-number"))


def _heard_of_parcel(row: Parcel) -> list[Acknowledgement]:
    """What was said of it, and of the envelope it went in."""
    found = Acknowledgement.objects.filter(parcel=row)
    if row.transmission_id:
        found |= Acknowledgement.objects.filter(transmission=row.transmission_id, parcel=None)
    return list(found.order_by("received_at"))
