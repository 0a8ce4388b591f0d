"""The loops of a 278 response (005010X217), with what older senders put beside it. HL keys carry their level."""

from otium.wires.x12.walk import START, Guide, Loop

_NAME = "N2 N3 N4 PER REF AAA PRV DMG INS DTP"
_REVIEW = "TRN AAA UM HCR REF DTP HI HSD CL1 CRC CR1 CR2 CR4 CR5 CR6 CR7 PWK MSG PRV"
_LEVELS = {
    "HL*20": "2000A",
    "HL*21": "2000B",
    "HL*22": "2000C",
    "HL*23": "2000D",
    "HL*EV": "2000E",
    "HL*SS": "2000F",
    "SE": START,
}

GUIDE: Guide = {
    START: Loop("ST BHT SE", _LEVELS),
    "2000A": Loop("AAA", {"NM1": "2010A"}),
    "2010A": Loop(_NAME),
    "2000B": Loop("AAA", {"NM1": "2010B"}),
    "2010B": Loop(_NAME),
    "2000C": Loop("TRN AAA HI", {"NM1": "2010C"}),
    "2010C": Loop(_NAME),
    "2000D": Loop("TRN AAA HI", {"NM1": "2010D"}),
    "2010D": Loop(_NAME),
    "2000E": Loop(_REVIEW, {"NM1": "2010E"}),
    "2010E": Loop(_NAME, {"NM1": "2010E"}),
    "2000F": Loop(_REVIEW + " SV1 SV2 SV3 TOO", {"NM1": "2010F"}),
    "2010F": Loop(_NAME, {"NM1": "2010F"}),
}
