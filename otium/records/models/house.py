"""Firm, Practice, Location, Staff, Membership: who works where, as what."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from otium.records.constraints import RowSecurity, SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.terms.telehealth import VideoKind

ROLES = ("owner", "therapist", "assistant", "biller", "firm_manager", "auditor")


class Firm(models.Model):
    """Who runs this installation's practices: a practice itself, or a firm of assistants with many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.TextField()


class Practice(models.Model):
    """The tenant. `calendar_master`: `otium`, or `emr` when another system keeps the calendar."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    slug = models.SlugField(unique=True)
    is_firm_office = models.BooleanField(default=False)  # no patients: where files wait that name no known practice
    name = models.TextField()
    short = models.CharField(max_length=4)  # two or three letters for chips in lists of several practices
    npi = models.CharField(max_length=10, blank=True)
    tax_id = models.CharField(max_length=9, blank=True)  # EIN, digits alone
    taxonomy = models.CharField(max_length=10, default="225X00000X")  # occupational therapist
    address = models.TextField(blank=True)  # where claims are billed from: a street, no PO box
    city = models.TextField(blank=True)
    postal_code = models.CharField(max_length=9, blank=True)  # ZIP+4, digits alone
    phone = models.TextField(blank=True)
    fax = models.TextField(blank=True, db_default="")
    receiver_ids = models.JSONField(default=list)  # ISA08/GS03 values under which payers address the practice
    time_zone = models.TextField(default="America/New_York")
    state = models.CharField(max_length=2, blank=True)
    weekdays = models.JSONField(default=list)  # working days, 0 Monday; empty: Monday to Friday
    closed_on = models.JSONField(default=list)  # ISO dates the practice is closed besides federal holidays
    closes_at = models.TimeField(default="17:00")
    holidays = models.CharField(max_length=8, default="federal", db_default="federal")  # or those of its state as well
    visit_kinds = models.JSONField(default=dict, db_default={})  # kind -> minutes, skills, ...; the rest is as shipped
    supervision = models.JSONField(default=dict, db_default={})  # of assistants, where it differs from its state's rule
    calendar_master = models.CharField(max_length=8, default="emr")
    payer_overrides = models.JSONField(default=dict)
    autonomy = models.JSONField(default=dict)  # playbook -> auto, ask, manual; what is not named is as Otium ships it
    family_thresholds = models.JSONField(default=dict)  # {"visits": [5, 2], "dollars": ["500"]}: when families are told
    waitlist = models.JSONField(default=dict, db_default={})  # how freed hours are offered: rules.waitlist.chosen
    attendance_policy = models.JSONField(default=dict, db_default={})  # what is not named is as Otium ships it
    telehealth = models.JSONField(default=dict, db_default={})  # {"hosts": [...], "room_host": "meet.example.com"}
    visit_messages = models.JSONField(default=dict, db_default={})  # see desk.visit_messages.chosen
    wording = models.JSONField(default=dict, db_default={})  # agreement with a language model: see desk.packets.wording
    forecast = models.JSONField(default=dict, db_default={})  # assumptions of the forecast that the practice changed
    extract_mapping = models.TextField(blank=True)  # TOML; empty: the mapping that Otium ships
    data_key = models.TextField(blank=True)  # wrapped by the key ring

    class Meta:
        constraints = [
            RowSecurity(name="practice_of_practice", column="id"),
            one_of("calendar_master", ("otium", "emr"), "practice_calendar_master_known"),
            one_of("holidays", ("federal", "state"), "practice_holidays_known"),
        ]


class Location(PracticeRow):
    name = models.TextField()
    external_id = models.TextField(blank=True)  # clinic_id of the imported system
    address = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    npi = models.CharField(max_length=10, blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["practice", "external_id"],
                condition=~models.Q(external_id=""),
                name="location_once_per_external_id",
            ),
        ]


class Room(PracticeRow):
    """A place for sessions. `capacity`: how many sessions it holds at once; an open gym holds several."""

    location = Within(Location)
    name = models.TextField()
    features = models.JSONField(default=list)  # short words of the practice: swing, quiet, sink
    capacity = models.PositiveSmallIntegerField(default=1)
    ended_on = models.DateField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="location", name="room_location_same_practice"),
            models.UniqueConstraint(fields=["practice", "location", "name"], name="room_name_once_per_location"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="room_holds_a_session"),
        ]


class Equipment(PracticeRow):
    """One movable piece that only one session can use at a time; it is at `location`, or goes anywhere."""

    location = Within(Location, null=True)
    name = models.TextField()
    ended_on = models.DateField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="location", name="equipment_location_same_practice"),
        ]


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email=(username or "").lower())


class Staff(AbstractBaseUser):
    """A person who signs in. What they may do is said by Membership, per practice, and by nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    credential = models.TextField(blank=True)  # OTR/L, COTA/L
    npi = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    objects = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name


class Membership(PracticeRow):
    """One person's role in one practice. Ended memberships stay, with their last day."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16)
    ended_at = models.DateTimeField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="%(class)s_pair"),
            RowSecurity(name="%(class)s_of_practice", own="staff_id"),
            models.UniqueConstraint(
                fields=["practice", "staff"],
                condition=models.Q(ended_at=None),
                name="membership_one_role_per_practice",
            ),
            one_of("role", ROLES, "membership_role_known"),
        ]


class Therapist(PracticeRow):
    """A treating clinician of a practice, as the imported system numbers them; `staff` when they sign in.

    Empty `skills`, `languages` and `licence_states` are unknown, not none. Who is an assistant is in `credential`.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    credential = models.TextField(blank=True)
    npi = models.CharField(max_length=10, blank=True)
    external_id = models.TextField(blank=True)
    location = Within("records.Location", null=True)
    discipline = models.CharField(max_length=3, default="OT", db_default="OT")
    skills = models.JSONField(default=list, db_default=[])  # short words of the practice: FCE, NDT, FEEDING
    languages = models.JSONField(default=list, db_default=[])  # as of patients: en, es
    caseload_limit = models.PositiveSmallIntegerField(null=True)  # patients with visits to come
    licence_states = models.JSONField(default=list, db_default=[])  # of a licence or a compact privilege
    supervisor = Within("records.Therapist", null=True)  # of an assistant
    deputy_supervisor = Within("records.Therapist", null=True)  # when the supervisor is away
    telehealth_kind = models.CharField(max_length=8, blank=True, default="", db_default="")
    telehealth_url = models.TextField(
        blank=True, default="", db_default=""
    )  # their own room; empty: each visit needs a link

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            one_of("discipline", ("OT", "PT", "SLP"), "therapist_discipline_known"),
            one_of("telehealth_kind", ("", *VideoKind), "therapist_video_known"),
            SamePractice(field="location", name="therapist_location_same_practice"),
            SamePractice(field="supervisor", name="therapist_supervisor_same_practice"),
            SamePractice(field="deputy_supervisor", name="therapist_deputy_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "external_id"],
                condition=~models.Q(external_id=""),
                name="therapist_once_per_external_id",
            ),
        ]
