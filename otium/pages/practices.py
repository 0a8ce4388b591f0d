"""The practices a request may show, and the one the person chose at the top of the page (none chosen: all)."""

from django.http import HttpRequest

from otium.records.models import Practice

CHOSEN = "practice"  # in the session: the id as text, empty for all


def visible(request: HttpRequest) -> list[Practice]:
    """Practices whose rows this request may see, by name. One query a request."""
    if not hasattr(request, "visible_practices"):
        request.visible_practices = list(Practice.objects.order_by("name"))
    return request.visible_practices


def chosen(request: HttpRequest) -> Practice | None:
    """The practice chosen in the bar, as long as this page may show it; None when all are meant."""
    wanted = request.session.get(CHOSEN, "")
    return next((p for p in visible(request) if str(p.id) == wanted), None)


def in_view(request: HttpRequest) -> list[Practice]:
    """The practices whose rows this page lists: the chosen one, or all."""
    one = chosen(request)
    return [one] if one else visible(request)
