"""Acts are facts: what was done about a duty lets it rest or settles it."""

from dataclasses import replace
from datetime import date

import pytest

from otium.rules import acts
from otium.terms.duty import Act, ActKind, Duty, DutyKind, FocusType, Reason
from tests.rules import cast

ON = date(2026, 11, 23)
FOCUS = cast.new_id()


def duty(kind: DutyKind = DutyKind.RENEW_AUTHORIZATION, visits: int = 3) -> Duty:
    return Duty(kind, FocusType.AUTHORIZATION, FOCUS, ON, (Reason("authorization_runs_out", {"count": visits}),))


def act(kind: ActKind, about: Duty, until_on: date | None = None, **more: object) -> Act:
    done = Act(cast.new_id(), kind, about.kind, about.focus_id, about.instance, ON, about.digest, until_on)
    return replace(done, **more)  # type: ignore[arg-type]


def standing(about: Duty, *done: Act, on: date = ON) -> Duty | None:
    return acts.standing(about, acts.by_key(done), on)


def test_a_duty_without_acts_stands_as_it_is() -> None:
    about = duty()

    assert standing(about) is about


@pytest.mark.parametrize("kind", [ActKind.FAMILY_TOLD, ActKind.DECIDED, ActKind.RESOLVED])
def test_an_act_settles_the_duty_while_its_facts_are_the_same(kind: ActKind) -> None:
    about = duty()

    assert standing(about, act(kind, about)) is None
    assert standing(duty(visits=4), act(kind, about)) == duty(visits=4)


@pytest.mark.parametrize(
    ("kind", "is_settled"),
    [
        (DutyKind.ANSWER_PENDED, True),
        (DutyKind.WORK_DENIAL, True),
        (DutyKind.WORK_REDUCTION, True),
        (DutyKind.RENEW_AUTHORIZATION, False),
        (DutyKind.OBTAIN_REFERRAL, False),
    ],
)
def test_sending_settles_only_where_sending_is_the_work(kind: DutyKind, is_settled: bool) -> None:
    about = duty(kind)

    assert (standing(about, act(ActKind.SENT, about)) is None) is is_settled


@pytest.mark.parametrize(
    ("on", "rests"), [(date(2026, 11, 23), True), (date(2026, 11, 30), True), (date(2026, 12, 1), False)]
)
def test_waiting_rests_up_to_and_with_its_day(on: date, rests: bool) -> None:
    about = duty()
    wait = act(ActKind.WAIT_UNTIL, about, date(2026, 11, 30))

    assert (standing(about, wait, on=on) is None) is rests


def test_after_waiting_the_duty_says_so_once_with_the_last_day_waited_for() -> None:
    about = duty()
    waits = [act(ActKind.WAIT_UNTIL, about, date(2026, 11, day)) for day in (27, 25)]

    found = standing(about, *waits, on=date(2026, 11, 28))

    assert found is not None
    assert [r.params for r in found.why if r.code == "waited_until"] == [{"until_on": date(2026, 11, 27)}]


def test_waiting_rests_even_when_the_facts_change_meanwhile() -> None:
    wait = act(ActKind.WAIT_UNTIL, duty(visits=3), date(2026, 11, 30))

    assert standing(duty(visits=4), wait) is None


def test_what_was_decided_after_waiting_settles() -> None:
    about = duty()
    wait = act(ActKind.WAIT_UNTIL, about, date(2026, 11, 20))
    again = standing(about, wait)
    assert again is not None

    assert standing(about, wait, act(ActKind.DECIDED, again)) is None


def test_an_act_about_another_focus_or_instance_says_nothing() -> None:
    about = duty()
    elsewhere = act(ActKind.DECIDED, about, focus_id=cast.new_id())
    other_instance = act(ActKind.DECIDED, about, instance="2027-01")

    assert standing(about, elsewhere, other_instance) is about
