"""The packet of a request out of the records."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import packets
from otium.desk.packets.compiling import charts_of
from otium.records import models
from otium.terms.packet import Section
from otium.terms.prior_auth import RequestKind
from tests import build
from tests.desk.packets.conftest import AT, Case, complete, renewal

pytestmark = pytest.mark.django_db


def test_a_renewal_that_has_everything_on_file_lacks_nothing(case: Case) -> None:
    complete(case)

    packet = packets.compiled(case.request.pk, at=AT)

    assert packet.blocking == ()
    assert packet.sections[0].section is Section.REQUEST


def test_the_chart_knows_what_is_renewed_and_how_the_goal_went(case: Case) -> None:
    chart = packets.chart_of(case.request.pk, at=AT)

    assert chart.asked.kind is RequestKind.RENEWAL
    assert chart.asked.renews
    assert chart.asked.renews.id == case.renewed.pk
    assert [note.current for note in chart.goals[0].notes] == ["2 of 5 buttons"]


def test_charts_of_many_requests_take_as_many_queries_as_that_of_one(practice: models.Practice) -> None:
    first, second = renewal(practice), renewal_again(practice)

    with CaptureQueriesContext(connection) as one:
        charts_of(practice, [first.request.pk], at=AT)
    with CaptureQueriesContext(connection) as two:
        found = charts_of(practice, [first.request.pk, second.pk], at=AT)

    assert len(found) == 2
    assert len(one) == len(two)


def renewal_again(practice: models.Practice) -> models.AuthorizationRequest:
    """A bare request of another patient."""
    patient = build.patient(practice)
    coverage = build.coverage(patient, build.payer(practice))
    return models.AuthorizationRequest.objects.create(
        practice=practice, patient=patient, coverage=coverage, kind="initial", state="draft"
    )


def test_what_was_entered_in_error_is_not_said(case: Case) -> None:
    models.Finding.objects.filter(kind="deficit").update(entered_in_error=True)

    packet = packets.compiled(case.request.pk, at=AT)

    assert "deficits_missing" in [gap.code for gap in packet.gaps]


def test_a_request_without_a_coverage_has_no_packet(case: Case) -> None:
    models.AuthorizationRequest.objects.update(coverage=None)

    with pytest.raises(packets.NoChartError):
        packets.compiled(case.request.pk, at=AT)


def test_a_request_that_is_not_there_is_not_found(practice: models.Practice) -> None:
    with pytest.raises(models.AuthorizationRequest.DoesNotExist):
        packets.compiled(uuid4(), at=AT)
