"""What a transaction is, by ST01 and by the guide it follows, and the segments X12 005010 has."""

from functools import lru_cache

from otium.wires.x12.guide_275 import VERSIONS

# ST01, a part of the guide's name (GS08, ST03), our name. The first that fits counts.
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("277", "X214", "277CA"),
    ("837", "X222", "837P"),
    ("837", "X223", "837I"),
    ("837", "X224", "837D"),
    *((code, "", code) for code in ("270", "271", "275", "276", "277", "278", "820", "824", "834", "835", "837")),
    ("997", "", "997"),
    ("999", "", "999"),
)

_REVIEWS = ("005010X217", "005010X217E1", "005010X217E2")

# The guides the typed readers are written from, by kind; others are read with a warning.
GUIDES = {
    "270": ("005010X279A1", "005010X279"),
    "271": ("005010X279A1", "005010X279"),
    "275": tuple(VERSIONS),
    "276": ("005010X212",),
    "277": ("005010X212",),
    "277CA": ("005010X214",),
    "278 request": _REVIEWS,
    "278 response": _REVIEWS,
    "835": ("005010X221A1", "005010X221"),
    "837P": ("005010X222A1", "005010X222"),
    "999": ("005010X231A1", "005010X231"),
}

# Segments of the 005010 guides a practice meets, so that a torn file shows: what is not here is no tag.
TAGS = frozenset({
    "AAA", "ACT", "ADX", "AK1", "AK2", "AK3", "AK4", "AK5", "AK6", "AK7", "AK8", "AK9", "AMT", "BDS", "BEG", "BGN",
    "BHT", "BIN", "BPR", "CAS", "CAT", "CL1", "CLM", "CLP", "CN1", "COB", "CR1", "CR2", "CR3", "CR4", "CR5", "CR6",
    "CR7", "CR8", "CRC", "CTP", "CTX", "CUR", "CV1", "DMG", "DN1", "DN2", "DSB", "DTM", "DTP", "EB", "EC", "EFI",
    "ENT", "EQ", "FRM", "GE", "GS", "HCP", "HCR", "HD", "HI", "HL", "HLH", "HSD", "ICM", "IDC", "IEA", "III", "IK3",
    "IK4", "IK5", "IMM", "INS", "ISA", "IT1", "K3", "LC", "LE", "LIN", "LQ", "LS", "LUI", "LX", "MEA", "MIA", "MOA",
    "MPI", "MSG", "MTX", "N1", "N2", "N3", "N4", "NM1", "NTE", "OI", "OOI", "ORO", "OTI", "PAT", "PER", "PLA", "PLB",
    "PRV", "PS1", "PSD", "PWK", "QTY", "RDM", "REF", "RMR", "SBR", "SE", "SLN", "SPR", "ST", "STC", "SV1", "SV2",
    "SV3", "SV4", "SV5", "SV6", "SV7", "SVC", "SVD", "TA1", "TED", "TOO", "TRN", "TS2", "TS3", "TSP", "TST", "UM",
    "VEH",
})  # fmt: skip


@lru_cache(maxsize=64)
def kind(code: str, guide: str) -> str | None:
    """None for a transaction this layer has no name for."""
    return next((name for known, part, name in _KINDS if code == known and part in guide), None)
