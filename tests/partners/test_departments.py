"""Review departments: what they want, how long they take, what they decide; by 278 and on paper alike."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from partners import phone
from partners.exchange import departments, on_paper, post, scenario, second_looks
from partners.exchange.departments import Department
from partners.exchange.on_paper import PAPER, Filed
from partners.exchange.second_looks import APPEAL, TALK, TooLateError
from partners.exchange.work import work
from partners.state.members import Granted
from tests.partners.sent import interchange, review_request
from tests.partners.side import Side, only, segments, some

UM, PERIOD, VISITS = "UM*HS*I*AD*11:B*****Y", "DTP*AAH*RD8*20261201-20270131", "HSD*VS*12"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = "PWK*08*EL***AC*ATT1"
GRANTED = Granted("N1", date(2026, 12, 1), date(2027, 1, 31), 12, "1", {}, trace="T")


def test_half_of_the_decisions_take_longer_than_the_median_and_none_longer_than_the_latest() -> None:
    one = Department(median_days=4, spread=0.5, latest_days=9)

    found = [departments.days(1, "P", one, f"T{n}") for n in range(2_000)]

    assert sum(days > 4 for days in found) == pytest.approx(1_000, abs=70)
    assert max(found) == 9
    assert min(found) > 0.5


@pytest.mark.parametrize(
    ("at", "there"),
    [
        ("2026-11-25T19:00", "2026-11-25T19:00"),  # a Wednesday at eleven, Pacific time
        ("2026-11-25T13:00", "2026-11-25T16:00"),  # before eight
        ("2026-11-26T02:30", "2026-11-27T16:00"),  # after hours, and Thanksgiving follows
        ("2026-11-28T20:00", "2026-11-30T16:00"),  # a Saturday
    ],
)
def test_a_reviewer_decides_in_office_hours(at: str, there: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)

    assert departments.in_hours(moment) == datetime.fromisoformat(there).replace(tzinfo=UTC)


def test_shares_hold_over_many_requests() -> None:
    one = Department(denied=0.1, cut=0.2, cut_to=0.5)

    found = [
        departments.ruled(1, "P", one, Granted("N", GRANTED.starts_on, GRANTED.ends_on, 12, "1", {}, trace=f"T{n}"))
        for n in range(2_000)
    ]

    actions = [granted.action for granted in found]
    assert actions.count("A3") == pytest.approx(200, abs=45)
    assert actions.count("A6") == pytest.approx(400, abs=60)
    assert {granted.visits for granted in found if granted.action == "A6"} == {6}


@pytest.mark.parametrize(
    ("asked", "to", "visits", "action"),
    [(12, 0.5, 6, "A6"), (12, 0.99, 11, "A6"), (2, 0.1, 1, "A6"), (1, 0.5, 1, "A1")],
)
def test_a_cut_leaves_at_least_one_and_takes_at_least_one(asked: int, to: float, visits: int, action: str) -> None:
    one = Department(cut=1, cut_to=to)

    found = departments.ruled(1, "P", one, Granted("N", GRANTED.starts_on, GRANTED.ends_on, asked, "1", {}))

    assert (found.visits, found.action, found.asked) == (visits, action, asked)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"EVG01": {"mood": 1}}, "nobody knows mood"),
        ({"EVG01": {"denied": 0.6, "cut": 0.5}}, "outside 0 to 1"),
        ({"EVG01": {"road": "pigeon"}}, "pigeon is no road"),
    ],
)
def test_a_department_that_cannot_be_is_refused(written: dict[str, dict[str, object]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        departments.read(written)


@pytest.mark.parametrize("name", ["baseline", "reviewed"])
def test_the_scenarios_that_come_along_have_departments_for_all_who_ask_for_authorization(name: str) -> None:
    found = scenario.load(scenario.FOLDER / f"{name}.toml")

    assert set(found.reviews) == {"EVG01", "BAY65", "MCP88", "HARBOR"}


def ask(side: Side, *event: str, trace: str = "R1", payer: str = "EVG01") -> list[list[str]]:
    side.send(review_request(side.clinic, side.patient(payer), UM, PERIOD, VISITS, *event, trace=trace))
    side.after(HOUR)
    return segments(side.mail("278")[-1])


def test_what_is_missing_is_asked_for_by_name_and_day(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08", "09"), answer_days=14)})

    found = ask(side, PLAN)

    assert only(found, "HCR")[1:] == ["A4", "", "90"]
    assert [s[1] for s in some(found, "PWK")] == ["09"]
    assert only(found, "MSG")[1] == "SEND BY 2026-12-09: PROGRESS REPORT"


@pytest.mark.parametrize(
    ("paper", "action"), [("PWK*OZ*EL***AC*ATT1", "A1"), ("PWK*OZ*AA", "A4"), ("PWK*PN*EL***AC*A", "A4")]
)
def test_a_bundle_of_all_records_holds_what_is_wanted(side: Side, paper: str, action: str) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08", "09"), at_once=1)})

    assert only(ask(side, paper), "HCR")[1] == action


def test_a_request_that_lacks_nothing_is_reviewed_until_its_day(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08",), median_days=5)})

    first = ask(side, PLAN)
    side.after(3 * DAY)
    before = len(side.mail("278"))
    side.after(4 * DAY)

    assert only(first, "HCR")[1:] == ["A4", "", "E8"]
    assert before == 1
    assert only(segments(side.mail("278")[-1]), "HCR")[1] == "A1"


def test_what_was_wanted_and_never_came_is_denied(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08",), answer_days=14)})
    ask(side)

    side.after(15 * DAY)

    assert only(segments(side.mail("278")[-1]), "HCR")[1:] == ["A3", "", "90"]


@pytest.mark.parametrize("control", ["R1", "RR1", "ATT9"])
def test_records_that_come_by_275_start_the_review(side: Side, control: str) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08",), median_days=2)})
    ask(side, "PWK*08*AA" if control != "ATT9" else "PWK*09*EL***AC*ATT9")
    body = ["BGN*02*B1*20261125", "NM1*PR*2*X*****PI*EVG01", f"TRN*2*{control}", "BIN*3*A~*"]

    side.send(interchange("PI", "275", "005010X211", [body], side.clinic))
    side.after(HOUR)
    soon = len(side.mail("278"))
    side.after(6 * DAY)

    assert soon == 1
    assert only(segments(side.mail("278")[-1]), "HCR")[1] == "A1"


def test_a_cut_approval_is_talked_over_within_the_window(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(at_once=1, cut=1, talk_days=14, overturned_by_talk=1)})
    found = ask(side)

    side.clock.pass_by(13 * DAY)
    now = second_looks.look_again(side.exchange, "EVG01", "R1", by=TALK)

    assert only(found, "HSD")[2] == "6"
    assert now is not None
    assert (now.visits, now.action) == (12, "A1")
    assert on_paper.standing(side.exchange.store, "EVG01", "R1").visits == 12  # type: ignore[union-attr]


def test_nobody_talks_after_the_window_but_an_appeal_is_heard(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(at_once=1, denied=1, talk_days=14)})
    ask(side)
    side.clock.pass_by(16 * DAY)

    with pytest.raises(TooLateError):
        second_looks.look_again(side.exchange, "EVG01", "R1", by=TALK)

    assert second_looks.look_again(side.exchange, "EVG01", "R1", by=APPEAL) is None
    with pytest.raises(LookupError):
        second_looks.look_again(side.exchange, "EVG01", "R2", by=APPEAL)


def fax(side: Side, papers: frozenset[str], payer: str = "MCP88") -> tuple[str, str]:
    member = side.patient(payer).coverage.policy_number
    filed = Filed(payer, member, "fax", date(2026, 12, 1), date(2027, 1, 31), 12, papers=papers)
    reference = on_paper.file(side.exchange.store, side.clinic.slug, filed, seconds=side.exchange.seconds)
    work(side.exchange)
    return payer, reference


def letters(side: Side) -> list[str]:
    return [letter.content.decode() for letter in post.due(side.exchange, PAPER)]


def test_a_fax_is_answered_by_letter(side: Side) -> None:
    side.plan(reviews={"MCP88": Department(road="fax", median_days=4, denied=1, talk_days=10)})
    payer, reference = fax(side, frozenset({"08"}))

    before = on_paper.standing(side.exchange.store, payer, reference)
    side.after(8 * DAY)

    (text,) = letters(side)
    assert before is not None
    assert before.says == "accepted"
    assert "NOTICE OF DENIAL" in text
    assert reference in text
    assert re.search(r"talk with our reviewer until \d\d/\d\d/2026", text)
    assert "You may appeal in writing until" in text
    assert on_paper.standing(side.exchange.store, payer, reference).says == "denied"  # type: ignore[union-attr]


def test_a_fax_without_the_plan_is_answered_by_a_letter_that_asks_for_it(side: Side) -> None:
    side.plan(reviews={"MCP88": Department(road="fax", median_days=1, wants=("08",))})
    payer, reference = fax(side, frozenset())

    first = letters(side)
    assert on_paper.standing(side.exchange.store, payer, reference).says == "wants"  # type: ignore[union-attr]
    assert on_paper.send_more(side.exchange, payer, reference)
    side.after(5 * DAY)

    assert "Send us: plan of treatment." in first[0]
    assert "We must have it by 12/09/2026." in first[0]
    assert "NOTICE OF APPROVAL" in letters(side)[-1]
    assert "Approved: 12 visits" in letters(side)[-1]


def test_a_member_or_payer_that_is_unknown_gets_no_reference(side: Side) -> None:
    filed = Filed("MCP88", "nobody", "fax", date(2026, 12, 1), date(2027, 1, 31), 12)

    with pytest.raises(LookupError):
        on_paper.file(side.exchange.store, side.clinic.slug, filed, seconds=0)


def test_the_telephone_tells_how_a_request_stands(side: Side) -> None:
    side.plan(reviews={"MCP88": Department(road="fax", median_days=4)})
    payer, reference = fax(side, frozenset())

    before = phone.ask(side.exchange.store, payer_id=payer, number=reference, on=side.exchange.today)
    side.after(8 * DAY)
    after = phone.ask(side.exchange.store, payer_id=payer, number=reference, on=side.exchange.today)

    assert "waits for review" in before.says
    assert after.says == "Approved."
    assert "12 visits, 2026-12-01 to 2027-01-31" in after.authorizations[0]
