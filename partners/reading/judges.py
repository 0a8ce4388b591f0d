"""What other people's readers say of a file: pyx12 of an 837P, x12sdk of 270, 276 and (a second time) 837P."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from pydantic import ValidationError
from pyx12 import map_if
from pyx12.errors import EngineError, X12Error
from pyx12.map_if import load_map_file
from pyx12.params import params
from pyx12.x12n_document import x12n_document
from x12sdk.io import X12ModelReader
from x12sdk.parsing import X12ParseException

from partners.reading.interchange import Interchange, Segment, Set, plain
from partners.x12 import COMPONENT, ELEMENT, END, REPEAT

GUIDE_837P = "005010X222A1"
GUIDE_837P_OF_X12SDK = "005010X222A2"
BROKEN = (
    *(EngineError, X12Error, ValidationError, X12ParseException),
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError),
)
"""How these readers fail on what they do not expect; the file is then judged unreadable."""
_PARAMS = params()
_ONE_AT_A_TIME = Lock()
"""The maps are shared."""

logging.getLogger("pyx12").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Segments after AK2 up to IK5 by GS06 and ST02; `is_known` is False where pyx12 gave up on the file."""

    is_known: bool
    sets: dict[tuple[str, str], list[Segment]]


@contextmanager
def _kept_maps() -> Iterator[None]:
    """pyx12 reads its maps anew for each file, which is 19 of 20 parts of its time; it never changes them."""
    read_anew, map_if.load_map_file = map_if.load_map_file, _map_of
    try:
        yield
    finally:
        map_if.load_map_file = read_anew


@cache
def _map_of(map_file: str, param: Any, map_path: str | None = None) -> Any:
    return load_map_file(map_file, param, map_path)


def judge_837p(interchange: Interchange) -> Verdict:
    """pyx12's own 999 of the file, taken apart."""
    answer = io.StringIO()
    try:
        with _ONE_AT_A_TIME, _kept_maps():
            x12n_document(
                param=_PARAMS, src_file=io.StringIO(interchange.text), fd_997=answer, fd_html=None, fd_xmldoc=None
            )
    except BROKEN:
        return Verdict(False, {})
    return Verdict(True, _by_set(answer.getvalue()))


def _by_set(answer: str) -> dict[tuple[str, str], list[Segment]]:
    sets: dict[tuple[str, str], list[Segment]] = {}
    group, current = "", None
    for line in answer.split("~"):
        segment = tuple(plain(element) for element in line.strip().split("*"))
        if segment[0] == "AK1":
            group = segment[2]
        elif segment[0] == "AK2":
            current = sets.setdefault((group, segment[2]), [])
        elif current is not None and segment[0] in ("IK3", "IK4", "CTX", "IK5"):
            current.append(segment)
            current = None if segment[0] == "IK5" else current
    return sets


def x12sdk_reads(interchange: Interchange, one: Set) -> bool:
    """True when x12sdk makes exactly one model of this transaction; it knows 270, 276 and 837P."""
    try:
        with X12ModelReader(_alone(interchange, one)) as reader:
            return len(list(reader.models())) == 1
    except BROKEN:
        return False


def _without_its_errors(one: Set) -> Iterator[Segment]:
    """x12sdk 2.2.0 wants a service type where a procedure stands, and nests a 276's second service into the first."""
    services = 0
    for segment in one.segments:
        services = 0 if segment[0] in ("HL", "TRN") else services + (segment[0] == "SVC")
        if one.code == "276" and services > 1:
            continue
        yield ("EQ", "30", *segment[2:]) if segment[:2] == ("EQ", "") else segment


def _alone(interchange: Interchange, one: Set) -> str:
    """The transaction in an envelope of its own with our separators, under the guide name that x12sdk goes by."""
    isa = list(interchange.text[:106].split(interchange.marks.element))
    isa[11], isa[16] = REPEAT, COMPONENT
    guide = GUIDE_837P_OF_X12SDK if one.guide == GUIDE_837P else one.guide
    group = next(g for g in interchange.groups if one in g.sets)
    segments = list(_without_its_errors(one))
    lines = [
        isa,
        ("GS", group.function, group.sender, group.receiver, "20260101", "0000", "1", "X", guide),
        ("ST", one.code, one.control, guide),
        *segments,
        ("SE", str(len(segments) + 2), one.control),
        ("GE", "1", "1"),
        ("IEA", "1", interchange.control),
    ]
    return "".join(ELEMENT.join(line) + END for line in lines)
