"""Words of a chart: how scores stand and moved, where goals stand, what is asked for at a visit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.instrument import Basis, Better, RetestState, Verdict

VERDICTS: dict[Verdict, tuple[str, Any]] = {  # badge, words
    Verdict.IMPROVED: ("clear", _("Improved")),
    Verdict.SAME: ("unknown", _("No meaningful change")),
    Verdict.WORSE: ("blocked", _("Worse")),
    Verdict.UNKNOWN: ("unknown", _("Change not read")),
}
WHY_UNKNOWN: dict[str, Any] = {
    "instrument_unknown": _("We do not know this instrument."),
    "other_part": _("We do not know this part of the instrument."),
    "other_unit": _("These scores are in another unit than the scale’s own."),
    "no_direction": _("Neither more nor less is better: the middle is typical."),
    "no_difference": _("No important difference is known for this patient’s diagnosis."),
}
BETTER: dict[Better, Any] = {
    Better.HIGHER: _("Higher is better"),
    Better.LOWER: _("Lower is better"),
    Better.NEITHER: _("The middle is typical"),
}
BASES: dict[Basis, Any] = {
    Basis.MCID: _("patients notice it (MCID)"),
    Basis.MDC: _("more than measuring error (MDC)"),
    Basis.HALF_SD: _("rule of thumb: half a standard deviation"),
}
RETESTS: dict[RetestState, Any] = {
    RetestState.TOO_EARLY: _("Too early to test again before %(day)s"),
    RetestState.POSSIBLE: _("May be tested again; due %(day)s"),
    RetestState.DUE: _("Due to be tested again since %(day)s"),
}
SIDES: dict[str, Any] = {"": "", "left": _("left"), "right": _("right")}
GOAL_TONES = {"active": "unknown", "met": "clear", "partly_met": "risk", "not_met": "blocked", "dropped": "unknown"}
