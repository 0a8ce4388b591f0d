"""Claims as plain values for lists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.claims.unbilled import Unbilled
from otium.pages import present
from otium.pages.staff.claims.lacks import Said, Subjects, said
from otium.pages.words.claims import NOT_BILLABLE, SEVERITIES, STANDINGS
from otium.pages.words.lacks import LACKS
from otium.records.models import Claim
from otium.terms.lack import Lack


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    url: str
    number: str
    patient: str
    patient_url: str
    payer: str
    day: str
    iso: str
    charge: str
    paid: str  # what payments came to, less what was taken back; empty before any
    state: str
    state_word: str
    why: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Visit:
    url: str
    patient: str
    patient_url: str
    payer: str
    day: str
    iso: str
    services: str
    why: str
    state: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Problem:
    state: str
    word: str
    said: Said


def row(claim: Claim, on: date, practice: Any) -> Row:
    tone, word = STANDINGS[claim.standing]
    return Row(
        id=str(claim.pk),
        url=reverse("claim", args=[claim.pk]),
        number=claim.number,
        patient=f"{claim.patient.first_name} {claim.patient.last_name}",
        patient_url=reverse("patient", args=[claim.patient_id]),
        payer=claim.coverage.payer.name,
        day=present.short_day(claim.starts_on, on),
        iso=claim.starts_on.isoformat(),
        charge=present.money(claim.charge, cents=True),
        paid=present.money(claim.paid, cents=True),  # type: ignore[attr-defined]
        state=tone,
        state_word=str(word),
        why=_first(claim.problems or []) if claim.standing == "held" else "",
        site=practice.short,
        site_name=practice.name,
    )


def _first(problems: list[dict[str, Any]]) -> str:
    """What keeps the claim here: the first thing, and how many more."""
    errors = [each for each in problems if each["severity"] == "error"]
    if not errors:
        return ""
    words = sentence(errors[0])
    more = len(errors) - 1
    if not more:
        return words
    return words + " " + ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}


def sentence(problem: dict[str, Any]) -> str:
    """What to do about it: our own words where the record lacks something, else the check's."""
    if problem["code"] in LACKS:
        return str(LACKS[problem["code"]]) % {"detail": problem.get("detail", ""), "line": problem.get("line")}
    return str(problem["message"])


def visit(found: Unbilled, on: date, practice: Any) -> Visit:
    row = found.row
    services = ", ".join(f"{code}\u00a0×\u00a0{units}" for code, units in row.lines)
    return Visit(
        url=reverse("visit", args=[row.pk]),
        patient=f"{row.patient.first_name} {row.patient.last_name}",
        patient_url=reverse("patient", args=[row.patient_id]),
        payer=found.payer,
        day=present.short_day(found.on, on),
        iso=found.on.isoformat(),
        services=services or _("not recorded yet"),
        why=str(NOT_BILLABLE[found.reason]),
        state="clear" if found.reason == "to_build" else "unknown",
        site=practice.short,
        site_name=practice.name,
    )


def problems(found: list[dict[str, Any]], subjects: Subjects, request: HttpRequest) -> list[Problem]:
    """Worst first, each with its place in words and where it is mended."""
    order = list(SEVERITIES)
    return [
        Problem(SEVERITIES[each["severity"]][0], str(SEVERITIES[each["severity"]][1]), _told(each, subjects, request))
        for each in sorted(found, key=lambda each: order.index(each["severity"]))
    ]


# Where a problem of the scrub is mended, by the loop it stands in.
_ON = {"2310A": "referral", "2310B": "therapist", "2010AA": "practice", "2000A": "practice", "2010BA": "coverage",
       "2010CA": "patient", "2010BB": "payer", "2320": "coverage"}  # fmt: skip


def _told(problem: dict[str, Any], subjects: Subjects, request: HttpRequest) -> Said:
    if problem["code"] in LACKS and problem["code"] != "refused":
        lack = Lack(problem["code"], problem["loop"], problem["element"], problem.get("on", ""),
                    problem.get("line"), problem.get("detail", ""))  # fmt: skip
        return said(lack, subjects, request)
    on = _ON.get(problem["loop"], "visit" if problem["loop"].startswith("24") else "episode")
    lack = Lack("refused", problem["loop"], problem["element"], on, problem.get("line"))
    told = said(lack, subjects, request)
    return Said(problem["message"], told.place, told.where, told.href)
