"""A practice's own roads to its payers with an authorization request."""

import re
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.records import models
from otium.terms.prior_auth import Road

T = FieldType
ANY_SERVICE = (("", lazy("Any service")), *options.SERVICES)
ANY_KIND = (("", lazy("Any request")), *options.REQUEST_KINDS)
DIALLED = (Road.FAX.value, Road.CALL.value)
_STATE = re.compile(r"[A-Z]{2}")


def _plan_is_of_payer(draft: Draft) -> Iterator[Problem]:
    plan, payer = draft.values.get("plan"), draft.values.get("payer")
    if plan and payer and not models.Plan.objects.filter(pk=plan, payer_id=payer).exists():
        yield Problem("plan", _("This plan is of another payer. Choose a plan of the payer above, or none."))


def _reads(draft: Draft) -> Iterator[Problem]:
    """A number has ten digits, a portal an address of the web; a state two letters."""
    road, destination = draft.values.get("road"), draft.values.get("destination") or ""
    if road in DIALLED and destination and len(re.sub(r"\D", "", destination)) not in (10, 11):
        yield Problem("destination", _("A number has ten digits, like 518-555-0111."))
    if road == Road.PORTAL and destination and not destination.lower().startswith("https://"):
        yield Problem("destination", _("Enter the whole address, beginning with https://."))
    if draft.values.get("state") and not _STATE.fullmatch(draft.values["state"]):
        yield Problem("state", _("Enter the two letters of the state, like NY, or leave it empty for any."))


def _order_begins_with_one(draft: Draft) -> Iterator[Problem]:
    if draft.values.get("order") == 0:
        yield Problem("order", _("The first road is 1."))


def _one_at_a_time(draft: Draft) -> Iterator[Problem]:
    """The same road twice for the same requests: nobody could say to which number."""
    starts_on, ends_on = draft.values.get("starts_on"), draft.values.get("ends_on")
    same = {name: draft.values.get(name) or "" for name in ("state", "service", "kind", "road")}
    others = models.PayerRoad.objects.filter(
        practice=draft.practice,
        payer_id=draft.values.get("payer"),
        plan_id=draft.values.get("plan"),
        entered_in_error=False,
        **same,
    ).exclude(pk=draft.key)
    if ends_on:
        others = others.filter(Q(starts_on=None) | Q(starts_on__lte=ends_on))
    if starts_on:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if others.exists():
        yield Problem("road", _("This road is on file for the same requests and days. Change that one."))


PAYER_ROAD = Kind(
    name="payer_road",
    model=models.PayerRoad,
    words=Words(lazy("road"), lazy("Roads to payers"), lazy("Add this road"), lazy("Save this road")),
    of_patient=False,
    named=lambda row: f"{row.payer.name}: {options.words(options.SENDING_ROADS, row.road)}",
    related=("payer",),
    order=("payer__name", "order", "id"),
    fields=(
        Field("payer", T.ROW, lazy("Payer"), is_required=True, of="payer"),
        Field("road", T.CHOICE, lazy("How it is asked"), is_required=True, options=options.SENDING_ROADS),
        Field("destination", T.TEXT, lazy("Where to"), lazy("Fax or phone number, or the portal’s address")),
        Field("form", T.TEXT, lazy("Form"), lazy("The payer’s form, by its own name")),
        Field("order", T.WHOLE, lazy("Tried as which"), lazy("1 is tried first"), is_required=True, most=9, default=1),
        Field("kind", T.CHOICE, lazy("For which requests"), options=ANY_KIND, group=lazy("Only for some requests")),
        Field("service", T.CHOICE, lazy("For which service"), options=ANY_SERVICE),
        Field("plan", T.ROW, lazy("Plan"), of="plan"),
        Field("state", T.TEXT, lazy("State"), lazy("Two letters; empty for any")),
        Field("starts_on", T.DAY, lazy("First day")),
        Field("ends_on", T.DAY, lazy("Last day"), lazy("Leave empty while it goes on")),
        Field("note", T.LONG, lazy("Note")),
        Field("source", T.TEXT, lazy("Where this comes from"), lazy("Provider manual of 2026, call of Nov 9"),
              is_required=True),
    ),
    checks=(checks.in_order("starts_on", "ends_on"), _plan_is_of_payer, _reads, _order_begins_with_one,
            _one_at_a_time),
    withdrawal=(("entered_in_error", True),),
)  # fmt: skip
