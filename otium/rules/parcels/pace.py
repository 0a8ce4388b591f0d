"""When a batch leaves, and how long a connection rests after failures.

Source: our own habits, and the connection's settings. Certainty: by definition.
"""

from datetime import datetime, time, timedelta

from otium.terms.parcel import Window

FIRST_REST_SECONDS = 2.0
LONGEST_REST_SECONDS = 60.0  # a partner's return is noticed within a minute


def back_off_seconds(failures: int, *, jitter: float, asked_seconds: float | None = None) -> float:
    """How long to rest after so many failures in a row: doubled each time, up to a minute, less up to half by jitter.

    `jitter` is 0 to 1 and differs by connection and try, so that many do not come back at once. `asked_seconds` is
    what the partner asked for (Retry-After); no shorter than that, though never over an hour.
    Raises ValueError for less than one failure.
    """
    if failures < 1:
        raise ValueError(f"failures must be 1 or more, got {failures}")
    longest = min(FIRST_REST_SECONDS * 2.0 ** min(failures - 1, 16), LONGEST_REST_SECONDS)
    return max(longest * (1 - jitter / 2), min(asked_seconds or 0.0, 3600.0))


def is_in_window(window: Window, local: time) -> bool:
    """Whether batches may leave at this local time.

    >>> is_in_window(Window(0, time(20), time(6)), time(5, 59)), is_in_window(Window(0, time(20), time(6)), time(6))
    (True, False)
    """
    opens_at, closes_at = window.opens_at, window.closes_at
    if opens_at is None or closes_at is None or opens_at == closes_at:
        return True
    if opens_at < closes_at:
        return opens_at <= local < closes_at
    return local >= opens_at or local < closes_at


def leaves_at(window: Window, oldest_at: datetime, last_batch_at: datetime | None) -> datetime:
    """The earliest instant that a batch may leave: so many minutes after its oldest parcel came.

    What waited already when the last batch left, and had no room in it or is of another kind, follows at once.
    The window's hours come on top: see `is_in_window`.
    """
    if last_batch_at is not None and oldest_at <= last_batch_at:
        return last_batch_at
    return oldest_at + timedelta(minutes=window.batch_minutes)
