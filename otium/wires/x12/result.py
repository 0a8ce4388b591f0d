"""What reading an X12 file gives."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from otium.terms.acknowledgement import InterchangeAck
from otium.terms.auth_decision import AuthDecision
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.terms.x12 import Finding

Term = TypeVar("Term")


@dataclass(frozen=True, slots=True)
class ReadTransaction:
    """One ST to SE. Kinds without a reader of their own are named and counted, and have no terms."""

    kind: str | None  # 271, 278 response, 278 request, 835, 837P, 277CA ...; None where unknown
    interchange: int  # in the file, from 1
    number: int  # in the file, from 1; findings call it `transaction`
    control: str  # ST02
    guide: str  # GS08, else ST03
    segment: int  # position of the ST
    count: int  # segments, ST and SE included
    terms: tuple[object, ...] = ()  # what its reader gives, in file order: see `read.READERS` for which kind gives what


@dataclass(frozen=True, slots=True)
class ReadInterchange:
    """One ISA to IEA; all None where the file begins without an ISA."""

    number: int  # in the file, from 1
    control: str | None  # ISA13
    sender_qualifier: str | None
    sender: str | None
    receiver_qualifier: str | None
    receiver: str | None
    sent_on: date | None  # ISA09
    is_test: bool | None  # ISA15
    acknowledgements: tuple[InterchangeAck, ...]  # its TA1s
    transactions: tuple[ReadTransaction, ...]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file's terms, and everything in it that is not as it should be, in file order."""

    interchanges: tuple[ReadInterchange, ...]
    findings: tuple[Finding, ...]

    @property
    def transactions(self) -> tuple[ReadTransaction, ...]:
        return tuple(each for interchange in self.interchanges for each in interchange.transactions)

    @property
    def acknowledgements(self) -> tuple[InterchangeAck, ...]:
        return tuple(each for interchange in self.interchanges for each in interchange.acknowledgements)

    @property
    def answers(self) -> tuple[EligibilityAnswer, ...]:
        return self.of(EligibilityAnswer)

    @property
    def decisions(self) -> tuple[AuthDecision, ...]:
        return self.of(AuthDecision)

    def of(self, term: type[Term]) -> tuple[Term, ...]:
        """The terms of one type, in file order."""
        return tuple(each for transaction in self.transactions for each in transaction.terms if isinstance(each, term))
