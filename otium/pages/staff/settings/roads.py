"""By which roads each payer is asked for an authorization: the practice's own, and what Otium ships."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock, payer_book, payer_roads
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.settings import pages
from otium.pages.words.reasons import CERTAINTY
from otium.pages.words.records import PAYER_TYPES
from otium.records.models import Payer, PayerRoad, Practice
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from otium.terms.roads import Matter, RoadTo


@dataclass(frozen=True, slots=True)
class Way:
    """One road. `url` empty: Otium ships it; `when`: for which requests and days, empty for all."""

    road: str
    destination: str
    form: str
    when: str
    rests: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One payer: its own roads, then those that ship, in the order in which they are tried."""

    name: str
    kind: str
    own: list[Way]
    shipped: list[Way]
    add_url: str


@require_safe
def roads(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_roads")
    on = clock.day(request.at, row)
    context |= {"payers": payers(row, on), "may_change": pages.may(request, "payer_road_add", row)}
    return render(request, "settings/roads.html", context)


def payers(practice: Practice, on: date) -> list[Asked]:
    """Payers that may ask for an authorization; those with roads of their own first. Two queries."""
    own: dict[object, list[Way]] = {}
    rows = PayerRoad.objects.filter(practice=practice, entered_in_error=False).select_related("plan")
    for each in rows.order_by("order", "id"):
        own.setdefault(each.payer_id, []).append(_own(each, on))
    book = payer_book.book(practice, on)
    found = []
    for payer in Payer.objects.filter(practice=practice).order_by("name", "payer_type"):
        payer_rules = book.rules_for(PayerType(payer.payer_type), payer.rules_key)
        if payer_rules.authorization_required is False and payer.pk not in own:
            continue
        terms = payer_roads.shipped_terms(payer_rules, Matter(on, RequestKind.RENEWAL, state=practice.state))
        add_url = f"{reverse('payer_road_add')}?practice={practice.slug}&payer={payer.pk}"
        kind = str(PAYER_TYPES[payer.payer_type])
        found.append(Asked(payer.name, kind, own.get(payer.pk, []), [_shipped(r) for r in terms.roads], add_url))
    return sorted(found, key=lambda asked: not asked.own)


def _own(row: PayerRoad, on: date) -> Way:
    return Way(
        road=options.words(options.SENDING_ROADS, row.road),
        destination=row.destination,
        form=row.form,
        when=_when(row, on),
        rests=row.source,
        url=reverse("payer_road_change", args=[row.pk]),
    )


def _when(row: PayerRoad, on: date) -> str:
    parts = [
        options.words(options.REQUEST_KINDS, row.kind) if row.kind else "",
        options.words(options.SERVICES, row.service) if row.service else "",
        row.plan.name if row.plan else "",
        row.state,
        _("from %(day)s") % {"day": present.short_day(row.starts_on, on)} if row.starts_on else "",
        _("until %(day)s") % {"day": present.short_day(row.ends_on, on)} if row.ends_on else "",
    ]
    return ", ".join(part for part in parts if part)


def _shipped(road: RoadTo) -> Way:
    rests = f"{road.ground.source} ({CERTAINTY[road.ground.certainty]})"
    return Way(options.words(options.SENDING_ROADS, road.road.value), road.destination, road.form, road.note, rests)
