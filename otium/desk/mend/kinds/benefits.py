"""What a payer said about one coverage, by portal, call or letter: each field with its source, which is required."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.mend import checks, options
from otium.desk.mend.parts.benefits import NO_LIMIT, Benefits
from otium.desk.mend.problems import Problem, said
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values, Words
from otium.records import models
from otium.terms.provenance import Channel

T = FieldType
NOON = time(12)  # an answer of which only the day is known


def _says_something(draft: Draft) -> Iterator[Problem]:
    if draft.values.get("status") != "unknown":
        return
    told = (draft.values.get(name) for name in Benefits.names if name not in ("answered_on", NO_LIMIT))
    if not draft.values.get(NO_LIMIT) and all(value in (None, "", []) for value in told):
        yield Problem("status", _("This answer says nothing. Enter at least one thing the payer said."))


def _used_within_limit(draft: Draft) -> Iterator[Problem]:
    limit, used, left = (draft.values.get(n) for n in ("visit_limit", "visits_used", "visits_remaining"))
    if None not in (limit, used, left) and limit - used != left:
        words = _("%(limit)s less %(used)s used is not %(left)s. Enter each as the payer said it, and ask which holds.")
        counts = {n: f"{Decimal(v):f}" for n, v in (("limit", limit), ("used", used), ("left", left))}
        yield Problem("visits_remaining", words % counts, is_warning=True)


def _has_a_source(draft: Draft) -> Iterator[Problem]:
    """A reference, or why the payer gives none: else nobody can hold the payer to it."""
    if not draft.values.get("reference") and not draft.values.get("no_reference"):
        yield Problem("reference", _("Enter the reference, or say in the next field why there is none."))


def _limit_or_none(draft: Draft) -> Iterator[Problem]:
    if draft.values.get(NO_LIMIT) and any(draft.values.get(n) is not None for n in ("visit_limit", "visits_remaining")):
        yield Problem(NO_LIMIT, _("A number of visits is entered as well. Keep the one the payer said."))


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
        _field("channel", T.CHOICE, lazy("How did you hear it?"), options=options.ROADS, is_required=True,
               group=lazy("Who said it")),
        _field("said_by", T.TEXT, lazy("Who said it, or which paper?"), is_required=True,
               hint=lazy("The representative’s name, the portal’s page, the letter"),
               missing=lazy("Say who said it, or which paper: an answer without a source proves nothing.")),
        _field("answered_on", T.DAY, lazy("When?"), is_required=True),
        _field("reference", T.TEXT, lazy("Reference"), hint=lazy("Of the call, or the portal’s confirmation")),
        _field("no_reference", T.TEXT, lazy("Why there is none"), hint=lazy("Only where no reference was given")),
        _field("status", T.CHOICE, lazy("Is the patient covered?"), options=options.CHECK_STATES, is_required=True,
               group=lazy("Coverage")),
        _field("coverage_starts_on", T.DAY, lazy("Covered since")),
        _field("coverage_ends_on", T.DAY, lazy("Covered until")),
        _field("plan_name", T.TEXT, lazy("Plan")),
        _field("covered", T.YES_NO, lazy("Is OT a covered benefit?")),
        _field("telehealth", T.YES_NO, lazy("Is telehealth paid?")),
        _field("authorization_required", T.YES_NO, lazy("Is an authorization required for OT?"),
               group=lazy("Permission")),
        _field("authorization_road", T.TEXT, lazy("How is it asked for?"), hint=lazy("Portal, fax, telephone")),
        _field("referral_required", T.YES_NO, lazy("Is a referral required?")),
        _field("visit_limit", T.WHOLE, lazy("Visit limit"), group=lazy("Visits"), hint=lazy("Leave empty if unknown")),
        _field("limit_period", T.CHOICE, lazy("For each"), options=(("", lazy("Unknown")), *options.PERIODS)),
        _field("visits_used", T.WHOLE, lazy("Visits used")),
        _field("visits_remaining", T.WHOLE, lazy("Visits left")),
        _field("pooled_with", T.SEVERAL, lazy("Shared with"), options=options.POOLED),
        _field(NO_LIMIT, T.FLAG, lazy("The payer said that there is no visit limit"), default=False),
        _field("dollar_limit", T.MONEY, lazy("Dollar limit"), most=1_000_000, group=lazy("Dollars")),
        _field("dollars_used", T.MONEY, lazy("Dollars used"), most=1_000_000),
        _field("dollars_remaining", T.MONEY, lazy("Dollars left"), most=1_000_000),
        _field("copay", T.MONEY, lazy("Copay for a visit"), group=lazy("What the family pays"), most=100_000),
        _field("coinsurance", T.PERCENT, lazy("Coinsurance, in per cent"), most=100),
        _field("deductible", T.MONEY, lazy("Deductible"), most=1_000_000),
        _field("deductible_remaining", T.MONEY, lazy("Deductible left"), most=1_000_000),
        _field("out_of_pocket", T.MONEY, lazy("Out-of-pocket limit"), most=1_000_000),
        _field("out_of_pocket_remaining", T.MONEY, lazy("Out-of-pocket left"), most=1_000_000),
        _field("spend_down", T.MONEY, lazy("Spend-down"), most=1_000_000, hint=lazy("Owed before Medicaid pays")),
        _field("qmb", T.YES_NO, lazy("Qualified Medicare Beneficiary?"), hint=lazy("Owes no cost share")),
        _field("claims_address", T.TEXT, lazy("Where claims go"), group=lazy("Who else pays, and where")),
        _field("managed_care", T.TEXT, lazy("Managed care plan"), hint=lazy("That pays instead of this payer")),
        _field("medicare_secondary", T.TEXT, lazy("Pays before Medicare")),
        _field("other_payer", T.TEXT, lazy("Another payer")),
    ),
    checks=(
        checks.not_ahead("answered_on"),
        checks.in_order("coverage_starts_on", "coverage_ends_on"),
        _has_a_source,
        _says_something,
        _limit_or_none,
        _used_within_limit,
    ),
    derive=_columns,
    part=Benefits(),
    locked=_locked,
    withdrawal=(("entered_in_error", True),),
    channel=lambda values: (values.get("channel") or "form", values.get("reference") or ""),
)  # fmt: skip
