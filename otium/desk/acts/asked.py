"""What acts write of requests: one was sent, or what its payer wanted was. By desk.requests, as the pages do."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from otium.desk import clock, history
from otium.desk.acts.writing import Refused, Values, Writing, coverage_of, not_ahead, values_of
from otium.desk.requests import life as requests
from otium.desk.requests import moving
from otium.desk.requests.life import Told
from otium.records import models
from otium.rules import prior_auth
from otium.terms.duty import DutyKind
from otium.terms.prior_auth import RequestEvent, RequestState, Road

MOVED = ("state", "requested", "lines", "channel", "submitted_on", "submitted_at", "reference", "trace", "answered_on",
         "answer_by")  # fmt: skip


def _request(writing: Writing, values: Values, kind: str) -> None:
    """The draft of this duty, sent by the person who says so; a new request where there is none."""
    task = writing.task
    not_ahead(writing, values, "sent_on")
    draft = _draft_of(task)
    if draft is None:
        row = _made(writing, values, kind)
        sending = _left(writing, row, requests.record_sent, values)
        writing.made(row)
    else:
        row = moving.locked(draft.pk)
        before = _held(row)
        moving.write(row, _asked(row, values), "changed", by=writing.by, at=writing.at)
        sending = _left(writing, row, requests.record_sent, values)
        writing.moved(row, before, _held(row))
    _noted(writing, sending, values)


def _made(writing: Writing, values: Values, kind: str) -> Any:
    task = writing.task
    told = {
        "patient_id": task.patient_id, "coverage_id": coverage_of(task), "kind": kind,
        "authorization_id": task.focus_id if kind == "renewal" else None, "state": RequestState.DRAFT.value,
        "requested": values.get("requested"),
    }  # fmt: skip
    row = models.AuthorizationRequest.objects.create(practice=writing.practice, **told)
    history.record(row, "recorded", by=writing.by, at=writing.at, after=values_of(told))
    return moving.locked(row.pk)


def _draft_of(task: models.Task) -> Any:
    """The request that the task is about, or that was drafted for its duty, locked; None where none is at home."""
    if task.kind == DutyKind.SIGN_REQUEST:
        rows = models.AuthorizationRequest.objects.select_for_update(of=("self",))
        return rows.filter(pk=task.focus_id, state__in=(RequestState.DRAFT, RequestState.READY)).first()
    subject = requests.subject_of(task)
    return requests.open_draft(task.patient_id, subject) if subject else None


def _asked(draft: Any, values: Values) -> Values:
    """As the person says; else as the draft does, unless Otium alone wrote it: they sent their own."""
    if values.get("requested") is not None:
        return {"requested": values["requested"]}
    return {"requested": None, "lines": []} if requests.is_untouched(draft) else {}


def _left(writing: Writing, row: Any, does: Callable[..., Any], values: Values) -> Any:
    try:
        return does(row, Road(values["road"]), _told(values), by=writing.by, at=writing.at)
    except requests.Refused as refused:
        raise Refused(refused.entry, refused.code) from refused


def _told(values: Values) -> Told:
    return Told(sent_on=values["sent_on"], reference=values.get("reference", ""))


def _noted(writing: Writing, sending: Any, values: Values) -> None:
    """So that undoing the act takes back the sending and the call by which it was made."""
    writing.made(sending)
    call = requests.called(sending, _told(values), by=writing.by, at=writing.at)
    if call is not None:
        writing.made(call)


def _held(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MOVED}


def moment(writing: Writing, on: date) -> datetime:
    """Now for today; noon of a day before."""
    return writing.at if on == writing.on else clock.instant(on, time(12), writing.practice)


def renewal_request(writing: Writing, values: Values) -> None:
    _request(writing, values, "renewal")


def initial_request(writing: Writing, values: Values) -> None:
    _request(writing, values, "initial")


def drafted_request(writing: Writing, values: Values) -> None:
    """The request that waits for a signature left all the same, outside Otium."""
    if _draft_of(writing.task) is None:
        raise Refused("", "does_not_follow")
    _request(writing, values, "")


def request_cancelled(writing: Writing, values: Values) -> None:
    """What a draft asks for is not needed; the duty behind it stands again, and is decided by itself."""
    draft = _draft_of(writing.task)
    if draft is None:
        raise Refused("", "does_not_follow")
    writing.change(draft, state=prior_auth.next_state(RequestState(draft.state), RequestEvent.CANCEL).value)


def records_answer(writing: Writing, values: Values) -> None:
    """What the payer wanted was sent: its request waits for the decision again."""
    row = moving.locked(writing.task.focus_id)
    if row.state != RequestState.PENDED:
        raise Refused("", "does_not_follow")
    not_ahead(writing, values, "sent_on")
    before = _held(row)
    sending = _left(writing, row, requests.record_answered, values)
    writing.moved(row, before, _held(row))
    _noted(writing, sending, values)
