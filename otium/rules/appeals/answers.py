"""What answers a payer's reason, point by point. Source: answers.toml; reasons as 278s and letters say them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from otium.terms.packet import Origin, Packet, Section, Statement
from otium.terms.payers import Ground
from otium.terms.reviews import Answer

OURS = Ground("our own wording; a clinician signs it", "knowledge")
UNREAD = Answer(
    code="other",
    names=(),
    pattern="",
    title="",
    reply="",
    sections=(Section.DIAGNOSIS, Section.DEFICITS, Section.SCORES, Section.PROGRESS, Section.SKILLED_NEED),
    ask="Name the criterion that was applied, its text, and which fact fails it.",
    ground=OURS,
)
NO_REASON = Answer(
    code="no_reason",
    names=(),
    pattern="",
    title="No specific reason was given",
    reply="The notice names no specific reason, so we answer with the whole record. A denial must state its reason "
    "and its criterion (42 CFR 422.568, 438.404; 29 CFR 2560.503-1(g)).",
    sections=UNREAD.sections,
    ask="State the specific reason, the criterion and its text.",
    ground=OURS,
)
CODE = re.compile(r"[A-Z]?\d{1,3}")
PARTS = re.compile(r"[;\n]+")


class AnswersError(ValueError):
    """A row of the data that cannot be used."""


@lru_cache(maxsize=4)
def read(text: str) -> tuple[Answer, ...]:
    """Raises AnswersError for a row without reply, of an unknown section, or with a pattern that is none."""
    return tuple(_answer(row) for row in tomllib.loads(text)["answer"])


def points(answers: Iterable[Answer], reason: str) -> list[tuple[str, Answer]]:
    """Each reason as the payer said it, with what answers it; in the payer's order, each answer once.

    Codes come first (`82`), words after; what nobody knows is UNREAD, to be answered by a person. No reason: none.
    """
    known = tuple(answers)
    found: list[tuple[str, Answer]] = []
    for said in _parts(reason):
        answer = _of(known, said)
        if answer is UNREAD or all(each is not answer for _said, each in found):
            found.append((said, answer))
    return found


def proofs(packet: Packet, sections: Iterable[Section]) -> list[Statement]:
    """The sentences of these sections of a packet, in the order of the answer, each once.

    Wording that was proposed and nobody accepted is none of them: a letter leaves the house.
    """
    told = {each.section: each.statements for each in packet.sections}
    lines = [line for section in sections for line in told.get(section, ()) if line.origin is not Origin.PROPOSED]
    return list({line.text: line for line in lines}.values())


def _parts(reason: str) -> list[str]:
    """A list of codes is one point each; a sentence is one point."""
    found: list[str] = []
    for part in (each.strip() for each in PARTS.split(reason)):
        words = part.replace(",", " ").split()
        found += words if words and all(CODE.fullmatch(word) for word in words) else [part] if part else []
    return found


def _of(answers: tuple[Answer, ...], said: str) -> Answer:
    by_code = next((a for a in answers if said.upper() in a.names), None)
    if by_code:
        return by_code
    head = said.split(" ", 1)[0].strip(":.,").upper()
    by_head = next((a for a in answers if head in a.names), None)
    by_words = next((a for a in answers if a.pattern and re.search(a.pattern, said, re.IGNORECASE)), None)
    return by_head or by_words or UNREAD


def _answer(row: Mapping[str, Any]) -> Answer:
    try:
        re.compile(row["pattern"])
        if not row["reply"] or not row["sections"]:
            raise ValueError("needs a reply and sections")
        return Answer(
            row["code"], tuple(row["names"]), row["pattern"], row["title"], row["reply"],
            tuple(Section(each) for each in row["sections"]), row.get("ask", ""), OURS,
        )  # fmt: skip
    except (KeyError, ValueError, re.error) as error:
        raise AnswersError(f"answer {row.get('code')}: {error!r}") from error
