"""The loops of a 278 request and of its response (005010X217), with what older senders put beside them.

HL keys carry their level.
"""

from otium.wires.x12.shape import MAYBE, ONE, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

LEVELS = {"2000A": "20", "2000B": "21", "2000C": "22", "2000D": "23", "2000E": "EV", "2000F": "SS"}
_LEADS = {**{f"HL*{code}": loop for loop, code in LEVELS.items()}, "SE": START}

_NAME = "N2 N3 N4 PER REF AAA PRV DMG INS DTP"
_REVIEW = "TRN AAA UM HCR REF DTP HI HSD CL1 CRC CR1 CR2 CR4 CR5 CR6 CR7 PWK MSG PRV"
_SERVICE = _REVIEW + " SV1 SV2 SV3 TOO"

_PERIODS = f"{OR_NONE}6 7 21 26 27 34 35"
# HSD02 and HSD01 go together, as do HSD06 and HSD05; a decoder cannot say so, a writer does.
_DELIVERY = {1: f"{OR_NONE}DY FL HS MN VS UN", 3: f"{OR_NONE}DA MO WK Q1", 5: _PERIODS}
_REPORTS = (
    "03 04 05 06 07 08 09 10 11 13 15 21 48 55 59 77 A3 A4 AM AS AT B2 B3 BR BS BT CB CK CT D2 DA DB DG DJ DS EB FM "
    "HC HR I5 IR LA M1 MT NN OB OC OD OE OX OZ P4 P5 P6 PE PN PO PQ PY PZ RB RR RT RX SG V5 XP"
)
_SENT = "AA BM EL EM FT FX VO"
_ASKED = {1: "AR HS IN SC", 2: ANY, 9: f"{OR_NONE}A I M O Y"}
_LINE = {"SV1": {1: ANY, 3: f"{OR_NONE}DA F2 MJ UN VS"}}
_HL = {"HL": {1: ANY}}
_ATTACHED = {"PWK": {1: _REPORTS, 2: _SENT, 5: f"{OR_NONE}AC"}}
_SAID = {"REF": {2: ANY}, "MSG": {1: ANY}, "HSD": _DELIVERY}
_PAYER = {1: "X3", 2: "1 2", 8: "24 34 46 PI XV", 9: ANY}
_ASKING = {1: "1P FA", 2: "1 2", 8: "24 34 46 XX", 9: ANY}
_INSURED = {1: "IL", 2: "1", 3: ANY, 8: "MI II", 9: ANY}
_DEPENDENT = {1: "QC 03", 2: "1"}  # 03 is not X217's, and is sent
_PROVIDERS = f"{OR_NONE}71 72 73 77 AAJ DD DK DN DQ FA G3 P3 QB QV SJ"
_NAMED = {1: _PROVIDERS, 2: "1 2", 8: f"{OR_NONE}24 34 46 XX"}
_ORIGIN = {1: f"{OR_NONE}1", 3: ANY}


def _guide(heading: dict[int, str], event: dict[str, dict[int, str]], service: dict[str, dict[int, str]]) -> Guide:
    return {
        START: Loop("ST BHT SE", _LEADS, {"BHT": heading}),
        "2000A": Loop("AAA", {"NM1": "2010A"}, _HL),
        "2010A": Loop(_NAME, {}, {"NM1": _PAYER}),
        "2000B": Loop("AAA", {"NM1": "2010B"}, _HL),
        "2010B": Loop(_NAME, {}, {"NM1": _ASKING}),
        "2000C": Loop("TRN AAA HI", {"NM1": "2010C"}, _HL),
        "2010C": Loop(_NAME, {}, {"NM1": _INSURED}),
        "2000D": Loop("TRN AAA HI", {"NM1": "2010D"}, _HL),
        "2010D": Loop(_NAME, {}, {"NM1": _DEPENDENT}),
        "2000E": Loop(_REVIEW, {"NM1": "2010E"}, event),
        "2010E": Loop(_NAME, {"NM1": "2010E"}, {"NM1": _NAMED}),
        "2000F": Loop(_SERVICE, {"NM1": "2010F"}, service),
        "2010F": Loop(_NAME, {"NM1": "2010F"}, {"NM1": _NAMED}),
    }


_ANSWERED = {**_HL, **_SAID}
RESPONSE: Guide = _guide(
    {1: "0007 0078", 3: ANY, 4: ANY},
    {**_ANSWERED, "HCR": {4: f"{OR_NONE}N Y"}},
    {**_ANSWERED, "HCR": {4: f"{OR_NONE}N Y"}, **_LINE},
)
REQUEST: Guide = _guide(
    {1: "0007", 2: "13", 3: ANY, 4: ANY, 5: ANY},
    {
        **_HL, **_SAID, **_ATTACHED, "TRN": _ORIGIN, "UM": _ASKED,
        "REF": {1: "BB NT", 2: ANY}, "DTP": {1: "096 431 435 439 484 AAH ABC 472", 2: "D8 RD8"},
    },
    {
        **_HL, **_SAID, **_ATTACHED, **_LINE, "TRN": _ORIGIN, "UM": _ASKED,
        "REF": {1: "BB NT", 2: ANY}, "DTP": {1: "472", 2: "D8 RD8"},
    },
)  # fmt: skip

_NAMES = (
    Scope("HL*20", "2000A 2010A", {"NM1": ONE}),
    Scope("HL*21", "2000B 2010B", {"NM1": ONE}),
    Scope("HL*22", "2000C 2010C", {"NM1": ONE}),
    Scope("HL*23", "2000D 2010D", {"NM1": ONE}),
)
# A response may stop at the level it refuses; a request goes down to the event.
RESPONSE_SHAPE = Shape(
    RESPONSE,
    Scope("ST", START, {"BHT": ONE, "SE": MAYBE}),
    *_NAMES,
    Scope("HL*EV", "2000E", {"UM": MAYBE, "HI": MAYBE}),
)
REQUEST_SHAPE = Shape(
    REQUEST,
    Scope("ST", START, {"BHT": ONE, "SE": MAYBE}),
    *_NAMES,
    Scope("HL*EV", "2000E", {"UM": ONE, "HI": MAYBE, "REF*BB": MAYBE, "DTP*AAH": MAYBE, "MSG": MAYBE}),
    Scope("HL*SS", "2000F", {"UM": MAYBE, "DTP*472": MAYBE, "MSG": MAYBE}),
)
