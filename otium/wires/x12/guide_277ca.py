"""The loops of a 277CA (005010X214), and what must stand in them. HL keys carry their level."""

from otium.wires.x12.shape import MAYBE, ONE, SOME, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

_LEVELS = {"HL*20": "2000A", "HL*21": "2000B", "HL*19": "2000C", "HL*PT": "2000D", "SE": START}
_TOTALS = "STC REF QTY AMT"
_HL = {"HL": {1: ANY}}
_ACTION = "U WQ"
_DAYS = {1: "472", 2: "D8 RD8"}
_SUMS = {1: "YU YY"}
_NEXT = {"TRN": "2200D", "SVC": "2220D"}

GUIDE: Guide = {
    START: Loop("ST BHT SE", _LEVELS, {"BHT": {1: "0085", 2: "08", 3: ANY, 4: ANY, 5: ANY, 6: "TH"}}),
    "2000A": Loop("", {"NM1": "2100A", "TRN": "2200A"}, _HL),
    "2100A": Loop("", {"TRN": "2200A"}, {"NM1": {1: "PR AY", 2: "2", 3: ANY, 8: "46 FI PI XV", 9: ANY}}),
    "2200A": Loop("DTP", {"TRN": "2200A"}, {"TRN": {1: "1"}, "DTP": {1: "050 009", 2: "D8"}}),
    "2000B": Loop("", {"NM1": "2100B", "TRN": "2200B"}, _HL),
    "2100B": Loop("", {"TRN": "2200B"}, {"NM1": {1: "41", 2: "1 2", 3: ANY, 8: "46", 9: ANY}}),
    "2200B": Loop(
        _TOTALS, {}, {"TRN": {1: "2"}, "STC": {2: ANY, 3: _ACTION, 4: ANY}, "QTY": {1: "90 AA"}, "AMT": _SUMS}
    ),
    "2000C": Loop("", {"NM1": "2100C", "TRN": "2200C"}, _HL),
    "2100C": Loop("", {"TRN": "2200C"}, {"NM1": {1: "85", 2: "1 2", 3: ANY, 8: "FI SV XX", 9: ANY}}),
    "2200C": Loop(_TOTALS, {}, {
        "TRN": {1: "1"}, "STC": {3: _ACTION, 4: ANY}, "REF": {1: "0B 1G G2 LU SY TJ", 2: ANY}, "QTY": {1: "QA QC"},
        "AMT": _SUMS,
    }),
    "2000D": Loop("", {"NM1": "2100D", "TRN": "2200D"}, _HL),
    "2100D": Loop("", {"TRN": "2200D"}, {"NM1": {1: "QC", 2: "1", 3: ANY, 8: "II MI", 9: ANY}}),
    "2200D": Loop("STC REF DTP", _NEXT, {
        "TRN": {1: "2"}, "STC": {2: ANY, 3: _ACTION, 4: ANY}, "REF": {1: "1K D9 BLT", 2: ANY}, "DTP": _DAYS,
    }),
    "2220D": Loop("STC REF DTP", _NEXT, {
        "SVC": {1: ANY, 2: ANY}, "STC": {2: ANY, 3: f"{OR_NONE}U"}, "REF": {1: "FJ XZ", 2: ANY}, "DTP": _DAYS,
    }),
}  # fmt: skip

_ACCEPTS = {"AMT*YU": MAYBE, "AMT*YY": MAYBE}
# Some payers leave out the status of a provider, so it is not asked for here.
SHAPE = Shape(
    GUIDE,
    Scope("ST", START, {"BHT": ONE, "SE": MAYBE}),
    Scope("HL*20", "2000A 2100A 2200A", {"NM1": ONE, "TRN": SOME, "DTP*050": ONE, "DTP*009": ONE}),
    Scope("HL*21", "2000B 2100B 2200B", {
        "NM1": ONE, "TRN": ONE, "STC": SOME, "QTY*90": MAYBE, "QTY*AA": MAYBE, **_ACCEPTS,
    }, "HL NM1 TRN STC QTY AMT"),
    Scope("HL*19", "2000C 2100C 2200C", {"NM1": ONE, "TRN": MAYBE, "QTY*QA": MAYBE, "QTY*QC": MAYBE, **_ACCEPTS},
          "HL NM1 TRN STC REF QTY AMT"),
    Scope("HL*PT", "2000D 2100D", {"NM1": ONE}),
    Scope("TRN", "2200D", {
        "TRN": ONE, "STC": SOME, "REF*1K": MAYBE, "REF*D9": MAYBE, "REF*BLT": MAYBE, "DTP*472": ONE,
    }, "TRN STC REF DTP"),
    Scope("SVC", "2220D", {"STC": SOME, "REF*FJ": MAYBE, "DTP*472": MAYBE}, "SVC STC REF DTP"),
)  # fmt: skip
