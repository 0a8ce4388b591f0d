"""A second reader, for what no judge of others reads: 278, 275, TA1. It shares no line with the product.

It cuts an interchange by its own ISA, checks the envelopes, and holds the guides as data: the order of segments as a
pattern over keys (the tag, with a code that tells loops apart), and what single elements must look like.
"""

import re
from collections.abc import Iterator

NAMED = r"(REF )*(N3 N4 )?(PER )*(PRV )?"
REVIEWED = r"(REF ){0,2}(DTP )*(HI )?"
ORDERS = {
    "278 request": (
        r"BHT HL20 NM1X3 HL21 NM1(1P|FA) " + NAMED + r"HL22 NM1IL (REF )*(DMG )?(INS )?"
        r"(HL23 NM1QC (REF )*(DMG )?(INS )?)?"
        r"HLEV (TRN ){1,3}UM " + REVIEWED + r"(HSD )?(PWK ){0,10}(MSG )?(NM1\w+ " + NAMED + r")*"
        r"(HLSS (TRN )*(UM )?" + REVIEWED + r"(SV1 )?(HSD )?(PWK ){0,10}(MSG )?(NM1\w+ " + NAMED + r")*)*"
    ),
    "278 response": (
        r"BHT HL20 (AAA )*NM1X3 (AAA )*(HL21 (AAA )*NM1(1P|FA) (AAA )*"
        r"(HL22 (AAA )*NM1IL (AAA )*(DMG )?(INS )?(HL23 (AAA )*NM1\w+ (AAA )*(DMG )?(INS )?)?"
        r"(HLEV (TRN )*(AAA )*UM (HCR )*(REF )*(DTP )*(HI )?(HSD )?(MSG )*(NM1\w+ )*"
        r"(HLSS (TRN )*(AAA )*(UM )?(HCR )*(REF )*(DTP )*(HI )?(SV1 )*(HSD )?(MSG )*(NM1\w+ )*)*)?)?)?"
    ),
    "275": (
        r"BGN NM1(PR|X3) (PER )*NM141 NM11P NM1QC (REF )*(DTP )*"
        r"(LX TRN (STC )*(REF )?(DTP )*CAT EFI (BIN|BDS) )+"
    ),
}  # fmt: skip
# By key and element: what it must look like where it is filled; a key with "!" says it must be filled.
DAY, SPAN = r"\d{8}", r"\d{8}(-\d{8})?"
ELEMENTS = {
    "BHT": {"1!": "0007", "2!": "11|13", "3!": ".{1,50}", "4!": DAY, "5!": r"\d{4}(\d\d)?"},
    "NM1": {"1!": r"\w{2,3}", "2!": "[12]", "8": "XX|MI|II|PI|46|24|34|FI|XV", "9": ".{2,80}|."},
    "TRN": {"1!": "[12]", "2!": ".{1,50}", "3": ".{10}"},
    "UM": {"1!": "HS|SC|AR|IN", "2!": "[ISR1234]", "3": r"\w{1,2}", "4": r"\w+:[AB]", "6": "U|03|E", "9": "[AIMOY]"},
    "DTP": {"1!": r"\w{3}", "2!": "D8|RD8", "3!": SPAN},
    "DTP*431": {"2!": "D8"},
    "DTP*439": {"2!": "D8"},
    "HI": {"1!": "AB[KFJ]:[A-Z][0-9A-Z]{2,6}"},
    "HSD": {"1": "VS|DY|HS|UN", "2": r"\d+(\.\d+)?", "3": "DA|WK|MO", "5": "6|7|21|26|27|34|35", "6": r"\d+"},
    "SV1": {
        "1!": r"HC:[0-9A-Z]{5}(:\w\w){0,4}(:.*)?",
        "2": r"\d+(\.\d{1,2})?",
        "3": "UN|MJ|VS|DA",
        "4": r"\d+(\.\d+)?",
    },
    "PWK": {"1!": r"\w{2}", "2!": "EL|FX|BM|FT|EM|AA|VO", "5": "AC", "6": ".{1,50}"},
    "MSG": {"1!": ".{1,264}"},
    "REF": {"1!": r"\w{2,3}", "2!": ".{1,50}"},
    "DMG": {"1": "D8", "2": DAY, "3": "[FMU]"},
    "INS": {"1!": "[YN]", "2!": r"\w{2}"},
    "PRV": {"1!": r"\w{2}", "2!": "PXC", "3!": r"\w{10}"},
    "HCR": {"1!": "A[12346]|C|CT|NA"},
    "BGN": {"1!": "02|11", "2!": ".{1,50}", "3!": DAY, "4": r"\d{4}(\d\d)?"},
    "LX": {"1!": r"\d+"},
    "CAT": {"1!": r"\w\w", "2!": r"\w\w"},
    "EFI": {"1!": r"\d\d"},
    "BIN": {"1!": r"[1-9]\d*"},
    "BDS": {"1!": "B64", "2!": r"[1-9]\d*"},
    "TA1": {"1!": r"\d{9}", "2!": r"\d{6}", "3!": r"\d{4}", "4!": "[AER]", "5!": r"0([0-2]\d|3[01])"},
}


def complaints(data: bytes, order: str | None = None) -> list[str]:
    """Everything that is wrong with one interchange of one group and one transaction, or with TA1s only."""
    segments = list(cut(data))
    return [
        *_envelopes(segments),
        *_elements(segments),
        *_levels(segments),
        *(_order(segments, order) if order else ()),
    ]


def cut(data: bytes) -> Iterator[list[bytes]]:
    """Segments as elements. Binary segments by the length they say."""
    element, terminator = data[3:4], data[105:106]
    at = 0
    while at < len(data):
        tag = data[at : at + 3]
        if tag in (b"BIN", b"BDS"):
            parts = data[at:].split(element, 2 if tag == b"BIN" else 3)
            head, content = parts[:-1], parts[-1]
            size = int(head[-1])
            yield [*head, content[:size]]
            at += len(element.join(head)) + 1 + size + 1
            assert content[size : size + 1] == terminator
        else:
            end = data.index(terminator, at)
            yield data[at:end].split(element)
            at = end + 1
        while data[at : at + 1] in (b"\n", b"\r"):
            at += 1


def _envelopes(segments: list[list[bytes]]) -> Iterator[str]:
    isa, iea = segments[0], segments[-1]
    if [len(each) for each in isa[1:]] != [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]:
        yield "ISA is not as wide as it must be"
    groups = [each for each in segments if each[0] == b"GS"]
    if iea != [b"IEA", b"%d" % len(groups), isa[13]]:
        yield "IEA does not close its ISA"
    if groups:
        at, end = segments.index(groups[0]), segments[-2]
        inside = segments[at + 1 : -2]
        if end != [b"GE", b"1", groups[0][6]]:
            yield "GE does not close its GS"
        if inside[0][3] != groups[0][8] or inside[-1] != [b"SE", b"%d" % len(inside), inside[0][2]]:
            yield "SE does not close its ST"


def _elements(segments: list[list[bytes]]) -> Iterator[str]:
    for number, segment in enumerate(segments, 1):
        tag = segment[0].decode()
        if tag not in ("ISA", "BIN", "BDS") and not segment[-1]:
            yield f"{number} {tag} ends in an empty element"
        qualified = f"{tag}*{segment[1].decode()}" if tag == "DTP" else tag
        for key, pattern in {**ELEMENTS.get(tag, {}), **ELEMENTS.get(qualified, {})}.items():
            at = int(key.rstrip("!"))
            text = segment[at].decode() if at < len(segment) else ""
            if (not text and key.endswith("!")) or (text and not re.fullmatch(pattern, text)):
                yield f"{number} {tag}{at:02} is missing or unfit"


def _levels(segments: list[list[bytes]]) -> Iterator[str]:
    opened: dict[bytes, bytes] = {}
    levels = [each for each in segments if each[0] == b"HL"]
    parents = {each[2] for each in levels}
    for number, each in enumerate(levels, 1):
        if each[1] != b"%d" % number or (number > 1) != bool(each[2]) or (each[2] and each[2] not in opened):
            yield f"HL {number} does not stand in its tree"
        if len(each) > 4 and each[4] != (b"1" if each[1] in parents else b"0"):
            yield f"HL {number} says wrongly whether others stand under it"
        opened[each[1]] = each[3]


def _order(segments: list[list[bytes]], order: str) -> Iterator[str]:
    inside = segments[3:-3]
    keys = "".join(f"{_key(each)} " for each in inside)
    if not re.fullmatch(ORDERS[order], keys):
        yield f"segments stand in another order than a {order} has: {keys}"


def _key(segment: list[bytes]) -> str:
    tag = segment[0].decode()
    return tag + segment[{"HL": 3, "NM1": 1}[tag]].decode() if tag in ("HL", "NM1") else tag
