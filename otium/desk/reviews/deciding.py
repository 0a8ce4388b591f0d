"""What came of an appeal: the request follows an overturned one, the next level holds its day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import appeals, loading, overturning
from otium.desk.reviews.overturning import Granted, Ground
from otium.records.models import Appeal, Document
from otium.rules.appeals import choosing
from otium.terms.prior_auth import AppealOutcome, Road
from otium.terms.reviews import AppealEvent

WON = (AppealOutcome.OVERTURNED, AppealOutcome.PARTLY)


@transaction.atomic
def decide(
    *, appeal_id: UUID, outcome: AppealOutcome, decided_on: date, by: Actor, at: datetime, note: str = "",
    reference: str = "", document_id: UUID | None = None, granted: Granted | None = None,
) -> Appeal:  # fmt: skip
    """Record the decision. Where it stands and a level follows that opens by itself, that level is begun, so that its
    last day is on the desk."""
    row = loading.appeal(appeal_id)
    on = loading.day(row.request, at)
    if decided_on > on:
        raise Refused("decided_on", "day_ahead")
    if row.filed_on and decided_on < row.filed_on:
        raise Refused("decided_on", "before_it_was_filed")
    if granted is not None and outcome not in WON:
        raise Refused("outcome", "granted_and_upheld")
    loading.move_appeal(
        row, AppealEvent.DECIDE, by, at, outcome=outcome.value, decided_on=decided_on,
        document_id=_paper(row, document_id), note=note.strip(), reference=reference.strip() or row.reference,
    )  # fmt: skip
    if granted is not None:
        ground = Ground("appeal", decided_on, Road.LETTER, row.reference, row.document_id)
        overturning.overturn(row.request_id, granted, ground, by=by, at=at)
    following = appeals.next_of(row, on)
    if following is not None and choosing.opens(following):
        appeals.begin(row.request, following, decided_on, by, at, points=row.points)
    loading.settled(row.request, by, at, f"appeal {outcome}")
    return row


def _paper(row: Appeal, document_id: UUID | None) -> UUID | None:
    if document_id is None:
        return None
    found = Document.objects.filter(pk=document_id, patient_id=row.request.patient_id, entered_in_error=False).first()
    if found is None:
        raise Refused("document", "not_an_option")
    return found.pk
