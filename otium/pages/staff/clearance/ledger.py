"""All visits to come against all checks; the first limit that fails, and what clears it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.pages import present, say
from otium.pages.staff.clearance.strip import Mark, Strip, mark, strip
from otium.pages.words import clearance as words
from otium.terms.clearance import ClearanceCheck, ClearanceLedger, ClearanceState, FirstLimit, VisitClearance

# Where an act is done when no task stands for it: a form of the patient.
PAGES = {
    "enter_coverage": "coverage_add", "replace_coverage": "coverage_add", "enter_plan": "plan_of_care_add",
    "obtain_referral": "referral_add", "obtain_authorization": "authorization_request_add",
    "renew_authorization": "authorization_request_add",
}  # fmt: skip
NOT_KEPT = frozenset({"consents_not_kept", "account_hold_not_kept"})
OF_COVERAGE = frozenset({"verify_coverage", "call_payer", "fix_inquiry"})


@dataclass(frozen=True, slots=True)
class Row:
    """One visit; a check that it does not need has no mark."""

    anchor: str
    url: str
    iso: str
    day: str
    strip: Strip
    cells: tuple[tuple[str, Mark | None], ...]
    money: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A check that fails: from which visit on, how many, what is lost, what clears it."""

    icon: str
    check: str
    sentence: str
    from_day: str
    visits: str
    money: str
    act: str
    act_url: str


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are the checks that say something of at least one visit; `untested` those that nobody can know yet."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    limits: tuple[Limit, ...]
    unknown: int
    untested: str = ""

    @property
    def first(self) -> Limit | None:
        return self.limits[0] if self.limits else None


def table(ledger: ClearanceLedger, *, on: date, tasks: Mapping[str, str]) -> Table:
    """`tasks`: the address of the open task of each kind, where one stands for the patient."""
    needed = [
        check
        for n, check in enumerate(ClearanceCheck)
        if any(visit.findings[n].state is not ClearanceState.NOT_NEEDED for visit in ledger.visits)
    ]
    places = {check: n for n, check in enumerate(ClearanceCheck)}
    untested = [c for c in needed if all(v.findings[places[c]].fact in NOT_KEPT for v in ledger.visits)]
    needed = [check for check in needed if check not in untested]
    return Table(
        columns=tuple(str(words.CHECKS[check.value]) for check in needed),
        rows=tuple(_row(v, ledger.patient_id, [places[c] for c in needed], on) for v in ledger.visits),
        limits=tuple(_limit(each, ledger, on, tasks) for each in ledger.limits),
        untested=present.joined(str(words.CHECKS[check.value]) for check in untested),
        unknown=sum(visit.state is ClearanceState.UNKNOWN for visit in ledger.visits),
    )


def _row(visit: VisitClearance, patient_id: UUID, columns: list[int], on: date) -> Row:
    cells = []
    for n in columns:
        found = visit.findings[n]
        shown = None if found.state is ClearanceState.NOT_NEEDED else mark(found, on=on)
        cells.append((str(words.CHECKS[found.check.value]), shown))
    return Row(
        anchor=f"visit-{visit.visit_id}",
        url=reverse("visit", args=[visit.visit_id]),
        iso=visit.on.isoformat(),
        day=present.day(visit.on, on),
        strip=strip(visit, on=on),
        cells=tuple(cells),
        money=present.money(visit.dollars),
    )


def _limit(limit: FirstLimit, ledger: ClearanceLedger, on: date, tasks: Mapping[str, str]) -> Limit:
    found = limit.finding
    shown = mark(found, on=on)
    coverage = next((v.coverage_id for v in ledger.visits if v.visit_id == limit.visit_id), None)
    return Limit(
        icon=shown.icon,
        check=shown.check,
        sentence=say.finding(found, on=on),
        from_day=present.day(limit.on, on),
        visits=ngettext("%(n)d visit", "%(n)d visits", limit.visits) % {"n": limit.visits},
        money=present.money(limit.dollars),
        act=shown.act or _("Nothing to do yet"),
        act_url=_act_url(found.act, ledger.patient_id, coverage, tasks),
    )


def _act_url(act: str, patient_id: UUID, coverage_id: UUID | None, tasks: Mapping[str, str]) -> str:
    """The open task first; else the page where it is done; empty where that is no page."""
    if act in tasks:
        return tasks[act]
    if act in OF_COVERAGE and coverage_id:
        return reverse("coverage", args=[patient_id, coverage_id])
    if act in PAGES:
        return reverse(PAGES[act], args=[patient_id])
    return {"enter_payer_rule": reverse("payer_rules"), "enter_rate": reverse("settings_rates")}.get(act, "")
