"""The loops of a 271 (005010X279A1), with what payers send beside it. HL keys carry their level."""

from otium.wires.x12.walk import ANY, OR_NONE, START, Guide, Loop

_PATIENT = "TRN INS"
_NAME = "REF N3 N4 AAA PRV DMG INS HI DTP MPI TRN"  # some payers send TRN behind the name
_BENEFIT = "HSD REF DTP AAA MSG LE"
_LISTED = "REF DTP AAA MSG EB HSD"  # payers let these follow III without beginning a new benefit

_LEVEL = {"HL": {1: ANY}, "TRN": {1: "1 2"}}
_PAYER = {"NM1": {1: "2B 36 GP P5 PR", 2: "1 2", 8: "24 46 FI NI PI XV XX", 9: ANY}}
_PROVIDER = {"NM1": {1: "1P 2B 36 80 FA GP P5 PR", 2: "1 2", 8: "24 34 FI PI PP SV XV XX", 9: ANY}}
_PERSON = {
    "TRN": {1: "1 2"},
    "DMG": {1: f"{OR_NONE}D8", 3: f"{OR_NONE}F M U"},
    "INS": {1: "N Y", 2: ANY},
    "DTP": {1: ANY, 2: "D8 RD8"},
}
_SUBSCRIBER = {"NM1": {1: "IL", 2: "1 2", 8: f"{OR_NONE}II MI"}, **_PERSON}
_DEPENDENT = {"NM1": {1: "03", 2: "1"}, **_PERSON}
_STATED = {"REF": {1: ANY, 2: ANY}, "DTP": {1: ANY, 2: "D8 RD8"}, "MSG": {1: ANY}}
_LISTED_TOO = {"III": {1: f"{OR_NONE}GR NI ZZ"}, **_STATED}
_ENTITY = {"NM1": {1: ANY, 2: "1 2"}}

GUIDE: Guide = {
    START: Loop(
        "ST BHT SE",
        {"HL*20": "2000A", "HL*21": "2000B", "HL*22": "2000C", "HL*23": "2000D", "SE": START},
        {"BHT": {1: "0022", 4: ANY}},
    ),
    "2000A": Loop("AAA", {"NM1": "2100A"}, _LEVEL),
    "2100A": Loop("REF N3 N4 PER AAA", {}, _PAYER),
    "2000B": Loop("AAA", {"NM1": "2100B"}, _LEVEL),
    "2100B": Loop("REF N3 N4 PER AAA PRV", {}, _PROVIDER),
    "2000C": Loop(_PATIENT + " AAA", {"NM1": "2100C", "EB": "2110C"}, _LEVEL),
    "2100C": Loop(_NAME, {"EB": "2110C"}, _SUBSCRIBER),
    "2110C": Loop(_BENEFIT, {"EB": "2110C", "III": "2115C", "LS": "2120C", "NM1": "2120C"}, _STATED),
    "2115C": Loop(_BENEFIT + " III", {"EB": "2110C", "LS": "2120C", "NM1": "2120C"}, _LISTED_TOO),
    "2120C": Loop("LS NM1 N3 N4 PER PRV", {"EB": "2110C", "LE": "2110C"}, _ENTITY),
    "2000D": Loop(_PATIENT + " AAA", {"NM1": "2100D", "EB": "2110D"}, _LEVEL),
    "2100D": Loop(_NAME, {"EB": "2110D"}, _DEPENDENT),
    "2110D": Loop(_BENEFIT, {"EB": "2110D", "III": "2115D", "LS": "2120D", "NM1": "2120D"}, _STATED),
    "2115D": Loop(_BENEFIT + " III", {"EB": "2110D", "LS": "2120D", "NM1": "2120D"}, _LISTED_TOO),
    "2120D": Loop("LS NM1 N3 N4 PER PRV", {"EB": "2110D", "LE": "2110D"}, _ENTITY),
}
