"""The town around one practice, day by day: who is referred, whose insurance changes, what each payer has counted.

For a simulated half-year. The payers behind it answer as those of the demo do; visits reach them `LEARNS_AFTER` days
after they were made, as claims would. Everything is drawn from one seed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from partners import practice
from partners.adjudication.contracts import CONTRACTS
from partners.clock import SetClock
from partners.exchange import front, intake, post, scenario
from partners.exchange.place import Exchange
from partners.exchange.work import work
from partners.payers import Payer
from partners.sites import Site
from partners.state import members
from partners.state.members import Member
from partners.state.store import Store
from partners.town_reviews import Reviews
from partners.world import Coverage, Episode, World

POOL = 4
"""Times the practice's own size: people who may be referred in the half-year."""
LEARNS_AFTER = timedelta(days=10)
NEW_A_WEEK = (4, 6)
CHANGES_A_MONTH, SWITCHES_IN_JANUARY = 0.01, 0.06
"""Share of people whose insurance ends and is followed by another."""
MOST_ELSEWHERE = 12
"""Visits that a newcomer may have had with others this year."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody with a referral, and the card they bring."""

    episode: Episode
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on the card that a family holds today."""

    payer: Payer
    member_id: str
    group_number: str
    effective_on: date


@dataclass
class Town:
    """One practice's surroundings. `world` is what its old system exports on the first day."""

    exchange: Exchange
    clock: SetClock
    world: World
    rng: Random
    waiting: list[Episode]
    reviews: Reviews
    cards: dict[Key, Card] = field(default_factory=dict)
    made: dict[Key, set[date]] = field(default_factory=lambda: defaultdict(set))
    unheard: list[tuple[date, Key]] = field(default_factory=list)

    @classmethod
    def found(cls, state: Path, site: Site, *, at: datetime, on: date, seed: int, plan: Path | None = None) -> "Town":
        """With everybody who will come enrolled with their payers already. `plan`: a scenario file."""
        world = practice.build(site, on=on, seed=seed)
        pool = practice.build(replace(site, scenes=()), on=on, scale=POOL, seed=seed + 1)
        clock = SetClock(at)
        exchange = Exchange(Store(state), clock, scenario.load(plan, seed=seed, speed=1))
        members.seed(exchange.store, world)
        rng = Random(f"town {seed}")  # noqa: S311 - repeatable, not secret
        known = {e.coverage.policy_number for e in world.episodes}
        waiting = [e for e in pool.episodes if e.status == "Active" and e.coverage.policy_number not in known]
        town = cls(exchange, clock, world, rng, waiting, Reviews.of(exchange, world))
        for episode in world.episodes:
            town._remember(episode.coverage)
            town._enrol_the_unknown(episode, on)
        return town

    def pass_to(self, at: datetime) -> None:
        """Time goes on: claims reach the payers, and what they owe an answer is answered."""
        work(self.exchange)
        self.clock.at = at
        self._hear(self.exchange.today)
        work(self.exchange)

    def newcomers(self, on: date) -> list[Newcomer]:
        """Those referred on this working day."""
        a_week = self.rng.randint(*NEW_A_WEEK)
        return [self._arrive(on) for _ in range(5) if self.waiting and self.rng.random() < a_week / 25]

    def change_insurances(self, on: date, keys: Iterable[Key]) -> list[Key]:
        """Whose insurance ended yesterday, as known or out of the blue; each has a new card from today."""
        share = SWITCHES_IN_JANUARY if (on.month, on.day) == (1, 1) else CHANGES_A_MONTH / 30
        return [
            key for key in keys if (self._has_ended(key, on) or self.rng.random() < share) and self._change(key, on)
        ]

    def card(self, payer_id: str, member_id: str) -> Card | None:
        """The card that the family of this old number holds now; None for a payer without numbers."""
        card = self.cards.get((payer_id, member_id))
        while card and (card.payer.payer_id, card.member_id) != (payer_id, member_id):
            payer_id, member_id = card.payer.payer_id, card.member_id
            card = self.cards.get((payer_id, member_id))
        return card

    def serve(self, payer_id: str, member_id: str, on: date) -> bool:
        """A visit was made. True where it lies beyond what the plan pays in the year, whoever knew it."""
        key = (payer_id, member_id)
        contract = CONTRACTS.get(payer_id)
        found = members.find(self.exchange.store, payer_id, member_id)
        if contract is None or not found:
            return False
        self.unheard.append((on + LEARNS_AFTER, key))
        self.made[key].add(on)
        limit = contract.payer.visit_limit
        return limit is not None and self._used(key, found[0], on.year) > limit

    def take(self, content: bytes, *, payload_id: str) -> None:
        """A file of the practice comes in at the clearinghouse."""
        intake.take(self.exchange, self.world.clinic.slug, via="folder", payload_id=payload_id, content=content)
        work(self.exchange)

    def ask_now(self, content: bytes, *, payload_id: str) -> bytes | None:
        """The answer to a question that is asked on the call; None where the clearinghouse has none."""
        store, practice = self.exchange.store, self.world.clinic.slug
        taken = intake.take(self.exchange, practice, via="realtime", payload_id=payload_id, content=content)
        row = store.row("select * from parcel where id = ?", taken.parcel)
        if taken.is_new and row is not None:
            front.process(self.exchange, row)
        answer = store.row("select content from mail where parcel = ? and kind in ('271', '999')"
                           " order by kind, id limit 1", taken.parcel)  # fmt: skip
        store.run("update mail set picked_at = ? where parcel = ?", self.exchange.seconds, taken.parcel)
        return answer["content"] if answer else None

    def mail(self) -> Iterator[post.Letter]:
        """What is due for the practice; ask `post.posted` for each that was taken."""
        return post.due(self.exchange)

    def taken(self, letter: post.Letter) -> None:
        post.posted(self.exchange, letter)

    def _used(self, key: Key, member: Member, year: int) -> int:
        rows = self.exchange.store.rows(
            "select distinct day from served where payer_id = ? and member_id = ? and visits > 0 and day like ?",
            *key,
            f"{year}-%",
        )
        days = {date.fromisoformat(row["day"]) for row in rows} | {d for d in self.made[key] if d.year == year}
        return len(days) + (member.used_elsewhere if member.year == year else 0)

    def _arrive(self, on: date) -> Newcomer:
        episode = self.waiting.pop(self.rng.randrange(len(self.waiting)))
        coverage = episode.coverage
        if coverage.payer.answers_eligibility:
            member = members.insured(coverage, episode, on)
            elsewhere = self.rng.randrange(MOST_ELSEWHERE) if coverage.payer.visit_limit else 0
            members.enrol(self.exchange.store, replace(member, used_elsewhere=elsewhere))
        elif coverage.payer.needs_authorization:
            members.enrol(self.exchange.store, members.insured(coverage, episode, on))
        self._remember(coverage)
        return Newcomer(episode, coverage)

    def _remember(self, coverage: Coverage) -> None:
        card = Card(coverage.payer, coverage.policy_number, coverage.group_number, coverage.effective_on)
        self.cards[coverage.payer.payer_id, coverage.policy_number] = card

    def _enrol_the_unknown(self, episode: Episode, on: date) -> None:
        """Whoever a payer does not find has another number on the card than in the chart."""
        coverage = episode.coverage
        if coverage.payer.answers_eligibility and any(answer.reject for answer in episode.answers):
            number = self._number(coverage.payer)
            member = replace(members.insured(coverage, episode, on), member_id=number)
            members.enrol(self.exchange.store, member)
            self._give(self.cards[_key(coverage)], number, coverage.effective_on)

    def _has_ended(self, key: Key, on: date) -> bool:
        found = members.find(self.exchange.store, *key)
        return bool(found) and found[0].terminates_on is not None and found[0].terminates_on < on

    def _change(self, key: Key, on: date) -> bool:
        """False where nobody is enrolled, and where the card was changed already."""
        found = members.find(self.exchange.store, *key)
        card = self.cards.get(key)
        if not found or card is None or (card.payer.payer_id, card.member_id) != key:
            return False
        member = found[0]
        if member.terminates_on is None:
            members.enrol(self.exchange.store, replace(member, terminates_on=on - timedelta(days=1)))
        number = self._number(card.payer)
        fresh = replace(member, member_id=number, effective_on=on, terminates_on=None, used_elsewhere=0, year=on.year)
        members.enrol(self.exchange.store, fresh)
        self._give(card, number, on)
        return True

    def _give(self, old: Card, number: str, on: date) -> None:
        """The family holds this card now; both numbers lead to it."""
        new = Card(old.payer, number, old.group_number, on)
        self.cards[old.payer.payer_id, old.member_id] = self.cards[old.payer.payer_id, number] = new

    def _number(self, payer: Payer) -> str:
        return f"{payer.member_prefix or 'N'}{self.rng.randrange(10**8, 10**9)}"

    def _hear(self, today: date) -> None:
        """Visits whose claims have come in by today count from now on."""
        due = [one for one in self.unheard if one[0] <= today]
        self.unheard = [one for one in self.unheard if one[0] > today]
        for heard_on, (payer_id, member_id) in due:
            self.exchange.store.insert(
                "served",
                payer_id=payer_id,
                member_id=member_id,
                day=(heard_on - LEARNS_AFTER).isoformat(),
                visits=1,
                dollars="100",
                deductible="0",
                authorization="",
                claim="simulated",
            )


def _key(coverage: Coverage) -> Key:
    return coverage.payer.payer_id, coverage.policy_number
