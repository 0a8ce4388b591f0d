"""Claims with their versions, and what payers sent about them: remittances, matched and shown, not posted."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.eligibility import Coverage
from otium.records.models.inbox import InboundFile
from otium.records.models.people import Patient
from otium.records.models.schedule import Appointment
from otium.records.models.wire import Parcel
from otium.terms.claim_standing import ClaimStanding

FREQUENCIES = ("1", "7", "8")  # CLM05-3: original, replacement, void


class Fee(PracticeRow):
    """What the practice charges for one unit of a code, whoever pays."""

    code = models.CharField(max_length=5)
    amount = Money()
    starts_on = models.DateField()
    source = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            models.UniqueConstraint(fields=["practice", "code", "starts_on"], name="fee_once_per_day"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="fee_not_negative"),
        ]


class Claim(PracticeRow):
    """One bill to one payer for a patient's visits. Payers know its versions by their `control`, not by `number`."""

    number = models.CharField(max_length=17)  # leaves room in CLM01 for the version
    patient = Within(Patient)
    coverage = Within(Coverage)
    standing = models.CharField(max_length=10, default=ClaimStanding.HELD.value)
    standing_at = models.DateTimeField()  # since when it stands so
    starts_on = models.DateField()  # first and last day of service
    ends_on = models.DateField()
    charge = Money(null=True)  # null: a code without a fee on file
    payer_claim_number = models.TextField(blank=True)  # REF*1K, CLP07
    made_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="claim_patient_same_practice"),
            SamePractice(field="coverage", name="claim_coverage_same_practice"),
            models.UniqueConstraint(fields=["practice", "number"], name="claim_once_per_number"),
            one_of("standing", ClaimStanding, "claim_standing_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "patient", "starts_on"], name="claim_by_patient"),
            models.Index(fields=["practice", "standing", "starts_on"], name="claim_by_standing"),
        ]


class ClaimVersion(PracticeRow):
    """The claim as it was built once. `content` are the terms as plain values; `problems` what the checks found."""

    claim = Within(Claim)
    number = models.PositiveSmallIntegerField()
    control = models.CharField(max_length=20)  # CLM01, which 277CA, 277 and 835 carry back: one a version
    frequency = models.CharField(max_length=1, default="1")
    content = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [{severity, code, loop, element, line, message}]
    charge = Money(null=True)
    parcel = Within(Parcel, null=True)
    made_at = models.DateTimeField()
    by = models.TextField()
    why = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="claim", name="claimversion_claim_same_practice"),
            SamePractice(field="parcel", name="claimversion_parcel_same_practice"),
            models.UniqueConstraint(fields=["practice", "claim", "number"], name="claimversion_once_per_number"),
            models.UniqueConstraint(fields=["practice", "control"], name="claimversion_once_per_control"),
            one_of("frequency", FREQUENCIES, "claimversion_frequency_known"),
        ]


class ClaimVisit(PracticeRow):
    """A visit that a claim bills. `is_billed` false: the claim was voided, and the visit may be billed anew."""

    claim = Within(Claim)
    appointment = Within(Appointment)
    is_billed = models.BooleanField(default=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="claim", name="claimvisit_claim_same_practice"),
            SamePractice(field="appointment", name="claimvisit_appointment_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "appointment"],
                condition=models.Q(is_billed=True),
                name="claimvisit_billed_once",
            ),
        ]
        indexes = [models.Index(fields=["practice", "claim"], name="claimvisit_by_claim")]


class Remittance(PracticeRow):
    """One 835: what a payer says it pays, and for what. The same payment in other bytes is the same row."""

    inbound_file = Within(InboundFile)
    segment = models.PositiveIntegerField()  # its ST
    payer_id = models.TextField(blank=True)
    payer_name = models.TextField(blank=True)
    trace = models.TextField()  # TRN02: number of the check or transfer
    paid_on = models.DateField(null=True)  # BPR16
    amount = Money()
    method = models.CharField(max_length=3, blank=True)  # BPR04: ACH, CHK, NON ...
    provider_adjustments = models.JSONField(default=list)  # PLB: [{code, reference, amount}]
    findings = models.JSONField(default=list)  # what does not balance: [{code, segment, message}]
    is_balanced = models.BooleanField(default=True)
    received_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="inbound_file", name="remittance_file_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "payer_id", "trace", "paid_on", "amount"],
                name="remittance_once_per_payment",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["practice", "paid_on"], name="remittance_by_day")]


class RemittedClaim(PracticeRow):
    """One CLP. `claim` null: no version of a claim is known by this number. `lines`: SVC as stated."""

    remittance = Within(Remittance, related_name="remittedclaim_rows")
    position = models.PositiveIntegerField()  # segment of the CLP
    claim = Within(Claim, null=True)
    number = models.TextField(blank=True)  # CLP01
    status = models.CharField(max_length=2, blank=True)  # CLP02
    charge = Money()
    paid = Money()
    patient_responsibility = Money(null=True)
    payer_claim_number = models.TextField(blank=True)
    is_reversal = models.BooleanField(default=False)
    is_balanced = models.BooleanField(default=True)
    adjustments = models.JSONField(default=list)  # [{group, carc, amount}]
    lines = models.JSONField(default=list)  # [{code, modifiers, units, charge, paid, adjustments, remarks, on}]
    remarks = models.JSONField(default=list)  # RARC of MOA and MIA

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="remittance", name="remittedclaim_remittance_same_practice"),
            SamePractice(field="claim", name="remittedclaim_claim_same_practice"),
            models.UniqueConstraint(fields=["practice", "remittance", "position"], name="remittedclaim_once"),
        ]
        indexes = [
            models.Index(fields=["practice", "claim"], name="remittedclaim_by_claim"),
            models.Index(fields=["practice", "number"], name="remittedclaim_by_number"),
        ]
