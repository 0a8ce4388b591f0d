"""Authorization requests, authorizations, what they allow, what each visit uses."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.care import EpisodeOfCare
from otium.records.models.eligibility import Coverage, Payer, Plan
from otium.records.models.house import Location, Staff, Therapist
from otium.records.models.inbox import Blob, Document
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.prior_auth import AuthState, Basis, RequestKind, RequestState, Road


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
    therapist_npis = models.JSONField(default=list, db_default=[])  # who may render it; empty: it names nobody
    location = Within(Location, null=True)  # where; null: it names no place
    place_code = models.CharField(max_length=2, blank=True, db_default="")  # as the payer said it: 11, 12, 02
    replaces = Within("records.Authorization", null=True)
    document = Within(Document, null=True)  # the letter it was read from
    request = Within("records.AuthorizationRequest", null=True)  # what it came of

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("authorization_once_per_external_id"),
            SamePractice(field="patient", name="authorization_patient_same_practice"),
            SamePractice(field="coverage", name="authorization_coverage_same_practice"),
            SamePractice(field="inbound_file", name="authorization_file_same_practice"),
            SamePractice(field="location", name="authorization_location_same_practice"),
            SamePractice(field="replaces", name="authorization_replaces_same_practice"),
            SamePractice(field="document", name="authorization_document_same_practice"),
            SamePractice(field="request", name="authorization_request_same_practice"),
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
    """What was asked and where it stands; moves by rules.prior_auth.MOVES, each move a history row.

    `authorization`: the one it renews or changes, once granted the one it became; `follows` keeps the former then.
    """

    patient = Within(Patient)
    coverage = Within(Coverage, null=True)
    authorization = Within(Authorization, null=True)
    follows = Within(Authorization, null=True)
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
    service = models.CharField(max_length=16, db_default="treatment", default="treatment")  # a VisitType
    is_urgent = models.BooleanField(default=False, db_default=False)
    starts_on = models.DateField(null=True)  # the period asked for
    ends_on = models.DateField(null=True)
    per_week = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    weeks = models.PositiveSmallIntegerField(null=True)
    lines = models.JSONField(default=list, db_default=[])  # [{"codes": [..], "basis": "visits", "quantity": 12}]
    place_code = models.CharField(max_length=2, blank=True, db_default="")
    therapist = Within(Therapist, null=True)  # who renders it, and signs
    location = Within(Location, null=True)
    episode = Within(EpisodeOfCare, null=True)
    supersedes = Within("records.AuthorizationRequest", null=True)
    submitted_at = models.DateTimeField(null=True)
    acknowledged_on = models.DateField(null=True)
    pended_on = models.DateField(null=True)
    extended_on = models.DateField(null=True)  # the payer announced that it takes longer; null: not announced
    extended_until = models.DateField(null=True)  # the day that it named
    answered_on = models.DateField(null=True)
    wanted = models.JSONField(default=list, db_default=[])  # pended: what the payer wants, in its words or codes
    reasoning = models.JSONField(default=dict, db_default={})  # section -> {"text", "by", "at", "is_proposed"}
    document = Within(Document, null=True)  # the letter of the decision

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="authrequest_patient_same_practice"),
            SamePractice(field="coverage", name="authrequest_coverage_same_practice"),
            SamePractice(field="authorization", name="authrequest_auth_same_practice"),
            SamePractice(field="follows", name="authrequest_follows_same_practice"),
            SamePractice(field="inbound_file", name="authrequest_file_same_practice"),
            SamePractice(field="therapist", name="authrequest_therapist_same_practice"),
            SamePractice(field="location", name="authrequest_location_same_practice"),
            SamePractice(field="episode", name="authrequest_episode_same_practice"),
            SamePractice(field="supersedes", name="authrequest_supersedes_same_practice"),
            SamePractice(field="document", name="authrequest_document_same_practice"),
            one_of("kind", RequestKind, "authrequest_kind_known"),
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


class PayerRoad(PracticeRow):
    """By which road this practice reaches a payer with a request: its own fax number, portal, phone, over what ships.

    Empty `state`, `service` or `kind`: any. `order` 1 is tried first.
    """

    payer = Within(Payer)
    plan = Within(Plan, null=True)
    state = models.CharField(max_length=2, blank=True)
    service = models.CharField(max_length=16, blank=True)  # a VisitType
    kind = models.CharField(max_length=12, blank=True)  # a RequestKind
    road = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField(default=1)
    destination = models.TextField(blank=True)  # fax or phone number, portal address
    form = models.TextField(blank=True)  # the payer's form, by its own name
    note = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    source = models.TextField()
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="payer", name="payerroad_payer_same_practice"),
            SamePractice(field="plan", name="payerroad_plan_same_practice"),
            one_of("road", Road, "payerroad_road_known"),
        ]
        indexes = [models.Index(fields=["practice", "payer"], name="payerroad_by_payer")]


class RequestPacket(PracticeRow):
    """What goes to the payer with a request or an appeal, as compiled and signed. A change makes a new version."""

    request = Within(AuthorizationRequest)
    appeal = Within("records.Appeal", null=True)  # null: of the request itself
    version = models.PositiveIntegerField()
    compiled_at = models.DateTimeField()
    compiled_by = models.TextField()
    content = Within(Blob)  # sections, sentences, what each rests on, as JSON
    digest = models.CharField(max_length=64)  # of the content: what is signed
    gaps = models.JSONField(default=list)  # codes of what is missing
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    signer_name = models.TextField(blank=True)
    signer_credential = models.TextField(blank=True)
    signature_hash = models.CharField(max_length=64, blank=True)
    pdf = Within(Blob, null=True)
    withdrawn_at = models.DateTimeField(null=True)  # a signature taken back, with why in its history

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="request", name="requestpacket_request_same_practice"),
            SamePractice(field="appeal", name="requestpacket_appeal_same_practice"),
            SamePractice(field="content", name="requestpacket_content_same_practice"),
            SamePractice(field="pdf", name="requestpacket_pdf_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "request", "appeal", "version"],
                nulls_distinct=False,
                name="requestpacket_once_per_version",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at=None) | ~models.Q(signature_hash=""),
                name="requestpacket_signed_with_hash",
            ),
        ]
        indexes = [models.Index(fields=["practice", "request"], name="requestpacket_by_request")]


class RequestSending(PracticeRow):
    """One time a request, an answer to its payer or an appeal left: by which road, what proves it."""

    request = Within(AuthorizationRequest)
    appeal = Within("records.Appeal", null=True)
    packet = Within(RequestPacket, null=True)
    about = models.CharField(max_length=12)  # request, answer, appeal, cancel
    road = models.CharField(max_length=8)
    sent_at = models.DateTimeField()
    sent_by = models.TextField()
    destination = models.TextField(blank=True)
    reference = models.TextField(blank=True)  # what the payer gave
    parcel = Within("records.Parcel", null=True)
    confirmed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="request", name="requestsending_request_same_practice"),
            SamePractice(field="appeal", name="requestsending_appeal_same_practice"),
            SamePractice(field="packet", name="requestsending_packet_same_practice"),
            SamePractice(field="parcel", name="requestsending_parcel_same_practice"),
            one_of("about", ("request", "answer", "appeal", "cancel"), "requestsending_about_known"),
            one_of("road", Road, "requestsending_road_known"),
        ]
        indexes = [models.Index(fields=["practice", "request"], name="requestsending_by_request")]
