"""What the simulated therapists write: an evaluation, and before each further request how things stand since."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from otium.desk import charting, clock
from otium.desk.actor import Actor
from otium.desk.mend import documents
from otium.desk.mend.documents import Paper
from otium.ops.demo_charts.cases import Case, case_of
from otium.records.models import (
    Document,
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
from otium.rules import instruments
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Entry, GoalToday, NewFinding, NewGoal, NewScore
from otium.terms.instrument import Part
from otium.terms.payers import PayerType
from partners import pdf

PLAN_WEEKS, FRESH, GOAL_TIME = 13, timedelta(days=21), timedelta(weeks=12)
GOALS, USUAL_AGE = 2, 40
PAPER = "Simulated. What stands here is written in the chart."
DAYS_A_YEAR = 365
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
            "is_active": True,
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
        case, on = self._case(patient_id, at), clock.day(at, self.practice)
        entry = Entry(
            on=on,
            new_goals=tuple(
                NewGoal(
                    goal["text"], baseline=goal["steps"][0], current=goal["steps"][0], target=goal["target"],
                    due_on=on + GOAL_TIME, code=goal["code"],
                )
                for goal in case.goals[:GOALS]
            ),
            scores=self._scores(case, 0),
            findings=tuple(NewFinding(FindingKind(kind), text) for kind, text in (*case.findings, *_plans(case))),
            is_sure=True,
        )  # fmt: skip
        self._save(patient_id, entry, at)
        if not PlanOfCare.objects.filter(patient_id=patient_id, entered_in_error=False).exists():
            self._plan(patient_id, on, at)
        for title, kind in (("Order", "referral"), ("Evaluation", "evaluation"), ("Plan of care", "plan_of_care")):
            self._paper(patient_id, title, kind, on, at)

    def progress(self, patient_id: UUID, at: datetime) -> bool:
        """Goals noted, the score taken again; False with a report of late."""
        on = clock.day(at, self.practice)
        reports = Document.objects.filter(patient_id=patient_id, kind="progress_report", received_on__gt=on - FRESH)
        if reports.exists():
            return False
        case = self._case(patient_id, at)
        goals = Goal.objects.filter(patient_id=patient_id, entered_in_error=False, status="active").order_by("id")
        taken = Measure.objects.filter(patient_id=patient_id, entered_in_error=False).values("taken_on").distinct()
        times = taken.count()
        entry = Entry(
            on=on,
            goals=tuple(GoalToday(goal.pk, GoalStatus.ACTIVE, _step(case, goal.text, times, on)) for goal in goals),
            scores=self._scores(case, times),
            findings=tuple(NewFinding(FindingKind(kind), text) for kind, text in case.later),
            is_sure=True,
        )
        self._save(patient_id, entry, at)
        self._add("progress_report", {"written_on": on}, at=at, patient_id=patient_id)
        self._paper(patient_id, "Progress report", "progress_report", on, at)
        return True

    def renew_plan(self, patient_id: UUID, until: date, at: datetime) -> bool:
        """A new plan of care from today where the one begun last ends before the day; False where it lasts so long."""
        on = clock.day(at, self.practice)
        plans = PlanOfCare.objects.filter(patient_id=patient_id, entered_in_error=False)
        newest = plans.order_by("-starts_on", "-id").first()
        if newest is None or newest.ends_on is None or newest.ends_on >= until or newest.starts_on >= on:
            return False
        self._plan(patient_id, on, at, renews=True)
        self._paper(patient_id, "Plan of care", "plan_of_care", on, at)
        return True

    def _plan(self, patient_id: UUID, on: date, at: datetime, *, renews: bool = False) -> None:
        values = {"starts_on": on, "ends_on": on + timedelta(weeks=PLAN_WEEKS), "frequency_per_week": 1,
                  "duration_weeks": PLAN_WEEKS, "sent_on": on, "certified_on": on,
                  "is_recertification": renews}  # fmt: skip
        self._add("plan_of_care", values, at=at, patient_id=patient_id)
        if not Referral.objects.filter(patient_id=patient_id, entered_in_error=False).exists():
            order = {"written_on": on - timedelta(days=5), "is_signed": True}
            self._add("referral", order, at=at, patient_id=patient_id)

    def _scores(self, case: Case, times: int) -> tuple[NewScore, ...]:
        """The case's, as they would be after so many tests."""
        return tuple(
            NewScore(
                score["instrument"], score.get("part", ""), score_after(score, times),
                unit=unit_of(score), side=score.get("side", ""),
            )
            for score in case.scores[:GOALS]
        )  # fmt: skip

    def _save(self, patient_id: UUID, entry: Entry, at: datetime) -> None:
        charting.save(entry, entry_id=uuid4(), practice_id=self.practice.pk, patient_id=patient_id, by=self.by, at=at)

    def _paper(self, patient_id: UUID, title: str, kind: str, on: date, at: datetime) -> None:
        paper = Paper(title, kind, on, pdf.paper(f"{title}, {on:%m/%d/%Y}\n\n{PAPER}"))
        documents.keep(paper, practice_id=self.practice.pk, patient_id=patient_id, by=self.by, at=at)

    def _case(self, patient_id: UUID, at: datetime) -> Case:
        rows = EpisodeOfCare.objects.filter(patient_id=patient_id, discipline="OT").order_by("-is_active", "-starts_on")
        born_on = Patient.objects.values_list("birth_on", flat=True).get(pk=patient_id)
        years = (clock.day(at, self.practice) - born_on).days // DAYS_A_YEAR if born_on else USUAL_AGE
        return case_of(rows.values_list("icd10", flat=True).first() or (), years)


def _plans(case: Case) -> list[tuple[str, str]]:
    """What an evaluation says already of what comes: why a therapist, what at home, how it ends."""
    return [(kind, text) for kind, text in case.later if kind != FindingKind.PROGRESS]


def _step(case: Case, text: str, times: int, on: date) -> str:
    """Where the goal stands after so many tests; what is at its last step is noted with its day."""
    steps = next((goal["steps"] for goal in case.goals if goal["text"] == text), [""])
    return steps[times] if times < len(steps) else f"{steps[-1]}, held on {on:%m/%d/%Y}"


def score_after(score: dict[str, Any], times: int) -> Decimal:
    """After so many tests; at the end of its scale it stays there."""
    found = Decimal(score["first"]) + Decimal(score["change"]) * times
    part = _part_of(score)
    return min(max(found, part.low), part.high) if part else found


def unit_of(score: dict[str, Any]) -> str:
    part = _part_of(score)
    return part.unit if part else ""


def _part_of(score: dict[str, Any]) -> Part | None:
    instrument = instruments.find(score["instrument"])
    return instruments.part_of(instrument, score.get("part", "")) if instrument else None
