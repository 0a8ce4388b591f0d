"""How a practice's payers answer, reject, decide and deny, from its own messages. The same few queries for any number.

Answers count from when an inquiry left until its answer came; decisions from the first time a claim left until the
first remittance that decides it.
"""

import importlib.resources
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from otium.desk import clock
from otium.desk.calls.holding import hold_times
from otium.records.models import BenefitCheck, Claim, ClaimVersion, Coverage, Parcel, Practice, RemittedClaim
from otium.rules import measured as rules
from otium.rules.claims import denials
from otium.terms.calls import HoldTime
from otium.terms.claim_standing import ClaimStanding
from otium.terms.measured import Share, Spread
from otium.terms.parcel import ParcelState
from otium.terms.provenance import Channel

ANSWERS_BACK = timedelta(days=90)
CLAIMS_BACK = timedelta(days=180)
DECIDED = (ClaimStanding.PAID, ClaimStanding.DENIED)
NO_CALLS = HoldTime(calls=0, reached=0, timed=0)


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one payer. Inquiries and calls of the last 90 days, claims decided in the last 180."""

    answer: Spread  # seconds
    asked: int
    rejected: Share
    rejects: tuple[tuple[str, int], ...]  # AAA03 and how often, most frequent first
    decision: Spread  # days
    denied: Share
    denied_for: tuple[tuple[str, int], ...]  # what denials are about (rules.claims.denials); "" where not known
    hold: HoldTime
    patients: int  # with a coverage of it in force today


@dataclass(slots=True)
class _Tally:
    asked: int = 0
    seconds: list[int] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)
    standings: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    patients: int = 0


def measured(practice: Practice, at: datetime, payer_id: UUID | None = None) -> dict[UUID, Measured]:
    """By payer; of one, where one is named. Payers of which nothing is on file are left out. Six queries."""
    on = clock.day(at, practice)
    tallies: dict[UUID, _Tally] = defaultdict(_Tally)
    _answers(tallies, practice, payer_id, at - ANSWERS_BACK)
    _checks(tallies, practice, payer_id, at - ANSWERS_BACK)
    _claims(tallies, practice, payer_id, at - CLAIMS_BACK)
    _denials(tallies, practice, payer_id, at - CLAIMS_BACK, on)
    _patients(tallies, practice, payer_id, on)
    holds = {key: hold for key, hold in hold_times(practice, on).items() if payer_id in (None, key)}
    return {key: _measured(tallies[key], holds.get(key, NO_CALLS)) for key in tallies.keys() | holds.keys()}


def nothing() -> Measured:
    """Of a payer that nobody has asked, billed or called yet."""
    return _measured(_Tally(), NO_CALLS)


def _measured(tally: _Tally, hold: HoldTime) -> Measured:
    rejects = Counter({code: count for code, count in tally.checks.items() if code})
    denied = tally.standings[ClaimStanding.DENIED]
    return Measured(
        answer=rules.spread(tally.seconds),
        asked=tally.asked,
        rejected=rules.share(rejects.total(), tally.checks.total()),
        rejects=tuple(sorted(rejects.items(), key=lambda pair: (-pair[1], pair[0]))),
        decision=rules.spread(tally.days),
        denied=rules.share(denied, tally.standings.total()),
        denied_for=tuple(sorted(tally.reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        hold=hold,
        patients=tally.patients,
    )


def _answers(tallies: dict[UUID, _Tally], practice: Practice, payer_id: UUID | None, since: datetime) -> None:
    asked_of = Coverage.objects.filter(practice_id=OuterRef("practice_id"), pk=OuterRef("focus_id"))
    rows = Parcel.objects.filter(practice=practice, kind="270", focus_type="coverage", transmission__sent_at__gte=since)
    rows = rows.exclude(state=ParcelState.WITHDRAWN).annotate(payer=Subquery(asked_of.values("payer_id")[:1]))
    columns = ("payer", "transmission__sent_at", "answer__received_at")
    for payer, sent_at, received_at in _of(rows, "payer", payer_id).values_list(*columns):
        if payer is None:
            continue
        tallies[payer].asked += 1
        if received_at is not None:
            tallies[payer].seconds.append(max(round((received_at - sent_at).total_seconds()), 0))


def _checks(tallies: dict[UUID, _Tally], practice: Practice, payer_id: UUID | None, since: datetime) -> None:
    rows = BenefitCheck.objects.filter(
        practice=practice, channel=Channel.X12, answered_at__gte=since, entered_in_error=False
    )
    counted = _of(rows, "coverage__payer", payer_id).values("coverage__payer", "reject_code").annotate(n=Count("id"))
    for row in counted.order_by():
        tallies[row["coverage__payer"]].checks[row["reject_code"]] += row["n"]


def _claims(tallies: dict[UUID, _Tally], practice: Practice, payer_id: UUID | None, since: datetime) -> None:
    mine = {"practice_id": OuterRef("practice_id"), "claim_id": OuterRef("pk")}
    sent = ClaimVersion.objects.filter(**mine).order_by().values("claim_id")
    heard = RemittedClaim.objects.filter(**mine, is_reversal=False).order_by().values("claim_id")
    rows = Claim.objects.filter(practice=practice, standing__in=DECIDED).annotate(
        left_at=Subquery(sent.annotate(first=Min("parcel__transmission__sent_at")).values("first")),
        heard_at=Subquery(heard.annotate(first=Min("remittance__received_at")).values("first")),
    )
    columns = ("coverage__payer", "standing", "left_at", "heard_at")
    found = _of(rows, "coverage__payer", payer_id).filter(heard_at__gte=since).values_list(*columns)
    for payer, standing, left_at, heard_at in found:
        tallies[payer].standings[standing] += 1
        if left_at is not None and left_at <= heard_at:
            tallies[payer].days.append((clock.day(heard_at, practice) - clock.day(left_at, practice)).days)


def _denials(tallies: dict[UUID, _Tally], practice: Practice, payer_id: UUID | None, since: datetime, on: date) -> None:
    """One reason for each denied claim: that of its newest decision."""
    rows = RemittedClaim.objects.filter(
        practice=practice, claim__standing=ClaimStanding.DENIED, is_reversal=False, remittance__received_at__gte=since
    )
    columns = ("claim__coverage__payer", "claim_id", "adjustments", "lines")
    newest = {}
    for payer, claim_id, adjustments, lines in (
        _of(rows, "claim__coverage__payer", payer_id)
        .order_by("remittance__received_at", "position")
        .values_list(*columns)
    ):
        newest[claim_id] = payer, denials.denied_for(_adjustments(adjustments, lines), _reasons(on))
    for payer, about in newest.values():
        tallies[payer].reasons[about or ""] += 1


def _patients(tallies: dict[UUID, _Tally], practice: Practice, payer_id: UUID | None, on: date) -> None:
    in_force = (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))
    rows = _of(Coverage.objects.filter(in_force, practice=practice, entered_in_error=False), "payer", payer_id)
    for row in rows.values("payer").annotate(n=Count("patient", distinct=True)).order_by():
        tallies[row["payer"]].patients = row["n"]


def _of(rows: QuerySet[Any], column: str, payer_id: UUID | None) -> QuerySet[Any]:
    return rows if payer_id is None else rows.filter(**{column: payer_id})


def _adjustments(adjustments: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Iterator[tuple[str, str, Decimal]]:
    for each in (*adjustments, *(a for line in lines for a in line.get("adjustments", ()))):
        if each.get("amount") is not None:
            yield each["group"] or "", each["carc"] or "", Decimal(each["amount"])


@lru_cache(maxsize=16)
def _reasons(on: date) -> Mapping[str, str]:
    text = (importlib.resources.files("otium.rules.claims") / "denials.toml").read_text("utf-8")
    return denials.reasons(text, on)
