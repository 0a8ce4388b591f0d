"""A payer's decision on a request, by whatever road it came: 278, letter, portal or telephone."""

from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from uuid import UUID

from otium.terms.prior_auth import Basis, RequestEvent, Road


@dataclass(frozen=True, slots=True)
class Line:
    """One approved line: codes (none: any), what is counted, how many; `quantity` None when not stated."""

    codes: tuple[str, ...]
    basis: Basis
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision is compared with: the request as it was made. None and empty are not on file."""

    requested: int | None = None
    basis: Basis = Basis.VISITS
    codes: frozenset[str] = frozenset()
    is_amendment: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What the payer says, in its own numbers; days are inclusive, None is not said.

    `event` as the payer calls it: `rules.deciding.event_of` says what it is beside what was asked.
    """

    event: RequestEvent
    road: Road
    decided_on: date | None = None
    number: str = ""
    lines: tuple[Line, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    npis: frozenset[str] = frozenset()  # named to render it; empty: nobody is named
    location_id: UUID | None = None
    place_code: str = ""
    reason: str = ""  # codes of a 278, or the words of a letter
    wanted: tuple[str, ...] = ()  # pended: what the payer wants
    answer_by: date | None = None
    trace: str = ""
    reference: str = ""  # who said it, a call's reference
    replaces: str = ""  # the number on file that this one takes the place of
    adds: bool | None = None  # a number on file: it allows so many more (True), or so many in all (False)
    is_renewal: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a decision that a person should look at before it is recorded.

    `is_refusal`: it cannot be recorded so. `field` is the one of the quick form; `params` fill the sentence.
    """

    code: str
    field: str
    is_refusal: bool = False
    params: dict[str, str | int | date | None] = made_by(default_factory=dict)
