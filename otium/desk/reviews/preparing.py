"""What an appeal begins with: its points, each reason of the payer with what answers it."""

from typing import Any

from otium.desk.reviews import books
from otium.rules.appeals import answers
from otium.terms.reviews import Answer


def points(reason: str) -> list[dict[str, Any]]:
    """One for each reason of the payer; one that asks for the reason where it gave none."""
    found = answers.points(books.prepared_answers(), reason) or [("", answers.NO_REASON)]
    return [point(said, answer) for said, answer in found]


def point(said: str, answer: Answer) -> dict[str, Any]:
    return {
        "said": said, "code": answer.code, "title": answer.title, "reply": answer.reply, "ask": answer.ask,
        "sections": [section.value for section in answer.sections], "is_ours": False,
    }  # fmt: skip
