"""What people do with a notice: approve it, send it again, take it back, write down an answer."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otium.desk.actor import Actor
from otium.desk.families import answering, telling
from otium.desk.families.recipients import themselves_or
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.families import present, views
from otium.pages.words.families import REFUSED
from otium.records.models import FamilyNotice


@require_POST
def approve(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    return _moved(request, notice_id, telling.approve, road=request.POST.get("road", ""))


@require_POST
def again(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    return _moved(request, notice_id, telling.resend, road=request.POST.get("road", ""))


@require_POST
def withdraw(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    found = views.find(request, notice_id)
    try:
        telling.withdraw(notice_id=found.pk, why=request.POST.get("why", ""), by=_by(request), at=request.at)
    except telling.Refused as refused:
        return views.page(request, found, str(REFUSED[refused.code]))
    messages.success(request, _("Letter withdrawn. Its link is closed."))
    return HttpResponseRedirect(reverse("family_notice", args=[found.pk]))


@require_POST
def no_texts(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    found = views.find(request, notice_id)
    telling.stop_texts(notice_id=found.pk, by=_by(request), at=request.at)
    messages.success(request, _("No text goes to them any more."))
    return HttpResponseRedirect(reverse("family_notice", args=[found.pk]))


@require_POST
def answer(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """What a family answered on paper or by phone."""
    found = views.find(request, notice_id)
    choice, name = request.POST.get("choice", ""), request.POST.get("name", "")
    try:
        answering.record(notice_id=found.pk, choice=choice, name=name, by=_by(request), at=request.at)
    except answering.Incomplete as lacks:
        return views.page(request, found, str(REFUSED[lacks.code]))
    except answering.NotToldError:
        messages.error(request, str(REFUSED["notice_answered"]))
    else:
        messages.success(request, _("Answer kept."))
    return HttpResponseRedirect(reverse("family_notice", args=[found.pk]))


@require_POST
def approve_shown(request: HttpRequest) -> HttpResponse:
    """All that the list showed, each by its first road. What was not shown is not sent."""
    asked = [UUID(text) for text in request.POST.getlist("notice")[: views.PAGE] if _is_id(text)]
    places = practices.in_view(request)
    found = list(views.listed(places, "prepared").filter(pk__in=asked))
    for each in found:
        shown(request, each.practice_id, each.patient_id)
    done = telling.approve_all(notice_ids=[n.pk for n in found], by=_by(request), at=request.at)
    paper = sum(n.road == telling.LETTER for n in done)
    words = ngettext("%(n)d family told.", "%(n)d families told.", len(done)) % {"n": len(done)}
    if paper:
        words += " " + ngettext("%(n)d letter is to print.", "%(n)d letters are to print.", paper) % {"n": paper}
    messages.success(request, words if done else _("Nothing was left to approve."))
    return HttpResponseRedirect(reverse("families") + ("?view=told" if done else ""))


def _moved(request: HttpRequest, notice_id: UUID, move: Callable[..., FamilyNotice], road: str) -> HttpResponse:
    found = views.find(request, notice_id)
    try:
        done = move(notice_id=found.pk, road=road, by=_by(request), at=request.at)
    except telling.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
        return HttpResponseRedirect(reverse("family_notice", args=[found.pk]))
    if done.road == telling.LETTER:
        messages.success(request, _("Recorded as told. Print the letter and hand it over."))
    else:
        to = themselves_or(done.patient, done.related_person)
        messages.success(request, _("Leaving to %(name)s.") % {"name": present.who(to)})
        if request.POST.get("back") == "desk":
            return HttpResponseRedirect(reverse("desk"))
    return HttpResponseRedirect(reverse("family_notice", args=[found.pk]))


def _by(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
