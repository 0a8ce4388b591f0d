"""Reasons of the calendar, the inbox, and any duty."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "calendar_clash": Said(
        _("Clash"),
        _("two bookings at one time on %(on)s"),
        _("Two bookings at one time on %(on)s"),
        _("The calendar holds two bookings at one time on %(on)s. Move one of them where the calendar is kept."),
    ),
    "booked_below_plan": Said(
        _("Booked"),
        _("%(booked)s of %(planned)s visits in the week of %(week_on)s, %(weeks)s such weeks"),
        _("%(booked)s of %(planned)s a week booked from %(week_on)s"),
        _(
            "The plan of care says %(planned)s visits a week. The week of %(week_on)s holds %(booked)s, and "
            "%(weeks)s of the next four weeks hold fewer than planned, closed days and days off allowed for."
        ),
    ),
    "file_unreadable": Said(
        _("Stops at"),
        "%(position)s: %(cause)s",
        _("Cannot be read: %(cause)s"),
        _("This %(format)s file cannot be read at %(position)s: %(cause)s. It is kept, and nothing of it was applied."),
    ),
    "file_unmatched": Said(
        _("Stops at"),
        "%(position)s: %(cause)s",
        _("About nobody known: %(cause)s"),
        _("This %(format)s file is about somebody we cannot find: %(cause)s. It is kept; nothing of it was applied."),
    ),
    "file_unrouted": Said(
        _("Stops at"),
        "%(position)s: %(cause)s",
        _("For nobody known: %(cause)s"),
        _("This %(format)s file names no practice that we know: %(cause)s. It is kept; nothing of it was applied."),
    ),
    "import_rows_held": Said(
        _("Held back"),
        ngettext_lazy("1 row: %(cause)s", "%(count)d rows: %(cause)s", "count"),
        ngettext_lazy("1 row held back: %(cause)s", "%(count)d rows held back: %(cause)s", "count"),
        ngettext_lazy(
            "One row of the import was held back: %(cause)s. The others are in.",
            "%(count)d rows of the import were held back: %(cause)s. The others are in.",
            "count",
        ),
    ),
    "waited_until": Said(_("Waited"), _("until %(until_on)s; nothing has changed since")),
}
