"""Two taps at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from otium.desk import acting
from otium.desk.families import entering
from otium.desk.families.opening import Found
from otium.desk.planning import applying
from otium.records import models
from tests.desk.chains.conftest import Chain, link, open_chain, open_practice
from tests.desk.planning.house import AT, BY

pytestmark = pytest.mark.django_db(transaction=True)
SOON = AT + timedelta(minutes=5)


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each came to, sorted."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], str]) -> str:
        try:
            ready.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def tapping(token: str, choice: str) -> Callable[[], str]:
    def tap() -> str:
        found = entering.answer(token, {"choice": choice}, language="", at=SOON)
        assert isinstance(found, Found)
        return str(found.value.standing)

    return tap


def asked() -> tuple[models.Practice, Chain, str, str]:
    """A chain whose families were asked, committed, and the token of each."""
    practice = open_practice()
    with acting.acting_for(practice.pk):
        chain = open_chain(practice)
        chain.ask()
        return practice, chain, link(practice, chain.holder), link(practice, chain.waits)


def stands(practice: models.Practice, chain: Chain) -> str:
    with acting.acting_for(practice.pk):
        return str(chain.again().asking)


def test_a_family_that_taps_yes_and_no_at_once_gave_one_answer() -> None:
    practice, chain, token, _other = asked()

    said = at_once(tapping(token, "agree"), tapping(token, "keep"))

    assert said in (["said_yes", "said_yes"], ["said_no", "said_no"])
    assert stands(practice, chain) == ("open" if said == ["said_yes", "said_yes"] else "refused")


def test_of_two_families_at_once_the_last_yes_makes_it_agreed() -> None:
    practice, chain, first, second = asked()

    assert at_once(tapping(first, "agree"), tapping(second, "agree")) == ["said_yes", "said_yes"]
    assert stands(practice, chain) == "agreed"


def test_a_no_and_the_last_yes_at_once_move_nothing() -> None:
    practice, chain, first, second = asked()

    said = at_once(tapping(first, "keep"), tapping(second, "agree"))

    assert said in (["ended", "said_no"], ["said_no", "said_yes"])
    assert stands(practice, chain) == "refused"
    with acting.acting_for(practice.pk), pytest.raises((applying.Undecided, applying.NotAllAgreed)):
        applying.apply(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON)
