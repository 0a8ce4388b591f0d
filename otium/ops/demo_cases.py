"""Three patients whose authorizations the first hour walks through: a child, a stroke, an injured hand.

Each has a course of therapy behind it, written as it went by: order, evaluation, visits, requests and decisions,
progress. Their payers know them (partners/walk_through.py).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from otium.desk import acting, calendar, charting, clock, history, mend, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, Taken, book
from otium.desk.mend import Entered
from otium.desk.mend import practice as mend_practice
from otium.desk.reviews import talks
from otium.ops.simulate.charts import Charts
from otium.records import models as m
from otium.rules import business_days
from otium.terms.chart import FindingKind
from otium.terms.charting import Entry, NewFinding
from otium.terms.prior_auth import RequestKind, RequestState
from partners import walk_through
from partners.walk_through import CHILD, CUT_DAYS_AGO, CUT_FOR, CUT_NUMBER, CUT_TO, CUT_TRACE, HAND, STROKE, Known

DEMO = Actor("demo")
HOURS = (time(7, 15), time(8), time(9, 30), time(11, 45), time(12, 30), time(16), time(16, 45))
NOON, WEEK = time(12), timedelta(days=7)
MINUTES = 45
AHEAD = 6
CHILD_PERIOD, CHILD_VISITS = 9, 9  # weeks and visits of each of the child's authorizations so far
CHILD_PERIODS = 3
PLAN_AHEAD = 5 * WEEK
ADJUSTER = {"employer": "Pierside Cannery", "adjuster_name": "Lowell Banks", "adjuster_phone": "(206) 555-0174",
            "adjuster_fax": "(206) 555-0175", "state": "WA"}  # fmt: skip
WORK = (
    (
        FindingKind.DEFICIT,
        "Off work: packer at a cannery, whose job asks for lifting crates of 25 pounds and gripping a knife all shift;"
        " she lifts 2 pounds and cannot hold a tool.",
    ),
    (
        FindingKind.DISCHARGE_PLAN,
        "Return to light duty after four visits, to full duty when she lifts 25 pounds.",
    ),
)
TALKS = mend_practice.Override("medicare_advantage", "peer_to_peer_days", 14, "Baylight's provider manual, page 31")
"""This plan talks after a decision too; most plans of Medicare Advantage do not."""


@dataclass(frozen=True, slots=True)
class Period:
    """One request and what became of it, in days before today."""

    kind: RequestKind
    asked_on: date
    starts_on: date
    ends_on: date
    asked: int
    approved: int
    number: str


def add(practice_id: UUID, *, at: datetime) -> int:
    """How many were added; whoever is on file stays as they are."""
    with acting.acting_for(practice_id):
        practice = m.Practice.objects.get(pk=practice_id)
        names = set(m.Patient.objects.filter(practice=practice).values_list("first_name", "last_name"))
        missing = [one for one in walk_through.EVERYBODY if (one.first, one.last) not in names]
        with settle.together():
            for one in missing:
                _Case(practice, one, at).write()
        return len(missing)


class _Case:
    """One patient being written, from the first day on."""

    def __init__(self, practice: m.Practice, known: Known, at: datetime) -> None:
        self.practice, self.known, self.now = practice, known, at
        self.on: date = clock.day(at, practice)
        self.charts = Charts(practice, DEMO, self._add)
        therapists = m.Therapist.objects.filter(practice=practice).order_by("external_id")
        self.therapist = therapists[len(therapists) - 1]
        self.patient: Any = None
        self.coverage: Any = None

    def write(self) -> None:
        weeks = {CHILD.key: CHILD_PERIOD * CHILD_PERIODS, STROKE.key: 5, HAND.key: 1}[self.known.key]
        first = business_days.back(self.on - weeks * WEEK, 0, calendar.business_days(self.practice, self.on))
        self._register(first)
        self._treat(first)
        {CHILD.key: self._child, STROKE.key: self._stroke, HAND.key: self._hand}[self.known.key](first)
        self._book()

    def _register(self, first: date) -> None:
        """Chart, card, order; the evaluation is written on its day."""
        known, at = self.known, self._noon(first - WEEK)
        person = {"first_name": known.first, "last_name": known.last, "birth_on": known.born_on, "sex": known.sex,
                  "phone": "(253) 555-0176"}  # fmt: skip
        self.patient = self._add("patient", person, at=at)
        payer = m.Payer.objects.filter(practice=self.practice, name=known.payer.name).first()
        if payer is None:
            raise LookupError(f"{known.payer.name} is not among the payers of {self.practice.slug}")
        card = {"payer": payer.pk, "order": "1", "member_id": known.member_id, "relationship": "self",
                "starts_on": first - 30 * WEEK}  # fmt: skip
        self.coverage = self._add("coverage", card, at=at, patient_id=self.patient.pk)
        self.charts.refer(self.patient.pk, known.icd10, self.therapist.pk, at)
        m.EpisodeOfCare.objects.filter(patient=self.patient).update(starts_on=first)
        self.charts.claim(self.coverage, at)

    def _treat(self, first: date) -> None:
        """The evaluation, then a visit a week until now, as the calendar would hold them."""
        episode = m.EpisodeOfCare.objects.get(patient=self.patient)
        days = [first + n * WEEK for n in range((self.on - first).days // 7 + 1)]
        rows = []
        for place, day in enumerate(d for d in days if d < self.on):
            starts_at = clock.instant(day, time(7, 15), self.practice)
            kind = "evaluation" if place == 0 else "treatment"
            rows.append(
                m.Appointment(
                    practice=self.practice, patient=self.patient, episode=episode, therapist=self.therapist,
                    starts_at=starts_at, ends_at=starts_at + timedelta(minutes=MINUTES), status="done", kind=kind,
                )
            )  # fmt: skip
        m.Appointment.objects.bulk_create(rows)
        m.History.objects.bulk_create(history.row(row, "finish", by=DEMO, at=row.ends_at) for row in rows)
        self.charts.evaluate(self.patient.pk, self._noon(first))

    def _child(self, first: date) -> None:
        """Three authorizations one after another; the third runs out with a visit that is booked."""
        for place in range(CHILD_PERIODS):
            starts_on = first + WEEK * CHILD_PERIOD * place
            if place:
                self._report(self._noon(starts_on - 2 * WEEK))
            last = place == CHILD_PERIODS - 1
            ends_on = starts_on + WEEK * (CHILD_PERIOD + (3 if last else 0)) - timedelta(days=1)
            visits = CHILD_VISITS + (1 if last else 0)
            kind = RequestKind.RENEWAL if place else RequestKind.INITIAL
            asked_on = first + timedelta(days=1) if place == 0 else starts_on - 2 * WEEK
            self._decided(Period(kind, asked_on, starts_on, ends_on, visits, visits, f"MCPA900101{place + 1}"))
        self._report(self.now - timedelta(hours=1))

    def _report(self, at: datetime) -> None:
        """Progress written, and the plan of care anew where it ends before a renewal would begin."""
        self.charts.progress(self.patient.pk, at)
        self.charts.renew_plan(self.patient.pk, clock.day(at, self.practice) + PLAN_AHEAD, at)

    def _stroke(self, first: date) -> None:
        """24 visits asked, 12 approved two days ago: a talk is open."""
        decided_on = self.on - timedelta(days=CUT_DAYS_AGO)
        request = self._decided(
            Period(
                RequestKind.INITIAL, decided_on - timedelta(days=4), decided_on, decided_on + CUT_FOR,
                walk_through.ASKED, CUT_TO, CUT_NUMBER,
            ),
            decided_on=decided_on,
        )  # fmt: skip
        self._report(self.now - timedelta(hours=1))
        mend_practice.override_rule(TALKS, practice_id=self.practice.pk, by=DEMO, at=self.now)
        talks.open_talk(request_id=request.pk, by=DEMO, at=self.now)

    def _hand(self, first: date) -> None:
        """Evaluated a week ago; the adjuster is asked by fax, and told by phone."""
        claim = m.InjuryClaim.objects.get(coverage=self.coverage)
        for name, value in ADJUSTER.items():
            setattr(claim, name, value)
        claim.save(update_fields=list(ADJUSTER))
        self._find(first, WORK)
        for order, (road, to) in enumerate(
            (("fax", ADJUSTER["adjuster_fax"]), ("call", ADJUSTER["adjuster_phone"])), 1
        ):
            known = m.PayerRoad.objects.filter(practice=self.practice, payer=self.coverage.payer, road=road)
            if not known.exists():
                m.PayerRoad.objects.create(
                    practice=self.practice, payer=self.coverage.payer, road=road, order=order, destination=to,
                    source="the adjuster, by phone",
                )  # fmt: skip

    def _find(self, on: date, findings: tuple[tuple[FindingKind, str], ...]) -> None:
        """What the evaluation says besides."""
        entry = Entry(on=on, findings=tuple(NewFinding(kind, text) for kind, text in findings), is_sure=True)
        charting.save(
            entry, entry_id=uuid4(), practice_id=self.practice.pk, patient_id=self.patient.pk, by=DEMO,
            at=self._noon(on),
        )  # fmt: skip

    def _decided(self, period: Period, *, decided_on: date | None = None) -> m.AuthorizationRequest:
        """A request with its decision and what it allows, as they would stand had they been recorded then."""
        decided = decided_on or period.asked_on + timedelta(days=4)
        state = RequestState.APPROVED if period.approved == period.asked else RequestState.MODIFIED
        authorization = m.Authorization.objects.create(
            practice=self.practice, patient=self.patient, coverage=self.coverage, number=period.number,
            starts_on=period.starts_on, ends_on=period.ends_on, entered_on=decided,
            provenance={"number": {"channel": "letter", "at": self._noon(decided).isoformat(), "by": DEMO.name}},
        )  # fmt: skip
        m.AuthorizedService.objects.create(
            practice=self.practice, authorization=authorization, codes=[], basis="visits", approved=period.approved,
            requested=period.asked,
        )  # fmt: skip
        request = m.AuthorizationRequest.objects.create(
            practice=self.practice, patient=self.patient, coverage=self.coverage, authorization=authorization,
            kind=period.kind.value, state=state.value, submitted_on=period.asked_on, decided_on=decided,
            submitted_at=self._noon(period.asked_on), requested=period.asked, approved=period.approved,
            channel="portal", starts_on=period.starts_on, ends_on=period.ends_on, therapist=self.therapist,
            trace=CUT_TRACE if self.known is STROKE else "", lines=_lines(period.asked), **_rhythm(period),
            episode=m.EpisodeOfCare.objects.get(patient=self.patient),
        )  # fmt: skip
        for row in (authorization, request):
            history.record(row, "recorded", by=DEMO, at=self._noon(decided), after={"number": period.number})
        return request

    def _book(self) -> None:
        """Weekly from next week, at the first hour that is free each time."""
        for day in (self.on + timedelta(days=n) for n in range(4, 18)):
            for hour in HOURS if day.weekday() < 5 else ():
                slot = Slot(self.therapist.pk, day, hour, MINUTES)
                wanted = Booking(self.patient.pk, slot, visits=AHEAD, is_sure=True)
                try:
                    book(wanted, practice_id=self.practice.pk, by=DEMO, at=self.now)
                except Taken:
                    continue
                return

    def _noon(self, on: date) -> datetime:
        moment: datetime = clock.instant(on, NOON, self.practice)
        return min(moment, self.now)

    def _add(self, kind: str, values: dict[str, Any], *, at: datetime, patient_id: UUID | None = None) -> Any:
        entered = Entered(values, is_sure=True)
        return mend.add(kind, entered, practice_id=self.practice.pk, patient_id=patient_id, by=DEMO, at=at)


def _rhythm(period: Period) -> dict[str, int]:
    """Once a week; twice where more visits are asked than there are weeks."""
    weeks = (period.ends_on - period.starts_on).days // 7
    per_week = 1 if period.asked <= weeks + 1 else 2
    return {"per_week": per_week, "weeks": weeks if per_week == 1 else period.asked // per_week}


def _lines(visits: int) -> list[dict[str, Any]]:
    return [{"codes": [], "basis": "visits", "quantity": visits}]
