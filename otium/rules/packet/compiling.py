"""From a chart to a packet: the same chart and guide give the same packet, byte for byte."""

from collections.abc import Iterator
from dataclasses import replace

from otium.rules.packet import (
    answers,
    attendance,
    canonical,
    contents,
    contradictions,
    course,
    goals,
    necessity,
    papers,
    plan,
    scores,
    who,
)
from otium.rules.packet.draft import Draft
from otium.terms.chart import Chart
from otium.terms.packet import Enclosure, Origin, Packet
from otium.terms.packet_guide import PacketGuide
from otium.terms.provenance import Source, SourceKind

SAYING = (who.say, goals.say, scores.say, course.say, attendance.say, plan.say)
CHECKING = (contents.check, scores.check, contradictions.check, necessity.check)


def compiled(chart: Chart, guide: PacketGuide) -> Packet:
    """All that the chart says for its request, and what it lacks. Raises RestsOnNothingError, which no chart causes."""
    draft = Draft(chart, guide)
    for each in (*SAYING, *CHECKING):
        each(draft)
    _answer(draft)
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


def _answer(draft: Draft) -> None:
    """Where the clinician told why a gap cannot be filled, the payer reads that, and the gap blocks no more."""
    asked = draft.chart.asked
    told = {name: text for name, text, is_proposed in asked.reasoning if not is_proposed}
    for place, gap in enumerate(draft.lacking):
        key = answers.key_of(gap)
        text = told.get(answers.name_of(key), "")
        if text.strip() and answers.may_explain(key):
            source = Source(SourceKind.REASONING, asked.request_id, answers.name_of(key))
            for line in text.splitlines():
                draft.say(gap.section, line, source, origin=Origin.CLINICIAN)
            draft.lacking[place] = replace(gap, is_blocking=False)


def _enclosures(chart: Chart, guide: PacketGuide) -> Iterator[Enclosure]:
    """The newest paper of each kind that the payer asks for, in the order it asks: no more than that, each once."""
    found = [papers.newest(chart, kind) for kind in guide.papers]
    for paper in dict.fromkeys(paper for paper in found if paper is not None):
        yield Enclosure(paper.id, paper.title, paper.kind, paper.pages)
