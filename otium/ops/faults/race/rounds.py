"""The race: one hour a round, everybody's form sent at the same moment, and the count of who got what."""

import http.client
import re
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from threading import Barrier

from django.db import connection

from otium.desk import acting, clock
from otium.ops.bench import serving
from otium.ops.bench.figure import percentile
from otium.ops.faults.race.forms import Form, Kind, form
from otium.ops.faults.race.scene import Scene, assemble
from otium.records.models import Appointment, Series

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OFFER = b'name="take"'
PATIENCE_SECONDS = 120
Say = Callable[[str], None]


class RaceFailed(Exception):
    """The form could not even be opened."""


@dataclass(frozen=True, slots=True)
class Report:
    """`won`: rounds with exactly one winner, whose visits alone stand in the calendar. `offered`: answers to losers
    that named other times; `otherwise`: all other answers, by status, and must be empty."""

    kind: str
    clients: int
    rounds: int
    won: int
    offered: int
    otherwise: dict[str, int]
    deadlocks: int
    answer_p50_ms: float
    answer_p95_ms: float
    seconds: float

    @property
    def is_clean(self) -> bool:
        losers = self.rounds * (self.clients - 1)
        return self.won == self.rounds and self.offered == losers and not (self.otherwise or self.deadlocks)

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "is_clean": self.is_clean}


def run(
    rounds: Mapping[Kind, int], clients: Mapping[Kind, int], surroundings: dict[str, str], say: Say = lambda words: None
) -> Iterator[Report]:
    """Each kind in a practice of its own, before one server, as `make run` would serve it."""
    with serving.served(surroundings) as port:
        for kind, many in rounds.items():
            say(f"{clients[kind]} people book one {kind.value.replace('_', ' ')} at once, {many} times")
            yield _raced(kind, many, assemble(clients[kind], clock.now(), one_therapist=kind is not Kind.ROOM), port)


def _raced(kind: Kind, rounds: int, scene: Scene, port: int) -> Report:
    token = _token(scene, port)
    hours = scene.hours(weeks=kind.weeks)
    answers: list[tuple[str, float]] = []
    won, began, locked = 0, time.monotonic(), _deadlocks()
    with ThreadPoolExecutor(len(scene.racers)) as pool:
        for _ in range(rounds):
            on, at = next(hours)
            start = Barrier(len(scene.racers))
            forms = [form(kind, scene, n, on, at) for n in range(len(scene.racers))]
            sent = [pool.submit(_send, scene, n, forms[n], token, port, start) for n in range(len(forms))]
            heard = [each.result() for each in sent]
            answers += heard
            won += [said for said, _ in heard].count("booked") == 1
    seconds = time.monotonic() - began
    won = min(won, _held(kind, scene, rounds))
    said = Counter(each for each, _ in answers)
    took = [spent * 1000 for _, spent in answers]
    offered, _ = said.pop("offered", 0), said.pop("booked", 0)
    return Report(
        kind.value, len(scene.racers), rounds, won, offered, dict(said), _deadlocks() - locked,
        round(percentile(took, 0.5), 1), round(percentile(took, 0.95), 1), round(seconds, 1),
    )  # fmt: skip


def _token(scene: Scene, port: int) -> str:
    """Of the form that one of them opens; the others' browsers are given the same, which belongs to no session."""
    racer = scene.racers[0]
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    line.request("GET", _path(scene, 0), headers={"Cookie": racer.cookie, "Host": "localhost"})
    answer = line.getresponse()
    found = TOKEN.search(answer.read().decode())
    cookie = re.search(r"csrftoken=(\w+)", answer.headers.get("Set-Cookie", ""))
    line.close()
    if not (found and cookie):
        raise RaceFailed(f"The form to book answered {answer.status}, without a token.")
    return cookie[1]


def _path(scene: Scene, place: int) -> str:
    return f"/patients/{scene.racers[place].patient_id}/book/"


def _send(scene: Scene, place: int, filled: Form, token: str, port: int, start: Barrier) -> tuple[str, float]:
    """What it came to, and the seconds until it was answered. Everybody is connected before anybody sends."""
    body = urllib.parse.urlencode({**filled, "csrfmiddlewaretoken": token})
    headers = {
        "Cookie": f"{scene.racers[place].cookie}; csrftoken={token}", "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    line.connect()
    start.wait(PATIENCE_SECONDS)
    began = time.perf_counter()
    line.request("POST", _path(scene, place), body=body, headers=headers)
    answer = line.getresponse()
    page = answer.read()
    spent = time.perf_counter() - began
    line.close()
    if answer.status == 302 and answer.headers["Location"].startswith("/patients/"):
        return "booked", spent
    if answer.status == 200 and OFFER in page:
        return "offered", spent
    return str(answer.status), spent


def _held(kind: Kind, scene: Scene, rounds: int) -> int:
    """Sessions that stand in the calendar; 0 where a loser left something there."""
    session = {Kind.SERIES: "series_id", Kind.CO_TREATMENT: "together_id"}.get(kind, "id")
    with acting.acting_for(scene.practice.pk):
        rows = set(Appointment.objects.values_list(session, "patient_id"))
        series = Series.objects.count()
    connection.close()
    is_whole = all(key for key, _ in rows) and series == (rounds if kind is Kind.SERIES else 0)
    return len(rows) if is_whole and len(rows) <= rounds else 0


def _deadlocks() -> int:
    """As PostgreSQL has counted them in this database."""
    with connection.cursor() as cursor:
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        found: int = cursor.fetchone()[0]
    connection.close()
    return found
