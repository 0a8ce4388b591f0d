"""A feed of visits, for calendar programs: they do not sign in, the address is the secret."""

import math
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otium.desk.feeds import asking

HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
BUSY_SECONDS = 300  # nothing is given out that no audit row can tell of
_TAG = re.compile(r'"([^"]*)"')


@require_safe
def feed(request: Any, token: str) -> HttpResponse:
    """The calendar, 304 where the program has it, 404 for any address that opens nothing, 429 for too many.

    `request` is Any: it carries what the middleware of the pages sets.
    """
    if not request.is_saving:
        return _later(503, BUSY_SECONDS)
    try:
        given = asking.fetch(token, known_tags=_tags(request), at=request.at)
    except asking.TooOften as often:
        return _later(429, math.ceil(often.wait.total_seconds()))
    if given is None:
        raise Http404("no such calendar")
    answer = HttpResponse(status=304) if given.data is None else _calendar(given.data)
    answer.headers["ETag"] = f'"{given.tag}"'
    return answer


def _tags(request: HttpRequest) -> list[str]:
    return _TAG.findall(request.headers.get("If-None-Match", ""))


def _calendar(data: bytes) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="text/calendar; charset=utf-8",
        headers={**HEADERS, "Content-Disposition": 'inline; filename="visits.ics"'},
    )


def _later(status: int, seconds: int) -> HttpResponse:
    return HttpResponse(status=status, headers={**HEADERS, "Retry-After": str(seconds)})
