"""Who is taken, and the times at which both are free, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.appointments import Clash, Taken
from otium.pages import present
from otium.records.models import Practice


@dataclass(frozen=True, slots=True)
class Free:
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """`free` are times to choose instead; a series may be booked on its other days (`can_leave_out`)."""

    words: str
    free: tuple[Free, ...]
    can_leave_out: bool
    is_series: bool = False


def refused(taken: Taken, practice: Practice, *, visits: int = 1) -> Refused:
    zone = clock.zone(practice)
    said = [_clash(clash, practice) for clash in taken.clashes[:3]]
    more = len(taken.clashes) - len(said)
    words = " ".join(said)
    if more:
        words += " " + ngettext("%(n)d more day is taken.", "%(n)d more days are taken.", more) % {"n": more}
    free = tuple(Free(at.isoformat(), _moment(at.astimezone(zone))) for at in taken.free)
    return Refused(words, free, can_leave_out=visits > len(taken.clashes), is_series=visits > 1)


def _clash(clash: Clash, practice: Practice) -> str:
    zone = clock.zone(practice)
    words = {
        "therapist": _("The therapist has another visit on %(day)s, %(start)s to %(end)s."),
        "talk": _("The therapist has a talk with a payer on %(day)s, %(start)s to %(end)s."),
        "patient": _("The patient has another visit on %(day)s, %(start)s to %(end)s."),
        "room": _("The room is taken on %(day)s, %(start)s to %(end)s."),
        "equipment": _("The equipment is in use on %(day)s, %(start)s to %(end)s."),
    }[clash.who]
    if clash.is_beside:
        words = _beside(clash.who)
    times = {n: present.hour(t.astimezone(zone)) for n, t in (("start", clash.starts_at), ("end", clash.ends_at))}
    return words % {"day": present.day(clash.on), **times}


def _beside(who: str) -> str:
    """The visits themselves do not meet."""
    if who == "room":
        return _("On %(day)s the room is held %(start)s to %(end)s; one of the two visits needs time to make it ready.")
    return _(
        "On %(day)s the therapist is held %(start)s to %(end)s; one of the two visits needs time for notes or travel."
    )


def _moment(at: datetime) -> str:
    return f"{present.day(at.date())}, {present.hour(at)}"
