"""What an address of production asks for, and who may see whose."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from otium.desk import access, clock
from otium.desk.capacity.production import By
from otium.pages.staff.records.owner import practice_of
from otium.records.models import Practice, Therapist


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    practice: Practice
    on: date
    by: By
    therapist_id: UUID | None
    is_own: bool  # a therapist sees their own alone


def asked(request: HttpRequest) -> Asked:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    by = By.MONTH if request.GET.get("by") == By.MONTH else By.WEEK
    is_own = not _sees_all(request, practice)
    if is_own:
        own = Therapist.objects.filter(practice=practice, staff_id=request.user.pk).values_list("pk", flat=True).first()
        return Asked(practice, on, by, own or UUID(int=0), is_own=True)
    return Asked(practice, on, by, _uuid(request.GET.get("therapist", "")), is_own=False)


def _sees_all(request: HttpRequest, practice: Practice) -> bool:
    return any(m.practice_id == practice.pk and m.role != "therapist" for m in request.memberships)


def may(request: HttpRequest, name: str, practice: Practice) -> bool:
    mine = [m for m in request.memberships if m.practice_id == practice.pk]
    return practice.pk in access.practices_for(access.DOORS[name], mine)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
