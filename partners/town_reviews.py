"""Authorizations in the simulated town: what payers hold valid, and the fax, portal and telephone that lead to them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from partners.adjudication.contracts import CONTRACTS
from partners.exchange import on_paper, post, second_looks
from partners.exchange.on_paper import PAPER, Filed, Standing
from partners.exchange.place import Exchange
from partners.exchange.review_answers import APPROVED
from partners.exchange.waiting import Pended
from partners.notes import EVALUATION
from partners.state import members
from partners.state.members import Granted
from partners.state.records import load
from partners.world import World

UNITS_A_VISIT = 2
"""Of each code that an authorization counts by units."""


class Ground(StrEnum):
    """Why a visit was authorized, or was not, by the payer's own books."""

    NOT_NEEDED = "not_needed"
    VALID = "valid"
    NOT_ASKED = "not_asked"  # nothing is with the payer
    ASKED_LATE = "asked_late"  # it has it, for no longer than its median time
    PAYER_SLOW = "payer_slow"  # for longer than its median time
    WANTS_PAPERS = "wants_papers"  # it waits for papers
    DENIED = "denied"  # the newest decision refused it, or gave less than was asked


@dataclass
class Reviews:
    """One practice's authorizations with all payers. `used`: visits made by number, those before the first day too."""

    exchange: Exchange
    slug: str
    used: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, exchange: Exchange, world: World) -> "Reviews":
        found = cls(exchange, world.clinic.slug)
        for episode in world.episodes:
            payer_id = members.key_of(episode.coverage.payer)
            for visit in episode.visits:
                if visit.visit_type != EVALUATION:
                    found.use(payer_id, episode.coverage.policy_number, visit.on)
        return found

    def needs(self, payer_id: str) -> bool:
        contract = CONTRACTS.get(payer_id)
        return contract is not None and contract.payer.needs_authorization

    def road(self, payer_id: str) -> str:
        return self.exchange.scenario.reviews[payer_id].road

    def median_days(self, payer_id: str) -> float:
        return self.exchange.scenario.reviews[payer_id].median_days

    def talk_days(self, kind: str) -> int:
        """For how long payers of this kind talk about a decision."""
        reviews = self.exchange.scenario.reviews
        found = (one for key, one in reviews.items() if CONTRACTS[key].kind in kind)
        return max((one.talk_days for one in found), default=0)

    def ground(self, payer_id: str, member_id: str, on: date) -> Ground:
        """Of treatment; evaluations need none."""
        if not self.needs(payer_id):
            return Ground.NOT_NEEDED
        if self._covering(payer_id, member_id, on):
            return Ground.VALID
        rows = self.exchange.store.rows(
            "select state, record from authorization where payer_id = ? and member_id = ?", payer_id, member_id
        )
        waiting = [load(Pended, row["record"]) for row in rows if row["state"] != "decided"]
        if waiting:
            newest = max(waiting, key=lambda one: one.granted.asked_on or date.min)
            asked_on = newest.granted.asked_on or on
            if newest.wants:
                return Ground.WANTS_PAPERS
            is_slow = on - asked_on > timedelta(days=self.median_days(payer_id))
            return Ground.PAYER_SLOW if is_slow else Ground.ASKED_LATE
        decided = [load(Granted, row["record"]) for row in rows if row["state"] == "decided"]
        return Ground.DENIED if self._is_refused(decided, on) else Ground.NOT_ASKED

    def _is_refused(self, decided: Sequence[Granted], on: date) -> bool:
        """The newest decision is about this day, and gave nothing for it."""
        newest = max(decided, key=lambda one: one.decided_on or one.starts_on, default=None)
        is_less = newest is not None and newest.action not in ("A1", "A2") and newest.asked is not None
        return is_less and newest is not None and newest.starts_on <= on <= newest.ends_on

    def use(self, payer_id: str, member_id: str, on: date) -> bool:
        """A visit was made; False where nothing valid was left for it."""
        found = self._covering(payer_id, member_id, on) if self.needs(payer_id) else None
        if found is not None:
            self.used[found.number] += 1
        return found is not None

    def _covering(self, payer_id: str, member_id: str, on: date) -> Granted | None:
        """The one that ends first, with something left."""
        held = members.granted_to(self.exchange.store, payer_id, member_id)
        open_ = (one for one in held if one.action in APPROVED and one.starts_on <= on <= one.ends_on)
        return min((one for one in open_ if self._left(one)), key=lambda one: (one.ends_on, one.number), default=None)

    def _left(self, granted: Granted) -> bool:
        most = granted.visits
        if most is None:
            most = min((units // UNITS_A_VISIT for units in granted.units.values()), default=0)
        return self.used[granted.number] < most

    def file(self, filed: Filed) -> str:
        """The payer's reference. Raises LookupError for somebody it does not know."""
        return on_paper.file(self.exchange.store, self.slug, filed, seconds=self.exchange.seconds)

    def send_more(self, payer_id: str, reference: str) -> bool:
        return on_paper.send_more(self.exchange, payer_id, reference)

    def standing(self, payer_id: str, reference: str) -> Standing | None:
        return on_paper.standing(self.exchange.store, payer_id, reference)

    def talk(self, payer_id: str, reference: str) -> bool | None:
        """Whether it was overturned; None where the payer talks about it no more."""
        try:
            return second_looks.look_again(self.exchange, payer_id, reference, by=second_looks.TALK) is not None
        except (second_looks.TooLateError, LookupError):
            return None

    def letters(self) -> Iterator[tuple[str, str]]:
        """(payer, reference) of each letter that has come; it counts as taken."""
        for letter in list(post.due(self.exchange, PAPER)):
            post.posted(self.exchange, letter)
            _, payer_id, rest = letter.name.split(".", 2)
            yield payer_id, rest.removesuffix(".txt")
