"""Authorization requests, authorizations, what they allow, what each visit uses."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.eligibility import Coverage
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.prior_auth import AuthState, Basis, RequestState


class Authorization(PracticeRow):
    """One approval; several may be active at once. Dates are inclusive, null is unknown."""

    patient = Within(Patient)
    coverage = Within(Coverage, null=True)
    number = models.TextField(blank=True)
    state = models.CharField(max_length=12, default=AuthState.ACTIVE.value)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    entered_on = models.DateField(null=True)  # when the source got it; visits before it may already have used it
    note = models.TextField(blank=True)
    trace = models.TextField(blank=True)
    provenance = models.JSONField(default=dict)
    inbound_file = Within("records.InboundFile", null=True)
    external_id = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("authorization_once_per_external_id"),
            SamePractice(field="patient", name="authorization_patient_same_practice"),
            SamePractice(field="coverage", name="authorization_coverage_same_practice"),
            SamePractice(field="inbound_file", name="authorization_file_same_practice"),
            one_of("state", AuthState, "authorization_state_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="authorization_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "patient"], name="authorization_by_patient"),
            models.Index(fields=["practice", "number"], name="authorization_by_number"),
        ]


class AuthorizedService(PracticeRow):
    """One line: a code, a group of codes, or a pool of visits (no codes). Requested and approved stay apart."""

    authorization = Within(Authorization)
    codes = models.JSONField(default=list)
    basis = models.CharField(max_length=8)
    requested = models.PositiveIntegerField(null=True)
    approved = models.PositiveIntegerField(null=True)
    opening_used = models.PositiveIntegerField(default=0)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="authorization", name="authorizedservice_auth_same_practice"),
            one_of("basis", Basis, "authorizedservice_basis_known"),
        ]
        indexes = [models.Index(fields=["practice", "authorization"], name="authorizedservice_by_auth")]


class AuthorizationRequest(PracticeRow):
    """What was asked and where it stands; moves by rules.prior_auth.MOVES, each move a history row."""

    patient = Within(Patient)
    coverage = Within(Coverage, null=True)
    authorization = Within(Authorization, null=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    submitted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    requested = models.PositiveIntegerField(null=True)
    approved = models.PositiveIntegerField(null=True)
    codes = models.JSONField(default=list)
    channel = models.CharField(max_length=12, blank=True)
    reference = models.TextField(blank=True)
    trace = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    inbound_file = Within("records.InboundFile", null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="authrequest_patient_same_practice"),
            SamePractice(field="coverage", name="authrequest_coverage_same_practice"),
            SamePractice(field="authorization", name="authrequest_auth_same_practice"),
            SamePractice(field="inbound_file", name="authrequest_file_same_practice"),
            one_of("kind", ("initial", "renewal"), "authrequest_kind_known"),
            one_of("state", RequestState, "authrequest_state_known"),
            models.UniqueConstraint(
                fields=["practice", "trace"],
                condition=~models.Q(trace=""),
                name="authrequest_once_per_trace",
            ),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="authrequest_by_patient")]


class AuthorizationUse(PracticeRow):
    """Which service of which authorization one visit uses, and why that one (a code of rules.allocation)."""

    appointment = Within("records.Appointment")
    authorization = Within(Authorization)
    service = Within(AuthorizedService)
    quantity = models.PositiveIntegerField()
    why = models.CharField(max_length=40)
    is_estimated = models.BooleanField(default=False)  # the visit's lines are not known yet

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="appointment", name="authuse_appointment_same_practice"),
            SamePractice(field="authorization", name="authuse_auth_same_practice"),
            SamePractice(field="service", name="authuse_service_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "appointment", "service"],
                name="authuse_once_per_visit_and_service",
            ),
        ]
        indexes = [models.Index(fields=["practice", "authorization"], name="authuse_by_auth")]
