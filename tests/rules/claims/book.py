"""The shipped code files, and facts for checks."""

from datetime import date
from functools import cache
from pathlib import Path

from otium.rules.claims import codebook as codebook_module
from otium.rules.claims.codebook import CodeBook, codebook
from otium.terms.claim_facts import ClaimFacts
from otium.terms.payers import PayerType

FOLDER = Path(codebook_module.__file__).parent / "codes"
FILES, LISTS = sorted(FOLDER.glob("*.toml")), sorted((FOLDER / "diagnoses").glob("*.txt"))
SENT = date(2026, 3, 3)


@cache
def shipped() -> CodeBook:
    return codebook((path.read_text() for path in FILES), [path.read_text() for path in LISTS])


def facts(payer_type: PayerType = PayerType.COMMERCIAL, **other) -> ClaimFacts:
    given = {"authorization_required": False, "on": SENT, "has_separate_minutes": True} | other
    return ClaimFacts(payer_type=payer_type, **given)
