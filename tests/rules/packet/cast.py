"""A child on Medicaid managed care who is asked for again, and what may differ from that. Synthetic, counted ids."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from otium.rules import packet
from otium.rules.packet import words
from otium.terms.care import PlanOfCare
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
    Paper,
    Provider,
    Who,
)
from otium.terms.packet import Packet, Section
from otium.terms.packet_guide import PacketGuide
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, AuthorizedService, AuthState, Basis, RequestKind
from otium.terms.schedule import Visit, VisitStatus, VisitType

ON = date(2026, 11, 23)
PATIENT = UUID(int=1)
COVERAGE = UUID(int=2)
REQUEST = UUID(int=3)
EPISODE = UUID(int=4)
THERAPIST = UUID(int=5)
RENEWED = UUID(int=6)
FOLDER = Path(packet.__file__).parent
K = FindingKind
_numbers = count(100)


def new_id() -> UUID:
    return UUID(int=next(_numbers))


@cache
def shelf() -> packet.Shelf:
    criteria = [path.read_text() for path in sorted((FOLDER / "criteria").glob("*.toml"))]
    return packet.shelf((FOLDER / "contents.toml").read_text(), criteria, (FOLDER / "diagnoses.toml").read_text())


def guide_of(chart: Chart, **more: Any) -> PacketGuide:
    age = words.age(chart.who.birth_on, chart.on)
    return packet.guide(shelf(), chart.asked.kind, chart.insured.payer_type, age=age, **more)


def compiled(chart: Chart) -> Packet:
    return packet.compiled(chart, guide_of(chart))


def who(**fields: Any) -> Who:
    values = {
        "id": PATIENT, "first_name": "Theodora", "last_name": "Marshfield", "birth_on": date(2019, 4, 2), "sex": "F",
        "member_id": "TEST000123", "group_number": "", "subscriber_name": "", "relationship": "self",
    }  # fmt: skip
    return Who(**{**values, **fields})


def insured(payer_type: PayerType = PayerType.MEDICAID_MCO, **fields: Any) -> Insured:
    values = {
        "coverage_id": COVERAGE, "payer_id": UUID(int=7), "payer_name": "Evergreen Health Plan",
        "payer_type": payer_type, "payer_rules": "", "plan_name": "", "state": "NY",
    }  # fmt: skip
    return Insured(**{**values, **fields})


def provider(**fields: Any) -> Provider:
    values = {
        "practice_name": "Alder Street Therapy", "practice_npi": "1234567893", "tax_id": "123456789",
        "taxonomy": "225X00000X", "address": "1 Alder Street, Albany NY 12207", "phone": "518-555-0100",
        "fax": "518-555-0101", "therapist_id": THERAPIST, "therapist_name": "Noor Haddad", "credential": "OTR/L",
        "therapist_npi": "1245319599",
    }  # fmt: skip
    return Provider(**{**values, **fields})


def authorization(**fields: Any) -> Authorization:
    values = {
        "id": RENEWED, "patient_id": PATIENT, "coverage_id": COVERAGE, "number": "M-60342", "state": AuthState.ACTIVE,
        "starts_on": date(2026, 9, 8), "ends_on": date(2026, 12, 18),
        "services": (AuthorizedService(UUID(int=8), frozenset(), Basis.VISITS, 12),),
    }  # fmt: skip
    return Authorization(**{**values, **fields})


def asked(kind: RequestKind = RequestKind.RENEWAL, **fields: Any) -> Asked:
    values = {
        "request_id": REQUEST, "kind": kind, "service": "treatment", "is_urgent": False,
        "starts_on": date(2026, 12, 19), "ends_on": date(2027, 3, 12), "per_week": Decimal(1), "weeks": 12,
        "requested": 12, "lines": ((("97530", "97110"), "visits", 12),), "place_code": "11",
        "renews": authorization() if kind is RequestKind.RENEWAL else None,
    }  # fmt: skip
    return Asked(**{**values, **fields})


def finding(kind: FindingKind, text: str, on: date = date(2026, 11, 16), **fields: Any) -> Finding:
    return Finding(new_id(), kind, text, on, **fields)


def measure(score: str, on: date, instrument: str = "Nine-Hole Peg Test", **fields: Any) -> Measure:
    values = {"part": "", "unit": "s", "side": "right", "norm": "1st percentile", **fields}
    return Measure(new_id(), instrument, score=Decimal(score), taken_on=on, **values)


def goal(text: str = "Button a shirt with five buttons", status: GoalStatus = GoalStatus.ACTIVE, **fields: Any) -> Goal:
    values = {
        "baseline": "0 of 5 buttons", "current": "2 of 5 buttons", "target": "5 of 5 buttons",
        "due_on": date(2027, 3, 12), "set_on": date(2026, 9, 8), "current_on": date(2026, 11, 16),
        "is_long_term": False,
    }  # fmt: skip
    return Goal(new_id(), text, status=status, **{**values, **fields})


def visit(on: date, status: VisitStatus = VisitStatus.DONE, kind: VisitType = VisitType.TREATMENT) -> Visit:
    return Visit(new_id(), PATIENT, datetime.combine(on, time(15), UTC), on, status, kind)


def visits() -> tuple[Visit, ...]:
    """An evaluation, nine visits made, one cancelled and one missed since the authorization began."""
    start = date(2026, 9, 8)
    weekly = [visit(start + timedelta(weeks=week)) for week in range(9)]
    lost = [visit(date(2026, 11, 12), VisitStatus.CANCELLED), visit(date(2026, 11, 19), VisitStatus.NO_SHOW)]
    return (visit(date(2026, 8, 25), kind=VisitType.EVALUATION), *weekly, *lost)


def findings() -> tuple[Finding, ...]:
    said = (
        (K.HISTORY, "Born at term; walked at 19 months."),
        (K.PRIOR_LEVEL, "Has not dressed without help before."),
        (K.DEFICIT, "Needs help with every fastener when dressing."),
        (K.PROGRESS, "Holds a pencil with a tripod grasp for two minutes."),
        (K.HOME_PROGRAM, "Family practises fasteners five days a week."),
        (K.SKILLED_NEED, "Grading of tactile input must change from minute to minute."),
        (K.DISCHARGE_PLAN, "Discharge to the home program when fasteners are independent."),
        (K.OTHER_SERVICES, "School gives 30 minutes of OT a month as consultation."),
    )
    return tuple(finding(kind, text) for kind, text in said)


def chart(**fields: Any) -> Chart:
    """Complete for a renewal but for what criteria ask."""
    values = {
        "on": ON, "who": who(), "insured": insured(), "provider": provider(), "asked": asked(),
        "episode_id": EPISODE, "diagnoses": ("F82",), "onset_on": date(2025, 1, 15), "injury_on": None,
        "care_started_on": date(2026, 8, 25),
        "orders": (Order(new_id(), date(2026, 8, 20), date(2027, 8, 20), None, True, "Ana Ruiz, MD", "1093817465"),),
        "plans": (PlanOfCare(new_id(), PATIENT, date(2026, 9, 8), date(2027, 3, 12), certified_on=date(2026, 9, 15),
                             frequency_per_week=1, duration_weeks=26),),
        "findings": findings(), "goals": (goal(), goal("Tie both shoes", GoalStatus.MET, current="2 of 2 shoes",
                                                        baseline="0 of 2 shoes", target="2 of 2 shoes")),
        "measures": (measure("41", date(2026, 8, 25)), measure("34.2", date(2026, 11, 16))),
        "visits": visits(),
        "papers": (Paper(new_id(), "Evaluation", "evaluation", date(2026, 8, 25), 4, True),),
    }  # fmt: skip
    return Chart(**{**values, **fields})


def texts(of: Packet, section: Section) -> list[str]:
    return [s.text for each in of.sections if each.section is section for s in each.statements]


def codes(of: Packet, *, blocking: bool | None = None) -> list[str]:
    return [gap.code for gap in of.gaps if blocking is None or gap.is_blocking is blocking]


def with_asked(of: Chart, **fields: Any) -> Chart:
    return replace(of, asked=replace(of.asked, **fields))
