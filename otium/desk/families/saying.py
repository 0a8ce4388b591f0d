"""Words to families, English and Spanish. Plain data in words/*.toml; nothing here asks which language staff reads."""

import re
import tomllib
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es")
NOON = 12
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # a value that ends in one before the sentence does: 3:00 p. m.


def language_of(text: str) -> str:
    """The language we have for a language on file: Spanish for any Spanish, else English."""
    return "es" if text.strip().lower().startswith(("es", "spa")) else "en"


def say(language: str, code: str, **params: object) -> str:
    """One sentence by its section and name, filled. Raises KeyError for one that is not there.

    >>> say("es", "limit.visits_one", answered_on="20 de noviembre")
    'A su plan le quedaba 1 visita el 20 de noviembre.'
    """
    section, _, name = code.partition(".")
    words: str = _words(language)[section][name]
    return TWO_STOPS.sub(".", words.format(**params))


def counted(language: str, code: str, count: int, **params: object) -> str:
    """`say`, in its wording for one (`…_one`) or none (`…_none`) where there is such a wording."""
    section, _, name = code.partition(".")
    ending = "_none" if count <= 0 else "_one" if count == 1 else ""
    return say(language, code + ending if name + ending in _words(language)[section] else code, **params)


def words_of(language: str, section: str) -> dict[str, str]:
    return dict(_words(language)[section])


def day(language: str, value: date) -> str:
    """Thu, Dec 10; jueves 10 de diciembre."""
    return _dated(language, "day", value)


def full_day(language: str, value: date) -> str:
    """Dec 10, 2026; 10 de diciembre de 2026."""
    return _dated(language, "long", value)


def short_day(language: str, value: date) -> str:
    """Thu Dec 3; jue 3 dic: for texts."""
    return _dated(language, "short", value)


def hour(language: str, value: time) -> str:
    """3:00 PM; 3:00 p. m."""
    half = _words(language)["date"]["halves"][value.hour >= NOON]
    return f"{value.hour % NOON or NOON}:{value.minute:02} {half}"


def money(value: Decimal) -> str:
    """$118; $92.50 where the cents matter."""
    step = Decimal(1) if value == value.to_integral() else Decimal("0.01")
    return f"${value.quantize(step, ROUND_HALF_UP):,}"


def _dated(language: str, form: str, value: date) -> str:
    dates = _words(language)["date"]
    weekday, month = dates["weekdays"][value.weekday()], dates["months"][value.month - 1]
    return str(dates[form].format(weekday=weekday, month=month, day=value.day, year=value.year))


@cache
def _words(language: str) -> dict[str, Any]:
    text = files("otium.desk.families").joinpath("words", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def one_line(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
