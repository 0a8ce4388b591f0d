"""What the payer's terms say of disputing one request: which track, until when it talks, by which rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from otium.desk import calendar, clock, payer_book, payer_roads
from otium.desk.reviews import books
from otium.records.models import AuthorizationRequest, InjuryClaim
from otium.records.roads import own_roads
from otium.rules.appeals import choosing
from otium.rules.peer_to_peer.window import TalkWindow, window
from otium.rules.prior_auth import roads
from otium.rules.prior_auth.clocks import payer_days
from otium.terms import prior_auth as terms
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import AppealTrack, RequestKind, RequestState
from otium.terms.reviews import AppealLevel
from otium.terms.roads import Matter, OwnRoad, RequestTerms, Service


def terms_of(
    request: AuthorizationRequest, on: date, own: Mapping[UUID, Sequence[OwnRoad]] | None = None
) -> RequestTerms | None:
    """None for a request without a coverage: nobody is asked. `own`: the practice's roads by payer; else one query."""
    if request.coverage is None:
        return None
    service = Service(request.service) if request.service in set(Service) else Service.TREATMENT
    plan = request.coverage.plan.name if request.coverage.plan else ""
    matter = Matter(on, RequestKind(request.kind), service, request.practice.state, plan)
    payer = request.coverage.payer
    if own is None:
        return payer_roads.terms_of(request.practice, payer, matter)
    return roads.terms_of(payer_roads.shipped(), rules_of(request, on), matter, tuple(own.get(payer.pk, ())))


def rules_of(request: AuthorizationRequest, on: date) -> PayerRules:
    book = payer_book.book(request.practice, on)
    if request.coverage is None:
        return book.by_type[PayerType.OTHER]
    payer = request.coverage.payer
    return book.rules_for(PayerType(payer.payer_type), payer.rules_key)


def track_of(request: AuthorizationRequest, on: date) -> tuple[AppealTrack, str]:
    """The track, and the state whose law a work injury is under; empty for others. Two queries at most."""
    found = terms_of(request, on)
    track = found.appeal_track if found else AppealTrack.OTHER
    return track, state_of(request, track)


def state_of(request: AuthorizationRequest, track: AppealTrack) -> str:
    """The state whose law a work injury is under; empty for others. One query for a work injury, else none."""
    if track is not AppealTrack.WORKERS_COMP or request.coverage is None:
        return ""
    injury = InjuryClaim.objects.filter(coverage_id=request.coverage_id).values_list("state", flat=True).first()
    return choosing.state_of(request.coverage.payer.rules_key, injury or "")


def level_of(track: AppealTrack, number: int, on: date, state: str) -> AppealLevel | None:
    return books.levels().level(track, number, on, state)


def talk_windows(requests: Iterable[AuthorizationRequest], at: datetime) -> dict[UUID, TalkWindow]:
    """By request. One query a practice."""
    own: dict[UUID, Mapping[UUID, Sequence[OwnRoad]]] = {}
    found = {}
    for each in requests:
        if each.practice_id not in own:
            own[each.practice_id] = own_roads(each.practice_id)
        found[each.pk] = talk_window(each, at, own[each.practice_id])
    return found


def talk_window(
    request: AuthorizationRequest, at: datetime, own: Mapping[UUID, Sequence[OwnRoad]] | None = None
) -> TalkWindow:
    """Until when the payer talks about this request, as it stands now. `own` as in `terms_of`."""
    on = clock.day(at, request.practice)
    heard = request.inbound_file.received_at if request.inbound_file else None
    noticed_at = heard.astimezone(clock.zone(request.practice)) if heard else None
    days = payer_days(calendar.business_days(request.practice, on))
    return window(terms_of(request, on, own), fact_of(request), on=on, days=days, noticed_at=noticed_at)


def fact_of(request: AuthorizationRequest) -> terms.AuthorizationRequest:
    """As the rules are told of it; of its packet nothing."""
    return terms.AuthorizationRequest(
        id=request.pk,
        patient_id=request.patient_id,
        coverage_id=request.coverage_id,
        state=RequestState(request.state),
        kind=RequestKind(request.kind),
        authorization_id=request.authorization_id,
        submitted_on=request.submitted_on,
        decided_on=request.decided_on,
        requested=request.requested,
        approved=request.approved,
        pended_on=request.pended_on or (request.decided_on if request.state == RequestState.PENDED else None),
        is_urgent=request.is_urgent,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
    )
