"""The loops of a 271 (005010X279A1), with what payers send beside it. HL keys carry their level."""

from otium.wires.x12.walk import START, Guide, Loop

_PATIENT = "TRN INS"
_NAME = "REF N3 N4 AAA PRV DMG INS HI DTP MPI TRN"  # some payers send TRN behind the name
_BENEFIT = "HSD REF DTP AAA MSG LE"
_LISTED = "REF DTP AAA MSG EB HSD"  # payers let these follow III without beginning a new benefit

GUIDE: Guide = {
    START: Loop("ST BHT SE", {"HL*20": "2000A", "HL*21": "2000B", "HL*22": "2000C", "HL*23": "2000D", "SE": START}),
    "2000A": Loop("AAA", {"NM1": "2100A"}),
    "2100A": Loop("REF N3 N4 PER AAA"),
    "2000B": Loop("AAA", {"NM1": "2100B"}),
    "2100B": Loop("REF N3 N4 PER AAA PRV"),
    "2000C": Loop(_PATIENT + " AAA", {"NM1": "2100C", "EB": "2110C"}),
    "2100C": Loop(_NAME, {"EB": "2110C"}),
    "2110C": Loop(_BENEFIT, {"EB": "2110C", "III": "2115C", "LS": "2120C", "NM1": "2120C"}),
    "2115C": Loop(_BENEFIT + " III", {"EB": "2110C", "LS": "2120C", "NM1": "2120C"}),
    "2120C": Loop("LS NM1 N3 N4 PER PRV", {"EB": "2110C", "LE": "2110C"}),
    "2000D": Loop(_PATIENT + " AAA", {"NM1": "2100D", "EB": "2110D"}),
    "2100D": Loop(_NAME, {"EB": "2110D"}),
    "2110D": Loop(_BENEFIT, {"EB": "2110D", "III": "2115D", "LS": "2120D", "NM1": "2120D"}),
    "2115D": Loop(_BENEFIT + " III", {"EB": "2110D", "LS": "2120D", "NM1": "2120D"}),
    "2120D": Loop("LS NM1 N3 N4 PER PRV", {"EB": "2110D", "LE": "2110D"}),
}
