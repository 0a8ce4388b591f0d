"""What a packet may say of the patients of some requests: a fixed number of queries however many there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from otium.records import care, models, prepared, prior_auth, schedule
from otium.records.prepared import Rows
from otium.records.scope import OT, Scope, in_ot
from otium.terms.chart import (
    Asked,
    Chart,
    Finding,
    FindingKind,
    Goal,
    GoalNote,
    GoalStatus,
    Insured,
    Measure,
    Order,
    Page,
    Paper,
    Provider,
    Who,
)
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, RequestKind, RequestState
from otium.terms.schedule import Visit

FIRST = datetime(1990, 1, 1, tzinfo=UTC)  # a packet speaks of the whole course of care
FOLLOWS = (RequestKind.RENEWAL, RequestKind.AMENDMENT)
BECAME = (RequestState.APPROVED, RequestState.MODIFIED)  # its authorization is the answer, not what it renews
RELATED = ("patient", "coverage__payer", "coverage__plan", "therapist", "location", "episode__therapist")
INJURY = ("claim_number", "injured_on", "state", "employer", "adjuster_name", "adjuster_phone", "adjuster_fax")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is on file of the patients of some requests, by patient."""

    episodes: dict[UUID, list[models.EpisodeOfCare]]
    visits: dict[UUID, list[Visit]]
    authorizations: dict[UUID, list[Authorization]]
    injuries: dict[UUID, models.InjuryClaim]  # by coverage
    parts: dict[str, dict[UUID, list[Any]]]  # field of Chart -> rows by patient


def charts(
    practice: models.Practice, requests: Iterable[UUID], *, on: date, day: Callable[[datetime], date]
) -> dict[UUID, Chart]:
    """By request. `day` gives the practice's day of an instant. A request without a coverage has no chart."""
    rows = models.AuthorizationRequest.objects.filter(practice=practice, pk__in=tuple(requests))
    asked = [row for row in rows.select_related(*RELATED).order_by("id") if row.coverage_id]
    if not asked:
        return {}
    scope = Scope(practice.pk, FIRST, tuple({row.patient_id for row in asked}))
    kept = _kept(scope, day)
    return {row.pk: _chart(practice, row, kept, on) for row in asked}


def _kept(scope: Scope, day: Callable[[datetime], date]) -> _Kept:
    episodes = _of_ot(scope.of(models.EpisodeOfCare))
    injuries = models.InjuryClaim.objects.filter(practice_id=scope.practice_id, coverage__patient_id__in=scope.patients)
    visits, _, _ = schedule.visits(scope, day)
    return _Kept(
        episodes=_by_patient(episodes),
        visits={key: [v for v in of_one if v.discipline == OT] for key, of_one in visits.items()},
        authorizations=prior_auth.authorizations(scope),
        injuries={row.coverage_id: row for row in injuries},
        parts={
            "orders": _orders(scope),
            "plans": care.plans(scope),
            "findings": _findings(scope),
            "measures": _measures(scope),
            "goals": _goals(scope),
            "reports": care.reports(scope),
            "papers": _papers(scope),
        },
    )


def _by_patient(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.patient_id].append(row)
    return found


def _chart(practice: models.Practice, row: models.AuthorizationRequest, kept: _Kept, on: date) -> Chart:
    patient = row.patient_id
    episode = row.episode or _newest(kept.episodes.get(patient, ()))
    visits = tuple(kept.visits.get(patient, ()))
    return Chart(
        on=on,
        who=_who(row),
        insured=_insured(practice, row, kept.injuries.get(row.coverage_id)),
        provider=_provider(practice, row, episode),
        asked=_asked(row, kept.authorizations.get(patient, ())),
        episode_id=episode.pk if episode else None,
        diagnoses=tuple(episode.icd10) if episode else (),
        onset_on=episode.onset_on if episode else None,
        injury_on=episode.injury_on if episode else None,
        care_started_on=episode.starts_on if episode else None,
        visits=visits,
        **{name: tuple(part.get(patient, ())) for name, part in kept.parts.items()},
    )


def episode_of(request: models.AuthorizationRequest) -> models.EpisodeOfCare | None:
    """The course of care that a request is about: its own, else the patient's. One query where it names none."""
    if request.episode is not None:
        return request.episode
    return _newest(_of_ot(models.EpisodeOfCare.objects.filter(patient_id=request.patient_id)))


def _of_ot(rows: QuerySet[models.EpisodeOfCare]) -> QuerySet[models.EpisodeOfCare]:
    return rows.filter(discipline=OT).select_related("therapist").order_by("starts_on", "id")


def _newest(rows: Iterable[models.EpisodeOfCare]) -> models.EpisodeOfCare | None:
    """The newest active one, else the newest. `rows` oldest first."""
    listed = list(rows)
    return next((e for e in reversed(listed) if e.is_active), listed[-1] if listed else None)


def _who(row: models.AuthorizationRequest) -> Who:
    patient, coverage = row.patient, row.coverage
    subscriber = f"{coverage.subscriber_first_name} {coverage.subscriber_last_name}".strip()
    return Who(
        id=patient.pk,
        first_name=patient.first_name,
        last_name=patient.last_name,
        birth_on=patient.birth_on,
        sex=patient.sex,
        member_id=coverage.member_id,
        group_number=coverage.group_number,
        subscriber_name=subscriber,
        relationship=coverage.relationship,
    )


def _insured(practice: models.Practice, row: models.AuthorizationRequest, injury: models.InjuryClaim | None) -> Insured:
    coverage, payer = row.coverage, row.coverage.payer
    said = [(name, getattr(injury, name)) for name in INJURY] if injury else []
    return Insured(
        coverage_id=coverage.pk,
        payer_id=payer.pk,
        payer_name=payer.name,
        payer_type=PayerType(payer.payer_type),
        payer_rules=payer.rules_key,
        plan_name=coverage.plan.name if coverage.plan else "",
        state=(injury.state if injury else "") or practice.state,
        injury=tuple((name, str(value)) for name, value in said if value),  # days as ISO writes them
    )


def _provider(
    practice: models.Practice, row: models.AuthorizationRequest, episode: models.EpisodeOfCare | None
) -> Provider:
    therapist = row.therapist or (episode.therapist if episode else None)
    place = row.location
    own = ", ".join(part for part in (practice.address, practice.city) if part)
    address = " ".join(part for part in (own, practice.state, _zip(practice.postal_code)) if part)
    return Provider(
        practice_name=practice.name,
        practice_npi=practice.npi,
        tax_id=practice.tax_id,
        taxonomy=practice.taxonomy,
        address=(place.address if place else "") or address,
        phone=(place.phone if place else "") or practice.phone,
        fax=practice.fax,
        therapist_id=therapist.pk if therapist else None,
        therapist_name=therapist.name if therapist else "",
        credential=therapist.credential if therapist else "",
        therapist_npi=therapist.npi if therapist else "",
    )


def _zip(digits: str) -> str:
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else digits


def _asked(row: models.AuthorizationRequest, authorizations: Iterable[Authorization]) -> Asked:
    written = sorted(row.reasoning.items())
    return Asked(
        request_id=row.pk,
        kind=RequestKind(row.kind),
        service=row.service,
        is_urgent=row.is_urgent,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        per_week=row.per_week,
        weeks=row.weeks,
        requested=row.requested,
        lines=tuple((tuple(each["codes"]), each["basis"], each.get("quantity")) for each in row.lines),
        place_code=row.place_code,
        renews=_renewed(row, list(authorizations)),
        reasoning=tuple((name, said.get("text", ""), bool(said.get("is_proposed"))) for name, said in written),
    )


def _renewed(row: models.AuthorizationRequest, authorizations: list[Authorization]) -> Authorization | None:
    """What the request follows: the one it names; else the newest of the coverage that began before it."""
    if RequestKind(row.kind) not in FOLLOWS:
        return None
    if row.authorization_id and RequestState(row.state) not in BECAME:
        return next((a for a in authorizations if a.id == row.authorization_id), None)
    earlier = [
        a
        for a in authorizations
        if a.id != row.authorization_id
        and a.coverage_id in (None, row.coverage_id)
        and a.starts_on
        and (row.starts_on is None or a.starts_on < row.starts_on)
    ]
    return max(earlier, key=lambda a: (a.starts_on or date.min, a.number, a.id), default=None)


def _orders(scope: Scope) -> dict[UUID, list[Order]]:
    found = defaultdict(list)
    for patient, *row in prepared.rows(_ordered, scope):
        found[patient].append(Order(*row))
    return found


def _ordered(scope: Scope) -> Rows:
    rows = scope.of(models.Referral).filter(in_ot(), entered_in_error=False).order_by("written_on", "id")
    return rows.values_list("patient_id", "id", "written_on", "expires_on", "visits", "is_signed", "referrer_name",
                            "referrer_npi")  # fmt: skip


def _findings(scope: Scope) -> dict[UUID, list[Finding]]:
    found = defaultdict(list)
    for patient, key, kind, text, on, code, document, page in prepared.rows(_found, scope):
        found[patient].append(Finding(key, FindingKind(kind), text, on, code, _page(document, page)))
    return found


def _found(scope: Scope) -> Rows:
    rows = scope.of(models.Finding).filter(in_ot(), entered_in_error=False).order_by("found_on", "id")
    return rows.values_list("patient_id", "id", "kind", "text", "found_on", "code", "document_id", "page")


def _measures(scope: Scope) -> dict[UUID, list[Measure]]:
    found = defaultdict(list)
    for patient, *row, document, page in prepared.rows(_taken, scope):
        found[patient].append(Measure(*row, _page(document, page)))
    return found


def _taken(scope: Scope) -> Rows:
    rows = scope.of(models.Measure).filter(entered_in_error=False).order_by("taken_on", "instrument", "part", "id")
    return rows.values_list("patient_id", "id", "instrument", "part", "score", "unit", "taken_on", "side", "norm",
                            "document_id", "page")  # fmt: skip


def _goals(scope: Scope) -> dict[UUID, list[Goal]]:
    notes = defaultdict(list)
    for goal, on, current, status in prepared.rows(_noted, scope):
        notes[goal].append(GoalNote(on, current, GoalStatus(status)))
    found = defaultdict(list)
    for patient, key, *said, status, set_on, current_on, long_term, code, document, page in prepared.rows(_set, scope):
        goal = Goal(
            key, *said, GoalStatus(status), set_on, current_on, long_term, code, tuple(notes[key]),
            _page(document, page),
        )  # fmt: skip
        found[patient].append(goal)
    return found


def _noted(scope: Scope) -> Rows:
    written = scope.of(models.GoalNote).filter(entered_in_error=False).order_by("noted_on", "id")
    return written.values_list("goal_id", "noted_on", "current", "status")


def _set(scope: Scope) -> Rows:
    rows = scope.of(models.Goal).filter(entered_in_error=False).order_by("set_on", "due_on", "id")
    return rows.values_list("patient_id", "id", "text", "baseline", "current", "target", "due_on", "status", "set_on",
                            "current_on", "is_long_term", "code", "document_id", "page")  # fmt: skip


def _papers(scope: Scope) -> dict[UUID, list[Paper]]:
    found = defaultdict(list)
    for patient, *row in prepared.rows(_filed, scope):
        found[patient].append(Paper(*row))
    return found


def _filed(scope: Scope) -> Rows:
    rows = scope.of(models.Document).filter(entered_in_error=False).order_by("received_on", "id")
    return rows.values_list("patient_id", "id", "title", "kind", "received_on", "pages", "has_text")


def _page(document: UUID | None, number: int | None) -> Page | None:
    return Page(document, number) if document else None
