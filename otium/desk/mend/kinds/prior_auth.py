"""Authorizations with their services, and what was asked for. Asked and approved stay apart."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, options
from otium.desk.mend.parts.services import Services
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values, Words
from otium.records import models
from otium.rules import prior_auth as rules
from otium.terms.prior_auth import AuthState, Basis, RequestEvent, RequestState

T = FieldType
COVERAGE = Field("coverage", T.ROW, lazy("Coverage"), of="coverage")


def _one_authorization_of_a_number(draft: Draft) -> Iterator[Problem]:
    number = draft.values.get("number")
    same = models.Authorization.objects.filter(practice=draft.practice, patient_id=draft.patient_id, number=number)
    if number and same.exclude(pk=draft.key).exclude(state=AuthState.CANCELLED.value).exists():
        yield Problem("number", _("This number is on file for this patient. Change that authorization."))


def _services_make_sense(draft: Draft) -> Iterator[Problem]:
    services = draft.values.get("services") or []
    if not services:
        yield Problem("services", _("Say what was approved: at least one line."))
    seen: set[str] = set()
    for number, line in enumerate(services, 1):
        codes = line.get("codes") or []
        if not codes and line.get("basis") == Basis.UNITS.value:
            words = _("Line %(n)d: units need codes. Name the codes, or count visits.")
            yield Problem("services", words % {"n": number})
        if twice := seen.intersection(codes):
            words = _("Line %(n)d: %(code)s stands in another line. A visit could not tell which one it uses.")
            yield Problem("services", words % {"n": number, "code": sorted(twice)[0]})
        seen.update(codes)
        asked, approved = line.get("requested"), line.get("approved")
        if asked is not None and approved is not None and approved > asked:
            words = _("Line %(n)d: more was approved than asked for. Check the letter.")
            yield Problem("services", words % {"n": number}, is_warning=True)
    if sum(not line.get("codes") for line in services) > 1:
        yield Problem("services", _("Only one line may count visits of any code."))


def _entered_today(draft: Draft) -> Values:
    return {"entered_on": draft.on} if draft.row is None else {}


def _cancelled(row: models.Authorization) -> str:
    if row.state != AuthState.CANCELLED.value:
        return ""
    return _("This authorization was cancelled. Take that back first, or add another.")


AUTHORIZATION = Kind(
    name="authorization",
    model=models.Authorization,
    words=Words(
        lazy("authorization"),
        lazy("Authorizations"),
        lazy("Add this authorization"),
        lazy("Save this authorization"),
    ),
    named=lambda row: row.number or _("Authorization without number"),
    order=("-starts_on", "number", "id"),
    fields=(
        COVERAGE,
        Field("number", T.TEXT, lazy("Authorization number"), lazy("As the payer writes it")),
        Field("starts_on", T.DAY, lazy("First day")),
        Field("ends_on", T.DAY, lazy("Last day")),
        Field("state", T.CHOICE, lazy("Does it apply?"), options=options.AUTH_STATES, default="active"),
        Field("services", T.LINES, lazy("What was approved"), is_required=True, lines=(
            Field("codes", T.CODES, lazy("Codes"), lazy("97530 97110; empty: visits of any code")),
            Field("basis", T.CHOICE, lazy("Counts"), options=options.BASES, default="visits", is_required=True),
            Field("requested", T.WHOLE, lazy("Asked for")),
            Field("approved", T.WHOLE, lazy("Approved"), lazy("As the letter says it")),
            Field("opening_used", T.WHOLE, lazy("Used before"), lazy("Visits that are not in this calendar"),
                  default=0),
        )),
        Field("note", T.LONG, lazy("Note")),
    ),
    checks=(checks.in_order("starts_on", "ends_on"), _one_authorization_of_a_number, _services_make_sense),
    derive=_entered_today,
    part=Services(),
    locked=_cancelled,
    withdrawal=(("state", AuthState.CANCELLED.value),),
)  # fmt: skip

NEEDED_DAYS = {
    RequestState.SUBMITTED: "submitted_on",
    RequestState.PENDED: "submitted_on",
    RequestState.APPROVED: "decided_on",
    RequestState.MODIFIED: "decided_on",
    RequestState.DENIED: "decided_on",
}


def _state_follows(draft: Draft) -> Iterator[Problem]:
    """A state on file moves only as rules.prior_auth.MOVES allows; a first entry may stand anywhere."""
    if draft.row is None or draft.row.state == draft.values["state"]:
        return
    before, after = RequestState(draft.row.state), RequestState(draft.values["state"])
    if not any(rules.MOVES.get((before, event)) is after for event in RequestEvent):
        words = _("A request that is “%(before)s” cannot become “%(after)s”. Add another request instead.")
        names = {n: options.words(options.REQUEST_STATES, s) for n, s in (("before", before), ("after", after))}
        yield Problem("state", words % names)


def _state_has_its_day(draft: Draft) -> Iterator[Problem]:
    if not draft.values.get("state"):
        return
    needed = NEEDED_DAYS.get(RequestState(draft.values["state"]))
    if needed and not draft.values.get(needed):
        yield Problem(needed, _("Enter this day: the next deadline is counted from it."))


AUTHORIZATION_REQUEST = Kind(
    name="authorization_request",
    model=models.AuthorizationRequest,
    words=Words(
        lazy("authorization request"), lazy("Requests"), lazy("Add this request"), lazy("Save this request")
    ),
    named=lambda row: options.words(options.REQUEST_KINDS, row.kind),
    order=("-submitted_on", "id"),
    fields=(
        Field("kind", T.CHOICE, lazy("What is it?"), is_required=True, options=options.REQUEST_KINDS),
        COVERAGE,
        Field("authorization", T.ROW, lazy("Renews, or became"), of="authorization"),
        Field("state", T.CHOICE, lazy("Where it stands"), is_required=True, options=options.REQUEST_STATES,
              default="submitted"),
        Field("submitted_on", T.DAY, lazy("Sent on")),
        Field("channel", T.CHOICE, lazy("How it was sent"), options=(("", lazy("Unknown")), *options.SENDING_ROADS)),
        Field("reference", T.TEXT, lazy("Reference"), lazy("What the payer gave you when it was sent")),
        Field("requested", T.WHOLE, lazy("Asked for")),
        Field("codes", T.CODES, lazy("Codes"), lazy("With spaces between; empty: visits of any code")),
        Field("answer_by", T.DAY, lazy("Answer the payer by"), lazy("When it is pended"), group=lazy("Answer")),
        Field("decided_on", T.DAY, lazy("Decided on"), lazy("The day on the payer’s notice")),
        Field("approved", T.WHOLE, lazy("Approved")),
        Field("reason", T.LONG, lazy("The payer’s reason")),
    ),
    checks=(
        checks.not_ahead("submitted_on"),
        checks.not_ahead("decided_on"),
        checks.in_order("submitted_on", "decided_on"),
        _state_follows,
        _state_has_its_day,
    ),
    withdrawal=(("state", RequestState.CANCELLED.value),),
)  # fmt: skip
