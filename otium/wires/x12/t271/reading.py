"""A 271 to eligibility answers: one for each dependent, and one for each subscriber who is the patient."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from otium.terms.eligibility_answer import BenefitDetail, BenefitLine, EligibilityAnswer, StatedBenefit
from otium.terms.x12 import Finding, Reject, Severity
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_271 import GUIDE
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop, missing_segment
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.shared import Heading, Level
from otium.wires.x12.walk import START, Action, Report, Walker

_LEVELS = {"2000A": 20, "2000B": 21, "2000C": 22, "2000D": 23}
_DEPTHS = {loop: depth for depth, loop in enumerate(_LEVELS)}
_PERSONS = frozenset({"2000C", "2000D"})
_STATUS = {**dict.fromkeys("12345", True), **dict.fromkeys("678", False)}  # EB01
_PLAN = "30"
_RESPONSE = "11"
_NO_DETAIL = BenefitDetail()
_line = partial(tuple.__new__, BenefitLine)  # half the time of BenefitLine(...), and made for every EB


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 271s with the same delimiters; it remembers the payer's usual segments."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[EligibilityAnswer, ...], tuple[Finding, ...]]:
    """The answers in file order, and what is not as the guide says. `number` is the transaction's in the file."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    reading.end()
    if reading.heading is None:
        missing_segment(report, "BHT", "header", segment=transaction.first_position, severity=Severity.WARNING)
    if not reading.answers:
        message = "This 271 answers for nobody: no subscriber and no reject."
        report.add(Severity.ERROR, "no-answer", message, segment=transaction.first_position)
    return tuple(reading.answers), report.findings


def is_active(lines: Iterable[BenefitLine]) -> bool | None:
    """Whether the plan is in force: by its plan-level lines (30 or no service type), else by any.

    None where no line says so, and where both are said: a payer's contradiction is for a person.
    """
    by_scope: dict[bool, set[bool]] = {True: set(), False: set()}
    for _, _, stated, _ in lines:
        active = _STATUS.get(stated.code)
        if active is not None:
            is_plan = not stated.service_types or _PLAN in stated.service_types
            by_scope[is_plan].add(active)
    said = by_scope[True] or by_scope[False]
    return said.pop() if len(said) == 1 else None


class _Reading:
    """One 271 while it is read."""

    __slots__ = ("answers", "detail", "heading", "here", "loops", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.answers: list[EligibilityAnswer] = []
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading: Heading | None = None
        self.here = OpenLoop(Level("", "", ""), START, 1)  # takes what stands before the first HL
        self.detail: list[Any] | None = None  # of the last line, one tuple a field; Any: by the field

    def end(self) -> None:
        self.attach()
        self.loops.leave()

    def attach(self) -> None:
        """Gives the last line the segments that followed it."""
        if self.detail is not None:
            segment, loop, stated, _ = self.here.lines[-1]
            self.here.lines[-1] = BenefitLine(segment, loop, stated, BenefitDetail(*self.detail))
            self.detail = None

    def _close(self, loop: OpenLoop) -> None:
        """Answers for a loop that has something to say, and for the innermost person in any case."""
        if loop.party is None:
            missing_segment(self.report, "NM1", loop.loop, segment=loop.segment, severity=Severity.WARNING)
        if loop.is_answered and not loop.lines:
            return
        path = {each.loop: each for each in (*self.loops.open, loop)}
        rejects: tuple[Reject, ...] = ()
        for each in path.values():
            rejects += each.rejects
        if not (loop.lines or rejects or loop.loop in _PERSONS):
            return
        if not loop.lines and not rejects:
            message = "This person's loop holds neither a benefit nor a reject."
            self.report.add(Severity.ERROR, "empty-answer", message, segment=loop.segment)
        self.answers.append(_answer(path, loop, self.heading, rejects))
        for above in self.loops.open:
            above.is_answered = True


def _answer(
    path: dict[str, OpenLoop], loop: OpenLoop, heading: Heading | None, rejects: tuple[Reject, ...]
) -> EligibilityAnswer:
    payer, provider = path.get("2000A"), path.get("2000B")
    subscriber, dependent = path.get("2000C"), path.get("2000D")
    # Some payers trace the family in the subscriber's loop and leave the child's without.
    traced = loop if loop.traces or subscriber is None else subscriber
    return EligibilityAnswer(
        payer.party if payer else None,
        provider.party if provider else None,
        subscriber.person if subscriber else None,
        dependent.person if dependent else None,
        traced.traces,
        loop.dates,
        loop.references,
        is_active(loop.lines),
        tuple(loop.lines),
        rejects,
        loop.loop,
        loop.segment,
        heading.reference if heading else None,
        heading.on if heading else None,
        heading.time if heading else None,
        loop.is_changed,
    )


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.attach()
    reading.here = OpenLoop(level, loop, segment)
    reading.loops.enter(reading.here)


def _benefit(reading: _Reading, stated: StatedBenefit, segment: int, loop: str) -> None:
    if reading.detail is not None:
        reading.attach()
    reading.here.lines.append(_line((segment, loop, stated, _NO_DETAIL)))


def _detail(name: str) -> Action:
    """An action that keeps a value for this field of the line's detail."""
    field = BenefitDetail._fields.index(name)

    def keep(reading: _Reading, value: object, segment: int, loop: str) -> None:
        if reading.detail is None:
            reading.detail = list(_NO_DETAIL)
        if value is not None:
            reading.detail[field] += (value,)

    return keep


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading
    if heading.purpose != _RESPONSE:
        message = "BHT02 is not 11 (response); read all the same."
        reading.report.add(Severity.WARNING, "not-a-response", message, segment=segment, element=2)


_DETAILS: dict[str, Action] = {
    "EB": _benefit,
    "MSG": _detail("messages"),
    "HSD": _detail("deliveries"),
    "DTP": _detail("dates"),
    "REF": _detail("references"),
    "III": _detail("places"),
    "NM1": _detail("parties"),
    "AAA": LOOP_ACTIONS["AAA"],
}
_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {**LOOP_ACTIONS, f"HL*{level}": _begin} for loop, level in _LEVELS.items()},
    **dict.fromkeys(("2100A", "2100B", "2100C", "2100D"), LOOP_ACTIONS),
    **dict.fromkeys(("2110C", "2115C", "2120C", "2110D", "2115D", "2120D"), _DETAILS),
}
