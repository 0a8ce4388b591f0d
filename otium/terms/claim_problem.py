"""One thing about a claim that is wrong or doubtful, with its place on the 837P."""

from dataclasses import dataclass

from otium.terms.x12 import Severity


@dataclass(frozen=True, slots=True)
class ClaimProblem:
    """An error keeps the claim from being sent, a warning asks a person, a note informs.

    `message` never holds a name, birth date or member id; codes, dates of service and dollars it may.
    """

    severity: Severity
    code: str
    message: str
    loop: str
    element: str  # CLM02, SV101, REF02: segment and element
    line: int | None = None  # from 1; None: of the whole claim
    nth: int = 1  # which of several such loops on the claim or the line
    qualifier: str = ""  # first element of the segment, where several segments of the tag stand there: 431, F8

    @property
    def tag(self) -> str:
        return self.element[:-2]

    @property
    def number(self) -> int:
        """Of the element in its segment."""
        return int(self.element[-2:])
