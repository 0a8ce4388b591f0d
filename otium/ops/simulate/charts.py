"""What the simulated therapists write: an evaluation, and before each further request how things stand since."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from otium.desk import charting, clock
from otium.desk.actor import Actor
from otium.desk.mend import documents
from otium.desk.mend.documents import Paper
from otium.records.models import (
    EpisodeOfCare,
    Finding,
    Goal,
    InjuryClaim,
    Measure,
    Patient,
    PlanOfCare,
    Practice,
    Referral,
)
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Entry, GoalToday, NewFinding, NewGoal, NewScore
from otium.terms.payers import PayerType

FILE = Path(__file__).with_name("charts.toml")
AT_EVALUATION = (
    ("history", FindingKind.HISTORY),
    ("prior_level", FindingKind.PRIOR_LEVEL),
    ("home_program", FindingKind.HOME_PROGRAM),
    ("other_services", FindingKind.OTHER_SERVICES),
    ("skilled_need", FindingKind.SKILLED_NEED),
    ("discharge", FindingKind.DISCHARGE_PLAN),
)
AT_PROGRESS = (
    ("why_more", FindingKind.PROGRESS),
    ("home_program", FindingKind.HOME_PROGRAM),
    ("skilled_need", FindingKind.SKILLED_NEED),
    ("discharge", FindingKind.DISCHARGE_PLAN),
)
CHILD_SINCE = date(2012, 1, 1)
"""Whoever was born since is a child in any simulated year."""
PLAN_WEEKS, FRESH = 13, timedelta(days=21)
PAPER = b"Simulated. What stands here is written in the chart.\n"
Group = dict[str, Any]
Add = Callable[..., Any]
"""Enters one record: kind, values; `at`, `patient_id`."""


class Charts:
    """Both arms of the comparison write the same; what it costs them in minutes is told apart by the touch model."""

    def __init__(self, practice: Practice, by: Actor, add: Add) -> None:
        self.practice, self.by, self._add = practice, by, add

    def refer(self, patient_id: UUID, diagnoses: tuple[str, ...], therapist_id: UUID, at: datetime) -> None:
        """The order with which a newcomer comes, and the course of care that it begins."""
        on = clock.day(at, self.practice)
        values = {
            "title": "Occupational therapy",
            "therapist": therapist_id,
            "discipline": "OT",
            "icd10": list(diagnoses),
            "onset_on": on - timedelta(days=40),
            "starts_on": on,
        }
        episode = self._add("episode", values, at=at, patient_id=patient_id)
        order = {"written_on": on - timedelta(days=5), "is_signed": True, "referrer_name": "Simulated Referrer",
                 "episode": episode.pk}  # fmt: skip
        self._add("referral", order, at=at, patient_id=patient_id)

    def claim(self, coverage: Any, at: datetime) -> None:
        """The claim of a work injury, where the coverage is one and it is not on file."""
        if coverage.payer.payer_type != PayerType.WORKERS_COMP:
            return
        on = clock.day(at, self.practice)
        row, is_new = InjuryClaim.objects.get_or_create(
            practice=self.practice, coverage=coverage, defaults={"changed_at": at, "claim_number": coverage.member_id}
        )
        if is_new or row.injured_on is None:
            row.injured_on, row.claim_number = on - timedelta(days=40), row.claim_number or coverage.member_id
            row.save(update_fields=["injured_on", "claim_number"])

    def evaluate(self, patient_id: UUID, at: datetime) -> None:
        """Findings, goals and a score, plan of care and the papers that the EMR prints; once a patient."""
        if Finding.objects.filter(patient_id=patient_id).exists():
            return
        group, on = self._group(patient_id), clock.day(at, self.practice)
        entry = Entry(
            on=on,
            new_goals=tuple(
                NewGoal(text, baseline=baseline, current=baseline, target=target, due_on=on + timedelta(weeks=12))
                for text, baseline, target in group["goals"]
            ),
            scores=(self._score(group, 0),),
            findings=(
                *(NewFinding(kind, group[name]) for name, kind in AT_EVALUATION),
                *(NewFinding(FindingKind.DEFICIT, text) for text in group["deficits"]),
                *(NewFinding(FindingKind.IMPAIRMENT, text) for text in group["impairments"]),
            ),
            is_sure=True,
        )
        self._save(patient_id, entry, at)
        if not PlanOfCare.objects.filter(patient_id=patient_id, entered_in_error=False).exists():
            self._plan(patient_id, on, at)
        for title, kind in (("Order", "referral"), ("Evaluation", "evaluation"), ("Plan of care", "plan_of_care")):
            self._paper(patient_id, title, kind, on, at)

    def progress(self, patient_id: UUID, at: datetime) -> bool:
        """Goals noted, the score taken again, what has become better; False where that was done lately."""
        on = clock.day(at, self.practice)
        findings = Finding.objects.filter(patient_id=patient_id, entered_in_error=False)
        newest = findings.order_by("-found_on").values_list("found_on", flat=True).first()
        if newest is not None and on - newest < FRESH:
            return False
        group = self._group(patient_id)
        goals = Goal.objects.filter(patient_id=patient_id, entered_in_error=False, status="active").order_by("id")
        taken = Measure.objects.filter(patient_id=patient_id, entered_in_error=False).count()
        noted = f"better than at the start, noted {on:%m/%d/%Y}; help still needed in 2 of 5 tries"
        entry = Entry(
            on=on,
            goals=tuple(GoalToday(goal.pk, GoalStatus.ACTIVE, noted) for goal in goals),
            scores=(self._score(group, taken),),
            findings=tuple(NewFinding(kind, group[name]) for name, kind in AT_PROGRESS),
            is_sure=True,
        )
        self._save(patient_id, entry, at)
        self._add("progress_report", {"written_on": on}, at=at, patient_id=patient_id)
        self._paper(patient_id, "Progress report", "progress_report", on, at)
        return True

    def _plan(self, patient_id: UUID, on: date, at: datetime) -> None:
        values = {"starts_on": on, "ends_on": on + timedelta(weeks=PLAN_WEEKS), "frequency_per_week": 1,
                  "duration_weeks": PLAN_WEEKS, "sent_on": on, "certified_on": on}  # fmt: skip
        self._add("plan_of_care", values, at=at, patient_id=patient_id)
        if not Referral.objects.filter(patient_id=patient_id, entered_in_error=False).exists():
            self._add("referral", {"written_on": on - timedelta(days=5), "is_signed": True}, at=at, patient_id=patient_id)

    def _score(self, group: Group, taken: int) -> NewScore:
        score = group["score"]
        value = max(0, min(100, score["first"] + score["gain"] * taken))
        return NewScore(score["instrument"], score["part"], Decimal(value), unit=score["unit"])

    def _save(self, patient_id: UUID, entry: Entry, at: datetime) -> None:
        charting.save(
            entry, entry_id=uuid4(), practice_id=self.practice.pk, patient_id=patient_id, by=self.by, at=at
        )

    def _paper(self, patient_id: UUID, title: str, kind: str, on: date, at: datetime) -> None:
        paper = Paper(title, kind, on, f"{title}, {on:%m/%d/%Y}\n".encode() + PAPER)
        documents.keep(paper, practice_id=self.practice.pk, patient_id=patient_id, by=self.by, at=at)

    def _group(self, patient_id: UUID) -> Group:
        rows = EpisodeOfCare.objects.filter(patient_id=patient_id, discipline="OT").order_by("-is_active", "-starts_on")
        found = rows.values_list("icd10", flat=True).first() or [""]
        first = found[0].replace(".", "") if found else ""
        groups = _groups()
        is_child = Patient.objects.filter(pk=patient_id, birth_on__gte=CHILD_SINCE).exists()
        for name, group in groups.items():
            if any(first.startswith(prefix) for prefix in group["prefixes"]):
                return group
        return groups["child" if is_child else "neuro"]


@cache
def _groups() -> dict[str, Group]:
    return tomllib.loads(FILE.read_text("utf-8"))
