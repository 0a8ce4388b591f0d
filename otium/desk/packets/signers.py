"""Who may sign a request's packet: who treats the patient, or an owner, with a credential that lets sign."""

import importlib.resources
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from otium.records.models import AuthorizationRequest, EpisodeOfCare, Membership, Staff, Therapist
from otium.rules.packet import signing as rules
from otium.rules.packet.signing import SigningRules


@dataclass(frozen=True, slots=True)
class Signer:
    """A person as they sign. `therapist` is who they are among the practice's clinicians, where they are one."""

    staff: Staff
    name: str
    credential: str
    npi: str


class MayNotSign(Exception):
    """`code`: not_treating, not_qualified (no credential that lets sign). Names nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=1)
def signing_rules() -> SigningRules:
    folder = importlib.resources.files("otium.rules.packet")
    return rules.read((folder / "credentials.toml").read_text("utf-8"))


def signer_of(request: AuthorizationRequest, staff_id: UUID | None) -> Signer:
    """Raises MayNotSign."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True).first()
    role = _role(request, staff_id)
    if staff is None or role is None:
        raise MayNotSign("not_treating")
    own = Therapist.objects.filter(practice_id=request.practice_id, staff=staff).order_by("id")
    treating = treating_therapists(request)
    known = next((t for t in own if t.pk in treating), None)
    if known is None and role != "owner":
        raise MayNotSign("not_treating")
    known = known or own.first()
    credential = (known.credential if known else "") or staff.credential
    if not rules.may_sign(credential, signing_rules()):
        raise MayNotSign("not_qualified")
    return Signer(staff, staff.name, credential, (known.npi if known else "") or staff.npi)


def treating_therapists(request: AuthorizationRequest) -> frozenset[UUID]:
    """Who renders what is asked for, and who leads the patient's active episodes."""
    leads = EpisodeOfCare.objects.filter(
        practice_id=request.practice_id, patient_id=request.patient_id, is_active=True, therapist__isnull=False
    )
    return frozenset({*leads.values_list("therapist_id", flat=True), *filter(None, [request.therapist_id])})


def _role(request: AuthorizationRequest, staff_id: UUID | None) -> str | None:
    if staff_id is None:
        return None
    rows = Membership.objects.filter(practice_id=request.practice_id, staff_id=staff_id, ended_at=None)
    return rows.values_list("role", flat=True).first()
