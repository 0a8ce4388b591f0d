"""The simulated waitlist: the product's own rules decide, both offices meet the same people, nothing counts twice."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from otium.ops.simulate.waitlist import run, town
from otium.ops.simulate.waitlist.by_hand import ByHand
from otium.ops.simulate.waitlist.clinic import Clinic, Hour
from otium.ops.simulate.waitlist.model import load
from otium.ops.simulate.waitlist.offers import Offers
from otium.ops.simulate.waitlist.tally import Lost, Tally
from otium.terms.facts import BusinessDays
from otium.terms.waitlist import WaitNeed
from partners.families import Families, Reply

FIRST = date(2026, 7, 13)
LAST = FIRST + timedelta(weeks=30)
MODEL = load()


class Listening(Families):
    """Notes who was asked, when, by what."""

    asked: list[tuple[str, str, datetime, datetime]] = []

    def text(self, family, starts_at, at):
        Listening.asked.append(("text", family, starts_at, at))
        return Families.text(self, family, starts_at, at)

    def call(self, family, starts_at, at):
        Listening.asked.append(("call", family, starts_at, at))
        return Families.call(self, family, starts_at, at)


class Slow(Families):
    """Everybody says yes after an hour, and keeps the visit."""

    def text(self, family, starts_at, at):
        return Reply(at + timedelta(hours=1), is_yes=True)


def lived(office: type, weeks: int = 30) -> tuple[Clinic, Tally]:
    Listening.asked = []
    tally = Tally(FIRST)
    made = Clinic(MODEL, Listening.load(3), tally, BusinessDays())
    made.refill = office(made)
    for n in range(weeks * 7):
        made.pass_day(FIRST + timedelta(days=n))
    return made, tally


@pytest.fixture(scope="module")
def offered():
    made, tally = lived(Offers)
    return made, tally, list(Listening.asked)


@pytest.fixture(scope="module")
def called():
    made, tally = lived(ByHand)
    return made, tally, list(Listening.asked)


def test_texts_reach_families_only_in_the_hours_of_the_rule(offered):
    _, _, asked = offered

    assert asked
    assert all(time(8) <= at.astimezone(MODEL.zone).time() < time(21) for _, _, _, at in asked)


def test_nobody_is_asked_twice_about_one_hour_nor_too_near_to_it(offered):
    _, _, asked = offered
    least = timedelta(minutes=MODEL.offers.least_minutes)

    assert all(at < starts_at - least for _, _, starts_at, at in asked)
    assert max(Counter((family, starts_at) for _, family, starts_at, _ in asked).values()) <= 2  # two therapists


def test_a_family_has_as_many_texts_a_week_as_the_rule_lets(offered):
    _, _, asked = offered
    by_family: dict[str, list[datetime]] = {}
    for _, family, _, at in asked:
        by_family.setdefault(family, []).append(at)

    def in_a_week(sent: list[datetime]) -> int:
        return max(sum(one <= each < one + timedelta(days=6, hours=8) for each in sent) for one in sent)

    assert max(map(in_a_week, by_family.values())) <= MODEL.offers.texts_a_week


def test_the_office_calls_in_its_hours_and_gives_up_after_some_calls(called):
    _, _, asked = called
    local = [at.astimezone(MODEL.zone) for _, _, _, at in asked]

    assert asked
    assert all(8 <= at.hour < 17 and at.weekday() < 5 for at in local)
    assert max(Counter(starts_at for _, _, starts_at, _ in asked).values()) <= 2 * MODEL["by_hand"]["most_calls"]


@pytest.mark.parametrize("arm", ["offered", "called"])
def test_every_hour_counted_was_bookable_and_counted_once(arm, request):
    made, tally, _ = request.getfixturevalue(arm)
    counts = tally.counts
    open_hours = 12 * 5 * 30

    assert counts["refilled"] <= counts["cancelled"]
    assert len(made.freed) <= counts["cancelled"]  # one that was filled may be called off again
    assert counts["made"] + counts["no_shows"] <= open_hours
    assert len(tally.waits) + counts["gave_up"] <= counts["referred"]


def test_both_offices_meet_the_same_people(offered, called):
    assert offered[1].counts["referred"] == called[1].counts["referred"]
    one, other = (list(town.referrals(FIRST + timedelta(days=8), MODEL, 3)) for _ in range(2))
    assert one == other


def test_offers_fill_more_of_the_freed_hours(offered, called):
    shares = [tally.counts["refilled"] / tally.counts["cancelled"] for _, tally, _ in (offered, called)]

    assert shares[0] > shares[1]


def test_every_hour_called_off_is_filled_or_has_one_cause(offered):
    made, tally, _ = offered
    counts = tally.counts
    lost = {cause: counts[f"lost_{cause}"] for cause in Lost}
    still_to_come = len({going.hour for going in made.refill.under_way} | {h for h in made.freed if h.on >= LAST})

    assert sum(lost.values()) + counts["refilled"] <= counts["cancelled"]
    assert counts["cancelled"] - counts["refilled"] - sum(lost.values()) <= still_to_come
    assert lost[Lost.TOO_NEAR]
    assert lost[Lost.QUIET]


def test_a_yes_after_the_hold_fills_the_hour_while_nobody_else_has_it():
    """As on the desk: a hold that is over lets the next be asked, and takes the hour from nobody."""
    tally = Tally(FIRST)
    made = Clinic(MODEL, Slow.load(3), tally, BusinessDays())
    office = made.refill = Offers(made)
    hour = Hour(FIRST + timedelta(days=1), 13, 0)
    at = made.instant(FIRST, time(10))
    made.freed[hour] = 27.0
    who = next(patient for patient in town.referrals(FIRST, MODEL, 3) if patient.takes_texts)
    who.ready_on, who.since, who.until = FIRST, None, None
    made._wait(who, WaitNeed.EVALUATION, FIRST)

    office.freed(hour, None, at)
    made._run_to(at + timedelta(minutes=59))
    assert made.is_open(hour, at)
    assert office.under_way == []  # nobody is left to be asked
    made._run_to(at + timedelta(minutes=61))

    assert made.booked[hour].patient is who


def test_the_same_seeds_give_the_same_figures_and_their_spread(monkeypatch):
    monkeypatch.setattr(run, "BEFORE", timedelta(weeks=4))

    told = [run.run(FIRST, 28, 2) for _ in range(2)]

    assert told[0] == told[1]
    assert {"by_hand", "with_offers", "difference", "lost_with_offers_percent"} <= set(told[0])
    spread = told[0]["by_hand"]["utilisation_percent"]
    assert spread["least"] <= spread["median"] <= spread["most"] <= 100


def test_entries_of_one_need_are_made_once_a_person(offered):
    made, _, _ = offered
    pairs = Counter((entry.patient.number, entry.need) for entry in made.entries.values())

    assert max(pairs.values()) == 1
