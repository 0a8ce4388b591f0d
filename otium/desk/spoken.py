"""A call with a payer that was made for something else than its worksheet: asking, pressing, hearing a decision.

It stands among the calls as any other, so that the list of them is true. What was learned in it is written by whoever
made the call for it, not from here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Call, Coverage
from otium.terms.calls import CallOutcome

LONGEST = 400  # characters of a note


def note(
    coverage_id: UUID | None, about: str, *, called_at: datetime, by: Actor, at: datetime, said_by: str = "",
    reference: str = "", **more: Any,
) -> Call | None:  # fmt: skip
    """The call, which reached somebody: `about` what it was for, `said_by` who spoke for the payer. Within the caller's
    transaction, which settles. None where no coverage says which payer was called.
    """
    coverage = Coverage.objects.filter(pk=coverage_id).first() if coverage_id else None
    if coverage is None:
        return None
    call = Call.objects.create(
        practice_id=coverage.practice_id, payer_id=coverage.payer_id, coverage=coverage, patient_id=coverage.patient_id,
        called_at=called_at, outcome=CallOutcome.REACHED.value, representative=said_by.strip(),
        reference=reference.strip(), note=about[:LONGEST], by_id=by.staff_id, **more,
    )  # fmt: skip
    history.record(call, "recorded", by=by, at=at, after={"outcome": call.outcome})
    return call
