"""Where a value comes from, in words and as a link."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.words import CHANNEL_SHORT
from otium.terms.provenance import Channel


@dataclass(frozen=True, slots=True)
class Source:
    """`channel` is the road, `day` when, `place` where in it (a loop, a reference), `href` what it rests on."""

    channel: str
    day: str
    place: str
    href: str
    by: str = ""


NOBODY = Source("", "", "", "")


def source(
    said: dict[str, Any] | None, chart: Chart, *, on: date | None = None, href: str = "", wire: str = "271"
) -> Source:
    """A provenance as stored; `on` is the day of the answer where the provenance names none; `wire` names
    the electronic message."""
    if not said:
        return NOBODY
    at = datetime.fromisoformat(said["at"]) if said.get("at") else None
    day = on or (chart.day(at) if at else None)
    file = said.get("file") or ""
    link = reverse("inbox_file", args=[file]) if file else href
    return Source(
        channel=wire if said.get("channel") == Channel.X12 else _road(said.get("channel", "")),
        day=present.short_day(day, chart.on) if day else "",
        place=said.get("place") or _("open"),
        href=link,
        by=chart.staff.get(said.get("by", ""), ""),
    )


def _road(channel: str) -> str:
    return str(CHANNEL_SHORT.get(channel, channel))
