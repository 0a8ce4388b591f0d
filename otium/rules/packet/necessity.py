"""Whether what a diagnosis must show for this request and payer is shown: criteria/*.toml against the chart.

What counts for a criterion: a finding of its kinds that carries its code or one of its words, a score of one of its
instruments, a goal that carries its code. Not met, it is a gap that asks the clinician for exactly that.
"""

from otium.rules.packet import course, goals, scores, words
from otium.rules.packet.draft import Draft
from otium.terms.chart import FindingKind
from otium.terms.packet import Section
from otium.terms.packet_guide import Criterion, DiagnosisGroup

K = FindingKind


def check(draft: Draft) -> None:
    for group in groups(draft):
        for criterion in asked(draft, group):
            if met_by(draft, criterion) < criterion.least:
                section = course.SECTION_OF[min(criterion.findings)] if criterion.findings else _section(criterion)
                draft.lack(
                    "criterion_not_shown", section, is_blocking=criterion.is_blocking,
                    criterion=f"{group.key}.{criterion.code}", asks=criterion.asks,
                )  # fmt: skip


def _section(criterion: Criterion) -> Section:
    return Section.SCORES if criterion.instruments else Section.GOALS


def groups(draft: Draft) -> tuple[DiagnosisGroup, ...]:
    """The groups whose criteria hold: of the first diagnosis that belongs to one, the group of the longest prefix."""
    open_to = [group for group in draft.guide.groups if _fits(draft, group)]
    for code in draft.chart.diagnoses:
        plain = code.replace(".", "").upper()
        fitting = [(len(p), g.key, g) for g in open_to for p in g.prefixes if plain.startswith(p)]
        if fitting:
            return (max(fitting, key=lambda found: found[:2])[2],)
    return ()


def _fits(draft: Draft, group: DiagnosisGroup) -> bool:
    chart = draft.chart
    years = words.age(chart.who.birth_on, chart.on)
    if group.under_age is not None and (years is None or years >= group.under_age):
        return False
    if group.from_age is not None and (years is None or years < group.from_age):
        return False
    return not group.payers or chart.insured.payer_type in group.payers


def asked(draft: Draft, group: DiagnosisGroup) -> tuple[Criterion, ...]:
    """Those of the group for this kind of request and payer."""
    kind, payer = draft.chart.asked.kind, draft.chart.insured.payer_type
    return tuple(c for c in group.criteria if (not c.kinds or kind in c.kinds) and (not c.payers or payer in c.payers))


def met_by(draft: Draft, criterion: Criterion) -> int:
    """How many findings, scores and goals speak to it."""
    chart = draft.chart
    found = [f for kind in criterion.findings for f in course.standing(chart, kind)]
    speaking = sum(_speaks(f.code, f.text, criterion) for f in found)
    scored = sum(instrument in criterion.instruments for instrument, _, _ in scores.series(chart))
    aimed = sum(g.code == criterion.code for g in goals.shown(chart)) if criterion.goals else 0
    return speaking + scored + aimed


def _speaks(code: str, text: str, criterion: Criterion) -> bool:
    said = text.lower()
    return code == criterion.code or any(word in said for word in criterion.words)
