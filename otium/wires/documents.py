"""Small JSON documents by which texts and receipts are kept: {"name": {...}}."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

YEARS = range(2000, 2101)  # beyond, no other zone may have a day for it


def named(data: bytes, names: Iterable[str], largest: int) -> tuple[str, dict[str, Any]] | None:
    """The first of these names that the document has, and what it says; None of other bytes, or more than `largest`."""
    if len(data) > largest or data.lstrip()[:1] != b"{":
        return None
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict):
        return None
    return next(((name, whole[name]) for name in names if isinstance(whole.get(name), dict)), None)


def moment(text: object) -> datetime | None:
    """None without a zone, which day it was cannot be said then, and of a year in which nobody sent any."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and found.year in YEARS else None
