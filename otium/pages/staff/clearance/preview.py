"""What visits that are not booked yet would meet: shown before they are booked or moved."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.appointments.cleared import Seen
from otium.pages import present, say
from otium.pages.staff.appointments import effects as told
from otium.pages.staff.clearance.strip import ICONS, Strip, strip
from otium.pages.words import clearance as words
from otium.records.models import Patient
from otium.terms.clearance import VisitClearance


@dataclass(frozen=True, slots=True)
class Line:
    """One visit: `word` says whose it is in a group, and why it is shown."""

    day: str
    word: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class Preview:
    """`failing` names the first limit that fails because of the booking, or says that it is to be looked at first;
    empty where nothing holds it. `effects`: what it does besides."""

    lines: tuple[Line, ...]
    effects: tuple[told.Line, ...] = ()
    failing: str = ""
    act: str = ""
    icon: str = "clear"


def preview(seen: Seen, *, on: date) -> Preview:
    """Of several patients each line says whose it is."""
    patients = [ledger.patient_id for ledger in seen.after]
    names = _names(patients) if len(patients) > 1 else {}
    lines = tuple(
        Line(present.day(visit.on, on), _word(visit, seen, names), strip(visit, on=on)) for visit in seen.shown
    )
    beside = told.lines(seen.effects, names, on=on)
    if not seen.failing:
        return Preview(lines, beside, _look(seen) if seen.holds else "", icon="risk")
    visit, limit = seen.failing[0]
    said = {"check": str(words.CHECKS[limit.check.value]), "day": present.day(visit.on, on)}
    first = _("%(check)s fails first on %(day)s: %(found)s.") % {**said, "found": say.finding(limit, on=on)}
    count = len(seen.failing)
    more = ngettext("%(n)d of these visits fails a limit.", "%(n)d of these visits fail a limit.", count)
    return Preview(
        lines,
        beside,
        f"{first} {more % {'n': count}}",
        str(words.ACTS[limit.act]) if limit.act else "",
        ICONS[limit.state],
    )


def _look(seen: Seen) -> str:
    if seen.visits > 1:
        return _("This changes %(n)d visits. Look at what it does first.") % {"n": seen.visits}
    return _("Look at what this does first.")


def _word(visit: VisitClearance, seen: Seen, names: dict[UUID, str]) -> str:
    said = [names[seen.patient_of(visit)]] if names else []
    if visit.visit_id not in seen.touched:
        said.append(_("booked before; worse by this"))
    return ", ".join(said)


def _names(patients: list[UUID]) -> dict[UUID, str]:
    rows = Patient.objects.filter(pk__in=patients)
    return {key: f"{first} {last}" for key, first, last in rows.values_list("pk", "first_name", "last_name")}
