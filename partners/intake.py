"""New patients of a practice: who comes, with what, insured by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from partners.clinical import Profile
from partners.payers import BCBS, COMMERCIAL, MEDICARE, PPO, SELF_PAY, SUMMIT, TRICARE, Payer
from partners.people import People, npi
from partners.world import Coverage, Episode, Patient, Therapist

FAMILY_PLANS = frozenset({PPO, COMMERCIAL, BCBS, TRICARE})
"""Payer types under which a child is a parent's dependent; Medicaid insures the child itself."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often a payer's patients come with one of these profiles."""

    weight: int
    payer: Payer
    profiles: Sequence[Profile]


class Numbers:
    """Running ids of the old system, each table with its own start."""

    def __init__(self, base: int) -> None:
        self.draft = count(1)
        """Of cases that are not in the calendar yet; patients and cases are numbered in the order of their start."""
        self.patient = count(base + 101)
        self.case = count(base * 3 + 501)
        self.appointment = count(base * 40 + 1001)
        self.visit = count(base * 20 + 1)
        self.authorization_record = count(base * 7 + 11)
        self.authorization = count(base * 2 + 1)
        self.member = count(base + 7)

    def member_id(self, payer: Payer) -> str:
        """Plainly synthetic: no Medicare id starts with 0, no plan writes TEST."""
        if payer.payer_type == SELF_PAY:
            return ""
        if payer.payer_type == MEDICARE:
            return f"0SYN{next(self.member):07d}"
        return f"{payer.member_prefix}TEST{next(self.member):06d}"


class Intake:
    """Draws episodes by the practice's shares; deterministic for one generator."""

    def __init__(self, rng: Random, *, people: People, numbers: Numbers, shares: Sequence[Share]) -> None:
        self._rng = rng
        self._people = people
        self.numbers = numbers
        self._shares = shares
        self._series = self._draws()

    def ordinary(self, *, on: date, therapist: Therapist) -> Episode:
        share = next(self._series)
        profile = self._rng.choice(share.profiles)
        return self.episode(on=on, therapist=therapist, payer=share.payer, profile=profile)

    def _draws(self) -> Iterator[Share]:
        """Every share comes up by its weight in each round, so that no payer is missing by chance."""
        deck = [share for share in self._shares for _ in range(share.weight)]
        while True:
            self._rng.shuffle(deck)
            yield from deck

    def episode(self, *, on: date, therapist: Therapist, payer: Payer, profile: Profile) -> Episode:
        person = self._people.person(on=on, ages=profile.ages)
        coverage = Coverage(
            payer=payer,
            policy_number=self.numbers.member_id(payer),
            group_number=f"G{self._rng.randrange(10_000, 99_999)}" if payer.payer_type in FAMILY_PLANS else "",
            effective_on=date(on.year - self._rng.choice((1, 1, 2, 3)), self._rng.choice((1, 1, 1, 7, 10)), 1),
            guardian_is_subscriber=person.guardian is not None and payer.payer_type in FAMILY_PLANS,
        )
        secondary = self._supplement(coverage) if payer.payer_type == MEDICARE and self._rng.random() < 0.6 else None
        return Episode(
            case_id=next(self.numbers.draft),
            patient=Patient(id=0, person=person, created_on=on),
            therapist=therapist,
            profile=profile,
            coverage=coverage,
            secondary=secondary,
            evaluation_from=on,
            weekly=profile.weekly,
            planned_visits=self._rng.randint(*profile.visits),
        )

    def _supplement(self, medicare: Coverage) -> Coverage:
        return Coverage(SUMMIT, self.numbers.member_id(SUMMIT), "", medicare.effective_on)


@dataclass(frozen=True, slots=True)
class Referrer:
    name: str
    npi: str


def referrers(rng: Random, people: People, how_many: int) -> list[Referrer]:
    """Physicians round about who send patients."""
    names = (people.name(rng.choice("MF")) for _ in range(how_many))
    return [Referrer(f"{first} {last} {rng.choice(('MD', 'MD', 'DO', 'PA-C'))}", npi(rng)) for first, last in names]
