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
FORMS: dict[str, Any] = {
    "paper": _("A paper, pages: %(n)d"),
    "sheet": _("A table"),
    "bundle": _("A FHIR bundle"),
    "": _("A picture"),
}
STATES: dict[str, Any] = {
    "new": _("New"),
    "note": _("Where a goal on file stands"),
    "on_file": _("In the chart already"),
    "withdrawn": _("Taken out of the record before"),
}
UNREAD: dict[str, Any] = {
    "scan": _("This is a scan without text. It stays a document; type what it says into the chart."),
    "damaged": _("The file is damaged and cannot be opened. Ask for it again, or print it to PDF anew."),
    "encrypted": _("The file asks for a password. Save it without one and hand it in again."),
    "no_pages": _("The file has no pages."),
    "too_long": _("It is longer than is read at once. What comes later is not shown here."),
    "page_damaged": _("A page could not be read."),
    "too_many_lines": _(
        "Only the first %(shown)s lines are read. Hand in the rest apart; charts of all patients go to Import."
    ),
    "too_hard": _(
        "Reading this file took more time or memory than a print needs, so it was stopped. It is kept as it came. "
        "Print the document anew as PDF, or type its lines."
    ),
    "score_unread": _("Names a test, but the score cannot be read for sure: “%(shown)s”"),
    "day_unread": _("A day that we cannot read for sure: “%(shown)s”"),
    "status_unread": _("It does not say clearly where the goal stands: “%(shown)s”"),
    "no_score_day": _("It does not say on one day when the scores were taken. Enter the day below."),
    "no_table": _("This is no table that we can read."),
    "columns_missing": _("The first row must name the columns, among them “type”."),
    "column_unknown": _("A column that we do not know; nothing is read from it."),
    "kind_unknown": _("We do not know what this is: “%(shown)s”"),
    "number_unread": _("Not a number with at most two places: “%(shown)s”"),
    "text_missing": _("It says nothing here."),
    "id_twice": _("The id “%(shown)s” comes twice; the first row counts."),
    "not_json": _("This looks like FHIR but is no JSON. Export it again."),
    "not_bundle": _("This is no FHIR bundle, but “%(shown)s”. Export the patient’s resources as a bundle."),
    "no_subject": _("It does not say whom it is about. Compare it with the patient before you tick anything."),
    "several_subjects": _("It speaks of more than one person, so nothing is offered. Export one patient at a time."),
    "resource_skipped": _("Not read into a chart: %(shown)s"),
    "code_unread": _("It has no name that we can read."),
    "value_unread": _("It has no number that is a score: “%(shown)s”"),
    "other_person": _(
        "This speaks of another person than this patient, so nothing is offered. Check where it belongs."
    ),
    "person_unsure": _("The name in it differs from this patient’s. Compare them before you tick anything."),
}
