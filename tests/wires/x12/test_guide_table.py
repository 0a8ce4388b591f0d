"""A guide as one table: what it says of loops, segments and elements, and what a walker makes of it."""

import pytest

from otium.wires.x12.guide_837p import TABLE
from otium.wires.x12.guide_table import ElementRule, guide_table
from otium.wires.x12.kinds import TAGS
from otium.wires.x12.walk import START

SMALL = """
@HEADER R1
BHT R1 !=0019 !1-3

@2000 R0 in HEADER
HL R1 !12 - !=20 !=1

@2010 S1 in 2000
NM1 R1 !=85|87 -
N3 S2 !55 ?55

@2300 S0 in 2000
CLM R1 !38 ?:!2,?=B
"""


def test_a_row_says_how_often_and_which_elements():
    street = guide_table(SMALL).loops["2010"].rows[1]

    assert (street.tag, street.is_required, street.most, street.order) == ("N3", False, 2, 2)
    assert street.elements == (ElementRule("!", most=55), ElementRule("?", most=55))


def test_an_element_has_codes_lengths_or_is_not_used():
    table = guide_table(SMALL)

    assert table.loops["HEADER"].rows[0].elements == (
        ElementRule("!", frozenset({"0019"})),
        ElementRule("!", most=3, least=1),
    )
    assert table.loops["2010"].rows[0].elements[1] == ElementRule("-")


def test_a_walker_goes_down_to_children_on_to_later_siblings_and_never_back():
    guide = guide_table(SMALL).guide()

    assert guide["2010"].opens == {"NM1*85": "2010", "NM1*87": "2010", "CLM": "2300"}
    assert guide["2300"].opens == {"CLM": "2300"}
    assert guide[START].opens == {"HL*20": "2000", "BHT": "HEADER", "SE": START}


@pytest.mark.parametrize(
    "text", ["@A X1\nHL R1 !", "@A R1\nHL Rx !", "@A R1\nHL R1 =A", "@A R1 in B\nHL R1 !", "@A R1\nHL R1 !x"]
)
def test_a_line_that_is_no_rule_is_refused(text):
    with pytest.raises(ValueError):
        guide_table(text)


def test_the_table_of_claims_knows_only_tags_of_x12_and_opens_each_loop_in_one_way():
    table = guide_table(TABLE)

    assert {row.tag for rule in table.loops.values() for row in rule.rows} <= TAGS
    for name, children in table.children.items():
        keys = [key for child in children for key in child.opener.keys]
        assert len(keys) == len(set(keys)), name
