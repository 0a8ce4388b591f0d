"""Links to visits by video: which are taken, when one is shown."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from otium.rules.schedule import video
from otium.rules.schedule.video import LinkRefusedError
from otium.terms.schedule import VisitStatus
from otium.terms.telehealth import PatientPlace, VideoKind, VideoLink, VideoVisit

SHAPES = video.shapes(Path(video.__file__).with_name("video.toml").read_text())
HOSTS = ("meet.alder.example", "alder.zoom.us", "doxy.me", "meet.google.com", "meet.jit.si", "zoom.us")
ROOM = "aB3_" * 5 + "xy"  # 22 characters
K = VideoKind


def refusal(kind: VideoKind, url: str, *names: str) -> str | None:
    try:
        video.check(kind, url, SHAPES[kind], hosts=HOSTS, names=names)
    except LinkRefusedError as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("kind", "url", "code"),
    [
        (K.JITSI, f"https://meet.alder.example/{ROOM}", None),
        (K.JITSI, f"https://meet.alder.example/{ROOM[:-1]}", "not_such_link"),  # 21 characters
        (K.JITSI, f"https://meet.jit.si/{ROOM}", "host_unsafe"),
        (K.JITSI, f"http://meet.alder.example/{ROOM}", "not_https"),
        (K.JITSI, f"https://meet.other.example/{ROOM}", "host_not_allowed"),
        (K.JITSI, f"https://meet.alder.example:8443/{ROOM}", "not_such_link"),
        (K.JITSI, f"https://meet.alder.example:port/{ROOM}", "not_such_link"),
        (K.JITSI, f"https://me:you@meet.alder.example/{ROOM}", "not_such_link"),
        (K.JITSI, f"https://meet.alder.example/{ROOM}#config", "not_such_link"),
        (K.JITSI, f"https://meet.alder.example/{ROOM}?jwt=x", "not_such_link"),
        (K.JITSI, f"https://meet.alder.example/a/{ROOM}", "not_such_link"),
        (K.ZOOM, "https://alder.zoom.us/j/123456789", None),
        (K.ZOOM, "https://alder.zoom.us/j/12345678901?pwd=aZ9.b", None),
        (K.ZOOM, "https://alder.zoom.us/j/12345678", "not_such_link"),
        (K.ZOOM, "https://alder.zoom.us/j/123456789012", "not_such_link"),
        (K.ZOOM, "https://alder.zoom.us/j/123456789?pwd=a&uname=Theo", "not_such_link"),
        (K.ZOOM, "https://zoom.us/j/123456789", "not_such_link"),  # of no organisation
        (K.ZOOM, "https://alder.zoom.us.evil.example/j/123456789", "host_not_allowed"),
        (K.DOXY, "https://doxy.me/alder-ot", None),
        (K.DOXY, "https://doxy.me/alder/two", "not_such_link"),
        (K.MEET, "https://meet.google.com/abc-defg-hij", None),
        (K.MEET, "https://meet.google.com/abc-defg-hi", "not_such_link"),
        (K.MEET, "https://doxy.me/abc-defg-hij", "not_such_link"),
        (K.DOXY, "javascript:alert(1)", "not_https"),
        (K.DOXY, "https://doxy.me/alder ot", "not_such_link"),
        (K.DOXY, "https://doxy.mé/alder", "not_such_link"),
        (K.DOXY, "https://[doxy.me/alder", "not_such_link"),
        (K.DOXY, "", "not_https"),
        (K.DOXY, "https://doxy.me/" + "a" * 300, "not_such_link"),
    ],
)
def test_a_link_is_taken_as_its_kind_is_written(kind: VideoKind, url: str, code: str | None) -> None:
    assert refusal(kind, url) == code


@pytest.mark.parametrize(
    ("name", "code"), [("Theo Vance", "names_somebody"), ("VANCE", "names_somebody"), ("Al", None), ("Ada", None)]
)
def test_no_patient_is_named_in_a_room(name: str, code: str | None) -> None:
    assert refusal(K.DOXY, "https://doxy.me/room-vance-al", name) == code


STARTS = datetime(2026, 12, 1, 15, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-15 * 60 - 1, False), (-15 * 60, True), (0, True), (75 * 60 - 1, True), (75 * 60, False)],
)
def test_a_link_is_shown_from_15_minutes_before_until_half_an_hour_after(seconds: int, shown: bool) -> None:
    assert video.is_shown(VisitStatus.BOOKED, STARTS, ENDS, STARTS + timedelta(seconds=seconds)) is shown


@pytest.mark.parametrize(
    ("status", "shown"), [(s, s in ("booked", "arrived", "in_session")) for s in VisitStatus], ids=str
)
def test_only_a_visit_that_stands_has_an_open_room(status: VisitStatus, shown: bool) -> None:
    assert video.is_shown(status, STARTS, ENDS, STARTS) is shown


def test_what_a_visit_lacks_is_named_in_order() -> None:
    link = VideoLink(K.DOXY, "https://doxy.me/alder-ot")

    assert video.lacks(VideoVisit(None, None, None)) == ("consent", "link", "place", "state")
    assert video.lacks(VideoVisit(link, date(2026, 1, 1), PatientPlace.HOME, "WA")) == ()
