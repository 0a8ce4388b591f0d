"""The packet of a request as the records stand now. Reads only; what is kept is kept by signing."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from otium.desk import clock
from otium.desk.packets import shelf
from otium.records import chart as charts
from otium.records.models import AuthorizationRequest, Practice
from otium.rules import packet as rules
from otium.terms.chart import Chart
from otium.terms.packet import Packet


class NoChartError(Exception):
    """A request of which no packet can be made: it names no coverage. Give it one first."""


def compiled(request_id: UUID, *, at: datetime) -> Packet:
    """Raises AuthorizationRequest.DoesNotExist, NoChartError."""
    practice = _practice_of(request_id)
    chart = chart_of(request_id, at=at)
    return compiled_from(practice, chart)


def compiled_all(practice: Practice, requests: Iterable[UUID], *, at: datetime) -> dict[UUID, Packet]:
    """By request, in a fixed number of queries; a request without a coverage is left out."""
    return {key: compiled_from(practice, chart) for key, chart in charts_of(practice, requests, at=at).items()}


def compiled_from(practice: Practice, chart: Chart) -> Packet:
    return rules.compiled(chart, shelf.guide_for(practice, chart))


def chart_of(request_id: UUID, *, at: datetime) -> Chart:
    """What the packet of the request is compiled from. Raises AuthorizationRequest.DoesNotExist, NoChartError."""
    practice = _practice_of(request_id)
    found = charts_of(practice, [request_id], at=at)
    if request_id not in found:
        raise NoChartError(f"request {request_id} names no coverage, so no packet can be made of it")
    return found[request_id]


def _practice_of(request_id: UUID) -> Practice:
    return AuthorizationRequest.objects.select_related("practice").get(pk=request_id).practice


def charts_of(practice: Practice, requests: Iterable[UUID], *, at: datetime) -> dict[UUID, Chart]:
    """By request, in a fixed number of queries; a request without a coverage is left out."""

    def day(moment: datetime) -> date:
        return clock.day(moment, practice)

    return charts.charts(practice, requests, on=day(at), day=day)
