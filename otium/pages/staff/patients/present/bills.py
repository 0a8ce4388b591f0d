"""The patient's claims, newest service first."""

from dataclasses import dataclass

from django.urls import reverse

from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.words.claims import STANDINGS
from otium.records import models as m

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Bill:
    url: str
    number: str
    day: str
    charge: str
    state: str
    state_word: str


@dataclass(frozen=True, slots=True)
class Bills:
    """`hidden` counts the older ones."""

    rows: tuple[Bill, ...]
    hidden: int


def bills(chart: Chart, *, shows_all: bool) -> Bills:
    rows = sorted(chart.rows[m.Claim], key=lambda claim: (claim.starts_on, claim.number), reverse=True)
    listed = rows if shows_all else rows[:SHOWN]
    return Bills(tuple(_bill(chart, claim) for claim in listed), len(rows) - len(listed))


def _bill(chart: Chart, claim: m.Claim) -> Bill:
    tone, word = STANDINGS[claim.standing]
    return Bill(
        url=reverse("claim", args=[claim.pk]),
        number=claim.number,
        day=present.short_day(claim.starts_on, chart.on),
        charge=present.money(claim.charge, cents=True),
        state=tone,
        state_word=str(word),
    )
