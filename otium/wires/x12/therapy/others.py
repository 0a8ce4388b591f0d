"""Who else pays, or pays instead, and who owes no share: another payer, managed care, a payer before Medicare, QMB.

Which codes mean which is data: others.toml, with source and certainty.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from otium.terms.eligibility_answer import BenefitLine, TherapyBenefit
from otium.terms.eligibility_answer import TherapyBenefitKind as Kind
from otium.terms.x12 import Party

_HERE = Path(__file__).parent
_OTHER = "R"
_ACTIVE = frozenset("12345")
_MEDICAID = "MC"
_PAYER = frozenset({"PR", "PRP", "SEP", "TTP", "P5", "GP", "VN"})  # NM101 of an organisation that pays


@cache
def meanings() -> dict[str, dict[str, Any]]:
    """What others.toml says: group, then its codes, source and certainty."""
    return tomllib.loads((_HERE / "others.toml").read_text())


def others(lines: Sequence[BenefitLine]) -> tuple[TherapyBenefit, ...]:
    """One row for each payer that a line names, or for the line where it names none; one QMB row at most."""
    types = {line.stated.insurance_type for line in lines if line.stated.code != _OTHER}
    return (*_payers(lines, types), *_qmb(lines))


def is_of_qmb(line: BenefitLine) -> bool:
    """Figures of the QMB programme: what it leaves the patient to pay, not what Medicare does."""
    return line.stated.insurance_type in meanings()["qmb"]["insurance_types"]


def _payers(lines: Sequence[BenefitLine], types: set[str | None]) -> Iterator[TherapyBenefit]:
    for line in lines:
        payers = tuple(party for party in line.detail.parties if party.entity in _PAYER and not party.is_person)
        kind = _kind(line, types, bool(payers))
        for party in payers or (None,) if kind else ():
            if kind:
                yield _row(kind, line, party)


def _kind(line: BenefitLine, types: set[str | None], has_payer: bool) -> Kind | None:
    code, insurance = line.stated.code, line.stated.insurance_type
    said = meanings()
    managed = said["managed_care"]
    if code in managed["codes"]:
        return Kind.MANAGED_CARE
    is_medicaid = bool(types.intersection(managed["answer_of"]))
    if code != _OTHER:
        is_plan = is_medicaid and has_payer and code in managed["codes_with_payer"]
        return Kind.MANAGED_CARE if is_plan else None
    if insurance in said["medicare_secondary"]["insurance_types"]:
        return Kind.MEDICARE_SECONDARY
    advantage = said["medicare_advantage"]
    if types.intersection(advantage["answer_of"]) and insurance in advantage["insurance_types"]:
        return Kind.MANAGED_CARE
    if is_medicaid and has_payer and insurance == _MEDICAID:
        return Kind.MANAGED_CARE
    return Kind.OTHER_PAYER


def _row(kind: Kind, line: BenefitLine, party: Party | None) -> TherapyBenefit:
    return TherapyBenefit(
        kind, (line.segment,), level=line.stated.level, party=party, insurance_type=line.stated.insurance_type
    )


def _qmb(lines: Sequence[BenefitLine]) -> Iterator[TherapyBenefit]:
    """True as soon as one line says so; False only where a message denies it and nothing says so."""
    yes = tuple(line.segment for line in lines if _says_qmb(line))
    no = tuple(line.segment for line in lines if re.search(meanings()["qmb"]["denied"], _text(line)))
    if yes or no:
        yield TherapyBenefit(Kind.QMB, yes or no, is_true=bool(yes))


def _says_qmb(line: BenefitLine) -> bool:
    said = meanings()["qmb"]
    is_coded = line.stated.code in _ACTIVE and is_of_qmb(line)
    text = _text(line)
    return is_coded or (bool(re.search(said["message"], text)) and not re.search(said["denied"], text))


def _text(line: BenefitLine) -> str:
    return " ".join(line.detail.messages).upper()
