"""One transaction around view and template, seeing only the practices that the door opens to this person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from otium.desk import access, acting, audit, clock
from otium.desk.actor import Actor
from otium.pages import second_factor
from otium.records.models import Membership

IDLE = timedelta(minutes=15)
FIRST_FACTOR_DOORS = frozenset({"account_logout", "account_reauthenticate", "mfa_activate_totp"})


class Acting:
    """Sets `request.door`, `request.memberships`, `request.at`, `request.shown`; writes the audit rows.

    `request.shown` maps a practice to the patients whose data the page shows or changes; views add to it by `shown`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()
        request.shown, request.memberships, request.door = {}, [], None
        with transaction.atomic():
            acting.see_as(request.user.pk if request.user.is_authenticated else None)
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _append_audit(request)
        if request.door is not None and request.door.audience is not access.Audience.PUBLIC:
            response.headers.setdefault("Cache-Control", "no-store")  # nothing of a patient stays on the device
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        door = access.DOORS.get(match.view_name)
        if door is None:
            raise Http404(f"No access row for {match.view_name}")
        request.door = door
        if door.audience is access.Audience.PUBLIC:
            return None
        return _send_to_sign_in(request, match.view_name) or _let_in(request, kwargs)


def shown(request: HttpRequest, practice_id: UUID, *patient_ids: UUID | None) -> None:
    """Say that this page shows (or changed) data of these patients; None stands for no single patient."""
    request.shown.setdefault(practice_id, set()).update(p for p in patient_ids if p is not None)


def _send_to_sign_in(request: HttpRequest, name: str) -> HttpResponse | None:
    """The way to what is missing: signing in, the second factor, signing in again after idling."""
    user = request.user
    if not user.is_authenticated:
        return _sign_in(request)
    if not user.is_active or _has_idled(request, request.at):
        logout(request)
        return _sign_in(request)
    if second_factor.has_passed(request):
        return None
    if is_mfa_enabled(user):  # signed in before it was set up in another session
        logout(request)
        return _sign_in(request)
    return None if name in FIRST_FACTOR_DOORS else redirect("mfa_activate_totp")


def _sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("account_login")
    if request.method in ("GET", "HEAD") and not request.door.is_background:
        address += f"?next={request.path}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return HttpResponseRedirect(address)


def _has_idled(request: HttpRequest, at: datetime) -> bool:
    """True after 15 minutes without a person's own request; what a page asks by itself does not count."""
    seen = request.session.get("seen_at")
    if seen is not None and at - datetime.fromisoformat(seen) > IDLE:
        return True
    if not request.door.is_background and (seen is None or at - datetime.fromisoformat(seen) > timedelta(minutes=1)):
        request.session["seen_at"] = at.isoformat()
    return False


def _let_in(request: HttpRequest, kwargs: dict) -> None:
    """Show the rows of the practices where a role opens the door; 404 where none does."""
    request.memberships = list(
        Membership.objects.filter(staff_id=request.user.pk, ended_at=None).select_related(None).order_by("id")
    )
    if request.door.audience is access.Audience.SIGNED_IN:
        acting.see_practices(m.practice_id for m in request.memberships)
        return
    practices = access.practices_for(request.door, request.memberships)
    if not practices:
        raise Http404("No role opens this page")
    acting.see_practices(practices)
    _check_relation(request, kwargs.get("patient_id"))


def _check_relation(request: HttpRequest, patient_id: UUID | None) -> None:
    """Where the role is bound to the patients a person treats, close the practices in which they do not."""
    open_for = [m.practice_id for m in request.memberships if access.may_enter(request.door, m, patient_id)]
    if not open_for:
        raise Http404("Not a patient of theirs")
    acting.see_practices(open_for)


def _append_audit(request: HttpRequest) -> None:
    if request.door is None or not request.shown or not request.user.is_authenticated:
        return
    action = request.door.action if request.method == "POST" or request.door.action != "change" else "read"
    entries = [
        audit.Entry(practice_id, str(action), request.resolver_match.view_name, tuple(sorted(patients)))
        for practice_id, patients in request.shown.items()
    ]
    audit.append(entries, by=Actor.person(request.user.pk), at=request.at)
