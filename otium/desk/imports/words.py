"""What is wrong with a row or file, and what to do, in words that can be translated."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from otium.terms.extract import Problem


class Words(NamedTuple):
    """`short` names the problem in a list; `what` and `do` are sentences that a finding's params fill."""

    short: Any
    what: Any
    do: Any


EXPORT_AGAIN = _("Put it right where it comes from and export again.")
NOTHING_TO_DO = _("Nothing has to be done if that is as it should be.")

WORDS: dict[Problem, Words] = {
    Problem.NOT_TEXT: Words(
        _("a file is not a table of text"),
        _("The file is not a table of text, or a quotation mark in it never closes. Nothing of it was taken over."),
        _("Export it as CSV again; do not open and save it in a spreadsheet in between."),
    ),
    Problem.NO_HEADER: Words(
        _("a file has no header"),
        _("The first row does not name the columns. Nothing of the file was taken over."),
        _("Export it with its header row."),
    ),
    Problem.COLUMN_TWICE: Words(
        _("a column is there twice"),
        _("Two columns have this name, and they may differ. Nothing of the file was taken over."),
        _("Export the column once."),
    ),
    Problem.COLUMN_MISSING: Words(
        _("a column is missing"),
        _("There is no column of this name, and no row can be read without it. Nothing of the file was taken over."),
        _("Export the column, or name the right one in the mapping."),
    ),
    Problem.COLUMN_ABSENT: Words(
        _("columns are missing"),
        _("The file has no columns %(columns)s. What they would say stays as it is."),
        _("Name the right columns in the mapping if they are called something else."),
    ),
    Problem.COLUMN_UNKNOWN: Words(
        _("columns are not read"),
        _("Otium does not read %(columns)s."),
        _("Name them in the mapping if they hold something that Otium should know."),
    ),
    Problem.FILE_ABSENT: Words(
        _("a table is missing"), _("There is no file with this table. What is on file stays."), NOTHING_TO_DO
    ),
    Problem.FILE_UNKNOWN: Words(
        _("a file is unknown"),
        _("Neither its name nor its columns are those of a table that Otium reads. It was left alone."),
        _("Name it in the mapping if it holds one of the tables."),
    ),
    Problem.WRONG_WIDTH: Words(
        _("a row has the wrong number of cells"),
        _("The row has %(cells)s cells and the header %(columns)s."),
        _("A comma or line break inside a cell has to stand in quotation marks. Export again."),
    ),
    Problem.BLANK: Words(
        _("a cell is blank"), _("The cell is blank, and the row says nothing without it."), EXPORT_AGAIN
    ),
    Problem.BAD_TEXT: Words(_("a cell holds no text"), _("The cell holds a character that is no text."), EXPORT_AGAIN),
    Problem.BAD_DATE: Words(
        _("a date cannot be read"),
        _("The cell is not a date as the mapping writes dates."),
        _("Put it right where it comes from, or add this way of writing dates to the mapping."),
    ),
    Problem.BAD_TIME: Words(
        _("a time cannot be read"),
        _("The cell is not a time as the mapping writes times."),
        _("Put it right where it comes from, or add this way of writing times to the mapping."),
    ),
    Problem.BAD_NUMBER: Words(
        _("a number cannot be read"), _("The cell is not a whole number from 0 to 32,000."), EXPORT_AGAIN
    ),
    Problem.BAD_MONEY: Words(
        _("an amount cannot be read"), _("The cell is not an amount of dollars, or it is below zero."), EXPORT_AGAIN
    ),
    Problem.BAD_NPI: Words(_("an NPI is wrong"), _("An NPI has ten digits."), EXPORT_AGAIN),
    Problem.BAD_STATE: Words(_("a state is wrong"), _("A state has two letters, as in WA."), EXPORT_AGAIN),
    Problem.BAD_CODES: Words(
        _("codes cannot be read"),
        _("The cell is not a list of codes with units, as in 97530:2;97535:1."),
        EXPORT_AGAIN,
    ),
    Problem.BAD_SCORE: Words(
        _("a score cannot be read"), _("The cell is not one number with at most two places."), EXPORT_AGAIN
    ),
    Problem.TOO_LONG: Words(
        _("a text is too long"),
        _("The cell holds more than Otium keeps: 4,000 letters of a text, 40 of a code."),
        _("Write it in two lines where it comes from and export again."),
    ),
    Problem.UNKNOWN_WORD: Words(
        _("a word is unknown"),
        _("The mapping does not say what “%(word)s” means in this column."),
        _("Add the word to the mapping."),
    ),
    Problem.ENDS_BEFORE_START: Words(
        _("something ends before it starts"), _("It ends before it starts, or as it starts."), EXPORT_AGAIN
    ),
    Problem.ORPHAN: Words(
        _("a row refers to something unknown"),
        _("It refers to %(refers_to)s %(id)s, which is neither in the files nor on file."),
        _("Export that row too, or look whether it was held back itself."),
    ),
    Problem.OTHER_PATIENT: Words(
        _("case and patient do not fit"), _("%(id)s belongs to another patient."), EXPORT_AGAIN
    ),
    Problem.SAME_KEY_DIFFERS: Words(
        _("rows contradict each other"),
        _("Row %(rows)s has the same ID and says something else, and neither is newer."),
        _("Keep the true one where it comes from and export again."),
    ),
    Problem.NO_SUCH_TIME: Words(
        _("a time never was"), _("The clock was put forward: %(time)s was not shown that day."), EXPORT_AGAIN
    ),
    Problem.TIME_TWICE: Words(
        _("a time was there twice"), _("The clock was put back: %(time)s was shown twice that day."), EXPORT_AGAIN
    ),
    Problem.TIME_UNKNOWN: Words(
        _("a time is unknown"),
        _("The visit has no time of day and no appointment. It stands at noon and takes up nobody’s time."),
        NOTHING_TO_DO,
    ),
    Problem.PAYER_TYPE_UNKNOWN: Words(
        _("a payer’s type is missing"),
        _("Nothing says what type of payer this is."),
        _("Give the payer its type where it comes from, or name the payer in the mapping."),
    ),
    Problem.PAYER_UNKNOWN: Words(
        _("a payer is unknown"),
        _("No case names a payer of this name."),
        _("Write the name as the cases write it."),
    ),
    Problem.CLINIC_UNKNOWN: Words(
        _("a clinic is unknown"),
        _("Clinic %(id)s is neither in the files nor on file. The place was left open."),
        _("Export the clinics too."),
    ),
    Problem.OTHER_TIME_ZONE: Words(
        _("a clinic is in another time zone"),
        _("The clinic’s clock differs from the practice’s. Times of the extract are read as %(practice)s."),
        _("Change the practice’s time zone in its settings if that is wrong."),
    ),
    Problem.NUMBER_CONFLICTS: Words(
        _("an authorization number stands for two things"),
        _("Another authorization has this number in the same days and says something else: row %(rows)s."),
        _("Ask the payer which is right and end the other one where it comes from: together they allow too much."),
    ),
    Problem.AUTH_CONFLICTS: Words(
        _("an authorization differs from the payer’s message"),
        _("The row says %(source)s; the payer’s message or what was entered here says %(on_file)s. Both are kept."),
        _("Ask the payer, then put the wrong one right."),
    ),
    Problem.SEVERAL_APPOINTMENTS: Words(
        _("a visit fits several appointments"),
        _("The case has %(count)s appointments that day, and the visit does not say which one it was."),
        _("Export the visit’s appointment ID or its start time."),
    ),
    Problem.VISIT_TAKEN: Words(
        _("two visits name one appointment"),
        _("Visit %(visit)s with charges stands for this appointment already."),
        _("Give each visit its own appointment where it comes from."),
    ),
    Problem.RATE_CONFLICTS: Words(
        _("rates contradict each other"),
        _("Row %(rows)s names another amount for the same payer, type of visit and day."),
        _("Keep one of them."),
    ),
    Problem.SAME_PERSON_TWICE: Words(
        _("two patients on file are alike"),
        _("Several patients entered here have this name and birth date."),
        _("Set one of them inactive, or give them their birth dates."),
    ),
    Problem.NO_ABSENCE: Words(
        _("an appointment has no ID"),
        _("A row of the file has no readable ID, so nothing was cancelled for not being in it."),
        EXPORT_AGAIN,
    ),
    Problem.OTHER_PERSON: Words(
        _("a chart number is somebody else’s"),
        _("The patient with this chart number has another name or birth date."),
        _("Put the chart number or the name right where it comes from and export again. Nothing is guessed."),
    ),
    Problem.SCORE_IMPOSSIBLE: Words(
        _("a score cannot be"), _("%(instrument)s has no such score, part or side."), EXPORT_AGAIN
    ),
    Problem.STILL_TO_COME: Words(
        _("a day is still to come"), _("The day is after today, and the line says what was done."), EXPORT_AGAIN
    ),
    Problem.CHART_NUMBER_MISSING: Words(
        _("a patient has no chart number"),
        _("The file gives the patient of this line no chart number, or several."),
        _("Export the patients with their medical record number (identifier of type MR). Nothing is guessed by name."),
    ),
    Problem.RESOURCE_UNREAD: Words(
        _("a FHIR resource is not taken"),
        _("The resource does not say at this place what a line of a chart needs, or says it in another way."),
        EXPORT_AGAIN,
    ),
    Problem.NOT_JSON: Words(
        _("a FHIR file cannot be read"),
        _("The file is neither a FHIR bundle nor one FHIR resource a line. Nothing of it was taken over."),
        _("Export it again as FHIR R4 JSON."),
    ),
    Problem.TOO_LARGE: Words(
        _("a file is too large"),
        _("The file holds more than %(most)s. Nothing of it was taken over."),
        _("Export it in parts, each with some of the patients, and drop them together."),
    ),
}

NO_WORD = _("The mapping does not say what the word in this column means.")
"""For an unknown word that is not shown, because its column may name people."""


def what(problem: str, params: Mapping[str, Any]) -> str:
    """The sentence that says what is wrong."""
    found = Problem(problem)
    if found is Problem.UNKNOWN_WORD and "word" not in params:
        return str(NO_WORD)
    return str(WORDS[found].what) % dict(params)


def do(problem: str) -> str:
    """The sentence that says what to do about it."""
    return str(WORDS[Problem(problem)].do)


def short(problem: str) -> str:
    """The problem in a few words, to stand inside a sentence."""
    return str(WORDS[Problem(problem)].short)
