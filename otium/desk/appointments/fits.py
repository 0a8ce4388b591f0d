"""Whether a session is of a kind that its people, room and minutes fit. What law or the kind itself forbids is refused;
what the practice wishes is asked about."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from otium.desk.appointments import kinds
from otium.desk.appointments.needs import lacking_features
from otium.desk.appointments.wanted import Booking
from otium.desk.mend.options import VISIT_TYPES, words
from otium.desk.mend.problems import Problem
from otium.records.models import Practice
from otium.terms.schedule import KindRule


def problems(booking: Booking, practice: Practice) -> Iterator[Problem]:
    """Of the kind; a kind that does not exist is refused elsewhere."""
    rule = kinds.rule_of(booking.kind, practice)
    name = words(VISIT_TYPES, booking.kind).lower()
    yield from _days(booking, rule)
    yield from _minutes(booking, rule, name)
    if not rule.has_room and booking.room_id:
        yield Problem("room", _("A %(kind)s takes no room.") % {"kind": name})
    elif lacking := lacking_features(booking.room_id, practice, rule.features):
        said = {"kind": name, "features": ", ".join(lacking).lower()}
        yield Problem("room", _("A %(kind)s needs a room with: %(features)s.") % said, is_warning=True)
    if rule.needs_equipment and not booking.equipment:
        yield Problem("equipment", _("A %(kind)s needs equipment. Choose it.") % {"kind": name}, is_warning=True)


def _days(booking: Booking, rule: KindRule) -> Iterator[Problem]:
    if booking.second_on is None:
        return
    if rule.most_days < 2 or booking.visits > 1:
        yield Problem("second_on", _("Only a functional capacity evaluation takes a second day, and is no series."))
    elif booking.second_on <= booking.slot.on:
        yield Problem("second_on", _("The second day comes after the first."))


def _minutes(booking: Booking, rule: KindRule, name: str) -> Iterator[Problem]:
    total = booking.slot.minutes * (1 if booking.second_on is None else 2)
    if (rule.least and total < rule.least) or (rule.most and total > rule.most):
        said = {"kind": name, "least": rule.least, "most": rule.most, "total": total}
        sentence = _("A %(kind)s takes %(least)s to %(most)s minutes in all; this is %(total)s.")
        yield Problem("minutes", sentence % said, is_warning=True)
