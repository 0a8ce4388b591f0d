"""How one visit is held, as its page shows it: by video, who bills its minutes, what makes up for what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock, telehealth
from otium.desk.appointments import cobilling, makeups
from otium.desk.mend.options import PATIENT_PLACES, VIDEO_KINDS, words
from otium.desk.telehealth import links
from otium.pages import present
from otium.pages.staff.appointments.held_forms import ConsentForm, MinutesForm, VideoForm
from otium.pages.words.held import VIDEO_LACKS, payer_takes
from otium.records.models import Appointment
from otium.terms.schedule import MISSED


@dataclass(frozen=True, slots=True)
class Video:
    """`url` is empty until its time has come; then `opens` says when."""

    url: str
    opens: str
    where: str
    lacks: tuple[str, ...]
    has_consent: bool


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Of a missed visit: what makes up for it, or the wait for it; of a make-up, the missed one. Empty: nothing."""

    of_words: str = ""
    of_url: str = ""
    by_words: str = ""
    by_url: str = ""
    waits_url: str = ""
    book_url: str = ""


def context(found: Appointment, at: datetime, forms: dict[str, Any]) -> dict[str, Any]:
    """What the page of the visit needs besides; forms that were refused stand for new ones."""
    return {
        "video": video(found, at) if found.is_telehealth and found.status not in MISSED else None,
        "video_form": forms.get("video") or VideoForm(visit=found),
        "consent": forms.get("consent") or ConsentForm(on=clock.day(at, found.practice)),
        "minutes": forms.get("minutes") or minutes_form(found),
        "minutes_said": minutes_said(found),
        "make_up": make_up(found),
    }


def video(found: Appointment, at: datetime) -> Video:
    link, zone = telehealth.link_for(found, at), clock.zone(found.practice)
    opens_at = links.shown_from(found).astimezone(zone)
    known = telehealth.link_of(found)
    parts = [
        words(PATIENT_PLACES, found.patient_place) if found.patient_place else "",
        _("the patient in %(state)s") % {"state": found.patient_state} if found.patient_state else "",
        words(VIDEO_KINDS, known.kind.value) if known else "",
    ]
    return Video(
        url=link.url if link else "",
        opens=_("The link shows here from %(hour)s on.") % {"hour": present.hour(opens_at)} if known else "",
        where=", ".join(filter(None, parts)),
        lacks=tuple(str(VIDEO_LACKS[name]) for name in telehealth.lacks(found)),
        has_consent=found.patient.telehealth_consent_on is not None,
    )


def minutes_form(found: Appointment, data: Any = None) -> MinutesForm | None:
    """None where nobody else treats the patient at the same time."""
    together = cobilling.treated_together(found) if found.together_id else []
    if len(together) < 2:
        return None
    on = clock.day(found.starts_at, found.practice)
    hint = payer_takes(cobilling.payer_rules(found.patient_id, found.practice, on))
    return MinutesForm(data, together=together, hint=hint)


def minutes_said(found: Appointment) -> str:
    """23 of 45 minutes; empty where nobody said."""
    if found.billed_minutes is None:
        return ""
    whole = int((found.ends_at - found.starts_at).total_seconds() // 60)
    return _("%(part)d of %(whole)d minutes") % {"part": found.billed_minutes, "whole": whole}


def make_up(found: Appointment) -> MakeUp:
    if found.makes_up_id:
        missed = Appointment.objects.select_related("practice").get(pk=found.makes_up_id)
        return MakeUp(of_words=_day(missed), of_url=reverse("visit", args=[missed.pk]))
    if found.status not in MISSED:
        return MakeUp()
    by = makeups.made_up_by(found)
    if by is not None:
        return MakeUp(by_words=_day(by), by_url=reverse("visit", args=[by.pk]))
    entry = makeups.waiting_for(found)
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    query = f"?makes_up={found.pk}&minutes={minutes}"
    query += f"&therapist={found.therapist_id}" if found.therapist_id else ""
    return MakeUp(
        waits_url=reverse("waitlist_entry_change", args=[found.patient_id, entry.pk]) if entry else "",
        book_url=reverse("visit_book", args=[found.patient_id]) + query,
    )


def _day(visit: Appointment) -> str:
    local = visit.starts_at.astimezone(clock.zone(visit.practice))
    return f"{present.full_day(local.date())}, {present.hour(local)}"
