"""What a person does next with a request, in one sentence."""

from django.utils.translation import gettext as _

from otium.desk.requests import cancelling
from otium.pages import present
from otium.pages.staff.prior_auth import ways as roads
from otium.records.models import AuthorizationRequest
from otium.terms.prior_auth import Road

WITH_PAYER = ("submitted", "acknowledged")


def of(asked: AuthorizationRequest, first: roads.Way | None) -> str:
    """`first`: the way that comes first, None where none is open."""
    name = asked.therapist.name if asked.therapist else _("the therapist")
    if asked.state == "draft":
        return _("%(name)s reads and signs it; then it can be sent.") % {"name": name}
    if asked.state == "ready":
        return _("Signed. Send it.") if first else _("Signed, and no way to send it is open: see below.")
    if asked.state == "pended":
        if asked.answer_by:
            return _("Answer the payer by %(day)s.") % {"day": present.day(asked.answer_by)}
        return _("Answer the payer. It set no day.")
    if asked.state in WITH_PAYER:
        if asked.channel == Road.X12.value:
            return _("The payer decides. An electronic answer lands here by itself; record any other.")
        return _("The payer decides. Record its answer when it comes.")
    if asked.state == "denied":
        return _("Denied. Look at the reason, then talk to the payer’s clinician or appeal.")
    if asked.state == "superseded":
        return _("Another request took its place.")
    if asked.state == "modified":
        return _("Fewer than asked. Plan with what was approved, or answer it.")
    if asked.state == "cancelled":
        return _cancelled(asked)
    return (
        _("Approved: visits use it by themselves.") if asked.state == "approved" else _("Nothing is left to do here.")
    )


def _cancelled(asked: AuthorizationRequest) -> str:
    """Whether the payer knows it. Two queries."""
    told = cancelling.told(asked)
    if told is not None and told.confirmed_at is not None:
        return _("Cancelled, and the payer says that it cancelled it too.")
    if told is not None:
        return _("Cancelled. The payer was told by wire; its answer lands here by itself.")
    if not cancelling.has_left(asked):
        return _("Cancelled before it left. Nothing is left to do here.")
    number = asked.reference or asked.trace
    if number:
        return _("Cancelled here, but the payer has it: tell it by phone or portal, with the number %(number)s.") % {
            "number": number
        }
    return _("Cancelled here, but the payer has it: tell it by phone or portal.")
