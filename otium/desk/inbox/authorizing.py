"""What a decision does to authorizations: one is made, filled in, or cancelled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.records.models import (
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    Coverage,
    History,
    InboundFile,
    Practice,
)
from otium.rules import decision as rules
from otium.rules.decision import Line
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import AuthState


@dataclass(frozen=True, slots=True)
class Received:
    """A decision come in: of which file, for whose coverage, when."""

    practice: Practice
    file: InboundFile
    decision: AuthDecision
    coverage: Coverage
    by: Actor
    at: datetime

    @property
    def on(self) -> date:
        return clock.day(self.at, self.practice)

    @property
    def trace(self) -> str:
        return next(iter(rules.traces_of(self.decision)), "")


def standing(received: Received, number: str) -> QuerySet[Authorization]:
    """The patient's authorizations of this number that are not cancelled; an import may bring several."""
    rows = Authorization.objects.filter(practice=received.practice, patient_id=received.coverage.patient_id)
    return rows.filter(number=number).exclude(state=AuthState.CANCELLED.value)


def authorize(received: Received, lines: list[Line], request: AuthorizationRequest | None) -> Authorization | None:
    """The authorization of this number, made or filled in; None when what is on file says otherwise."""
    number, period = rules.number_of(received.decision), rules.period_of(received.decision)
    newest = F("starts_on").desc(nulls_last=True)
    rows = list(standing(received, number).select_for_update(of=("self",)).order_by("state", newest, "id"))
    if not rows:
        return _make(received, number, period, lines, request)
    fitting = next((row for row in rows if not _contradicts(row, period, lines)), None)
    if fitting is not None:
        _fill_in(received, fitting, period)
    return fitting


def cancel(received: Received, request: AuthorizationRequest | None) -> Authorization | None:
    """Cancel what stands under the decision's number, else what the request led to; the first of it."""
    number = rules.number_of(received.decision)
    if not number and request and request.authorization:
        number = request.authorization.number
    if not number:
        return None
    rows = list(standing(received, number).select_for_update(of=("self",)).order_by("id"))
    for row in rows:
        before, row.state = {"state": row.state}, AuthState.CANCELLED.value
        row.save(update_fields=["state"])
        history.record(row, "cancelled", by=received.by, at=received.at, before=before, after={"state": row.state})
    return rows[0] if rows else None


def _fill_in(received: Received, row: Authorization, period: tuple[date | None, date | None]) -> None:
    values = {
        "starts_on": period[0],
        "ends_on": period[1],
        "coverage_id": received.coverage.pk,
        "trace": received.trace,
    }
    mine = {name: value for name, value in values.items() if value and getattr(row, name) in (None, "")}
    if not mine:
        return
    before, after = history.changes(row, mine)
    for name, value in mine.items():
        setattr(row, name, value)
    row.save(update_fields=list(mine))
    history.record(row, "filled_in", by=received.by, at=received.at, before=before, after=after)


def _make(
    received: Received,
    number: str,
    period: tuple[date | None, date | None],
    lines: list[Line],
    request: AuthorizationRequest | None,
) -> Authorization:
    place = {"channel": "x12", "place": "HCR", "at": received.at.isoformat(), "file": str(received.file.pk)}
    row = Authorization.objects.create(
        practice=received.practice,
        patient_id=received.coverage.patient_id,
        coverage=received.coverage,
        number=number,
        starts_on=period[0],
        ends_on=period[1],
        entered_on=received.on,
        trace=received.trace,
        provenance={"number": place, "starts_on": place, "ends_on": place},
        inbound_file=received.file,
    )
    history.record(row, "approved", by=received.by, at=received.at, after={"number": number, "ends_on": period[1]})
    _make_services(received, row, lines, request.requested if request and len(lines) == 1 else None)
    return row


def _make_services(received: Received, row: Authorization, lines: list[Line], requested: int | None) -> None:
    services = [
        AuthorizedService(
            practice=received.practice,
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
        history.row(service, "approved", by=received.by, at=received.at, after=_said(service)) for service in services
    )


def _said(service: AuthorizedService) -> dict[str, Any]:
    return {
        "authorization_id": service.authorization_id,
        "codes": service.codes,
        "basis": service.basis,
        "approved": service.approved,
        "requested": service.requested,
    }


def _contradicts(row: Authorization, period: tuple[date | None, date | None], lines: list[Line]) -> bool:
    """True when what is on file under the number has other days or another quantity than this decision."""
    on_file_days = (row.starts_on, row.ends_on)
    if any(said and known and said != known for said, known in zip(period, on_file_days, strict=True)):
        return True
    on_file = list(AuthorizedService.objects.filter(authorization=row).values_list("basis", "approved"))
    stated = [(line.basis.value, line.quantity) for line in lines if line.quantity is not None]
    return bool(stated) and sorted(stated) != sorted((b, a) for b, a in on_file if a is not None) and bool(on_file)
