"""Invented people, numbers and addresses: 555-01xx telephones, example.com mail, made-up NPIs that check."""

from datetime import date, timedelta
from random import Random

from faker import Faker

from partners.world import Guardian, Person

NPI_PREFIX = "80840"
"""Card issuer prefix that the NPI's check digit counts in. Source: CMS, NPI check digit standard."""
ADULT_YEARS = 18
YEAR_DAYS = 365.25


def luhn_digit(digits: str) -> str:
    """The digit that makes the Luhn sum a multiple of ten.

    >>> luhn_digit("80840123456789")
    '3'
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def npi(rng: Random, *, is_organisation: bool = False) -> str:
    """Ten digits; type 1 and type 2 NPIs look the same, so the second digit alone tells ours apart."""
    body = f"1{9 if is_organisation else 8}{rng.randrange(10**7):07d}"
    return body + luhn_digit(NPI_PREFIX + body)


def telephone(rng: Random) -> str:
    return f"{rng.choice(('206', '253', '360', '425'))}-555-01{rng.randrange(100):02d}"


class People:
    """Draws persons from one seeded Faker; a full name is given out once, so that two patients never share it."""

    def __init__(self, rng: Random, *, city: str, state: str, zip_code: str) -> None:
        self._rng = rng
        self._fake = Faker("en_US")
        self._fake.seed_instance(rng.randrange(2**32))
        self._place = (city, state, zip_code)
        self._names: set[tuple[str, str]] = set()

    def name(self, sex: str) -> tuple[str, str]:
        draw = self._fake.first_name_male if sex == "M" else self._fake.first_name_female
        while (name := (draw(), self._fake.last_name())) in self._names:
            continue
        self._names.add(name)
        return name

    def person(self, *, on: date, ages: tuple[int, int]) -> Person:
        """Somebody of those ages, in whole years on that day; minors come with a guardian."""
        rng = self._rng
        sex = rng.choice("MF")
        first, last = self.name(sex)
        born_on = self._born_on(on, ages)
        is_minor = (on - born_on).days < ADULT_YEARS * YEAR_DAYS
        city, state, zip_code = self._place
        return Person(
            first=first,
            middle=rng.choice("ABCDEJLMRST") if rng.random() < 0.5 else "",
            last=last,
            born_on=born_on,
            sex=sex,
            phone=telephone(rng),
            email=f"{first}.{last}{rng.randrange(100)}@example.com".lower(),
            address1=f"{rng.randrange(10, 990)} {self._fake.street_name()}",
            city=city,
            state=state,
            zip=zip_code,
            language="es" if rng.random() < 0.12 else "en",
            guardian=self._guardian(last, born_on) if is_minor else None,
        )

    def _born_on(self, on: date, ages: tuple[int, int]) -> date:
        """Kept a month inside the ages, so that nobody turns younger or older than the profile says."""
        youngest, oldest = int(ages[0] * YEAR_DAYS) + 30, int((ages[1] + 1) * YEAR_DAYS) - 30
        return on - timedelta(days=self._rng.randrange(youngest, oldest))

    def _guardian(self, last: str, child_born_on: date) -> Guardian:
        rng = self._rng
        sex, relationship = rng.choice((("F", "Mother"), ("M", "Father"), ("F", "Mother"), ("F", "Grandmother")))
        first, _ = self.name(sex)
        years = rng.randrange(24, 36) + (24 if relationship == "Grandmother" else 0)
        born_on = child_born_on - timedelta(days=int(years * YEAR_DAYS) + rng.randrange(300))
        return Guardian(first, last, relationship, telephone(rng), born_on)
