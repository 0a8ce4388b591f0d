"""Schedule instances and solutions as JSON."""

import json
from typing import Any

import pytest

from otium.solver.invented import Wish, invent
from otium.wires.calendar.plans import Unreadable, read_instance, read_solution, write_instance, write_solution
from tests.plans import TUE, instance, placed, solution, visit, window

FULL = instance(
    visit(
        "a",
        roles=(("ann",), ("bob",)),
        preferred=(("ann", 7),),
        patients=("p1", "p2"),
        equipment=("kit",),
        buffer_minutes=15,
        fixed=placed("a", who="ann bob"),
    ),
    visit("b", room_features=None, location=None, windows=(window(TUE), window(end="24:00"))),
    current=(placed("b", room=None),),
    move_cost=3,
)


def test_an_instance_reads_as_it_was_written() -> None:
    data = write_instance(FULL)

    assert read_instance(data) == FULL
    assert write_instance(read_instance(data)) == data


def test_a_solution_reads_as_it_was_written() -> None:
    plan = solution(placed("a"), placed("b", room=None), unplaced=("c",), tier2_bound=11)

    assert read_solution(write_solution(plan)) == plan


def test_an_invented_week_reads_as_it_was_written() -> None:
    week = invent(Wish(therapists=5, patients=60))

    assert read_instance(write_instance(week)) == week


def _with(change: tuple[str | int, ...], value: Any) -> bytes:
    plain = json.loads(write_instance(FULL))
    at = plain
    for step in change[:-1]:
        at = at[step]
    at[change[-1]] = value
    return json.dumps(plain).encode()


WRONG: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "clock": (("visits", 0, "windows", 0, "start"), "8 am",
              'visits[0].windows[0].start: "8 am" is not a time of day; write 08:00'),
    "minute 60": (("visits", 0, "windows", 0, "end"), "09:60",
                  'visits[0].windows[0].end: "09:60" is not a time of day; write 08:00'),
    "past midnight": (("visits", 0, "windows", 0, "end"), "24:01",
                      'visits[0].windows[0].end: "24:01" is not a time of day; write 08:00'),
    "day": (("therapists", 0, "hours", 0, "day"), "2027-02-29",
            'therapists[0].hours[0].day: "2027-02-29" is not a day; write 2027-01-04'),
    "backwards": (("visits", 0, "windows", 0, "end"), "08:00", "visits[0].windows[0]: "),
    "priority 0": (("visits", 0, "priority"), 0, "visits[0].priority: 0 is not a whole number from 1 to 10"),
    "priority 11": (("visits", 0, "priority"), 11, "visits[0].priority: 11 is not a whole number from 1 to 10"),
    "true": (("visits", 0, "minutes"), True, "visits[0].minutes: true is not a whole number from 1 to 1440"),
    "half": (("visits", 0, "minutes"), 22.5, "visits[0].minutes: 22.5 is not a whole number from 1 to 1440"),
    "stranger": (("visits", 0, "roles", 0), ["zoe"], "visits[0].roles[0]: zoe is none of the therapists"),
    "fixed by a stranger": (("visits", 0, "fixed", "therapists"), ["zoe", "bob"],
                            "visits[0].fixed.therapists: zoe is none of the therapists"),
    "fixed nowhere": (("visits", 0, "fixed", "room"), "attic", "visits[0].fixed.room: attic is none of the rooms"),
    "no roles": (("visits", 0, "roles"), [], "visits[0].roles: [] names no role"),
    "twice in a role": (("visits", 0, "roles", 0), ["ann", "ann"],
                        'visits[0].roles[0]: ["ann", "ann"] names something twice'),
    "same id": (("visits", 1, "id"), "a", "visits: a is there 2 times"),
    "no list": (("rooms",), {}, "rooms: {} is not a list"),
    "no object": (("rooms", 0), 7, "rooms[0]: 7 is not an object"),
    "no text": (("name",), None, "name: null is not a text"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_place(name: str) -> None:
    change, value, words = WRONG[name]

    with pytest.raises(Unreadable) as refused:
        read_instance(_with(change, value))

    assert refused.value.said[0].startswith(words)


def test_every_wrong_visit_is_said_at_once() -> None:
    plain = json.loads(write_instance(FULL))
    for wrong in plain["visits"]:
        del wrong["group"]

    with pytest.raises(Unreadable) as refused:
        read_instance(json.dumps(plain).encode())

    assert refused.value.said == ["visits[0].group: is missing", "visits[1].group: is missing"]


def test_no_more_than_twenty_places_are_said() -> None:
    plain = json.loads(write_instance(FULL)) | {"visits": [{}] * 100}

    with pytest.raises(Unreadable) as refused:
        read_instance(json.dumps(plain).encode())

    assert len(refused.value.said) == 21


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"{", b'{"name": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"slot_minutes": 1e999}'],
    ids=["empty", "list", "null", "cut off", "NaN", "not UTF-8", "deep", "infinite"],
)  # fmt: skip
def test_what_is_no_instance_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_instance(data)
    with pytest.raises(Unreadable):
        read_solution(data)
