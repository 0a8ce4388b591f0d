"""How the offering of an hour stands, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import autonomy, clock
from otium.desk.autonomy import Autonomy
from otium.desk.families import telling
from otium.desk.offers import chosen, freed, texting
from otium.desk.offers.freed import FreedHour
from otium.desk.offers.hours import FreeHour
from otium.desk.offers.next_acts import Near
from otium.desk.waitlist import Candidates
from otium.pages import present
from otium.pages.words.offers import PASSED, ROUNDS, STATES
from otium.records.models import Offer, OfferRound, Patient, Practice
from otium.terms.offers import OPEN_OFFERS, OfferState, RoundState
from otium.terms.waitlist import Passed


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was offered the hour."""

    name: str
    patient_url: str
    phone: str
    state: str
    tone: str
    until: str


@dataclass(frozen=True, slots=True)
class Round:
    id: str
    state: str
    tone: str
    is_open: bool
    is_exhausted: bool
    asked: tuple[Asked, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Offering:
    """What a person can do about an hour by text. `count`: how many would be asked; 0: nobody can be.

    `why_not` says why no texts go out, empty where they do."""

    count: int
    words: str
    why_not: str
    round: Round | None


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody worth a call about the hour, and what stands against it."""

    name: str
    patient_url: str
    phone: str
    why: str
    book_url: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """A free hour in a list."""

    when: str
    with_whom: str
    place: str
    url: str
    state: str
    tone: str
    note: str


def newest_round(hour: FreedHour) -> OfferRound | None:
    rows = OfferRound.objects.filter(freed.same_hour(hour), practice_id=hour.practice_id)
    return rows.order_by("-opened_at", "-id").first()


def offering(hour: FreedHour, found: Candidates | None, latest: OfferRound | None, on: date) -> Offering:
    """`found` None: the hour is no longer free."""
    practice = hour.practice
    ready = sum(c.is_ready for c in found.fitting) if found else 0
    count = min(chosen.of(practice).wave, ready)
    words = ngettext("Offer it to the first by text", "Offer it to the first %(n)d by text", count) % {"n": count}
    return Offering(
        count, words, _why_not(practice), _round(latest, practice, on, is_free=found is not None) if latest else None
    )


def _why_not(practice: Practice) -> str:
    if autonomy.of(practice, chosen.PLAYBOOK) is Autonomy.MANUAL:
        return _("Offers by text are switched off for this practice: Settings, Waitlist.")
    if telling.TEXT not in telling.carried([practice])[practice.pk]:
        return _("No connection carries texts, so nobody can be asked by text: Connections.")
    return ""


def _standing(row: OfferRound, *, is_free: bool) -> tuple[str, str]:
    """How the round went, and the badge's tone; who took the hour may have given it back."""
    if is_free and row.state == RoundState.FILLED.value:
        return _("Free again"), "risk"
    words, tone = ROUNDS[RoundState(row.state)]
    return str(words), tone


def _round(row: OfferRound, practice: Practice, on: date, *, is_free: bool) -> Round:
    words, tone = _standing(row, is_free=is_free)
    offers = Offer.objects.filter(practice=practice, offer_round=row).exclude(state=OfferState.PASSED.value)
    rows = offers.select_related("patient", "notice__practice").order_by(
        "wave", "made_at", "entry__urgency", "entry__asked_on", "id"
    )
    is_open = row.state == RoundState.OPEN.value
    is_asking = is_open and row.next_at is not None
    return Round(
        id=str(row.pk),
        state=words,
        tone=tone,
        is_open=is_open,
        is_exhausted=row.state == RoundState.EXHAUSTED.value,
        asked=tuple(_asked(offer, practice, on) for offer in rows),
        next=_("Whoever says yes first has it. The next are asked from %(when)s on, or as soon as somebody says no.")
        % {"when": when(row.next_at, practice, on)}
        if is_asking
        else "",
    )


def _asked(offer: Offer, practice: Practice, on: date) -> Asked:
    words, tone = STATES[OfferState(offer.state)]
    can_take = offer.state in OPEN_OFFERS and offer.notice is not None
    return Asked(
        name=f"{offer.patient.first_name} {offer.patient.last_name}",
        patient_url=reverse("patient", args=[offer.patient_id]),
        phone=offer.patient.phone,
        state=str(words),
        tone=tone,
        until=_("until %(when)s") % {"when": when(texting.latest(offer.notice), practice, on)} if can_take else "",
    )


def when(at: datetime, practice: Practice, on: date) -> str:
    """8:30 am; with its day, unless that is `on`."""
    local = at.astimezone(clock.zone(practice))
    return present.hour(local) if local.date() == on else f"{present.day(local.date(), on)}, {present.hour(local)}"


def near(found: Iterable[Near]) -> tuple[Call, ...]:
    return tuple(_call(each.entry.patient, str(PASSED[each.reason])) for each in found)


def make_ups(people: Iterable[Patient], hour: FreedHour) -> tuple[Call, ...]:
    local = hour.starts_at.astimezone(clock.zone(hour.practice))
    begins = {"on": local.date().isoformat(), "starts_at": local.strftime("%H:%M"),
              "therapist": str(hour.therapist.pk) if hour.therapist else ""}  # fmt: skip
    query = f"?{urlencode(begins)}"
    return tuple(
        _call(p, _("missed a visit, and has none in these days"), reverse("visit_book", args=[p.pk]) + query)
        for p in people
    )


def not_texted(found: Candidates) -> tuple[Call, ...]:
    """Those who fit and are not ready: once what is missing is there, they could come."""
    rows = [c for c in found.fitting if c.cleared is not None and not c.is_ready]
    return tuple(_call(c.entry.patient, str(PASSED[Passed.NOT_READY])) for c in rows)


def _call(patient: Patient, why: str, book_url: str = "") -> Call:
    name = f"{patient.first_name} {patient.last_name}"
    return Call(name, reverse("patient", args=[patient.pk]), patient.phone, why, book_url)


def hours(found: Iterable[FreeHour], at: datetime) -> tuple[Hour, ...]:
    return tuple(_free(hour) for hour in found)


def _free(free: FreeHour) -> Hour:
    hour, row = free.hour, free.latest
    local = hour.starts_at.astimezone(clock.zone(hour.practice))
    words, tone = _standing(row, is_free=True) if row else (_("Nobody was asked yet"), "risk")
    asked = ngettext("%(n)d family can take it now", "%(n)d families can take it now", free.held) % {"n": free.held}
    return Hour(
        when=f"{present.day(local.date())}, {present.hour(local)}",
        with_whom=hour.therapist.name if hour.therapist else "",
        place=hour.location.name if hour.location else "",
        url=reverse("visit_refill", args=[hour.id]),
        state=str(words),
        tone=tone,
        note=asked if free.held else "",
    )
