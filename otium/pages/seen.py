"""When a person last asked for something themselves, and whether that is too long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

IDLE = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=1)
SEEN = "seen_at"
COOKIE = "otium_seen"  # in the session's place while sessions cannot be written


def has_idled(request: HttpRequest, at: datetime) -> bool:
    """True after 15 minutes without a person's own request; what a page asks by itself does not count."""
    seen = _last(request)
    if seen is not None and at - seen > IDLE:
        return True
    if not request.door.is_background and request.is_saving and (seen is None or at - seen > NOTED_EVERY):
        request.session[SEEN] = at.isoformat()
    return False


def note(request: HttpRequest, response: HttpResponse) -> None:
    """While nothing is saved, the browser keeps the instant, signed for its session."""
    if request.door is None or request.door.is_background or not request.user.is_authenticated:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(request.at.isoformat(), salt=_salt(request)),
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _last(request: HttpRequest) -> datetime | None:
    noted = [request.session.get(SEEN), _from_cookie(request)]
    return max((datetime.fromisoformat(each) for each in noted if each), default=None)


def _from_cookie(request: HttpRequest) -> str | None:
    """None for a cookie that is not of this session or was tampered with: it can only make a person idle sooner."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request)))
    except signing.BadSignature:
        return None


def _salt(request: HttpRequest) -> str:
    return f"{COOKIE} {request.session.session_key}"
