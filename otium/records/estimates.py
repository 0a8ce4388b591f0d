"""Facts of what families pay themselves: good-faith estimates."""

from collections import defaultdict
from uuid import UUID

from otium.records import models
from otium.records.scope import Scope
from otium.terms.estimate import GivenEstimate
from otium.terms.family import EstimateState

STANDING = (EstimateState.DRAFT.value, EstimateState.ISSUED.value)


def given(scope: Scope) -> dict[UUID, list[GivenEstimate]]:
    """By patient, oldest version first; those superseded or withdrawn are left out."""
    rows = scope.of(models.GoodFaithEstimate).filter(state__in=STANDING).order_by("version", "id")
    found = defaultdict(list)
    columns = ("id", "patient_id", "version", "state", "starts_on", "ends_on", "total")
    for key, patient, version, state, *rest in rows.values_list(*columns):
        found[patient].append(GivenEstimate(key, patient, version, EstimateState(state), *rest))
    return found
