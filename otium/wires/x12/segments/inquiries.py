"""The segment that only an eligibility inquiry has. Source: X12 005010X279A1."""

from typing import NamedTuple

from otium.terms.x12 import Procedure
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, procedure, repeated

# EQ01 in 005010. Source: X12 element 1365; codes only, and 29 and 31 are not used there.
SERVICE_TYPES = frozenset(
    " ".join((
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 30",
        *(f"{number}" for number in range(32, 100)),
        "A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AQ AR",
        "B1 B2 B3 BA BB BC BD BE BF BG BH BI BJ BK BL BM BN BP BQ BR BS BT BU BV BW BX BY BZ",
        "C1 CA CB CC CD CE CF CG CH CI CJ CK CL CM CN CO CP CQ DG DM DS",
        "GF GN GY IC MH NI ON PT PU RN RT TC TN UC",
    )).split()
)  # fmt: skip


class ServiceAsked(NamedTuple):
    """EQ."""

    service_types: tuple[str, ...]
    procedure: Procedure | None


def _eq(e: list[str], separators: Separators, problems: list[Problem]) -> ServiceAsked:
    asked = ServiceAsked(repeated(e[1], separators), procedure(e[2], separators))
    if not e[1] and not e[2]:
        problems.append(Problem(1, "missing"))
    if not SERVICE_TYPES.issuperset(asked.service_types):
        problems.append(Problem(1, "unknown-code"))
    return asked


DECODERS: dict[str, Decode] = {"EQ": _eq}
