"""The marks of visits in the calendar, written as one string.

A week shows nine hundred visits; a template that draws each costs ten times the page (components of components, a
look-up for each value). What is shown is escaped here, value by value.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otium.pages.staff.appointments.cells import Cell, Gap, listed
from otium.pages.staff.appointments.loading import Block, Talk
from otium.pages.staff.appointments.week import Lane, Square
from otium.pages.staff.clearance.strip import Strip

register = template.Library()


@register.filter
def as_days(lane: Lane, may_book: bool) -> SafeString:
    """The table cells of one therapist's days; free hours where the person may book."""
    language = get_language() or ""
    days = (_day(square, lane.zone, language, may_book=may_book) for square in lane.days)
    return mark_safe("".join(days))  # noqa: S308  # nosec B308 B703 - each value is escaped below


def _day(square: Square, zone: ZoneInfo, language: str, *, may_book: bool) -> str:
    free = square.gaps if may_book else ()
    if square.strips:
        items = _items(listed(square.block, square.talks, free, square.strips, zone))
    else:
        items = _kept(square.block, square.talks, free, zone, language)
    words = f"<ul>{items}</ul>" if items else f'<span class="soft" aria-label="{escape(_("no visits"))}">–</span>'
    return f'<td data-name="{escape(square.day.name)}" data-on="{square.day.iso}">{words}</td>'


@lru_cache(maxsize=4_096)  # ten megabytes at most
def _kept(
    block: Block | None,
    talks: tuple[Talk, ...],
    free: tuple[tuple[datetime, Gap], ...],
    zone: ZoneInfo,
    language: str,  # not read: it is the active one, which the words are in
) -> str:
    """A week is looked at far more often than it changes: a day that is as it was is drawn once."""
    return _items(listed(block, talks, free, (), zone))


def _items(shown: Iterable[Cell | Gap]) -> str:
    to_enter, free = _("To enter"), _("free")
    return "".join(_visit(each, to_enter) if isinstance(each, Cell) else _gap(each, free) for each in shown)


@register.filter
def mark(strip: Strip | None) -> SafeString:
    """Icon and word of a clearance; its sentence where it is not clear."""
    return mark_safe(_strip(strip) if strip else "")  # noqa: S308  # nosec B308 B703 - as above


def _gap(gap: Gap, free: str) -> str:
    return f'<li class="free"><a href="{escape(gap.url)}">{escape(gap.words)} {escape(free)}</a></li>'


def _visit(cell: Cell, to_enter: str) -> str:
    tone = f" visit--{cell.strip.icon}" if cell.strip else ""
    void = " void" if cell.is_void else ""
    place = f' data-at="{cell.at}" data-minutes="{cell.minutes}" data-room="{cell.room}"' if cell.at else ""
    said = [f'<li class="visit{tone}{void}"{place}><a class="visit__name" href="{cell.url}"><span class="soft">']
    said.append(f"{cell.hour}</span> {escape(cell.name)}</a>")
    if cell.what:
        said.append(f' <span class="soft">{escape(cell.what)}</span>')
    if cell.state_word:
        said.append(" " + _badge(cell.state, escape(cell.state_word)))
    if cell.strip:
        said.append(" " + _strip(cell.strip))
    if cell.to_enter:
        said.append(" " + _badge("risk", escape(to_enter)))
    said.append("</li>")
    return "".join(said)


def _strip(strip: Strip) -> str:
    if not strip.first:
        return _badge(strip.icon, escape(strip.word))
    words = f'{escape(strip.first)}<span class="vh">: {escape(strip.word)}</span>'
    return f'<span class="strip" title="{escape(strip.sentence)}">{_badge(strip.icon, words)}</span>'


def _badge(state: str, words: str) -> str:
    tone = "" if state == "unknown" else f" badge--{state}"
    icon = f'<svg class="icon" aria-hidden="true"><use href="#i-{state}"/></svg>'
    return f'<span class="badge{tone}">{icon}{words}</span>'
