"""The payer rules in force today for one practice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import clock, payer_book
from otium.pages import practices
from otium.pages.staff.payer_rules import present


@require_safe
def payer_rules(request: HttpRequest) -> HttpResponse:
    """Of the practice that the address names; else of the chosen one, or the first."""
    named = [p for p in practices.visible(request) if p.slug == request.GET.get("practice")]
    practice = next(iter([*named, *practices.in_view(request)]), None)
    if practice is None:
        raise Http404("no practice")
    on = clock.day(request.at, practice)
    book = payer_book.book(practice, on)
    context = {"practice": practice, "groups": present.groups(book, on), "years": present.years(book)}
    return render(request, "payer_rules/payer_rules.html", context)
