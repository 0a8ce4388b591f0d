"""Facts of prior authorization: approvals with their services, requests, what each visit uses."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.prior_auth import (
    Appeal,
    AppealOutcome,
    AppealState,
    AppealTrack,
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    AuthState,
    Basis,
    PeerToPeer,
    PeerToPeerOutcome,
    PeerToPeerState,
    RequestKind,
    RequestState,
    Road,
    Use,
)
from otium.terms.schedule import VisitStatus

USING = [status.value for status in VisitStatus if status.uses_benefits]


def authorizations(scope: Scope) -> dict[UUID, list[Authorization]]:
    """By patient, earliest start first. What visits too old to be read have used is in `opening_used`."""
    services = _services(scope)
    found = defaultdict(list)
    for row in prepared.rows(_authorizations, scope):
        key, patient, coverage, number, state, starts, ends, entered, replaces, npis, location, place = row
        lines = tuple(services.get(key, ()))
        fact = Authorization(
            key, patient, coverage, number, AuthState(state), starts, ends, lines, entered,
            replaces_id=replaces, therapist_npis=frozenset(npis), location_id=location, place_code=place,
        )  # fmt: skip
        found[patient].append(fact)
    return found


def _authorizations(scope: Scope) -> Rows:
    rows = scope.of(models.Authorization).order_by("starts_on", "ends_on", "number", "id")
    return rows.values_list("id", "patient_id", "coverage_id", "number", "state", "starts_on", "ends_on", "entered_on",
                            "replaces_id", "therapist_npis", "location_id", "place_code")  # fmt: skip


def _services(scope: Scope) -> dict[UUID, list[AuthorizedService]]:
    used_before = _used_before(scope)
    found = defaultdict(list)
    for authorization, key, codes, basis, approved, requested, opening in prepared.rows(_authorized, scope):
        opening += used_before.get(key, 0)
        service = AuthorizedService(key, frozenset(codes), Basis(basis), approved, requested, opening)
        found[authorization].append(service)
    return found


def _authorized(scope: Scope) -> Rows:
    rows = models.AuthorizedService.objects.filter(practice_id=scope.practice_id)
    if scope.patients is not None:
        rows = rows.filter(authorization__practice_id=scope.practice_id, authorization__patient_id__in=scope.patients)
    columns = ("authorization_id", "id", "codes", "basis", "approved", "requested", "opening_used")
    return rows.order_by("id").values_list(*columns)


def _used_before(scope: Scope) -> dict[UUID, int]:
    """By service: quantity of the stored uses of visits before `scope.since`, less those found not to have been made.

    Those visits are not read, so their uses stay as they are; without this count their quantity would be free again.
    """
    return dict(prepared.rows(_used_up, scope))


def _used_up(scope: Scope) -> Rows:
    rows = _stored(scope).filter(appointment__starts_at__lt=scope.since, appointment__status__in=USING)
    return rows.values_list("service_id").annotate(Sum("quantity"))


def requests(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[AuthorizationRequest]]:
    """By patient, oldest first."""
    signed = _packets(scope, day)
    found = defaultdict(list)
    for row in prepared.rows(_requests, scope):
        key, patient, coverage, state, kind, *middle = row[:12]
        (
            road,
            urgent,
            starts,
            ends,
            sent_at,
            known,
            pended,
            answered,
            codes,
            lines,
            npi,
            location,
            place,
            pace,
            service,
            therapist,
            extended,
            until,
        ) = row[12:]
        signed_on, lacks = signed.get(key, (None, None))
        sent_at = sent_at and sent_at.astimezone(scope.since.tzinfo)  # urgent clocks end at an hour of the practice's
        fact = AuthorizationRequest(
            key, patient, coverage, RequestState(state), RequestKind(kind), *middle,
            Road(road) if road else None, urgent, starts, ends, sent_at, known, pended, answered, signed_on,
            None if lacks is None else len(lacks),
            codes_of(codes, lines), basis_of(lines), npi or "", location, place, pace, service, therapist,
            extended, until,
            lacks or (),
        )  # fmt: skip
        found[patient].append(fact)
    return found


def _requests(scope: Scope) -> Rows:
    rows = scope.of(models.AuthorizationRequest).order_by("submitted_on", "decided_on", "id")
    return rows.values_list(
        "id", "patient_id", "coverage_id", "state", "kind", "authorization_id", "submitted_on", "decided_on",
        "requested", "approved", "answer_by", "trace", "channel", "is_urgent", "starts_on", "ends_on", "submitted_at",
        "acknowledged_on", "pended_on", "answered_on", "codes", "lines", "therapist__npi", "location_id", "place_code",
        "per_week", "service", "therapist_id", "extended_on", "extended_until",
    )  # fmt: skip


def codes_of(codes: list[str], lines: list[dict[str, Any]]) -> frozenset[str]:
    """What was asked for by code; empty where one line asks for visits of any code."""
    named = [frozenset(line.get("codes") or ()) for line in lines]
    if named and not all(named):
        return frozenset()
    return frozenset(codes).union(*named)


def basis_of(lines: list[dict[str, Any]]) -> Basis:
    """Units only where every line asks in units: requests count visits otherwise."""
    said = {line.get("basis", Basis.VISITS.value) for line in lines}
    return Basis.UNITS if said == {Basis.UNITS.value} else Basis.VISITS


def _packets(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, tuple[date | None, tuple[str, ...]]]:
    """By request: the day its newest packet was signed, and what it lacks."""
    newest = prepared.rows(_newest, scope)
    return {request: (day(signed) if signed else None, tuple(gaps)) for request, signed, gaps in newest}


def _newest(scope: Scope) -> Rows:
    rows = models.RequestPacket.objects.filter(practice_id=scope.practice_id, appeal=None, withdrawn_at=None)
    if scope.patients is not None:
        rows = rows.filter(request__practice_id=scope.practice_id, request__patient_id__in=scope.patients)
    return rows.order_by("request_id", "version").values_list("request_id", "signed_at", "gaps")


def peer_to_peers(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[PeerToPeer]]:
    """By patient, oldest first."""
    found = defaultdict(list)
    for patient, key, request, state, until, slot, held, outcome, therapist in prepared.rows(_talks, scope):
        said = PeerToPeerOutcome(outcome) if outcome else None
        slot_on = day(slot) if slot else None
        fact = PeerToPeer(key, request, PeerToPeerState(state), until, slot_on, held, said, therapist)
        found[patient].append(fact)
    return found


def _talks(scope: Scope) -> Rows:
    rows = _beside(models.PeerToPeer.objects.order_by("opened_on", "id"), scope)
    return rows.values_list("request__patient_id", "id", "request_id", "state", "until_on", "slot_at", "held_on",
                            "outcome", "therapist_id")  # fmt: skip


def appeals(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[Appeal]]:
    """By patient; by request and level."""
    found = defaultdict(list)
    for *row, failed, waits in prepared.rows(_appeals, scope):
        patient, key, request, track, level, state, *days, outcome, expedited = row
        said, faxes = AppealOutcome(outcome) if outcome else None, [day(at) if at else None for at in (failed, waits)]
        fact = Appeal(key, request, AppealTrack(track), level, AppealState(state), *days, said, expedited, *faxes)
        found[patient].append(fact)
    return found


def _appeals(scope: Scope) -> Rows:
    rows = _beside(models.Appeal.objects.exclude(state="withdrawn").order_by("request_id", "level"), scope)
    return rows.annotate(failed_at=_failed_at(), waits_at=_waits_at()).values_list(
        "request__patient_id", "id", "request_id", "track", "level", "state", "file_by", "filed_on", "decide_by",
        "decided_on", "outcome", "is_expedited", "failed_at", "waits_at",
    )  # fmt: skip


def _failed_at() -> Subquery:
    """When its newest sending was taken back, where that was a fax out of Otium that did not arrive."""
    rows = models.RequestSending.objects.filter(practice_id=OuterRef("practice_id"), appeal_id=OuterRef("pk"))
    failed = Case(When(Q(parcel__isnull=False) & ~Q(parcel__state="withdrawn"), then=F("taken_back_at")))
    return Subquery(rows.order_by("-sent_at", "id").annotate(failed=failed).values("failed")[:1])


def _waits_at() -> Subquery:
    """When its newest sending was ordered, where that is a fax out of Otium that has not left."""
    rows = models.RequestSending.objects.filter(practice_id=OuterRef("practice_id"), appeal_id=OuterRef("pk"))
    waits = Q(parcel__isnull=False, taken_back_at=None, parcel__transmission__sent_at=None)
    waiting = Case(When(waits, then=F("sent_at")))
    return Subquery(rows.order_by("-sent_at", "id").annotate(waiting=waiting).values("waiting")[:1])


def _beside(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Of requests within the scope."""
    rows = rows.filter(practice_id=scope.practice_id, request__practice_id=scope.practice_id)
    if scope.patients is None:
        return rows.filter(request__patient__practice_id=scope.practice_id, request__patient__is_active=True)
    return rows.filter(request__patient_id__in=scope.patients)


def uses(scope: Scope) -> dict[UUID, list[Use]]:
    """By patient, as the last settling stored them; of the visits that are read, others are `opening_used`."""
    found = defaultdict(list)
    for patient, *use in prepared.rows(_used, scope):
        found[patient].append(Use(*use))
    return found


def _used(scope: Scope) -> Rows:
    rows = _stored(scope).filter(appointment__starts_at__gte=scope.since).order_by("appointment_id", "service_id")
    return rows.values_list("authorization__patient_id", "appointment_id", "authorization_id", "service_id", "quantity",
                            "why", "is_estimated")  # fmt: skip


def _stored(scope: Scope) -> QuerySet[models.AuthorizationUse]:
    rows = models.AuthorizationUse.objects.filter(
        practice_id=scope.practice_id,
        authorization__practice_id=scope.practice_id,
        appointment__practice_id=scope.practice_id,
    )
    return rows if scope.patients is None else rows.filter(authorization__patient_id__in=scope.patients)


OF_VISITS = (_authorizations, _authorized, _used_up, _requests, _newest)  # what records/facts asks together
OF_DUTIES = (_used, _talks, _appeals)
