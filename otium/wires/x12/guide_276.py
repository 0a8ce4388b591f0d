"""The loops of a 276 (005010X212), and what must stand in them. HL keys carry their level."""

from otium.wires.x12.shape import MAYBE, ONE, SOME, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

_LEVELS = {"HL*20": "2000A", "HL*21": "2000B", "HL*19": "2000C", "HL*22": "2000D", "HL*23": "2000E", "SE": START}
_HL = {"HL": {1: ANY}}
_DAYS = {1: "472", 2: "D8 RD8"}
_BIRTH = {"DMG": {1: "D8", 3: f"{OR_NONE}F M U"}}
_CLAIM = {"TRN": {1: "1"}, "REF": {1: "1K 6P BLT D9 EJ LU XZ", 2: ANY}, "AMT": {1: "T3"}, "DTP": _DAYS}
_LINE = {"SVC": {1: ANY, 2: ANY}, "REF": {1: "FJ", 2: ANY}, "DTP": _DAYS}
_SUBSCRIBER, _DEPENDENT = {"TRN": "2200D", "SVC": "2210D"}, {"TRN": "2200E", "SVC": "2210E"}

GUIDE: Guide = {
    START: Loop("ST BHT SE", _LEVELS, {"BHT": {1: "0010", 2: "13", 3: ANY, 4: ANY, 5: ANY}}),
    "2000A": Loop("", {"NM1": "2100A"}, _HL),
    "2100A": Loop("", {}, {"NM1": {1: "PR", 2: "2", 3: ANY, 8: "PI XV", 9: ANY}}),
    "2000B": Loop("", {"NM1": "2100B"}, _HL),
    "2100B": Loop("", {}, {"NM1": {1: "41", 2: "1 2", 8: "46", 9: ANY}}),
    "2000C": Loop("", {"NM1": "2100C"}, _HL),
    "2100C": Loop("", {}, {"NM1": {1: "1P", 2: "1 2", 8: "FI SV XX", 9: ANY}}),
    "2000D": Loop("DMG", {"NM1": "2100D"}, {**_HL, **_BIRTH}),
    "2100D": Loop("DMG", {"TRN": "2200D"}, {"NM1": {1: "IL", 2: "1 2", 3: ANY, 8: "24 II MI", 9: ANY}, **_BIRTH}),
    "2200D": Loop("REF AMT DTP", _SUBSCRIBER, _CLAIM),
    "2210D": Loop("REF DTP", _SUBSCRIBER, _LINE),
    "2000E": Loop("DMG", {"NM1": "2100E"}, {**_HL, **_BIRTH}),
    "2100E": Loop("DMG", {"TRN": "2200E"}, {"NM1": {1: "QC", 2: "1", 3: ANY}, **_BIRTH}),
    "2200E": Loop("REF AMT DTP", _DEPENDENT, _CLAIM),
    "2210E": Loop("REF DTP", _DEPENDENT, _LINE),
}

_NAMED = {"NM1": ONE}
_NUMBERED = {f"REF*{qualifier}": MAYBE for qualifier in ("1K", "6P", "BLT", "D9", "EJ", "LU", "XZ")}
SHAPE = Shape(
    GUIDE,
    Scope("ST", START, {"BHT": ONE}),
    Scope("HL*20", "2000A 2100A", _NAMED),
    Scope("HL*21", "2000B 2100B", _NAMED),
    Scope("HL*19", "2000C 2100C", _NAMED),
    Scope("HL*22", "2000D 2100D", _NAMED),
    Scope("HL*23", "2000E 2100E", {**_NAMED, "DMG": SOME}),
    Scope("TRN", "2200D 2200E", {**_NUMBERED, "AMT*T3": MAYBE, "DTP*472": MAYBE}),
    Scope("SVC", "2210D 2210E", {"REF*FJ": MAYBE, "DTP*472": ONE}),
)
