"""What a payer decided, read out of a 278 response: the event, the number, what is granted, for how long.

Source: X12 005010X217 HCR01, HCR02, SV1, HSD, DTP, NM1, UM (see terms.auth_decision). Certainty: from knowledge of the
guide. What it is beside what was asked: `deciding.py`.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from otium.terms.auth_decision import AuthDecision, Decided, ReviewAction, ServiceDecision
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road
from otium.terms.x12 import Party

EVENTS = {
    ReviewAction.CERTIFIED_IN_TOTAL: RequestEvent.APPROVE,
    ReviewAction.CERTIFIED_IN_PART: RequestEvent.MODIFY,
    ReviewAction.MODIFIED: RequestEvent.MODIFY,
    ReviewAction.NOT_CERTIFIED: RequestEvent.DENY,
    ReviewAction.PENDED: RequestEvent.PEND,
    ReviewAction.CANCELLED: RequestEvent.CANCEL,
}
GRANTED = {ReviewAction.CERTIFIED_IN_TOTAL, ReviewAction.CERTIFIED_IN_PART, ReviewAction.MODIFIED}
OPEN_ENDED_YEAR = 2100  # payers write 9999-12-31 for "no end"
REQUIRED_BY = "106"  # DTP01
RENDERS = frozenset({"SJ", "71", "72", "82", "1T", "FA"})  # NM101 of who renders it; DK and DN only ordered it
REVISED = "S"  # UM02
PLACE_OF_SERVICE = "B"  # UM04-2
BASES = {"VS": Basis.VISITS, "UN": Basis.UNITS}


def event_of(decision: AuthDecision) -> RequestEvent | None:
    """What the payer decided, for the request as a whole; None when it says none, or two.

    "In part" (A2) at event level is settled by the services: it stands as a modification when one of them is granted,
    or when there is none to read.
    """
    top = decision.event.action if decision.event else None
    services = {s.decided.action for s in decision.services if s.decided.action}
    if top is ReviewAction.CERTIFIED_IN_PART:
        return RequestEvent.MODIFY if services & GRANTED or not decision.services else None
    if top in EVENTS:
        return EVENTS[top]
    if services & GRANTED:
        return RequestEvent.APPROVE if services == {ReviewAction.CERTIFIED_IN_TOTAL} else RequestEvent.MODIFY
    return next((EVENTS[a] for a in (ReviewAction.PENDED, ReviewAction.NOT_CERTIFIED) if a in services), None)


def number_of(decision: AuthDecision) -> str:
    """The authorization number: of the event, else of the first service that has one."""
    return next((level.auth_number for level in _levels(decision) if level.auth_number), "")


def lines_of(decision: AuthDecision) -> list[Line]:
    """What is granted, service by service; else the visits of a granted event as one pool.

    Services that are named without any number share the visits of their event.
    """
    lines = [line for service in decision.services if _granted(decision, service) for line in _service_lines(service)]
    is_counted = any(line.quantity is not None for line in lines)
    if is_counted or decision.event is None or decision.event.action not in GRANTED:
        return lines
    visits, codes = _visits(decision.event), tuple(dict.fromkeys(code for line in lines for code in line.codes))
    return [Line(codes, Basis.VISITS, visits[0])] if visits else lines


def _granted(decision: AuthDecision, service: ServiceDecision) -> bool:
    """A service without a review of its own follows the event; under "in part" it does not count as granted."""
    action = service.decided.action or (decision.event.action if decision.event else None)
    if service.decided.action is None and action is ReviewAction.CERTIFIED_IN_PART:
        return False
    return action in GRANTED


def _service_lines(service: ServiceDecision) -> list[Line]:
    visits = _visits(service.decided)
    lines = []
    for line in service.lines:
        codes = (line.procedure.code,) if line.procedure else ()
        quantity = _whole(line.quantity)
        if line.unit in BASES and quantity is not None:
            lines.append(Line(codes, BASES[line.unit], quantity))
        else:
            lines.append(Line(codes, Basis.VISITS, visits[0] if visits else None))
    if not lines and visits:
        lines = [Line((), Basis.VISITS, visits[0])]
    return lines


def _visits(level: Decided) -> list[int]:
    """Visits by HSD: a plain count, or so many each period for so many periods."""
    counts = []
    for delivery in level.deliveries:
        quantity, periods = _whole(delivery.quantity), _whole(delivery.period_count)
        if delivery.unit == "VS" and quantity is not None:
            counts.append(quantity * periods if delivery.frequency and periods else quantity)
    return counts


def _whole(number: Decimal | None) -> int | None:
    return int(number) if number is not None and number == number.to_integral_value() else None


def period_of(decision: AuthDecision) -> tuple[date | None, date | None]:
    """First and last approved day: of the event, else of its services; proposed dates where nothing else is said.

    A day from the year 2100 on says that there is no such day: it is None, and no proposed day takes its place.
    """
    starts = [level.effective.start_on for level in _levels(decision) if level.effective]
    ends = [level.expires_on for level in _levels(decision) if level.expires_on]
    proposed = [level.proposed for level in _levels(decision) if level.proposed]
    start = min(starts) if starts else (proposed[0].start_on if proposed else None)
    end = max(ends) if ends else (proposed[0].end_on if proposed else None)
    return _stated(start), _stated(end)


def _stated(day: date | None) -> date | None:
    return day if day is not None and day.year < OPEN_ENDED_YEAR else None


def answer_by(decision: AuthDecision) -> date | None:
    """The day by which the payer wants what it pended for (DTP 106, required by); None when it states none."""
    days = [span.start_on for level in _levels(decision) for span in level.dates if span.qualifier == REQUIRED_BY]
    return _stated(min(days, default=None))


def traces_of(decision: AuthDecision) -> list[str]:
    return [t.number for level in _levels(decision) for t in level.traces if t.number]


def is_renewal(decision: AuthDecision) -> bool:
    return bool(decision.event and decision.event.request_type in ("R", "4", "S"))


def reason_codes(decision: AuthDecision) -> str:
    """The payer's reason codes as they stand (code source 886, a licensed list)."""
    codes = [code for level in _levels(decision) for review in level.reviews for code in review.reasons]
    return " ".join(dict.fromkeys(codes))


def providers_of(decision: AuthDecision) -> tuple[str, ...]:
    """NPIs of whom the payer names to render it, persons and places alike, each once."""
    parties: Iterable[Party] = (party for level in _levels(decision) for party in level.providers)
    return tuple(dict.fromkeys(p.npi for p in parties if p.npi and p.entity in RENDERS))


def place_of(decision: AuthDecision) -> str:
    """The place of service code of the event; empty where it says none, or a facility type."""
    event = decision.event
    if event is None or event.place_qualifier != PLACE_OF_SERVICE or not event.place:
        return ""
    return event.place if len(event.place) == 2 else ""


def replaces_of(decision: AuthDecision) -> str:
    """The number it takes the place of: that of a revised certification (UM02 S) that names another before it."""
    event = decision.event
    if event is None or event.request_type != REVISED or not event.previous_auth_number:
        return ""
    return "" if event.previous_auth_number == number_of(decision) else event.previous_auth_number


def said(decision: AuthDecision, event: RequestEvent) -> Decision:
    """The decision as every road has it; `npis` as the payer names them, whoever they are."""
    starts_on, ends_on = period_of(decision)
    return Decision(
        event=event,
        road=Road.X12,
        decided_on=decision.answered_on,
        number=number_of(decision),
        lines=tuple(lines_of(decision)),
        starts_on=starts_on,
        ends_on=ends_on,
        npis=frozenset(providers_of(decision)),
        place_code=place_of(decision),
        reason=reason_codes(decision),
        answer_by=answer_by(decision) if event is RequestEvent.PEND else None,
        trace=next(iter(traces_of(decision)), ""),
        reference=(decision.event.administrative_number if decision.event else None) or "",
        replaces=replaces_of(decision),
        is_renewal=is_renewal(decision),
    )


def _levels(decision: AuthDecision) -> list[Decided]:
    return [level for level in (decision.event, *(s.decided for s in decision.services)) if level]
