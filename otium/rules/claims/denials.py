"""What a payer's adjustments say of why it pays nothing. Source: denials.toml, which names its own."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

PATIENT, CONTRACT = "patient", "contract"
PATIENTS_GROUP = "PR"  # CAS01


def reasons(text: str, on: date) -> Mapping[str, str]:
    """CARC -> what it is about, as it holds on the day. Raises ValueError where a code is about two things."""
    found: dict[str, str] = {}
    for row in tomllib.loads(text)["reasons"]:
        if row["effective_from"] > on or on > row.get("effective_to", date.max):
            continue
        for about, codes in row["about"].items():
            for code in codes:
                if found.setdefault(code, about) != about:
                    raise ValueError(f"CARC {code} is about {found[code]} and {about}")
    return found


def denied_for(adjustments: Iterable[tuple[str, str, Decimal]], known: Mapping[str, str]) -> str | None:
    """What the denial is about: the largest adjustment (group, CARC, dollars) that is neither the patient's share nor
    the contract's. None: nothing is known of it. Whether it is a denial is not asked here (nothing paid)."""
    sums: dict[str, Decimal] = {}
    for group, carc, amount in adjustments:
        about = known.get(carc)
        if group != PATIENTS_GROUP and about not in (None, PATIENT, CONTRACT):
            sums[str(about)] = sums.get(str(about), Decimal(0)) + amount
    return max(sums, key=lambda about: (sums[about], about), default=None)
