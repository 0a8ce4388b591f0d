"""A decision that came: of whom, when, out of which file or paper."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.records.models import AuthorizationRequest, Coverage, Document, InboundFile, Location, Practice
from otium.records.prior_auth import basis_of, codes_of
from otium.terms.decision import Asked, Decision
from otium.terms.prior_auth import RequestKind


@dataclass(frozen=True, slots=True)
class Heard:
    """`file` is that of a 278, `document` the letter; neither: told on a portal or by telephone."""

    practice: Practice
    patient_id: UUID
    coverage: Coverage | None
    decision: Decision
    by: Actor
    at: datetime
    file: InboundFile | None = None
    document: Document | None = None

    @property
    def on(self) -> date:
        return clock.day(self.at, self.practice)

    def provenance(self) -> dict[str, Any]:
        """Where each field of an authorization comes from."""
        said: dict[str, Any] = {"channel": self.decision.road.value, "at": self.at.isoformat()}
        if self.file is not None:
            said |= {"place": "HCR", "file": str(self.file.pk)}
        else:
            said |= {"place": self.decision.reference, "by": self.by.name}
        if self.document is not None:
            said["document"] = str(self.document.pk)
        return dict.fromkeys(("number", "starts_on", "ends_on"), said)


def asked_of(request: AuthorizationRequest | None) -> Asked | None:
    """What the decision is compared with; None for a request that we do not know."""
    if request is None:
        return None
    return Asked(
        requested=request.requested,
        basis=basis_of(request.lines),
        codes=codes_of(request.codes, request.lines),
        is_amendment=request.kind == RequestKind.AMENDMENT.value,
    )


def named(practice: Practice, decision: Decision) -> Decision:
    """The decision with our own NPIs read as what they are: the practice's names nobody, a location's names that place.

    Any other stays: whoever it is, the visits of our therapists are not theirs.
    """
    if not decision.npis:
        return decision
    places = {npi: key for key, npi in Location.objects.filter(practice=practice).values_list("id", "npi") if npi}
    ours = {practice.npi} if practice.npi else set()
    found = [places[npi] for npi in sorted(decision.npis) if npi in places and npi not in ours]
    return replace(
        decision,
        npis=decision.npis - ours - places.keys(),
        location_id=decision.location_id or (found[0] if len(found) == 1 else None),
    )
