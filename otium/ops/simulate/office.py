"""The people of the practice: they book, treat, take in newcomers, and do what the desk puts in front of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import acts, clock, mend
from otium.desk.actor import Actor
from otium.desk.appointments import Event, cancel, mark
from otium.desk.benefit_decisions import contradictions
from otium.desk.families import telling
from otium.desk.mend import Entered
from otium.ops.simulate.bookings import Bookings
from otium.ops.simulate.charts import Charts
from otium.ops.simulate.tally import Tally
from otium.records.models import (
    Appointment,
    Coverage,
    FamilyNotice,
    Patient,
    Payer,
    Practice,
    Staff,
    Task,
    Therapist,
)
from otium.terms.duty import DutyKind
from otium.terms.family import NoticeAbout
from otium.terms.schedule import VisitType
from partners.town import Card, Newcomer, Town

COURSE = (8, 22)  # treatment visits of one course
SERIES = 6
MISSED, CANCELLED = 0.06, 0.05  # domain figure: about a tenth of visits is not made
TYPING_ERRORS = 0.03  # share of newcomers whose member id is written down wrong
BOOKS_BEFORE, BOOKS_AGAIN, WAIT = timedelta(days=4), timedelta(days=1), timedelta(days=7)
SETTLED = (DutyKind.DECIDE_BENEFIT, DutyKind.REVIEW_CHANGE, DutyKind.SETTLE_FINDING, DutyKind.ORDER_COVERAGES)
WHO = ("last_name", "first_name", "birth_on", "external_id")  # an order that is the same in every run of a seed
OF_WHOM = tuple(f"patient__{name}" for name in WHO)
VERIFYING = (DutyKind.VERIFY_COVERAGE, DutyKind.FIX_INQUIRY, DutyKind.REPLACE_COVERAGE, *SETTLED)
ABOUT = {
    DutyKind.TELL_BENEFIT_LIMIT: NoticeAbout.BENEFIT_LIMIT,
    DutyKind.TELL_THRESHOLD: NoticeAbout.THRESHOLD,
}
TELLING = tuple(ABOUT)


class Office:
    """One practice's staff. `town` is asked only what a family or a card would say."""

    def __init__(self, practice: Practice, town: Town, staff: Staff, tally: Tally, seed: int) -> None:
        self.practice, self.town, self.tally = practice, town, tally
        self.by = Actor.person(staff.pk)
        self.rng = Random(f"office {seed}")  # noqa: S311  # nosec B311: repeatable, not secret
        self.charts = Charts(practice, self.by, self.add)
        self.left: dict[UUID, int] = {}  # treatment visits of each course that are still to be booked
        self.to_evaluate: set[UUID] = set()
        self._meant: dict[UUID, str] = {}  # coverage -> the number on its card, however it was typed
        self.therapists = list(Therapist.objects.filter(practice=practice).order_by("external_id"))
        self.bookings = Bookings(practice, self.therapists, self.rng, self.by)
        self.payers = {row.name: row for row in Payer.objects.filter(practice=practice)}

    def take_in(self, newcomer: Newcomer, at: datetime) -> None:
        """A chart, the card, and the first visits."""
        person = newcomer.episode.patient.person
        values = {
            "first_name": person.first,
            "last_name": person.last,
            "birth_on": person.born_on,
            "sex": person.sex,
            "phone": person.phone,
            "language": person.language if person.language in ("en", "es") else "en",
        }
        patient = self.add("patient", values, at=at)
        holder = person.guardian if newcomer.coverage.guardian_is_subscriber else None
        card = self.town.cards[newcomer.coverage.payer.payer_id, newcomer.coverage.policy_number]
        typed = card.member_id
        if self.rng.random() < TYPING_ERRORS and len(typed) > 2:
            typed = typed[:-2] + typed[-1] + typed[-2]
        row = self._coverage(card, typed, at=at, patient_id=patient.pk, guardian=holder)
        if row is not None:
            diagnoses = newcomer.episode.profile.icd10
            self.charts.refer(patient.pk, diagnoses, self.rng.choice(self.therapists).pk, at)
            self.charts.claim(row, at)
            self.left[patient.pk] = self.rng.randint(*COURSE)
            self.to_evaluate.add(patient.pk)
            self.bookings.book(patient.pk, clock.day(at, self.practice) + BOOKS_BEFORE, VisitType.EVALUATION, 1, at)

    def keep_booked(self, at: datetime) -> None:
        """Whoever goes on has visits ahead: a series is booked when two or fewer are left, after the evaluation."""
        on = clock.day(at, self.practice)
        rows = Appointment.objects.filter(practice=self.practice, status="booked", starts_at__gte=at)
        ahead: dict[UUID, list[date]] = {}
        evaluated = set(rows.filter(kind=VisitType.EVALUATION).values_list("patient_id", flat=True))
        by_time = rows.order_by("starts_at", *OF_WHOM).values_list("patient_id", "starts_at")
        for patient_id, starts_at in by_time:
            ahead.setdefault(patient_id, []).append(clock.day(starts_at, self.practice))
        for patient_id, left in list(self.left.items()):
            days = ahead.get(patient_id, [])
            if patient_id in self.to_evaluate - evaluated:
                self.bookings.book(patient_id, on + BOOKS_AGAIN, VisitType.EVALUATION, 1, at)
                continue  # treatment would have nothing to stand on
            if left == 0 and not days:
                self._discharge(patient_id, at)
            if left > 0 and len(days) <= 2:
                first = (days[-1] if days else on) + timedelta(days=7)
                many = min(SERIES, left)
                if self.bookings.book(patient_id, first, VisitType.TREATMENT, many, at):
                    self.left[patient_id] = left - many

    def _discharge(self, patient_id: UUID, at: datetime) -> None:
        """The course is over: the patient leaves, and is looked after no more."""
        del self.left[patient_id]
        self._change("patient", Patient.objects.get(pk=patient_id), {"is_active": False}, at)

    def hold(self, visit: Appointment, at: datetime) -> None:
        """Not made for want of authorization; the course is that much longer."""
        cancel(appointment_id=visit.pk, reason="waits for authorization", by=self.by, at=at)
        if visit.patient_id in self.left:
            self.left[visit.patient_id] += 1

    def let_go(self, patient_id: UUID, at: datetime) -> None:
        """Nobody pays for more: what is booked is cancelled, and the patient leaves."""
        if patient_id not in self.left:
            return
        for visit in Appointment.objects.filter(patient_id=patient_id, status="booked", starts_at__gte=at):
            cancel(appointment_id=visit.pk, reason="not authorized", by=self.by, at=at)
        self._discharge(patient_id, at)

    def happen(self, visit: Appointment, at: datetime) -> bool:
        """What became of a visit; True where it was made."""
        chance = self.rng.random()
        if chance < MISSED:
            mark(appointment_id=visit.pk, event=Event.MISS, by=self.by, at=at)
        elif chance < MISSED + CANCELLED:
            cancel(appointment_id=visit.pk, reason="the family, that morning", by=self.by, at=at)
        else:
            mark(appointment_id=visit.pk, event=Event.FINISH, by=self.by, at=at)
            if visit.kind == VisitType.EVALUATION:
                self.to_evaluate.discard(visit.patient_id)
            return True
        if visit.kind == VisitType.EVALUATION:
            self._put_off(visit.patient_id, at)
        return False

    def _put_off(self, patient_id: UUID, at: datetime) -> None:
        """Treatment that is booked waits until the evaluation has another hour."""
        self.to_evaluate.add(patient_id)
        for visit in Appointment.objects.filter(patient_id=patient_id, status="booked", starts_at__gte=at):
            cancel(appointment_id=visit.pk, reason="waits for the evaluation", by=self.by, at=at)
            self.left[patient_id] = self.left.get(patient_id, 0) + 1

    def work(self, at: datetime) -> None:
        """Everything about coverage that is due by the next business day, most urgent first."""
        on = clock.day(at, self.practice)
        rows = Task.objects.filter(practice=self.practice, state="open", due_on__lte=on + timedelta(days=2))
        wanted = [kind.value for kind in (*VERIFYING, *TELLING)]
        for task in list(rows.filter(kind__in=wanted).order_by("due_on", "kind", *OF_WHOM, "instance")):
            if self._is_mine(task, on) and Task.objects.filter(pk=task.pk, state="open").exists():
                self._do(task, at)

    def _is_mine(self, task: Task, on: date) -> bool:
        """A payer with a wire is asked by Otium: only what is still open on the day it is due is looked after."""
        if task.kind != DutyKind.VERIFY_COVERAGE or task.due_on <= on:
            return True
        return not Coverage.objects.select_related("payer").get(pk=task.focus_id).payer.payer_ids

    def insured(self, on: date) -> list[tuple[str, str]]:
        """Payer id and the number on the card of everybody who is covered on the day and in treatment."""
        rows = Coverage.objects.filter(practice=self.practice, entered_in_error=False, patient__is_active=True)
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).select_related("payer").order_by("member_id")
        return [(row.payer.payer_ids[0], self.true_number(row)) for row in rows if row.payer.payer_ids]

    def _do(self, task: Task, at: datetime) -> None:
        kind = DutyKind(task.kind)
        if kind in TELLING:
            self._tell(task, at)
            return
        by_kind: dict[DutyKind, Callable[[Task, datetime], str]] = {
            DutyKind.VERIFY_COVERAGE: self._verify,
            DutyKind.FIX_INQUIRY: self._correct,
            DutyKind.REPLACE_COVERAGE: self._replace,
        }
        done = by_kind.get(kind, self._settle)(task, at)
        if done == "called":
            self.tally.calls += 1
        else:
            self.tally.touches[f"{kind.value}: {done}"] += 1

    def _tell(self, task: Task, at: datetime) -> None:
        """The letter that was prepared is approved; where none is, the family is called."""
        self.tally.family_touches += 1
        prepared = FamilyNotice.objects.filter(practice=self.practice, patient_id=task.patient_id, state="prepared")
        notice = prepared.filter(about=ABOUT[DutyKind(task.kind)]).order_by("prepared_at").first()
        if notice is not None:
            telling.approve(notice_id=notice.pk, by=self.by, at=at)
            return
        on = clock.day(at, self.practice).isoformat()
        self._record(task, "family_told", {"told_on": on, "road": "call"}, at)

    def _verify(self, task: Task, at: datetime) -> str:
        """A payer without a wire is called; one that did not answer is waited for."""
        coverage = Coverage.objects.select_related("payer").get(pk=task.focus_id)
        if coverage.payer.payer_ids:
            self._wait(task, "wait_until", at)
            return "looked after"
        self._record(
            task,
            "coverage_checked",
            {"status": "active", "road": "call", "said_by": "adjuster", "reference": "simulated"},
            at,
        )
        return "called"

    def _correct(self, task: Task, at: datetime) -> str:
        """The card is looked at again; where it says the same, the family is asked."""
        coverage = Coverage.objects.select_related("payer").get(pk=task.focus_id)
        card = self._true_card(coverage)
        if card is None or card.member_id == coverage.member_id:
            self._wait(task, "asked_family", at)
            return "family asked"
        self._change("coverage", coverage, {"member_id": card.member_id}, at)
        return "number corrected"

    def _replace(self, task: Task, at: datetime) -> str:
        """The family brings the card that holds now."""
        coverage = Coverage.objects.select_related("payer").filter(pk=task.focus_id).first()
        card = self._true_card(coverage) if coverage else None
        if coverage is None or card is None or card.member_id == coverage.member_id:
            self._wait(task, "asked_family", at)
            return "family asked"
        self._change("coverage", coverage, {"ends_on": card.effective_on - timedelta(days=1)}, at)
        self._coverage(card, card.member_id, at=at, patient_id=coverage.patient_id, like=coverage)
        return "new card entered"

    def _settle(self, task: Task, at: datetime) -> str:
        """What the payer told is seen to; of two answers the first that the page shows is taken."""
        if task.kind == DutyKind.DECIDE_BENEFIT:
            coverage = Coverage.objects.select_related("practice").get(pk=task.focus_id)
            stand = contradictions(coverage, clock.day(at, self.practice))
            found = next(each for each in stand if each.instance == task.instance)
            self._record(task, "answer_holds", {"benefit": str(found.sides[0].benefit.id), "reason": "asked"}, at)
            return "decided"
        if task.kind == DutyKind.ORDER_COVERAGES:
            self._record(task, "settled", {"reason": "looked at"}, at)
            return "settled"
        self._record(task, "seen_to", {}, at)
        return "seen to"

    def _true_card(self, coverage: Coverage) -> Card | None:
        """What the family's card says today. A number written down wrong is known by the number it should be."""
        payer_id = coverage.payer.payer_ids[0] if coverage.payer.payer_ids else ""
        return self.town.card(payer_id, self.true_number(coverage))

    def true_number(self, coverage: Coverage) -> str:
        """What the card said when it was typed in."""
        return str(self._meant.get(coverage.pk, coverage.member_id))

    def _coverage(
        self, card: Card, typed: str, *, at: datetime, patient_id: UUID, guardian: Any = None, like: Any = None
    ) -> Any:
        payer = self.payers.get(card.payer.name)
        if payer is None:
            return None
        values: dict[str, Any] = {
            "payer": payer.pk,
            "order": "1",
            "member_id": typed,
            "group_number": card.group_number,
            "relationship": "self",
            "starts_on": card.effective_on,
        }
        if guardian is not None:
            holder = {"subscriber_first_name": guardian.first, "subscriber_last_name": guardian.last}
            values |= {"relationship": "child", **holder}
        if like is not None:
            names = ("relationship", "subscriber_first_name", "subscriber_last_name", "subscriber_birth_on")
            values |= {name: getattr(like, name) for name in names}
        row = self.add("coverage", values, at=at, patient_id=patient_id)
        self._meant[row.pk] = card.member_id
        return row

    def add(self, kind: str, values: dict[str, Any], *, at: datetime, patient_id: UUID | None = None) -> Any:
        entered = Entered(values, is_sure=True)
        return mend.add(kind, entered, practice_id=self.practice.pk, patient_id=patient_id, by=self.by, at=at)

    def _change(self, kind: str, row: Any, values: dict[str, Any], at: datetime) -> None:
        entered = Entered(values, version=mend.version_of(mend.KINDS[kind], row), is_sure=True)
        mend.change(kind, entered, record_id=row.pk, by=self.by, at=at)

    def _wait(self, task: Task, choice: str, at: datetime) -> None:
        until = clock.day(at, self.practice) + WAIT
        self._record(task, choice, {"until_on": until.isoformat(), "note": ""}, at)

    def _record(self, task: Task, choice: str, entries: dict[str, str], at: datetime) -> None:
        acts.record(task_id=task.pk, choice=choice, entries=entries, by=self.by, at=at)
