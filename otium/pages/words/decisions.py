"""Sentences about a payer's decision that a person records: what to look at first, why it cannot be recorded."""

from typing import Any

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Any] = {
    "approve": _("Approved"),
    "modify": _("Approved, but less or otherwise than asked"),
    "deny": _("Denied"),
    "pend": _("Not decided: they want more from us"),
    "cancel": _("Cancelled by the payer"),
}
ROADS: dict[str, Any] = {"letter": _("Letter or fax"), "portal": _("Portal"), "call": _("Telephone")}
ON_FILE: dict[str, Any] = {
    "": _("Nothing: it is a number of its own"),
    "adds": _("More on that number: so many visits or units in addition"),
    "total": _("That number, changed: so many in all, until the end given here"),
}
# Doubts of terms.decision: those that can be confirmed say what confirming means.
DOUBTS: dict[str, Any] = {
    "decided_ahead": _("Enter the day it was decided: today or before."),
    "day_out_of_range": _("Check the year of this day."),
    "days_reversed": _("The last day comes before the first."),
    "number_missing": _("Enter the authorization number: without it nothing can be billed."),
    "nothing_granted": _("Nothing is approved: choose “Denied”, or leave the number empty where none is stated."),
    "number_on_file": _("%(number)s is on file with other days or another number. Say how the two go together."),
    "period_past": _("The approval ended on %(ends_on)s: it covers no visit to come. The letter says so."),
    "other_basis": _("%(requested)s %(asked)s were asked for, and the approval counts otherwise. The letter says so."),
    "more_than_asked": _("%(granted)s were approved and %(requested)s asked for. The letter says so."),
    "fewer_than_asked": _(
        "%(granted)s were approved of %(requested)s asked for: it is recorded as approved with less than asked, "
        "whatever the letter calls it."
    ),
    "codes_left_out": _("%(codes)s were asked for and are not approved. The letter says so."),
}
REFUSED: dict[str, Any] = {
    "decided_since": _("A later decision on this request is on file. Nothing was written."),
    "decision_on_file": _("This decision is on file already. Nothing was written."),
    "does_not_follow": _("The request is closed: a decision cannot follow. Record it on the patient instead."),
    "nothing_to_undo": _("There is no decision here that was recorded by hand and can be taken back."),
    "changed_since": _("Something changed since it was recorded. Correct it on the authorization instead."),
    "undo_by_hand": _("This cannot be taken back in one step. Correct the authorization instead."),
    "contradicts_number": _("The number is on file and says otherwise. Say how the two go together."),
}
BASIS: dict[str, Any] = {"visits": _("visits"), "units": _("units")}
