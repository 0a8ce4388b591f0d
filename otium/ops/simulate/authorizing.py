"""The office with Otium: it does what the desk puts in front of it about authorizations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from otium.desk import acts, clock, packets, settle
from otium.desk.actor import Actor
from otium.desk.packets import reasoning, signing
from otium.desk.packets.signers import treating_therapists
from otium.desk.requests import life as requests
from otium.desk.requests.life import Refused, Told
from otium.desk.reviews import talks
from otium.desk.reviews.overturning import Granted
from otium.desk.reviews.talks import Spoken
from otium.ops.simulate.charts import Charts
from otium.ops.simulate.payers import Asked, Key, Payers
from otium.ops.simulate.touch import Touches
from otium.records.models import Appointment, AuthorizationRequest, AuthorizationUse, Coverage, PeerToPeer, Task
from otium.rules.packet import answers
from otium.terms.duty import DutyKind
from otium.terms.packet import Gap, Packet, Section
from otium.terms.prior_auth import PeerToPeerOutcome, RequestKind, RequestState, Road

FOLLOWING = (RequestKind.RENEWAL.value, RequestKind.AMENDMENT.value)
WITH_PAYER = (RequestState.SUBMITTED.value, RequestState.ACKNOWLEDGED.value, RequestState.PENDED.value)
DISPUTED = (RequestState.DENIED.value, RequestState.MODIFIED.value)
LOOKED_AT = (
    DutyKind.SETTLE_NEED, DutyKind.CHECK_APPROVAL, DutyKind.SETTLE_USES, DutyKind.HOLD_PEER_TO_PEER,
    DutyKind.FILE_APPEAL, DutyKind.CHASE_APPEAL, DutyKind.WORK_DENIAL, DutyKind.WORK_REDUCTION,
)  # fmt: skip
SAYS = {
    "skilled_need_missing": Section.SKILLED_NEED,
    "why_more_missing": Section.SKILLED_NEED,
    "discharge_missing": Section.DISCHARGE,
    "deficits_missing": Section.DEFICITS,
    "progress_missing": Section.PROGRESS,
    "home_program_missing": Section.HOME_PROGRAM,
    "other_services_missing": Section.OTHER_SERVICES,
}
WORDS = "Graded by an occupational therapist's judgment in each session; progress is steady, and goals are partly met."
CHASES = timedelta(days=4)
LINE = "555-0100"
EVALUATION, PLAN_ENDED = "evaluation_missing", "plan_ended"


@dataclass
class Authorizing:
    """One office. `stuck` counts requests that lacked something nobody could fill, by gap."""

    payers: Payers
    charts: Charts
    touches: Touches
    staff: Actor
    signers: dict[UUID, Actor]  # therapist -> who signs
    numbers: Callable[[Coverage], str]  # the number on its card
    stuck: dict[str, int] = field(default_factory=dict)
    asked: dict[UUID, str] = field(default_factory=dict)  # request -> the payer's reference, or the trace of its 278
    returned: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)  # patients whose denial stands

    def work(self, at: datetime) -> None:
        """In the order in which one thing opens the next; each is settled at once, as nobody sees the queue within."""
        with settle.together():
            self._read_letters(at)
        with settle.together():
            for request, packet in self._read(at):
                self._chart(request, packet, at)
        with settle.together():
            for request, packet in self._read(at):
                self._sign(request, packet, at)
        with settle.together():
            for request in self._requests(RequestState.READY.value):
                self._send(request, at)
            for request in self._requests(RequestState.PENDED.value):
                self._answer(request, at)
        with settle.together():
            for request in self._requests(*DISPUTED):
                self._talk(request, at)
        with settle.together():
            self._chase(at)

    def is_covered(self, visit: Appointment, at: datetime) -> bool:
        """Whether the desk shows an authorization beside the visit."""
        return bool(AuthorizationUse.objects.filter(appointment=visit).exists())

    def _requests(self, *states: str) -> Iterable[AuthorizationRequest]:
        rows = AuthorizationRequest.objects.filter(practice=self.payers.practice, state__in=states)
        rows = rows.filter(patient__is_active=True, coverage__isnull=False)
        who = ("patient__last_name", "patient__first_name", "patient__birth_on", "kind", "submitted_on", "requested")
        return list(rows.select_related("coverage__payer", "practice").order_by(*who))

    def _key(self, coverage: Coverage) -> Key:
        return self.payers.key(coverage, self.numbers(coverage))

    def _read(self, at: datetime) -> list[tuple[AuthorizationRequest, Packet]]:
        """The drafts with their packets, but for those whose evaluation is still to come."""
        drafts = list(self._requests(RequestState.DRAFT.value))
        read = packets.compiled_all(self.payers.practice, [draft.pk for draft in drafts], at=at)
        both = [(draft, read[draft.pk]) for draft in drafts]
        return [(draft, packet) for draft, packet in both if EVALUATION not in {g.code for g in packet.blocking}]

    def _chart(self, request: AuthorizationRequest, packet: Packet, at: datetime) -> None:
        """What the chart can say is charted."""
        if not packet.blocking:
            return
        self.charts.evaluate(request.patient_id, at)
        if request.kind in FOLLOWING and self.charts.progress(request.patient_id, at):
            self.touches.add("quick_form")
        if any(gap.code == PLAN_ENDED for gap in packet.blocking):
            self._renew_plan(request, at)

    def _sign(self, request: AuthorizationRequest, packet: Packet, at: datetime) -> None:
        """What only the clinician can say is written, what cannot be had explained; then the packet is signed."""
        if packet.blocking:
            written = [self._write(request, gap, at) for gap in packet.blocking]
            if any(written):
                self.touches.add("write_reasoning")
            packet = packets.compiled(request.pk, at=at)
        if packet.blocking:
            self._note_stuck(gap.code for gap in packet.blocking)
            return
        signing.sign(request_id=request.pk, digest=packet.digest, by=self._signer(request), at=at)
        self.touches.add("read_and_sign")

    def _renew_plan(self, request: AuthorizationRequest, at: datetime) -> None:
        """Named by the task to sign, with the request: while the old authorization still covers what is booked."""
        until = request.starts_on or clock.day(at, request.practice)
        if self.charts.renew_plan(request.patient_id, until, at):
            self.touches.add("renew_plan")

    def why_held(self, visit: Appointment, at: datetime) -> str:
        """What a visit that is held waits for: the state of the newest request, or what its packet lacks."""
        rows = AuthorizationRequest.objects.filter(patient_id=visit.patient_id, coverage__isnull=False)
        newest = rows.exclude(state=RequestState.CANCELLED).order_by("-starts_on", "-submitted_on", "-id").first()
        if newest is None:
            return "nobody asked"
        if newest.state != RequestState.DRAFT:
            return f"request {newest.state}"
        lacks = sorted({gap.code for gap in packets.compiled(newest.pk, at=at).blocking})
        if EVALUATION in lacks:
            return "evaluation to come"
        return f"draft lacks {lacks[0]}" if lacks else "draft not signed"

    def _write(self, request: AuthorizationRequest, gap: Gap, at: datetime) -> bool:
        """True where it went into the reasoning."""
        by, key = self._signer(request), answers.key_of(gap)
        if gap.code in SAYS:
            reasoning.write(request_id=request.pk, section=SAYS[gap.code], text=WORDS, by=by, at=at)
            return True
        if answers.may_explain(key):
            reasoning.explain(request_id=request.pk, gap=key, text=WORDS, by=by, at=at)
            self.touches.add("explain_gap")
        return False

    def _signer(self, request: AuthorizationRequest) -> Actor:
        """Who treats, as far as they sign; else the owner, who is the first of them."""
        treating = treating_therapists(request)
        return next((by for key, by in self.signers.items() if key in treating), next(iter(self.signers.values())))

    def _send(self, request: AuthorizationRequest, at: datetime) -> None:
        """By the payer's road; where its 278 lacks something, by the portal as everybody else."""
        key = self._key(request.coverage)
        road = self.payers.road(key)
        if road is Road.X12:
            try:
                sending = requests.submit(request_id=request.pk, road=road, by=self.staff, at=at)
            except Refused as refused:
                self._note_stuck([f"278 {refused.code}", *(f"278 {lack.code}" for lack in refused.lacks)])
                road = Road.PORTAL
            else:
                self.asked[request.pk] = sending.parcel.trace if sending.parcel else ""
        if road is not Road.X12:
            reference = self.payers.file(key, asked_in(request, clock.day(at, request.practice)))
            told = Told(sent_on=clock.day(at, request.practice), reference=reference)
            requests.submit(request_id=request.pk, road=road, by=self.staff, at=at, told=told)
            self.asked[request.pk] = reference
        self.touches.add(f"send_{road.value}")

    def _note_stuck(self, codes: Iterable[str]) -> None:
        for code in codes:
            self.stuck[code] = self.stuck.get(code, 0) + 1

    def _read_letters(self, at: datetime) -> None:
        """What came by mail or fax is typed in by the quick form; what came by 278 was read already."""
        of_reference = {reference: request_id for request_id, reference in self.asked.items()}
        for payer_id, reference in self.payers.town.reviews.letters():
            standing = self.payers.town.reviews.standing(payer_id, reference)
            request_id = of_reference.get(reference)
            if standing is None or request_id is None:
                continue
            request = AuthorizationRequest.objects.select_related("coverage__payer").get(pk=request_id)
            decision = self.payers.decision(standing, Road.LETTER, at)
            if decision is not None and request.state in WITH_PAYER:
                self.payers.record(request, decision, at)
                self.touches.add("record_decision")

    def _answer(self, request: AuthorizationRequest, at: datetime) -> None:
        """What is wanted is in the chart; one that waits for review alone wants nothing."""
        key, reference = self._key(request.coverage), self.asked.get(request.pk, request.trace)
        if not self.payers.town.reviews.send_more(key[0], reference):
            return
        self.returned.add(request.pk)
        told = Told(sent_on=clock.day(at, request.practice), reference=reference)
        road = self.payers.road(key)
        requests.answer(
            request_id=request.pk, road=road if road is not Road.X12 else Road.PORTAL, by=self.staff, at=at, told=told
        )
        self.touches.add("answer_pended")

    def _talk(self, request: AuthorizationRequest, at: datetime) -> None:
        """Once, while the payer talks; what stays denied after it ends the course."""
        if PeerToPeer.objects.filter(request=request).exists() or request.patient_id in self.lost:
            return
        key, reference = self._key(request.coverage), self.asked.get(request.pk, request.trace)
        is_won = self.payers.town.reviews.talk(key[0], reference)
        if is_won is None:
            if request.state == RequestState.DENIED:
                self.lost.add(request.patient_id)
            return
        try:
            talk = talks.open_talk(request_id=request.pk, by=self.staff, at=at)
        except acts.Refused:
            return
        self.touches.add("arrange_talk")
        self.touches.add("hold_talk")
        spoken = Spoken("reached", at, number=LINE, representative="Simulated reviewer", talk_minutes=10)
        standing = self.payers.town.reviews.standing(key[0], reference)
        outcome = PeerToPeerOutcome.OVERTURNED if is_won else PeerToPeerOutcome.UPHELD
        granted = None
        if is_won and standing is not None and standing.starts_on and standing.ends_on and standing.visits:
            granted = Granted(standing.number, standing.starts_on, standing.ends_on, standing.visits)
        talks.hold(talk_id=talk.pk, spoken=spoken, outcome=outcome, by=self.staff, at=at, granted=granted)
        if not is_won and request.state == RequestState.DENIED:
            self.lost.add(request.patient_id)

    def _chase(self, at: datetime) -> None:
        """Payers that are late are called; other tasks about authorizations are looked at."""
        until = (clock.day(at, self.payers.practice) + CHASES).isoformat()
        open_tasks = Task.objects.filter(practice=self.payers.practice, state="open", patient__is_active=True)
        due = open_tasks.filter(due_on__lte=clock.day(at, self.payers.practice))
        for task in due.filter(kind=DutyKind.CHASE_DECISION.value).order_by("due_on", "patient__last_name"):
            self._record(task, "wait_until", {"until_on": until, "note": "called"}, at)
            self.touches.add("chase")
        for task in due.filter(kind__in=[kind.value for kind in LOOKED_AT]).order_by("due_on", "patient__last_name"):
            self._record(task, "wait_until", {"until_on": until, "note": "looked at"}, at)
            self.touches.add("look_at")

    def _record(self, task: Task, choice: str, entries: dict[str, str], at: datetime) -> None:
        if Task.objects.filter(pk=task.pk, state="open").exists():
            acts.record(task_id=task.pk, choice=choice, entries=entries, by=self.staff, at=at)


def asked_in(request: AuthorizationRequest, on: date) -> Asked:
    """What the form says; where the request leaves it open, twelve weeks from the day."""
    starts_on = request.starts_on or on
    return Asked(starts_on, request.ends_on or starts_on + timedelta(weeks=12), request.requested or 1)
