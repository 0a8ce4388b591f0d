"""The loops of an 835 (005010X221A1). Some payers leave LX out, or begin the summary early."""

from otium.wires.x12.walk import START, Guide, Loop

_ORGANISATION = "N3 N4 REF PER RDM"
_ANYWHERE = {"N1": "1000", "LX": "2000", "CLP": "2100", "PLB": "3000", "SE": START}

GUIDE: Guide = {
    START: Loop("ST BPR NTE TRN CUR REF DTM SE", _ANYWHERE),
    "1000": Loop(_ORGANISATION),  # 1000A and 1000B: N101 says which
    "2000": Loop("TS3 TS2"),
    "2100": Loop("CAS NM1 MIA MOA REF DTM PER AMT QTY", {"SVC": "2110"}),
    "2110": Loop("DTM CAS REF AMT QTY LQ", {"SVC": "2110"}),
    "3000": Loop("PLB"),  # the summary, which the guide gives no number
}
