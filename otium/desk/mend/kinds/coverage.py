"""Payers, plans, coverages, expected rates, fees."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import payer_book
from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values, Words
from otium.records import models
from otium.terms.identifiers import hcpcs_has_shape

T = FieldType
TELLING_CHANGES = ("payer", "plan", "member_id")  # after one of these an older answer of the payer says nothing


def _one_payer_of_a_name(draft: Draft) -> Iterator[Problem]:
    same = models.Payer.objects.filter(
        practice=draft.practice,
        name__iexact=draft.values.get("name", ""),
        payer_type=draft.values.get("payer_type", ""),
    )
    if same.exclude(pk=draft.key).exists():
        yield Problem("name", _("This payer is on file with this type. Use that one."))


def _one_plan_of_a_name(draft: Draft) -> Iterator[Problem]:
    same = models.Plan.objects.filter(
        practice=draft.practice, payer_id=draft.values.get("payer"), name__iexact=draft.values.get("name", "")
    )
    if same.exclude(pk=draft.key).exists():
        yield Problem("name", _("This payer has a plan of this name on file."))


def _plan_is_of_payer(draft: Draft) -> Iterator[Problem]:
    plan, payer = draft.values.get("plan"), draft.values.get("payer")
    if plan and payer and not models.Plan.objects.filter(pk=plan, payer_id=payer).exists():
        yield Problem("plan", _("This plan is of another payer. Choose a plan of the payer above, or none."))


def _one_coverage_of_an_order(draft: Draft) -> Iterator[Problem]:
    """Two primary coverages at one time: nobody could say who pays first."""
    starts_on, ends_on = draft.values.get("starts_on"), draft.values.get("ends_on")
    others = models.Coverage.objects.filter(
        practice=draft.practice,
        patient_id=draft.patient_id,
        order=int(draft.values.get("order") or 1),
        entered_in_error=False,
    ).exclude(pk=draft.key)
    if ends_on:
        others = others.filter(Q(starts_on=None) | Q(starts_on__lte=ends_on))
    if starts_on:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    other = others.select_related("payer").first()
    if other:
        words = _("%(payer)s has this place at the same time. Give that coverage a last day, or choose another order.")
        yield Problem("order", words % {"payer": other.payer.name})


def _when_it_changed(draft: Draft) -> Values:
    """`changed_on` is today when who pays, or the number they know the patient by, is no longer the same."""
    if draft.row is None:
        return {}
    fields = [COVERAGE.field_named(name) for name in TELLING_CHANGES]
    changed = any(getattr(draft.row, f.column) != draft.values.get(f.name) for f in fields)
    return {"changed_on": draft.on} if changed else {}


def _coverage_name(row: models.Coverage) -> str:
    return f"{row.payer.name}, {options.words(options.ORDERS, row.order).lower()}"


_POLICY_HOLDER = lazy("Only where the policy is not the patient’s own: payers ask for it on inquiries and claims")


def _holder_of_their_own(draft: Draft) -> Iterator[Problem]:
    names = ("subscriber_first_name", "subscriber_last_name", "subscriber_birth_on", "subscriber_sex")
    if draft.values.get("relationship") == "self" and any(draft.values.get(name) for name in names):
        words = _("The patient holds this policy. Say who else holds it, or leave the fields below empty.")
        yield Problem("relationship", words)


def _known_rules(draft: Draft) -> Iterator[Problem]:
    """A name that ships with rules of this type; one that came with an import stays as it is."""
    key = draft.values.get("rules_key")
    if not key or (draft.row is not None and draft.row.rules_key == key):
        return
    kind = draft.values.get("payer_type")
    known = sorted(k for k, r in payer_book.shipped_book(draft.on).by_key.items() if r.payer_type.value == kind)
    if key not in known:
        names = ", ".join(known) or _("none")
        words = _("Otium ships no rules of this name for this type. There are: %(names)s. Or leave it empty.")
        yield Problem("rules_key", words % {"names": names})


PAYER = Kind(
    name="payer",
    model=models.Payer,
    words=Words(lazy("payer"), lazy("Payers"), lazy("Add this payer"), lazy("Save this payer")),
    of_patient=False,
    named=lambda row: row.name,
    order=("name", "payer_type"),
    fields=(
        Field("name", T.TEXT, lazy("Name"), is_required=True),
        Field(
            "payer_type", T.CHOICE, lazy("Type"), lazy("Its rules for approvals and checks follow from this"),
            is_required=True, options=options.PAYER_TYPES,
        ),
        Field("rules_key", T.TEXT, lazy("Its own rules"), lazy("One of Otium’s patterns or payers, like medicaid_ne")),
        Field("payer_ids", T.CODES, lazy("Payer IDs"), lazy("As in electronic files, with spaces between")),
        Field("phone", T.TEXT, lazy("Phone for providers")),
    ),
    checks=(_one_payer_of_a_name, _known_rules),
)  # fmt: skip

PLAN = Kind(
    name="plan",
    model=models.Plan,
    words=Words(lazy("plan"), lazy("Plans"), lazy("Add this plan"), lazy("Save this plan")),
    of_patient=False,
    named=lambda row: f"{row.payer.name}: {row.name}",
    related=("payer",),
    order=("payer__name", "name"),
    fields=(
        Field("payer", T.ROW, lazy("Payer"), is_required=True, of="payer"),
        Field("name", T.TEXT, lazy("Name of the plan"), lazy("As the card says it"), is_required=True),
    ),
    checks=(_one_plan_of_a_name,),
)

COVERAGE = Kind(
    name="coverage",
    model=models.Coverage,
    words=Words(lazy("coverage"), lazy("Coverages"), lazy("Add this coverage"), lazy("Save this coverage")),
    named=_coverage_name,
    related=("payer",),
    order=("order", "starts_on", "id"),
    fields=(
        Field("payer", T.ROW, lazy("Payer"), is_required=True, of="payer"),
        Field("plan", T.ROW, lazy("Plan"), of="plan"),
        Field("order", T.CHOICE, lazy("Who pays in which order"), is_required=True, options=options.ORDERS,
              default="1"),
        Field("member_id", T.TEXT, lazy("Member ID"), lazy("As printed on the card")),
        Field("group_number", T.TEXT, lazy("Group number")),
        Field("relationship", T.CHOICE, lazy("Who holds the policy"), options=options.RELATIONSHIPS, default="self"),
        Field("subscriber_first_name", T.TEXT, lazy("First name of who holds it"), group=_POLICY_HOLDER),
        Field("subscriber_last_name", T.TEXT, lazy("Last name of who holds it")),
        Field("subscriber_birth_on", T.DAY, lazy("Birth date of who holds it")),
        Field("subscriber_sex", T.CHOICE, lazy("Sex of who holds it"), options=options.STATED_SEXES),
        Field("starts_on", T.DAY, lazy("First day")),
        Field("ends_on", T.DAY, lazy("Last day"), lazy("Leave empty while it goes on")),
    ),
    checks=(checks.in_order("starts_on", "ends_on"), _plan_is_of_payer, _one_coverage_of_an_order,
            _holder_of_their_own),
    derive=_when_it_changed,
    withdrawal=(("entered_in_error", True),),
)  # fmt: skip


def _one_rate_a_day(draft: Draft) -> Iterator[Problem]:
    same = models.ExpectedRate.objects.filter(
        practice=draft.practice,
        payer_id=draft.values.get("payer"),
        visit_type=draft.values.get("visit_type", ""),
        starts_on=draft.values.get("starts_on"),
    )
    if same.exclude(pk=draft.key).exists():
        yield Problem("starts_on", _("A rate of this payer and visit begins on this day. Change that one."))


ANY_VISIT_OR_TYPE = (("", lazy("Any visit")), *options.VISIT_TYPES)
EXPECTED_RATE = Kind(
    name="expected_rate",
    model=models.ExpectedRate,
    words=Words(lazy("expected rate"), lazy("Expected rates"), lazy("Add this rate"), lazy("Save this rate")),
    of_patient=False,
    named=lambda row: row.payer.name,
    related=("payer",),
    order=("payer__name", "visit_type", "-starts_on"),
    fields=(
        Field("payer", T.ROW, lazy("Payer"), is_required=True, of="payer"),
        Field("visit_type", T.CHOICE, lazy("For which visits"), options=ANY_VISIT_OR_TYPE),
        Field("amount", T.MONEY, lazy("Dollars for one visit"), is_required=True, most=100_000),
        Field("starts_on", T.DAY, lazy("From"), is_required=True),
        Field("source", T.TEXT, lazy("Where it comes from"), lazy("Contract of 2026, average of paid claims"),
              is_required=True),
    ),
    checks=(_one_rate_a_day,),
)  # fmt: skip


def _one_fee_a_day(draft: Draft) -> Iterator[Problem]:
    same = models.Fee.objects.filter(
        practice=draft.practice, code=draft.values.get("code", ""), starts_on=draft.values.get("starts_on")
    )
    if same.exclude(pk=draft.key).exists():
        yield Problem("starts_on", _("A fee of this code begins on this day. Change that one."))


def _fee_code(draft: Draft) -> Iterator[Problem]:
    if not hcpcs_has_shape(draft.values.get("code", "")):
        yield Problem("code", _("A code has five characters, like 97530 or G0283."))


FEE = Kind(
    name="fee",
    model=models.Fee,
    words=Words(lazy("fee"), lazy("Fees"), lazy("Add this fee"), lazy("Save this fee")),
    of_patient=False,
    named=lambda row: row.code,
    order=("code", "-starts_on"),
    fields=(
        Field("code", T.TEXT, lazy("Code"), lazy("97530"), is_required=True),
        Field("amount", T.MONEY, lazy("Dollars for one unit"), lazy("The same whoever pays"), is_required=True,
              most=100_000),
        Field("starts_on", T.DAY, lazy("From"), is_required=True),
        Field("source", T.TEXT, lazy("Where it comes from"), lazy("Fee schedule of 2026"), is_required=True),
    ),
    checks=(_fee_code, _one_fee_a_day),
)  # fmt: skip
