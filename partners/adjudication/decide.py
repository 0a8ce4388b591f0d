"""One claim's ruling: edits line by line, then money for what is left."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from partners.adjudication import coding, coverage
from partners.adjudication.case import ZERO, Adjustment, Case, Denial, LineRuling, Ruling
from partners.adjudication.money import Fee, Purse, fees, settle, settle_second
from partners.fees import OT_THRESHOLDS, newest_known
from partners.reading.claims import LineFiled

EDITS = (*coverage.BEFORE_CODING, *coding.EDITS, *coverage.AFTER_CODING)
STATUS = {"P": "1", "S": "2", "T": "3"}
UNKNOWN_PATIENT = "4"
THRESHOLD = Denial("CO", "119", ("N587",))


def decide(case: Case) -> Ruling:
    """The first edit that a line fails denies it; nothing is paid twice, nothing below zero."""
    denials = {id(line): denial for line in case.claim.lines if (denial := first_denial(case, line))}
    payable = [line for line in case.claim.lines if id(line) not in denials]
    paid = dict(_pay(case, payable))
    lines = tuple(paid.get(id(line)) or denied(line, denials[id(line)]) for line in case.claim.lines)
    status = UNKNOWN_PATIENT if case.member is None else STATUS.get(case.claim.sequence, "1")
    remarks = dict.fromkeys(code for line in lines for code in line.remarks if code.startswith("MA"))
    return Ruling(status, lines, tuple(remarks))


def first_denial(case: Case, line: LineFiled) -> Denial | None:
    return next((denial for edit in EDITS if (denial := edit(case, line))), None)


def denied(line: LineFiled, denial: Denial) -> LineRuling:
    whole = (Adjustment(denial.group, denial.carc, line.charge),) if line.charge else ()
    return LineRuling(ZERO, ZERO, whole, denial.remarks, is_denied=True)


def _pay(case: Case, lines: list[LineFiled]) -> Iterator[tuple[int, LineRuling]]:
    if case.claim.earlier is not None and case.claim.sequence != "P":
        yield from _pay_second(case, lines)
        return
    by_day = sorted(lines, key=lambda line: line.first_on or date.min)
    purses: dict[int, Purse] = {}
    dollars: dict[int, Decimal] = {}
    for day, group in groupby(by_day, key=lambda line: line.first_on or date.min):
        of_day = list(group)
        purse = purses.setdefault(day.year, _purse(case, day))
        so_far = dollars.setdefault(day.year, case.of_year(day).dollars)
        for line, fee in zip(of_day, fees(case, of_day), strict=True):
            ruling = _over_threshold(case, line, so_far, fee) or settle(case, line, fee, purse)
            so_far += ruling.allowed
            yield id(line), ruling
        dollars[day.year] = so_far


def _purse(case: Case, day: date) -> Purse:
    whole = case.member.deductible if case.member else None
    return Purse(max((whole or ZERO) - case.of_year(day).deductible_met, ZERO))


def _over_threshold(case: Case, line: LineFiled, so_far: Decimal, fee: Fee) -> LineRuling | None:
    """The line that crosses the threshold needs KX already. Source: CMS Pub. 100-04 ch. 5 s. 10.3."""
    day = line.first_on
    if not case.contract.has_threshold or day is None or "KX" in line.modifiers:
        return None
    is_over = so_far + min(fee.allowed, line.charge) > newest_known(OT_THRESHOLDS, day.year)
    return denied(line, THRESHOLD) if is_over else None


def _pay_second(case: Case, lines: list[LineFiled]) -> Iterator[tuple[int, LineRuling]]:
    """By line where the claim tells what the first payer left on each, else from the claim's sum, line after line."""
    left = case.claim.earlier.patient if case.claim.earlier else ZERO
    for line in lines:
        part = line.earlier.patient if line.earlier else min(left, line.charge)
        left -= 0 if line.earlier else part
        yield id(line), settle_second(line, part)
