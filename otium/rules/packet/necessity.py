"""Whether what a diagnosis must show for this request and payer is shown: criteria/*.toml against the chart.

What counts for a criterion: a finding of its kinds that carries its code or one of its words, a score of one of its
instruments, a goal that carries its code. Not met, it is a gap that asks the clinician for exactly that.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

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
                section = course.SECTION_OF[criterion.findings[0]] if criterion.findings else _section(criterion)
                draft.lack(
                    "criterion_not_shown", section, is_blocking=criterion.is_blocking,
                    criterion=f"{group.key}.{criterion.code}", asks=criterion.asks,
                )  # fmt: skip


def _section(criterion: Criterion) -> Section:
    return Section.SCORES if criterion.instruments else Section.GOALS


def groups(draft: Draft) -> tuple[DiagnosisGroup, ...]:
    """The groups whose criteria hold: that of the first diagnosis which belongs to one, and those of the payer."""
    chart = draft.chart
    open_to = [group for group in draft.guide.groups if _fits(draft, group)]
    of_diagnosis = [group for group in open_to if not group.payers]
    of_payer = [group for group in open_to if chart.insured.payer_type in group.payers]
    codes = [code.replace(".", "").upper() for code in chart.diagnoses]
    found = next((group for code in codes if (group := _longest(of_diagnosis, code))), None)
    beside = [g for g in of_payer if not g.prefixes or any(_longest([g], code) for code in codes)]
    return (*([found] if found else []), *beside)


def _longest(among: Iterable[DiagnosisGroup], code: str) -> DiagnosisGroup | None:
    """The group with the longest prefix of the code."""
    fitting = [(len(p), g.key, g) for g in among for p in g.prefixes if code.startswith(p)]
    return max(fitting, key=lambda found: found[:2])[2] if fitting else None


def _fits(draft: Draft, group: DiagnosisGroup) -> bool:
    """By age; where that is not known, no group of an age."""
    years = words.age(draft.chart.who.birth_on, draft.chart.on)
    if group.under_age is not None and (years is None or years >= group.under_age):
        return False
    return group.from_age is None or (years is not None and years >= group.from_age)


def asked(draft: Draft, group: DiagnosisGroup) -> tuple[Criterion, ...]:
    """Those of the group for this kind of request and payer."""
    kind, payer = draft.chart.asked.kind, draft.chart.insured.payer_type
    return tuple(c for c in group.criteria if (not c.kinds or kind in c.kinds) and (not c.payers or payer in c.payers))


def met_by(draft: Draft, criterion: Criterion) -> int:
    """How many findings, scores and goals speak to it."""
    chart = draft.chart
    found = [f for kind in criterion.findings for f in course.standing(chart, kind)]
    speaking = sum(_speaks(f.code, f.text, criterion) for f in found)
    scored = sum(key in criterion.instruments for key, _, _ in scores.series(chart))
    aimed = sum(g.code == criterion.code for g in goals.shown(chart)) if criterion.goals else 0
    return speaking + scored + aimed


def _speaks(code: str, text: str, criterion: Criterion) -> bool:
    """By its code, else by a word of the criterion that one of its words begins with; by its kind where it has none."""
    if code == criterion.code or not criterion.words:
        return True
    return bool(_beginnings(criterion.words).search(text.lower()))


@lru_cache(maxsize=256)
def _beginnings(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z0-9]){re.escape(part)}" for part in parts))
