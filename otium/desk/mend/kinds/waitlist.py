"""Who waits for an hour."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.actor import Actor
from otium.desk.mend import checks, options
from otium.desk.mend.parts.windows import Windows
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Option, Words
from otium.desk.offers import closing
from otium.records import models

T = FieldType
SHORTEST, LONGEST = 5, 480
LONGEST_SKILL = 60
ANY_LANGUAGE: tuple[Option, ...] = (("", lazy("Any")), *options.LANGUAGES)


def _until_is_later(draft: Draft) -> Iterator[Problem]:
    since, until = draft.values.get("since"), draft.values.get("until")
    if since and until and until <= since:
        yield Problem("until", _("This is not after the time from which they can come. Check am and pm."))


def _windows_end_later(draft: Draft) -> Iterator[Problem]:
    for number, line in enumerate(draft.values.get("windows") or (), 1):
        since, until = line.get("since"), line.get("until")
        if since and until and until <= since:
            words = _("Line %(n)d is over before it begins. Check am and pm.")
            yield Problem("windows", words % {"n": number})


def _another_location(draft: Draft) -> Iterator[Problem]:
    if draft.values.get("other_location") and not draft.values.get("location"):
        yield Problem("other_location", _("Choose the first location above, then the other."))


def _short_skill(draft: Draft) -> Iterator[Problem]:
    if len(draft.values.get("skill") or "") > LONGEST_SKILL:
        yield Problem("skill", _("Use at most %(n)d characters.") % {"n": LONGEST_SKILL})


def _takes_a_while(draft: Draft) -> Iterator[Problem]:
    if not SHORTEST <= (draft.values.get("minutes") or 0) <= LONGEST:
        yield Problem("minutes", _("A visit takes 5 to 480 minutes."))


def _withdraw_offers(row: models.WaitlistEntry, changed: Collection[str], on: date, *, by: Actor, at: datetime) -> None:
    """Who waits no longer is asked no more, and gets no text about it."""
    if row.ended_on is not None:
        closing.withdraw_others(row, by=by, at=at)


WAITLIST_ENTRY = Kind(
    name="waitlist_entry",
    model=models.WaitlistEntry,
    words=Words(lazy("place on the waitlist"), lazy("Waitlist"), lazy("Put on the waitlist"), lazy("Save this wait")),
    named=lambda row: options.words(options.WAIT_NEEDS, row.need),
    order=("asked_on", "id"),
    fields=(
        Field("need", T.CHOICE, lazy("Waits for"), options=options.WAIT_NEEDS, is_required=True),
        Field("minutes", T.WHOLE, lazy("Minutes"), default=45, is_required=True),
        Field("urgency", T.CHOICE, lazy("How urgent"), options=options.URGENCIES, default="2", is_required=True),
        Field("asked_on", T.DAY, lazy("Waits since"), lazy("Type “today”, or the day they asked"), is_required=True),
        Field("discipline", T.CHOICE, lazy("Of which discipline"), options=options.DISCIPLINES, default="OT"),
        Field("weekdays", T.SEVERAL, lazy("Days they can come"), lazy("None ticked: any day"),
              options=options.WEEKDAYS),
        Field("since", T.TIME, lazy("Not before"), lazy("Like 3pm, after school; empty: any time")),
        Field("until", T.TIME, lazy("Over by"), lazy("Empty: any time")),
        Field("windows", T.LINES, lazy("Or at these other times"), lines=(
            Field("days", T.CHOICE, lazy("Days"), options=options.WINDOW_DAYS, default="any"),
            Field("hours", T.CHOICE, lazy("Hours"), options=options.WINDOW_HOURS, default=""),
            Field("since", T.TIME, lazy("From")),
            Field("until", T.TIME, lazy("Over by")),
        )),
        Field("therapist", T.ROW, lazy("Only with"), lazy("None: with anybody"), of="therapist"),
        Field("skill", T.TEXT, lazy("Only with a therapist who can"), lazy("As in Settings: FCE, NDT, FEEDING")),
        Field("language", T.CHOICE, lazy("Only in this language"), options=ANY_LANGUAGE),
        Field("location", T.ROW, lazy("Only at"), lazy("None: anywhere"), of="location"),
        Field("other_location", T.ROW, lazy("Or at"), lazy("As good as the first"), of="location"),
        Field("notice_hours", T.WHOLE, lazy("Hours of notice they need"), lazy("0: can come at once"), default=0),
        Field("note", T.TEXT, lazy("Note")),
        Field("ended_on", T.DAY, lazy("Waits no longer since"), lazy("When they found another place or gave it up"),
              is_later=True),
    ),
    checks=(
        _until_is_later, _windows_end_later, _another_location, _short_skill, _takes_a_while,
        checks.not_ahead("asked_on"), checks.in_order("asked_on", "ended_on"),
    ),
    part=Windows(),
    withdrawal=(("entered_in_error", True),),
    afterwards=_withdraw_offers,
)  # fmt: skip
