"""Home, health, the choice of practice, the style guide."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from otium.pages import practices
from otium.pages.staff.frame import samples


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("desk" if request.user.is_authenticated else "account_login")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Plain 200 when a request got through to the database and back; no data."""
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def choose_practice(request: HttpRequest) -> HttpResponse:
    """Keep the chosen practice for the session; empty or not one of theirs means all."""
    wanted = request.POST.get("practice", "")
    is_theirs = any(str(p.id) == wanted for p in practices.visible(request))
    request.session[practices.CHOSEN] = wanted if is_theirs else ""
    return HttpResponseRedirect(_back(request))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with invented values. In development only."""
    return render(request, "styleguide.html", samples.context())


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else "/"
