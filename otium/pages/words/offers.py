"""What is said of freed hours, offers and who was passed over."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.offers import OfferState, RoundState
from otium.terms.waitlist import Criterion, Passed

PASSED: dict[Passed, Any] = {
    Passed.DISCIPLINE: _("waits for another discipline"),
    Passed.TOO_SHORT: _("needs more minutes"),
    Passed.THERAPIST: _("waits for another therapist"),
    Passed.SKILL: _("needs a skill that is not on file of this therapist"),
    Passed.LANGUAGE: _("needs a language that is not on file of this therapist"),
    Passed.LOCATION: _("waits for another location"),
    Passed.WEEKDAY: _("cannot come on that day of the week"),
    Passed.HOUR: _("cannot come at that hour"),
    Passed.NOTICE: _("needs more notice"),
    Passed.BUSY: _("has another visit then"),
    Passed.SAME_DAY: _("comes on that day anyway"),
    Passed.NO_LATER: _("has no later visit that could move here"),
    Passed.NOT_READY: _("is not ready: something of theirs is missing"),
    Passed.NOBODY: _("nobody is on file who may be told"),
    Passed.NO_TEXTS: _("wants no texts"),
    Passed.NO_NUMBER: _("no number on file that takes texts"),
    Passed.SAME_FAMILY: _("the same phone is asked for another of the family"),
    Passed.SAID_NO: _("was asked before and said no"),
    Passed.ASKED: _("is being asked about another hour"),
    Passed.TEXTS_ENOUGH: _("had as many texts this week as you send to one family"),
    Passed.QUIET: _("no text may reach them in time"),
    Passed.LATE: _("the hour is too near for a text"),
    Passed.OWN_HOUR: _("it was their own hour"),
    Passed.BY_HAND: _("somebody of us gave it to another"),
    Passed.TURN: _("others stood before them"),
}
STATES: dict[OfferState, tuple[Any, str]] = {
    OfferState.PASSED: (_("Not asked"), "unknown"),
    OfferState.MADE: (_("Text is on its way"), "unknown"),
    OfferState.SENT: (_("Asked, no answer yet"), "unknown"),
    OfferState.TAKEN: (_("Took it"), "clear"),
    OfferState.DECLINED: (_("Said no"), "risk"),
    OfferState.LAPSED: (_("No answer yet, the next were asked"), "risk"),
    OfferState.WITHDRAWN: (_("Taken back"), "unknown"),
    OfferState.GONE: (_("Somebody else was faster"), "unknown"),
}
ROUNDS: dict[RoundState, tuple[Any, str]] = {
    RoundState.OPEN: (_("Being offered"), "unknown"),
    RoundState.FILLED: (_("Filled"), "clear"),
    RoundState.EXHAUSTED: (_("Nobody took it"), "risk"),
    RoundState.CLOSED: (_("Stopped"), "unknown"),
}
ORDER: dict[Criterion, tuple[Any, Any]] = {
    Criterion.READINESS: (_("Ready"), _("who could come at once: verified, authorized, nothing missing")),
    Criterion.URGENCY: (_("Urgent"), _("as a clinician judged it")),
    Criterion.WAIT: (_("Waiting longest"), _("counted in whole weeks")),
    Criterion.FAIRNESS: (_("Passed over most"), _("how often somebody else had an hour that suited them")),
}
