"""The list of payers, and one payer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import access, clock, payer_book
from otium.desk.outbox.roads import chooser
from otium.desk.payers.clocks import clocks
from otium.desk.payers.measuring import Measured, measured, nothing
from otium.pages.middleware import shown
from otium.pages.staff.payer_rules import present as rules_said
from otium.pages.staff.payer_rules.diffs import own_values
from otium.pages.staff.payers import present as said
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Payer, Plan, Practice
from otium.terms.payers import PayerRules, PayerType


@dataclass(frozen=True, slots=True)
class Found:
    """A payer with what holds for it today and what was measured."""

    payer: Payer
    rules: PayerRules
    measured: Measured


@require_safe
def payers(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    shown(request, practice.pk)
    road_of = chooser(practice)
    rows = [said.row(each.payer, each.rules, road_of, each.measured) for each in listed(practice, request.at)]
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "rows": rows,
        "unreached": [row for row in rows if not row.is_reached],
        "may_add": may(request, "payer_add", practice),
        "may_export": may(request, "payers_export", practice),
    }
    return render(request, "payers/list.html", context)


def listed(practice: Practice, at: datetime) -> list[Found]:
    """Payers with most patients first. A fixed number of queries."""
    book = payer_book.book(practice, clock.day(at, practice))
    figures = measured(practice, at)
    rows = Payer.objects.filter(practice=practice).order_by("name", "payer_type")
    found = [
        Found(row, book.rules_for(PayerType(row.payer_type), row.rules_key), figures.get(row.pk) or nothing())
        for row in rows
    ]
    return sorted(found, key=lambda each: -each.measured.patients)


@require_safe
def payer(request: HttpRequest, payer_id: UUID) -> HttpResponse:
    row = find(payer_id)
    practice = row.practice
    shown(request, practice.pk)
    found = one(row, request.at)
    at = request.at.astimezone(clock.zone(practice))
    on, road_of = at.date(), chooser(practice)
    running = clocks(found.rules, at)
    context = {
        "payer": row,
        "practice": practice,
        "ids": said.ids(row),
        "kind": said.kind(row, found.rules),
        "row": said.row(row, found.rules, road_of, found.measured),
        "roads": said.roads(row, found.rules, road_of),
        "values": rules_said.values(found.rules, on),
        "own": own_values(practice, on, keys={row.payer_type, row.rules_key}),
        "figures": said.figures(found.measured),
        "untils": said.untils(running, found.rules, on),
        "unknown_clocks": said.unknown_clocks(running),
        "plans": said.plans(list(Plan.objects.filter(practice=practice, payer=row).values_list("pk", "name"))),
        "may_change": may(request, "payer_change", practice),
        "may_override": may(request, "payer_rule_override", practice),
        "may_export": may(request, "payer_export", practice),
        "may_connect": may(request, "connection", practice),
    }
    return render(request, "payers/payer.html", context)


def one(row: Payer, at: datetime) -> Found:
    return Found(row, rules_of(row, at), measured(row.practice, at, row.pk).get(row.pk) or nothing())


def rules_of(row: Payer, at: datetime) -> PayerRules:
    book = payer_book.book(row.practice, clock.day(at, row.practice))
    return book.rules_for(PayerType(row.payer_type), row.rules_key)


def find(payer_id: UUID) -> Payer:
    """Raises Http404 for a payer that this request may not see."""
    found = Payer.objects.select_related("practice").filter(pk=payer_id).first()
    if found is None:
        raise Http404("no such payer")
    return found


def may(request: HttpRequest, door: str, practice: Practice) -> bool:
    return practice.pk in access.practices_for(access.DOORS[door], request.memberships)
