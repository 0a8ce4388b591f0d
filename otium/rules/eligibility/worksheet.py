"""What to ask a payer on the telephone: only what is missing, or too old for the visits booked.

Source: worksheet.toml beside this file, each sheet with its own source and certainty. A payer whose rules name
`worksheet_fields` is asked in its own order.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from otium.rules.case import ANSWERS, Case
from otium.rules.eligibility.checks import holds_from
from otium.terms.calls import InjuryFacts
from otium.terms.coverage import Benefit, BenefitKind, CheckStatus, Coverage
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import AuthState
from otium.terms.worksheet import AnswerKind, Asked, Question, Sheet, Standing, Worksheet

B = BenefitKind
# Told by another kind as well.
SAME = {
    B.VISITS_USED: (B.VISITS_REMAINING,),
    B.DEDUCTIBLE_REMAINING: (B.DEDUCTIBLE_MET,),
    B.OUT_OF_POCKET_REMAINING: (B.OUT_OF_POCKET_MET,),
}
IN_WORDS = frozenset({B.AUTHORIZATION_ROAD, B.CLAIMS_ADDRESS})
# Visits are taken off a count from the day of the answer that says it is active: both are asked in one call.
COUNTED = frozenset({"visits_used", "dollars_remaining"})
AUTHORIZED = frozenset({"authorized_visits", "authorized_starts_on", "authorized_ends_on"})
CERTAINTIES = frozenset({"verified", "knowledge", "uncertain"})


class WorksheetError(ValueError):
    """A worksheet file that cannot be used. The message says which row."""


def parse(text: str) -> Worksheet:
    """The questions and sheets of worksheet.toml. Raises WorksheetError."""
    try:
        document = tomllib.loads(text)
        questions = {row["code"]: _question(row) for row in document["field"]}
        sheets = tuple(_sheet(row) for row in document["sheet"])
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise WorksheetError(f"worksheet data: {error!r}") from error
    named = {code for sheet in sheets for code in sheet.codes} | {q.only_if for q in questions.values() if q.only_if}
    if unknown := named - set(questions):
        raise WorksheetError(f"worksheet data: no field {sorted(unknown)}")
    return Worksheet(questions, sheets)


def _question(row: dict[str, Any]) -> Question:
    return Question(
        code=row["code"],
        ask=row["ask"],
        why=row["why"],
        kind=AnswerKind(row["kind"]),
        fills=row["fills"],
        goes_stale=row["stale"],
        options=tuple(row.get("options", ())),
        only_if=row.get("only_if", ""),
    )


def _sheet(row: dict[str, Any]) -> Sheet:
    if not row["source"] or row["certainty"] not in CERTAINTIES:
        raise ValueError(f"a sheet needs a source and a certainty of {sorted(CERTAINTIES)}")
    types = tuple(PayerType(name) for name in row["payer_types"])
    return Sheet(
        types, tuple(row["fields"]), row["effective_from"], row.get("effective_to"), row["source"], row["certainty"]
    )


def questions_for(rules: PayerRules, worksheet: Worksheet, on: date) -> tuple[Question, ...]:
    """In the payer's own order, else that of its type; none for who is not asked. Codes nobody knows are left out."""
    own = tuple(code for code in (rules.worksheet_fields or "").split() if code in worksheet.questions)
    codes = own or next((s.codes for s in worksheet.sheets if _holds(s, rules.payer_type, on)), ())
    return tuple(worksheet.questions[code] for code in codes)


def _holds(sheet: Sheet, kind: PayerType, on: date) -> bool:
    return kind in sheet.payer_types and sheet.starts_on <= on and (sheet.ends_on is None or on <= sheet.ends_on)


def missing(
    case: Case, coverage: Coverage, worksheet: Worksheet, injury: InjuryFacts | None = None
) -> tuple[Asked, ...]:
    """What to ask about the coverage, in order."""
    return tuple(a for a in standings(case, coverage, worksheet, injury) if a.standing is not Standing.KNOWN)


def standings(
    case: Case, coverage: Coverage, worksheet: Worksheet, injury: InjuryFacts | None = None
) -> tuple[Asked, ...]:
    """Every question that applies, in order, each with where it stands for the next visit under the coverage."""
    return tuple(_Records(case, coverage, injury).asked(questions_for(case.rules_of(coverage), worksheet, case.on)))


@dataclass(frozen=True, slots=True)
class _Answer:
    on: date | None  # None: the record says it, whenever that was
    is_no: bool = False  # said to be no, none or nothing


class _Records:
    """What is on file of one coverage, read for its worksheet."""

    def __init__(self, case: Case, coverage: Coverage, injury: InjuryFacts | None) -> None:
        self.case, self.coverage, self.injury = case, coverage, injury
        paid = (visit for visit in case.upcoming if case.payer_of(visit) is coverage)
        visit = next(paid, None)
        self.visit_on = visit.on if visit else None
        self.day = visit.on if visit else case.on
        changed_on = coverage.changed_on or date.min
        told = (c for c in case.checks_of(coverage) if c.answered_on >= changed_on)
        self.checks = tuple(c for c in reversed(tuple(told)) if c.status is not CheckStatus.REJECTED)
        self.fresh_from = holds_from(coverage, case.rules_of(coverage), self.day)

    def asked(self, questions: tuple[Question, ...]) -> Iterator[Asked]:
        answers = {question.code: self._answer(question) for question in questions}
        apply = [q for q in questions if (depends := answers.get(q.only_if)) is None or not depends.is_no]
        found = [self._asked(question, answers[question.code]) for question in apply]
        counts = any(a.question.code in COUNTED and a.standing is not Standing.KNOWN for a in found)
        for each in found:
            is_again = counts and each.question.column == "status" and each.standing is Standing.KNOWN
            yield replace(each, standing=Standing.STALE) if is_again else each

    def _asked(self, question: Question, answer: _Answer | None) -> Asked:
        if answer is None:
            return Asked(question, Standing.MISSING, None, self.visit_on)
        is_old = answer.on is not None and answer.on < self.fresh_from
        standing = Standing.STALE if question.goes_stale and is_old else Standing.KNOWN
        if question.column in AUTHORIZED and not self._authorization_lasts():
            standing = Standing.STALE
        return Asked(question, standing, answer.on, self.visit_on)

    def _answer(self, question: Question) -> _Answer | None:
        if question.record == "injury":
            return self._of_injury(question.column)
        if question.record == "check":
            return self._of_check(question.column)
        if question.record == "need":
            return self._of_need(question.column)
        kind = B.VISIT_LIMIT if question.record == "limit" else B(question.column)
        for check in self.checks:
            found = next((b for b in check.benefits if _tells(b, kind)), None)
            if found is not None and (question.column != "period" or found.period):
                return _Answer(check.answered_on, found.flag is False or found.amount == 0)
        return None

    def _of_need(self, service: str) -> _Answer | None:
        for check in self.checks:
            for benefit in check.benefits:
                if benefit.kind is B.AUTHORIZATION_FOR and benefit.text == service and benefit.flag is not None:
                    return _Answer(check.answered_on, not benefit.flag)
        return None

    def _of_check(self, column: str) -> _Answer | None:
        """An answer that says whether it is in force says its last day too, where there is one."""
        if column == "coverage_starts_on":
            return _Answer(None) if self.coverage.starts_on else None
        said = next((c for c in self.checks if c.status in ANSWERS), None)
        return _Answer(said.answered_on, said.status is CheckStatus.INACTIVE) if said else None

    def _of_injury(self, column: str) -> _Answer | None:
        is_on_file = self.injury is not None and column in self.injury.on_file
        return _Answer(None) if is_on_file or (column in AUTHORIZED and self._is_authorized()) else None

    def _is_authorized(self) -> bool:
        """An authorization is on file for the day, with its visits: the adjuster's count would be the same again."""
        return any(
            authorization.state is AuthState.ACTIVE
            and authorization.coverage_id in (None, self.coverage.id)
            and (authorization.ends_on is None or authorization.ends_on >= self.day)
            and any(service.approved is not None for service in authorization.services)
            for authorization in self.case.patient.authorizations
        )

    def _authorization_lasts(self) -> bool:
        ends_on = self.injury.authorized_ends_on if self.injury else None
        return self._is_authorized() or ends_on is None or ends_on >= self.day


def _tells(benefit: Benefit, kind: BenefitKind) -> bool:
    if benefit.kind is not kind and benefit.kind not in SAME.get(kind, ()):
        return False
    return benefit.kind in IN_WORDS or benefit.amount is not None or benefit.flag is not None
