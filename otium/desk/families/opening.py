"""What a family link opens, as its kind of notice sees it (`kinds`), and what stands in every answer.

No account: the link itself is what lets in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otium.desk.actor import Actor
from otium.desk.visit_messages.replying import To
from otium.records.models import Appointment, FamilyLink, FamilyNotice, Practice
from otium.terms.family import Said

FAMILY = Actor("family link")
REPLY = Actor("family text")
BY_FAMILY = frozenset({FAMILY.name, REPLY.name})
DOOR = "portal"


@dataclass(frozen=True, slots=True)
class Over:
    """A link that opens nothing. The practice is known where the signature was ours; nothing else is told."""

    practice: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A link that still opens, its notice told. While an answer is taken both rows are locked, and the practice too.

    `language` is what the reader switched to, empty: the recipient's own. `query` is the address's, and decides nothing
    that is written.
    """

    practice: Practice
    link: FamilyLink
    notice: FamilyNotice
    at: datetime
    language: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def spoken(self) -> str:
        return self.language or str(self.notice.language)


@dataclass(frozen=True, slots=True)
class Heard:
    """A text that came back while nothing but this notice was open for that number. It is answered to `to`, unless they
    take no texts."""

    practice: Practice
    notice: FamilyNotice
    said: Said
    at: datetime
    to: To
    takes_texts: bool

    @property
    def language(self) -> str:
        return self.to.language


def _itself(notice: FamilyNotice) -> frozenset[str]:
    return frozenset({str(notice.pk)})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a link to one kind of notice shows, and the one answer it takes.

    `look` writes nothing. `take` gets what was posted and keeps it, or raises Incomplete and leaves the link open; the
    link is used up afterwards. Both return a value for the kind's page (pages.portal.kinds); None: nothing to open.
    `hear` applies a text that came back, and is False where a person has to read it; a kind without it asks nothing
    that a text could answer. `asks`: by id, what the notice still asks about; empty where that is settled, and two
    notices about the same are one question. `shows_used`: `look` is also asked where the link was used, to say what
    was answered; `answers_late`: `take` alike, to tell who comes too late, and changes nothing then.
    `visits`: those that the family may keep in a calendar, as things stand now; a kind without it is about none.
    """

    look: Callable[[Opening], Any]
    take: Callable[[Opening, Mapping[str, str]], Any]
    hear: Callable[[Heard], bool] | None = None
    asks: Callable[[FamilyNotice], frozenset[str]] = _itself
    shows_used: bool = False
    answers_late: bool = False
    visits: Callable[[FamilyNotice], Sequence[Appointment]] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a page shows: a value of the kind that `about` names."""

    about: str
    value: Any
    is_kept: bool = False  # an answer was kept just now; False: `value` is what the link shows


class Incomplete(Exception):
    """The answer lacks something: `code` names the sentence, like choice.missing or choice.name_missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
