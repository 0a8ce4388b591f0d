"""How payers decide: all of them, and one with its plans, codes and therapists."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import clock, payer_book
from otium.desk.payers import scoring
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.payers.views import find, may, rules_of
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.scorecards import plots
from otium.pages.staff.scorecards import present as said
from otium.records.models import AuthorizationRequest, Payer, Practice
from otium.terms.payers import PayerType
from otium.terms.scorecard import Score

MOST_LISTED = 100


@require_safe
def scorecards(request: HttpRequest) -> HttpResponse:
    practice = _practice(request)
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


def _practice(request: HttpRequest) -> Practice:
    """The one that is named or chosen; else the first that asked a payer in the last year. One query more then."""
    found = practice_of(request)
    if request.GET.get("practice") or practices.chosen(request):
        return found
    others = [found, *other_practices(request, found)]
    since = clock.day(request.at, found) - scoring.BACK
    rows = AuthorizationRequest.objects.filter(practice__in=others, submitted_on__gte=since, coverage__isnull=False)
    asked = set(rows.values_list("practice_id", flat=True).distinct())
    return next((each for each in others if each.pk in asked), found)


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
