"""To which number appeals to each payer are faxed, as their denials say it. Invented, of the range kept for that."""

from partners.adjudication.contracts import CONTRACTS

FIRST = 110
NUMBERS = {payer_id: f"+1253555{FIRST + place:04d}" for place, payer_id in enumerate(sorted(CONTRACTS))}

ADJUSTERS = {"+12065550175": "HARBOR"}
"""Machines of people who take requests: theirs arrive, and are filed by `review` as the adjuster would."""


def printed(payer_id: str) -> str:
    """As it stands on a letter; empty for a payer that has none."""
    number = NUMBERS.get(payer_id, "")
    return f"{number[2:5]}-{number[5:8]}-{number[8:]}" if number else ""
