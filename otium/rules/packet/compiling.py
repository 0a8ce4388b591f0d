"""From a chart to a packet: the same chart and guide give the same packet, byte for byte."""

from collections.abc import Iterator

from otium.rules.packet import (
    attendance,
    canonical,
    contents,
    contradictions,
    course,
    goals,
    necessity,
    plan,
    scores,
    who,
)
from otium.rules.packet.draft import Draft
from otium.terms.chart import Chart, Paper
from otium.terms.packet import Enclosure, Packet
from otium.terms.packet_guide import PacketGuide

SAYING = (who.say, course.say, scores.say, goals.say, attendance.say, plan.say)
CHECKING = (contents.check, contradictions.check, necessity.check)


def compiled(chart: Chart, guide: PacketGuide) -> Packet:
    """All that the chart says for its request, and what it lacks. Raises RestsOnNothingError, which no chart causes."""
    draft = Draft(chart, guide)
    for each in (*SAYING, *CHECKING):
        each(draft)
    sections = draft.sections()
    enclosures = tuple(_enclosures(chart, guide))
    request_id = chart.asked.request_id
    return Packet(
        request_id=request_id,
        sections=sections,
        gaps=tuple(sorted(draft.lacking, key=lambda gap: not gap.is_blocking)),
        enclosures=enclosures,
        digest=canonical.digest(sections, enclosures, request_id),
    )


def _enclosures(chart: Chart, guide: PacketGuide) -> Iterator[Enclosure]:
    """The newest paper of each kind that the payer asks for, in the order it asks: no more than that."""
    for kind in (*guide.papers, *guide.optional_papers):
        of_kind = [paper for paper in chart.papers if paper.kind == kind and paper.received_on <= chart.on]
        newest: Paper | None = max(of_kind, key=lambda paper: (paper.received_on, str(paper.id)), default=None)
        if newest is not None:
            yield Enclosure(newest.id, newest.title, newest.kind, newest.pages)
