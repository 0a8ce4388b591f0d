"""What a payer said about one coverage, by portal, call or letter: each field with its source."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.mend import checks, options
from otium.desk.mend.parts.benefits import Benefits
from otium.desk.mend.problems import Problem, said
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values, Words
from otium.records import models
from otium.terms.provenance import Channel

T = FieldType
NOON = time(12)  # an answer of which only the day is known


def _says_something(draft: Draft) -> Iterator[Problem]:
    if draft.values.get("status") != "unknown":
        return
    if all(draft.values.get(name) in (None, "", []) for name in Benefits.names if name != "answered_on"):
        yield Problem("status", _("This answer says nothing. Enter at least one thing the payer said."))


def _used_within_limit(draft: Draft) -> Iterator[Problem]:
    limit, used, left = (draft.values.get(n) for n in ("visit_limit", "visits_used", "visits_remaining"))
    if None not in (limit, used, left) and limit - used != left:
        words = _("%(limit)s less %(used)s used is not %(left)s. Enter each as the payer said it, and ask which holds.")
        counts = {n: f"{Decimal(v):f}" for n, v in (("limit", limit), ("used", used), ("left", left))}
        yield Problem("visits_remaining", words % counts, is_warning=True)


def _columns(draft: Draft) -> Values:
    """The instant of the answer: now when it is of today, else noon of its day."""
    answered_on = draft.values["answered_on"]
    if draft.row is not None and clock.day(draft.row.answered_at, draft.practice) == answered_on:
        return {}
    return {"answered_at": clock.instant(answered_on, NOON, draft.practice), "service_on": answered_on}


def _locked(row: models.BenefitCheck) -> str:
    if row.channel != Channel.X12.value:
        return ""
    return _("This is the payer’s own answer and stays as it came. Add what you were told as another answer beside it.")


def _name(row: models.BenefitCheck) -> str:
    channel = options.words(options.CHANNELS, row.channel)
    return f"{channel}, {said(clock.day(row.answered_at, row.practice))}"


def _field(name: str, kind: T, label: object, **more: object) -> Field:
    return Field(name, kind, label, **more)  # type: ignore[arg-type]


BENEFIT_CHECK = Kind(
    name="benefit_check",
    model=models.BenefitCheck,
    words=Words(lazy("payer’s answer"), lazy("Answers"), lazy("Add this answer"), lazy("Save this answer")),
    named=_name,
    related=("practice",),
    order=("-answered_at", "id"),
    fields=(
        _field("coverage", T.ROW, lazy("Coverage"), of="coverage", is_required=True),
        _field("channel", T.CHOICE, lazy("Who said so?"), options=options.ROADS, is_required=True),
        _field("answered_on", T.DAY, lazy("When?"), is_required=True),
        _field("reference", T.TEXT, lazy("Reference"),
               hint=lazy("Call reference and name, or the portal’s confirmation")),
        _field("status", T.CHOICE, lazy("Is the patient covered?"), options=options.CHECK_STATES, is_required=True),
        _field("coverage_starts_on", T.DAY, lazy("Covered since")),
        _field("coverage_ends_on", T.DAY, lazy("Covered until")),
        _field("plan_name", T.TEXT, lazy("Plan")),
        _field("authorization_required", T.YES_NO, lazy("Is an authorization required for OT?")),
        _field("visit_limit", T.WHOLE, lazy("Visit limit"), group=lazy("Visits"), hint=lazy("Leave empty if unknown")),
        _field("limit_period", T.CHOICE, lazy("For each"), options=(("", lazy("Unknown")), *options.PERIODS)),
        _field("visits_used", T.WHOLE, lazy("Visits used")),
        _field("visits_remaining", T.WHOLE, lazy("Visits left")),
        _field("pooled_with", T.SEVERAL, lazy("Shared with"), options=options.POOLED),
        _field("copay", T.MONEY, lazy("Copay for a visit"), group=lazy("What the family pays"), most=100_000),
        _field("coinsurance", T.PERCENT, lazy("Coinsurance, in per cent"), most=100),
        _field("deductible", T.MONEY, lazy("Deductible"), most=1_000_000),
        _field("deductible_remaining", T.MONEY, lazy("Deductible left"), most=1_000_000),
        _field("out_of_pocket", T.MONEY, lazy("Out-of-pocket limit"), most=1_000_000),
        _field("out_of_pocket_remaining", T.MONEY, lazy("Out-of-pocket left"), most=1_000_000),
    ),
    checks=(
        checks.not_ahead("answered_on"),
        checks.in_order("coverage_starts_on", "coverage_ends_on"),
        _says_something,
        _used_within_limit,
    ),
    derive=_columns,
    part=Benefits(),
    locked=_locked,
    withdrawal=(("entered_in_error", True),),
    channel=lambda values: (values.get("channel") or "form", values.get("reference") or ""),
)  # fmt: skip
