"""What a change of the calendar does besides itself. Some sentences have a plural: by the number they name."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

ABOUT: dict[str, Any] = {
    "clearance": _("Clearance"),
    "authorization": _("Authorization"),
    "limit": _("Visit limit"),
    "frequency": _("Plan of care"),
    "room": _("Room"),
    "colleague": _("Colleague"),
    "waitlist": _("Waitlist"),
    "hours": _("Family’s hours"),
}

EFFECTS: dict[str, Any] = {
    "visits_clear": ngettext_lazy(
        "No limit fails for the visit.", "No limit fails for these %(visits)d visits.", "visits"
    ),
    "visits_fail": ngettext_lazy("%(visits)d visit fails a limit.", "%(visits)d visits fail a limit.", "visits"),
    "authorization_left": _("%(after)s left of %(number)s after all booked visits; before %(before)s."),
    "authorization_lacks": ngettext_lazy(
        "%(visits)d more visit is not covered.", "%(visits)d more visits are not covered.", "visits"
    ),
    "authorization_helps": ngettext_lazy(
        "%(visits)d more visit is covered.", "%(visits)d more visits are covered.", "visits"
    ),
    "limit_left": _("%(after)s left of the limit for %(disciplines)s after all booked visits; before %(before)s."),
    "limit_lacks": ngettext_lazy(
        "%(visits)d more visit is beyond the limit.", "%(visits)d more visits are beyond the limit.", "visits"
    ),
    "limit_helps": ngettext_lazy(
        "%(visits)d more visit is within the limit.", "%(visits)d more visits are within the limit.", "visits"
    ),
    "frequency_kept": _("No week has more or fewer visits than the %(planned)s planned because of this."),
    "frequency_over": ngettext_lazy(
        "The week of %(week_on)s has %(booked)s visits, %(planned)s are planned.",
        "%(weeks)d weeks from %(week_on)s on have more visits than the %(planned)s planned.",
        "weeks",
    ),
    "frequency_under": ngettext_lazy(
        "The week of %(week_on)s has %(booked)s of %(planned)s visits planned.",
        "%(weeks)d weeks from %(week_on)s on have fewer visits than the %(planned)s planned.",
        "weeks",
    ),
    "frequency_unknown": _("No plan in force says how often."),
    "room_given": _("In %(room)s."),
    "room_changes": _("In %(room)s; before in %(before)s."),
    "room_freed": _("%(room)s comes free."),
    "colleague_comes": _("%(names)s is booked for the same time."),
    "colleague_moves": _("%(names)s moves with it. Tell them."),
    "colleague_stays": _("%(names)s stays alone with this hour. Cancel for the whole session if they go too."),
    "waits_for_hour": ngettext_lazy(
        "%(waiting)d waits for such an hour (%(on)s, %(at)s).", "%(waiting)d wait for such an hour (%(on)s, %(at)s).",
        "waiting",
    ),
    "waits_again": _("The patient’s wait, which this visit had ended, goes on."),
    "waits_still": _("The patient stays on the waitlist. Book from there to end the wait."),
    "hours_within": _("Within the hours that the family stated."),
    "hours_outside": ngettext_lazy(
        "%(on)s, %(at)s is outside the hours that the family stated.",
        "%(visits)d visits, the first on %(on)s at %(at)s, are outside the hours that the family stated.",
        "visits",
    ),
    "hours_unknown": _("The family stated no hours."),
}  # fmt: skip
