"""Until when a payer must decide a request, and what to do when it has not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.rules import payer_rules
from otium.rules.payer_rules import PayerRulesError
from otium.rules.prior_auth import clocks, pressing, roads
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.facts import BusinessDays, PatientFacts
from otium.terms.measured import Spread
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import AuthorizationRequest, RequestKind, RequestState
from otium.terms.roads import Matter, Press, RoadBook, Unit
from otium.terms.roads import Span as Time
from tests.rules import cast

ROADS = roads.read((cast.RULES / "prior_auth" / "roads.toml").read_text())
STEPS = pressing.read((cast.RULES / "prior_auth" / "clocks.toml").read_text())
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2027, 1, 4)
SUBMITTED, PENDED, KNOWN = RequestState.SUBMITTED, RequestState.PENDED, RequestState.ACKNOWLEDGED


def rules_of(key: str) -> PayerRules:
    book = payer_rules.book(cast.texts(), (), MONDAY)
    return book.by_key.get(key) or book.by_type[PayerType(key)]


def clock(key: str, **more: object) -> clocks.Clock | None:
    facts = {"state": SUBMITTED, "submitted_on": MONDAY} | more
    request = cast.request(facts.pop("state"), None, RequestKind.INITIAL, **facts)
    terms = roads.terms_of(ROADS, rules_of(key), Matter(MONDAY, RequestKind.INITIAL))
    return clocks.clock(terms, request, cast.DAYS)


@pytest.mark.parametrize(
    ("key", "more", "by", "value"),
    [
        ("medicare_advantage", {}, date(2027, 1, 11), "decision.standard"),
        ("medicare_advantage", {"state": PENDED}, date(2027, 1, 11), "decision.standard"),
        ("medicare_advantage", {"state": KNOWN, "pended_on": MONDAY}, date(2027, 1, 11), "decision.standard"),
        ("medicare_advantage", {"extended_on": MONDAY}, date(2027, 1, 25), "decision.extension"),
        ("medicare_advantage", {"is_urgent": True}, date(2027, 1, 7), "decision.urgent"),
        ("medicaid_mco", {}, date(2027, 1, 11), "decision.standard"),
        ("medicaid_mco", {"state": PENDED}, date(2027, 1, 11), "decision.standard"),
        ("medicaid_mco", {"state": PENDED, "extended_on": MONDAY}, date(2027, 1, 25), "decision.extension"),
        ("medicaid_ffs", {}, date(2027, 1, 11), "decision.standard"),
        ("commercial", {}, date(2027, 1, 19), "decision.standard"),
        ("commercial", {"extended_on": MONDAY}, date(2027, 2, 3), "decision.extension"),
        ("workers_comp_ca", {}, date(2027, 1, 11), "decision.standard"),
        ("workers_comp_ca", {"submitted_on": date(2026, 12, 24)}, date(2027, 1, 4), "decision.standard"),
        ("workers_comp_ca", {"state": PENDED}, date(2027, 1, 18), "decision.at_most"),
        ("workers_comp_ca", {"state": KNOWN, "pended_on": date(2027, 1, 11)}, date(2027, 1, 18), "decision.at_most"),
        ("workers_comp_ca", {"state": KNOWN, "pended_on": date(2027, 1, 12)}, date(2027, 1, 11), "decision.standard"),
        ("workers_comp_tx", {}, date(2027, 1, 7), "decision.standard"),
        ("workers_comp_tx", {"state": PENDED}, date(2027, 1, 7), "decision.standard"),
    ],
)
def test_each_payer_has_its_own_day(key: str, more: dict[str, object], by: date, value: str) -> None:
    found = clock(key, **more)

    assert found is not None
    assert (found.by, found.value, found.at) == (by, value, None)
    assert found.ground is not None


@pytest.mark.parametrize(
    ("extended_on", "until", "by"),
    [
        (date(2027, 1, 11), None, date(2027, 1, 25)),  # announced on its last day
        (date(2027, 1, 12), None, date(2027, 1, 11)),  # after it: nothing is extended
        (date(2027, 1, 11), date(2027, 1, 20), date(2027, 1, 20)),  # its own day, where that is earlier
        (date(2027, 1, 11), date(2027, 1, 25), date(2027, 1, 25)),
        (date(2027, 1, 11), date(2027, 1, 26), date(2027, 1, 25)),  # and no later than the law allows
    ],
)
def test_an_extension_counts_where_it_was_announced_in_time(extended_on: date, until: date | None, by: date) -> None:
    found = clock("medicare_advantage", extended_on=extended_on, extended_until=until)

    assert found is not None
    assert (found.by, found.is_extended) == (by, by > date(2027, 1, 11))


@pytest.mark.parametrize(
    ("until", "by", "value"),
    [
        (date(2027, 1, 15), date(2027, 1, 15), "announced"),
        (date(2027, 1, 7), date(2027, 1, 7), "decision.standard"),
        (None, date(2027, 1, 7), "decision.standard"),
    ],
)
def test_without_a_law_the_day_that_the_payer_named_stands(until: date | None, by: date, value: str) -> None:
    found = clock("workers_comp_tx", extended_on=MONDAY, extended_until=until)

    assert found is not None
    assert (found.by, found.value) == (by, value)


@pytest.mark.parametrize(
    ("pended_on", "answered_on", "by", "stopped"),
    [
        (date(2027, 1, 10), date(2027, 1, 14), date(2027, 1, 23), 4),
        (date(2027, 1, 10), date(2027, 1, 10), date(2027, 1, 19), 0),
        (date(2027, 1, 19), date(2027, 1, 20), date(2027, 1, 20), 1),  # asked on its last day
        (date(2027, 1, 20), date(2027, 1, 25), date(2027, 1, 19), 0),  # after it
    ],
)
def test_a_commercial_plans_time_stands_still_until_it_has_the_papers(
    pended_on: date, answered_on: date, by: date, stopped: int
) -> None:
    found = clock("commercial", state=KNOWN, pended_on=pended_on, answered_on=answered_on)

    assert found is not None
    assert (found.by, found.stopped_days, found.is_extended) == (by, stopped, False)
    assert clock("commercial", state=PENDED, pended_on=pended_on) is None


@pytest.mark.parametrize("key", ["va", "workers_comp_ny", "self_pay"])
def test_without_a_limit_there_is_no_day(key: str) -> None:
    assert clock(key) is None


def test_without_a_day_of_sending_there_is_none() -> None:
    assert clock("commercial", submitted_on=None) is None


@pytest.mark.parametrize(
    ("sent_at", "until"),
    [
        (datetime(2027, 1, 4, 10, 30, tzinfo=NEW_YORK), datetime(2027, 1, 7, 10, 30, tzinfo=NEW_YORK)),
        (datetime(2027, 3, 12, 10, 0, tzinfo=NEW_YORK), datetime(2027, 3, 15, 11, 0, tzinfo=NEW_YORK)),
        (datetime(2026, 10, 30, 23, 30, tzinfo=NEW_YORK), datetime(2026, 11, 2, 22, 30, tzinfo=NEW_YORK)),
    ],
)
def test_an_urgent_request_has_72_hours_of_the_clock_also_over_its_change(sent_at: datetime, until: datetime) -> None:
    found = clock("medicare_advantage", is_urgent=True, submitted_on=sent_at.date(), submitted_at=sent_at)

    assert found is not None
    assert found.at is not None
    assert (found.at, found.at.hour, found.by) == (until, until.hour, until.date())


def test_72_hours_without_an_hour_are_three_days() -> None:
    assert clocks.after(MONDAY, Time(72, Unit.HOURS), cast.DAYS) == date(2027, 1, 7)
    assert clocks.after(MONDAY, Time(73, Unit.HOURS), cast.DAYS) == date(2027, 1, 8)


def test_a_payer_works_on_a_day_on_which_the_practice_is_closed() -> None:
    days = BusinessDays(frozenset({0, 1, 2}), cast.HOLIDAYS)

    assert clocks.payer_days(days) == BusinessDays(holidays=cast.HOLIDAYS)


PAYER = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
VISITS = cast.every(7, date(2027, 1, 20), 2)
BOOK = RoadBook(rows=ROADS, steps=STEPS)


def chase(
    on: date, request: AuthorizationRequest | None = None, *, book: RoadBook = BOOK, **facts: object
) -> Duty | None:
    asked = request or cast.request(SUBMITTED, PAYER, RequestKind.INITIAL, submitted_on=MONDAY)
    patient: PatientFacts = cast.patient(**{"coverages": (PAYER,), "requests": (asked,), "visits": VISITS} | facts)
    practice = cast.practice(on, [cast.rate("100")], roads=book)
    found = [d for d in cast.patient_duties(patient, practice, on).duties if d.kind is DutyKind.CHASE_DECISION]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(("on", "stands"), [(date(2027, 1, 11), False), (date(2027, 1, 12), True)])
def test_it_stands_from_the_day_after_the_payers_last_one(on: date, stands: bool) -> None:
    duty = chase(on)

    assert (duty is not None) is stands
    if duty:
        assert duty.due_on == date(2027, 1, 12)
        assert duty.why[0].params == {"by_on": date(2027, 1, 11), "submitted_on": MONDAY, "certainty": "verified"}
        assert duty.at_risk.visits == 2


@pytest.mark.parametrize(("on", "stands"), [(date(2027, 1, 6), False), (date(2027, 1, 7), True)])
def test_an_urgent_one_is_pressed_for_on_the_day_its_hours_end(on: date, stands: bool) -> None:
    sent_at = datetime(2027, 1, 4, 10, 0, tzinfo=NEW_YORK)
    urgent = cast.request(
        SUBMITTED, PAYER, RequestKind.INITIAL, submitted_on=MONDAY, submitted_at=sent_at, is_urgent=True
    )

    assert (chase(on, urgent) is not None) is stands


@pytest.mark.parametrize(
    ("state", "pended_on", "on", "stands"),
    [
        (PENDED, MONDAY, date(2027, 1, 20), False),  # we answer first
        (PENDED, MONDAY, date(2027, 1, 25), False),
        (PENDED, MONDAY, date(2027, 1, 26), True),
        (KNOWN, MONDAY, date(2027, 1, 11), False),  # answered, and no extension announced
        (KNOWN, MONDAY, date(2027, 1, 12), True),
        (KNOWN, None, date(2027, 1, 12), True),
        (RequestState.APPROVED, None, date(2027, 2, 12), False),
        (RequestState.DENIED, None, date(2027, 2, 12), False),
        (RequestState.DRAFT, None, date(2027, 2, 12), False),
        (RequestState.CANCELLED, None, date(2027, 2, 12), False),
    ],
)
def test_it_stands_while_the_request_is_with_the_payer(
    state: RequestState, pended_on: date | None, on: date, stands: bool
) -> None:
    request = cast.request(state, PAYER, RequestKind.INITIAL, submitted_on=MONDAY, pended_on=pended_on)

    assert (chase(on, request) is not None) is stands


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2027, 1, 12), "press_call"),
        (date(2027, 1, 13), "press_call"),
        (date(2027, 1, 14), "press_supervisor"),
        (date(2027, 1, 18), "press_supervisor"),
        (date(2027, 1, 19), "press_complaint"),
        (date(2027, 2, 19), "press_complaint"),
    ],
)
def test_the_steps_follow_each_other_by_business_days(on: date, step: str) -> None:
    assert cast.codes(chase(on))[1] == step


def test_a_step_is_no_reason_to_forget_what_was_done() -> None:
    request = cast.request(SUBMITTED, PAYER, RequestKind.INITIAL, submitted_on=MONDAY)
    early, late = chase(date(2027, 1, 12), request), chase(date(2027, 1, 20), request)

    assert early is not None
    assert late is not None
    assert early.digest == late.digest


def test_it_rests_while_the_payer_has_promised_a_day() -> None:
    duty = chase(date(2027, 1, 12))
    assert duty is not None
    wait = cast_act(duty, date(2027, 1, 14))

    assert chase(date(2027, 1, 14), duty_request(duty), acts=(wait,)) is None
    assert chase(date(2027, 1, 15), duty_request(duty), acts=(wait,)) is not None


def duty_request(duty: Duty) -> AuthorizationRequest:
    request = cast.request(SUBMITTED, PAYER, RequestKind.INITIAL, submitted_on=MONDAY)
    return replace(request, id=duty.focus_id)


def cast_act(duty: Duty, until: date) -> Act:
    return Act(cast.new_id(), ActKind.WAIT_UNTIL, duty.kind, duty.focus_id, "", date(2027, 1, 12), "", until)


@pytest.mark.parametrize(
    ("spread", "on", "expected"),
    [
        (None, date(2027, 1, 18), None),  # ten business days by rule
        (None, date(2027, 1, 19), date(2027, 1, 18)),
        (Spread(5, 1, 2), date(2027, 1, 6), None),
        (Spread(5, 1, 2), date(2027, 1, 7), date(2027, 1, 6)),
    ],
)
def test_where_no_law_says_it_the_payers_usual_time_counts(
    spread: Spread | None, on: date, expected: date | None
) -> None:
    va = cast.coverage(PayerType.VA)
    request = cast.request(SUBMITTED, va, RequestKind.INITIAL, submitted_on=MONDAY)
    book = replace(BOOK, decided={cast.PAYER: spread} if spread else {})

    duty = chase(on, request, book=book, coverages=(va,))

    found = None if duty is None else next(r for r in duty.why if r.code == "request_unanswered").params["expected_on"]
    assert found == expected


@pytest.mark.parametrize(
    ("key", "step", "has"),
    [
        ("commercial", Press.COMPLAINT, "Employee Benefits Security Administration"),
        ("uhc_medicare_advantage", Press.COMPLAINT, "422.568(f)"),
        ("medicaid_mco", Press.COMPLAINT, "438.404"),
        ("workers_comp_ca", Press.COMPLAINT, "DWC Form RFA"),
        ("workers_comp_ny", Press.COMPLAINT, "answer this complaint in writing"),
        ("workers_comp_ca", Press.CALL, "reference number for this call"),
    ],
)
def test_the_words_are_those_of_the_payers_law(key: str, step: Press, has: str) -> None:
    (found,) = [s for s in pressing.steps_of(STEPS, rules_of(key), MONDAY) if s.step is step]

    text = pressing.said(found, reference="R1", submitted_on="01/04/2027", due_on="01/11/2027", rule="the rule")

    assert has in text
    assert "R1" in text
    assert found.ground.source


@pytest.mark.parametrize(
    ("key", "on", "expected"),
    [
        ("uhc_medicare_advantage", MONDAY, "42 CFR 422.568 and 422.572"),
        ("medicare_advantage", date(2025, 12, 31), ""),
        ("medicaid_mco", MONDAY, "42 CFR 438.210(d)"),
        ("commercial", MONDAY, "29 CFR 2560.503-1"),
        ("workers_comp_ca", MONDAY, "8 CCR 9792.9.1"),
        ("workers_comp", MONDAY, ""),
    ],
)
def test_the_law_that_sets_the_time_is_named(key: str, on: date, expected: str) -> None:
    text = (cast.RULES / "prior_auth" / "clocks.toml").read_text()

    assert pressing.law(pressing.cites(text), rules_of(key), on) == expected


def test_california_complains_after_one_business_day() -> None:
    def now(on: date) -> pressing.PressStep | None:
        return pressing.current(STEPS, rules_of("workers_comp_ca"), date(2027, 1, 12), on, cast.DAYS)

    first, second = now(date(2027, 1, 12)), now(date(2027, 1, 13))

    assert first is not None
    assert second is not None
    assert (first.step, second.step) == (Press.CALL, Press.COMPLAINT)


@pytest.mark.parametrize(
    "text",
    [
        "step = 1 2",
        "[[row]]\n",
        '[[step]]\nstep = "call"\n',
        '[[step]]\nstep = "shout"\nfrom_business_days = 0\nto = "x"\ntext = "y"\nsource = "s"\ncertainty = "practice"\n'
        "effective_from = 2020-01-01\n",
        '[[step]]\nstep = "call"\nfrom_business_days = 0\nto = "x"\ntext = "{mood}"\nsource = "s"\n'
        'certainty = "practice"\neffective_from = 2020-01-01\n',
    ],
)
def test_steps_that_nobody_can_take_are_refused(text: str) -> None:
    with pytest.raises(PayerRulesError):
        pressing.read(text)


def test_the_hour_of_sending_is_not_guessed() -> None:
    found = clock("medicare_advantage", is_urgent=True, submitted_at=None)

    assert found is not None
    assert found.at is None
    assert found.by == MONDAY + timedelta(days=3)


@pytest.mark.parametrize(("on", "stands"), [(date(2027, 1, 25), False), (date(2027, 1, 26), True)])
def test_an_extension_that_was_announced_is_waited_for(on: date, stands: bool) -> None:
    extended = cast.request(
        KNOWN, PAYER, RequestKind.INITIAL, submitted_on=MONDAY, pended_on=MONDAY, extended_on=date(2027, 1, 8)
    )

    assert (chase(on, extended) is not None) is stands


@pytest.mark.parametrize(
    ("at", "late_on"), [(None, date(2027, 1, 12)), (datetime(2027, 1, 11, 9, tzinfo=NEW_YORK), date(2027, 1, 11))]
)
def test_with_hours_a_payer_is_late_on_the_day_they_end(at: datetime | None, late_on: date) -> None:
    assert clocks.Clock(date(2027, 1, 11), "decision.standard", None, at).late_on == late_on
