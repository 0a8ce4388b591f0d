"""The loops of an 835 (005010X221A1), and what its elements hold. Some payers leave LX out."""

from otium.wires.x12.shape import MAYBE, Scope, Shape
from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

_ANYWHERE = {"N1": "1000", "LX": "2000", "CLP": "2100", "PLB": "3000", "SE": START}
_REFERENCE = {1: ANY, 2: ANY}
_CONTACT = {1: "BL CX IC", 2: f"{OR_NONE}{ANY}"}

GUIDE: Guide = {
    START: Loop("ST BPR NTE TRN CUR REF DTM SE", _ANYWHERE, {
        "BPR": {1: "C D H I P U X", 4: "ACH BOP CHK FWT NON", 16: ANY}, "TRN": {1: "1", 3: ANY}, "REF": _REFERENCE,
        "DTM": {1: "405"},
    }),
    # 1000A and 1000B: N101 says which.
    "1000": Loop("N3 N4 REF PER RDM", {}, {
        "N1": {1: "PE PR"}, "N3": {1: ANY}, "N4": {1: ANY}, "REF": _REFERENCE, "PER": _CONTACT,
    }),
    "2000": Loop("TS3 TS2", {}, {"LX": {1: ANY}}),
    "2100": Loop("CAS NM1 MIA MOA REF DTM PER AMT QTY", {"SVC": "2110"}, {
        "CLP": {7: ANY}, "NM1": {1: "QC IL 74 82 TT PR GB", 2: "1 2"}, "REF": _REFERENCE,
        "DTM": {1: "036 050 232 233"}, "PER": _CONTACT,
    }),
    "2110": Loop("DTM CAS REF AMT QTY LQ", {"SVC": "2110"}, {
        "SVC": {2: ANY, 3: ANY}, "DTM": {1: "150 151 472"}, "REF": _REFERENCE, "LQ": {1: "HE RX"},
    }),
    # The summary, which the guide gives no number.
    "3000": Loop("PLB", {}, {"PLB": {1: ANY}}),
}  # fmt: skip

_HEAD = {"CUR": MAYBE, "REF*EV": MAYBE, "REF*F2": MAYBE, "DTM*405": MAYBE}
_PARTIES = {f"NM1*{entity}": MAYBE for entity in ("QC", "IL", "74", "82", "TT", "PR", "GB")}
_CLAIM_DAYS = {f"DTM*{qualifier}": MAYBE for qualifier in ("036", "050", "232", "233")}
# What is missing, and a second BPR or TRN, is for the reader to say: it knows payer from payee, and what counts.
SHAPE = Shape(
    GUIDE,
    Scope("ST", START, _HEAD, "ST BPR NTE TRN CUR REF DTM"),
    Scope("N1", "1000", {"N3": MAYBE, "N4": MAYBE, "PER*CX": MAYBE, "RDM": MAYBE}, "N1 N3 N4 REF PER RDM"),
    Scope("LX", "2000", {"TS3": MAYBE, "TS2": MAYBE}, "LX TS3 TS2"),
    Scope("CLP", "2100", {**_PARTIES, "MIA": MAYBE, "MOA": MAYBE, **_CLAIM_DAYS},
          "CLP CAS NM1 MIA MOA REF DTM PER AMT QTY"),
    Scope("SVC", "2110", {"DTM*150": MAYBE, "DTM*151": MAYBE, "DTM*472": MAYBE, "REF*6R": MAYBE},
          "SVC DTM CAS REF AMT QTY LQ"),
)  # fmt: skip
