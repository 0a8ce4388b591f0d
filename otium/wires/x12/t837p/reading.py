"""An 837P to a batch of claims, and everything in it that is not as the guide says or does not fit together."""

from collections import Counter
from datetime import datetime, time

from otium.terms.claim import BillingProvider, ClaimBatch, ProfessionalClaim
from otium.terms.claim_consistency import batch_inconsistencies, inconsistencies
from otium.terms.claim_parties import ClaimCoverage, Dependent, Receiver, Submitter
from otium.terms.claim_problem import ClaimProblem
from otium.terms.x12 import Severity
from otium.wires.x12.guide_837p import TABLE
from otium.wires.x12.guide_table import guide_table
from otium.wires.x12.segments.professional import Insured
from otium.wires.x12.segments.shared import Heading
from otium.wires.x12.structure import Structure
from otium.wires.x12.t837p.drafts import (
    AdjudgedDraft,
    BillingDraft,
    ClaimDraft,
    CoverageDraft,
    LineDraft,
    PartsDraft,
    PartyDraft,
)
from otium.wires.x12.walk import Report

GUIDE_TABLE = guide_table(TABLE)
_NOT_INSURED = Insured("", None, None, None, None, None)
_Places = dict[tuple[str, int, int, str], int]  # loop, line (0: the claim), which of several, tag: segment


class Reading:
    """One 837P while it is read."""

    def __init__(self, report: Report, first: int) -> None:
        self.report, self.first = report, first
        self.structure = Structure(GUIDE_TABLE, report, first)
        self.heading: Heading | None = None
        self.submitter, self.receiver = PartyDraft(), PartyDraft()
        self.billing, self.coverage = BillingDraft(), CoverageDraft(_NOT_INSURED)
        self.dependent: PartyDraft | None = None
        self.relationship = ""
        self.claim: ClaimDraft | None = None
        self.parts: PartsDraft = PartsDraft()  # the claim's or the line's
        self.party = PartyDraft()
        self.adjudged: AdjudgedDraft | None = None
        self.last_line = 0  # LX01
        self.claims: list[ProfessionalClaim] = []
        self._places: list[_Places] = []  # of each claim
        self._above: _Places = {}
        self._here: _Places = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        self._above_terms: tuple[BillingProvider, ClaimCoverage, Dependent | None] | None = None

    def place(self, loop: str, elements: tuple[str, ...], segment: int, *, opens: bool) -> None:
        """Remembers where a segment stands."""
        tag, qualified = elements[0], f"{elements[0]}*{elements[1]}"
        if self.claim is None:
            for key in (tag, qualified, ""):
                self._above.setdefault((loop, 0, 1, key), segment)
            return
        line = len(self.claim.lines) if loop >= "2400" else 0
        if opens:
            self._counts[loop, line] += 1
        # Names within one of several other insurances count as that insurance does.
        nth = self._counts["2320", 0] if "2330" <= loop < "2331" else self._counts[loop, line]
        for key in (tag, qualified, ""):
            self._here.setdefault((loop, line, nth, key), segment)

    def begin_level(self, letter: str) -> None:
        """An HL: the claim before it is done, and what stood at this level and below holds no longer."""
        self.end_claim()
        self._above_terms = None
        self._above = {key: at for key, at in self._above.items() if key[0] < "2000" or key[0][4:5] < letter}

    def begin_claim(self) -> None:
        self.end_claim()
        self.claim = ClaimDraft()
        self.parts = self.claim
        self.last_line = 0

    def begin_line(self) -> None:
        line = LineDraft()
        if self.claim:
            self.claim.lines.append(line)
        self.parts, self.adjudged = line, None

    def end_claim(self) -> None:
        if self.claim is None:
            return
        self._above_terms = self._above_terms or (self.billing.billing(), self.coverage.coverage(), self._patient())
        claim = self.claim.claim(*self._above_terms)
        self.claims.append(claim)
        self._places.append(self._above | self._here)
        for problem in inconsistencies(claim):
            self._add(problem, self._places[-1])
        self.claim, self._here, self._counts = None, {}, Counter()

    def end(self) -> ClaimBatch:
        self.end_claim()
        self.structure.end()
        submitter = Submitter(self.submitter.name, self.submitter.id, tuple(self.submitter.contacts))
        receiver = Receiver(self.receiver.name.family, self.receiver.id)
        said = self.heading or Heading("", None, None, None, None)
        batch = ClaimBatch(
            said.reference or "", submitter, receiver, tuple(self.claims), _at(said), said.purpose, said.type or ""
        )
        for index, problem in batch_inconsistencies(batch):
            self._add(problem, self._places[index])
        return batch

    def _patient(self) -> Dependent | None:
        return Dependent(self.dependent.person(), self.relationship) if self.dependent else None

    def _add(self, problem: ClaimProblem, places: _Places) -> None:
        at = (problem.loop, problem.line or 0, problem.nth)
        keys = ((*at, f"{problem.tag}*{problem.qualifier}"), (*at, problem.tag), (*at, ""), ("2300", 0, 1, ""))
        segment = next((places[key] for key in keys if key in places), self.first)
        self.report.add(problem.severity, problem.code, problem.message, segment=segment, element=problem.number)

    def error(self, code: str, message: str, segment: int, element: int | None = None) -> None:
        self.report.add(Severity.ERROR, code, message, segment=segment, element=element)


def _at(said: Heading) -> datetime | None:
    """BHT04 and BHT05; midnight where the time cannot be read."""
    if said.on is None:
        return None
    digits = (said.time or "")[:4]
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        return datetime.combine(said.on, time())
    hour, minute = int(digits[:2]), int(digits[2:])
    return datetime.combine(said.on, time(hour, minute) if hour < 24 and minute < 60 else time())
