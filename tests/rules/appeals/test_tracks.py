"""Levels of appeal: each deadline on both sides of its boundary, and what the data files must say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from otium.rules import appeals
from otium.rules.appeals import choosing, clocks, tracks
from otium.rules.appeals.expedited import fast_road
from otium.rules.prior_auth import roads
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AppealOutcome, AppealTrack, RequestKind
from otium.terms.reviews import AppealLevel, Filer
from otium.terms.roads import Matter
from tests.rules import cast

FOLDER = Path(appeals.__file__).parent / "tracks"
BOOK = tracks.read(path.read_text() for path in sorted(FOLDER.glob("*.toml")))
ROADS = roads.read((Path(roads.__file__).parent / "roads.toml").read_text())
ON = date(2026, 11, 26)
T = AppealTrack


def level(track: AppealTrack, number: int, state: str = "", on: date = ON) -> AppealLevel:
    found = BOOK.level(track, number, on, state)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("payer_type", "key", "notice_on", "last_day"),
    [
        (PayerType.MEDICARE_B, "", date(2026, 11, 2), date(2027, 3, 7)),  # D05
        (PayerType.COMMERCIAL, "", date(2026, 8, 14), date(2027, 2, 10)),  # D06
        (PayerType.MEDICARE_ADVANTAGE, "", date(2026, 11, 20), date(2027, 1, 24)),
        (PayerType.MEDICAID_MCO, "", date(2026, 11, 20), date(2027, 1, 19)),
        (PayerType.MEDICAID_FFS, "", date(2026, 11, 20), date(2027, 2, 18)),
        (PayerType.TRICARE, "", date(2026, 11, 20), date(2027, 2, 18)),
        (PayerType.WORKERS_COMP, "workers_comp_ca", date(2026, 11, 20), date(2026, 12, 20)),
        (PayerType.WORKERS_COMP, "workers_comp_tx", date(2026, 11, 20), date(2026, 12, 20)),
    ],
)
def test_level_one_is_filed_in_the_payers_time(
    payer_type: PayerType, key: str, notice_on: date, last_day: date
) -> None:
    rules = cast.book(ON).rules_for(payer_type, key)
    track = roads.terms_of(ROADS, rules, Matter(ON, RequestKind.RENEWAL)).appeal_track

    until = clocks.file_by(level(track, 1, choosing.state_of(key, "")), rules, notice_on=notice_on)

    assert until.on == last_day
    assert until.ground.source
    assert until.ground.certainty


def test_the_day_to_keep_makes_no_use_of_the_days_mail_is_presumed_to_take() -> None:
    rules = cast.book(ON).by_type[PayerType.MEDICARE_B]

    first = clocks.file_by(level(T.MEDICARE_FFS, 1), rules, notice_on=date(2026, 11, 2))
    second = clocks.file_by(level(T.MEDICARE_FFS, 2), rules, notice_on=date(2026, 11, 2))

    assert (first.target_on, first.on) == (date(2027, 3, 2), date(2027, 3, 7))
    assert (second.target_on, second.on) == (date(2027, 5, 1), date(2027, 5, 6))


@pytest.mark.parametrize(
    ("track", "number", "state", "last_day"),
    [
        (T.MEDICARE_FFS, 2, "", date(2027, 5, 24)),  # 180 days, presumed 5 days later
        (T.MEDICARE_FFS, 3, "", date(2027, 1, 24)),
        (T.MEDICARE_FFS, 4, "", date(2027, 1, 24)),
        (T.MEDICARE_FFS, 5, "", date(2027, 1, 24)),
        (T.MEDICARE_ADVANTAGE, 3, "", date(2027, 1, 24)),
        (T.COMMERCIAL, 2, "", date(2027, 3, 20)),  # four calendar months
        (T.MEDICAID_MCO, 2, "", date(2027, 2, 18)),  # the least that a state may set
        (T.TRICARE, 2, "", date(2027, 1, 19)),
        (T.TRICARE, 3, "", date(2027, 1, 19)),
        (T.WORKERS_COMP, 2, "CA", date(2026, 12, 20)),
        (T.WORKERS_COMP, 2, "TX", date(2027, 1, 4)),
        (T.WORKERS_COMP, 2, "NY", date(2026, 12, 20)),
    ],
)
def test_later_levels_are_filed_in_their_tracks_time(
    track: AppealTrack, number: int, state: str, last_day: date
) -> None:
    rules = cast.book(ON).by_type[PayerType.COMMERCIAL]

    until = clocks.file_by(level(track, number, state), rules, notice_on=date(2026, 11, 20))

    assert until.on == last_day
    assert until.ground == level(track, number, state).ground


def test_a_month_without_that_day_ends_with_its_last() -> None:
    until = clocks.file_by(level(T.COMMERCIAL, 2), cast.book(ON).by_type[PayerType.COMMERCIAL],
                           notice_on=date(2026, 10, 31))  # fmt: skip

    assert until.on == date(2027, 2, 28)


def test_an_unknown_notice_day_gives_an_unknown_last_day() -> None:
    assert (
        clocks.file_by(level(T.COMMERCIAL, 1), cast.book(ON).by_type[PayerType.COMMERCIAL], notice_on=None).on is None
    )


def test_an_unknown_payers_time_is_unknown_and_never_late() -> None:
    rules = cast.book(ON).by_type[PayerType.OTHER]

    assert clocks.file_by(level(T.OTHER, 1), rules, notice_on=ON).on is None


def test_what_the_plan_sends_on_itself_has_no_day_to_file() -> None:
    entity = level(T.MEDICARE_ADVANTAGE, 2)

    assert entity.filer is Filer.PAYER
    assert clocks.file_by(entity, cast.book(ON).by_type[PayerType.MEDICARE_ADVANTAGE], notice_on=ON).on is None


@pytest.mark.parametrize(
    ("amount", "number", "opens"),
    [("199.99", 3, False), ("200.00", 3, True), (None, 3, None), ("1959.99", 5, False), ("1960.00", 5, True),
     ("0.01", 4, True)],
)  # fmt: skip
def test_a_hearing_asks_for_the_years_least_amount(amount: str | None, number: int, opens: bool | None) -> None:
    dispute = None if amount is None else Decimal(amount)

    assert clocks.reaches(level(T.MEDICARE_FFS, number), dispute, date(2026, 12, 31)) is opens


@pytest.mark.parametrize(
    ("on", "amount"), [(date(2025, 12, 31), 190), (date(2026, 1, 1), 200), (date(2027, 1, 1), 200)]
)
def test_the_least_amount_is_that_of_the_year_it_is_asked_in(on: date, amount: int) -> None:
    least = clocks.minimum(level(T.MEDICARE_FFS, 3), on)

    assert least is not None
    assert least.amount == amount
    assert (least.year == on.year) is (on.year < 2027)


@pytest.mark.parametrize(
    ("track", "state", "is_payment", "decided_by"),
    [
        (T.MEDICARE_FFS, "", True, date(2027, 1, 19)),
        (T.MEDICARE_ADVANTAGE, "", False, date(2026, 12, 20)),
        (T.MEDICARE_ADVANTAGE, "", True, date(2027, 1, 19)),
        (T.COMMERCIAL, "", False, date(2026, 12, 20)),
        (T.COMMERCIAL, "", True, date(2027, 1, 19)),
        (T.MEDICAID_FFS, "", False, date(2027, 2, 18)),
        (T.WORKERS_COMP, "NY", False, date(2026, 11, 30)),
        (T.WORKERS_COMP, "OH", False, None),
    ],
)
def test_a_filed_appeal_is_decided_in_its_levels_time(
    track: AppealTrack, state: str, is_payment: bool, decided_by: date | None
) -> None:
    assert clocks.decide_by(level(track, 1, state), filed_on=date(2026, 11, 20), is_payment=is_payment) == decided_by


def test_an_expedited_one_is_decided_by_the_clock_also_over_its_change() -> None:
    eastern = ZoneInfo("America/New_York")
    filed_at = datetime(2026, 10, 30, 16, 0, tzinfo=eastern)

    until = clocks.expedited_by(level(T.MEDICARE_ADVANTAGE, 1), filed_at=filed_at)

    assert until is not None
    assert (until.astimezone(UTC) - filed_at.astimezone(UTC)).total_seconds() == 72 * 3600
    assert until.isoformat() == "2026-11-02T15:00:00-05:00"


@pytest.mark.parametrize(
    ("track", "statement", "given_until", "is_open", "why"),
    [
        (T.MEDICAID_MCO, "loses hand function within weeks", None, True, "said"),
        (T.MEDICAID_MCO, "  ", None, False, "not_said"),
        (T.MEDICAID_MCO, "loses hand function", date(2026, 11, 25), False, "care_given"),
        (T.MEDICAID_MCO, "loses hand function", date(2026, 11, 26), True, "said"),
        (T.MEDICARE_FFS, "loses hand function", None, False, "no_such_road"),
    ],
)
def test_the_fast_road_needs_care_to_come_and_a_clinicians_word(
    track: AppealTrack, statement: str, given_until: date | None, is_open: bool, why: str
) -> None:
    road = fast_road(level(track, 1), statement=statement, given_until=given_until, on=ON)

    assert (road.is_open, road.why) == (is_open, why)


@pytest.mark.parametrize(
    ("key", "injury_state", "state"),
    [
        ("workers_comp_ca", "", "CA"),
        ("workers_comp_ca", "tx", "TX"),
        ("workers_comp", "", ""),
        ("uhc_commercial", "", ""),
    ],
)
def test_a_work_injury_is_under_the_law_its_claim_names(key: str, injury_state: str, state: str) -> None:
    assert choosing.state_of(key, injury_state) == state


@pytest.mark.parametrize(("state", "code"), [("CA", "ca_imr"), ("TX", "tx_reconsideration"), ("NY", "ny_level_2"),
                                             ("OH", "wc_review"), ("", "wc_review")])  # fmt: skip
def test_a_state_without_levels_of_its_own_says_that_they_are_not_on_file(state: str, code: str) -> None:
    assert level(T.WORKERS_COMP, 1, state).code == code


@pytest.mark.parametrize(
    ("track", "number", "outcome", "amount", "after"),
    [
        (T.COMMERCIAL, 1, AppealOutcome.UPHELD, None, "external"),
        (T.COMMERCIAL, 1, AppealOutcome.PARTLY, None, "external"),
        (T.COMMERCIAL, 1, AppealOutcome.DISMISSED, None, "external"),
        (T.COMMERCIAL, 1, AppealOutcome.OVERTURNED, None, None),
        (T.COMMERCIAL, 2, AppealOutcome.UPHELD, None, None),
        (T.MEDICARE_ADVANTAGE, 1, AppealOutcome.UPHELD, None, "ire"),
        (T.MEDICARE_ADVANTAGE, 2, AppealOutcome.UPHELD, Decimal("199.99"), None),
        (T.MEDICARE_ADVANTAGE, 2, AppealOutcome.UPHELD, Decimal(200), "alj"),
        (T.MEDICARE_ADVANTAGE, 2, AppealOutcome.UPHELD, None, "alj"),
    ],
)
def test_what_comes_after_a_level(
    track: AppealTrack, number: int, outcome: AppealOutcome, amount: Decimal | None, after: str | None
) -> None:
    found = choosing.next_level(BOOK, level(track, number), outcome, on=ON, amount=amount)

    assert (found.code if found else None) == after


def test_hearings_and_courts_are_never_begun_by_themselves() -> None:
    begun = {each.code for each in BOOK.levels if choosing.opens(each)}

    assert begun == {"reconsideration_qic", "ire", "external", "fair_hearing", "tricare_formal_review", "tx_iro",
                     "ny_level_3"}  # fmt: skip


@pytest.mark.parametrize("track", list(AppealTrack))
def test_every_track_has_a_first_level_and_no_gap(track: AppealTrack) -> None:
    numbers = [each.level for each in BOOK.of(track, ON)]

    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_medicare_has_five_levels() -> None:
    assert [len(BOOK.of(track, ON)) for track in (T.MEDICARE_FFS, T.MEDICARE_ADVANTAGE)] == [5, 5]


ROW = '[[commercial]]\nlevel = {level}\ncode = "x"\nto_whom = "x"\nfiler = "practice"\neffective_from = 2020-01-01\n'
GROUND = 'source = "x"\ncertainty = "knowledge"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ROW.format(level=1) + GROUND + "filing_days = 30\n", "rules/payers"),
        (ROW.format(level=2) + GROUND, "needs filing_days"),
        (ROW.format(level=1) + 'source = ""\ncertainty = "knowledge"\n', "source"),
        (ROW.format(level=1) + GROUND + "filling_days = 30\n", "filling_days is not read"),
        (ROW.format(level=1) + GROUND + 'enclose = ["flowers"]\n', "flowers"),
        (ROW.format(level=1).replace("commercial", "carrier_pigeon") + GROUND, "carrier_pigeon"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(tracks.TracksError, match=says):
        tracks.read([text])
