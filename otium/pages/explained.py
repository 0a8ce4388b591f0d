"""An explanation as rows for `explained/file.html`: headings of loops, and segments under them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.raw_file import Balance, Explanation, Line, Part, Sum, Told
from otium.pages import present

TONES = {"error": "blocked", "warning": "risk", "note": "unknown"}
MOST_LISTED = 100  # findings in the list above the file
DEEPEST = 7
_FRAME = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})


@dataclass(frozen=True, slots=True)
class Found:
    """A finding. `segment` is 0 where it names none that is shown."""

    tone: str
    words: str
    advice: str = ""
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum or a balance. `tone` empty: nothing is right or wrong about it."""

    name: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A heading (`is_heading`), or one segment. `depth` indents; `loop` is the guide's id of the loop it opens."""

    is_heading: bool
    depth: int
    name: str
    loop: str = ""
    about: str = ""
    amounts: tuple[Amount, ...] = ()
    unsaid: str = ""
    position: int = 0
    tag: str = ""
    rest: str = ""
    values: tuple[tuple[str, str], ...] = ()
    found: tuple[Found, ...] = ()
    starts: str = ""  # the message that begins here and what became of it
    is_frame: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A file explained. `found` are all findings, each leading to its segment; `more` says what is not shown."""

    what: str
    size: str
    rows: tuple[Row, ...]
    found: tuple[Found, ...]
    unlisted: str
    more: str
    text: str
    is_x12: bool


Notes = Mapping[int, Iterable[Found]]


def shown(
    told: Explanation,
    *,
    starts: Mapping[int, str] | None = None,
    notes: Notes | None = None,
    without: Collection[str] = (),
) -> Shown:
    """`starts` and `notes` are what we know of the file beside what stands in it, by segment.

    `without`: codes of findings that do not matter here.
    """
    marks = _Marks(starts or {}, notes or {}, without)
    rows = tuple(row for part in told.parts for row in marks.rows(part, 0))
    last = max((row.position for row in rows), default=0)
    found = [_found(each, last) for each in told.told]
    found += [each for row in rows for each in row.found]
    found += [_found(each, last) for each in (told.more.told if told.more else ())]
    hidden = len(found) - MOST_LISTED + (told.more.findings - len(told.more.told) if told.more else 0)
    unlisted = ngettext("%(n)d more finding.", "%(n)d more findings.", hidden) % {"n": hidden} if hidden > 0 else ""
    size = ngettext("%(n)s segment", "%(n)s segments", told.segments) % {"n": f"{told.segments:,}"}
    return Shown(
        what=told.what,
        size=_("%(segments)s, %(bytes)s bytes") % {"segments": size, "bytes": f"{told.size:,}"},
        rows=rows,
        found=tuple(found[:MOST_LISTED]),
        unlisted=unlisted,
        more=_more(told),
        text=told.text,
        is_x12=bool(told.parts),
    )


class _Marks:
    """What is known of segments beside what the file says."""

    def __init__(self, starts: Mapping[int, str], notes: Notes, without: Collection[str]) -> None:
        self._starts, self._notes, self._without = starts, notes, without

    def rows(self, part: Part, depth: int) -> Iterator[Row]:
        """A loop that holds no other has no heading of its own: its first segment opens it."""
        has_loops = any(isinstance(each, Part) for each in part.parts)
        is_silent = part.level == "group" or (part.level == "loop" and not has_loops)
        if part.level == "interchange" and "no-isa" in self._without:
            is_silent = True  # it was not put into an envelope yet
        if not is_silent:
            yield _heading(part, depth)
        opens = part if part.level == "loop" and not has_loops else None
        below = min(depth + (not is_silent and has_loops), DEEPEST)
        for each in part.parts:
            if isinstance(each, Part):
                yield from self.rows(each, below)
            else:
                yield self._line(each, below if has_loops else depth, opens)
                opens = None

    def _line(self, line: Line, depth: int, opens: Part | None) -> Row:
        found = [_found(each, line.position) for each in line.told if each.finding.code not in self._without]
        known = {each.words for each in found}
        found += [each for each in self._notes.get(line.position, ()) if each.words not in known]
        return Row(
            is_heading=False,
            depth=depth,
            name=opens.name if opens else line.name,
            loop=opens.id if opens else "",
            position=line.position,
            tag=line.tag,
            rest=line.raw.removeprefix(line.tag),
            values=tuple((value.name, value.said) for value in line.values),
            found=tuple(found),
            starts=self._starts.get(line.position, ""),
            is_frame=line.tag in _FRAME,
            opens=opens is not None,
        )


def _heading(part: Part, depth: int) -> Row:
    counts = [f"{number:,} {name}" for number, name in part.counts]
    unsaid = ngettext("%(n)s more segment of it", "%(n)s more segments of it", part.unsaid) if part.unsaid else ""
    return Row(
        is_heading=True,
        depth=depth,
        name=part.name,
        loop=part.id if part.level == "loop" else "",
        about=", ".join(each for each in (part.about, *counts) if each),
        amounts=(*map(_sum, part.sums), *map(_balance, part.balances)),
        unsaid=unsaid % {"n": f"{part.unsaid:,}"} if unsaid else "",
    )


def _sum(each: Sum) -> Amount:
    if each.amount is None:
        words = _("unknown: %(unread)d of %(all)d amounts are no numbers")
        return Amount(each.name, words % {"unread": each.unread, "all": each.amounts}, "blocked")
    return Amount(each.name, present.money(each.amount, cents=True))


def _balance(each: Balance) -> Amount:
    if not each.difference:
        return Amount(each.words, _("even"), "clear")
    off = {"difference": present.money(each.difference, cents=True)}
    return Amount(each.words, _("not even, by %(difference)s") % off, "blocked")


def _found(told: Told, last: int) -> Found:
    finding = told.finding
    at = finding.segment or 0
    element = _(" (element %(n)d)") % {"n": finding.element} if finding.element else ""
    return Found(TONES[finding.severity.value], finding.message + element, told.advice, at if at <= last else 0)


def _more(told: Explanation) -> str:
    if told.more is None:
        return ""
    words = ngettext(
        "The first part is shown. %(n)s more segment follows.",
        "The first part is shown. %(n)s more segments follow.",
        told.more.segments,
    )
    said = str(words % {"n": f"{told.more.segments:,}"})
    if told.more.transactions:
        whole = ngettext(
            "%(n)s whole message is among them.", "%(n)s whole messages are among them.", told.more.transactions
        )
        said += " " + whole % {"n": f"{told.more.transactions:,}"}
    return said
