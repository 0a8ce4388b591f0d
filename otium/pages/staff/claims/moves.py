"""What people do with claims: one desk call a POST, then back with a word."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otium.desk import claims as desk
from otium.desk.actor import Actor
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.claims import listing, views
from otium.pages.words.claims import REFUSED


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Put every unbilled visit of the practices in view on a claim."""
    by, made = Actor.person(request.user.pk), []
    for place in practices.in_view(request):
        if not place.is_firm_office:
            made += desk.build(place.pk, by=by, at=request.at)
    for each in made:
        shown(request, each.practice_id, each.patient_id)
    held = sum(each.standing == "held" for each in made)
    words = ngettext("%(n)d claim built.", "%(n)d claims built.", len(made)) % {"n": len(made)}
    if held:
        words += " " + ngettext("%(n)d is held: see why.", "%(n)d are held: see why.", held) % {"n": held}
    messages.success(request, words if made else _("Nothing was left to bill."))
    return _to_list("ready" if len(made) > held else "held")


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the chosen claims, or all that are ready: first shown with their sum, then sent when confirmed."""
    if request.POST.get("claim"):
        return _send_one(request)
    places = [place for place in practices.in_view(request) if not place.is_firm_office]
    ready = listing.ready(places, _chosen(request))
    if not ready:
        messages.info(request, _("Nothing is ready to be sent."))
        return _to_list("ready")
    if not request.POST.get("sure"):
        known = [charge for _practice, _key, charge in ready if charge is not None]
        total = present.money(sum(known, Decimal(0)), cents=True)
        keys = [str(key) for _practice, key, _charge in ready]
        return render(request, "claims/send.html", {"count": len(ready), "total": total, "keys": keys})
    return _sent(request, ready)


def _send_one(request: HttpRequest) -> HttpResponse:
    try:
        claim = views.find(UUID(request.POST["claim"]))
    except ValueError as error:
        raise Http404("no such claim") from error
    shown(request, claim.practice_id, claim.patient_id)
    done = desk.send(claim.practice_id, [claim.pk], by=Actor.person(request.user.pk), at=request.at)
    if done:
        messages.success(request, _("Claim %(number)s is on its way.") % {"number": claim.number})
    else:
        messages.error(request, _("This claim cannot be sent as it stands. Nothing was sent."))
    return HttpResponseRedirect(reverse("claim", args=[claim.pk]))


def _sent(request: HttpRequest, ready: list[tuple[UUID, UUID, Decimal | None]]) -> HttpResponse:
    of_practice = defaultdict(list)
    for practice_id, key, _charge in ready:
        of_practice[practice_id].append(key)
    done = []
    for practice_id, keys in of_practice.items():
        done += desk.send(practice_id, keys, by=Actor.person(request.user.pk), at=request.at)
    for each in done:
        shown(request, each.practice_id, each.patient_id)
    words = ngettext("%(n)d claim is on its way.", "%(n)d claims are on their way.", len(done))
    messages.success(request, words % {"n": len(done)})
    return _to_list("sending")


def _chosen(request: HttpRequest) -> list[UUID] | None:
    """The claims that were ticked; None for all that are ready."""
    found = []
    for text in request.POST.getlist("chosen"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found or None


@require_POST
def rebuild(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    return _move(request, claim_id, "rebuild")


@require_POST
def replace(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    return _move(request, claim_id, "replace")


@require_POST
def void(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    return _move(request, claim_id, "void")


@require_POST
def ask(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask the payer where the claim stands."""
    return _move(request, claim_id, "ask")


SAID = {
    "ask": lazy("Payer asked. Its answer lands here by itself."),
    "rebuild": lazy("Built again from the records."),
    "replace": lazy("A replacement is built. Send it when it is right."),
    "void": lazy("A withdrawal is built. Send it when it is right."),
}


def _move(request: HttpRequest, claim_id: UUID, name: str) -> HttpResponse:
    claim = views.find(claim_id)
    shown(request, claim.practice_id, claim.patient_id)
    why = request.POST.get("why", "")
    by = Actor.person(request.user.pk)
    try:
        if name == "rebuild":
            desk.rebuild(claim.pk, by=by, at=request.at)
        elif name == "ask":
            desk.ask_status(claim.pk, by=by, at=request.at)
        elif name == "replace":
            desk.replace(claim.pk, why=why, by=by, at=request.at)
        else:
            desk.void(claim.pk, why=why, by=by, at=request.at)
    except desk.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
    else:
        messages.success(request, str(SAID[name]))
    return HttpResponseRedirect(reverse("claim", args=[claim.pk]))


def _to_list(view: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('claims')}?view={view}")
