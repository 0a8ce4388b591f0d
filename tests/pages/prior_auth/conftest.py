"""A renewal that drafted itself, and the same when its therapist signed."""

import pytest

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.requests import life as requests
from otium.records import models
from otium.records.models import Task
from tests.cast import AT, Cast
from tests.desk.requests.conftest import signed as signing_leaves


@pytest.fixture
def asked(cast: Cast, signature: Task) -> models.AuthorizationRequest:
    """The renewal that drafted itself, with all that a payer needs on file."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893", tax_id="123456789", phone="617-555-0100")
        models.Therapist.objects.update(npi="1245319599")
        models.EpisodeOfCare.objects.update(icd10=["F82"])
        found = models.AuthorizationRequest.objects.select_related("coverage__payer").get()
        models.Payer.objects.filter(pk=found.coverage.payer_id).update(payer_ids=["HARB1"], name="Harborlight")
        models.Coverage.objects.filter(pk=found.coverage_id).update(member_id="TEST0001")
    return found


@pytest.fixture
def signed(cast: Cast, asked: models.AuthorizationRequest) -> models.AuthorizationRequest:
    with acting.acting_for(cast.a.pk):
        signing_leaves(asked, Actor.person(cast.people["treating"].pk), AT)
        requests.make_ready(request_id=asked.pk, by=Actor.person(cast.people["treating"].pk), at=AT)
        asked.refresh_from_db()
    return asked
