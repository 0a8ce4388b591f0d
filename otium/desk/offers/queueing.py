"""When an hour that came free is offered by itself: once it stands on the waitlist page, and not long before.

Of a series that ends, the last hour may be a year ahead. Nobody waits for that one yet, and families are sent only so
many texts a week.
"""

from collections.abc import Iterable
from datetime import datetime

from otium.desk import offer_soon
from otium.desk.offers.freed import FreedHour
from otium.desk.offers.hours import AHEAD
from otium.records.models import Practice


def queue(practice: Practice, free: Iterable[FreedHour], *, at: datetime) -> None:
    """In the transaction that frees the hours. Two jobs at most, however many they are."""
    near, far = parted(free, at)
    offer_soon.offer_soon(practice, [hour.id for hour in near], at=at)
    put_off(practice, far, freed_at=at)


def parted(free: Iterable[FreedHour], at: datetime) -> tuple[list[FreedHour], list[FreedHour]]:
    """Those near enough, those too far ahead; in their order."""
    near, far = list[FreedHour](), list[FreedHour]()
    for hour in free:
        (near if hour.starts_at < at + AHEAD else far).append(hour)
    return near, far


def put_off(practice: Practice, far: list[FreedHour], *, freed_at: datetime) -> None:
    """Until the first of them is near; the job puts the others off again."""
    if far:
        since = min(hour.starts_at for hour in far) - AHEAD
        offer_soon.offer_soon(practice, [hour.id for hour in far], at=freed_at, since=since)
