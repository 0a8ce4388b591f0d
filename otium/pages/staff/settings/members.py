"""Members of a practice."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otium.desk import clock, staff
from otium.desk.actor import Actor
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.settings import pages
from otium.pages.staff.settings.forms import InviteForm
from otium.pages.words.records import ROLES
from otium.records.models import Membership, Practice


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    return _page(request, InviteForm())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown once, on the page that answers: nothing keeps it."""
    practice, _context = pages.context(request, "settings_members")
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        invitation = staff.invite(
            practice_id=practice.pk, **form.cleaned_data, by=Actor.person(request.user.pk), at=request.at
        )
    except Invalid as refused:
        form.tell(refused)
        return _page(request, form)
    if not invitation.key:
        messages.success(request, _("Added. Whoever has set a password signs in with it; no link is needed."))
        return HttpResponseRedirect(_address(practice))
    return _page(request, InviteForm(), link=_link(request, invitation), name=form.cleaned_data["name"])


@require_POST
def link_again(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership(membership_id)
    shown(request, membership.practice_id)
    try:
        invitation = staff.invite_again(membership.pk)
    except Invalid as refused:
        messages.error(request, " ".join(p.words for p in refused.problems))
        return HttpResponseRedirect(_address(membership.practice))
    return _page(request, InviteForm(), link=_link(request, invitation), name=membership.staff.name)


@require_POST
def change_role(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership(membership_id)
    shown(request, membership.practice_id)
    by = Actor.person(request.user.pk)
    try:
        staff.change_role(membership_id=membership.pk, role=request.POST.get("role", ""), by=by, at=request.at)
    except Invalid as refused:
        messages.error(request, " ".join(p.words for p in refused.problems))
    else:
        messages.success(request, _("Role changed."))
    return HttpResponseRedirect(_address(membership.practice))


@require_POST
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    membership = _membership(membership_id)
    shown(request, membership.practice_id)
    try:
        staff.end(membership_id=membership.pk, by=Actor.person(request.user.pk), at=request.at)
    except Invalid as refused:
        messages.error(request, " ".join(p.words for p in refused.problems))
    else:
        messages.success(request, _("Membership ended. They are signed out everywhere."))
    return HttpResponseRedirect(_address(membership.practice))


def _page(request: HttpRequest, form: InviteForm, **more: Any) -> HttpResponse:
    practice, context = pages.context(request, "settings_members")
    rows = Membership.objects.filter(practice=practice).select_related("staff").order_by("staff__name", "-ended_at")
    found = list(rows)
    ready = set(Authenticator.objects.filter(user__in=[m.staff_id for m in found]).values_list("user_id", flat=True))
    context |= {
        "members": [_member(m, practice, request, m.staff_id in ready) for m in found if m.ended_at is None],
        "left": [_left(m, practice) for m in found if m.ended_at],
        "roles": list(ROLES.items()),
        "form": form,
        **more,
    }
    return render(request, "settings/members.html", context)


def _member(row: Membership, practice: Practice, request: HttpRequest, has_factor: bool) -> dict[str, Any]:
    person = row.staff
    is_ready = person.has_usable_password()
    seen = person.last_login
    last = present.day(clock.day(seen, practice), clock.day(request.at, practice)) if seen else _("never signed in")
    return {
        "id": row.pk,
        "name": person.name,
        "email": person.email,
        "role": row.role,
        "last": last,
        "state": "clear" if is_ready and has_factor else "risk",
        "state_word": _("Ready") if is_ready and has_factor else _("No code app yet") if is_ready else _("Invited"),
        "is_self": person.pk == request.user.pk,
        "is_invited": not is_ready,
    }


def _left(row: Membership, practice: Practice) -> dict[str, str]:
    day = present.full_day(clock.day(row.ended_at, practice)) if row.ended_at else ""
    return {"name": row.staff.name, "role": str(ROLES[row.role]), "day": day}


def _membership(membership_id: UUID) -> Membership:
    """Ended ones too: to end one twice is no mistake."""
    found = Membership.objects.select_related("practice", "staff").filter(pk=membership_id).first()
    if found is None:
        raise Http404("no such membership")
    return found


def _link(request: HttpRequest, invitation: staff.Invitation) -> str:
    path = reverse("account_reset_password_from_key", args=[invitation.uid, invitation.key])
    return request.build_absolute_uri(path)


def _address(practice: Practice) -> str:
    return f"{reverse('settings_members')}?practice={practice.slug}"
