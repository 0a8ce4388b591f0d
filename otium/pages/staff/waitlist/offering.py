"""Offer a freed hour by text, or take it back: one press each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otium.desk import waitlist
from otium.desk.actor import Actor
from otium.desk.offers import rounds
from otium.pages.middleware import shown
from otium.pages.staff.waitlist.views import find
from otium.records.models import Offer, OfferRound
from otium.terms.offers import OPEN_OFFERS, RoundState


@require_POST
def offer(request: HttpRequest, hour_id: UUID) -> HttpResponse:
    """The first wave leaves. Pressed twice, it leaves once."""
    hour = find(hour_id)
    try:
        made = rounds.begin(hour_id=hour.id, by=Actor.person(request.user.pk), at=request.at)
    except rounds.NoRoad:
        messages.error(request, _("Nobody was asked: no connection carries texts."))
    except waitlist.NotFree:
        pass  # the page says so
    else:
        _tell(request, made)
    return HttpResponseRedirect(reverse("visit_refill", args=[hour.id]))


@require_POST
def stop(request: HttpRequest, round_id: UUID) -> HttpResponse:
    made = OfferRound.objects.filter(pk=round_id).first()
    if made is None:
        raise Http404("no such round")
    shown(request, made.practice_id, *_patients(made))
    rounds.stop(round_id=made.pk, by=Actor.person(request.user.pk), at=request.at)
    messages.success(request, _("Taken back. Who opens the text is told that the hour is no longer free."))
    return HttpResponseRedirect(reverse("visit_refill", args=[made.left_id or made.visit_id]))


def _tell(request: HttpRequest, made: OfferRound) -> None:
    patients = _patients(made)
    shown(request, made.practice_id, *patients)
    if not patients and made.state == RoundState.OPEN.value:
        messages.success(request, _("Those who could come are asked about another hour now, and about this one next."))
        return
    if not patients:
        messages.warning(request, _("Nobody could be asked by text. Below is why, and what else you can do."))
        return
    words = ngettext("The hour is offered to %(n)d family.", "The hour is offered to %(n)d families.", len(patients))
    messages.success(request, words % {"n": len(patients)})


def _patients(made: OfferRound) -> list[UUID]:
    held = [state.value for state in OPEN_OFFERS]
    rows = Offer.objects.filter(practice_id=made.practice_id, offer_round=made, state__in=held)
    return list(rows.order_by("id").values_list("patient_id", flat=True))
