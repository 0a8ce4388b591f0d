"""How long a packet takes from the chart to the PDF, enclosures and all. No database: the chart is made here."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from decimal import Decimal
from uuid import UUID, uuid5

from otium.desk.packets import shelf
from otium.ops.bench.figure import Figure, percentile
from otium.rules import packet as rules
from otium.rules.packet import titles
from otium.terms.chart import (
    Asked,
    Chart,
    Finding,
    FindingKind,
    Goal,
    GoalStatus,
    Insured,
    Measure,
    Order,
    Provider,
    Who,
)
from otium.terms.packet import Packet
from otium.terms.packet_paper import PacketPaper, PaperEnclosure, PaperSection, SignatureBlock
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, AuthState, RequestKind
from otium.terms.schedule import Visit, VisitStatus
from otium.wires.paper import packet as paper
from otium.wires.paper.page import one_page

ON = date(2026, 11, 23)
TIMES = 20
VISITS, FINDINGS, SCORES, GOALS, PAPERS = 120, 40, 30, 12, 12
NAMES = UUID(int=7)


def figures() -> Iterator[Figure]:
    chart = _chart()
    guide = rules.guide(shelf.shipped(), RequestKind.RENEWAL, PayerType.MEDICAID_MCO, age=7)
    compiled = [_timed(lambda: rules.compiled(chart, guide)) for _ in range(TIMES)]
    packet = rules.compiled(chart, guide)
    sheets = tuple(_sheet(n) for n in range(PAPERS))
    set_ = [_timed(lambda: paper.packet(_paper(packet, sheets))) for _ in range(TIMES)]
    floor = percentile([_timed(lambda: paper.packet(_paper(None, ()))) for _ in range(TIMES)], 0.5)
    whole = percentile([a + b for a, b in zip(compiled, set_, strict=True)], 0.9)
    sentences = sum(len(each.statements) for each in packet.sections)
    note = (
        f"90th of {TIMES}: {sentences} sentences of {VISITS} visits, {FINDINGS} findings, {SCORES} scores, {GOALS} "
        f"goals; {PAPERS} enclosed pages; compiling alone {percentile(compiled, 0.9):.4f} s; goal 2 s"
    )
    peer = "an empty packet set by the same typesetter"
    yield Figure("packet_to_pdf", round(whole, 3), "s", peer, round(floor, 4), TIMES, note)


def _sheet(number: int) -> PaperEnclosure:
    return PaperEnclosure(f"Paper {number}", "evaluation", one_page([f"Paper {number}"]), "application/pdf")


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _paper(packet: Packet | None, sheets: tuple[PaperEnclosure, ...]) -> PacketPaper:
    sections = packet.sections if packet else ()
    return PacketPaper(
        number="00000000",
        title="Request to continue treatment",
        practice=("Bench",),
        payer="Bench",
        patient="Bench",
        facts=(),
        sections=tuple(PaperSection(titles.SECTIONS[s.section], tuple(x.text for x in s.statements)) for s in sections),
        enclosures=sheets,
        signature=SignatureBlock("Bench", "OTR/L", "", "11/23/2026", "a" * 64, "b" * 64),
    )


def _id(name: str) -> UUID:
    return uuid5(NAMES, name)


def _chart() -> Chart:
    kinds, start = list(FindingKind), date(2026, 3, 2)
    renewed = Authorization(_id("a"), _id("p"), _id("c"), "M-1", AuthState.ACTIVE, start, date(2026, 12, 18), ())
    asked = Asked(
        _id("r"), RequestKind.RENEWAL, "treatment", False, date(2026, 12, 19), date(2027, 3, 12), Decimal(1), 12, 12,
        ((("97530",), "visits", 12),), "11", renewed,
    )  # fmt: skip
    return Chart(
        on=ON,
        who=Who(_id("p"), "Given", "Family", date(2019, 4, 2), "F", "TEST1", "", "", "self"),
        insured=Insured(_id("c"), _id("payer"), "Payer", PayerType.MEDICAID_MCO, "", "", "NY"),
        provider=Provider("Practice", "1234567893", "123456789", "225X00000X", "", "", "", _id("t"), "T", "OTR/L", ""),
        asked=asked,
        episode_id=_id("e"),
        diagnoses=("F84.0", "F82"),
        onset_on=start,
        injury_on=None,
        care_started_on=start,
        orders=(Order(_id("o"), start, None, None, True, "R", "1093817465"),),
        findings=tuple(_finding(n, kinds[n % len(kinds)]) for n in range(FINDINGS)),
        measures=tuple(_measure(n) for n in range(SCORES)),
        goals=tuple(_goal(n, start) for n in range(GOALS)),
        visits=tuple(_visit(n, start) for n in range(VISITS)),
    )


def _finding(number: int, kind: FindingKind) -> Finding:
    return Finding(_id(f"f{number}"), kind, f"Needs help with task {number} of daily life, every day.", ON)


def _measure(number: int) -> Measure:
    on = ON - timedelta(days=200 - 190 * (number % 2))
    return Measure(_id(f"m{number}"), "copm", "Performance", Decimal(number % 10 + 1), "", on, norm="below average")


def _goal(number: int, on: date) -> Goal:
    return Goal(
        _id(f"g{number}"), f"Does task {number} alone", "0 of 5", "3 of 5", "5 of 5", ON, GoalStatus.ACTIVE, on, ON
    )


def _visit(number: int, start: date) -> Visit:
    on = start + timedelta(days=2 * number)
    status = VisitStatus.DONE if number % 9 else VisitStatus.NO_SHOW
    return Visit(_id(f"v{number}"), _id("p"), datetime.combine(on, hour(15), UTC), on, status)
