"""The 999 (005010X231A1) and the TA1 to what a practice sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners.reading.interchange import Group, Interchange, Segment
from partners.x12 import segment

GUIDE = "005010X231A1"


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """`errors` are IK3, IK4 and CTX; `code` is IK501, `reasons` IK502 to IK506."""

    code: str
    control: str
    guide: str
    verdict: str
    reasons: tuple[str, ...] = ()
    errors: tuple[Segment, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.verdict in ("A", "E")


def body(group: Group, verdicts: Sequence[SetVerdict]) -> list[str]:
    """AK1 to AK9, without ST and SE."""
    accepted = sum(one.is_accepted for one in verdicts)
    lines = [segment("AK1", group.function, group.control, group.guide)]
    for one in verdicts:
        lines.append(segment("AK2", one.code, one.control, one.guide))
        lines += (segment(*error) for error in one.errors)
        lines.append(segment("IK5", one.verdict, *one.reasons))
    claimed = str(group.claimed or len(verdicts))
    counts = (claimed, str(len(verdicts)), str(accepted))
    lines.append(segment("AK9", _whole(group, verdicts, accepted), *counts, *group.faults[:5]))
    return lines


def _whole(group: Group, verdicts: Sequence[SetVerdict], accepted: int) -> str:
    if accepted == 0:
        return "R"
    if accepted < len(verdicts):
        return "P"
    return "E" if group.faults or any(one.verdict == "E" for one in verdicts) else "A"


def ta1(interchange: Interchange, *, note: str) -> str:
    """TA104 and TA105: accepted with note 000, else rejected."""
    verdict = "A" if note == "000" else "R"
    return segment("TA1", interchange.control, interchange.date, interchange.time, verdict, note)
