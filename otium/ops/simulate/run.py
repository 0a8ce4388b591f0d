"""The days of a simulated stretch, one after another."""

import tempfile
import time as watch
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import acting, calendar, clock, house, outbox, settle, sweep, verifying
from otium.ops import demo
from otium.ops.simulate import seeded
from otium.ops.simulate.audited import Audited
from otium.ops.simulate.office import OF_WHOM, Office
from otium.ops.simulate.opening import NOON, Say, Wanted, connect, courses, moment, opened, pays_first
from otium.ops.simulate.people import People
from otium.ops.simulate.road import Road
from otium.ops.simulate.tally import Tally
from otium.records.models import (
    Act,
    Appointment,
    BenefitCheck,
    FamilyNotice,
    Parcel,
    Practice,
    Staff,
    Task,
    Transmission,
)
from otium.rules import business_days
from otium.terms.duty import DutyKind
from otium.terms.family import NoticeAbout
from otium.terms.parcel import ParcelState, TransmissionState
from otium.terms.schedule import VisitType
from partners.town_reviews import Ground

NIGHT, MORNING, DESK, LATE, EVENING = time(3, 15), time(6), time(9, 20), time(14), time(18)
ANSWER_HOLDS = timedelta(days=30)
EACH_MONTH = ("medicaid_ffs", "medicaid_mco")
Event = tuple[datetime, Callable[[datetime], None]]


def run(wanted: Wanted, say: Say) -> dict[str, Any]:
    """The figures of the stretch, in an empty database."""
    began, worked = watch.monotonic(), watch.process_time()
    with seeded.drawn_from(wanted.seed), tempfile.TemporaryDirectory(prefix="otium-simulate-") as folder:
        stretch = Stretch.prepare(wanted, Path(folder), say)
        for number in range(wanted.days):
            on = wanted.starts_on + timedelta(days=number)
            if on.day == 1:
                say(f"{on:%B %Y}")
            stretch.day(on)
        stretch.end(on)
    seconds, processor = round(watch.monotonic() - began, 1), round(watch.process_time() - worked, 1)
    return {
        "simulated": True,
        "practice": wanted.site.slug,
        "starts_on": wanted.starts_on.isoformat(),
        "days": wanted.days,
        "seed": wanted.seed,
        "seconds": seconds,
        "processor_seconds": processor,
        "scenario": wanted.plan.stem,
        **stretch.tally.figures(),
        "authorizations": {
            **stretch.audited.figures(stretch.people.touches, days=wanted.days, **stretch.people.figures()),
            "stuck": stretch.people.stuck,
        },
    }


class Stretch:
    """One practice, its town and its people."""

    def __init__(self, practice: Practice, people: People, connection_id: UUID, tally: Tally) -> None:
        self.practice, self.people, self.tally = practice, people, tally
        self.town, self.office, self.audited = people.town, people.office, Audited()
        self.connection_id = connection_id
        self.road = Road(self.town)

    @classmethod
    def prepare(cls, wanted: Wanted, folder: Path, say: Say) -> "Stretch":
        """The practice as its old system exported it on the eve of the first day, connected to the town."""
        practice_id, town = opened(wanted, folder, say)
        tally = Tally()
        with acting.acting_for(practice_id):
            practice = Practice.objects.get(pk=practice_id)
            staff = Staff.objects.create_user("desk@simulated.test", name="Desk")
            connection = connect(practice, moment(practice, wanted.starts_on - timedelta(days=1), NOON))
            office = Office(practice, town, staff, tally, wanted.seed)
            office.left = courses(practice, office)
            people = People(practice, town, office, arm=wanted.arm, seed=wanted.seed)
            with settle.together():
                people.prepare(moment(practice, wanted.starts_on - timedelta(days=1), NOON))
        house.add_member(practice_id, staff, "owner", by=demo.DEMO, at=clock.now())
        return cls(practice, people, connection.pk, tally)

    def day(self, on: date) -> None:
        """Everything of one day, in order of time."""
        events: list[Event] = [
            (self._at(on, NIGHT), self._night),
            *((self._at(on, hour), self._round) for hour in (MORNING, NOON, EVENING)),
        ]
        if business_days.is_open(on, calendar.business_days(self.practice, on)):
            events += [(self._at(on, DESK), self._desk), (self._at(on, LATE), self._late)]
        visits = [(starts_at, self._visit(key)) for key, starts_at in self._visits(on)]
        looks = [at for at, happen in events if happen != self._round]
        for at, happen in sorted(events, key=lambda e: e[0]):
            if at in looks:
                self._treat([visit for visit in visits if visit[0] <= at])
                visits = [visit for visit in visits if visit[0] > at]
            self.town.pass_to(at)
            with acting.acting_for(self.practice.pk):
                happen(at)
        self._treat(visits)
        with acting.acting_for(self.practice.pk):
            self._count(on)

    def _treat(self, visits: list[Event]) -> None:
        """Visits between two looks at the desk, settled at once: nobody sees the queue before."""
        if not visits:
            return
        with acting.acting_for(self.practice.pk), settle.together():
            for at, happen in visits:
                happen(at)

    def _night(self, at: datetime) -> None:
        on = clock.day(at, self.practice)
        self.town.change_insurances(on, self.office.insured(on))
        sweep.sweep(practice_id=self.practice.pk, at=at)

    def _round(self, at: datetime) -> None:
        """What the jobs do: ask, send, fetch."""
        with settle.together():
            verifying.ask(self.practice, at=at)
            if self._has_to_send():
                outbox.deliver(self.practice.pk, self.connection_id, open_carrier=self._open, now=lambda: at)
            if any(self.town.mail()):
                outbox.fetch(self.practice.pk, self.connection_id, open_carrier=self._open, now=lambda: at)

    def _has_to_send(self) -> bool:
        waiting = Parcel.objects.filter(practice=self.practice, connection_id=self.connection_id)
        tried = Transmission.objects.filter(practice=self.practice, connection_id=self.connection_id)
        unfinished = (TransmissionState.READY, TransmissionState.UNSURE)
        is_waiting: bool = waiting.filter(state=ParcelState.WAITING).exists()
        return is_waiting or bool(tried.filter(state__in=unfinished).exists())

    def _open(self, *_: object) -> Road:
        return self.road

    def _desk(self, at: datetime) -> None:
        on = clock.day(at, self.practice)
        self.office.work(at)
        self.people.work(at)
        with settle.together():
            for newcomer in self.town.newcomers(on):
                self.office.take_in(newcomer, at)
            self.office.keep_booked(at)
        self._round(at)

    def _late(self, at: datetime) -> None:
        self._round(at)
        self.office.work(at)
        self.people.work(at)
        self._round(at)

    def end(self, on: date) -> None:
        """Gaps that are still open end with the stretch."""
        self.audited.end_all(on)

    def _visits(self, on: date) -> Iterator[tuple[UUID, datetime]]:
        with acting.acting_for(self.practice.pk):
            first, last = self._at(on, time()), self._at(on + timedelta(days=1), time())
            rows = Appointment.objects.filter(
                practice=self.practice, status="booked", starts_at__gte=first, starts_at__lt=last
            )
            by_hour = rows.order_by("starts_at", "therapist__external_id", *OF_WHOM)
            yield from list(by_hour.values_list("pk", "starts_at"))

    def _visit(self, key: UUID) -> Callable[[datetime], None]:
        def happen(at: datetime) -> None:
            visit = Appointment.objects.select_related("episode").filter(pk=key, status="booked").first()
            if visit is None or (visit.episode and visit.episode.discipline != "OT"):
                return
            coverage = pays_first(visit, clock.day(at, self.practice))
            if self._is_held(visit, coverage, at):
                return
            is_verified, has_notice = self._is_verified(coverage, at), self._has_notice(visit.patient_id, at)
            if self.office.happen(visit, at):
                self._audit(visit, coverage, at)
                self._judge(coverage, at, is_verified=is_verified, has_notice=has_notice)

        return happen

    def _is_held(self, visit: Appointment, coverage: Any, at: datetime) -> bool:
        """The office sees no authorization for it today."""
        key, on = self._key(coverage), clock.day(at, self.practice)
        if not key[0] or visit.kind == VisitType.EVALUATION or self.people.at_work.is_covered(visit, at):
            return False
        why = self.people.at_work.why_held(visit, at)
        self.audited.note_held(visit.patient_id, self.town.reviews.ground(*key, on), on, why)
        self.office.hold(visit, at)
        return True

    def _audit(self, visit: Appointment, coverage: Any, at: datetime) -> None:
        """What the payer's books say of a visit that was made."""
        key, on = self._key(coverage), clock.day(at, self.practice)
        is_evaluation = visit.kind == VisitType.EVALUATION
        if is_evaluation:
            self.people.charts.evaluate(visit.patient_id, at)
        ground = Ground.NOT_NEEDED
        if key[0] and not is_evaluation:
            ground = self.town.reviews.ground(*key, on)
            self.town.reviews.use(*key, on)
            self.audited.note_made(visit.patient_id, ground, on)
        if self.people.by_dates:
            is_valid = ground in (Ground.VALID, Ground.NOT_NEEDED)
            self.people.by_dates.made(visit, at, is_valid=is_valid, is_evaluation=is_evaluation)

    def _key(self, coverage: Any) -> tuple[str, str]:
        """The payer and the number on the card; empty where nobody asks for authorization."""
        return self.people.payers.key(coverage, self.office.true_number(coverage)) if coverage else ("", "")

    def _judge(self, coverage: Any, at: datetime, *, is_verified: bool, has_notice: bool) -> None:
        self.tally.visits += 1
        if coverage is None or not coverage.payer.payer_ids:
            return
        self.tally.visits_of_answering += 1
        self.tally.verified += is_verified
        if not is_verified:
            self.tally.unverified[coverage.payer.payer_type] += 1
        number = self.office.true_number(coverage)
        if self.town.serve(coverage.payer.payer_ids[0], number, clock.day(at, self.practice)):
            self.tally.beyond += 1
            self.tally.beyond_without_notice += not has_notice

    def _is_verified(self, coverage: Any, at: datetime) -> bool:
        if coverage is None:
            return False
        rows = BenefitCheck.objects.filter(coverage=coverage, entered_in_error=False, status__in=("active", "inactive"))
        newest = rows.filter(answered_at__lt=at).order_by("-answered_at").first()
        if newest is None:
            return False
        answered, on = clock.day(newest.answered_at, self.practice), clock.day(at, self.practice)
        is_of_month = answered >= on.replace(day=1) or coverage.payer.payer_type not in EACH_MONTH
        return on - answered <= ANSWER_HOLDS and answered.year == on.year and is_of_month

    def _has_notice(self, patient_id: UUID, at: datetime) -> bool:
        """Whether the family was told of the limit this year: by letter, text or mail, or in a call."""
        kind = DutyKind.TELL_BENEFIT_LIMIT
        called = Act.objects.filter(patient_id=patient_id, duty_kind=kind, kind="family_told", undone_at=None)
        told = FamilyNotice.objects.filter(patient_id=patient_id, about=NoticeAbout.BENEFIT_LIMIT)
        is_told = told.filter(told_at__lt=at, told_at__year=at.year).exists()
        return bool(is_told or called.filter(at__lt=at, at__year=at.year).exists())

    def _count(self, on: date) -> None:
        first, last = self._at(on, time()), self._at(on + timedelta(days=1), time())
        asked = Parcel.objects.filter(practice=self.practice, kind="270", made_at__gte=first, made_at__lt=last)
        asked = asked.exclude(state=ParcelState.WITHDRAWN)
        self.tally.inquiries += asked.count()
        for cost in asked.exclude(cost=None).values_list("cost", flat=True):
            self.tally.inquiry_dollars += cost
        answers = BenefitCheck.objects.filter(practice=self.practice, answered_at__gte=first, answered_at__lt=last)
        self.tally.answers += answers.count()
        treated = Appointment.objects.filter(
            Q(status="booked"), practice=self.practice, starts_at__gte=first, starts_at__lt=last + timedelta(days=42)
        )
        self.tally.patient_days += treated.values("patient_id").distinct().count()
        open_tasks = Task.objects.filter(practice=self.practice, state="open").count()
        self.tally.most_open_tasks = max(self.tally.most_open_tasks, open_tasks)

    def _at(self, on: date, at: time) -> datetime:
        return moment(self.practice, on, at)
