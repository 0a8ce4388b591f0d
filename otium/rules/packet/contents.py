"""What the payer asks for and the records do not say: one named gap each."""

from collections.abc import Callable
from datetime import date

from otium.rules.packet import attendance, course, papers, plan, scores, who
from otium.rules.packet.course import period_start
from otium.rules.packet.draft import Draft
from otium.terms.chart import FindingKind
from otium.terms.identifiers import npi_is_valid
from otium.terms.packet import Section
from otium.terms.packet_guide import Content, Wanted
from otium.terms.schedule import VisitType

C, S = Content, Section
CLAIM = {"claim_number", "injured_on"}  # what an injury's insurer needs to find its claim
# Content -> the section that must say something.
SAYS: dict[Content, Section] = {
    C.PRIOR_LEVEL: S.PRIOR_LEVEL, C.DEFICITS: S.DEFICITS, C.GOALS: S.GOALS, C.PROGRESS: S.PROGRESS,
    C.ATTENDANCE: S.ATTENDANCE, C.HOME_PROGRAM: S.HOME_PROGRAM, C.SKILLED_NEED: S.SKILLED_NEED,
    C.DISCHARGE: S.DISCHARGE, C.OTHER_SERVICES: S.OTHER_SERVICES,
}  # fmt: skip
# Content -> (section where its gap is shown, whether the chart has it).
HAS: dict[Content, tuple[Section, Callable[[Draft], object]]] = {
    C.BIRTH_DATE: (S.PATIENT, lambda d: d.chart.who.birth_on),
    C.MEMBER_ID: (S.PATIENT, lambda d: d.chart.who.member_id),
    C.INJURY_CLAIM: (S.PATIENT, lambda d: {name for name, _ in d.chart.insured.injury} >= CLAIM),
    C.DIAGNOSIS: (S.DIAGNOSIS, lambda d: d.chart.diagnoses),
    C.ONSET: (S.DIAGNOSIS, lambda d: d.chart.onset_on or d.chart.injury_on),
    C.PRACTICE_NPI: (S.PROVIDER, lambda d: npi_is_valid(d.chart.provider.practice_npi)),
    C.RENDERING_NPI: (S.PROVIDER, lambda d: npi_is_valid(d.chart.provider.therapist_npi)),
    C.TAX_ID: (S.PROVIDER, lambda d: d.chart.provider.tax_id),
    C.PERIOD: (S.REQUEST, lambda d: d.chart.asked.starts_on and d.chart.asked.ends_on),
    C.QUANTITY: (S.REQUEST, lambda d: d.chart.asked.requested),
    C.CODES: (S.REQUEST, lambda d: any(codes for codes, _, _ in d.chart.asked.lines)),
    C.FREQUENCY: (S.PLAN, lambda d: d.chart.asked.per_week and d.chart.asked.weeks),
    C.PLAN_OF_CARE: (S.PLAN, lambda d: plan.newest(d.chart)),
    C.ORDER: (S.ORDER, lambda d: who.newest_order(d.chart)),
    C.EVALUATION: (S.HISTORY, lambda d: _is_evaluated(d)),
    C.WHY_MORE: (S.SKILLED_NEED, lambda d: _is_reasoned(d)),
    C.RETEST: (S.SCORES, lambda d: _is_retested(d)),
}  # fmt: skip


def section_of(content: Content) -> Section:
    """Where it is said, and where its gap is shown."""
    if content is C.SCORES:
        return S.SCORES
    return SAYS[content] if content in SAYS else HAS[content][0]


def check(draft: Draft) -> None:
    for wanted in draft.guide.wanted:
        _check(draft, wanted)
    for kind in draft.guide.papers:
        if papers.newest(draft.chart, kind) is None:
            draft.lack("paper_missing", Section.REQUEST, paper=kind)
    if attendance.unconfirmed(draft.chart):
        draft.lack("visits_unconfirmed", S.ATTENDANCE, is_blocking=False, count=attendance.unconfirmed(draft.chart))


def _check(draft: Draft, wanted: Wanted) -> None:
    content = wanted.content
    if content is C.SCORES:
        _check_scores(draft, wanted)
        return
    if content in SAYS:
        section, is_there = SAYS[content], draft.has(SAYS[content])
    else:
        section, has = HAS[content]
        is_there = bool(has(draft))
    if not is_there:
        draft.lack(f"{content}_missing", section, is_blocking=wanted.is_blocking)


def _check_scores(draft: Draft, wanted: Wanted) -> None:
    newest = max((m.taken_on for of_one in scores.series(draft.chart).values() for m in of_one), default=None)
    if newest is None:
        draft.lack("scores_missing", S.SCORES, is_blocking=wanted.is_blocking)
    elif wanted.within_days is not None and _age(newest, draft.chart.on) > wanted.within_days:
        draft.lack("scores_old", S.SCORES, is_blocking=wanted.is_blocking, on=newest, days=wanted.within_days)


def _age(of: date, on: date) -> int:
    return (on - of).days


def _is_evaluated(draft: Draft) -> bool:
    chart = draft.chart
    visits = any(v.kind is VisitType.EVALUATION and v.status.uses_benefits and v.on <= chart.on for v in chart.visits)
    return visits or papers.newest(chart, "evaluation") is not None


def _is_retested(draft: Draft) -> bool:
    since = period_start(draft.chart)
    return any(scores.compared(of_one, since) for of_one in scores.series(draft.chart).values())


def _is_reasoned(draft: Draft) -> bool:
    """Somebody said in this period, or on this request, why treatment goes on."""
    chart, since = draft.chart, period_start(draft.chart)
    if any(name == S.SKILLED_NEED and text.strip() for name, text, _ in chart.asked.reasoning):
        return True
    found = course.standing(chart, FindingKind.SKILLED_NEED)
    return any(since is None or each.found_on >= since for each in found)
