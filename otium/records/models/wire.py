"""What leaves and by which road: connections, parcels, transmissions, tries, control numbers, acknowledgements."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.inbox import Blob, InboundFile
from otium.records.models.people import Patient
from otium.terms.parcel import ConnectionState, ParcelState, TransmissionState, Verdict

CARRIERS = ("folder", "sftp", "core", "json", "smtp", "sms", "fax_rest", "fax_mail")
NUMBER_KINDS = ("interchange", "group")


class Connection(PracticeRow):
    """A road to one partner. `settings` hold nothing secret; what is secret is sealed in `secret`.

    `failures` in a row rest it until `rests_until`: the circuit. What failed last is in `last_error`: codes only.
    """

    name = models.TextField()
    carrier = models.CharField(max_length=12)
    settings = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)  # JSON under the practice's key, bound to this row's id
    sender_qualifier = models.CharField(max_length=2, default="ZZ")
    sender = models.CharField(max_length=15, blank=True)
    receiver_qualifier = models.CharField(max_length=2, default="ZZ")
    receiver = models.CharField(max_length=15, blank=True)
    group_sender = models.CharField(max_length=15, blank=True)
    group_receiver = models.CharField(max_length=15, blank=True)
    is_test = models.BooleanField(default=True)  # ISA15
    wants_ta1 = models.BooleanField(default=False)
    newline = models.CharField(max_length=2, blank=True)
    carries = models.JSONField(default=list)  # kinds of messages: 270, 276, 278, 275, 837P; mail, text, fax
    real_time = models.JSONField(default=list)  # of these, the kinds whose answer comes back on the same call
    payers = models.JSONField(default=list)  # ids of payers (NM1*PR); empty: every payer's
    batch_minutes = models.PositiveSmallIntegerField(default=0)
    window_opens_at = models.TimeField(null=True)
    window_closes_at = models.TimeField(null=True)
    most_in_batch = models.PositiveIntegerField(default=500)
    most_at_once = models.PositiveSmallIntegerField(default=4)  # real time
    most_a_minute = models.PositiveIntegerField(default=60)  # real time
    cost_each = Money(null=True)  # dollars for one inquiry (270, 276); null: not known
    fetch_minutes = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=8, default=ConnectionState.ACTIVE.value)
    failures = models.PositiveIntegerField(default=0)
    fails_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    last_error = models.JSONField(default=dict)
    last_error_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    last_batch_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)
    last_fetch_at = models.DateTimeField(null=True)  # looked, whether or not something lay there
    made_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            models.UniqueConstraint(fields=["practice", "name"], name="connection_once_per_name"),
            one_of("carrier", CARRIERS, "connection_carrier_known"),
            one_of("state", ConnectionState, "connection_state_known"),
        ]


class ControlNumber(models.Model):
    """The last number used on envelopes from a sender to a receiver, of the whole installation; holds no patient."""

    id = models.BigAutoField(primary_key=True)
    sender = models.CharField(max_length=18)  # qualifier and id
    receiver = models.CharField(max_length=18)
    kind = models.CharField(max_length=12)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "receiver", "kind"], name="controlnumber_once"),
            one_of("kind", NUMBER_KINDS, "controlnumber_kind_known"),
        ]


class Transmission(PracticeRow):
    """One interchange, or one mail, text or fax: its final bytes, kept before the first try."""

    connection = Within(Connection)
    kind = models.CharField(max_length=16)  # of what is in it; mixed
    payload_id = models.UUIDField()  # what the partner knows it by
    payload_type = models.TextField(blank=True)  # for envelopes that name it
    name = models.TextField()  # of the file on the other side
    blob = Within(Blob)
    state = models.CharField(max_length=8, default=TransmissionState.READY.value)
    is_real_time = models.BooleanField(default=False)
    interchange_control = models.PositiveIntegerField(null=True)  # ISA13
    group_control = models.PositiveIntegerField(null=True)  # GS06
    parcels = models.PositiveIntegerField(default=1)  # how many are in it
    tries = models.PositiveIntegerField(default=0)
    reference = models.TextField(blank=True)  # what the partner called it
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="connection", name="transmission_connection_same_practice"),
            SamePractice(field="blob", name="transmission_blob_same_practice"),
            models.UniqueConstraint(fields=["practice", "payload_id"], name="transmission_once_per_payload"),
            models.UniqueConstraint(
                fields=["practice", "connection", "interchange_control"],
                condition=models.Q(interchange_control__isnull=False),
                name="transmission_once_per_number",
            ),
            one_of("state", TransmissionState, "transmission_state_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "connection", "state", "made_at"], name="transmission_by_state"),
            models.Index(fields=["practice", "made_at"], name="transmission_by_day"),
            models.Index(fields=["practice", "group_control"], name="transmission_by_group"),
            models.Index(fields=["practice", "interchange_control"], name="transmission_by_envelope"),
        ]


class Try(PracticeRow):
    """One attempt at one transmission: written before it begins; without `ended_at`, whoever made it was cut off."""

    transmission = Within(Transmission)
    number = models.PositiveIntegerField()
    is_inquiry = models.BooleanField(default=False)  # asked whether it had arrived, sent nothing
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)  # a TransmissionEvent
    code = models.CharField(max_length=32, blank=True)  # of the carrier: timeout, http_500 ...

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="transmission", name="try_transmission_same_practice"),
            models.UniqueConstraint(fields=["practice", "transmission", "number"], name="try_once_per_number"),
        ]


class Parcel(PracticeRow):
    """One message that leaves. `key` says what it is about: the same decision twice makes one parcel."""

    key = models.TextField()
    kind = models.CharField(max_length=16)  # 270, 276, 278, 275, 837P, mail, text, fax
    connection = Within(Connection, null=True, related_name="parcel_rows")  # null: it waits for a road
    payer_id = models.TextField(blank=True)
    patient = Within(Patient, null=True)
    focus_type = models.CharField(max_length=32, blank=True)
    focus_id = models.UUIDField(null=True)
    addressee = models.TextField(blank=True, default="", db_default="")  # of a notice, in part: …@clinic.example, …0142
    trace = models.TextField(blank=True)  # TRN02, CLM01: what its answer carries back
    body = Within(Blob)  # without envelope
    state = models.CharField(max_length=10, default=ParcelState.WAITING.value)
    is_real_time = models.BooleanField(default=False)
    not_before_at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.TextField()
    transmission = Within(Transmission, null=True)
    set_control = models.CharField(max_length=9, blank=True)  # ST02
    verdict = models.CharField(max_length=20, blank=True)  # the worst heard; empty: nothing yet
    answer = Within(InboundFile, null=True)
    resend_of = Within("records.Parcel", null=True)
    cost = Money(null=True)  # dollars, as the connection said when it was packed
    why = models.TextField(blank=True)  # of a resend or a withdrawal

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="connection", name="parcel_connection_same_practice"),
            SamePractice(field="patient", name="parcel_patient_same_practice"),
            SamePractice(field="body", name="parcel_body_same_practice"),
            SamePractice(field="transmission", name="parcel_transmission_same_practice"),
            SamePractice(field="answer", name="parcel_answer_same_practice"),
            SamePractice(field="resend_of", name="parcel_resend_same_practice"),
            models.UniqueConstraint(fields=["practice", "key"], name="parcel_once_per_key"),
            one_of("state", ParcelState, "parcel_state_known"),
            one_of("verdict", ("", *Verdict), "parcel_verdict_known"),
            models.CheckConstraint(
                condition=~models.Q(state="packed") | models.Q(transmission__isnull=False),
                name="parcel_packed_in_a_transmission",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "connection", "not_before_at"],
                condition=models.Q(state="waiting"),
                name="parcel_waiting",
            ),
            models.Index(fields=["practice", "transmission", "set_control"], name="parcel_by_transmission"),
            models.Index(fields=["practice", "trace"], name="parcel_by_trace"),
            models.Index(fields=["practice", "patient", "made_at"], name="parcel_by_patient"),
            models.Index(fields=["practice", "made_at"], name="parcel_by_day"),
            models.Index(fields=["practice", "focus_id"], name="parcel_by_focus"),
        ]


class Acknowledgement(PracticeRow):
    """What a partner said of something we sent. `key`: the same fact in other bytes is one row.

    What it is about may be unknown: then it waits as a task of its file.
    """

    key = models.TextField()
    kind = models.CharField(max_length=8)  # TA1, 999, 277CA, 277; fax, text: the receipt of one
    inbound_file = Within(InboundFile)
    segment = models.PositiveIntegerField()
    transmission = Within(Transmission, null=True)
    parcel = Within(Parcel, null=True)
    claim = Within("records.Claim", null=True)
    verdict = models.CharField(max_length=20, blank=True)  # empty: a status that neither takes nor refuses (277)
    codes = models.JSONField(default=dict)  # as stated: categories, status codes, entity, error places; no names
    said_on = models.DateField(null=True)
    received_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="inbound_file", name="acknowledgement_file_same_practice"),
            SamePractice(field="transmission", name="acknowledgement_transmission_same_practice"),
            SamePractice(field="parcel", name="acknowledgement_parcel_same_practice"),
            SamePractice(field="claim", name="acknowledgement_claim_same_practice"),
            models.UniqueConstraint(fields=["practice", "key"], name="acknowledgement_once_per_key"),
            one_of("kind", ("TA1", "999", "277CA", "277", "fax", "text"), "acknowledgement_kind_known"),
            one_of("verdict", ("", *Verdict), "acknowledgement_verdict_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "transmission"], name="acknowledgement_by_sending"),
            models.Index(fields=["practice", "parcel"], name="acknowledgement_by_parcel"),
            models.Index(fields=["practice", "claim"], name="acknowledgement_by_claim"),
        ]
