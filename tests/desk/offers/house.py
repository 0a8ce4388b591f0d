"""A practice that sends texts, an hour on Tuesday at three that came free, and families who wait."""

import re
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from otium.desk import acting, appointments, blobs
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.desk.families import entering
from otium.desk.offers import rounds
from otium.desk.offers.answering import Shown
from otium.records import models
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 30, 10, 0, tzinfo=EASTERN)  # Monday
TUESDAY = date(2026, 12, 1)
BY = Actor("test")
_number = count(10)


def practice_with_texts() -> models.Practice:
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(phone="512-555-0142", state="NY")
        build.connection(made, carries=["text"])
        return models.Practice.objects.get(pk=made.pk)


def cancelled(practice: models.Practice, at: time = time(15), on: date = TUESDAY, **fields: Any) -> models.Appointment:
    wanted = Booking(build.patient(practice).pk, Slot(build.therapist(practice, **fields).pk, on, at, 45))
    (visit,) = appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT)
    return models.Appointment.objects.select_related("practice").get(pk=visit.pk)


def phone() -> str:
    return f"(312) 555-01{next(_number) % 90 + 10}"


def family(practice: models.Practice, **fields: Any) -> models.Patient:
    """Of age, pays themselves, takes texts: nothing is to be verified, nobody else to be asked."""
    values = {"phone": phone(), "language": "en", **fields}
    patient = build.patient(practice, **values)
    build.coverage(patient, build.payer(practice, "self_pay"))
    return patient


def waits(practice: models.Practice, days: int = 10, **fields: Any) -> models.WaitlistEntry:
    patient = fields.pop("patient", None) or family(practice)
    values = {"need": "make_up", "asked_on": AT.date() - timedelta(days=days), **fields}
    return models.WaitlistEntry.objects.create(practice=practice, patient=patient, **values)


def offers(of: models.OfferRound) -> dict[Any, models.Offer]:
    rows = models.Offer.objects.filter(practice_id=of.practice_id, offer_round=of).select_related("notice__parcel")
    return {row.entry_id: row for row in rows}


def standing(of: models.OfferRound) -> dict[Any, str]:
    """State, or the reason of who is passed, by entry."""
    return {key: row.reason or row.state for key, row in offers(of).items()}


def token(practice: models.Practice, offer: models.Offer) -> str:
    assert offer.notice is not None
    found = re.search(r"/portal/([\w-]+)/", text_of(practice, offer.notice.parcel))
    assert found
    return found[1]


def text_of(practice: models.Practice, parcel: models.Parcel) -> str:
    return blobs.load(practice, parcel.body).decode()


def tap(practice: models.Practice, offer: models.Offer, choice: str, at: datetime) -> Shown:
    found = entering.answer(token(practice, offer), {"choice": choice}, language="", at=at)
    assert isinstance(found, entering.Found)
    assert isinstance(found.value, Shown)
    return found.value


def look(practice: models.Practice, offer: models.Offer, at: datetime, language: str = "") -> Shown:
    found = entering.look(token(practice, offer), language=language, at=at, is_saving=True)
    assert isinstance(found, entering.Found)
    assert isinstance(found.value, Shown)
    return found.value


def begin(visit: models.Appointment, at: datetime = AT) -> models.OfferRound:
    return rounds.begin(hour_id=visit.pk, by=BY, at=at)


def fresh(offer_round: models.OfferRound) -> models.OfferRound:
    return models.OfferRound.objects.get(pk=offer_round.pk)


def visits_at(visit: models.Appointment) -> list[models.Appointment]:
    rows = models.Appointment.objects.filter(starts_at=visit.starts_at, therapist=visit.therapist)
    return list(rows.exclude(status="cancelled"))
