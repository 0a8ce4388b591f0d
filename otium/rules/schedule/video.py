"""Visits by video: which links are taken, when one is shown, what a visit still lacks.

Source: video.toml; show no sooner than 15 minutes before, so that a link that leaks is of little use. Certainty: ours.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from otium.terms.schedule import CALLED_OFF, VisitStatus
from otium.terms.telehealth import VideoKind, VideoVisit

SHOWN_BEFORE = timedelta(minutes=15)
SHOWN_AFTER = timedelta(minutes=30)  # the end: sessions run over
CLOSED = CALLED_OFF | {VisitStatus.NO_SHOW, VisitStatus.DONE}
LONGEST = 300
ROOM_BYTES = 18  # 24 characters
PART_OF_A_NAME = 3  # letters; shorter ones stand in any chance text


class LinkRefusedError(ValueError):
    """A link that is not kept. `code`: not_https, host_not_allowed, host_unsafe, not_such_link, names_somebody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class LinkShape:
    """What links of one kind look like. `host` empty: any that the practice allows; with a dot in front: its ending."""

    host: str
    path: str
    refused: frozenset[str]


def shapes(text: str) -> dict[VideoKind, LinkShape]:
    """Out of video.toml."""
    return {
        VideoKind(kind): LinkShape(row.get("host", ""), row["path"], frozenset(row.get("refused", ())))
        for kind, row in tomllib.loads(text).items()
    }


def check(kind: VideoKind, url: str, shape: LinkShape, *, hosts: Iterable[str], names: Iterable[str] = ()) -> None:
    """Raises LinkRefusedError. `hosts` are allowed by the practice, `names` may not stand in a room's name.

    >>> zoom = LinkShape(".zoom.us", "/j/[0-9]{9,11}", frozenset())
    >>> check(VideoKind.ZOOM, "https://alder.zoom.us/j/123456789?pwd=x", zoom, hosts=["alder.zoom.us"])
    """
    parts = _parts(url)
    host = parts.hostname or ""
    if host in shape.refused:
        raise LinkRefusedError("host_unsafe")
    if host not in {each.lower() for each in hosts}:
        raise LinkRefusedError("host_not_allowed")
    if not _is_host_of(host, shape.host) or not re.fullmatch(shape.path, parts.path):
        raise LinkRefusedError("not_such_link")
    if parts.query and (kind is not VideoKind.ZOOM or not re.fullmatch(r"pwd=[\w.-]{1,100}", parts.query)):
        raise LinkRefusedError("not_such_link")
    room = parts.path.lower()
    if any(len(name) >= PART_OF_A_NAME and name.lower() in room for each in names for name in each.split()):
        raise LinkRefusedError("names_somebody")


def _parts(url: str) -> SplitResult:
    """Nothing but host, path and query: no port, no password, no fragment, no character that is none of an address."""
    if len(url) > LONGEST or not url.isascii() or any(each.isspace() for each in url):
        raise LinkRefusedError("not_such_link")
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError as error:
        raise LinkRefusedError("not_such_link") from error
    if parts.scheme != "https":
        raise LinkRefusedError("not_https")
    if has_port or "@" in parts.netloc or parts.fragment:
        raise LinkRefusedError("not_such_link")
    return parts


def _is_host_of(host: str, of: str) -> bool:
    return host.endswith(of) and len(host) > len(of) if of.startswith(".") else of in ("", host)


def is_host(text: str) -> bool:
    """Whether a practice may allow it: a whole name of a host, in small letters.

    >>> [is_host(t) for t in ("meet.alder.example", "doxy.me", "*.zoom.us", "localhost", "10.0.0.1", "doxy.me/room")]
    [True, True, False, False, False, False]
    """
    label = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    return bool(re.fullmatch(rf"(?:{label}\.)+[a-z]{{2,24}}", text)) and len(text) <= LONGEST


def is_shown(status: VisitStatus, starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    return status not in CLOSED and starts_at - SHOWN_BEFORE <= at < ends_at + SHOWN_AFTER


def lacks(visit: VideoVisit) -> tuple[str, ...]:
    """What must be on file before it: consent, a link, where the patient is and in which state."""
    found = (
        ("consent", visit.consent_on is None),
        ("link", visit.link is None),
        ("place", visit.place is None),
        ("state", not visit.state),
    )
    return tuple(name for name, is_lacking in found if is_lacking)
