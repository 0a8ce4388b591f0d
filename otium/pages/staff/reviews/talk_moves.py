"""What people do with a peer-to-peer: one desk call a POST, then back with a word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import asking, standing, talks, terms
from otium.desk.reviews.words import said
from otium.pages import present
from otium.pages.staff.reviews import present as shared
from otium.pages.staff.reviews import talk
from otium.pages.staff.reviews.forms import HoldForm, LearnForm, ReviewForm, TalkFaxForm, TryForm, WhyForm
from otium.pages.words.reviews import WINDOWS, refused
from otium.records.models import AuthorizationRequest, PeerToPeer
from otium.terms.prior_auth import PeerToPeerOutcome


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """First what the payer's terms say, then begun with one press."""
    of = shared.find_request(request, request_id)
    if request.method == "POST":
        try:
            row = talks.open_talk(request_id=of.pk, by=_by(request), at=request.at)
        except Refused as refusal:
            messages.error(request, refused(refusal.code))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Peer-to-peer begun. Call the payer for a time."))
        return _to(row)
    return render(request, "reviews/begin.html", _before(request, of))


def _before(request: HttpRequest, of: AuthorizationRequest) -> dict[str, Any]:
    place, window = shared.place_of(of, request.at), terms.talk_window(of, request.at)
    running = PeerToPeer.objects.filter(request=of, state__in=talks.RUNS).values_list("pk", flat=True).first()
    found = standing.disputed(of.practice, [of.patient_id], on=place.on).get(of.pk, standing.NOTHING)
    return {
        **shared.head(of),
        "title": _("Peer-to-peer about %(name)s’s request") % {"name": shared.name(of)},
        "asked": shared.asked(of, place.on),
        "reason": said(of.reason),
        "risk": shared.at_risk(found),
        "care": shared.care(found, place.on),
        "rule": WINDOWS[window.why],
        "source": shared.source(window.ground),
        "due": present.due(window.until_on, on=place.on, days=place.days) if window.until_on else None,
        "last_day": present.full_day(window.until_on) if window.until_on else "",
        "is_open": window.is_open is not False,
        "running_url": reverse("peer_to_peer", args=[running]) if running else "",
        "action": reverse("peer_to_peer_open", args=[of.pk]),
        "button": _("Begin the peer-to-peer"),
        "other_url": reverse("appeal_open", args=[of.pk]),
        "other": _("Begin the appeal"),
    }


@require_POST
def record_try(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    return _do(request, row, "try", TryForm(request.POST), _("Call recorded."), lambda form, who: talks.record_try(
        talk_id=row.pk, spoken=form.spoken(request.at), **who))  # fmt: skip


@require_POST
def fax_it(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """Ask for a time by fax."""
    row = shared.find_talk(request, talk_id)
    done = _("On its way by fax. The talk stays on your desk until a time is set.")
    return _do(request, row, "fax", TalkFaxForm(request.POST), done, lambda form, who: asking.fax(
        talk_id=row.pk, to=form.cleaned_data["destination"], **who))  # fmt: skip


@require_POST
def schedule(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    form = talk.slot_form(row, request.at, clock.day(request.at, row.practice), request.POST)

    def act(form: Any, who: dict[str, Any]) -> PeerToPeer:
        given = form.cleaned_data
        return talks.schedule(
            talk_id=row.pk, slot_at=form.slot(row.practice), minutes=int(given["minutes"])
            if given["minutes"].isdigit() else 0, therapist_id=UUID(given["therapist"]), sure=given["sure"], **who
        )  # fmt: skip

    return _do(request, row, "slot", form, _("Time set. The brief is ready to print."), act)


@require_POST
def miss(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    form = WhyForm(request.POST, prefix="miss", label=_("What happened?"))
    return _do(request, row, "miss", form, _("Recorded as missed. Ask for another time."), lambda form, who: talks.miss(
        talk_id=row.pk, why=form.cleaned_data["why"], **who))  # fmt: skip


@require_POST
def hold(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    form = HoldForm(request.POST, on=clock.day(request.at, row.practice))

    def act(form: Any, who: dict[str, Any]) -> PeerToPeer:
        return talks.hold(
            talk_id=row.pk, spoken=form.spoken(request.at, row.practice),
            outcome=PeerToPeerOutcome(form.cleaned_data["outcome"]), granted=form.granted(), **who,
        )  # fmt: skip

    return _do(request, row, "hold", form, _("Talk recorded."), act)


@require_POST
def learn(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    form = LearnForm(request.POST, on=clock.day(request.at, row.practice))

    def act(form: Any, who: dict[str, Any]) -> PeerToPeer:
        given = form.cleaned_data
        return talks.learn(
            talk_id=row.pk, outcome=PeerToPeerOutcome(given["outcome"]), note=given["note"], granted=form.granted(),
            **who,
        )  # fmt: skip

    return _do(request, row, "learn", form, _("Outcome recorded."), act)


@require_POST
def withdraw(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    row = shared.find_talk(request, talk_id)
    form = WhyForm(request.POST, prefix="withdraw", label=_("Why is it not held?"))
    return _do(request, row, "withdraw", form, _("Withdrawn. The decision is worked again."), lambda form, who:
               talks.withdraw(talk_id=row.pk, why=form.cleaned_data["why"], **who))  # fmt: skip


def _do(
    request: HttpRequest, row: PeerToPeer, name: str, form: ReviewForm, done: str, act: Callable[[Any, Any], Any]
) -> HttpResponse:
    """The page again with what is wrong, or back to it with a word."""
    if form.is_valid():
        try:
            act(form, {"by": _by(request), "at": request.at})
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, done)
            return _to(row)
    return talk.page(request, row, **{name: form})


def _to(row: PeerToPeer) -> HttpResponse:
    return HttpResponseRedirect(reverse("peer_to_peer", args=[row.pk]))


def _by(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)
