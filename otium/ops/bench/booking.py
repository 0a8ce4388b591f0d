"""One person books visits over HTTP, one after the other, as the form sends them."""

import http.client
import re
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otium.desk import clock
from otium.ops.bench import pages, serving
from otium.ops.bench.figure import Figure, percentile
from otium.records.models import Staff

WARM_UP, OWN, BOOKINGS = 20, 40, 150
AFTER = 2  # weeks: the week measured is full; this one and those after it are empty
A_DAY, OPENS, DAYS = 9, 8, 5
GOAL = 60  # milliseconds
REFUSED = "/schedule/"  # takes no POST: all that stands before a page is asked, and nothing more
BOOKED, HELD, NOT_TAKEN = 302, 200, 405


class NothingBooked(Exception):
    """Every booking was held or refused; there is no figure."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Who books for whom, in weeks that are empty."""

    person: Staff
    patients: Sequence[UUID]
    therapists: Sequence[UUID]
    monday: date  # of the full week

    def forms(self, first: int, count: int, week: int) -> Iterator[tuple[str, dict[str, str]]]:
        """(path, form) of one visit for each of so many patients, from the first on, at hours that nobody has."""
        monday = self.monday + timedelta(weeks=AFTER + week)
        for n in range(count):
            on = monday + timedelta(days=n // A_DAY % DAYS)
            yield f"/patients/{self.patients[(first + n) % len(self.patients)]}/book/", {
                "therapist": str(self.therapists[n // (A_DAY * DAYS)]), "on": f"{on:%m/%d/%Y}", "kind": "treatment",
                "starts_at": f"{OPENS + n % A_DAY:02}:00", "minutes": "45", "location": "", "room": "", "visits": "1",
                "every": "1", "note": "",
            }  # fmt: skip


def own(empty: Empty) -> str:
    """Processor time of ours and queries of one visit booked, in this process, alone; each of every other booking."""
    client = Client(HTTP_COOKIE=serving.cookie(empty.person, clock.now()))
    spent, queries = list[float](), list[int]()
    for n, (path, form) in enumerate(empty.forms(0, OWN, 0)):
        began = process_time()
        with CaptureQueriesContext(connection) if n % 2 else nullcontext() as seen:
            answer = client.post(path, form, headers={"host": "localhost"})
        if answer.status_code == BOOKED and seen is None:
            spent.append((process_time() - began) * 1000)
        elif answer.status_code == BOOKED and seen is not None:
            queries.append(len(seen.captured_queries))
    if not spent or not queries:
        raise NothingBooked(f"{OWN} bookings were held")
    return f"{median(spent):.0f} ms ours, {median(queries):.0f} queries"


def booked(port: int, empty: Empty, cost: str) -> Figure:
    """The 95th percentile of those that were booked at once; `Book anyway` is not pressed for the others.

    The server is asked for some first, as for pages; the peer is a POST that is refused for its method alone.
    """
    cookie = serving.cookie(empty.person, clock.now())
    token = _token(port, cookie, empty.patients[0])
    signed_in = f"{cookie}; csrftoken={token}"
    for path, form in empty.forms(OWN, WARM_UP, 1):
        _ask(port, "POST", path, signed_in, _body(form, token))
    spent, held = list[float](), 0
    for path, form in empty.forms(OWN + WARM_UP, BOOKINGS, 2):
        answer, milliseconds = _ask(port, "POST", path, signed_in, _body(form, token))
        if answer.status not in (BOOKED, HELD):
            raise pages.PageFailed(f"booking answered {answer.status}")
        held += answer.status == HELD
        spent += [milliseconds] if answer.status == BOOKED else []
    if not spent:
        raise NothingBooked(f"{held} of {BOOKINGS} bookings were held")
    least = percentile([_refused(port, signed_in, token) for _ in range(BOOKINGS)], 0.95)
    note = (
        f"one client, median {median(spent):.0f} ms; {cost}; clearance looked at before and after; "
        f"{held} more held by a limit; goal {GOAL} ms"
    )
    return Figure("calendar_booking_p95", round(percentile(spent, 0.95), 1), "ms", "a POST refused for its method",
                  round(least, 1), len(spent), note)  # fmt: skip


def _token(port: int, cookie: str, patient: UUID) -> str:
    answer, _ = _ask(port, "GET", f"/patients/{patient}/book/", cookie)
    found = re.search(r"csrftoken=(\w+)", answer.headers.get("Set-Cookie", ""))
    if not found:
        raise pages.PageFailed(f"the form to book answered {answer.status}, without a token")
    return found[1]


def _body(form: dict[str, str], token: str) -> str:
    return urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token})


def _refused(port: int, cookie: str, token: str) -> float:
    answer, milliseconds = _ask(port, "POST", REFUSED, cookie, _body({}, token))
    if answer.status != NOT_TAKEN:
        raise pages.PageFailed(f"{REFUSED} answered {answer.status}")
    return milliseconds


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
