"""What an answer means for occupational therapy. Cases E01 to E05 are the house's test vectors for eligibility."""

from decimal import Decimal

import pytest

from otium.terms.eligibility_answer import Network, TherapyBenefit
from otium.terms.eligibility_answer import TherapyBenefitKind as Kind
from otium.wires.x12.read import read
from otium.wires.x12.therapy import therapy_benefits
from otium.wires.x12.therapy.others import meanings

from .messages import answer_271


def benefits(*lines: str) -> tuple[TherapyBenefit, ...]:
    return therapy_benefits(read(answer_271(*lines)).answers[0])


def of(kind: Kind, *lines: str) -> list[TherapyBenefit]:
    return [each for each in benefits(*lines) if each.kind is kind]


def amounts(*lines: str) -> dict[Kind, Decimal | None]:
    return {each.kind: each.amount for each in benefits(*lines)}


def test_e01_copay_and_deductible():
    found = amounts(
        "EB*1**30**PPO PLAN", "EB*B*IND*AD***27*40*****Y", "EB*C*IND*30***23*1500*****Y", "EB*C*IND*30***29*250*****Y"
    )

    assert found == {
        Kind.COPAY: Decimal(40), Kind.DEDUCTIBLE: Decimal(1500), Kind.DEDUCTIBLE_REMAINING: Decimal(250),
    }  # fmt: skip


def test_e02_a_shared_limit_and_what_is_left_of_it():
    limit, left = benefits("EB*F*IND*AD^PT***23***VS*60**Y", "MSG*COMBINED PT OT", "EB*F*IND*AD^PT***29***VS*22**Y")

    assert (limit.kind, limit.amount, limit.services, limit.is_pooled) == (
        Kind.VISIT_LIMIT, Decimal(60), ("OT", "PT"), True,
    )  # fmt: skip
    assert (left.kind, left.amount, left.services, left.is_pooled) == (
        Kind.VISITS_REMAINING, Decimal(22), ("OT", "PT"), True,
    )  # fmt: skip


def test_e03_what_is_left_is_the_limit_less_what_is_used():
    limit, used, left = benefits("EB*F*IND*AD***23***VS*30", "EB*F*IND*AD***24***99*12")

    assert (limit.amount, used.amount) == (Decimal(30), Decimal(12))
    assert (left.kind, left.amount, left.is_derived) == (Kind.VISITS_REMAINING, Decimal(18), True)
    assert left.segments == (13, 14)


def test_e04_authorization_needed_in_network():
    (needed,) = of(Kind.AUTHORIZATION_REQUIRED, "EB*1**AD********Y*Y")

    assert (needed.is_true, needed.network, needed.segments) == (True, Network.IN, (13,))


@pytest.mark.parametrize("segment", ["AAA*N**75*C", "AAA*Y**42*R"])
def test_e05_a_reject_gives_no_benefits(segment):
    assert benefits(segment) == ()


@pytest.mark.parametrize(
    ("lines", "services", "is_pooled"),
    [
        (["EB*F**AD***23***VS*30"], ("OT",), False),
        (["EB*F**AD^PT^AF***23***VS*30"], ("OT", "PT", "SLP"), True),
        (["EB*F**AD***23***VS*30", "MSG*COMBINED PT AND OT"], ("OT", "PT"), True),
        (["EB*F**AD***23***VS*30", "MSG*SHARED WITH SPEECH THERAPY"], ("OT", "SLP"), True),
        (["EB*F**AD***23***VS*30", "MSG*PT/OT/ST"], ("OT", "PT", "SLP"), True),
        (["EB*F**AD***23***VS*30", "MSG*All therapies"], ("OT", "PT", "SLP"), True),
        (["EB*F**AD***23***VS*30", "MSG*COMBINED LIMIT"], ("OT",), True),
        (["EB*F**PT***23***VS*30", "MSG*COMBINED PT/OT"], ("OT", "PT"), True),
        (["EB*F**30***23***VS*30", "MSG*OCCUPATIONAL THERAPY"], ("OT",), False),
        (["EB*F**AD^PT***23***VS*30", "MSG*NOT COMBINED"], ("OT",), False),
        (["EB*F**AD***23***VS*30", "MSG*SEPARATE FROM PT"], ("OT",), False),
        (["EB*F**AC***23***VS*30"], ("OT", "PT", "SLP"), True),
        (["EB*F**AE***23***VS*30"], ("OT", "PT"), True),
    ],
)
def test_a_limit_is_shared_as_service_types_and_messages_say(lines, services, is_pooled):
    (limit,) = of(Kind.VISIT_LIMIT, *lines)

    assert (limit.amount, limit.services, limit.is_pooled) == (Decimal(30), services, is_pooled)


@pytest.mark.parametrize(
    "lines",
    [
        ["EB*F**PT***23***VS*30"],
        ["EB*F**98***23***VS*30"],
        ["EB*F**30***23***VS*30"],
        ["EB*F**AD***23***S7*18"],
        ["EB*F**AD***23***YY*5"],
        ["EB*F**AD"],
        ["EB*F**AD***23***VS*many"],
        ["EB*B**AD***27***VS*30"],
    ],
)
def test_what_is_no_therapy_limit_gives_none(lines):
    assert of(Kind.VISIT_LIMIT, *lines) == []


def test_physical_medicine_counts_only_where_therapy_has_no_limit_of_its_own():
    (limit,) = of(Kind.VISIT_LIMIT, "EB*F**AE***23***VS*20", "EB*F**AD***23***VS*30")

    assert limit.amount == Decimal(30)


def test_a_therapy_limit_and_a_shared_one_both_hold():
    found = of(Kind.VISIT_LIMIT, "EB*F**AD***23***VS*30", "EB*F**AD^PT***23***VS*60")

    assert [(each.amount, each.is_pooled, each.is_ambiguous) for each in found] == [
        (Decimal(30), False, False), (Decimal(60), True, False),
    ]  # fmt: skip


def test_a_limit_in_hsd_is_a_limit_and_a_frequency_is_not():
    limit, frequency = benefits("EB*F**AD", "HSD*VS*30***22", "HSD*VS*2*WK**35*6")

    assert (limit.kind, limit.amount, limit.period) == (Kind.VISIT_LIMIT, Decimal(30), "22")
    assert (frequency.kind, frequency.amount, frequency.period) == (Kind.VISIT_FREQUENCY, Decimal(2), "WK")


def test_nothing_left_is_zero_and_not_unknown():
    (left,) = of(Kind.VISITS_REMAINING, "EB*F**AD***29***VS*0")
    (left_in_hsd,) = of(Kind.VISITS_REMAINING, "EB*F**AD***29", "HSD*VS*0")

    assert left.amount == left_in_hsd.amount == 0


def test_what_is_left_shares_the_pool_of_the_only_limit():
    (left,) = of(Kind.VISITS_REMAINING, "EB*F**AD***23***VS*60", "MSG*COMBINED PT/OT", "EB*F**AD***29***VS*22")

    assert (left.services, left.is_pooled, left.segments) == (("OT", "PT"), True, (13, 15))


@pytest.mark.parametrize(
    "lines",
    [
        ["EB*F**AD***23***VS*30"],
        ["EB*F**AD***24***99*12"],
        ["EB*F**AD***23***VS*30", "EB*F**AD^PT***24***99*12"],
        ["EB*F**AD***23***VS*30", "EB*F**AD***22***VS*20", "EB*F**AD***24***99*12"],
        ["EB*F**AD***23***HS*30", "EB*F**AD***24***VS*12"],
        ["EB*F**AD***27***VS*1", "EB*F**AD***24***99*12"],
    ],
)
def test_nothing_is_derived_from_figures_that_do_not_belong_together(lines):
    assert of(Kind.VISITS_REMAINING, *lines) == []


def test_a_remainder_the_payer_gives_is_not_derived_again():
    (left,) = of(Kind.VISITS_REMAINING, "EB*F**AD***23***VS*30", "EB*F**AD***24***99*12", "EB*F**AD***29***VS*17")

    assert (left.amount, left.is_derived) == (Decimal(17), False)


def test_more_used_than_the_limit_leaves_less_than_nothing():
    (left,) = of(Kind.VISITS_REMAINING, "EB*F**AD***23***VS*30", "EB*F**AD***24***99*32")

    assert left.amount == Decimal(-2)


def test_dollar_limits_are_read_like_visits():
    found = amounts("EB*F**AD***23*2000", "EB*F**AD***24*500")

    assert found == {
        Kind.DOLLAR_LIMIT: Decimal(2000), Kind.DOLLARS_USED: Decimal(500), Kind.DOLLARS_REMAINING: Decimal(1500),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (["EB*B**30***27*10", "EB*B**98***27*20", "EB*B**AD***27*30"], 30),
        (["EB*B**30***27*10", "EB*B**98***27*20"], 20),
        (["EB*B**30***27*10"], 10),
        (["EB*B**AD***27*30*****W", "EB*B**AD***27*40*****Y"], 40),
        (["EB*B**AD***27*30*****U", "EB*B**AD***27*40*****W"], 40),
        (["EB*B**AD***27*30*****U"], 30),
        (["EB*B**AD***27*30", "EB*B**98***27*20*****Y"], 30),
        (["EB*B**1^98^AD***27*30"], 30),
    ],
)
def test_the_copay_nearest_to_therapy_holds_in_network_first(lines, amount):
    (copay,) = of(Kind.COPAY, *lines)

    assert (copay.amount, copay.is_ambiguous) == (Decimal(amount), False)


def test_an_out_of_network_figure_never_stands_in_for_another():
    found = of(Kind.COPAY, "EB*B**AD***27*90*****N", "EB*B**98***27*20*****Y")

    assert {each.network: each.amount for each in found} == {Network.OUT: Decimal(90), Network.IN: Decimal(20)}


def test_different_figures_of_the_same_rank_are_all_shown_as_ambiguous():
    found = of(Kind.COPAY, "EB*B**98***27*20*****Y", "EB*B**98***27*50*****Y", "EB*B**98***27*50*****Y")

    assert [(each.amount, each.is_ambiguous, each.segments) for each in found] == [
        (Decimal(20), True, (13,)), (Decimal(50), True, (14, 15)),
    ]  # fmt: skip


def test_coinsurance_out_of_pocket_and_spend_down_are_read():
    found = amounts(
        "EB*A**30*****0.2****Y", "EB*G*IND*30***23*6000", "EB*G*IND*30***29*4711.50", "EB*G*IND*30***24*1288.50",
        "EB*C*IND*30***24*100", "EB*Y**30***34*85",
    )  # fmt: skip

    assert found == {
        Kind.COINSURANCE: Decimal("0.2"),
        Kind.OUT_OF_POCKET: Decimal(6000),
        Kind.OUT_OF_POCKET_REMAINING: Decimal("4711.50"),
        Kind.OUT_OF_POCKET_MET: Decimal("1288.50"),
        Kind.DEDUCTIBLE_MET: Decimal(100),
        Kind.SPEND_DOWN: Decimal(85),
    }


def test_a_familys_deductible_does_not_compete_with_a_persons():
    found = of(Kind.DEDUCTIBLE, "EB*C*IND*30***23*1500*****Y", "EB*C*FAM*30***23*3000*****Y")

    assert [(each.level, each.amount) for each in found] == [("IND", Decimal(1500)), ("FAM", Decimal(3000))]


@pytest.mark.parametrize(
    ("lines", "needed"),
    [
        (["EB*1**AD********Y*Y"], [True]),
        (["EB*1**AD********N*Y"], [False]),
        (["EB*1**AD********U*Y"], []),
        (["EB*1**30********Y*Y"], []),
        (["EB*1**98********Y*Y"], []),
        (["EB*1**AD********N*Y", "EB*F**AC***23***VS*60*Y"], [False]),
        (["EB*1**AD********N*Y", "EB*F**AD***23***VS*60*Y*Y"], [False, True]),
    ],
)
def test_authorization_is_needed_as_the_lines_for_therapy_say(lines, needed):
    found = of(Kind.AUTHORIZATION_REQUIRED, *lines)

    assert [each.is_true for each in found] == needed
    assert all(each.is_ambiguous is (len(needed) > 1) for each in found)


@pytest.mark.parametrize(("code", "covered"), [("1", True), ("6", False), ("I", False), ("E", False)])
def test_a_line_for_therapy_says_whether_it_is_covered(code, covered):
    (right,) = of(Kind.COVERED, f"EB*{code}**AD", "EB*1**30")

    assert right.is_true is covered


def test_medicare_says_what_is_used_of_occupational_therapy_alone():
    found = benefits(
        "EB*D*IND*AD*MB**24*731.25", "EB*D*IND*PT^AF*MB**24*1200", "EB*C*IND*30*MA**26*1676", "EB*C*IND*30*MB**23*257"
    )

    assert [(each.kind, each.amount) for each in found] == [
        (Kind.MEDICARE_USED, Decimal("731.25")), (Kind.DEDUCTIBLE, Decimal(257)),
    ]  # fmt: skip


def test_medicare_used_may_be_said_in_a_message():
    (used,) = of(Kind.MEDICARE_USED, "EB*F*IND*AD*MB*THERAPY**1400", "MSG*AMOUNT USED TO DATE")

    assert used.amount == Decimal(1400)


def test_other_payers_and_managed_care_are_named():
    other, plan, unnamed = benefits(
        "EB*R**30*C1", "LS*2120", "NM1*SEP*2*PAYER TWO*****PI*P2", "LE*2120",
        "EB*MC**30", "LS*2120", "NM1*PRP*2*CARE PLAN*****PI*MCO1", "LE*2120", "EB*R**30*47",
    )  # fmt: skip

    assert (other.kind, other.party.id, other.segments) == (Kind.OTHER_PAYER, "P2", (13,))
    assert (plan.kind, plan.party.id) == (Kind.MANAGED_CARE, "MCO1")
    assert (unnamed.kind, unnamed.party, unnamed.insurance_type) == (Kind.MEDICARE_SECONDARY, None, "47")


NAMED = ("LS*2120", "NM1*PR*2*ELSEWHERE HEALTH*****PI*ELSE1", "LE*2120")
PART_B, MEDICAID, HMO = "EB*1**30*MB*MEDICARE PART B", "EB*1**30*MC*STATE MEDICAID", "EB*1**30*HM*OPEN HMO"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        *(([PART_B, f"EB*R**30*{code}", *NAMED], Kind.MEDICARE_SECONDARY)
          for code in ("12", "13", "14", "15", "16", "41", "42", "43", "47")),
        ([PART_B, "EB*R**30*HN", *NAMED], Kind.MANAGED_CARE),
        ([PART_B, "EB*R**30*PR", *NAMED], Kind.MANAGED_CARE),
        (["EB*1**30*MA", "EB*R**30*HN", *NAMED], Kind.MANAGED_CARE),  # only Part A is said to be active
        ([PART_B, "EB*R**30*C1", *NAMED], Kind.OTHER_PAYER),
        ([PART_B, "EB*R**30", *NAMED], Kind.OTHER_PAYER),
        ([HMO, "EB*R**30*HN", *NAMED], Kind.OTHER_PAYER),  # Medicare Advantage beside another plan, not in its place
        ([HMO, "EB*R**30*PR", *NAMED], Kind.OTHER_PAYER),
        ([MEDICAID, "EB*MC**30", *NAMED], Kind.MANAGED_CARE),
        ([MEDICAID, "EB*R**30*MC", *NAMED], Kind.MANAGED_CARE),
        ([MEDICAID, "EB*R**30*C1", *NAMED], Kind.OTHER_PAYER),
        ([MEDICAID, "EB*U**30*HM", *NAMED], Kind.MANAGED_CARE),
        ([MEDICAID, "EB*L**30", *NAMED], Kind.MANAGED_CARE),
        ([MEDICAID, "EB*L**30", "LS*2120", "NM1*P3*1*DOCTOR*FAMILY", "LE*2120"], None),  # a primary care physician
        ([HMO, "EB*U**30", *NAMED], None),
    ],
)  # fmt: skip
def test_who_else_pays_is_told_by_the_line_and_by_whose_answer_it_is(lines, kind):
    kinds = {Kind.OTHER_PAYER, Kind.MANAGED_CARE, Kind.MEDICARE_SECONDARY}
    found = [each for each in benefits(*lines) if each.kind in kinds]

    assert [each.kind for each in found] == ([kind] if kind else [])
    assert all(each.party.name == "ELSEWHERE HEALTH" and each.segments == (13 if lines[0] == "EB*MC**30" else 14,)
               for each in found)  # fmt: skip


def test_the_insured_behind_another_payer_is_no_payer():
    (other,) = benefits(HMO, "EB*R**30*C1", "LS*2120", "NM1*IL*1*HOLDER*POLICY****MI*X1", *NAMED[1:])

    assert other.party.name == "ELSEWHERE HEALTH"


@pytest.mark.parametrize(
    ("lines", "is_qmb"),
    [
        ([PART_B], None),
        ([PART_B, "EB*1**30*QM"], True),
        ([PART_B, "EB*1**30*MB", "MSG*QMB: BENEFICIARY OWES NO COST SHARE"], True),
        ([PART_B, "EB*1**30*MB", "MSG*Qualified Medicare Beneficiary"], True),
        ([PART_B, "EB*1**30*MB", "MSG*NOT A QMB"], False),
        ([PART_B, "EB*1**30*MB", "MSG*NOT QMB", "EB*1**30*QM"], True),
        ([PART_B, "EB*6**30*QM"], None),
    ],
)
def test_who_owes_no_cost_share_is_told_by_code_or_message(lines, is_qmb):
    found = of(Kind.QMB, *lines)

    assert [each.is_true for each in found] == ([] if is_qmb is None else [is_qmb])


def test_what_qmb_leaves_to_pay_is_not_medicares_deductible():
    (deductible,) = of(Kind.DEDUCTIBLE, PART_B, "EB*C*IND*30*MB**23*257", "EB*1**30*QM", "EB*C*IND*30*QM**23*0")

    assert (deductible.amount, deductible.is_ambiguous) == (Decimal(257), False)


def test_every_meaning_has_its_source_and_certainty():
    assert all(group["source"] and group["certainty"] in {"verified", "knowledge", "uncertain"}
               for group in meanings().values())  # fmt: skip


def test_an_answer_without_therapy_says_nothing_of_it():
    assert benefits("EB*1**30", "EB*1**35^47^86") == ()
