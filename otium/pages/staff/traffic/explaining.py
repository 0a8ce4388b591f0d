"""A file is dropped and told in words. Nothing of it is kept, and nothing of it leaves the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk import raw_file
from otium.pages import explained, practices
from otium.pages.middleware import shown

LARGEST = 20 * 1024 * 1024
FORM = 1024 * 1024  # what the form adds to its file, at most
MOST = 1_000  # segments on one page


@require_http_methods(["GET", "HEAD", "POST"])
def traffic_explain(request: HttpRequest) -> HttpResponse:
    """Each practice in view has it in its trail that somebody read a file here; whose it was is not known."""
    if request.method != "POST":
        return _page(request)
    dropped = request.FILES.get("file")
    is_too_large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM
    if dropped is None and not is_too_large:
        return _page(request, refused=_("Choose a file first."))
    if dropped is None or dropped.size is None or dropped.size > LARGEST:
        words = _(
            "The file is larger than %(n)d MB. On the server, “otium x12 explain FILE” tells it whatever its size."
        )
        return _page(request, refused=words % {"n": LARGEST // (1024 * 1024)})
    for practice in practices.in_view(request):
        shown(request, practice.pk)
    told = explained.shown(raw_file.explain(dropped.read(), most=MOST))
    return _page(request, name=dropped.name or _("without name"), told=told)


def _page(
    request: HttpRequest, *, refused: str = "", name: str = "", told: explained.Shown | None = None
) -> HttpResponse:
    context = {"refused": refused, "name": name, "shown": told, "largest": LARGEST // (1024 * 1024)}
    return render(request, "traffic/explain.html", context)
