"""A service calls with what became of a text. It signs its calls and has no session."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from otium.desk.outbox import calling
from otium.wires.delivery import callbacks

LARGEST = 10_000  # bytes; a call has a dozen short fields
BUSY_SECONDS = "60"


@csrf_exempt  # the call is signed with a token that a forged form would lack
@require_POST
def receipt(request: Any, token: str) -> HttpResponse:
    """204 where it was understood, whatever it changed; 404 for an address of no text, 403 unsigned, 503 for later.

    `request` is Any: it carries what the middleware of the pages sets.
    """
    if not request.is_saving:
        return HttpResponse(status=503, headers={"Retry-After": BUSY_SECONDS})
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    try:
        calling.hear(token, fields, said=request.headers.get(callbacks.HEADER, ""), at=request.at)
    except calling.UnknownAddress:
        raise Http404("no such text") from None
    except calling.NotSigned:
        return HttpResponse(status=403)
    return HttpResponse(status=204)
