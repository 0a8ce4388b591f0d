"""What a language model may be asked, and what it may not answer.

It is told the sentences of the packet's clinical sections and nothing else: not who the patient, the payer and the
provider are, no member id, no number of an authorization. It answers wording for one section; a number or day in it
that no sentence told is made up, and the wording is refused.
"""

import re
from dataclasses import dataclass

from otium.rules.packet import titles, words
from otium.terms.packet import Origin, Packet, Section

CLINICAL = (
    Section.HISTORY, Section.PRIOR_LEVEL, Section.DEFICITS, Section.SCORES, Section.GOALS, Section.PROGRESS,
    Section.ATTENDANCE, Section.HOME_PROGRAM, Section.SKILLED_NEED, Section.PLAN, Section.DISCHARGE,
    Section.OTHER_SERVICES,
)  # fmt: skip
LONGEST = 1_500  # characters of an answer
RULES = (
    "You help an occupational therapist to word one section of a request for authorization. Use only the facts below. "
    "Add no fact, number, date, diagnosis or name. Write at most five short sentences in plain English, one on each "
    "line, without a heading. If the facts do not support the section, answer with the single word NOTHING."
)
_NUMBERS = re.compile(r"\d+(?:[.,/]\d+)*")


@dataclass(frozen=True, slots=True)
class Prompt:
    system: str
    user: str


class UnfoundedError(ValueError):
    """Wording that says what no fact says, or nothing. Holds none of its words."""


def prompt(packet: Packet, section: Section, *, names: tuple[str, ...] = ()) -> Prompt | None:
    """None where the packet has no fact to word from. `names` of people, as clinicians type them, are taken out."""
    facts = [
        f"{titles.SECTIONS[each.section]}: {_without(statement.text, names)}"
        for each in packet.sections
        if each.section in CLINICAL
        for statement in each.statements
        if statement.origin is not Origin.PROPOSED
    ]
    if not facts:
        return None
    user = f"Section to word: {titles.SECTIONS[section]}\n\nFacts:\n" + "\n".join(words.numbered(facts))
    return Prompt(RULES, user)


def checked(answer: str, asked: Prompt) -> str:
    """The wording, a sentence on each line. Raises UnfoundedError."""
    lines = [words.sentence(line.lstrip("-*• ")) for line in answer.splitlines()]
    text = "\n".join(line for line in lines if line)
    if not text or words.says_nothing(text) or text.strip(".").upper() == "NOTHING":
        raise UnfoundedError("the answer says nothing")
    if len(text) > LONGEST:
        raise UnfoundedError(f"the answer is longer than {LONGEST} characters")
    facts = asked.user.partition("Facts:\n")[2]
    known = set(_NUMBERS.findall(re.sub(r"^\d+\. ", "", facts, flags=re.MULTILINE)))
    if unknown := set(_NUMBERS.findall(text)) - known:
        raise UnfoundedError(f"the answer holds {len(unknown)} numbers that no fact told")
    return text


def _without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        if name.strip():
            text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", "the patient", text, flags=re.IGNORECASE)
    return text
