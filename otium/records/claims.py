"""Facts of claims that wait for a person, and of payments that do not add up or fit."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.claim_standing import ClaimFact, ClaimStanding, RemittanceFact
from otium.terms.coverage import EligibilityDenial
from otium.terms.schedule import Visit, VisitStatus, VisitType

WAITING = (ClaimStanding.HELD.value, ClaimStanding.REJECTED.value)
Day = Callable[[datetime], date]


def waiting_claims(scope: Scope, day: Day) -> tuple[ClaimFact, ...]:
    """Held and rejected claims, oldest first; of the scope's patients, or of all whether active or not. Two queries,
    one where none waits."""
    found = list(prepared.rows(_waiting, scope))
    visits = _visits(scope.practice_id, [row[0] for row in found], day)
    return tuple(
        ClaimFact(key, patient, payer, number, ClaimStanding(standing), day(at), version or 0, len(problems or ()),
                  tuple(visits.get(key, ())))
        for key, patient, payer, number, standing, at, version, problems in found
    )  # fmt: skip


def _waiting(scope: Scope) -> Rows:
    newest = models.ClaimVersion.objects.filter(practice_id=scope.practice_id, claim_id=OuterRef("pk"))
    newest = newest.order_by("-number")
    rows = models.Claim.objects.filter(practice_id=scope.practice_id, standing__in=WAITING)
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    rows = rows.annotate(
        version=Subquery(newest.values("number")[:1]), problems=Subquery(newest.values("problems")[:1])
    ).order_by("standing_at", "id")
    return rows.values_list(
        "id", "patient_id", "coverage__payer_id", "number", "standing", "standing_at", "version", "problems"
    )


def _visits(practice_id: UUID, claims: list[UUID], day: Day) -> dict[UUID, list[Visit]]:
    if not claims:
        return {}
    rows = models.ClaimVisit.objects.filter(practice_id=practice_id, claim_id__in=claims).order_by(
        "appointment__starts_at"
    )
    columns = ("claim_id", "appointment_id", "appointment__patient_id", "appointment__starts_at",
               "appointment__status", "appointment__kind", "appointment__therapist_id")  # fmt: skip
    found = defaultdict(list)
    for claim, key, patient, at, status, kind, therapist in rows.values_list(*columns):
        found[claim].append(Visit(key, patient, at, day(at), VisitStatus(status), VisitType(kind), therapist))
    return found


def doubtful_remittances(practice_id: UUID, day: Day) -> tuple[RemittanceFact, ...]:
    """Payments with something in them that does not add up or is about no claim of ours, oldest first. One query."""
    return tuple(
        RemittanceFact(key, trace, day(at), max(unbalanced, 0 if is_balanced else 1), unmatched)
        for key, trace, at, is_balanced, unbalanced, unmatched in prepared.rows(_doubtful, practice_id)
    )


def _doubtful(practice_id: UUID) -> Rows:
    claims = "remittedclaim_rows"
    rows = models.Remittance.objects.filter(practice_id=practice_id).annotate(
        unbalanced=Count(claims, filter=Q(**{f"{claims}__is_balanced": False})),
        unmatched=Count(claims, filter=Q(**{f"{claims}__claim": None})),
    )
    rows = rows.filter(Q(is_balanced=False) | Q(unbalanced__gt=0) | Q(unmatched__gt=0)).order_by("received_at", "id")
    return rows.values_list("id", "trace", "received_at", "is_balanced", "unbalanced", "unmatched")


def eligibility_denials(scope: Scope, day: Day, carcs: frozenset[str]) -> dict[UUID, list[EligibilityDenial]]:
    """By patient, oldest first: payments that name one of these reasons, on the claim or a line. One query."""
    if not carcs:
        return {}
    found = defaultdict(list)
    for patient, key, coverage, at, whole, lines in prepared.rows(denying(carcs), scope):
        named = (each["carc"] for part in (whole, *(line["adjustments"] for line in lines)) for each in part)
        carc = next(code for code in named if code in carcs)
        found[patient].append(EligibilityDenial(key, coverage, carc, at, day(at)))
    return found


@cache  # the sets of reasons are those of the payers' rules, a handful
def denying(carcs: frozenset[str]) -> prepared.Build:
    """The query of `eligibility_denials`, of one reason or more."""

    def rows(scope: Scope) -> Rows:
        found = models.RemittedClaim.objects.filter(
            names_one_of(carcs), practice_id=scope.practice_id, is_reversal=False,
            remittance__received_at__gte=scope.since, claim__practice_id=scope.practice_id,
        )  # fmt: skip
        if scope.patients is None:
            found = found.filter(claim__patient__is_active=True)
        else:
            found = found.filter(claim__patient_id__in=scope.patients)
        columns = ("claim__patient_id", "remittance_id", "claim__coverage_id", "remittance__received_at",
                   "adjustments", "lines")  # fmt: skip
        return found.order_by("remittance__received_at", "id").values_list(*columns)

    return rows


def names_one_of(carcs: frozenset[str]) -> Q:
    """Claims of a payment that name one of these reasons, on the claim or a line."""
    found = Q()
    for carc in sorted(carcs):
        one = [{"carc": carc}]
        found |= Q(adjustments__contains=one) | Q(lines__contains=[{"adjustments": one}])
    return found


OF_DUTIES = (_waiting,)  # what records/facts asks together
OF_PRACTICE = (_doubtful,)
