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
        _("planned a week: %(planned)s, booked in that of %(week_on)s: %(booked)s, %(weeks)s such weeks"),
        _("Planned a week: %(planned)s, booked: %(booked)s, from %(week_on)s"),
        _(
            "The plan of care says so many visits a week: %(planned)s. The week of %(week_on)s holds: %(booked)s. "
            "So do %(weeks)s of the next four weeks, closed days and days off allowed for."
        ),
    ),
    "attendance_below": Said(
        _("Attendance"),
        _("came to %(made)s of %(counted)s visits in %(weeks)s weeks; your policy asks for %(policy)s %%"),
        _("Came to %(made)s of %(counted)s visits"),
        _("The family came to %(made)s of %(counted)s visits in %(weeks)s weeks. Your policy asks for %(policy)s %%."),
    ),
    "attendance_missed": Said(
        _("Missed last"),
        ngettext_lazy("on %(on)s, 1 visit in all", "on %(on)s, %(count)d visits in all", "count"),
        _("Missed the visit on %(on)s"),
        _("The family missed the visit on %(on)s."),
    ),
    "attendance_warned": Said(
        _("Warned"),
        _("they were told on %(told_on)s, and more was missed since"),
        _("Warned on %(told_on)s, and missed since"),
        _("They were told on %(told_on)s. More was missed since."),
    ),
    "attendance_unsaid": Said(
        _("Not counted"),
        ngettext_lazy(
            "1 visit of which nobody said what became of it, or why",
            "%(count)d visits of which nobody said what became of them, or why",
            "count",
        ),
        ngettext_lazy("1 visit is not marked", "%(count)d visits are not marked", "count"),
        ngettext_lazy(
            "Of 1 visit nobody said what became of it, or why. It is not counted.",
            "Of %(count)d visits nobody said what became of them, or why. They are not counted.",
            "count",
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
