"""Apply a 278 response: the request moves, an approval becomes an authorization. Asked and approved stay apart."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.inbox.outcome import Applied
from otium.records.models import (
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    Coverage,
    InboundFile,
    Practice,
)
from otium.rules import decision as rules
from otium.rules import prior_auth
from otium.rules.decision import Line
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import RequestEvent, RequestState


def apply(
    practice: Practice, file: InboundFile, decision: AuthDecision, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    """Move the request the decision is about and write what was approved; unmatched when it cannot be."""
    event_level = decision.event
    segment = event_level.segment if event_level else 1
    if event_level is None:
        return Applied("unmatched", "278", segment, "no_event", coverage.patient_id)
    event = rules.event_of(decision)
    if event is None:
        return Applied("unmatched", "278", segment, "no_decision", coverage.patient_id)
    lines = rules.lines_of(decision)
    if event in (RequestEvent.APPROVE, RequestEvent.MODIFY) and not rules.number_of(decision):
        return Applied("unmatched", "278", segment, "no_number", coverage.patient_id)
    request = _request(practice, decision, coverage)
    event = rules.after_asking(event, request.requested if request else None, lines)
    writing = _Writing(practice, file, decision, coverage, by, at)
    return writing.write(request, event, lines, segment)


def _request(practice: Practice, decision: AuthDecision, coverage: Coverage) -> AuthorizationRequest | None:
    """The request this answers: by its trace, else by its number, else the only one open of this coverage."""
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).filter(
        practice=practice, patient_id=coverage.patient_id
    )
    traces = rules.traces_of(decision)
    known = rows.filter(trace__in=traces).first() if traces else None
    if known:
        return known
    number = rules.number_of(decision)
    by_number = rows.filter(authorization__number=number, trace="").first() if number else None
    if by_number and by_number.state in (RequestState.APPROVED, RequestState.MODIFIED):
        return by_number
    waiting = list(
        rows.filter(Q(coverage=coverage) | Q(coverage=None)).filter(
            state__in=[RequestState.SUBMITTED.value, RequestState.PENDED.value], trace=""
        )
    )
    return waiting[0] if len(waiting) == 1 else None


DECIDED = (RequestState.APPROVED, RequestState.MODIFIED, RequestState.DENIED)


class _Writing:
    """One decision being written."""

    def __init__(
        self, practice: Practice, file: InboundFile, decision: AuthDecision, coverage: Coverage, by: Actor, at: datetime
    ) -> None:  # fmt: skip
        self.practice, self.file, self.decision, self.coverage = practice, file, decision, coverage
        self.by, self.at, self.on = by, at, clock.day(at, practice)

    def write(
        self, request: AuthorizationRequest | None, event: RequestEvent, lines: list[Line], segment: int
    ) -> Applied:
        if request and event is RequestEvent.PEND and request.state in DECIDED:
            return Applied("nothing_new", "278", segment, "decided_since", self.coverage.patient_id)
        target = _state_after(request, event)
        if target is None:
            return Applied("unmatched", "278", segment, "does_not_follow", self.coverage.patient_id)
        if request and request.state == target and not self._adds_authorization(event):
            return Applied("nothing_new", "278", segment, "decision_on_file", self.coverage.patient_id)
        authorization = None
        if event in (RequestEvent.APPROVE, RequestEvent.MODIFY):
            authorization = self._authorize(lines, request)
            if authorization is None:
                return Applied("unmatched", "278", segment, "contradicts_number", self.coverage.patient_id)
        row = self._move(request, target, event, authorization, rules.total_of(lines))
        says = {"state": row.state, "approved": row.approved}
        return Applied("applied", "278", segment, "", self.coverage.patient_id, "authorizationrequest", row.pk, says)

    def _adds_authorization(self, event: RequestEvent) -> bool:
        if event not in (RequestEvent.APPROVE, RequestEvent.MODIFY):
            return False
        rows = Authorization.objects.filter(practice=self.practice, patient_id=self.coverage.patient_id)
        return not rows.filter(number=rules.number_of(self.decision)).exists()

    def _authorize(self, lines: list[Line], request: AuthorizationRequest | None) -> Authorization | None:
        """The authorization of this number, made or filled in; None when what is on file says otherwise."""
        number, (starts_on, ends_on) = rules.number_of(self.decision), rules.period_of(self.decision)
        row = Authorization.objects.select_for_update(of=("self",)).filter(
            practice=self.practice, patient_id=self.coverage.patient_id, number=number
        ).first()  # fmt: skip
        if row is None:
            return self._new_authorization(number, starts_on, ends_on, lines, request)
        values = {"starts_on": starts_on, "ends_on": ends_on, "coverage_id": self.coverage.pk, "trace": self._trace()}
        mine = {name: value for name, value in values.items() if value and getattr(row, name) in (None, "")}
        clash = any(
            value and getattr(row, name) not in (None, "", value)
            for name, value in values.items()
            if name in ("starts_on", "ends_on")
        )
        if clash or _contradicts(row, lines):
            return None
        if mine:
            before, after = history.changes(row, mine)
            for name, value in mine.items():
                setattr(row, name, value)
            row.save(update_fields=list(mine))
            history.record(row, "filled_in", by=self.by, at=self.at, before=before, after=after)
        return row

    def _new_authorization(
        self, number: str, starts_on: date | None, ends_on: date | None, lines: list[Line],
        request: AuthorizationRequest | None,
    ) -> Authorization:  # fmt: skip
        place = {"channel": "x12", "place": "HCR", "at": self.at.isoformat(), "file": str(self.file.pk)}
        row = Authorization.objects.create(
            practice=self.practice,
            patient_id=self.coverage.patient_id,
            coverage=self.coverage,
            number=number,
            starts_on=starts_on,
            ends_on=ends_on,
            entered_on=self.on,
            trace=self._trace(),
            provenance={"number": place, "starts_on": place, "ends_on": place},
            inbound_file=self.file,
        )
        single = request.requested if request and len(lines) == 1 else None
        AuthorizedService.objects.bulk_create(
            AuthorizedService(
                practice=self.practice,
                authorization=row,
                codes=list(line.codes),
                basis=line.basis.value,
                approved=line.quantity,
                requested=single,
            )
            for line in lines
        )
        history.record(row, "approved", by=self.by, at=self.at, after={"number": number, "ends_on": ends_on})
        return row

    def _trace(self) -> str:
        return next(iter(rules.traces_of(self.decision)), "")

    def _move(
        self, request: AuthorizationRequest | None, target: str, event: RequestEvent,
        authorization: Authorization | None, approved: int | None,
    ) -> AuthorizationRequest:  # fmt: skip
        decided = None if event is RequestEvent.PEND else (self.decision.answered_on or self.on)
        values: dict[str, Any] = {
            "state": target,
            "decided_on": decided,
            "approved": approved,
            "inbound_file": self.file,
            "reason": rules.reason_codes(self.decision),
        }
        if authorization:
            values["authorization"] = authorization
        if request is None:
            return self._decided_unasked(values, event)
        if self._trace() and not request.trace:
            values["trace"] = self._trace()
        before = {"state": request.state}
        for name, value in values.items():
            setattr(request, name, value)
        request.save(update_fields=list(values))
        history.record(request, event.value, by=self.by, at=self.at, before=before, after={"state": target})
        return request

    def _decided_unasked(self, values: dict[str, Any], event: RequestEvent) -> AuthorizationRequest:
        """A decision on a request that was made outside Otium; what was asked stays unknown."""
        row = AuthorizationRequest.objects.create(
            practice=self.practice,
            patient_id=self.coverage.patient_id,
            coverage=self.coverage,
            kind="renewal" if rules.is_renewal(self.decision) else "initial",
            channel="x12",
            trace=self._trace(),
            **values,
        )
        history.record(row, event.value, by=self.by, at=self.at, after={"state": row.state})
        return row


def _contradicts(row: Authorization, lines: list[Line]) -> bool:
    """True when the number on file approves another quantity than this decision."""
    on_file = list(AuthorizedService.objects.filter(authorization=row).values_list("basis", "approved"))
    stated = [(line.basis.value, line.quantity) for line in lines if line.quantity is not None]
    return bool(stated) and sorted(stated) != sorted((b, a) for b, a in on_file if a is not None) and bool(on_file)


def _state_after(request: AuthorizationRequest | None, event: RequestEvent) -> str | None:
    """The state the request moves to; the same again for a repeated decision; None when it cannot follow."""
    start = RequestState(request.state) if request else RequestState.SUBMITTED
    try:
        return prior_auth.next_state(start, event).value
    except prior_auth.MoveRefusedError:
        repeated = prior_auth.next_state(RequestState.SUBMITTED, event)
        return repeated.value if request and request.state == repeated else None
