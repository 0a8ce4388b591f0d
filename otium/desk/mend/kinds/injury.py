"""The claim of a work or car injury behind a coverage."""

from collections.abc import Iterator
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.mend import checks
from otium.desk.mend.parts.body_parts import BodyParts
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values, Words
from otium.records import models
from otium.terms.payers import PayerType

T = FieldType
OF_INJURIES = (PayerType.WORKERS_COMP.value, PayerType.AUTO.value)
STATE_LENGTH = 2
NOON = time(12)


def _one_of_a_coverage(draft: Draft) -> Iterator[Problem]:
    same = models.InjuryClaim.objects.filter(practice=draft.practice, coverage_id=draft.values.get("coverage"))
    if same.exclude(pk=draft.key).exists():
        yield Problem("coverage", _("The claim of this coverage is on file. Change that one."))


def _pays_for_injuries(draft: Draft) -> Iterator[Problem]:
    kind = models.Coverage.objects.filter(pk=draft.values.get("coverage")).values_list("payer__payer_type", flat=True)
    if kind.first() not in OF_INJURIES:
        yield Problem("coverage", _("Choose a coverage of workers’ compensation or auto: other payers have no claim."))


def _state(draft: Draft) -> Iterator[Problem]:
    state = draft.values.get("state", "")
    if state and not (len(state) == STATE_LENGTH and state.isascii() and state.isalpha() and state.isupper()):
        yield Problem("state", _("Enter the two letters of the state, like TX."))


def _columns(draft: Draft) -> Values:
    return {"changed_at": clock.instant(draft.on, NOON, draft.practice)}


INJURY_CLAIM = Kind(
    name="injury_claim",
    model=models.InjuryClaim,
    words=Words(lazy("injury claim"), lazy("Injury claims"), lazy("Add this claim"), lazy("Save this claim")),
    named=lambda row: row.claim_number,
    order=("changed_at", "id"),
    fields=(
        Field("coverage", T.ROW, lazy("Coverage"), of="coverage", is_required=True),
        Field("claim_number", T.TEXT, lazy("Claim number"), lazy("As the insurer gave it; it stands on every bill")),
        Field("injured_on", T.DAY, lazy("Day of the injury")),
        Field("state", T.TEXT, lazy("State whose law holds"), lazy("Two letters, like TX")),
        Field("employer", T.TEXT, lazy("Employer"), lazy("Of a work injury")),
        Field("accepted_parts", T.TEXT, lazy("Accepted body parts"), lazy("With commas between: left wrist, left hand"),
              group=lazy("What is accepted")),
        Field("treats_accepted_part", T.YES_NO, lazy("Is what we treat among them?")),
        Field("authorized_visits", T.WHOLE, lazy("Authorized visits"), group=lazy("What the adjuster authorized"),
              hint=lazy("Leave empty where an authorization with a number is on file: it counts by itself")),
        Field("authorized_starts_on", T.DAY, lazy("From")),
        Field("authorized_ends_on", T.DAY, lazy("Until")),
        Field("adjuster_name", T.TEXT, lazy("Adjuster"), group=lazy("Who decides")),
        Field("adjuster_phone", T.TEXT, lazy("Telephone")),
        Field("adjuster_fax", T.TEXT, lazy("Fax")),
        Field("adjuster_email", T.TEXT, lazy("E-mail")),
        Field("bills_to", T.TEXT, lazy("Where bills go"), lazy("Payer ID, address or fax")),
    ),
    checks=(
        checks.not_ahead("injured_on"),
        checks.in_order("authorized_starts_on", "authorized_ends_on"),
        checks.email("adjuster_email"),
        _state,
        _pays_for_injuries,
        _one_of_a_coverage,
    ),
    derive=_columns,
    part=BodyParts(),
)  # fmt: skip
