"""One visit, talk or free hour in the calendar, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.mend.options import VISIT_TYPES, words
from otium.desk.visit_messages.delivering import Reach
from otium.pages import present
from otium.pages.staff.appointments.loading import Block, Booked, Talk
from otium.pages.staff.appointments.present import VOID, state_of, tone_of
from otium.pages.staff.clearance.strip import Strip
from otium.pages.words.families import MARKS
from otium.records.models import Practice
from otium.terms.schedule import Stretch, VisitStatus, VisitType

SHORTEST_GAP = timedelta(minutes=30)
FAILING = ("risk", "blocked")


class Cell(NamedTuple):
    """`at` (24 hours, 15:30), `minutes`, `room` and `therapist` say where a visit stands that can be moved; they are
    empty of all others."""

    url: str
    hour: str
    name: str
    what: str
    state: str
    state_word: str
    is_void: bool
    to_enter: bool
    strip: Strip | None
    at: str = ""
    minutes: int = 0
    room: str = ""
    therapist: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time: where it is booked, and its hours."""

    url: str
    words: str


class Drawing:
    """Makes the cells of one page: what they have in common is looked up once, not for each of a thousand."""

    def __init__(self, zone: ZoneInfo, *, in_rooms: bool = False) -> None:
        """`in_rooms`: on a page of rooms, where each visit says who treats instead of where."""
        self.in_rooms = in_rooms
        self._zone = zone
        self._calendar = reverse("schedule")  # the pages of visits lie below it
        self._shared = _("shared")
        self._hours: dict[tuple[int, int], str] = {}
        self._keys: dict[UUID | None, str] = {None: ""}

    def cell(self, visit: Booked, strip: Strip | None) -> Cell:
        is_movable = visit.status == VisitStatus.BOOKED.value
        local = visit.starts_at.astimezone(self._zone)
        state, state_word = self._state(visit)
        return Cell(
            url=f"{self._calendar}{visit.key}/",
            hour=self.hour(local),
            name=visit.name,
            what=self._what(visit),
            state=state,
            state_word=state_word,
            is_void=visit.status in VOID,
            to_enter=visit.to_enter_in_emr,
            strip=strip,
            at=f"{local.hour:02}:{local.minute:02}" if is_movable else "",
            minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60 if is_movable else 0,
            room=self.key(visit.room_id) if is_movable else "",
            therapist=self.key(visit.therapist_id) if is_movable else "",
        )

    def key(self, of: UUID | None) -> str:
        """An id of a therapist or room as text; empty for nobody."""
        if of not in self._keys:
            self._keys[of] = str(of)
        return self._keys[of]

    @staticmethod
    def _state(visit: Booked) -> tuple[str, str]:
        """Tone and word of its state; of a booked one how far the last message about it went."""
        if visit.status != VisitStatus.BOOKED.value or visit.confirmed_at is not None:
            return tone_of(visit), state_of(visit)
        told = visit.told
        if told not in MARKS:
            return "", ""
        return "blocked" if told is Reach.FAILED else "unknown", str(MARKS[told])

    def hour(self, local: datetime) -> str:
        key = (local.hour, local.minute)
        if key not in self._hours:
            self._hours[key] = present.hour(local)
        return self._hours[key]

    def _what(self, visit: Booked) -> str:
        """What is not usual of it: no treatment, one of a session, in a room (or with whom)."""
        said = [words(VISIT_TYPES, visit.kind)] if visit.kind != VisitType.TREATMENT.value else []
        if visit.together_id:
            said.append(self._shared)
        if where := visit.therapist if self.in_rooms else visit.room:
            said.append(where)
        return ", ".join(said)


def cell(visit: Booked, practice: Practice, strip: Strip | None) -> Cell:
    return Drawing(clock.zone(practice)).cell(visit, strip)


def talk_cell(talk: Talk, zone: ZoneInfo) -> Cell:
    """A talk with a payer's clinician: it takes the therapist's time as a visit does."""
    return Cell(
        url=reverse("peer_to_peer", args=[talk.pk]),
        hour=present.hour(talk.slot_at.astimezone(zone)),
        name=_("Peer-to-peer"),
        what=_("call with the payer about %(name)s") % {"name": talk.name},
        state="",
        state_word="",
        is_void=False,
        to_enter=False,
        strip=None,
    )


def listed(
    block: Block | None,
    talks: Iterable[Talk],
    gaps: Iterable[tuple[datetime, Gap]],
    strips: tuple[Strip | None, ...],
    zone: ZoneInfo,
) -> list[Cell | Gap]:
    """One therapist's day in order of time; free hours after what begins with them."""
    drawing, visits = Drawing(zone), block.visits if block else ()
    cells = [(v.starts_at, drawing.cell(v, s)) for v, s in zip_longest(visits, strips)]
    cells += [(talk.slot_at, talk_cell(talk, zone)) for talk in talks]
    found = sorted((*cells, *gaps), key=lambda each: (each[0], isinstance(each[1], Gap), each[1].url))
    return [one for _at, one in found]


def gaps(spans: Iterable[Stretch], practice: Practice, of: Mapping[str, str]) -> list[tuple[Stretch, Gap]]:
    """Those long enough for a visit, each with the address that books it. `of`: therapist, room, location."""
    zone, page = clock.zone(practice), reverse("schedule_book")
    found = []
    for span in spans:
        if span.end - span.start < SHORTEST_GAP:
            continue
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        query = {"practice": practice.slug, "on": start.date().isoformat(), "at": f"{start:%H:%M}", **of}
        words = f"{present.hour(start)} – {present.hour(end)}"
        found.append((span, Gap(f"{page}?{urlencode(query)}", words)))
    return found


def chosen_only(visits: Iterable[Booked], strips: Mapping[UUID, Strip], only: str) -> list[Booked]:
    """All of them; with `only` risk those whose clearance fails, with blocked those that are blocked."""
    if not only:
        return list(visits)
    wanted = FAILING if only == "risk" else ("blocked",)
    return [v for v in visits if (strip := strips.get(v.pk)) and strip.icon in wanted]
