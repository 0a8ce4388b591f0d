"""The segments of eligibility and authorization answers, many of which stand in other transactions too.

Source: X12 005010X279A1 and 005010X217, the segments' own pages.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from otium.terms.auth_decision import ReviewAction
from otium.terms.auth_request import RequestType, ReviewAsked, Urgency
from otium.terms.eligibility_answer import Network, StatedBenefit
from otium.terms.x12 import DateSpan, Delivery, FollowUp, Party, Procedure, Reference, RejectReason, Trace
from otium.wires.x12.values import Problem, Separators, date_span, day, number, procedure, repeated

Code = TypeVar("Code", bound=StrEnum)

BENEFIT_CODES = frozenset("12345678ABCDEFGHIJKLMNOPQRSTUVWXY") | {"CB", "MC"}
_ACTIONS = {action.value: action for action in ReviewAction}
_TYPES = {each.value: each for each in RequestType}
_URGENCIES = {each.value: each for each in Urgency}
_NETWORKS = {network.value: network for network in Network}
_IDENTITY_CHANGED = ("001", "25")
_YES_NO = {"Y": True, "N": False}
_TRACED = {"1": False, "2": True}
_PERSON = {"1": True, "2": False}


class Level(NamedTuple):
    """HL."""

    id: str
    parent: str
    code: str
    child: str = ""  # 1 where loops stand under it, 0 where none do


class Heading(NamedTuple):
    """BHT."""

    purpose: str  # 11 response, 13 request
    reference: str | None
    on: date | None
    type: str | None
    time: str | None  # HHMM, with seconds where sent


class Demography(NamedTuple):
    """DMG."""

    birth_on: date | None
    sex: str | None


class Insured(NamedTuple):
    """INS."""

    relationship: str | None
    is_changed: bool | None  # INS03 001, INS04 25: what identifies the person was changed; else not said


class Refusal(NamedTuple):
    """AAA without its place."""

    code: str
    reason: RejectReason | None
    follow_up_code: str | None
    follow_up: FollowUp | None
    is_request_valid: bool | None


class Reviewed(NamedTuple):
    """HCR without its place."""

    action: ReviewAction | None
    action_code: str
    number: str | None
    reasons: tuple[str, ...]


class Serviced(NamedTuple):
    """SV1, SV2 or SV3 without its place."""

    procedure: Procedure | None
    quantity: Decimal | None
    unit: str | None
    amount: Decimal | None
    place_of_service: str | None = None
    pointers: tuple[int, ...] = ()  # SV107, to diagnoses
    description: str | None = None  # SV101-7
    is_emergency: bool = False
    is_epsdt: bool = False  # SV111


def _aaa(e: list[str], _: Separators, problems: list[Problem]) -> Refusal:
    reason = _known(RejectReason, e[3], 3, problems)
    follow_up = _known(FollowUp, e[4], 4, problems) if e[4] else None
    return Refusal(e[3], reason, e[4] or None, follow_up, _YES_NO.get(e[1]))


def _bht(e: list[str], _: Separators, problems: list[Problem]) -> Heading:
    on = day(e[4])
    if e[4] and on is None:
        problems.append(Problem(4, "not-a-date"))
    return Heading(e[2], e[3] or None, on, e[6] or None, e[5] or None)


def _dmg(e: list[str], _: Separators, problems: list[Problem]) -> Demography:
    birth_on = day(e[2])
    if e[2] and birth_on is None:
        problems.append(Problem(2, "not-a-date"))
    return Demography(birth_on, e[3] or None)


def _dtp(e: list[str], _: Separators, problems: list[Problem]) -> DateSpan | None:
    return date_span(e, problems)


def _eb(e: list[str], separators: Separators, problems: list[Problem]) -> StatedBenefit:
    if e[1] not in BENEFIT_CODES:
        problems.append(Problem(1, "unknown-code" if e[1] else "missing"))
    if e[11] and e[11] not in {"Y", "N", "U"}:
        problems.append(Problem(11, "unknown-code"))
    percent = number(e[8], 8, problems)
    if percent is not None and percent > 1:
        problems.append(Problem(8, "above-one"))
    _both(e, 9, 10, problems)
    network = _NETWORKS.get(e[12])
    if e[12] and network is None:
        problems.append(Problem(12, "unknown-code"))
    return StatedBenefit(
        e[1],
        e[2] or None,
        repeated(e[3], separators),
        e[4] or None,
        e[5] or None,
        e[6] or None,
        number(e[7], 7, problems),
        percent,
        e[9] or None,
        number(e[10], 10, problems),
        _YES_NO.get(e[11]),
        network,
        procedure(e[13], separators),
    )


def _hcr(e: list[str], separators: Separators, _: list[Problem]) -> Reviewed:
    return Reviewed(_ACTIONS.get(e[1]), e[1], e[2] or None, repeated(e[3], separators))


def _hl(e: list[str], _: Separators, __: list[Problem]) -> Level:
    return Level(e[1], e[2], e[3], e[4])


def _hsd(e: list[str], _: Separators, problems: list[Problem]) -> Delivery:
    _both(e, 1, 2, problems)
    quantity, count = number(e[2], 2, problems), number(e[6], 6, problems)
    return Delivery(e[1] or None, quantity, e[3] or None, e[5] or None, count, e[7] or None)


def _iii(e: list[str], _: Separators, __: list[Problem]) -> str | None:
    """A place of service code; other code lists have no place in therapy."""
    return e[2] if e[1] == "ZZ" and e[2] else None


def _ins(e: list[str], _: Separators, __: list[Problem]) -> Insured:
    return Insured(e[2] or None, True if (e[3], e[4]) == _IDENTITY_CHANGED else None)


def _msg(e: list[str], _: Separators, __: list[Problem]) -> str:
    return e[1]


def _nm1(e: list[str], _: Separators, __: list[Problem]) -> Party:
    return Party(
        e[1], _PERSON.get(e[2]), e[3] or None, e[4] or None, e[5] or None, e[7] or None, e[8] or None, e[9] or None
    )


def _ref(e: list[str], _: Separators, __: list[Problem]) -> Reference | None:
    return Reference(e[1], e[2]) if e[2] else None


def _sv1(e: list[str], separators: Separators, problems: list[Problem]) -> Serviced:
    described = [*e[1].split(separators.component), *[""] * 7]
    return Serviced(
        procedure(e[1], separators),
        number(e[4], 4, problems),
        e[3] or None,
        number(e[2], 2, problems),
        e[5] or None,
        _pointers(e[7], separators, problems),
        described[6] or None,
        e[9] == "Y",
        e[11] == "Y",
    )


def _pointers(text: str, separators: Separators, problems: list[Problem]) -> tuple[int, ...]:
    parts = [part for part in text.split(separators.component) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        problems.append(Problem(7, "not-a-number"))
        return ()
    return tuple(map(int, parts))


def _sv2(e: list[str], separators: Separators, problems: list[Problem]) -> Serviced:
    return Serviced(procedure(e[2], separators), number(e[5], 5, problems), e[4] or None, number(e[3], 3, problems))


def _sv3(e: list[str], separators: Separators, problems: list[Problem]) -> Serviced:
    return Serviced(procedure(e[1], separators), number(e[6], 6, problems), None, number(e[2], 2, problems))


def _trn(e: list[str], _: Separators, problems: list[Problem]) -> Trace:
    if not e[2]:
        problems.append(Problem(2, "missing"))
    return Trace(e[2], e[3] or None, _TRACED.get(e[1]))


def _um(e: list[str], separators: Separators, problems: list[Problem]) -> ReviewAsked:
    place, place_qualifier, *_ = (*e[4].split(separators.component), "")
    causes = e[5].split(separators.component) + [""] * 4
    type_ = _TYPES.get(e[2])
    urgency = _URGENCIES.get(e[6])
    problems.extend(Problem(at, "unknown-code") for at, found in ((2, type_), (6, urgency)) if e[at] and found is None)
    return ReviewAsked(
        e[1] or None,
        type_,
        e[2] or None,
        e[3] or None,
        place or None,
        place_qualifier or None,
        tuple(cause for cause in causes[:3] if cause),
        causes[3] or None,
        urgency,
        e[6] or None,
        e[9] or None,
    )


def _both(e: list[str], one: int, other: int, problems: list[Problem]) -> None:
    """Two elements that X12 takes together or not at all."""
    if bool(e[one]) != bool(e[other]):
        problems.append(Problem(other if e[one] else one, "missing"))


def _known(codes: type[Code], text: str, element: int, problems: list[Problem]) -> Code | None:
    try:
        return codes(text)
    except ValueError:
        problems.append(Problem(element, "unknown-code" if text else "missing"))
        return None


Decode = Callable[[list[str], Separators, list[Problem]], object]
DECODERS: dict[str, Decode] = {
    "AAA": _aaa, "BHT": _bht, "DMG": _dmg, "DTP": _dtp, "EB": _eb, "HCR": _hcr, "HL": _hl, "HSD": _hsd,
    "III": _iii, "INS": _ins, "MSG": _msg, "NM1": _nm1, "REF": _ref, "SV1": _sv1, "SV2": _sv2, "SV3": _sv3,
    "TRN": _trn, "UM": _um,
}  # fmt: skip
