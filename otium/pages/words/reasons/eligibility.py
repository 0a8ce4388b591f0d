"""Reasons of eligibility."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "check_missing": Said(
        _("Last answer"),
        _("none; the next visit is on %(visit_on)s"),
        _("Never checked; next visit %(visit_on)s"),
        _("This coverage was never checked, and a visit is booked for %(visit_on)s."),
    ),
    "check_stale": Said(
        _("Last answer"),
        _("of %(answered_on)s, too old for the visit on %(visit_on)s"),
        _("Last answer is of %(answered_on)s; visit on %(visit_on)s"),
        _("The last answer is of %(answered_on)s, too old for the visit on %(visit_on)s."),
    ),
    "check_before_month": Said(
        _("Last answer"),
        _("of %(answered_on)s; this payer is asked each month"),
        _("Answer of %(answered_on)s; asked anew each month"),
        _("This payer is asked each month. The last answer is of %(answered_on)s; the visit is on %(visit_on)s."),
    ),
    "check_before_year": Said(
        _("Last answer"),
        _("of %(answered_on)s; plans start anew in January"),
        _("Answer of %(answered_on)s; plans start anew in January"),
        _("Plans start anew in January. The last answer is of %(answered_on)s; the visit is on %(visit_on)s."),
    ),
    "check_before_change": Said(
        _("Last answer"),
        _("of %(answered_on)s; the coverage changed on %(changed_on)s"),
        _("Last answer is of %(answered_on)s, before the change"),
        _("The coverage changed on %(changed_on)s; the last answer, of %(answered_on)s, is about the old one."),
    ),
    "check_before_visit": Said(
        _("Last answer"),
        _("of %(answered_on)s; this payer is asked on the day of each visit"),
        _("Answer of %(answered_on)s; asked anew for each visit"),
        _("This payer is asked on the day of each visit. The last answer is of %(answered_on)s, before %(visit_on)s."),
    ),
    "check_before_denial": Said(
        _("Last answer"),
        _("of %(answered_on)s; on %(denied_on)s a claim was denied as not covered (%(carc)s)"),
        _("Denied as not covered %(denied_on)s; answer of %(answered_on)s"),
        _("A claim was denied on %(denied_on)s as not covered (reason %(carc)s), after the answer of %(answered_on)s."),
    ),
    "check_unanswered": Said(_("Asked since"), _("on %(answered_on)s, without an answer (%(reject_code)s)")),
    "inquiry_unanswered": Said(_("Asked"), _("on %(asked_on)s by 270; no answer yet")),
    "ask_by_phone": Said(_("How"), _("no electronic check with this payer: call, or use its portal")),
    "inquiry_rejected": Said(
        _("Rejected"),
        _("on %(answered_on)s: %(reject_code)s"),
        _("Rejected: %(reject_code)s"),
        _("The payer could not answer on %(answered_on)s: %(reject_code)s."),
    ),
    "next_visit": Said(_("Next visit"), "%(visit_on)s"),
    "coverage_ends": Said(
        _("Coverage ends"),
        ngettext_lazy("%(ends_on)s; 1 visit comes after", "%(ends_on)s; %(count)d visits come after", "count"),
        ngettext_lazy(
            "Coverage ends %(ends_on)s; 1 visit comes after",
            "Coverage ends %(ends_on)s; %(count)d visits come after",
            "count",
        ),
        ngettext_lazy(
            "The coverage ends on %(ends_on)s. One visit is booked after it, on %(visit_on)s.",
            "The coverage ends on %(ends_on)s. %(count)d visits are booked after it, from %(visit_on)s.",
            "count",
        ),
    ),
    "coverage_missing": Said(
        _("Coverage"),
        ngettext_lazy("none on file for the visit on %(visit_on)s", "none on file for %(count)d visits", "count"),
        ngettext_lazy(
            "No coverage on file for the visit %(visit_on)s", "No coverage on file for %(count)d visits", "count"
        ),
        ngettext_lazy(
            "No coverage is on file for the visit on %(visit_on)s.",
            "No coverage is on file for %(count)d booked visits, the first on %(visit_on)s.",
            "count",
        ),
    ),
    "coverage_inactive": Said(
        _("Payer says"),
        _("not active, on %(answered_on)s"),
        ngettext_lazy(
            "Payer says not active; 1 visit is booked", "Payer says not active; %(count)d visits are booked", "count"
        ),
        ngettext_lazy(
            "The payer said on %(answered_on)s that the coverage is not active. One visit is booked, on %(visit_on)s.",
            "The payer said on %(answered_on)s that the coverage is not active. %(count)d visits are booked, "
            "the first on %(visit_on)s.",
            "count",
        ),
    ),
    "limit_reached": Said(
        _("Visits left"),
        _("%(remaining)s on %(answered_on)s; the visit on %(visit_on)s is beyond"),
        _("%(remaining)s visits left; %(visit_on)s is beyond the limit"),
        _("The plan had %(remaining)s visits left on %(answered_on)s. The visit on %(visit_on)s is beyond the limit."),
    ),
    "limit_dollars_reached": Said(
        _("Dollars left"),
        _("$%(remaining)s on %(answered_on)s; the visit on %(visit_on)s is beyond"),
        _("$%(remaining)s left; %(visit_on)s is beyond the limit"),
        _("The plan had $%(remaining)s left on %(answered_on)s. The visit on %(visit_on)s is beyond the limit."),
    ),
    "limit_reached_uncounted": Said(
        _("Visits left"),
        _("how many is not on file; the visit on %(visit_on)s is beyond"),
        _("The visit on %(visit_on)s is beyond the limit"),
        _("The visit on %(visit_on)s is beyond the limit of the plan. How many visits are left is not on file."),
    ),
    "limit_dollars_uncounted": Said(
        _("Dollars left"),
        _("how many is not on file; the visit on %(visit_on)s is beyond"),
        _("The visit on %(visit_on)s is beyond the limit"),
        _("The visit on %(visit_on)s is beyond the dollar limit of the plan. What is left of it is not on file."),
    ),
    "limit_derived_unsaid": Said(_("Computed"), _("from what is on file; the payer stated no remainder")),
    "limit_derived": Said(_("Computed"), _("%(limit)s allowed less %(used)s used; the payer stated no remainder")),
    "limit_pooled": Said(_("Shared"), _("%(disciplines)s draw on the same limit")),
    "promise_due": Said(
        _("Promised"),
        _("by %(promised_on)s, in the call of %(called_on)s"),
        _("Promised by %(promised_on)s"),
        _("The payer promised it by %(promised_on)s, in the call of %(called_on)s."),
    ),
    "threshold_visits": Said(
        _("Visits left"),
        _("%(remaining)s of %(limit)s, counted from the answer of %(answered_on)s"),
        _("%(remaining)s visits left of %(limit)s"),
        _("The plan has %(remaining)s of %(limit)s visits left, counted from its answer of %(answered_on)s."),
    ),
    "threshold_visits_unlimited": Said(
        _("Visits left"),
        _("%(remaining)s, counted from the answer of %(answered_on)s"),
        _("%(remaining)s visits left"),
        _("The plan has %(remaining)s visits left, counted from its answer of %(answered_on)s."),
    ),
    "threshold_dollars": Said(
        _("Dollars left"),
        _("about $%(remaining)s of $%(limit)s, counted from the answer of %(answered_on)s"),
        _("About $%(remaining)s left of $%(limit)s"),
        _("The plan has about $%(remaining)s of $%(limit)s left, counted from its answer of %(answered_on)s."),
    ),
    "threshold_dollars_unlimited": Said(
        _("Dollars left"),
        _("about $%(remaining)s, counted from the answer of %(answered_on)s"),
        _("About $%(remaining)s left"),
        _("The plan has about $%(remaining)s left, counted from its answer of %(answered_on)s."),
    ),
    "threshold_left_uncounted": Said(
        _("Left"),
        _("how much is not on file"),
        _("How much is left is not on file"),
        _("How much is left is not on file."),
    ),
    "threshold_booked": Said(
        _("Booked"),
        ngettext_lazy("1 visit, on %(until_on)s", "%(count)d visits, the last on %(until_on)s", "count"),
    ),
    "family_calls": Said(
        _("Family"),
        _("asked for a call on %(answered_on)s"),
        _("The family asks for a call"),
        _("The family read the letter and asked for a call on %(answered_on)s."),
    ),
    "family_stops": Said(
        _("Family"),
        _("wants no more visits, said on %(answered_on)s: cancel what is booked"),
        _("The family stops: cancel the visits"),
        _("The family said on %(answered_on)s that they want no visit the plan does not pay. Cancel what is booked."),
    ),
    "family_unreadable": Said(
        _("They texted"),
        _("on %(on)s; what they mean is not certain"),
        _("A text that a person must read"),
        _("A text came on %(on)s, and what it means is not certain. Read it, then call."),
    ),
    "family_several_open": Said(
        _("They texted"),
        _("on %(on)s; it could answer more than one question"),
        _("A reply to more than one question"),
        _("A text came on %(on)s while more than one visit was asked about. Nothing was changed. Call and ask."),
    ),
    "family_nothing_open": Said(
        _("They texted"),
        _("on %(on)s; nothing had been asked"),
        _("A text that answers nothing"),
        _("A text came on %(on)s that answers nothing we asked. Read it, then call."),
    ),
    "family_stop_and_cancel": Said(
        _("They texted"),
        _("“cancel” on %(on)s, which by law ends texts; the visits stand"),
        _("“Cancel” ended texts; visits stand"),
        _("They texted “cancel” on %(on)s. By law that ends texts; no visit was cancelled. Ask if they meant one."),
    ),
    "family_cancelled": Said(
        _("They cancelled"),
        _("on %(on)s, in time"),
        _("The family cancelled in time"),
        _("The family said on %(on)s that it cannot come. The hour is free; offer another time."),
    ),
    "family_cancelled_late": Said(
        _("They cancelled"),
        _("on %(on)s, later than you ask for"),
        _("The family cancelled late"),
        _("The family said on %(on)s that it cannot come, later than you ask for. The hour is free; call them."),
    ),
    "family_other_time": Said(
        _("They ask"),
        _("for another time, said on %(on)s"),
        _("The family asks for another time"),
        _("The family asked on %(on)s for another time. The visit stands until you move it."),
    ),
    "family_not_delivered": Said(
        _("Not told"),
        _("our message of %(on)s did not reach them"),
        _("A message did not reach the family"),
        _("Our message did not reach the family on %(on)s. Call them."),
    ),
    "family_wishes": Said(_("Would suit"), _("%(wish_on)s; the time stands on the visit’s page")),
    "family_silent": Said(
        _("Family"),
        _("has not answered what was sent on %(told_on)s"),
        _("No answer since %(told_on)s: call them"),
        _("The family has not answered what was sent on %(told_on)s, and the visit is near. Call them."),
    ),
    "limit_soft": Said(_("Under 21"), _("Medicaid owes a child necessary care beyond the limit (EPSDT): ask for it")),
}
