"""The loops of a 270 (005010X279A1), and what must stand in them. HL keys carry their level."""

from otium.wires.x12.shape import MAYBE, ONE, Count, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

_PATIENT = "REF N3 N4 PRV DMG INS HI DTP"
_SERVICE = "AMT III REF DTP"
_LEVEL = {"HL": {1: ANY}, "TRN": {1: "1", 3: ANY}}
_REFERENCES = "18 1L 1W 3H 6P CT EA EJ F6 GH HJ IG N6 NQ SY Y4"
_DAYS = {1: "102 291", 2: "D8 RD8"}
_PERSON = {
    "REF": {1: _REFERENCES, 2: ANY},
    "DMG": {1: f"{OR_NONE}D8", 3: f"{OR_NONE}F M"},
    "DTP": _DAYS,
}
_BENEFIT = {"REF": {1: "9F G1", 2: ANY}, "DTP": {1: "291", 2: "D8 RD8"}}
_PAYER = {1: "2B 36 GP P5 PR", 2: "1 2", 8: "24 46 FI NI PI XV XX", 9: ANY}
_PROVIDER = {1: "1P 2B 36 80 FA GP P5 PR", 2: "1 2", 8: "24 34 FI PI PP SV XV XX", 9: ANY}
_SUBSCRIBER = {1: "IL", 2: "1 2", 8: f"{OR_NONE}II MI"}
_DEPENDENT = {1: "03", 2: "1"}

GUIDE: Guide = {
    START: Loop(
        "ST BHT SE",
        {"HL*20": "2000A", "HL*21": "2000B", "HL*22": "2000C", "HL*23": "2000D", "SE": START},
        {"BHT": {1: "0022", 2: "01 13", 3: ANY, 4: ANY, 5: ANY, 6: f"{OR_NONE}RT"}},
    ),
    "2000A": Loop("", {"NM1": "2100A"}, _LEVEL),
    "2100A": Loop("", {}, {"NM1": _PAYER}),
    "2000B": Loop("", {"NM1": "2100B"}, _LEVEL),
    "2100B": Loop("REF N3 N4 PRV", {}, {"NM1": _PROVIDER, "REF": {2: ANY}}),
    "2000C": Loop("TRN", {"NM1": "2100C"}, _LEVEL),
    "2100C": Loop(_PATIENT, {"EQ": "2110C"}, {"NM1": _SUBSCRIBER, **_PERSON}),
    "2110C": Loop(_SERVICE, {"EQ": "2110C"}, _BENEFIT),
    "2000D": Loop("TRN", {"NM1": "2100D"}, _LEVEL),
    "2100D": Loop(_PATIENT, {"EQ": "2110D"}, {"NM1": _DEPENDENT, **_PERSON}),
    "2110D": Loop(_SERVICE, {"EQ": "2110D"}, _BENEFIT),
}

_PERSON_SHAPE = {"NM1": ONE, "TRN": Count(0, 2), "INS": MAYBE, "PRV": MAYBE, "HI": MAYBE}
SHAPE = Shape(
    GUIDE,
    Scope("ST", START, {"BHT": ONE}),
    Scope("HL*20", "2000A 2100A", {"NM1": ONE}),
    Scope("HL*21", "2000B 2100B", {"NM1": ONE, "PRV": MAYBE}),
    Scope("HL*22", "2000C 2100C", _PERSON_SHAPE),
    Scope("HL*23", "2000D 2100D", _PERSON_SHAPE),
)
