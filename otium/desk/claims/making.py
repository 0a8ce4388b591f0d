"""Make claims of visits, and make a claim anew when its records have changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, codes, history, settle
from otium.desk.actor import Actor
from otium.desk.claim_standing import holds, settle_claims
from otium.desk.claims import checking, content, facts
from otium.desk.claims.facts import Ground, Heap
from otium.desk.claims.refusals import Refused
from otium.desk.claims.unbilled import unbilled
from otium.records.models import Appointment, Claim, ClaimVersion, ClaimVisit, Practice
from otium.rules.claims.building import build as build_claim
from otium.terms.claim_standing import ClaimStanding

ORIGINAL = "1"
WHY = "claim built"


@transaction.atomic
def build(practice_id: UUID, *, visits: Iterable[UUID] | None = None, by: Actor, at: datetime) -> list[Claim]:
    """Claims of the practice's unbilled visits, of these or of all: one a patient, day, coverage and clinician.

    Visits that nobody known pays for, or nobody who takes electronic claims, stay unbilled. A claim that lacks
    something is made and held: it says what.
    """
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    rows = unbilled(practice, at)
    if visits is not None:
        rows = rows.filter(pk__in=list(visits))
    found = facts.ground(practice, rows, at)
    electronic = (heap for heap in facts.heaps(found)[0] if found.coverages[heap.coverage.id].payer.payer_ids)
    made = [_draft(found, heap, by=by, at=at) for heap in electronic]
    _save(practice, made, by=by, at=at)
    claims = [claim for claim, _version, _visits in made]
    settle.settle(practice, by=by, at=at, patients={claim.patient_id for claim in claims}, why=WHY)
    return claims


Made = tuple[Claim, ClaimVersion, tuple[Appointment, ...]]


def _draft(found: Ground, heap: Heap, *, by: Actor, at: datetime) -> Made:
    """Unsaved rows of one claim and its first version."""
    number = codes.claim_number()
    values = version_values(found, heap, control=number, at=at)
    standing = ClaimStanding.HELD if holds(values["problems"]) else ClaimStanding.READY
    claim = Claim(
        practice=found.practice,
        number=number,
        patient_id=heap.patient_id,
        coverage_id=heap.coverage.id,
        standing=standing.value,
        standing_at=at,
        starts_on=heap.on,
        ends_on=heap.on,
        charge=values["charge"],
        made_at=at,
    )
    version = ClaimVersion(
        practice=found.practice, claim=claim, number=1, control=number, made_at=at, by=by.name, **values
    )
    return claim, version, heap.visits


def version_values(
    found: Ground, heap: Heap, *, control: str, at: datetime, frequency: str = ORIGINAL, payer_claim_number: str = ""
) -> dict[str, Any]:
    """frequency, content, problems and charge of a version."""
    bill = facts.bill(found, heap, control=control, frequency=frequency, payer_claim_number=payer_claim_number)
    claim, lacks = build_claim(bill)
    profile = facts.profile_of(found.coverages[heap.coverage.id], heap.on)
    on = clock.day(at, found.practice)
    problems = checking.problems_of(claim, lacks, bill, profile=profile, on=on)
    return {"frequency": frequency, "content": content.kept(claim), "problems": problems, "charge": claim.charge}


def _save(practice: Practice, made: Sequence[Made], *, by: Actor, at: datetime) -> None:
    """Four statements, however many claims."""
    Claim.objects.bulk_create([claim for claim, _, _ in made], batch_size=500)
    ClaimVersion.objects.bulk_create([version for _, version, _ in made], batch_size=500)
    ClaimVisit.objects.bulk_create(
        [
            ClaimVisit(practice=practice, claim=claim, appointment=visit)
            for claim, _, visits in made
            for visit in visits
        ],
        batch_size=1_000,
    )
    history.History.objects.bulk_create(
        history.row(claim, "built", by=by, at=at, after={"standing": claim.standing, "charge": claim.charge})
        for claim, _, _ in made
    )


@transaction.atomic
def rebuild(claim_id: UUID, *, by: Actor, at: datetime) -> ClaimVersion:
    """The claim from its records as they stand now: a new version where that says something new, else the newest.

    For a claim that was held, or refused before the payer judged it. Raises Refused for any other, and where nobody
    known pays for its visits any more.
    """
    claim = locked(claim_id)
    if ClaimStanding(claim.standing) not in (ClaimStanding.HELD, ClaimStanding.READY, ClaimStanding.REJECTED):
        raise Refused("not_to_rebuild")
    newest = newest_of(claim)
    revision = revise(claim, newest, frequency=newest.frequency, at=at)
    if newest.parcel_id is None and all(getattr(newest, name) == value for name, value in revision.values.items()):
        return newest
    return add_version(claim, newest, revision, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Revision:
    """What the next version says, of which coverage it is, and for which day."""

    coverage_id: UUID
    on: date
    control: str
    values: dict[str, Any]
    why: str = ""


def revise(claim: Claim, newest: ClaimVersion, *, frequency: str, at: datetime, why: str = "") -> Revision:
    """From the records now. Raises Refused where its visits make no claim any more, or several.

    Of a version that never left the number stays, so that building again and again changes nothing.
    """
    visits = Appointment.objects.filter(pk__in=ClaimVisit.objects.filter(claim=claim).values("appointment_id"))
    found = facts.ground(claim.practice, visits, at)
    heaps, _nobody = facts.heaps(found)
    if len(heaps) != 1:
        raise Refused("visits_part")
    is_new = newest.parcel_id is not None
    control = f"{claim.number}R{newest.number + 1}" if is_new else newest.control
    known = claim.payer_claim_number if frequency != ORIGINAL else ""
    values = version_values(found, heaps[0], control=control, at=at, frequency=frequency, payer_claim_number=known)
    return Revision(heaps[0].coverage.id, heaps[0].on, control, values, why)


def add_version(claim: Claim, newest: ClaimVersion, revision: Revision, *, by: Actor, at: datetime) -> ClaimVersion:
    """The next version; one that never left is changed in its place. Where the claim stands follows."""
    practice = claim.practice
    values = {**revision.values, "control": revision.control, "made_at": at, "by": by.name, "why": revision.why}
    version = newest if newest.parcel_id is None else ClaimVersion(practice=practice, claim=claim)
    if version is not newest:
        version.number = newest.number + 1
    for name, value in values.items():
        setattr(version, name, value)
    version.save()
    claim.charge, claim.coverage_id = version.charge, revision.coverage_id
    claim.starts_on = claim.ends_on = revision.on
    claim.save(update_fields=["charge", "coverage", "starts_on", "ends_on"])
    after = {"version": version.number, "frequency": version.frequency, "charge": version.charge}
    history.record(claim, "rebuilt", by=by, at=at, after=after, why=revision.why)
    settle_claims(practice, [claim.pk], by=by, at=at)
    settle.settle(practice, by=by, at=at, patients=[claim.patient_id], why=WHY)
    return version


def locked(claim_id: UUID) -> Claim:
    """The claim under its practice's lock. Raises Claim.DoesNotExist."""
    settle.lock_practice_of(Claim, claim_id)
    return Claim.objects.select_for_update(of=("self",)).select_related("practice").get(pk=claim_id)


def newest_of(claim: Claim) -> ClaimVersion:
    return ClaimVersion.objects.filter(claim=claim).order_by("-number")[0]
