"""One visit's checks as icons with words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from otium.pages import say
from otium.pages.words import clearance as words
from otium.terms.clearance import ClearanceState, Finding, VisitClearance

ICONS = {
    ClearanceState.CLEAR: "clear",
    ClearanceState.AT_RISK: "risk",
    ClearanceState.BLOCKED: "blocked",
    ClearanceState.UNKNOWN: "unknown",
    ClearanceState.NOT_NEEDED: "unknown",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One check. `icon` is a badge's state; `sentence` what was found."""

    check: str
    icon: str
    word: str
    sentence: str
    act: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A visit's state and the checks that say something of it. `first` names the worst; empty for a clear visit."""

    icon: str
    word: str
    first: str
    sentence: str
    marks: tuple[Mark, ...]
    url: str


def strip(visit: VisitClearance, *, on: date, url: str = "", is_short: bool = False) -> Strip:
    """What is not needed, and what nobody could know yet, is left out: the ledger has it.

    `is_short`: without the marks, for calendars, which show only how each of many visits stands.
    """
    first = visit.first
    said = () if is_short else visit.findings
    return Strip(
        icon=ICONS[visit.state],
        word=str(words.STATES[visit.state.value]),
        first=str(words.CHECKS[first.check.value]) if first else "",
        sentence=say.finding(first, on=on) if first else "",
        marks=tuple(mark(f, on=on) for f in said if f.counts and f.state is not ClearanceState.NOT_NEEDED),
        url=url,
    )


def mark(finding: Finding, *, on: date) -> Mark:
    return Mark(
        check=str(words.CHECKS[finding.check.value]),
        icon=ICONS[finding.state],
        word=str(words.STATES[finding.state.value]),
        sentence=say.finding(finding, on=on),
        act=str(words.ACTS[finding.act]) if finding.act else "",
    )


def address(patient_id: object, visit_id: object) -> str:
    """Where the ledger shows the visit."""
    return reverse("clearance", args=[patient_id]) + f"#visit-{visit_id}"
