"""CSV that a person opens in a spreadsheet: no cell may start a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark (so that Excel reads it), CRLF, None as blank.

    Text that a spreadsheet would run as a formula gets an apostrophe in front. Source: OWASP, CSV injection.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe(value: object) -> str:
    """The cell as text; a plain number keeps its sign."""
    text = "" if value is None else str(value)
    if text.lstrip(" ").startswith(STARTS_FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
