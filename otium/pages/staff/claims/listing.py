"""Claims and unbilled visits of the practices in view, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from otium.desk.claims import unbilled
from otium.desk.claims.unbilled import Unbilled, unbilled_visits
from otium.pages.words.claims import VIEWS
from otium.records.models import Claim, ClaimVersion, Practice, RemittedClaim

PAGE, MOST_VISITS = 100, 500
STANDINGS = {name: standings for name, _words, standings in VIEWS}


@dataclass(frozen=True, slots=True)
class Total:
    """How many claims of a view, and their charges; `charge` None: of none or unknown."""

    count: int
    charge: Decimal | None


def totals(practices: Iterable[Practice]) -> dict[str, Total]:
    """By standing. One query."""
    rows = Claim.objects.filter(practice__in=list(practices)).values("standing")
    return {
        each["standing"]: Total(each["count"], each["charge_sum"])
        for each in rows.annotate(count=Count("id"), charge_sum=Sum("charge")).order_by()
    }


def claims(practices: Iterable[Practice], view: str) -> QuerySet[Claim]:
    """Of one view, oldest service first where work waits, newest change first where it is done."""
    newest = ClaimVersion.objects.filter(practice_id=OuterRef("practice_id"), claim_id=OuterRef("pk")).order_by(
        "-number"
    )
    decided = RemittedClaim.objects.filter(practice_id=OuterRef("practice_id"), claim_id=OuterRef("pk")).order_by()
    rows = Claim.objects.filter(practice__in=list(practices), standing__in=STANDINGS[view])
    rows = rows.select_related("patient", "coverage__payer").annotate(
        problems=Subquery(newest.values("problems")[:1]),
        version=Subquery(newest.values("number")[:1]),
        paid=Subquery(decided.values("claim").annotate(paid=Sum("paid")).values("paid")[:1]),
    )
    return rows.order_by("-standing_at", "id") if view == "decided" else rows.order_by("starts_on", "id")


def visits(practices: Iterable[Practice], at: datetime) -> list[Unbilled]:
    """Unbilled visits with why each is: those that can be billed first, oldest first. Three queries a practice."""
    found = [visit for practice in practices for visit in unbilled_visits(practice, at, most=MOST_VISITS)]
    return sorted(found, key=lambda visit: visit.reason != "to_build")


def unbilled_count(practices: Iterable[Practice], at: datetime) -> int:
    return sum(unbilled(practice, at).count() for practice in practices)


def ready(practices: Iterable[Practice], only: Iterable[UUID] | None = None) -> list[Any]:
    """Ready claims, of these or of all, as (practice, id, charge)."""
    rows = Claim.objects.filter(practice__in=list(practices), standing="ready")
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    return list(rows.order_by("starts_on", "id").values_list("practice_id", "id", "charge"))
