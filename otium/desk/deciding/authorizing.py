"""What a decision does to authorizations: one is made, filled in, extended, replaced, or cancelled."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from otium.desk import history
from otium.desk.deciding.heard import Heard, asked_of
from otium.records.models import Authorization, AuthorizationRequest, AuthorizedService, History
from otium.terms.decision import Line
from otium.terms.prior_auth import AuthState, RequestKind, RequestState

GRANTED = (RequestState.APPROVED, RequestState.MODIFIED)


def standing(heard: Heard, number: str) -> QuerySet[Authorization]:
    """The patient's authorizations of this number that are not cancelled; an import may bring several."""
    rows = Authorization.objects.filter(practice=heard.practice, patient_id=heard.patient_id)
    return rows.filter(number=number).exclude(state=AuthState.CANCELLED.value)


def is_as_said(heard: Heard) -> bool:
    """True when an authorization on file is what the decision says."""
    rows = standing(heard, heard.decision.number)
    return any(not _contradicts(row, heard) for row in rows)


def authorize(heard: Heard, request: AuthorizationRequest | None) -> Authorization | None:
    """The authorization of this number, made, filled in or extended; None when what is on file says otherwise."""
    decision = heard.decision
    newest = F("starts_on").desc(nulls_last=True)
    rows = list(standing(heard, decision.number).select_for_update(of=("self",)).order_by("state", newest, "id"))
    if not rows:
        return _make(heard, request)
    adds = _adds(heard, request)
    is_more = adds and any(line.quantity is not None for line in decision.lines)  # as many more as are on file are more
    if decision.adds is None and not is_more:
        fitting = next((row for row in rows if not _contradicts(row, heard)), None)
        if fitting is not None:
            _fill_in(heard, fitting)
            return fitting
    return None if adds is None else _extend(heard, rows[0], request, adds=adds)


def _adds(heard: Heard, request: AuthorizationRequest | None) -> bool | None:
    """Whether a number on file allows so many more, or so many in all; None where nobody can say.

    Said by a person; else an amendment that we asked for is answered in the numbers that it asked for.
    """
    if heard.decision.adds is not None:
        return heard.decision.adds
    asked = asked_of(request)
    if asked is None or not asked.is_amendment:
        return None
    counts = [line.quantity for line in heard.decision.lines if line.quantity is not None]
    within = asked.requested is not None and sum(counts) <= asked.requested
    return True if not counts or within else None


def came_of(heard: Heard, request: AuthorizationRequest, *made: Authorization | None) -> None:
    """Which request led to these, where nothing says so yet; one that only changes them did not."""
    for row in made:
        if row is not None and row.request_id is None and request.kind != RequestKind.AMENDMENT:
            _change(heard, row, "came_of", request_id=request.pk)


def cancel(heard: Heard, request: AuthorizationRequest | None) -> Authorization | None:
    """Cancel what stands under the decision's number, else what the request led to; the first of it.

    A request that was not granted led to nothing: its authorization is the one that it would renew or change.
    """
    number = heard.decision.number
    if not number and request and request.state in GRANTED and request.authorization:
        number = request.authorization.number
    if not number:
        return None
    rows = list(standing(heard, number).select_for_update(of=("self",)).order_by("id"))
    for row in rows:
        _change(heard, row, "cancelled", state=AuthState.CANCELLED.value)
    return rows[0] if rows else None


def _change(heard: Heard, row: Any, event: str, **values: Any) -> None:
    before, after = history.changes(row, values)
    if not after:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    history.record(row, event, by=heard.by, at=heard.at, before=before, after=after)


def _fill_in(heard: Heard, row: Authorization) -> None:
    """What is on file and empty; a name or place that it holds already is not replaced."""
    decision = heard.decision
    values: dict[str, Any] = {
        "starts_on": decision.starts_on,
        "ends_on": decision.ends_on,
        "coverage_id": heard.coverage.pk if heard.coverage else None,
        "trace": decision.trace,
        "location_id": decision.location_id,
        "place_code": decision.place_code,
        "document_id": heard.document.pk if heard.document else None,
        "therapist_npis": sorted(decision.npis),
    }
    mine = {name: value for name, value in values.items() if value and getattr(row, name) in (None, "", [])}
    if mine:
        _change(heard, row, "filled_in", **mine)
    if not AuthorizedService.objects.filter(authorization=row).exists():
        _make_services(heard, row, heard.decision.lines, None)


def _extend(
    heard: Heard, row: Authorization, request: AuthorizationRequest | None, *, adds: bool
) -> Authorization | None:
    """A later end, more or other quantities, told by this decision from now on. None, and nothing written, where a line
    fits none on file."""
    decision = heard.decision
    services = list(AuthorizedService.objects.select_for_update(of=("self",)).filter(authorization=row).order_by("id"))
    pairs = [(line, _same(services, line)) for line in decision.lines if line.quantity is not None]
    if any(len(same) > 1 or (adds and any(s.approved is None for s in same)) for _line, same in pairs):
        return None
    for line, same in pairs:
        if same:
            before = (same[0].approved or 0) if adds else 0
            _change(heard, same[0], "extended", approved=before + (line.quantity or 0))
        else:
            _make_services(heard, row, [line], None)
    starts_on, ends_on = decision.starts_on, decision.ends_on
    values: dict[str, Any] = {
        "provenance": heard.provenance(),
        "document_id": heard.document.pk if heard.document else None,
        "inbound_file_id": heard.file.pk if heard.file else None,
    }  # the letter before is in its history
    if ends_on and (row.ends_on is None or ends_on > row.ends_on or not adds):
        values["ends_on"] = ends_on
    if starts_on and (row.starts_on is None or starts_on < row.starts_on):
        values["starts_on"] = starts_on
    _change(heard, row, "extended", **values)
    return row


def _same(services: Sequence[AuthorizedService], line: Line) -> list[AuthorizedService]:
    return [s for s in services if s.basis == line.basis.value and set(s.codes) == set(line.codes)]


def _make(heard: Heard, request: AuthorizationRequest | None) -> Authorization | None:
    decision = heard.decision
    replaced = list(standing(heard, decision.replaces).select_for_update(of=("self",))) if decision.replaces else []
    row = Authorization.objects.create(
        practice=heard.practice,
        patient_id=heard.patient_id,
        coverage=heard.coverage,
        number=decision.number,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        entered_on=heard.on,
        trace=decision.trace,
        provenance=heard.provenance(),
        inbound_file=heard.file,
        document=heard.document,
        therapist_npis=sorted(decision.npis),
        location_id=decision.location_id,
        place_code=decision.place_code,
        replaces=replaced[0] if replaced else None,
        request=request,
    )
    after = {"number": row.number, "ends_on": row.ends_on}
    history.record(row, "approved", by=heard.by, at=heard.at, after=after)
    for old in replaced:  # it keeps the visits made in its period, and takes no other
        _change(heard, old, "replaced", state=AuthState.INACTIVE.value)
    _make_services(heard, row, decision.lines, _requested(request, decision.lines))
    return row


def _requested(request: AuthorizationRequest | None, lines: Sequence[Line]) -> int | None:
    """What was asked, where there is one line and it counts the same."""
    asked = asked_of(request)
    return asked.requested if asked and len(lines) == 1 and lines[0].basis is asked.basis else None


def _make_services(heard: Heard, row: Authorization, lines: Sequence[Line], requested: int | None) -> None:
    services = [
        AuthorizedService(
            practice=heard.practice,
            authorization=row,
            codes=list(line.codes),
            basis=line.basis.value,
            approved=line.quantity,
            requested=requested,
        )
        for line in lines
    ]
    AuthorizedService.objects.bulk_create(services)
    History.objects.bulk_create(
        history.row(service, "approved", by=heard.by, at=heard.at, after=_said(service)) for service in services
    )


def _said(service: AuthorizedService) -> dict[str, Any]:
    names = ("authorization_id", "codes", "basis", "approved", "requested")
    return {name: getattr(service, name) for name in names}


def _contradicts(row: Authorization, heard: Heard) -> bool:
    """True when what is on file under the number has other days or another quantity than this decision."""
    decision = heard.decision
    said_days: tuple[date | None, ...] = (decision.starts_on, decision.ends_on)
    days = zip(said_days, (row.starts_on, row.ends_on), strict=True)
    if any(said and known and said != known for said, known in days):
        return True
    on_file = list(AuthorizedService.objects.filter(authorization=row).values_list("basis", "approved"))
    stated = [(line.basis.value, line.quantity) for line in decision.lines if line.quantity is not None]
    return bool(stated) and sorted(stated) != sorted((b, a) for b, a in on_file if a is not None) and bool(on_file)
