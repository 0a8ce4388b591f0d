"""Yearly sums of one coverage while visits run them down: deductible, out-of-pocket, spend-down.

Source: 271 EB01 C, G, Y with EB06 23 (whole), 29 (left). The payer counts processed claims, so each visit from the day
of the answer on is taken off what was left, as with visit limits. A calendar-year sum begins anew in January; that next
year's is the same is an estimate, and is said. When another plan year begins is not known: from January on unknown.
Of a person's and a family's sum the lower remainder ends the family's part (embedded sums). Certainty: knowledge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from otium.rules.eligibility.limits import NO_YEAR, SERVICE
from otium.rules.estimate.benefits import INDIVIDUAL, Held, Sheet
from otium.terms.coverage import Coverage
from otium.terms.estimate import Accumulator
from otium.terms.provenance import Source, SourceKind

NOTHING = Decimal(0)
DEDUCTIBLE, OUT_OF_POCKET, SPEND_DOWN = "deductible", "out_of_pocket", "spend_down"


@dataclass(slots=True)
class Account:
    """One sum of one level. `left` None is unknown. `whole` of a later year is that of the year known."""

    kind: str
    level: str
    whole: Decimal | None
    left: Decimal | None
    year: int
    opened: Held | None  # what the remainder rests on; None: the whole of a year
    is_calendar: bool
    began: list[tuple[int, Decimal | None]] = field(default_factory=list)  # year, left at its start or at the answer
    taken: dict[int, Decimal] = field(default_factory=dict)

    def begin(self, on: date) -> bool:
        """Start a new year where the visit is in one. True when this did."""
        if on.year <= self.year:
            return False
        self.year = on.year
        self.left = self.whole if self.is_calendar else None
        self.opened = None
        self.began.append((self.year, self.left))
        return True

    def take(self, amount: Decimal | None, on: date) -> None:
        """What a visit takes; unknown makes what is left unknown, unless nothing was."""
        if self.opened and on < self.opened.answered_on:
            return
        if amount is None:
            self.left = self.left if self.left == 0 else None
            return
        if self.left is not None:
            amount = min(amount, self.left)
            self.left -= amount
            self.taken[self.year] = self.taken.get(self.year, NOTHING) + amount


class Purse:
    """All sums of one coverage, and the days that have had their copay."""

    def __init__(self, coverage: Coverage, sheet: Sheet, accounts: Iterable[Account]) -> None:
        self.coverage, self.sheet = coverage, sheet
        self.accounts = tuple(accounts)
        self.copaid: set[date] = set()
        self.new_year: set[int] = set()

    def begin(self, on: date) -> None:
        for account in self.accounts:
            if account.begin(on):
                self.new_year.add(on.year)

    def has(self, kind: str) -> bool:
        return any(account.kind == kind for account in self.accounts)

    def left(self, kind: str) -> Decimal | None:
        """The lower of all levels; unknown where one level is, unless another has nothing left."""
        lefts = [account.left for account in self.accounts if account.kind == kind]
        if NOTHING in lefts:
            return NOTHING
        known = [left for left in lefts if left is not None]
        return min(known) if known and len(known) == len(lefts) else None

    def take(self, kind: str, amount: Decimal | None, on: date) -> None:
        for account in self.accounts:
            if account.kind == kind:
                account.take(amount, on)

    def told(self) -> Iterator[Accumulator]:
        """Each sum by year, as it was at the answer or in January, and what the visits take of it."""
        for account in self.accounts:
            held = _opening(account, self.sheet)
            for at, (year, left) in enumerate(account.began):
                yield Accumulator(
                    self.coverage.id, account.kind, account.level, year, account.whole, left,
                    account.taken.get(year, NOTHING), held.answered_on if held and not at else None,
                    held.source if held else None,
                )  # fmt: skip


def purse(coverage: Coverage, sheet: Sheet, on: date, *, is_plan_year: bool, legal_deductible: Decimal | None) -> Purse:
    """`legal_deductible`: Medicare's, where no answer states it. `on`: today, where no answer dates a sum."""
    wholes = sheet.deductible
    if not wholes and legal_deductible is not None:
        wholes = {
            INDIVIDUAL: Held(legal_deductible, on, Source(SourceKind.PAYER_RULE, label="medicare_b"), "calendar_year")
        }
    accounts = [
        *_accounts(DEDUCTIBLE, wholes, sheet.deductible_left, on, is_plan_year),
        *_accounts(OUT_OF_POCKET, sheet.out_of_pocket, sheet.out_of_pocket_left, on, is_plan_year),
    ]
    if sheet.spend_down:
        held = sheet.spend_down
        opening = [(held.answered_on.year, held.amount)]
        accounts.append(Account(SPEND_DOWN, INDIVIDUAL, None, held.amount, held.answered_on.year, held, False, opening))
    return Purse(coverage, sheet, accounts)


def _accounts(
    kind: str, wholes: dict[str, Held], lefts: dict[str, Held], on: date, is_plan_year: bool
) -> Iterator[Account]:
    for level in sorted({*wholes, *lefts}):
        whole, held = wholes.get(level), lefts.get(level)
        amount = whole.amount if whole else None
        left = held.amount if held else (amount if amount == 0 else None)
        opened = held or whole
        year = opened.answered_on.year if opened else on.year
        is_calendar = not is_plan_year and (whole is None or whole.period not in {SERVICE, *NO_YEAR})
        yield Account(kind, level, amount, left, year, held, is_calendar, [(year, left)])


def _opening(account: Account, sheet: Sheet) -> Held | None:
    lefts, wholes = {
        DEDUCTIBLE: (sheet.deductible_left, sheet.deductible),
        OUT_OF_POCKET: (sheet.out_of_pocket_left, sheet.out_of_pocket),
        SPEND_DOWN: ({}, {}),
    }[account.kind]
    if account.kind == SPEND_DOWN:
        return sheet.spend_down
    return lefts.get(account.level) or wholes.get(account.level)
