"""The page that says: this was not saved, or this cannot be shown, and what to do."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from otium.desk.saving.faults import Fault, fault_of

UNAUDITED = "unaudited"
UNSURE = "unsure"
SIGNED_OUT = "signed_out"
RETRY_SECONDS = "30"


def page(reason: str) -> HttpResponse:
    """503 with the words for a Fault, for UNAUDITED, UNSURE or SIGNED_OUT. Asks the database for nothing."""
    answer = HttpResponse(render_to_string("503.html", {"reason": reason}), status=503)
    answer.headers["Retry-After"] = RETRY_SECONDS
    answer.headers["Cache-Control"] = "no-store"
    return answer


def signed_out() -> HttpResponse:
    """Signed out in this browser; the session itself can only be ended once Otium saves, or by its idle time."""
    answer = page(SIGNED_OUT)
    answer.delete_cookie(settings.SESSION_COOKIE_NAME, samesite=settings.SESSION_COOKIE_SAMESITE)
    return answer


def of_fault(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page for a fault that this request met; the middleware reads `request.fault`.

    A server that cannot flush its log at a COMMIT dies of it, with the same code as any full or broken disk, and may
    find the change in its log when it comes back (tried: it does).
    """
    request.fault = fault
    is_unsure = getattr(request, "is_committing", False) and request.method == "POST"
    answer = page(UNSURE if is_unsure else fault.value)
    door = getattr(request, "door", None)
    if request.headers.get("HX-Request") and not (door and door.is_background):
        answer.headers["HX-Refresh"] = "true"  # a part of a page is not put in for an error; the whole page says it
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """In place of the page for every error: one that the machine is to blame for has its own words."""
    error = sys.exception()
    fault = fault_of(error) if error else None
    return of_fault(request, fault) if fault else defaults.server_error(request)
