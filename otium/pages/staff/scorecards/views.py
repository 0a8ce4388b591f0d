"""How payers decide: all of them, and one with its plans, codes and therapists."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import calendar, clock, payer_book
from otium.desk.payers import scoring
from otium.pages.middleware import shown
from otium.pages.staff.payers.views import find, may, rules_of
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.scorecards import plots
from otium.pages.staff.scorecards import present as said
from otium.records.models import Payer, Practice
from otium.rules.prior_auth import scorecard as rules
from otium.rules.prior_auth.scorecard import Asked, Score
from otium.terms.facts import BusinessDays
from otium.terms.payers import PayerType

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
    days = calendar.business_days(practice, on)
    asked = scoring.asked(practice, on)
    rows = Payer.objects.filter(practice=practice, pk__in=list(asked)).order_by("name", "payer_type")
    scores = [(row, rules.score(asked[row.pk], days)) for row in rows]
    return sorted(((row, score) for row, score in scores if score.sent), key=lambda pair: -pair[1].sent)


@require_safe
def scorecard(request: HttpRequest, payer_id: UUID) -> HttpResponse:
    row = find(payer_id)
    practice = row.practice
    shown(request, practice.pk)
    on = clock.day(request.at, practice)
    asked = scoring.asked(practice, on, row.pk).get(row.pk, [])
    days = calendar.business_days(practice, on)
    score = rules.score(asked, days)
    counted = [each for each in asked if each.outcome or each.state in rules.WITH_PAYER]
    took = {each.id: n for each in counted for n in rules.taken([each], days)}
    context = {
        "payer": row,
        "practice": practice,
        "row": said.row(row.name, score),
        "figures": said.figures(score, rules_of(row, request.at)),
        "months": plots.by_month(rules.months(counted, on)),
        "turnaround": plots.by_day(rules.taken(counted, days), score.turnaround),
        "groups": said.groups(breakdown(asked, days)),
        "requests": said.requests(counted[:MOST_LISTED], took, on),
        "more": max(len(counted) - MOST_LISTED, 0),
        "may_export": may(request, "scorecard_export", practice),
    }
    return render(request, "scorecards/payer.html", context)


def breakdown(asked: list[Asked], days: BusinessDays) -> dict[str, dict[str, Score]]:
    """Of one payer: plan, code and therapist, each name with its score; "" where none is named."""
    return {
        "plan": rules.by(asked, lambda a: (a.plan,), days),
        "code": rules.by(asked, lambda a: a.codes or ("",), days),
        "therapist": rules.by(asked, lambda a: (a.therapist,), days),
    }
