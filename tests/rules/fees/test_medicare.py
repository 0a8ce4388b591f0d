"""What Medicare allows and pays for a day. M04 to M06 are the house's test vectors for money."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from otium.rules import fees
from otium.rules.claims import codebook
from otium.rules.fees import FeeLine, FeeSchedule, medicare_allowed, medicare_paid
from tests.rules.cast import RULES

ON = date(2026, 11, 23)
MET = Decimal(0)


@cache
def schedule() -> FeeSchedule:
    return fees.parse([path.read_text() for path in sorted((RULES / "fees").glob("*.toml"))])


def lines(*said: str) -> list[FeeLine]:
    """97530x2-GO-CO: code, units, modifiers."""
    found = []
    for text in said:
        name, *modifiers = text.split("-")
        code, _, units = name.partition("x")
        found.append(FeeLine(code, int(units or 1), tuple(modifiers)))
    return found


def allowed(*said: str, on: date = ON) -> list[str]:
    return [f"{each.allowed}" for each in medicare_allowed(schedule(), lines(*said), on).lines]


def paid(*said: str, deductible_left: str = "0") -> fees.LinePayment:
    """The day's sum."""
    day = medicare_allowed(schedule(), lines(*said), ON)
    rule = schedule().payment(ON)
    assert rule is not None
    each = medicare_paid(day.lines, rule, deductible_left=Decimal(deductible_left))
    names = ("deductible", "coinsurance", "assistant", "sequestration", "paid")
    return fees.LinePayment(*(sum((getattr(p, name) for p in each), Decimal(0)) for name in names))


def test_m04_every_unit_but_the_dearest_gets_half_its_practice_expense() -> None:
    day = medicare_allowed(schedule(), lines("97530x2", "97110"), ON)

    assert [str(each.allowed) for each in day.lines] == ["60.12", "22.21"]
    assert day.total == Decimal("82.33")


def test_m04_patient_medicare_and_sequestration_are_rounded_by_line() -> None:
    found = paid("97530x2", "97110")

    assert (found.owed, found.paid, found.sequestration) == (Decimal("16.46"), Decimal("64.55"), Decimal("1.32"))


def test_m05_an_evaluation_keeps_its_practice_expense_and_the_others_are_reduced() -> None:
    assert allowed("97166", "97530", "97535") == ["100.54", "25.05", "23.88"]
    assert medicare_allowed(schedule(), lines("97166", "97530", "97535"), ON).total == Decimal("149.47")


def test_m06_an_assistant_lowers_what_medicare_pays_and_not_what_the_patient_owes() -> None:
    found = paid("97530-GO-CO")

    assert (found.owed, found.paid) == (Decimal("7.01"), Decimal("23.37"))
    assert paid("97530-GO").owed == Decimal("7.01")
    assert paid("97530-GO").paid == Decimal("27.50")


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        (["97530"], ["35.07"]),
        (["97110"], ["29.06"]),
        (["97535"], ["32.40"]),
        (["97112"], ["32.73"]),
        (["97140"], ["27.72"]),
        (["97168"], ["68.47"]),
        (["97760"], ["46.09"]),
        (["97161"], ["97.86"]),
        (["92526"], ["84.17"]),
        (["97110", "97530"], ["22.21", "35.07"]),  # the dearest is not the first
        (["97535", "97535"], ["32.40", "23.88"]),  # of equals the first keeps it
        (["97530", "98975"], ["35.07", "21.71"]),  # a sometimes-therapy code is outside MPPR
        (["97010", "97530"], ["0", "35.07"]),  # bundled: never paid
    ],
)
def test_one_day_of_services(said: list[str], amounts: list[str]) -> None:
    assert allowed(*said) == amounts


def test_a_code_without_a_fee_makes_the_day_unknown() -> None:
    day = medicare_allowed(schedule(), lines("97530", "97763"), ON)

    assert day.lines[1].allowed is None
    assert day.total is None
    with pytest.raises(ValueError, match="97763"):
        medicare_paid(day.lines, schedule().payments[0], deductible_left=MET)


def test_no_services_are_unknown_and_not_nothing() -> None:
    assert medicare_allowed(schedule(), [], ON).total is None


@pytest.mark.parametrize(
    ("left", "deductible", "coinsurance"),
    [("0", "0", "7.01"), ("10", "10", "5.01"), ("35.07", "35.07", "0.00"), ("283", "35.07", "0.00")],
)
def test_the_deductible_comes_first_and_only_as_far_as_it_reaches(left: str, deductible: str, coinsurance: str) -> None:
    found = paid("97530", deductible_left=left)

    assert (found.deductible, found.coinsurance) == (Decimal(deductible), Decimal(coinsurance))


@pytest.mark.parametrize(
    ("on", "from_year", "dollars"),
    [(date(2026, 12, 31), None, "35.07"), (date(2027, 1, 1), 2026, "35.07"), (date(2025, 12, 31), None, "None")],
)
def test_a_year_that_is_not_published_takes_the_newest_figures_and_says_so(
    on: date, from_year: int | None, dollars: str
) -> None:
    day = medicare_allowed(schedule(), lines("97530"), on)

    assert day.from_year == from_year
    assert str(day.lines[0].allowed) == dollars


@pytest.mark.parametrize(
    ("on", "factor"),
    [(date(2024, 3, 8), "32.7442"), (date(2024, 3, 9), "33.2875"), (date(2025, 1, 1), "32.3465"),
     (date(2026, 1, 1), "33.4009")],
)  # fmt: skip
def test_the_conversion_factor_is_that_of_the_day(on: date, factor: str) -> None:
    found = schedule().factor(on)

    assert found is not None
    assert found.dollars == Decimal(factor)


def test_an_uncertain_figure_marks_the_whole_day() -> None:
    assert medicare_allowed(schedule(), lines("97530", "97533"), ON).certainty == "uncertain"
    assert medicare_allowed(schedule(), lines("97530"), ON).certainty == "verified"


def test_every_fee_has_the_class_that_claims_are_held_to() -> None:
    texts = [path.read_text() for path in sorted((RULES / "claims" / "codes").glob("*.toml"))]
    known = codebook.codebook(texts).procedures
    differ = {
        code: (rows[0].therapy, known[code][0].therapy)
        for code, rows in schedule().fees.items()
        if code in known and rows[0].therapy != known[code][0].therapy
    }

    assert differ == {}
    assert len(set(schedule().fees) & set(known)) > 20


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fee = ", "not TOML"),
        ('[[fee]]\ncodes=["1"]\neffective_from=2026-01-01\nsource="x"\ncertainty="verified"\nmppr=true\n'
         'therapy="always"\nwork=1.0', "needs work"),
        ('[[conversion_factor]]\neffective_from=2026-01-01\nsource=""\ncertainty="verified"\nfactor=1.0', "source"),
        ('[[conversion_factor]]\neffective_from=2026-01-01\nsource="x"\ncertainty="sure"\nfactor=1.0', "certainty"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_refused(text: str, says: str) -> None:
    with pytest.raises(fees.FeeDataError, match=says):
        fees.parse([text])
