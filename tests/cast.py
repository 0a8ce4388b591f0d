"""The people and the smallest practices that tests of pages and desk need. Synthetic, seeded, no clock.

Practice A is where the records are; B is another practice of another firm. Rows are written inside `acting_for`, as
in use, so row security holds while tests prepare.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from otium.desk import acting, keys, settle
from otium.desk.accounts import MfaAdapter
from otium.desk.actor import SWEEP
from otium.records import models
from otium.records.models import Authorization, AuthorizedService, Patient, Practice, Staff, Task, Therapist

PASSWORD = "quiet-harbor-lantern-9"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=EASTERN)  # a Monday, three days before Thanksgiving
ON = AT.date()
STRANGERS = ("outsider", "no_membership", "anonymous")
MEMBERS = ("owner", "treating", "other_therapist", "assistant", "biller", "firm_manager", "auditor")
ROLE_OF = {
    "owner": "owner",
    "treating": "therapist",
    "other_therapist": "therapist",
    "assistant": "assistant",
    "biller": "biller",
    "firm_manager": "firm_manager",
    "auditor": "auditor",
}


@dataclass
class Cast:
    """Practice A with its members, practice B with one, and a person who works nowhere."""

    a: Practice
    b: Practice
    people: dict[str, Staff]
    therapists: dict[str, Therapist]
    made: dict[str, Any] = field(default_factory=dict)  # records of A by name, for addresses


def assemble() -> Cast:
    """The whole cast; in A the therapist `treating` has an episode with the one patient."""
    a = practice("alder", "Alder Street Therapy", "AS")
    b = practice("birch", "Birch Hollow Hand Clinic", "BH")
    people = {name: person(f"{name}@alder.example", name.replace("_", " ").title()) for name in MEMBERS}
    people["outsider"] = person("outsider@birch.example", "Otto Outsider")
    people["no_membership"] = person("nobody@nowhere.example", "Nora Nobody")
    for name in MEMBERS:
        member(a, people[name], ROLE_OF[name])
    member(b, people["outsider"], "owner")
    therapists = {name: therapist(a, people[name]) for name in ("treating", "other_therapist")}
    return Cast(a, b, people, therapists)


def practice(slug: str, name: str, short: str, **more: Any) -> Practice:
    key = uuid.uuid4()
    firm = models.Firm.objects.create(name=f"{name} firm")
    with acting.acting_for(key):
        return Practice.objects.create(
            id=key, firm=firm, slug=slug, name=name, short=short, data_key=keys.new_data_key(), **more
        )


def person(email: str, name: str, *, second_factor: bool = True) -> Staff:
    """Somebody who can sign in with PASSWORD and, unless told otherwise, codes of TOTP_SECRET."""
    staff = Staff.objects.create_user(email, PASSWORD, name=name)
    if second_factor:
        data = {"secret": MfaAdapter().encrypt(TOTP_SECRET)}
        Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data=data)
    return staff


def code(secret: str = TOTP_SECRET) -> str:
    """The six digits that an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def member(at: Practice, staff: Staff, role: str) -> models.Membership:
    with acting.acting_for(at.pk):
        return models.Membership.objects.create(practice=at, staff=staff, role=role)


def signed_in(staff: Staff | None) -> Client:
    """A browser in which the person passed both steps; nobody for None."""
    client = Client()
    if staff is not None:
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["has_second_factor"] = True
        session.save()
    return client


def therapist(at: Practice, staff: Staff) -> Therapist:
    with acting.acting_for(at.pk):
        return Therapist.objects.create(practice=at, staff=staff, name=staff.name, credential="OTR/L")


def patient(at: Practice, first: str = "Theodora", last: str = "Marshfield", **more: Any) -> Patient:
    with acting.acting_for(at.pk):
        return Patient.objects.create(
            practice=at, first_name=first, last_name=last, birth_on=more.pop("birth_on", date(2019, 4, 2)), **more
        )


def episode(of: Patient, by: Therapist) -> models.EpisodeOfCare:
    with acting.acting_for(of.practice_id):
        return models.EpisodeOfCare.objects.create(practice_id=of.practice_id, patient=of, therapist=by)


def coverage(of: Patient, payer_type: str = "medicaid_mco", **more: Any) -> models.Coverage:
    with acting.acting_for(of.practice_id):
        payer, _ = models.Payer.objects.get_or_create(
            practice_id=of.practice_id, name=f"Payer {payer_type}", payer_type=payer_type
        )
        values = {"member_id": "MEMBER-SECRET-1", "order": 1, **more}
        return models.Coverage.objects.create(practice_id=of.practice_id, patient=of, payer=payer, **values)


def authorization(of: Patient, *, approved: int = 10, ends_on: date = date(2026, 12, 18), **more: Any) -> Authorization:
    """A pool of visits from September 8."""
    with acting.acting_for(of.practice_id):
        row = Authorization.objects.create(
            practice_id=of.practice_id,
            patient=of,
            number=more.pop("number", "M-60342"),
            starts_on=more.pop("starts_on", date(2026, 9, 8)),
            ends_on=ends_on,
            **more,
        )
        AuthorizedService.objects.create(
            practice_id=of.practice_id, authorization=row, codes=[], basis="visits", approved=approved
        )
        return row


def visit(of: Patient, on: date, by: Therapist | None = None, **more: Any) -> models.Appointment:
    """An hour at 3 pm, done when before ON and booked otherwise."""
    starts_at = datetime.combine(on, time(15), EASTERN)
    with acting.acting_for(of.practice_id):
        return models.Appointment.objects.create(
            practice_id=of.practice_id,
            patient=of,
            therapist=by,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            status=more.pop("status", "done" if on < ON else "booked"),
            **more,
        )


def task(of: Patient, kind: str = "renew_authorization", **more: Any) -> Task:
    """An open task as the queue would have written it."""
    values: dict[str, Any] = {
        "focus_type": "authorization",
        "focus_id": uuid.uuid4(),
        "state": "open",
        "due_on": ON + timedelta(days=2),
        "dollars": Decimal("644.00"),
        "at_risk": {"amount": "644.00", "visits": 7, "rates": [["92.00", 7]], "unpriced": 0},
        "why": [
            {
                "code": "authorization_runs_out",
                "params": {"on": "2026-12-10", "count": 7},
                "source": {"kind": "appointment", "id": str(uuid.uuid4()), "label": ""},
            }
        ],
        "digest": "0" * 64,
        "opened_at": AT,
        "changed_at": AT,
        **more,
    }
    with acting.acting_for(of.practice_id):
        return Task.objects.create(practice_id=of.practice_id, patient=of, kind=kind, **values)


def drafting_nothing(at: Practice) -> None:
    """A practice that keeps its requests elsewhere: Otium drafts none, and the desk records what was sent."""
    with acting.acting_for(at.pk):
        at.autonomy = {**at.autonomy, "draft_request": "manual"}
        at.save(update_fields=["autonomy"])


def settled(at: Practice) -> None:
    """The queue brought in line with the records of the practice, as the nightly sweep does."""
    with acting.acting_for(at.pk):
        settle.settle(at, by=SWEEP, at=AT)


def running_out(of: Patient, by: Therapist, *, rate: str | None = "92.00") -> Authorization:
    """Records from which a renewal follows: ten visits approved, seven made and booked to past the end."""
    cover = coverage(of)
    if rate is not None:
        with acting.acting_for(of.practice_id):
            models.ExpectedRate.objects.get_or_create(
                practice_id=of.practice_id,
                payer=cover.payer,
                visit_type="",
                starts_on=date(2026, 1, 1),
                defaults={"amount": Decimal(rate), "source": "paid claims"},
            )
    auth = authorization(of, approved=10, coverage=cover)
    for week in range(-7, 8):
        visit(of, ON + timedelta(weeks=week, days=1), by)
    return auth
