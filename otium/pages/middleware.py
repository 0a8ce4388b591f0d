"""One transaction around view and template, seeing only the practices that the door opens to this person.

While the database cannot write, pages are read without saving anything; their audit entries go to the reserve.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from otium.desk import access, acting, audit, clock
from otium.desk.actor import Actor
from otium.desk.saving import reserve, standing
from otium.desk.saving.faults import CANNOT_WRITE, Fault, fault_of
from otium.pages import second_factor, seen, unsaved
from otium.records.models import Membership

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_FACTOR_DOORS = frozenset({"account_logout", "account_reauthenticate", "mfa_activate_totp"})


class Acting:
    """Sets `request.door`, `.memberships`, `.at`, `.shown`, `.is_saving`, `.fault`; writes the audit rows.

    `request.shown` maps a practice to the patients whose data the page shows or changes; views add to it by `shown`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_saving = not standing.is_off()
        response = self._answer(request, is_saving=is_saving)
        if is_saving and request.fault in CANNOT_WRITE:
            standing.switch_off(standing.Who.WRITE)
            if request.method in SAFE:  # most likely the audit row alone found no room
                request.session = type(request.session)(request.session.session_key)  # without what was to be saved
                response = self._answer(request, is_saving=False)
        if request.door is not None and request.door.audience is not access.Audience.PUBLIC:
            response.headers.setdefault("Cache-Control", "no-store")  # nothing of a patient stays on the device
        return response

    def _answer(self, request: HttpRequest, *, is_saving: bool) -> HttpResponse:
        request.at, request.is_saving, request.is_committing = clock.now(), is_saving, False
        request.shown, request.memberships, request.door, request.fault = {}, [], None, None
        try:
            with transaction.atomic():
                response = self._in_transaction(request)
                request.is_committing = True
        except DatabaseError as error:
            fault = fault_of(error)
            if fault is None:
                raise
            return unsaved.of_fault(request, fault)
        return response if is_saving or response.status_code >= 400 else _keep_audit(request, response)

    def _in_transaction(self, request: HttpRequest) -> HttpResponse:
        if not request.is_saving:
            with connection.cursor() as cursor:
                cursor.execute("set transaction read only")
        acting.see_as(request.user.pk if request.user.is_authenticated else None)
        response = self.get_response(request)
        if response.status_code >= 400:
            transaction.set_rollback(True)
            request.session.forget()
        elif not request.is_saving:
            return unsaved.of_fault(request, Fault.READ_ONLY) if request.session.modified else response
        else:
            audit.append(_audit_entries(request), by=_who(request), at=request.at)
            if request.session.modified and not request.session.is_empty():
                request.session.save()
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        door = access.DOORS.get(match.view_name)
        if door is None:
            raise Http404(f"No access row for {match.view_name}")
        request.door = door
        if match.view_name == "account_logout" and request.method == "POST" and not request.is_saving:
            return unsaved.signed_out()
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
    if not user.is_active or seen.has_idled(request, request.at):
        return _sign_out(request)
    if second_factor.has_passed(request):
        return None
    if is_mfa_enabled(user):  # signed in before it was set up in another session
        return _sign_out(request)
    return None if name in FIRST_FACTOR_DOORS else redirect("mfa_activate_totp")


def _sign_out(request: HttpRequest) -> HttpResponse:
    if not request.is_saving:
        return unsaved.signed_out()
    logout(request)
    return _sign_in(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("account_login")
    if request.method in ("GET", "HEAD") and not request.door.is_background:
        address += f"?next={request.path}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return HttpResponseRedirect(address)


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
    _check_relation(request, practices, kwargs.get("patient_id"))


def _check_relation(request: HttpRequest, seen_now: Collection[UUID], patient_id: UUID | None) -> None:
    """Where the role is bound to the patients a person treats, close the practices in which they do not."""
    open_for = {m.practice_id for m in request.memberships if access.may_enter(request.door, m, patient_id)}
    if not open_for:
        raise Http404("Not a patient of theirs")
    if open_for != set(seen_now):
        acting.see_practices(open_for)


def _audit_entries(request: HttpRequest) -> list[audit.Entry]:
    if request.door is None or not request.user.is_authenticated:
        return []
    action = request.door.action if request.method == "POST" or request.door.action != "change" else "read"
    return [
        audit.Entry(practice_id, str(action), request.resolver_match.view_name, tuple(sorted(patients)))
        for practice_id, patients in request.shown.items()
    ]


def _keep_audit(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, if its audit entries are on a disk; else that it cannot be shown."""
    entries = _audit_entries(request)
    try:
        if entries:
            reserve.keep(entries, by=_who(request), at=request.at)
    except reserve.CannotKeep:
        return unsaved.page(unsaved.UNAUDITED)
    seen.note(request, response)
    return response


def _who(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)
