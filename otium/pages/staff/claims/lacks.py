"""What a record lacks, in words, with the page where it is entered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.pages import links
from otium.pages.words.lacks import LACKS
from otium.records.models import Coverage
from otium.terms.lack import Lack


@dataclass(frozen=True, slots=True)
class Subjects:
    """The records that a message is about, to link to their forms."""

    practice_id: UUID
    slug: str
    patient_id: UUID
    coverage_id: UUID | None = None
    payer_id: UUID | None = None
    episode_id: UUID | None = None
    referral_id: UUID | None = None
    therapist_id: UUID | None = None

    @classmethod
    def of_coverage(cls, coverage: Coverage) -> "Subjects":
        practice = coverage.practice
        return cls(practice.pk, practice.slug, coverage.patient_id, coverage.pk, coverage.payer_id)


@dataclass(frozen=True, slots=True)
class Said:
    """`href` is empty where the person may not open the page."""

    words: str
    place: str
    where: str
    href: str


WHERE: dict[str, Any] = {
    "practice": lazy("Settings of the practice"),
    "payer": lazy("The payer"),
    "coverage": lazy("The coverage"),
    "patient": lazy("The patient"),
    "episode": lazy("The episode of care"),
    "referral": lazy("The referral"),
    "therapist": lazy("The therapist"),
    "fee": lazy("Fees"),
    "visit": lazy("The visits"),
    "authorization": lazy("Authorizations"),
    "payer_rule": lazy("Your payer rules"),
}


def said(lack: Lack, subjects: Subjects, request: HttpRequest) -> Said:
    member = next((m for m in request.memberships if m.practice_id == subjects.practice_id), None)
    href = _address(lack.on, subjects)
    words = str(LACKS[lack.code]) % {"detail": lack.detail, "line": lack.line}
    return Said(words, place(lack), str(WHERE.get(lack.on, "")), href if links.is_open(href, member) else "")


def place(lack: Lack) -> str:
    """Loop 2010BA, NM109; line 2, loop 2400, SV102."""
    where = _("loop %(loop)s, %(element)s") % {"loop": lack.loop, "element": lack.element}
    return _("line %(n)d, %(where)s") % {"n": lack.line, "where": where} if lack.line else where


def _address(on: str, s: Subjects) -> str:
    of_patient = {"coverage": s.coverage_id, "episode": s.episode_id, "referral": s.referral_id}
    query = f"?practice={s.slug}"
    if on in of_patient:
        key = of_patient[on]
        args = [s.patient_id] + ([key] if key else [])
        return reverse(f"{on}_change" if key else f"{on}_add", args=args)
    if on == "patient":
        return reverse("patient_change", args=[s.patient_id])
    if on in ("visit", "authorization"):
        return reverse("patient", args=[s.patient_id]) + "#authorizations"
    if on == "payer" and s.payer_id:
        return reverse("payer_change", args=[s.payer_id])
    if on == "therapist" and s.therapist_id:
        return reverse("therapist_change", args=[s.therapist_id])
    pages = {"practice": "settings_practice", "payer": "settings_payers", "fee": "settings_fees",
             "therapist": "settings_house", "payer_rule": "settings_rules"}  # fmt: skip
    return reverse(pages[on]) + query if on in pages else ""
