"""Is the person a payer speaks of the patient we know? A payer's answer about another person is never applied.

Source: HIPAA minimum necessary and plain caution; our rule. Certainty: by definition.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Likeness(StrEnum):
    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as somebody states them; None or empty is not stated."""

    family: str = ""
    given: str = ""
    birth_on: date | None = None


def likeness(stated: Identity, known: Identity) -> Likeness:
    """How a stated person compares with one we know under the same member id.

    Another birth date is another person (twins and families share member ids). So are two other names. Another given
    name is never the same person: twins share family name and birth date. The given name with the birth date is, also
    under another family name, and the family name with either; nothing stated contradicts nothing.
    """
    if stated.birth_on and known.birth_on and stated.birth_on != known.birth_on:
        return Likeness.OTHER
    family, given = _agree(stated.family, known.family), _agree(stated.given, known.given)
    if family is False and given is False:
        return Likeness.OTHER
    has_birth = bool(stated.birth_on and known.birth_on)
    agreeing = [family, given, has_birth or None].count(True)
    if given is False:
        return Likeness.UNSURE
    if family is False:
        return Likeness.SAME if has_birth and given else Likeness.UNSURE
    return Likeness.SAME if agreeing >= 2 or not (stated.family or stated.given or stated.birth_on) else Likeness.UNSURE


def _agree(stated: str, known: str) -> bool | None:
    """Equal in letters, or one the beginning of the other (initials, cut names); None when one is not stated."""
    a, b = _letters(stated), _letters(known)
    if not a or not b:
        return None
    return a.startswith(b) or b.startswith(a)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain.upper() if c.isascii() and c.isalpha())
