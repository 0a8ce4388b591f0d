"""The office without Otium's duties: it works by a list of end dates, and learns of the rest from denied claims.

How it works is in touches.toml. What it asks for is what Otium would propose, so that the offices differ in when and
how they ask, not in how much.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from otium.desk import calendar, clock
from otium.desk.actor import Actor
from otium.desk.requests import proposing
from otium.desk.requests.proposing import Subject
from otium.ops.simulate.charts import Charts
from otium.ops.simulate.payers import ALL_PAPERS, Asked, Key, Payers
from otium.ops.simulate.touch import ByDates as Model
from otium.ops.simulate.touch import Touches
from otium.records.models import Appointment, AuthorizationRequest, AuthorizedService, Coverage
from otium.rules import business_days
from otium.terms.prior_auth import RequestKind, RequestState, Road
from partners.adjudication.chance import draw
from partners.exchange.on_paper import Standing

DONE = ("done", "in_session", "arrived")
USUAL_VISITS, USUAL_WEEKS = 12, 8


@dataclass
class Open:
    """A request that the office works on: being written, then with the payer under `reference`."""

    patient_id: UUID
    coverage_id: UUID
    ready_on: date
    reference: str = ""
    request_id: UUID | None = None
    call_on: date | None = None
    answer_on: date | None = None


@dataclass
class ByDates:
    """One office. `counts_left`: it also counts visits, and asks anew when so many are left; None: it does not."""

    payers: Payers
    charts: Charts
    touches: Touches
    staff: Actor
    numbers: Callable[[Coverage], str]
    model: Model
    seed: int
    counts_left: int | None = None
    open: dict[UUID, Open] = field(default_factory=dict)  # by coverage
    heard: list[tuple[date, UUID]] = field(default_factory=list)  # when a denied claim of a coverage comes back
    used_up: set[UUID] = field(default_factory=set)  # coverages of which it knows that nothing is left
    returned: set[UUID] = field(default_factory=set)
    sent: int = 0
    lost: set[UUID] = field(default_factory=set)

    def work(self, at: datetime) -> None:
        on = clock.day(at, self.payers.practice)
        self._read_letters(at)
        self._hear_denials(on)
        if on.weekday() == self.model.look_weekday:
            self._look_through(on, at)
        for one in sorted(self.open.values(), key=lambda o: (o.ready_on, str(o.coverage_id))):
            self._go_on(one, on, at)

    def is_covered(self, visit: Appointment, at: datetime) -> bool:
        """Whether an authorization on the list has not ended, and nobody knows that its visits are used up."""
        on = clock.day(at, self.payers.practice)
        coverage = self._paying(visit.patient_id, on)
        if coverage is None or self.payers.known(coverage) is None:
            return True
        if coverage.pk in self.used_up:
            return False
        return any(
            (held.starts_on is None or held.starts_on <= on) and (held.ends_on is None or on <= held.ends_on)
            for held in self.payers.held(coverage.pk)
        )

    def why_held(self, visit: Appointment, at: datetime) -> str:
        """What a visit that is held waits for, as far as this office has got."""
        one = next((one for one in self.open.values() if one.patient_id == visit.patient_id), None)
        if one is None:
            return "request denied" if visit.patient_id in self.lost else "nobody asked"
        return "request submitted" if one.reference else "request being written"

    def made(self, visit: Appointment, at: datetime, *, is_valid: bool, is_evaluation: bool) -> None:
        """A visit was made: the evaluation is followed by the first request, a visit beyond the count by a denial."""
        on = clock.day(at, self.payers.practice)
        coverage = self._paying(visit.patient_id, on)
        if coverage is None or self.payers.known(coverage) is None:
            return
        if is_evaluation:
            self._begin(coverage, on)
        elif not is_valid:
            self.heard.append((on + timedelta(days=self.model.denied_after_days), coverage.pk))

    def _paying(self, patient_id: UUID, on: date) -> Coverage | None:
        rows = Coverage.objects.select_related("payer").filter(patient_id=patient_id, entered_in_error=False)
        rows = rows.exclude(ends_on__lt=on).exclude(starts_on__gt=on)
        return rows.order_by("order", "-starts_on").first()

    def _look_through(self, on: date, at: datetime) -> None:
        """Whoever has visits ahead, payer by payer: does the newest end date lie far enough ahead?"""
        rows = Appointment.objects.filter(practice=self.payers.practice, status="booked", starts_at__gte=at)
        who = ("patient__last_name", "patient__first_name", "patient__birth_on", "patient_id")
        for *_, patient_id in rows.order_by(*who).values_list(*who).distinct():
            coverage = self._paying(patient_id, on)
            if coverage is None or self.payers.known(coverage) is None or patient_id in self.lost:
                continue
            self.touches.add("look_through")
            if self._is_due(coverage, on):
                self._begin(coverage, on)

    def _is_due(self, coverage: Coverage, on: date) -> bool:
        held = self.payers.held(coverage.pk)
        ends = max((one.ends_on or date.max for one in held), default=None)
        if ends is None:
            return self._was_evaluated(coverage)
        return ends < on + timedelta(days=self.model.ahead_days) or self._few_left(coverage, on)

    def _few_left(self, coverage: Coverage, on: date) -> bool:
        """By the count that the stronger office keeps: approved less made, over all that holds today."""
        if self.counts_left is None:
            return False
        held = [h for h in self.payers.held(coverage.pk) if h.ends_on is None or h.ends_on >= on]
        services = AuthorizedService.objects.filter(authorization__in=held, basis="visits")
        approved = list(services.values_list("approved", flat=True))
        if not approved or None in approved:
            return False
        since = min(h.starts_on or date.min for h in held)
        made = Appointment.objects.filter(patient_id=coverage.patient_id, status__in=DONE, kind="treatment")
        many: int = made.filter(starts_at__gte=clock.instant(since, datetime.min.time(), self.payers.practice)).count()
        return sum(int(a) for a in approved if a) - many <= self.counts_left

    def _was_evaluated(self, coverage: Coverage) -> bool:
        found: bool = Appointment.objects.filter(patient_id=coverage.patient_id, status__in=DONE).exists()
        return found

    def _begin(self, coverage: Coverage, on: date) -> None:
        """The therapist is asked for the letter, the papers are put together."""
        if coverage.pk in self.open or coverage.patient_id in self.lost:
            return
        days = calendar.business_days(self.payers.practice, on)
        ready_on = business_days.add(on, self.model.prepare_business_days, days)
        self.open[coverage.pk] = Open(coverage.patient_id, coverage.pk, ready_on)
        self.touches.add("assemble")
        self.touches.add("write_letter")

    def _hear_denials(self, on: date) -> None:
        """Each claim that comes back is worked; the first tells that nothing is left."""
        come, self.heard = [h for h in self.heard if h[0] <= on], [h for h in self.heard if h[0] > on]
        for _, coverage_id in come:
            self.touches.add("work_denied_visit")
            coverage = Coverage.objects.select_related("payer").get(pk=coverage_id)
            key = self.payers.key(coverage, self.numbers(coverage))
            if self.payers.town.reviews.ground(*key, on) == "valid":
                continue  # another approval came meanwhile
            self.used_up.add(coverage_id)
            self._begin(coverage, on)

    def _go_on(self, one: Open, on: date, at: datetime) -> None:
        coverage = Coverage.objects.select_related("payer").get(pk=one.coverage_id)
        key = self.payers.key(coverage, self.numbers(coverage))
        if not one.reference:
            if one.ready_on <= on:
                self._send(one, coverage, key, on, at)
            return
        if one.answer_on is not None and one.answer_on <= on:
            self.payers.town.reviews.send_more(key[0], one.reference)
            one.answer_on = None
            self.touches.add("answer_pended")
            self.touches.add("find_what_is_wanted")
        if one.call_on is not None and one.call_on <= on:
            self.touches.add("status_call")
            one.call_on = self._after(on, self.model.status_call_days)

    def _send(self, one: Open, coverage: Coverage, key: Key, on: date, at: datetime) -> None:
        asked = self._asked(coverage, on, at)
        if self.charts.renew_plan(one.patient_id, asked.starts_on, at):
            self.touches.add("renew_plan")
        is_short = draw(self.seed, key[1], on, "papers") < self.model.missing_papers
        one.reference = self.payers.file(key, asked, frozenset() if is_short else ALL_PAPERS)
        request = AuthorizationRequest.objects.create(
            practice=self.payers.practice, patient_id=one.patient_id, coverage=coverage, kind=RequestKind.INITIAL,
            state=RequestState.SUBMITTED, submitted_on=on, submitted_at=at, requested=asked.visits,
            starts_on=asked.starts_on, ends_on=asked.ends_on, reference=one.reference, channel=Road.PORTAL,
        )  # fmt: skip
        one.request_id, one.call_on = request.pk, self._after(on, self.model.status_call_days)
        self.sent += 1
        self.touches.add(f"send_{self.payers.road(key).value}")

    def _after(self, on: date, days: int) -> date:
        return business_days.add(on, days, calendar.business_days(self.payers.practice, on))

    def _asked(self, coverage: Coverage, on: date, at: datetime) -> Asked:
        case = proposing.case_of(self.payers.practice, coverage.patient_id, at)
        held = self.payers.held(coverage.pk)
        kind = RequestKind.RENEWAL if held else RequestKind.INITIAL
        found = proposing.proposal(case, Subject(kind, coverage.pk, held[-1].pk if held else None))
        starts_on = max(found.starts_on or on, on)
        ends_on = found.ends_on or starts_on + timedelta(weeks=USUAL_WEEKS)
        if coverage.pk in self.used_up:
            ends_on = ends_on - (starts_on - on)
            starts_on = on
        return Asked(starts_on, max(ends_on, starts_on + timedelta(weeks=USUAL_WEEKS)), found.requested or USUAL_VISITS)

    def _read_letters(self, at: datetime) -> None:
        on = clock.day(at, self.payers.practice)
        by_reference = {one.reference: one for one in self.open.values() if one.reference}
        for payer_id, reference in self.payers.town.reviews.letters():
            one, standing = by_reference.get(reference), self.payers.town.reviews.standing(payer_id, reference)
            if one is None or standing is None or one.request_id is None:
                continue
            if standing.says == "wants":
                self.returned.add(one.request_id)
                one.answer_on = self._after(on, self.model.answer_business_days)
                continue
            if standing.says == "denied":
                standing = self._talked(payer_id, reference) or standing
            decision = self.payers.decision(standing, Road.LETTER, at)
            if decision is None:
                continue
            request = AuthorizationRequest.objects.select_related("coverage__payer").get(pk=one.request_id)
            self.payers.record(request, decision, at)
            self.touches.add("record_decision")
            del self.open[one.coverage_id]
            self.used_up.discard(one.coverage_id)
            if standing.says == "denied":
                self.lost.add(one.patient_id)

    def _talked(self, payer_id: str, reference: str) -> Standing | None:
        """A denial is talked over; what holds now where it was overturned."""
        is_won = self.payers.town.reviews.talk(payer_id, reference)
        if is_won is None:
            return None
        self.touches.add("arrange_talk")
        self.touches.add("hold_talk")
        return self.payers.town.reviews.standing(payer_id, reference)


def quiet(practice_autonomy: dict[str, str]) -> dict[str, str]:
    """Nothing is drafted by itself where nobody looks at drafts."""
    return {**practice_autonomy, "draft_request": "manual"}
