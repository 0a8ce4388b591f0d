"""The marks of visits in the calendar, written as one string.

A week shows nine hundred visits; a template that draws each costs ten times the page (components of components, a
look-up for each value). What is shown is escaped here, value by value.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from otium.pages.staff.appointments.cells import Cell, Gap
from otium.pages.staff.clearance.strip import Strip

register = template.Library()


@register.filter
def as_items(listed: Iterable[Cell | Gap], may_book: bool) -> SafeString:
    """One list item for each visit, and for each free hour where the person may book."""
    to_enter, free = _("To enter"), _("free")
    items = [
        _visit(each, to_enter) if isinstance(each, Cell) else _gap(each, free)
        for each in listed
        if may_book or isinstance(each, Cell)
    ]
    return mark_safe("".join(items))  # noqa: S308 - every value is escaped below


@register.filter
def mark(strip: Strip | None) -> SafeString:
    """Icon and word of a clearance; its sentence where it is not clear."""
    return mark_safe(_strip(strip) if strip else "")  # noqa: S308 - as above


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
