"""Where claims stand, worked out anew from everything on file: parcels, acknowledgements, remittances."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import (
    Acknowledgement,
    Claim,
    ClaimVersion,
    ClaimVisit,
    History,
    InboundFile,
    Parcel,
    Practice,
    RemittedClaim,
    Transmission,
)
from otium.rules import claim_standing, parcels
from otium.terms.claim_standing import ClaimDecision, ClaimStanding
from otium.terms.parcel import ParcelState, Standing, TransmissionState, Verdict
from otium.terms.x12 import Severity

VOID = "8"


def settle_claims(practice: Practice, claim_ids: Iterable[UUID], *, by: Actor, at: datetime) -> list[Claim]:
    """Bring the standing of these claims in line with what is known; those that changed. A fixed number of queries.

    In any order of arrival the same comes out. A claim that is void gives its visits back to be billed anew.
    """
    claims = list(Claim.objects.select_for_update(of=("self",)).filter(practice=practice, pk__in=list(claim_ids)))
    known = _Known(practice, claims)
    changed, trail = [], []
    for claim in claims:
        stands, number = known.standing(claim), known.payer_number(claim)
        if stands.value != claim.standing:
            pair = {"before": {"standing": claim.standing}, "after": {"standing": stands.value}}
            trail.append(history.row(claim, "standing", by=by, at=at, **pair))
            claim.standing, claim.standing_at = stands.value, at
        elif number == claim.payer_claim_number:
            continue
        claim.payer_claim_number = number
        changed.append(claim)
    Claim.objects.bulk_update(changed, ["standing", "standing_at", "payer_claim_number"], batch_size=500)
    History.objects.bulk_create(trail)
    void = [claim.pk for claim in changed if claim.standing == ClaimStanding.VOID.value]
    ClaimVisit.objects.filter(practice=practice, claim_id__in=void, is_billed=True).update(is_billed=False)
    return changed


def settle_parcels(practice: Practice, *, by: Actor, at: datetime, **about: Parcel | Transmission) -> None:
    """The claims in these parcels, after something became of the parcels. `about` filters versions."""
    versions = ClaimVersion.objects.filter(practice=practice, **about)
    settle_claims(practice, versions.values_list("claim_id", flat=True), by=by, at=at)


def holds(problems: Iterable[dict[str, Any]]) -> bool:
    """Whether any problem of a version keeps the claim here."""
    return any(each["severity"] == Severity.ERROR.value for each in problems)


def claims_of_file(practice: Practice, file: InboundFile) -> set[UUID]:
    """The claims about which a received file says something: by number, by parcel, by the interchange they were in.

    Three queries.
    """
    told = Acknowledgement.objects.filter(practice=practice, inbound_file=file)
    named = set(told.exclude(claim=None).values_list("claim_id", flat=True))
    about = Q(parcel_id__in=told.exclude(parcel=None).values("parcel_id"))
    about |= Q(parcel__transmission_id__in=told.exclude(transmission=None).values("transmission_id"))
    of_parcels = ClaimVersion.objects.filter(practice=practice).filter(about).values_list("claim_id", flat=True)
    paid = RemittedClaim.objects.filter(practice=practice, remittance__inbound_file=file).exclude(claim=None)
    return named | set(of_parcels) | set(paid.values_list("claim_id", flat=True))


class _Known:
    """What is on file about some claims, by claim."""

    def __init__(self, practice: Practice, claims: list[Claim]) -> None:
        keys = [claim.pk for claim in claims]
        versions = ClaimVersion.objects.filter(practice=practice, claim_id__in=keys)
        rows = versions.select_related("parcel__transmission").order_by("number")
        self.versions = {version.claim_id: version for version in rows}  # the newest is the last
        self.heard: dict[UUID, list[Acknowledgement]] = defaultdict(list)
        for ack in Acknowledgement.objects.filter(practice=practice, claim_id__in=keys).order_by("received_at", "id"):
            self.heard[ack.claim_id].append(ack)
        self.decided: dict[UUID, list[RemittedClaim]] = defaultdict(list)
        remitted = RemittedClaim.objects.filter(practice=practice, claim_id__in=keys).select_related("remittance")
        for row in remitted.order_by("remittance__paid_on", "remittance__received_at", "position"):
            self.decided[row.claim_id].append(row)

    def standing(self, claim: Claim) -> ClaimStanding:
        version = self.versions[claim.pk]
        verdicts = [Verdict(ack.verdict) for ack in self.heard[claim.pk] if _is_front_end(ack, version)]
        return claim_standing.standing(
            has_problems=holds(version.problems),
            parcel=_parcel(version.parcel) if version.parcel else None,
            front_end=parcels.verdict_of(verdicts),
            decisions=[_decision(row) for row in self.decided[claim.pk]],
            is_void=version.frequency == VOID,
        )

    def payer_number(self, claim: Claim) -> str:
        """The payer's own number of the claim: of its newest decision, else as its front end told."""
        told: list[Any] = [ack.codes.get("payer_claim_number") for ack in self.heard[claim.pk]]
        told += [row.payer_claim_number for row in self.decided[claim.pk]]
        return next((number for number in reversed(told) if number), claim.payer_claim_number)


def _is_front_end(ack: Acknowledgement, version: ClaimVersion) -> bool:
    return ack.kind == "277CA" and bool(ack.verdict) and ack.parcel_id == version.parcel_id is not None


def _parcel(parcel: Parcel) -> Standing:
    transmission = parcel.transmission
    state = TransmissionState(transmission.state) if transmission else None
    verdict = Verdict(parcel.verdict) if parcel.verdict else None
    return parcels.standing(ParcelState(parcel.state), state, verdict, is_answered=False)


def _decision(row: RemittedClaim) -> ClaimDecision:
    remittance = row.remittance
    return ClaimDecision(
        on=remittance.paid_on,
        paid=row.paid,
        charge=row.charge,
        is_reversal=row.is_reversal,
        is_balanced=row.is_balanced,
        trace=remittance.trace,
    )
