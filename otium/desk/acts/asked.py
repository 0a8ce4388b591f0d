"""What acts write of authorization requests: one was sent, or what its payer wanted was."""

from datetime import date, datetime, time
from typing import Any

from otium.desk import clock
from otium.desk.acts.writing import Refused, Values, Writing, coverage_of, not_ahead
from otium.desk.requests import life as requests
from otium.records import models
from otium.rules import prior_auth
from otium.terms.duty import DutyKind
from otium.terms.prior_auth import RequestEvent, RequestState


def _request(writing: Writing, values: Values, kind: str) -> None:
    """The draft of this duty, sent by the person who says so; a new request where there is none."""
    task = writing.task
    sent_on = not_ahead(writing, values, "sent_on")
    draft = _draft_of(task)
    told = {"submitted_on": sent_on, "channel": values["road"], "reference": values.get("reference", "")}
    if draft is None:
        state = prior_auth.next_state(RequestState.DRAFT, RequestEvent.SUBMIT).value
        row = writing.create(
            models.AuthorizationRequest, patient_id=task.patient_id, coverage_id=coverage_of(task), kind=kind,
            authorization_id=task.focus_id if kind == "renewal" else None, state=state,
            requested=values.get("requested"), **told,
        )  # fmt: skip
    else:
        row = draft
        writing.change(row, state=prior_auth.next_state(RequestState(row.state), RequestEvent.SUBMIT).value,
                       **_asked(row, values), **told)  # fmt: skip
    _sent(writing, row, "request", values, sent_on)


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
    rows = models.AuthorizationRequest.objects.select_for_update(of=("self",))
    row = rows.get(pk=writing.task.focus_id)
    if row.state != RequestState.PENDED:
        raise Refused("", "does_not_follow")
    sent_on = not_ahead(writing, values, "sent_on")
    state = prior_auth.next_state(RequestState.PENDED, RequestEvent.ANSWER).value
    writing.change(row, state=state, answered_on=sent_on, answer_by=None)
    _sent(writing, row, "answer", values, sent_on)


def _sent(writing: Writing, row: Any, about: str, values: Values, sent_on: date) -> None:
    writing.create(
        models.RequestSending, request=row, about=about, road=values["road"], sent_by=writing.by.name,
        sent_at=moment(writing, sent_on), reference=values.get("reference", ""),
    )  # fmt: skip
