"""How payers decide: all of them, and one with its plans, codes and therapists."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import clock, payer_book
from otium.desk.payers import scoring
from otium.pages.middleware import shown
from otium.pages.staff.payers.views import find, may, rules_of
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.scorecards import plots
from otium.pages.staff.scorecards import present as said
from otium.records.models import Payer, Practice
from otium.terms.payers import PayerType
from otium.terms.scorecard import Score

MOST_LISTED = 100


@require_safe
def scorecards(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    shown(request, practice.pk)
    on = clock.day(request.at, practice)
    book = payer_book.book(practice, on)
    found = listed(practice, on)
    rows = [said.of_payer(p, book.rules_for(PayerType(p.payer_type), p.rules_key), score) for p, score in found]
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "rows": rows,
        "may_export": may(request, "scorecards_export", practice),
    }
    return render(request, "scorecards/list.html", context)


def listed(practice: Practice, on: date) -> list[tuple[Payer, Score]]:
    """Payers that were asked in the last year, most requests first. Two queries."""
    scores = scoring.scores(practice, on)
    rows = Payer.objects.filter(practice=practice, pk__in=list(scores)).order_by("name", "payer_type")
    return sorted(((row, scores[row.pk]) for row in rows), key=lambda pair: -pair[1].sent)


@require_safe
def scorecard(request: HttpRequest, payer_id: UUID) -> HttpResponse:
    row = find(payer_id)
    practice = row.practice
    shown(request, practice.pk)
    on = clock.day(request.at, practice)
    card = scoring.card(practice, row.pk, on)
    context = {
        "payer": row,
        "practice": practice,
        "row": said.row(row.name, card.score),
        "figures": said.figures(card.score, rules_of(row, request.at)),
        "months": plots.by_month(card.months),
        "turnaround": plots.by_day(card.timed, card.score.turnaround),
        "groups": said.groups(card.parts),
        "requests": said.requests(card.counted[:MOST_LISTED], card.took, on),
        "more": max(len(card.counted) - MOST_LISTED, 0),
        "may_export": may(request, "scorecard_export", practice),
    }
    return render(request, "scorecards/payer.html", context)
