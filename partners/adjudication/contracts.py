"""What each payer holds a practice to. Filing limits of private payers and every cap here are invented."""

from dataclasses import dataclass
from decimal import Decimal

from partners import payers
from partners.payers import Payer
from partners.state.members import key_of

YEAR = 365
"""Timely filing of a year ends on the same calendar day. Source: CMS Pub. 100-04 ch. 1 s. 70."""


@dataclass(frozen=True, slots=True)
class Contract:
    """`kind` names the row of the scenario. Codes are what lines may say; amounts are dollars or shares of one."""

    payer: Payer
    kind: str
    filing_days: int
    needs_discipline: bool = False
    """GO, GP or GN on every always-therapy line."""
    wants_number: bool = False
    """The authorization's number must stand on the claim, though the payer could find it."""
    has_ncci: bool = False
    has_mue: bool = False
    has_threshold: bool = False
    """Medicare's yearly threshold: KX above it."""
    pays_medicare_fees: bool = False
    """Fee schedule with the multiple-procedure reduction, assistants at 85 %, sequestration."""
    coinsurance: Decimal = Decimal(0)
    takes_replacements: bool = True
    needs_referring: bool = False
    daily_units: int | None = None
    """Timed units paid on one day."""
    experimental: frozenset[str] = frozenset()
    is_secondary: bool = False


_ALL = (
    Contract(payers.EVERGREEN, "commercial", 90, wants_number=True, has_ncci=True, experimental=frozenset({"97533"})),
    Contract(payers.NORTHSOUND, "commercial", 180, daily_units=4, coinsurance=Decimal("0.10")),
    Contract(payers.CASCADIA, "commercial", YEAR, has_ncci=True),
    Contract(
        payers.MEDICARE_B,
        "medicare",
        YEAR,
        needs_discipline=True,
        has_ncci=True,
        has_mue=True,
        has_threshold=True,
        pays_medicare_fees=True,
        coinsurance=Decimal("0.20"),
        takes_replacements=False,
        needs_referring=True,
    ),
    Contract(payers.BAYLIGHT, "medicare_advantage", YEAR, needs_discipline=True, has_ncci=True, has_mue=True),
    Contract(payers.MEADOW, "medicaid", 180, needs_discipline=True, has_mue=True),
    Contract(payers.TRICARE_WEST, "tricare", YEAR, needs_discipline=True, has_mue=True),
    Contract(payers.HARBOR, "workers_comp", YEAR, wants_number=True),
    Contract(payers.SUMMIT, "supplement", YEAR, is_secondary=True),
)
CONTRACTS = {key_of(contract.payer): contract for contract in _ALL}
