"""Which scores are possible, how they stand, what a change is worth, when to test again."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from otium.rules import instruments
from otium.rules.instruments.registry import RegistryError, plain
from otium.terms.chart import Measure
from otium.terms.instrument import Basis, Better, Instrument, Level, RetestState, Verdict

DAY = date(2026, 9, 1)


def score(instrument: str, part: str, value: str, unit: str = "", *, side: str = "", norm: str = "") -> Measure:
    return Measure(UUID(int=1), instrument, part, Decimal(value), unit, DAY, side, norm)


def codes(measure: Measure, **known: date) -> list[str]:
    return [problem.code for problem in instruments.check(measure, **known)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("BOT-2", "bot_2"), ("bot 2", "bot_2"), ("bot_2", "bot_2"), ("Beery VMI", "beery_vmi_6"),
        ("9HPT", "nine_hole_peg"),
        ("Box & Block", "box_block"), ("quick dash", "quickdash"), ("Timed Up and Go", "tug"), ("DCDQ", "dcdq_07"),
    ],
)  # fmt: skip
def test_an_instrument_is_found_by_any_of_its_names(name: str, key: str) -> None:
    found = instruments.find(name)

    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("name", ["", "BOT", "Peabody", "BOT-4"])
def test_a_name_that_could_be_two_editions_or_none_is_not_found(name: str) -> None:
    assert instruments.find(name) is None


def test_the_registry_has_the_instruments_that_payers_ask_for() -> None:
    keys = {each.key for each in instruments.every()}

    assert len(keys) >= 40
    assert {
        "pdms_2", "pdms_3", "bot_2", "bot_3", "beery_vmi_6", "spm_2", "sensory_profile_2", "pedi_cat",
        "weefim", "dayc_2", "bayley_4", "m_fun", "scope", "sfa", "gas", "copm", "dash", "quickdash", "prwe", "grip",
        "pinch", "nine_hole_peg", "box_block", "barthel", "fim", "lawton", "moca", "slums", "kels", "amps", "arat",
        "fugl_meyer_ue", "jebsen", "psfs", "berg", "tug", "nprs",
    } <= keys  # fmt: skip


@pytest.mark.parametrize("instrument", instruments.every(), ids=lambda each: each.key)
def test_bands_and_differences_lie_within_the_range_of_their_part(instrument: Instrument) -> None:
    for part in instrument.parts:
        assert part.unit
        assert all(Decimal(0) < each.value < part.high - part.low for each in part.important), part.name
        assert not part.important or part.better is not Better.NEITHER
        assert [band.starts_at for band in part.bands] == sorted((b.starts_at for b in part.bands), reverse=True)
        assert not part.bands or part.bands[-1].starts_at <= part.low


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (score("BOT-2", "Fine Manual Control", "20"), []),
        (score("BOT-2", "Fine Manual Control", "19"), ["score_below"]),
        (score("BOT-2", "Fine Manual Control", "80"), []),
        (score("BOT-2", "Fine Manual Control", "81"), ["score_above"]),
        (score("BOT-2", "Manual Dexterity", "35"), []),
        (score("BOT-2", "Manual Dexterity", "36"), ["score_above"]),
        (score("BOT-2", "Fine Manual Control", "32.5"), ["score_between"]),
        (score("Barthel", "", "55"), []),
        (score("Barthel", "", "57"), ["score_between"]),
        (score("QuickDASH", "", "43.18"), []),
        (score("QuickDASH", "", "100.01"), ["score_above"]),
        (score("GAS", "", "-2"), []),
        (score("GAS", "", "-3"), ["score_below"]),
        (score("BOT-2", "", "32"), ["part_missing"]),
        (score("BOT-2", "Handwriting", "32"), ["part_unknown"]),
        (score("House scale", "", "400"), ["instrument_unknown"]),
        (score("Grip strength", "", "44", "lbs", side="left"), []),
        (score("Grip strength", "", "44", "lb"), ["side_missing"]),
        (score("Grip strength", "", "20", "kg", side="left"), ["unit_other"]),
        (score("BOT-2", "Fine Manual Control", "2", "percentile"), []),
        (score("BOT-2", "Fine Manual Control", "101", "percentile"), ["percentile_impossible"]),
        (score("BOT-2", "Fine Manual Control", "32", "Standard Score"), []),
        (score("BOT-2", "Fine Manual Control", "3", "scale score"), ["unit_other"]),
    ],
)
def test_a_score_is_checked_against_its_scale(measure: Measure, expected: list[str]) -> None:
    assert codes(measure) == [*expected, *([] if "instrument_unknown" in expected else age_unknown(measure))]


def age_unknown(measure: Measure) -> list[str]:
    found = instruments.find(measure.instrument)
    return ["age_unknown"] if found and found.ages_months else []


def test_only_what_cannot_be_is_refused() -> None:
    refused = [
        problem.code
        for measure in (score("BOT-2", "Fine Manual Control", "81"), score("BOT-2", "", "1"), score("Ours", "", "1"))
        for problem in instruments.check(measure)
        if problem.is_refused
    ]

    assert refused == ["score_above"]


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2022, 9, 1), []),  # four years old on the day
        (date(2022, 9, 2), ["age_under"]),
        (date(2004, 9, 2), []),  # one day before 22
        (date(2004, 9, 1), ["age_over"]),
    ],
)
def test_an_age_outside_the_test_is_said_and_not_refused(born_on: date, expected: list[str]) -> None:
    problems = instruments.check(score("BOT-2", "Fine Manual Control", "32"), born_on=born_on)

    assert [problem.code for problem in problems] == expected
    assert not any(problem.is_refused for problem in problems)


@pytest.mark.parametrize(
    ("last_on", "expected"), [(date(2026, 6, 4), ["too_early"]), (date(2026, 6, 3), []), (DAY, []), (None, [])]
)
def test_a_score_soon_after_the_last_is_said(last_on: date | None, expected: list[str]) -> None:
    problems = instruments.check(
        score("BOT-2", "Fine Manual Control", "32"), born_on=date(2018, 1, 1), last_taken_on=last_on
    )

    assert [problem.code for problem in problems] == expected


@pytest.mark.parametrize(
    ("measure", "words", "level"),
    [
        (score("BOT-2", "Fine Manual Control", "30"), "well below average", Level.FAR_BELOW),
        (score("BOT-2", "Fine Manual Control", "31"), "below average", Level.BELOW),
        (score("BOT-2", "Fine Manual Control", "40"), "below average", Level.BELOW),
        (score("BOT-2", "Fine Manual Control", "41"), "in the average range", Level.TYPICAL),
        (score("SPM-2", "Touch", "59"), "typical", Level.TYPICAL),
        (score("SPM-2", "Touch", "60"), "moderate difficulties", Level.BELOW),
        (score("SPM-2", "Touch", "69"), "moderate difficulties", Level.BELOW),
        (score("SPM-2", "Touch", "70"), "severe difficulties", Level.FAR_BELOW),
        (score("Beery VMI-6", "", "69"), "well below average", Level.FAR_BELOW),
        (score("Beery VMI-6", "", "70"), "below average", Level.BELOW),
        (score("Beery VMI-6", "", "84"), "below average", Level.BELOW),
        (score("Beery VMI-6", "", "85"), "in the average range", Level.TYPICAL),
        (score("MoCA", "", "25"), "below the usual cut-off of 26", Level.BELOW),
        (score("MoCA", "", "26"), "at or above the usual cut-off", Level.TYPICAL),
        (score("TUG", "", "11.99"), "under 12 seconds", Level.TYPICAL),
        (score("TUG", "", "12"), "at risk of falling (12 seconds or more)", Level.BELOW),
        (score("BOT-2", "Fine Manual Control", "1", "percentile"), "well below average", Level.FAR_BELOW),
        (score("BOT-2", "Fine Manual Control", "16", "percentile"), "in the average range", Level.TYPICAL),
    ],
)
def test_a_score_stands_in_the_band_it_reaches(measure: Measure, words: str, level: Level) -> None:
    found = instruments.standing(measure)

    assert found is not None
    assert (found.words, found.level) == (words, level)


def test_a_standing_says_how_far_from_the_mean() -> None:
    found = instruments.standing(score("BOT-2", "Fine Manual Control", "32"))

    assert found is not None
    assert found.deviations == Decimal("-1.8")


def test_without_bands_a_score_stands_as_the_report_says_or_nowhere() -> None:
    stated = instruments.standing(score("Sensory Profile 2", "Avoiding", "61", norm="Much more than others"))

    assert stated is not None
    assert (stated.words, stated.level, stated.certainty) == ("Much more than others", None, "practice")
    assert instruments.standing(score("Sensory Profile 2", "Avoiding", "61")) is None
    assert instruments.standing(score("Our own scale", "", "61")) is None
    assert instruments.standing(score("SPM-2", "Touch", "93", "percentile")) is None


@pytest.mark.parametrize(
    ("name", "part", "earlier", "later", "verdict"),
    [
        ("QuickDASH", "", "60", "44.1", Verdict.IMPROVED),
        ("QuickDASH", "", "60", "44.2", Verdict.SAME),
        ("QuickDASH", "", "44.1", "60", Verdict.WORSE),
        ("DASH", "", "50", "39.2", Verdict.IMPROVED),
        ("DASH", "", "50", "39.3", Verdict.SAME),
        ("COPM", "Performance", "3", "5", Verdict.IMPROVED),
        ("COPM", "Performance", "3", "4.9", Verdict.SAME),
        ("PSFS", "", "4", "2", Verdict.WORSE),
        ("NPRS", "At Worst", "7", "5", Verdict.IMPROVED),
        ("SPM-2", "Touch", "72", "67", Verdict.IMPROVED),
        ("BOT-2", "Fine Manual Control", "32", "37", Verdict.IMPROVED),
        ("BOT-2", "Fine Manual Control", "32", "36", Verdict.SAME),
    ],
)
def test_a_change_counts_from_the_important_difference_on(
    name: str, part: str, earlier: str, later: str, verdict: Verdict
) -> None:
    found = instruments.change(score(name, part, earlier), score(name, part, later))

    assert found.verdict is verdict
    assert found.important is not None


def test_a_difference_found_in_one_condition_counts_for_that_condition_only() -> None:
    before, after = score("TUG", "", "16"), score("TUG", "", "12.4")

    for_parkinson = instruments.change(before, after, diagnoses=["G20.A1"])
    for_nobody = instruments.change(before, after, diagnoses=["S62.501A"])

    assert (for_parkinson.verdict, for_parkinson.gain) == (Verdict.IMPROVED, Decimal("3.6"))
    assert for_parkinson.important is not None
    assert for_parkinson.important.basis is Basis.MDC
    assert (for_nobody.verdict, for_nobody.why_unknown, for_nobody.gain) == (
        Verdict.UNKNOWN,
        "no_difference",
        Decimal("3.6"),
    )


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        (score("BOT-2", "Balance", "9"), score("BOT-2", "Strength", "12"), "other_part"),
        (score("Grip", "", "20", side="left"), score("Grip", "", "40", side="right"), "other_part"),
        (score("BOT-2", "Balance", "9"), score("BOT-2", "Balance", "12", "percentile"), "other_unit"),
        (score("BOT-2", "Balance", "9"), score("BOT-3", "Balance", "12"), "instrument_unknown"),
        (score("Sensory Profile 2", "Avoiding", "60"), score("Sensory Profile 2", "Avoiding", "40"), "no_direction"),
        (score("Ours", "", "60"), score("Ours", "", "40"), "instrument_unknown"),
    ],
)
def test_what_cannot_be_compared_is_unknown_and_says_why(earlier: Measure, later: Measure, why: str) -> None:
    found = instruments.change(earlier, later)

    assert (found.verdict, found.why_unknown) == (Verdict.UNKNOWN, why)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 29), RetestState.TOO_EARLY),
        (date(2026, 11, 30), RetestState.POSSIBLE),
        (date(2027, 2, 27), RetestState.POSSIBLE),
        (date(2027, 2, 28), RetestState.DUE),
    ],
)
def test_a_retest_is_too_early_possible_or_due(on: date, state: RetestState) -> None:
    found = instruments.retest("BOT-2", DAY, on)

    assert (found.state, found.earliest_on, found.due_on) == (state, date(2026, 11, 30), date(2027, 2, 28))


def test_a_retest_of_an_unknown_instrument_is_unknown() -> None:
    assert instruments.retest("Ours", DAY, DAY).state is RetestState.UNKNOWN


NORMS = """
[standard]
unit = "standard score"
mean = 100
sd = 15
bands = [[0, "any", "typical"]]
source = "s"
certainty = "knowledge"
"""
ONE = """
[[instrument]]
key = "a"
name = "A"
full = "Test A"
names = []
source = "s"
certainty = "knowledge"
[[instrument.part]]
names = ["X"]
low = 1
high = 9
step = 1
better = "higher"
norm = "standard"
"""


@pytest.mark.parametrize(
    "text",
    [
        ONE + ONE,  # two of one name
        ONE.replace('source = "s"', ""),
        ONE.replace("knowledge", "sure"),
        ONE.replace("high = 9", "high = 1"),
        ONE.replace('"higher"', '"up"'),
        ONE.replace('norm = "standard"', 'norm = "none"'),
        ONE.replace('names = ["X"]', 'names = ["X", "x"]'),
        "not toml",
    ],
)
def test_data_that_does_not_go_together_is_refused(text: str) -> None:
    assert [each.key for each in instruments.read(NORMS, [ONE]).instruments] == ["a"]
    with pytest.raises(RegistryError):
        instruments.read(NORMS, [text])


def test_plain_letters_ignore_case_and_signs() -> None:
    assert plain("Box & Block ") == "boxblock"
