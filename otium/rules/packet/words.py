"""How a packet writes numbers, days and lists: English, as a payer's reviewer reads them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

NOTHING = frozenset({"", "none", "n/a", "na", "no", "nil", "unknown", "-", "--"})
_SPACE = re.compile(r"\s+")
_ENDS = (".", "!", "?", ".)", '."')


def day(on: date) -> str:
    """Month, day, year, as US forms have it.

    >>> day(date(2026, 3, 9))
    '03/09/2026'
    """
    return f"{on:%m/%d/%Y}"


def number(value: Decimal | int) -> str:
    """Without zeros that say nothing.

    >>> number(Decimal("12.50")), number(Decimal("100.00")), number(Decimal("-0.0"))
    ('12.5', '100', '0')
    """
    text = f"{Decimal(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def count(of: int | Decimal, one: str, many: str = "") -> str:
    """A number with its noun in the right form.

    >>> count(1, "visit"), count(0, "visit"), count(2, "body part")
    ('1 visit', '0 visits', '2 body parts')
    """
    return f"{number(of)} {one if of == 1 else many or one + 's'}"


def listed(parts: Iterable[str], joined: str = "and") -> str:
    """
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    named = list(parts)
    if len(named) < 2:
        return "".join(named)
    return f"{', '.join(named[:-1])} {joined} {named[-1]}"


def clean(text: str) -> str:
    """One line without control characters."""
    return _SPACE.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()


def says_nothing(text: str) -> bool:
    """What people type into a field that they must fill."""
    return clean(text).strip(".").lower() in NOTHING


def sentence(text: str) -> str:
    """With a capital in front and a full stop behind.

    >>> sentence("needs help to dress"), sentence("Why?")
    ('Needs help to dress.', 'Why?')
    """
    said = clean(text)
    if not said:
        return ""
    said = said if said.endswith(_ENDS) else said.rstrip(" ;,:") + "."
    return said[0].upper() + said[1:]


def dated(text: str, on: date) -> str:
    """A sentence with its day before the full stop.

    >>> dated("Cannot tie laces.", date(2026, 11, 2))
    'Cannot tie laces (11/02/2026).'
    """
    said = sentence(text)
    body, end = (said[:-1], said[-1]) if said.endswith((".", "!", "?")) else (said, ".")
    return f"{body} ({day(on)}){end}"


def frequency(per_week: Decimal) -> str:
    """
    >>> [frequency(Decimal(n)) for n in ("1", "2", "0.5", "3", "1.5")]
    ['once a week', 'twice a week', 'every other week', '3 times a week', '1.5 times a week']
    """
    named = {Decimal(1): "once a week", Decimal(2): "twice a week", Decimal("0.5"): "every other week",
             Decimal("0.25"): "once every four weeks"}  # fmt: skip
    return named.get(per_week.normalize(), "") or f"{number(per_week)} times a week"


def percent(part: int, whole: int) -> str:
    """Half up, in whole percent. `whole` is not 0."""
    return f"{(200 * part + whole) // (2 * whole)}%"


def numbered(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))


def age(birth_on: date | None, on: date) -> int | None:
    """Full years on a day; None where the birthday is not known."""
    if birth_on is None:
        return None
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
