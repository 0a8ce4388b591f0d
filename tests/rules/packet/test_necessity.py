"""What a diagnosis must show, by group, kind of request and payer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otium.rules import instruments
from otium.rules.packet import GuideError, necessity, shelf
from otium.rules.packet.draft import Draft
from otium.terms.chart import Chart, FindingKind, Measure
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from tests.rules.packet import cast

K = FindingKind
CHILD, ADULT = date(2019, 4, 2), date(1958, 3, 9)
WC, MCO, MA = PayerType.WORKERS_COMP, PayerType.MEDICAID_MCO, PayerType.MEDICARE_ADVANTAGE
NEEDED = {"autism", "coordination", "development", "feeding", "cerebral_palsy", "stroke", "hand", "carpal_tunnel",
          "parkinsons", "brain_injury", "joints", "work_injury"}  # fmt: skip


def chart(code: str, born_on: date, payer: PayerType = MCO, kind: RequestKind = RequestKind.INITIAL) -> Chart:
    """A request of somebody of whom nothing clinical is on file."""
    return cast.chart(
        diagnoses=(code,), who=cast.who(birth_on=born_on), insured=cast.insured(payer), asked=cast.asked(kind),
        findings=(), goals=(), measures=(),
    )  # fmt: skip


def lacking(of: Chart) -> set[str]:
    return {gap.criterion for gap in cast.compiled(of).gaps if gap.criterion}


def score(instrument: str) -> Measure:
    return Measure(cast.new_id(), instrument, "", Decimal(20), "", date(2026, 11, 2))


def test_every_group_the_field_needs_is_there() -> None:
    assert {group.key for group in cast.shelf().groups} >= NEEDED


def test_every_instrument_that_a_criterion_names_is_in_the_registry() -> None:
    named = {key for g in cast.shelf().groups for c in g.criteria for key in c.instruments}

    assert {key for key in named if (known := instruments.find(key)) is None or known.key != key} == set()


def test_no_criterion_without_anything_that_could_meet_it() -> None:
    empty = [
        (g.key, c.code) for g in cast.shelf().groups for c in g.criteria if not (c.findings or c.instruments or c.goals)
    ]

    assert empty == []


@pytest.mark.parametrize(
    ("code", "born_on", "group"),
    [
        ("F84.0", CHILD, "autism"),
        ("F82", CHILD, "coordination"),
        ("R27.8", CHILD, "coordination"),
        ("R27.0", CHILD, "development"),
        ("R62.50", CHILD, "development"),
        ("R62.51", CHILD, "feeding"),  # the longer prefix
        ("R63.31", CHILD, "feeding"),
        ("G80.1", CHILD, "cerebral_palsy"),
        ("I69.351", ADULT, "stroke"),
        ("S62.101A", ADULT, "hand"),
        ("M25.641", ADULT, "joints"),
        ("G56.01", ADULT, "carpal_tunnel"),
        ("G20.A1", ADULT, "parkinsons"),
        ("S06.0X1D", ADULT, "brain_injury"),
        ("M19.041", ADULT, "joints"),
        ("G35", ADULT, "neurology"),
    ],
)
def test_the_first_diagnosis_decides_the_group(code: str, born_on: date, group: str) -> None:
    of = chart(code, born_on)
    draft = Draft(of, cast.guide_of(of))

    assert [found.key for found in necessity.groups(draft)] == [group]


def test_groups_of_children_do_not_hold_for_adults_nor_where_the_age_is_not_known() -> None:
    for born_on in (ADULT, None):
        of = replace(chart("F82", CHILD), who=cast.who(birth_on=born_on))

        assert necessity.groups(Draft(of, cast.guide_of(of))) == ()


def test_a_work_injury_is_asked_for_beside_what_the_diagnosis_asks() -> None:
    of = chart("S62.101A", ADULT, WC)

    assert [g.key for g in necessity.groups(Draft(of, cast.guide_of(of)))] == ["hand", "work_injury"]


def test_the_second_diagnosis_decides_where_the_first_has_no_group() -> None:
    of = replace(chart("F84.0", CHILD), diagnoses=("Z00.129", "F84.0"))

    assert [g.key for g in necessity.groups(Draft(of, cast.guide_of(of)))] == ["autism"]


@pytest.mark.parametrize(
    ("code", "born_on", "payer", "kind", "wanted"),
    [
        ("F84.0", CHILD, MCO, RequestKind.INITIAL, {"daily_living", "sensory_processing", "not_educational"}),
        ("F84.0", CHILD, PayerType.COMMERCIAL, RequestKind.INITIAL, {"daily_living", "sensory_processing"}),
        ("F84.0", CHILD, MCO, RequestKind.RENEWAL,
         {"daily_living", "sensory_processing", "not_educational", "caregiver"}),
        ("F84.0", CHILD, MCO, RequestKind.ASSESSMENT, set()),
        ("F82", CHILD, MCO, RequestKind.INITIAL, {"motor_score", "daily_living"}),
        ("F82", CHILD, MCO, RequestKind.RENEWAL, {"motor_retest", "daily_living"}),
        ("I63.9", ADULT, MA, RequestKind.INITIAL, {"onset_prior", "arm_function", "daily_living"}),
        ("I63.9", ADULT, MA, RequestKind.RENEWAL, {"arm_function", "daily_living", "potential"}),
        ("G20.A1", ADULT, MA, RequestKind.INITIAL, {"daily_living", "motor_score", "decline", "safety"}),
    ],
)  # fmt: skip
def test_what_is_asked_differs_by_diagnosis_kind_and_payer(
    code: str, born_on: date, payer: PayerType, kind: RequestKind, wanted: set[str]
) -> None:
    of = chart(code, born_on, payer, kind)

    assert {criterion.partition(".")[2] for criterion in lacking(of)} == wanted


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("Needs help to dress.", True),
        ("Dressing takes 40 minutes.", True),
        ("Was treated kindly at school.", True),  # school
        ("Great effort in all treatment.", False),  # no eat in treat
        ("Likes trains.", False),
    ],
)
def test_a_finding_speaks_to_a_criterion_by_the_beginning_of_its_words(text: str, *, meets: bool) -> None:
    of = replace(chart("F84.0", CHILD), findings=(cast.finding(K.DEFICIT, text),))

    assert ("autism.daily_living" not in lacking(of)) is meets


def test_a_finding_speaks_to_a_criterion_by_its_code_whatever_its_words() -> None:
    of = replace(chart("F84.0", CHILD), findings=(cast.finding(K.DEFICIT, "As above.", code="daily_living"),))

    assert "autism.daily_living" not in lacking(of)


def test_a_score_of_a_named_instrument_meets_it() -> None:
    of = replace(chart("G20.A1", ADULT, MA), measures=(score("nine_hole_peg"),))

    assert "parkinsons.motor_score" not in lacking(of)


def test_a_score_that_cannot_be_meets_nothing() -> None:
    impossible = replace(score("moca"), score=Decimal(41))
    of = replace(chart("S06.0X1D", ADULT, MA), measures=(impossible,))

    packet = cast.compiled(of)

    assert "score_impossible" in cast.codes(packet, blocking=True)
    assert "brain_injury.cognition" in lacking(of)


def test_a_criterion_that_is_only_a_pattern_never_blocks() -> None:
    blocking = [c for g in cast.shelf().groups for c in g.criteria if c.is_blocking]

    assert [c.code for c in blocking if c.certainty == "pattern"] == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('certainty = "sure"', "certainty"),
        ('certainty = "pattern"', "blocks on a pattern"),
        ('certainty = "knowledge"\nkinds = ["yearly"]', "yearly"),
    ],
)
def test_a_data_file_that_cannot_be_used_says_why(line: str, wrong: str) -> None:
    head = 'key = "a"\ntitle = "A"\nprefixes = ["A"]\n'
    row = f'{head}[[criterion]]\ncode = "b"\nasks = "?"\nblocking = true\nsource = "x"\n{line}'

    with pytest.raises(GuideError, match=wrong):
        shelf("content = []", [row])
