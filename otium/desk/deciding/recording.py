"""Record a decision that a person read in a letter or on a portal, or heard by telephone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle, spoken
from otium.desk.actor import Actor
from otium.desk.deciding import authorizing
from otium.desk.deciding.heard import Heard, asked_of, named
from otium.desk.deciding.writing import Written, write
from otium.desk.mend import documents
from otium.desk.mend.documents import Paper
from otium.records.models import (
    Appointment,
    AuthorizationRequest,
    AuthorizationUse,
    Coverage,
    Document,
    Patient,
    Practice,
)
from otium.rules import deciding as rules
from otium.rules.deciding import GRANTING
from otium.terms.decision import Decision, Doubt
from otium.terms.prior_auth import Road
from otium.terms.schedule import VisitStatus

WHY = "decision recorded"
ABOUT = "Heard the decision of a request."
NOON = time(12)


class Refused(Exception):
    """Nothing was written: these doubts stand (the form says each), or `code` says why not at all."""

    def __init__(self, doubts: tuple[Doubt, ...], code: str = "") -> None:
        super().__init__(code or " ".join(d.code for d in doubts))
        self.doubts, self.code = doubts, code


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed. `covered`, `uncovered`: visits to come with and without an authorization, after it.

    `has_text` False: the letter is a picture, and nothing could be read from it; None: no letter, or not looked at.
    """

    written: Written
    covered: int
    uncovered: int
    has_text: bool | None = None


@transaction.atomic
def record(
    *,
    patient_id: UUID,
    decision: Decision,
    request_id: UUID | None = None,
    coverage_id: UUID | None = None,
    document_id: UUID | None = None,
    confirmed: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Outcome:
    """Write it as any other decision and settle the patient. `confirmed`: codes of doubts that a person looked at.

    `request_id` None: nobody here knows the request; `coverage_id` says of which coverage. `document_id`: the letter,
    among the patient's papers. Raises Refused.
    """
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.get(pk=patient_id)
    practice = Practice.objects.get(pk=patient.practice_id)
    request = _request(patient, request_id)
    coverage = _coverage(patient, request, coverage_id)
    document = Document.objects.get(pk=document_id, patient=patient) if document_id else None
    heard = Heard(practice, patient_id, coverage, named(practice, decision), by, at, document=document)
    _check(heard, request, confirmed)
    written = write(heard, request)
    if written.state != "applied":
        raise Refused((), written.cause)
    if decision.road is Road.CALL:
        _note_call(heard)
    settle.settle(practice, by=by, at=at, patients=[patient_id], why=WHY)
    covered, uncovered = _ahead(heard)
    return Outcome(written, covered, uncovered, document.has_text if document else None)


def _note_call(heard: Heard) -> None:
    """By telephone it was heard in a call: that stands among the calls with this payer."""
    called_on = min(heard.decision.decided_on or heard.on, heard.on)
    called_at = heard.at if called_on == heard.on else clock.instant(called_on, NOON, heard.practice)
    spoken.note(
        heard.coverage.pk if heard.coverage else None, ABOUT, called_at=called_at, by=heard.by, at=heard.at,
        reference=heard.decision.reference,
    )  # fmt: skip


@transaction.atomic
def keep_letter(letter: Paper, *, practice_id: UUID, patient_id: UUID, by: Actor, at: datetime) -> Document:
    """The letter among the patient's papers; a picture holds no text, and is said to hold none. Raises Invalid."""
    document = documents.keep(letter, practice_id=practice_id, patient_id=patient_id, by=by, at=at)
    if document.has_text is None and document.media_type.startswith("image/"):
        document.has_text = False
        document.save(update_fields=["has_text"])
        history.record(document, "looked_at", by=by, at=at, after={"has_text": document.has_text})
    return document


def _request(patient: Patient, request_id: UUID | None) -> AuthorizationRequest | None:
    if request_id is None:
        return None
    return AuthorizationRequest.objects.select_for_update(of=("self",)).get(pk=request_id, patient=patient)


def _coverage(patient: Patient, request: AuthorizationRequest | None, coverage_id: UUID | None) -> Coverage | None:
    """The request's, else the one that was chosen."""
    key = (request.coverage_id if request else None) or coverage_id
    rows = Coverage.objects.filter(practice_id=patient.practice_id, patient=patient, entered_in_error=False)
    return rows.filter(pk=key).first() if key else None


def _check(heard: Heard, request: AuthorizationRequest | None, confirmed: Collection[str]) -> None:
    """Raises Refused for what cannot be, and for what nobody said to be so."""
    found = [*rules.doubts(heard.decision, asked_of(request), on=heard.on), *_on_file(heard, request)]
    open_ones = tuple(d for d in found if d.is_refusal or d.code not in confirmed)
    if open_ones:
        raise Refused(open_ones)


def _on_file(heard: Heard, request: AuthorizationRequest | None) -> list[Doubt]:
    """The number stands on file and says otherwise, and nobody said how the two go together."""
    decision = heard.decision
    if decision.event not in GRANTING or not decision.number or decision.adds is not None:
        return []
    if not authorizing.standing(heard, decision.number).exists() or authorizing.is_as_said(heard):
        return []
    return [Doubt("number_on_file", "on_file", is_refusal=True, params={"number": decision.number})]


def _ahead(heard: Heard) -> tuple[int, int]:
    """(covered, not covered) of the patient's booked visits to come."""
    rows = Appointment.objects.filter(
        practice=heard.practice, patient_id=heard.patient_id, status=VisitStatus.BOOKED.value, starts_at__gte=heard.at
    )
    visits = set(rows.values_list("pk", flat=True))
    uses = AuthorizationUse.objects.filter(practice=heard.practice, appointment_id__in=visits)
    covered = set(uses.values_list("appointment_id", flat=True))
    return len(covered), len(visits - covered)
