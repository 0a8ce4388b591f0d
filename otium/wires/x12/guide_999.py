"""The loops of a 999 (005010X231A1), and what must stand in them."""

from otium.wires.x12.shape import MAYBE, ONE, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

# Source: X12 elements 620, 621, 718.
_SEGMENT_ERRORS = f"{OR_NONE}1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9"
_ELEMENT_ERRORS = f"{OR_NONE}1 2 3 4 5 6 7 8 9 10 11 12 13 I6 I9 I10 I11 I12 I13"
_SET_ERRORS = f"{OR_NONE}1 2 3 4 5 6 7 8 9 10 11 12 13 15 16 17 18 19 23 24 25 26 27 I5 I6"

GUIDE: Guide = {
    START: Loop("ST AK1 AK9 SE", {"AK2": "2000", "AK9": START, "SE": START}, {"AK1": {3: ANY}}),
    "2000": Loop("IK5", {"IK3": "2100"}, {"IK5": dict.fromkeys(range(2, 7), _SET_ERRORS)}),
    "2100": Loop(
        "CTX", {"IK3": "2100", "IK4": "2110", "IK5": "2000"}, {"IK3": {2: ANY, 4: _SEGMENT_ERRORS}, "CTX": {1: ANY}}
    ),
    "2110": Loop("CTX IK4", {"IK3": "2100", "IK5": "2000"}, {"IK4": {1: ANY, 3: _ELEMENT_ERRORS}, "CTX": {1: ANY}}),
}
SHAPE = Shape(
    GUIDE,
    Scope("ST", START, {"AK1": ONE, "AK9": ONE, "SE": MAYBE}),
    Scope("AK2", "2000 2100 2110", {"IK5": ONE}),
)
