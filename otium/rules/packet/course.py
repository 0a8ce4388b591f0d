"""Sections made of what clinicians found and wrote: history, deficits, home program, skilled need, discharge."""

from collections.abc import Iterable, Iterator
from datetime import date

from otium.rules.packet import words
from otium.rules.packet.draft import Draft, page
from otium.terms.chart import Chart, Finding, FindingKind
from otium.terms.packet import Origin, Section
from otium.terms.provenance import Source, SourceKind

K = FindingKind
SECTION_OF = {
    K.HISTORY: Section.HISTORY, K.PRECAUTION: Section.HISTORY, K.PRIOR_LEVEL: Section.PRIOR_LEVEL,
    K.DEFICIT: Section.DEFICITS, K.IMPAIRMENT: Section.DEFICITS, K.PROGRESS: Section.PROGRESS,
    K.BARRIER: Section.PROGRESS, K.HOME_PROGRAM: Section.HOME_PROGRAM, K.SKILLED_NEED: Section.SKILLED_NEED,
    K.DISCHARGE_PLAN: Section.DISCHARGE, K.OTHER_SERVICES: Section.OTHER_SERVICES,
}  # fmt: skip
LEADS = {K.PRECAUTION: "Precaution: ", K.BARRIER: "Slowed progress: ", K.IMPAIRMENT: "Found: "}
NOTHING_SAID = {
    K.PRECAUTION: "No precautions", K.BARRIER: "Nothing slowed progress", K.OTHER_SERVICES:
    "No other therapy services are received",
}  # fmt: skip
OF_THE_DAY = (K.DEFICIT, K.IMPAIRMENT, K.HOME_PROGRAM, K.SKILLED_NEED, K.DISCHARGE_PLAN, K.OTHER_SERVICES)
OF_THE_PERIOD = (K.PROGRESS, K.BARRIER)


def say(draft: Draft) -> None:
    _reasoning(draft)
    for kind, section in SECTION_OF.items():
        for finding in standing(draft.chart, kind):
            source = Source(SourceKind.FINDING, finding.id)
            draft.say(section, _said(finding), source, *page(finding.page))


def _said(finding: Finding) -> str:
    if words.says_nothing(finding.text):
        nothing = NOTHING_SAID.get(finding.kind, "")
        return nothing and words.dated(nothing, finding.found_on)
    return words.dated(LEADS.get(finding.kind, "") + finding.text, finding.found_on)


def standing(chart: Chart, kind: FindingKind) -> tuple[Finding, ...]:
    """Of one kind, what holds on the day of the packet, oldest first.

    Of the kinds that describe the patient now, a later finding about the same thing (`code`, or the same words) takes
    the earlier one's place, and what was found before the newest round of findings by more than its span no longer
    counts. Progress is that since the authorization that is followed.
    """
    found = [f for f in chart.findings if f.kind is kind and f.found_on <= chart.on]
    if kind in OF_THE_PERIOD:
        since = period_start(chart)
        found = [f for f in found if since is None or f.found_on >= since]
    if kind in OF_THE_DAY:
        found = list(_newest_round(_latest_by_code(found)))
    return tuple(found)


ROUND_DAYS = 180  # findings of one half-year describe one state; ours


def _latest_by_code(found: Iterable[Finding]) -> list[Finding]:
    kept: dict[str, Finding] = {}
    for finding in found:
        key = finding.code or " ".join(finding.text.casefold().split())
        kept.pop(key, None)
        kept[key] = finding
    return list(kept.values())


def _newest_round(found: list[Finding]) -> Iterator[Finding]:
    newest = max((f.found_on for f in found), default=None)
    for finding in found:
        if newest is not None and (newest - finding.found_on).days <= ROUND_DAYS:
            yield finding


def period_start(chart: Chart) -> date | None:
    """From when progress counts: the start of what is followed, else the start of care."""
    renewed = chart.asked.renews
    return (renewed.starts_on if renewed else None) or chart.care_started_on


def _reasoning(draft: Draft) -> None:
    """What the clinician wrote on the request, line by line."""
    asked = draft.chart.asked
    for name, text, is_proposed in asked.reasoning:
        if name not in set(Section):
            continue
        source = Source(SourceKind.REASONING, asked.request_id, name)
        origin = Origin.PROPOSED if is_proposed else Origin.CLINICIAN
        for line in text.splitlines():
            draft.say(Section(name), line, source, origin=origin)
        if is_proposed and text.strip():
            draft.lack("wording_proposed", Section(name))
