"""Who in the simulated practice sees to authorizations: with what Otium puts before them, or by their own list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import acting, clock
from otium.desk.actor import Actor
from otium.desk.mend import practice as mend_practice
from otium.ops.simulate import touch
from otium.ops.simulate.authorizing import WITH_PAYER, Authorizing, asked_in
from otium.ops.simulate.by_dates import ByDates
from otium.ops.simulate.office import Office
from otium.ops.simulate.payers import Payers
from otium.ops.simulate.touch import Touches
from otium.records.models import (
    Appointment,
    AuthorizationRequest,
    Coverage,
    Membership,
    Patient,
    Practice,
    RequestSending,
    Staff,
    Therapist,
)
from partners.town import Town

WITH, BY_DATES, COUNTED = "with", "by-dates", "visits-counted"
ARMS = (WITH, BY_DATES, COUNTED)
CREDENTIAL = "OTR/L"


class People:
    """One arm of the comparison: the same charts, the same payers, other work."""

    def __init__(self, practice: Practice, town: Town, office: Office, *, arm: str, seed: int) -> None:
        self.practice, self.town, self.office = practice, town, office
        self.payers = Payers(practice, town, office.by)
        self.charts = office.charts
        self.touches = Touches.load("with" if arm == WITH else "without")
        parts = (self.payers, self.charts, self.touches, office.by)
        self.with_otium = Authorizing(*parts, _signers(practice), office.true_number) if arm == WITH else None
        counts = touch.visits_counted() if arm == COUNTED else None
        self.by_dates = (
            None if self.with_otium else ByDates(*parts, office.true_number, touch.by_dates(), seed, counts_left=counts)
        )

    @property
    def at_work(self) -> Authorizing | ByDates:
        found = self.with_otium or self.by_dates
        if found is None:
            raise ValueError("nobody is at work")
        return found

    def prepare(self, at: datetime) -> None:
        """Charts of whoever is in treatment on the first day, and by which road each payer is asked."""
        self.payers.set_roads()
        for key in ("medicare_advantage", "workers_comp", "medicaid_mco"):
            talks = mend_practice.Override(key, "peer_to_peer_days", self.town.reviews.talk_days(key), "simulated")
            mend_practice.override_rule(talks, practice_id=self.practice.pk, by=self.office.by, at=at)
        if self.by_dates:
            self.practice.autonomy = {**self.practice.autonomy, "draft_request": "manual"}
            self.practice.save(update_fields=["autonomy"])
        for patient in Patient.objects.filter(practice=self.practice, is_active=True).order_by("external_id"):
            for coverage in Coverage.objects.filter(patient=patient).select_related("payer"):
                self.charts.claim(coverage, at)
            if Appointment.objects.filter(patient=patient, status="done").exists():
                self.charts.evaluate(patient.pk, at)
            else:
                self.office.to_evaluate.add(patient.pk)
        self._lay_before_payers(at)

    def _lay_before_payers(self, at: datetime) -> None:
        """Requests that the opening's files show as asked lie with the payer, in either office."""
        rows = AuthorizationRequest.objects.filter(practice=self.practice, state__in=WITH_PAYER, coverage__isnull=False)
        who = ("patient__external_id", "submitted_on", "kind", "requested")
        for request in rows.filter(patient__is_active=True).select_related("coverage__payer").order_by(*who):
            key = self.payers.key(request.coverage, self.office.true_number(request.coverage))
            if not key[0] or self.town.reviews.standing(key[0], request.trace):
                continue
            reference = self.payers.file(key, asked_in(request, clock.day(at, self.practice)))
            if self.with_otium:
                self.with_otium.asked[request.pk] = reference

    def work(self, at: datetime) -> None:
        self.at_work.work(at)
        for patient_id in sorted(self.at_work.lost, key=str):
            self.office.let_go(patient_id, at)

    @property
    def stuck(self) -> dict[str, int]:
        """What requests lacked that nobody could fill, each time somebody looked."""
        return dict(sorted(self.with_otium.stuck.items())) if self.with_otium else {}

    def figures(self) -> dict[str, Any]:
        """How many requests left, and how many came back for papers."""
        if self.by_dates:
            return {"requests": self.by_dates.sent, "returned": len(self.by_dates.returned)}
        with acting.acting_for(self.practice.pk):
            sent = RequestSending.objects.filter(practice=self.practice, about="request", taken_back_at=None)
            many = sent.values("request_id").distinct().count()
        return {"requests": many, "returned": len(self.at_work.returned)}


def _signers(practice: Practice) -> dict[UUID, Actor]:
    """Each therapist signs in person. The first one owns the practice, and signs for whom nobody leads."""
    found = {}
    for number, row in enumerate(Therapist.objects.filter(practice=practice).order_by("external_id"), 1):
        staff = Staff.objects.create_user(f"therapist{number}@simulated.test", name=row.name, credential=CREDENTIAL)
        role = "owner" if number == 1 else "therapist"
        Membership.objects.create(practice=practice, staff=staff, role=role)
        row.staff, row.credential = staff, row.credential or CREDENTIAL
        row.save(update_fields=["staff", "credential"])
        found[row.pk] = Actor.person(staff.pk)
    return found
