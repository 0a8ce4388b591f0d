"""What people do with an appeal: one desk call a POST, then back with a word."""

from collections.abc import Callable
from datetime import datetime, time
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
from otium.desk.reviews import appeals, deciding, filing, proofs, signing, standing
from otium.desk.reviews.words import said
from otium.pages import present
from otium.pages.staff.reviews import appeal as pages
from otium.pages.staff.reviews import fax
from otium.pages.staff.reviews import present as shared
from otium.pages.staff.reviews.forms import DecideForm, FileForm, PointForm, ReviewForm, UrgencyForm, WhyForm
from otium.pages.words.reviews import FILERS, LEVELS, TRACKS, refused
from otium.records.models import Appeal, AuthorizationRequest, RequestSending
from otium.terms.prior_auth import AppealOutcome, Road

MOST_POINTS = 40


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """First by which track, at which level, until when; then begun with one press."""
    of = shared.find_request(request, request_id)
    if request.method == "POST":
        try:
            row = appeals.open_appeal(request_id=of.pk, by=_by(request), at=request.at)
        except Refused as refusal:
            messages.error(request, refused(refusal.code))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Appeal begun. Each reason is answered below; look it through."))
        return _to(row)
    return render(request, "reviews/begin.html", _before(request, of))


def _before(request: HttpRequest, of: AuthorizationRequest) -> dict[str, Any]:
    place = shared.place_of(of, request.at)
    ahead = appeals.ahead(of, place.on)
    level, until, newest = ahead.level, ahead.until, ahead.newest
    found = standing.disputed(of.practice, [of.patient_id], on=place.on).get(of.pk, standing.NOTHING)
    runs = newest is not None and newest.state != "decided"
    return {
        **shared.head(of),
        "title": _("Appeal for %(name)s") % {"name": shared.name(of)},
        "asked": shared.asked(of, place.on),
        "reason": said(of.reason),
        "risk": shared.at_risk(found),
        "care": shared.care(found, place.on),
        "rule": f"{TRACKS[ahead.track.value]}: {LEVELS[level.code]}" if level else refused("no_level_left"),
        "filer": FILERS[level.filer.value] if level else "",
        "source": shared.source(until.ground) if until else "",
        "due": present.due(until.on, on=place.on, days=place.days) if until and until.on else None,
        "last_day": present.full_day(until.on) if until and until.on else "",
        "is_open": level is not None and not runs,
        "running_url": reverse("appeal", args=[newest.pk]) if newest and runs else "",
        "action": reverse("appeal_open", args=[of.pk]),
        "button": _("Begin the appeal"),
        "other_url": reverse("peer_to_peer_open", args=[of.pk]),
        "other": _("Ask for a peer-to-peer first"),
    }


@require_POST
def point(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    text = request.POST.get("place", "")
    place = int(text) if text.isascii() and text.isdigit() and int(text) < MOST_POINTS else MOST_POINTS
    form = PointForm(request.POST, place=place, is_new=place >= len(row.points))
    return _do(request, row, f"point{place}", form, _("Answer kept."), lambda given, who: appeals.answer_point(
        appeal_id=row.pk, place=place, said=given["said"], reply=given["reply"], **who))  # fmt: skip


@require_POST
def urgency(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    return _do(request, row, "urgency", UrgencyForm(request.POST), _("Kept."), lambda given, who: appeals.say_urgency(
        appeal_id=row.pk, statement=given["statement"], **who))  # fmt: skip


@require_POST
def sign(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    try:
        signing.sign(appeal_id=row.pk, digest=request.POST.get("digest", ""), by=_by(request), at=request.at)
    except Refused as refusal:
        messages.error(request, refused(refusal.code))
    else:
        messages.success(request, _("Signed. It is ready to be filed."))
    return _to(row)


@require_POST
def file(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    on = clock.day(request.at, row.practice)

    def act(given: dict[str, Any], who: dict[str, Any]) -> Appeal:
        sent_on = given["sent_on"]
        sent_at = request.at if sent_on == on else _noon(row, sent_on)
        return filing.file(
            appeal_id=row.pk, road=Road(given["road"]), sent_at=sent_at, destination=given["destination"],
            reference=given["reference"], note=given["note"], **who,
        )  # fmt: skip

    return _do(
        request, row, "file", FileForm(request.POST, on=on), _("Recorded as filed. Its proof can be printed."), act
    )


@require_POST
def fax_it(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Cover, letter, packet and the chosen papers to the number that stands there."""
    row = shared.find_appeal(request, appeal_id)
    on = clock.day(request.at, row.practice)
    form = fax.form(row, on, proofs.now(row.request_id, request.at), appeals.level_of(row, on), request.POST)

    def act(given: dict[str, Any], who: dict[str, Any]) -> RequestSending:
        papers = [UUID(key) for key in given.get("papers", [])]
        return filing.fax(appeal_id=row.pk, to=given["destination"], papers=papers, note=given.get("note", ""), **who)

    done = _("On its way by fax. If it does not arrive, the appeal comes back to your desk.")
    if row.state in pages.WITH_PAYER:  # pressed twice, or somebody was faster: there is no form to go back to
        return _once(request, row, done)
    return _do(request, row, "fax", form, done, act)


def _once(request: HttpRequest, row: Appeal, done: str) -> HttpResponse:
    try:
        filing.fax(appeal_id=row.pk, to="", by=_by(request), at=request.at)
    except Refused as refusal:
        messages.error(request, refused(refusal.code))
    else:
        messages.success(request, done)
    return _to(row)


@require_POST
def take_back(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    form = WhyForm(request.POST, prefix="take_back", label=_("Why did it not leave?"))
    return _do(request, row, "take_back", form, _("Taken back. File it again before its last day."), lambda given, who:
               filing.take_back(appeal_id=row.pk, why=given["why"], **who))  # fmt: skip


@require_POST
def acknowledge(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    try:
        filing.acknowledge(
            appeal_id=row.pk, reference=request.POST.get("reference", "")[:200], by=_by(request), at=request.at
        )
    except Refused as refusal:
        messages.error(request, refused(refusal.code))
    else:
        messages.success(request, _("Recorded: the payer has it."))
    return _to(row)


@require_POST
def decide(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    form = DecideForm(request.POST, on=clock.day(request.at, row.practice), papers=pages.papers(row))

    def act(given: dict[str, Any], who: dict[str, Any]) -> Appeal:
        return deciding.decide(
            appeal_id=row.pk, outcome=AppealOutcome(given["outcome"]), decided_on=given["decided_on"],
            note=given["note"], reference=given["reference"], granted=form.granted(),
            document_id=UUID(given["document"]) if given["document"] else None, **who,
        )  # fmt: skip

    return _do(request, row, "decide", form, _("Decision recorded."), act)


@require_POST
def withdraw(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    row = shared.find_appeal(request, appeal_id)
    form = WhyForm(request.POST, prefix="withdraw", label=_("Why is it given up?"))
    return _do(request, row, "withdraw", form, _("Withdrawn. The decision is worked again."), lambda given, who:
               appeals.withdraw(appeal_id=row.pk, why=given["why"], **who))  # fmt: skip


def _noon(row: Appeal, on: Any) -> datetime:
    """Of an earlier day the hour is not known."""
    return clock.instant(on, time(12), row.practice)


def _do(
    request: HttpRequest, row: Appeal, name: str, form: ReviewForm, done: str,
    act: Callable[[dict[str, Any], dict[str, Any]], Appeal | RequestSending],
) -> HttpResponse:  # fmt: skip
    """The page again with what is wrong, or back to it with a word."""
    if form.is_valid():
        try:
            act(form.cleaned_data, {"by": _by(request), "at": request.at})
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, done)
            return _to(row)
    return pages.page(request, row, **{name: form})


def _to(row: Appeal) -> HttpResponse:
    return HttpResponseRedirect(reverse("appeal", args=[row.pk]))


def _by(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)
