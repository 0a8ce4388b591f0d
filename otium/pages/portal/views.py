"""The page behind a family link: GET shows and never acts, POST takes one answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk.families import entering, saying
from otium.desk.families.opening import Found, Incomplete, Over
from otium.desk.feeds import invites
from otium.pages.portal.kinds import PAGES
from otium.terms.family import NoticeAbout

# A link in a text is private to its reader: it must not be kept, told to other sites, or listed.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
RETRY_SECONDS = "60"


@csrf_exempt  # the token in the address is the secret that a forged form would need; a phone may refuse cookies
@require_http_methods(["GET", "HEAD", "POST"])
def portal(request: HttpRequest, token: str) -> HttpResponse:
    language = request.GET.get("lang", "")
    language = language if language in saying.LANGUAGES else ""
    if request.method != "POST":
        return _shown(request, token, language)
    if not request.is_saving:
        return _busy(request, token, language)
    posted = request.POST.dict()
    try:
        done = entering.answer(token, posted, language=language, at=request.at)
    except Incomplete as lacks:
        return _shown(request, token, language, error=lacks.code, typed=posted)
    if isinstance(done, Over):
        return _over(request, done)
    if not done.is_kept:
        return _as_found(request, done, language)
    pages = PAGES[NoticeAbout(done.about)]
    return _page(request, pages.thanks, {"page": pages.thanked(done.value, language)})


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The visits of a link about visits, for the calendar of whoever opens it."""
    language = request.GET.get("lang", "")
    language = language if language in saying.LANGUAGES else ""
    data = entering.calendar(token, language=language, at=request.at, is_saving=request.is_saving)
    if data is None:
        return _over(request, Over())
    file = {"Content-Disposition": f'attachment; filename="{invites.FILE}"'}
    return HttpResponse(data, content_type=invites.MEDIA_TYPE, headers={**HEADERS, **file})


def _shown(request: HttpRequest, token: str, language: str, error: str = "", typed: Any = None) -> HttpResponse:
    is_saving, query = request.is_saving, request.GET.dict()
    found = entering.look(token, language=language, at=request.at, is_saving=is_saving, query=query)
    if not isinstance(found, Found):
        return _over(request, found)
    return _as_found(request, found, language, error, typed)


def _as_found(request: HttpRequest, found: Found, language: str, error: str = "", typed: Any = None) -> HttpResponse:
    pages = PAGES[NoticeAbout(found.about)]
    context = {"page": pages.shown(found.value, language, error, typed or {})}
    return _page(request, pages.template, context, status=422 if error else 200)


def _over(request: HttpRequest, found: Over) -> HttpResponse:
    """The same for a forged, used, closed and old link; both languages, as nobody is known to read it."""
    words = [{"language": each, **_over_words(each, found)} for each in _languages(request)]
    return _page(request, "portal/over.html", {"practice": found.practice, "phone": found.phone, "words": words})


def _over_words(language: str, found: Over) -> dict[str, str]:
    call = (
        saying.say(language, "link.over_call", phone=found.phone)
        if found.phone
        else saying.say(language, "link.over_office")
    )
    return {"title": saying.say(language, "link.over"), "why": saying.say(language, "link.over_why"), "call": call}


def _busy(request: HttpRequest, token: str, language: str) -> HttpResponse:
    words = [saying.say(each, "link.busy") for each in ([language] if language else saying.LANGUAGES)]
    answer = _page(request, "portal/busy.html", {"words": words}, status=503)
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _languages(request: HttpRequest) -> tuple[str, ...]:
    """The one asked for first."""
    first = request.GET.get("lang", "")
    return tuple(sorted(saying.LANGUAGES, key=lambda each: each != first))


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
