"""What a person may subscribe to with their own calendar program."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.feeds import keeping
from otium.pages import present
from otium.records.models import Practice
from otium.terms.feed import Whose


@dataclass(frozen=True, slots=True)
class Feed:
    """`address` is told in the moment in which it is made, and never again."""

    key: str
    practice_id: str
    whose: str
    title: str
    is_made: bool
    has_initials: bool
    made: str
    asked: str
    address: str
    webcal: str


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The page with a new address is the answer to the POST itself: it is kept nowhere to be shown again."""
    made: tuple[UUID, str] | None = None
    if request.method == "POST":
        practice_id, whose = _named(request)
        if request.POST.get("do") == "revoke":
            of = {"practice_id": practice_id, "staff_id": request.user.pk, "whose": whose}
            if keeping.revoke(**of, by=Actor.person(request.user.pk), at=request.at):
                messages.success(request, _("That address opens nothing any more."))
            return redirect("calendar_feeds")
        made = _make(request, practice_id, whose)
    rows = [_feed(each, made, request) for each in keeping.offered(request.user.pk, request.memberships)]
    return render(request, "feeds/feeds.html", {"feeds": rows})


def _make(request: HttpRequest, practice_id: UUID, whose: Whose) -> tuple[UUID, str]:
    try:
        feed, address = keeping.make(
            practice_id=practice_id, staff_id=request.user.pk, whose=whose,
            has_initials=request.POST.get("initials") == "1", by=Actor.person(request.user.pk), at=request.at,
        )  # fmt: skip
    except keeping.NotTheirs as refused:
        raise Http404("no such visits") from refused
    return feed.pk, address


def _named(request: HttpRequest) -> tuple[UUID, Whose]:
    """Raises Http404 for a practice in which the person has no role."""
    mine = {str(m.practice_id): m.practice_id for m in request.memberships}
    named, whose = request.POST.get("of", ""), request.POST.get("whose", "")
    if named not in mine or whose not in set(Whose):
        raise Http404("no such feed")
    return mine[named], Whose(whose)


def _feed(offered: keeping.Offered, made: tuple[UUID, str] | None, request: HttpRequest) -> Feed:
    feed, practice = offered.feed, offered.practice
    words = {Whose.OWN: _("My visits, %(practice)s"), Whose.PRACTICE: _("All visits, %(practice)s")}
    address = made[1] if made and feed and feed.pk == made[0] else ""
    return Feed(
        key=f"{practice.slug}-{offered.whose}",
        practice_id=str(practice.pk),
        whose=offered.whose.value,
        title=words[offered.whose] % {"practice": practice.name},
        is_made=feed is not None,
        has_initials=feed.has_initials if feed else False,
        made=_moment(feed.made_at, practice, request) if feed else "",
        asked=_moment(feed.asked_at, practice, request) if feed else "",
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}" if address else "",
    )


def _moment(at: Any, practice: Practice, request: HttpRequest) -> str:
    if at is None:
        return ""
    local = at.astimezone(clock.zone(practice))
    return f"{present.day(local.date(), clock.day(request.at, practice))}, {present.hour(local)}"
