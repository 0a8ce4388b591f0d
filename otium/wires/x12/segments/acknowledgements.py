"""The segments of TA1 and 999. Source: X12 005010 appendix C, and 005010X231A1."""

from typing import NamedTuple

from otium.terms.acknowledgement import AckStatus
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, whole

_STATUSES = {status.value: status for status in AckStatus}


class Answered(NamedTuple):
    """AK1 and AK2: which group or transaction is answered."""

    kind: str
    control: str
    guide: str | None


class Judged(NamedTuple):
    """IK5 and AK9; the counts are None in an IK5."""

    status: AckStatus | None
    code: str
    included: int | None
    received: int | None
    accepted: int | None
    notes: tuple[str, ...]


class BadSegment(NamedTuple):
    """IK3."""

    tag: str
    position: int | None
    loop: str | None
    code: str


class BadElement(NamedTuple):
    """IK4."""

    element: int | None
    component: int | None
    repetition: int | None
    reference: str | None
    code: str
    value: str | None


class Around(NamedTuple):
    """CTX without its place."""

    name: str
    value: str | None
    tag: str | None
    position: int | None
    loop: str | None
    element: int | None
    component: int | None
    reference: str | None


def _answered(e: list[str], _: Separators, problems: list[Problem]) -> Answered:
    problems.extend(Problem(at, "missing") for at in (1, 2) if not e[at])
    return Answered(e[1], e[2], e[3] or None)


def _ik3(e: list[str], _: Separators, problems: list[Problem]) -> BadSegment:
    if not e[1]:
        problems.append(Problem(1, "missing"))
    return BadSegment(e[1], whole(e[2], 2, problems), e[3] or None, e[4])


def _ik4(e: list[str], separators: Separators, problems: list[Problem]) -> BadElement:
    if not e[3]:
        problems.append(Problem(3, "missing"))
    parts = (*e[1].split(separators.component), "", "")
    element, component, repetition = (whole(text, 1, problems) for text in parts[:3])
    return BadElement(element, component, repetition, e[2] or None, e[3], e[4] or None)


def _ik5(e: list[str], _: Separators, problems: list[Problem]) -> Judged:
    return Judged(ack_status(e[1], 1, problems), e[1], None, None, None, _filled(e[2:7]))


def _ak9(e: list[str], _: Separators, problems: list[Problem]) -> Judged:
    problems.extend(Problem(at, "missing") for at in (2, 3, 4) if not e[at])
    included, received, accepted = (whole(e[at], at, problems) for at in (2, 3, 4))
    return Judged(ack_status(e[1], 1, problems), e[1], included, received, accepted, _filled(e[5:10]))


def _ctx(e: list[str], separators: Separators, problems: list[Problem]) -> Around:
    name, _, value = e[1].partition(separators.component)
    element, component, *_ = (*e[5].split(separators.component), "")
    reference = e[6].partition(separators.component)[0]
    return Around(
        name,
        value or None,
        e[2] or None,
        whole(e[3], 3, problems),
        e[4] or None,
        whole(element, 5, problems),
        whole(component, 5, problems),
        reference or None,
    )


def ack_status(text: str, element: int, problems: list[Problem]) -> AckStatus | None:
    """None, and a problem, for a code that is not on our list."""
    found = _STATUSES.get(text)
    if found is None:
        problems.append(Problem(element, "unknown-code" if text else "missing"))
    return found


def _filled(texts: list[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


DECODERS: dict[str, Decode] = {
    "AK1": _answered, "AK2": _answered, "AK9": _ak9, "CTX": _ctx, "IK3": _ik3, "IK4": _ik4, "IK5": _ik5,
}  # fmt: skip
