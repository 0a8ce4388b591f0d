"""The words of segments, codes and loops, from the TOML files beside this one."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from otium.terms.acknowledgement import AckStatus
from otium.terms.auth_decision import ReviewAction
from otium.terms.eligibility_answer import Network
from otium.terms.x12 import FollowUp, RejectReason

_HERE = Path(__file__).parent
TOP = "top"
_TERMS: dict[str, type[StrEnum]] = {
    "ack": AckStatus,
    "follow_up": FollowUp,
    "network": Network,
    "reject": RejectReason,
    "review_action": ReviewAction,
}


class Element(NamedTuple):
    """How one element is told. `form`: a form or a list of codes; `names`: it names the element after it."""

    name: str
    form: str
    names: str  # a list of codes
    is_silent: bool
    is_heading: bool


class Label(NamedTuple):
    """A segment: its name, and its elements by number."""

    name: str
    elements: dict[int, Element]


class Opened(NamedTuple):
    """A loop in words, and where each key leads from inside it: to a loop that it opens, or to itself ("")."""

    name: str
    leads: dict[str, str]


class Outline(NamedTuple):
    """One transaction: `counts` are words by key, for one and for many; `loops` by id."""

    title: str
    counts: dict[str, tuple[str, str]]
    loops: dict[str, Opened]


UNTOLD = "Segment not told here"
EMPTY = "Nothing stands here"
UNKNOWN = Outline("Message of a kind not told here", {}, {TOP: Opened("", {"SE": ""})})


@cache
def segments() -> dict[str, Label]:
    found = tomllib.loads((_HERE / "segments.toml").read_text())
    return {tag: Label(name, dict(map(_element, elements))) for tag, (name, *elements) in found.items()}


@cache
def codes() -> dict[str, dict[str, str]]:
    """Words by code, by list. Lists that the terms have are told by their names there."""
    found = {
        name: {each.value: each.name.replace("_", " ").lower() for each in list_} for name, list_ in _TERMS.items()
    }
    for path in sorted((_HERE / "codes").glob("*.toml")):
        found |= tomllib.loads(path.read_text())
    return found


@cache
def outlines() -> dict[str, Outline]:
    """By kind, as ReadTransaction names it."""
    found: dict[str, Any] = tomllib.loads((_HERE / "outlines.toml").read_text())
    return {
        kind: Outline(
            each["title"],
            {key: (one, many) for key, (one, many) in each["counts"].items()},
            {loop: Opened(name, _leads(leads)) for loop, (name, leads) in each["loops"].items()},
        )
        for kind, each in found.items()
    }


def _element(text: str) -> tuple[int, Element]:
    """
    >>> _element("!3 charge =money")
    (3, Element(name='charge', form='money', names='', is_silent=False, is_heading=True))
    """
    number, _, rest = text.removeprefix("!").partition(" ")
    name, _, form = rest.partition("=")
    names = name[1:].strip() if name.startswith(">") else ""
    element = Element("" if names else name.strip(), form.strip(), names, name.strip() == "-", text.startswith("!"))
    return int(number), element


def _leads(text: str) -> dict[str, str]:
    return {key: loop for key, _, loop in (word.partition(">") for word in text.split())}
