"""Until when a payer's clinician can be spoken with about a request. Source: its terms (rules/prior_auth/roads).

A time in hours begins with the moment of the notice where it is known. Else only its last day is said, not the hour.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from otium.rules import business_days
from otium.terms.facts import BusinessDays
from otium.terms.payers import Ground
from otium.terms.prior_auth import AuthorizationRequest, RequestState
from otium.terms.roads import RequestTerms, Span, Unit

HOURS = 24
DECIDED = (RequestState.DENIED, RequestState.MODIFIED, RequestState.APPROVED)
UNKNOWN = Ground("nothing is on file of this payer's talks", "uncertain")


@dataclass(frozen=True, slots=True)
class TalkWindow:
    """`is_open` None: nobody knows. `why`: a code: not_offered, not_decided, before_only, after, before, over, unknown.

    `until_at` where the time runs by the hour and its beginning is known.
    """

    is_open: bool | None
    why: str
    ground: Ground
    until_on: date | None = None
    until_at: datetime | None = None


def window(
    terms: RequestTerms | None,
    request: AuthorizationRequest,
    *,
    on: date,
    days: BusinessDays,
    noticed_at: datetime | None = None,
) -> TalkWindow:
    """`days`: those of the payer. `noticed_at`: the moment the practice heard of it, in its own zone."""
    if terms is None:
        return TalkWindow(None, "unknown", UNKNOWN)
    talk = terms.peer_to_peer
    if talk.is_offered is False:
        return TalkWindow(False, "not_offered", _ground(terms, "is_offered"))
    if request.state is RequestState.PENDED:
        return _runs(terms, "before", talk.before_decision, request.pended_on, on, days, noticed_at)
    if request.state not in DECIDED:
        return TalkWindow(False, "not_decided", _ground(terms, "is_offered"))
    if talk.after_decision is None and talk.before_decision is not None:
        return TalkWindow(False, "before_only", _ground(terms, "before_decision"))
    return _runs(terms, "after", talk.after_decision, request.decided_on, on, days, noticed_at)


def _runs(
    terms: RequestTerms,
    when: str,
    span: Span | None,
    begins_on: date | None,
    on: date,
    days: BusinessDays,
    noticed_at: datetime | None,
) -> TalkWindow:
    ground = _ground(terms, f"{when}_decision")
    if span is None or begins_on is None:
        return TalkWindow(terms.peer_to_peer.is_offered, "unknown" if span is None else when, ground)
    until_at = _moment(span, noticed_at) if noticed_at and noticed_at.date() == begins_on else None
    until_on = until_at.date() if until_at else _last_day(span, begins_on, days)
    is_open = on <= until_on
    return TalkWindow(is_open, when if is_open else "over", ground, until_on, until_at)


def _last_day(span: Span, begins_on: date, days: BusinessDays) -> date:
    if span.unit is Unit.BUSINESS_DAYS:
        return business_days.add(begins_on, span.amount, days)
    if span.unit is Unit.DAYS:
        return business_days.shift(begins_on, span.amount)
    return business_days.shift(begins_on, span.amount // HOURS)


def _moment(span: Span, noticed_at: datetime) -> datetime | None:
    if span.unit is not Unit.HOURS:
        return None
    until = noticed_at.astimezone(UTC) + timedelta(hours=span.amount)
    return until.astimezone(noticed_at.tzinfo)


def _ground(terms: RequestTerms, name: str) -> Ground:
    return terms.ground_of(f"peer_to_peer.{name}") or terms.ground_of("peer_to_peer.is_offered") or UNKNOWN
