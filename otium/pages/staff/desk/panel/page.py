"""The page where the first step of a task is done, where that is no act but a record to correct or to add."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.agenda import Place
from otium.desk.requests import life as requests
from otium.pages import links, present
from otium.pages.words.reasons.answers import FIELDS
from otium.records.models import Benefit, Coverage, Membership, Payer, Task
from otium.terms.duty import DutyKind

FIRST_ACT = {"ask_anew": "ask_payer", "wait": "ask_payer", "call": "coverage_checked", "ask_family": "asked_family",
             "other_payer": "asked_family", "correct": "ask_payer"}  # fmt: skip
NAMES_PAYER = frozenset({"other_payer_found", "managed_care_found", "payer_before_medicare_found"})
SECOND = "2"  # a coverage that is added beside another; the order is set apart


@dataclass(frozen=True, slots=True)
class Page:
    """A link that is the primary act: its words name the effect."""

    href: str
    words: str


def page(task: Task, member: Membership | None, coverage: Coverage | None, place: Place) -> Page | None:
    """None where the first step is no page, or the member may not open it."""
    makers = {
        DutyKind.FIX_INQUIRY: _to_correct,
        DutyKind.SETTLE_FINDING: _to_add,
        DutyKind.ORDER_COVERAGES: _to_complete,
        DutyKind.RENEW_AUTHORIZATION: _to_draft,
        DutyKind.OBTAIN_AUTHORIZATION: _to_draft,
        DutyKind.REQUEST_BEYOND_LIMIT: _to_draft,
        DutyKind.SIGN_REQUEST: _to_packet,
        DutyKind.SEND_REQUEST: _to_request,
        DutyKind.ANSWER_PENDED: _to_request,
        DutyKind.BOOK_PLANNED_VISITS: _to_book,
    }
    maker = makers.get(DutyKind(task.kind))
    found = maker(task, coverage, place) if maker and task.patient_id else None
    return found if found and links.is_open(found.href, member) else None


def first_act(task: Task) -> str:
    """Which act cures a refused inquiry; empty for every other task."""
    params = _params(task, "reject_cure")
    return FIRST_ACT.get(params.get("cure", ""), "") if params else ""


def _params(task: Task, *codes: str) -> dict[str, Any]:
    return next((r["params"] for r in task.why if r["code"] in codes), {})


def _to_correct(task: Task, coverage: Coverage | None, place: Place) -> Page | None:
    params = _params(task, "reject_cure")
    if params.get("cure") == "other_payer":
        return Page(reverse("coverage_add", args=[task.patient_id]), _("Add the new coverage"))
    field = params.get("field") or ""
    if not field or params.get("cure") == "call":
        return None
    record, _dot, name = field.partition(".")
    addresses = {
        "coverage": lambda: reverse("coverage_change", args=[task.patient_id, task.focus_id]),
        "patient": lambda: reverse("patient_change", args=[task.patient_id]),
        "payer": lambda: reverse("payer_change", args=[coverage.payer_id]) if coverage else "",
        "practice": lambda: reverse("settings_practice") + f"?practice={place.practice.slug}",
    }
    href = addresses[record]()
    words = _("Correct the %(field)s") % {"field": FIELDS[field]}
    return Page(f"{href}#id_{name}" if record != "practice" else href, words) if href else None


def _to_add(task: Task, coverage: Coverage | None, place: Place) -> Page | None:
    """The form of a new coverage with the payer chosen, or of a new payer where that one is not on file."""
    if not _params(task, *NAMES_PAYER):
        return None
    benefit = Benefit.objects.filter(pk=_params(task, *NAMES_PAYER)["benefit"]).first()
    if benefit is None or not benefit.text:
        return Page(reverse("coverage_add", args=[task.patient_id]), _("Add the coverage"))
    payer = _payer(place, benefit)
    if payer is None:
        named = urlencode({"name": benefit.text, "practice": place.practice.slug})
        return Page(f"{reverse('payer_add')}?{named}", _("Add %(payer)s as a payer") % {"payer": benefit.text})
    chosen = urlencode({"payer": str(payer.pk), "order": SECOND})
    address = reverse("coverage_add", args=[task.patient_id])
    return Page(f"{address}?{chosen}", _("Add %(payer)s as coverage") % {"payer": payer.name})


def _payer(place: Place, benefit: Benefit) -> Payer | None:
    """By the id the line gives, else by name."""
    key = (benefit.provenance.get("value") or {}).get("payer_id", "")
    rows = Payer.objects.filter(practice=place.practice)
    by_key = rows.filter(payer_ids__contains=[key]).first() if key else None
    return by_key or rows.filter(name__iexact=benefit.text).first()


def _to_draft(task: Task, coverage: Coverage | None, place: Place) -> Page | None:
    """The request that waits to be signed or sent; none where nobody drafted one."""
    subject = requests.subject_of(task)
    draft = requests.drafted_for(task.patient_id, subject) if subject and task.patient_id else None
    return Page(reverse("request", args=[draft]), _("Open the draft of the request")) if draft else None


def _to_request(task: Task, coverage: Coverage | None, place: Place) -> Page:
    """Where it is sent, or what the payer wants is."""
    words = {
        DutyKind.SEND_REQUEST: _("Open the request and send it"),
        DutyKind.ANSWER_PENDED: _("Open the request and answer it"),
    }
    return Page(reverse("request", args=[task.focus_id]), words[DutyKind(task.kind)])


def _to_book(task: Task, coverage: Coverage | None, place: Place) -> Page:
    """The booking form, begun with the first week that is short, once for each such week."""
    params = _params(task, "booked_below_plan")
    week_on = present.full_day(date.fromisoformat(params["week_on"])) if params else ""
    begun = {"on": week_on, "visits": params.get("weeks"), "every": 1, "therapist": task.therapist_id}
    chosen = urlencode({name: str(value) for name, value in begun.items() if value})
    return Page(f"{reverse('visit_book', args=[task.patient_id])}?{chosen}", _("Book the missing visits"))


def _to_packet(task: Task, coverage: Coverage | None, place: Place) -> Page:
    """Where it is read, and signed by who may."""
    is_lacking = any(reason["code"] == "packet_lacking" for reason in task.why)
    words = _("See what the packet lacks") if is_lacking else _("Read the packet")
    return Page(reverse("signature", args=[task.focus_id]), words)


def _to_complete(task: Task, coverage: Coverage | None, place: Place) -> Page | None:
    """The coverage that lacks what the rule needs."""
    missing = _params(task, "order_lacks").get("missing")
    fields = {"holder_birth_date": "subscriber_birth_on", "start_dates": "starts_on"}
    if missing not in fields:
        return None
    lacking = Coverage.objects.filter(
        practice=place.practice, patient_id=task.patient_id, entered_in_error=False, **{fields[missing]: None}
    )
    key: UUID | None = lacking.order_by("order", "id").values_list("pk", flat=True).first()
    if key is None:
        return None
    words = {"holder_birth_date": _("Add the holder’s birth date"), "start_dates": _("Add the first day")}
    return Page(reverse("coverage_change", args=[task.patient_id, key]) + f"#id_{fields[missing]}", words[missing])
