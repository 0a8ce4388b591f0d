"""What to do about an inquiry that a payer refused (271 AAA): each code its own cure, as data (rejects.toml)."""

import tomllib
from datetime import date
from typing import Any

from otium.rules import business_days
from otium.terms.coverage import BenefitCheck, CheckStatus
from otium.terms.rejects import Cure, CureKind, Cures

UNKNOWN = Cure("", CureKind.CALL, source="not a code that is known here", certainty="uncertain")


class CuresError(ValueError):
    """The data of the cures cannot be used. The message says which code."""


def read(text: str) -> Cures:
    """The cures of one data file. Raises CuresError for an unknown cure, a cure without source."""
    found = tomllib.loads(text)
    cures = {code: _cure(code, row) for code, row in found["cure"].items()}
    waits = {code: int(row["wait_days"]) for code, row in found["follow_up"].items()}
    return Cures(cures, waits)


def _cure(code: str, row: dict[str, Any]) -> Cure:
    try:
        return Cure(
            code,
            CureKind(row["cure"]),
            row.get("record", ""),
            row.get("field", ""),
            int(row.get("wait_days", 0)),
            CureKind(row["then"]) if "then" in row else None,
            row["source"],
            row["certainty"],
        )
    except (KeyError, ValueError) as error:
        raise CuresError(f"cure of AAA {code}: {error!r}") from error


def cure_of(cures: Cures, check: BenefitCheck) -> Cure:
    """The cure of a refused inquiry; a code that is not known goes to a person who calls the payer."""
    return cures.by_code.get(check.reject_code, UNKNOWN)


def rests_until(cures: Cures, check: BenefitCheck) -> date | None:
    """The last day on which the refused inquiry rests: the payer said to wait, or answers later. None: it does not."""
    if check.status is not CheckStatus.REJECTED:
        return None
    days = cures.waits.get(check.follow_up) or cure_of(cures, check).wait_days
    return business_days.shift(check.answered_on, days - 1) if days else None


def is_repeated(checks: tuple[BenefitCheck, ...]) -> bool:
    """The payer refused twice running for the same reason: what was corrected did not help."""
    last = checks[-2:]
    return (
        len(last) == 2
        and all(c.status is CheckStatus.REJECTED for c in last)
        and (last[0].reject_code == last[1].reject_code)
    )
