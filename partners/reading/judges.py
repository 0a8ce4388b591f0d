"""What other people's readers say of a file: pyx12 of an 837P, x12sdk of 270, 276 and (a second time) 837P."""

import io
import logging
from dataclasses import dataclass
from threading import Lock

from pydantic import ValidationError
from pyx12.errors import EngineError
from pyx12.params import params
from pyx12.x12n_document import x12n_document
from x12sdk.io import X12ModelReader

from partners.reading.interchange import Interchange, Segment, Set

GUIDE_837P = "005010X222A1"
GUIDE_837P_OF_X12SDK = "005010X222A2"
_ONE_AT_A_TIME = Lock()
"""pyx12 keeps its maps in module state."""

logging.getLogger("pyx12").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Segments between AK2 and IK5 for each set, by ST02; `is_known` is False where pyx12 could not judge."""

    is_known: bool
    sets: dict[str, list[Segment]]


def judge_837p(interchange: Interchange) -> Verdict:
    """pyx12's own 999 of the file, taken apart."""
    answer = io.StringIO()
    try:
        with _ONE_AT_A_TIME:
            x12n_document(
                param=params(), src_file=io.StringIO(interchange.text), fd_997=answer, fd_html=None, fd_xmldoc=None
            )
    except (EngineError, UnicodeError):
        return Verdict(False, {})
    return Verdict(True, _by_set(answer.getvalue()))


def _by_set(answer: str) -> dict[str, list[Segment]]:
    sets: dict[str, list[Segment]] = {}
    control = ""
    for line in answer.split("~"):
        segment = tuple(line.strip().split("*"))
        if segment[0] == "AK2":
            control = segment[2]
            sets[control] = []
        elif control and segment[0] in ("IK3", "IK4", "CTX", "IK5"):
            sets[control].append(segment)
            control = "" if segment[0] == "IK5" else control
    return sets


def x12sdk_reads(interchange: Interchange, one: Set) -> bool:
    """True when x12sdk makes exactly one model of this transaction; it knows 270, 276 and 837P."""
    try:
        with X12ModelReader(_alone(interchange, one)) as reader:
            return len(list(reader.models())) == 1
    except (ValidationError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return False


def _alone(interchange: Interchange, one: Set) -> str:
    """The transaction in an envelope of its own, under the guide name that x12sdk goes by."""
    element, end = interchange.marks.element, interchange.marks.end
    isa = interchange.text[:106]
    guide = GUIDE_837P_OF_X12SDK if one.guide == GUIDE_837P else one.guide
    group = next(g for g in interchange.groups if one in g.sets)
    lines = [
        ("GS", group.function, group.sender, group.receiver, "20260101", "0000", "1", "X", guide),
        ("ST", one.code, one.control, guide),
        *one.segments,
        ("SE", str(len(one.segments) + 2), one.control),
        ("GE", "1", "1"),
        ("IEA", "1", interchange.control),
    ]
    return isa + "".join(element.join(line) + end for line in lines)
