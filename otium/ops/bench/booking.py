"""One person books visits over HTTP, one after the other, as the form sends them."""

import http.client
import re
import urllib.parse
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from uuid import UUID

from otium.desk import clock
from otium.ops.bench import pages, serving
from otium.ops.bench.figure import Figure, percentile
from otium.records.models import Practice, Staff

BOOKINGS = 60
AFTER = timedelta(weeks=2)  # the week measured is full; this one is empty
A_DAY, OPENS = 9, 8
GOAL = 60  # milliseconds


class NothingBooked(Exception):
    """Every booking was held or refused; there is no figure."""


def booked(
    port: int, person: Staff, practice: Practice, patients: Sequence[UUID], therapists: Sequence[UUID], monday: date
) -> Figure:
    """The 95th percentile of those that were booked at once; `Book anyway` is not pressed for the others."""
    cookie = serving.cookie(person, clock.now())
    token = _token(port, cookie, patients[0])
    spent, held = list[float](), 0
    for n in range(BOOKINGS):
        on = monday + AFTER + timedelta(days=n // A_DAY % 5)
        form = {
            "therapist": str(therapists[n // (A_DAY * 5)]), "on": f"{on:%m/%d/%Y}", "kind": "treatment",
            "starts_at": f"{OPENS + n % A_DAY:02}:00", "minutes": "45", "location": "", "room": "", "visits": "1",
            "every": "1", "note": "", "csrfmiddlewaretoken": token,
        }  # fmt: skip
        status, milliseconds = _post(port, f"{cookie}; csrftoken={token}", patients[n % len(patients)], form)
        if status == 302:
            spent.append(milliseconds)
        elif status == 200:
            held += 1
        else:
            raise pages.PageFailed(f"booking answered {status}")
    if not spent:
        raise NothingBooked(f"{held} of {BOOKINGS} bookings were held")
    floor_ms = percentile([_get(port, cookie, pages.FLOOR_PATH) for _ in range(BOOKINGS)], 0.95)
    note = (
        f"one client, median {median(spent):.0f} ms, clearance looked at before and after; {held} more held by a limit"
    )
    return Figure("calendar_booking_p95", round(percentile(spent, 0.95), 1), "ms", f"{pages.FLOOR_PATH} of one client",
                  round(floor_ms, 1), len(spent), f"{note}; goal {GOAL} ms")  # fmt: skip


def _token(port: int, cookie: str, patient: UUID) -> str:
    answer, _ = _ask(port, "GET", f"/patients/{patient}/book/", cookie)
    found = re.search(r"csrftoken=(\w+)", answer.headers.get("Set-Cookie", ""))
    if not found:
        raise pages.PageFailed(f"the form to book answered {answer.status}, without a token")
    return found[1]


def _post(port: int, cookie: str, patient: UUID, form: dict[str, str]) -> tuple[int, float]:
    answer, spent = _ask(port, "POST", f"/patients/{patient}/book/", cookie, urllib.parse.urlencode(form))
    return answer.status, spent


def _get(port: int, cookie: str, path: str) -> float:
    return _ask(port, "GET", path, cookie)[1]


def _ask(port: int, method: str, path: str, cookie: str, body: str = "") -> tuple[http.client.HTTPResponse, float]:
    """The answer, read to its end, and the milliseconds it took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.connect()
    headers = {"Cookie": cookie, "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    began = perf_counter()
    line.request(method, path, body=body or None, headers=headers)
    answer = line.getresponse()
    answer.read()
    spent = (perf_counter() - began) * 1000
    line.close()
    return answer, spent
