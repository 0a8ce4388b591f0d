"""Payers, plans, coverages, the payers' answers with provenance per field, expected rates."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.payers import PayerType
from otium.terms.provenance import Channel


class Payer(PracticeRow):
    """A payer as this practice knows it. `rules_key` names its own rules, empty for those of its type."""

    name = models.TextField()
    payer_type = models.CharField(max_length=24)
    rules_key = models.TextField(blank=True)
    payer_ids = models.JSONField(default=list)  # identifiers used in X12 (NM1*PR), as strings
    phone = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            models.UniqueConstraint(fields=["practice", "name", "payer_type"], name="payer_once_per_name"),
            one_of("payer_type", PayerType, "payer_type_known"),
        ]


class Plan(PracticeRow):
    payer = Within(Payer)
    name = models.TextField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="payer", name="plan_payer_same_practice"),
            models.UniqueConstraint(fields=["practice", "payer", "name"], name="plan_once_per_name"),
        ]


class Coverage(PracticeRow):
    """One insurance of one patient. `order` 1 is primary. Dates are inclusive; null is unknown."""

    patient = Within(Patient)
    payer = Within(Payer)
    plan = Within(Plan, null=True)
    order = models.PositiveSmallIntegerField(default=1)
    member_id = models.TextField(blank=True)
    group_number = models.TextField(blank=True)
    relationship = models.CharField(max_length=16, default="self")
    subscriber_first_name = models.TextField(blank=True)  # of whom the plan is, where that is not the patient
    subscriber_last_name = models.TextField(blank=True)
    subscriber_birth_on = models.DateField(null=True)
    subscriber_sex = models.CharField(max_length=1, blank=True)
    changed_on = models.DateField(null=True)  # when payer, plan or member id last changed
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_court_ordered = models.BooleanField(null=True)  # a decree makes this parent's plan pay first
    provenance = models.JSONField(default=dict)  # field -> {channel, place, at, by}
    external_id = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("coverage_once_per_external_id"),
            SamePractice(field="patient", name="coverage_patient_same_practice"),
            SamePractice(field="payer", name="coverage_payer_same_practice"),
            SamePractice(field="plan", name="coverage_plan_same_practice"),
            models.CheckConstraint(condition=models.Q(order__gte=1), name="coverage_order_from_one"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="coverage_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "patient"], name="coverage_by_patient"),
            models.Index(fields=["practice", "member_id"], name="coverage_by_member_id"),
        ]


class BenefitCheck(PracticeRow):
    """One answer about one coverage: a 271, a portal look-up, a call."""

    coverage = Within(Coverage)
    patient = Within(Patient)
    status = models.CharField(max_length=12)
    answered_at = models.DateTimeField()
    service_on = models.DateField(null=True)
    coverage_starts_on = models.DateField(null=True)
    coverage_ends_on = models.DateField(null=True)
    reject_code = models.CharField(max_length=4, blank=True)
    follow_up = models.CharField(max_length=2, blank=True)
    plan_name = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    trace = models.TextField(blank=True)
    reference = models.TextField(blank=True)  # call reference, portal confirmation
    said_by = models.TextField(blank=True, default="", db_default="")  # the representative, or the document
    no_reference = models.TextField(blank=True, default="", db_default="")  # why there is no reference
    provenance = models.JSONField(default=dict)  # field -> {channel, place, at, by, file}
    inbound_file = Within("records.InboundFile", null=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="coverage", name="benefitcheck_coverage_same_practice"),
            SamePractice(field="patient", name="benefitcheck_patient_same_practice"),
            SamePractice(field="inbound_file", name="benefitcheck_file_same_practice"),
            one_of("status", CheckStatus, "benefitcheck_status_known"),
            one_of("channel", Channel, "benefitcheck_channel_known"),
            models.UniqueConstraint(
                fields=["practice", "coverage", "trace", "status", "reject_code"],
                condition=~models.Q(trace=""),
                name="benefitcheck_once_per_trace",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "patient", "answered_at"],
                name="benefitcheck_by_patient",
            )
        ]


class Benefit(PracticeRow):
    """One benefit of an answer. `amount` is visits or dollars (or a fraction for coinsurance); null is unknown."""

    check_row = Within(BenefitCheck)
    kind = models.CharField(max_length=32)
    amount = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    flag = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    period = models.CharField(max_length=24, blank=True)
    pooled_with = models.JSONField(default=list)
    level = models.CharField(max_length=4, blank=True, default="", db_default="")  # EB02: IND, FAM; empty: not said
    in_network = models.BooleanField(null=True)
    is_derived = models.BooleanField(default=False)
    provenance = models.JSONField(default=dict)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="check_row", name="benefit_check_same_practice"),
            one_of("kind", BenefitKind, "benefit_kind_known"),
        ]
        indexes = [models.Index(fields=["practice", "check_row"], name="benefit_by_check")]


class ExpectedRate(PracticeRow):
    """Dollars expected per visit of a payer; `visit_type` empty means any visit."""

    payer = Within(Payer)
    visit_type = models.CharField(max_length=24, blank=True)
    amount = Money()
    starts_on = models.DateField()
    source = models.TextField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="payer", name="expectedrate_payer_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "payer", "visit_type", "starts_on"],
                name="expectedrate_once_per_day",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="expectedrate_not_negative"),
        ]
