"""The loops of a 275, and what its versions differ in.

The NM1 loops have no key of their own but NM101, so they are one loop here; a reader tells them apart.
"""

from typing import NamedTuple

from otium.terms.additional_information import Media
from otium.wires.x12.shape import MAYBE, ONE, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop


class Version(NamedTuple):
    """One guide of the 275."""

    payer: str  # NM101 of whom it goes to
    binary: str  # the segment that holds the content
    wants_claim: bool  # REF*EJ, the claim it belongs to
    certainty: str  # knowledge: commonly known; uncertain: compare with the guide before the first is sent


# X314 is the standard for claims by 2028-05-26 (CMS-0053-F, 91 FR 14350). Of the 6020 guides only the number and the
# binary segment are known here; their loops are taken to be those of 5010.
VERSIONS = {
    "005010X210": Version("PR", "BIN", wants_claim=True, certainty="knowledge"),
    "005010X211": Version("X3", "BIN", wants_claim=False, certainty="knowledge"),
    "006020X314": Version("PR", "BDS", wants_claim=True, certainty="uncertain"),
    "006020X316": Version("X3", "BDS", wants_claim=False, certainty="uncertain"),
}

FORMATS = {Media.C_CDA: "HL", Media.PDF: "IA"}  # CAT02; uncertain, and an item's own format goes before it

_DAYS = {1: "368 472", 2: "D8 RD8 DT"}

GUIDE: Guide = {
    START: Loop("ST BGN SE", {"LX": "2000", "NM1": "1000", "SE": START}, {"BGN": {1: "02 11", 2: ANY, 3: ANY}}),
    "1000": Loop(
        "N3 N4 PER REF PRV DTP",
        {"NM1": "1000"},
        {
            "NM1": {1: "PR X3 41 1P FA QC IL", 2: "1 2", 8: f"{OR_NONE}46 FI MI II PI SV XV XX"},
            "REF": {2: ANY},
            "DTP": {1: "472", 2: "D8 RD8"},
        },
    ),
    "2000": Loop(
        "TRN STC REF DTP",
        {"CAT": "2100", "BIN": "2100", "BDS": "2100"},
        {"LX": {1: ANY}, "TRN": {1: "1 2"}, "DTP": _DAYS, "REF": {2: ANY}},
    ),
    "2100": Loop(
        "DTP EFI OOI", {"BIN": "2100", "BDS": "2100"}, {"CAT": {1: ANY, 2: ANY}, "EFI": {1: ANY}, "DTP": _DAYS}
    ),
}
SHAPE = Shape(
    GUIDE,
    Scope("ST", f"{START} 1000", {"BGN": ONE, "NM1*41": ONE, "NM1*1P": ONE, "NM1*QC": ONE, "SE": MAYBE}),
    Scope("LX", "2000 2100", {"TRN": ONE, "CAT": ONE, "EFI": MAYBE, "DTP*368": MAYBE}),
)
