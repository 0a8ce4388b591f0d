"""What arrived, kept as it arrived: blobs, inbound files, receipts, documents, import runs."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.people import Patient

FILE_STATES = (
    "kept",
    "applied",
    "nothing_new",
    "unreadable",
    "unmatched",
    "unrouted",
    "routed",
    "set_aside",
)
RUN_STATES = (
    "uploaded",
    "previewing",
    "previewed",
    "applying",
    "applied",
    "failed",
    "undone",
)


class Blob(PracticeRow):
    """Encrypted, compressed bytes in chunks; `size` and `digest` (keyed hash) are of the plain bytes."""

    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta(PracticeRow.Meta):
        pass


class BlobChunk(PracticeRow):
    blob = Within(Blob)
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="blob", name="blobchunk_blob_same_practice"),
            models.UniqueConstraint(fields=["practice", "blob", "number"], name="blobchunk_once"),
        ]


class InboundFile(PracticeRow):
    """One file, once per practice and content. What it changed and why it waits is in `report`."""

    digest = models.CharField(max_length=64)  # keyed hash of the bytes
    blob = Within(Blob)
    name = models.TextField(blank=True)
    kind = models.CharField(max_length=16, blank=True)  # 271, 278, other transactions by ST01
    state = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    report = models.JSONField(default=dict)
    patient = Within(Patient, null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="blob", name="inboundfile_blob_same_practice"),
            SamePractice(field="patient", name="inboundfile_patient_same_practice"),
            models.UniqueConstraint(fields=["practice", "digest"], name="inboundfile_once_per_content"),
            one_of("state", FILE_STATES, "inboundfile_state_known"),
        ]
        indexes = [models.Index(fields=["practice", "received_at"], name="inboundfile_by_day")]


class Receipt(PracticeRow):
    """One arrival of a file: the same bytes by another carrier are another receipt, not another file."""

    inbound_file = Within(InboundFile)
    carrier = models.CharField(max_length=16)
    name = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="inbound_file", name="receipt_file_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "inbound_file"], name="receipt_by_file")]


class Document(PracticeRow):
    """A paper of a patient: referral letter, plan of care, approval."""

    patient = Within(Patient)
    blob = Within(Blob)
    title = models.TextField()
    kind = models.CharField(max_length=24, blank=True)
    media_type = models.TextField(blank=True)
    received_on = models.DateField()
    entered_in_error = models.BooleanField(default=False)
    text = Within(Blob, null=True)  # its pages as read, JSON; null: not read, or no text in it
    pages = models.PositiveSmallIntegerField(null=True)
    has_text = models.BooleanField(null=True)  # False: a scan without text

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="document_patient_same_practice"),
            SamePractice(field="blob", name="document_blob_same_practice"),
            SamePractice(field="text", name="document_text_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="document_by_patient")]


class ImportRun(PracticeRow):
    """One import of an extract: uploaded, previewed, applied in one transaction, reported."""

    source = models.CharField(max_length=16)  # webpt
    state = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)  # rows, for progress
    total = models.PositiveIntegerField(default=0)
    step = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    is_current = models.BooleanField(default=False)  # the newest applied run: its held rows are the open ones

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            one_of("state", RUN_STATES, "importrun_state_known"),
        ]
        indexes = [models.Index(fields=["practice", "started_at"], name="importrun_by_day")]


class ImportFile(PracticeRow):
    """One uploaded file of a run."""

    run = Within(ImportRun)
    name = models.TextField()
    blob = Within(Blob)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="run", name="importfile_run_same_practice"),
            SamePractice(field="blob", name="importfile_blob_same_practice"),
            models.UniqueConstraint(fields=["practice", "run", "name"], name="importfile_once_per_name"),
        ]


class ImportedRow(PracticeRow):
    """What the source last said about one of its rows: lets an import tell changed from unchanged."""

    source = models.CharField(max_length=16)
    table = models.CharField(max_length=24)
    key = models.TextField()
    digest = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)  # field -> short digest of what was said: tells a correction by hand
    record_id = models.UUIDField(null=True)
    is_removed = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["practice", "source", "table", "key"],
                name="importedrow_once_per_key",
            ),
        ]
