"""Every writer, given every sample's terms with one field spoilt: it refuses by name, or nothing of it gets through."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache

import pytest

from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Severity
from otium.wires.x12 import t270, t271, t275, t276, t277, t277ca, t278, t835, t837p, t999
from otium.wires.x12.read import READERS, check, read
from otium.wires.x12.writing import Body, Incomplete, wrap

from .messages import SAMPLES

WRITERS = {
    "270": t270.write,
    "271": t271.write,
    "275": t275.write,
    "276": t276.write,
    "277": t277.write,
    "277CA": t277ca.write,
    "278 request": t278.write_request,
    "278 response": t278.write_response,
    "835": t835.write,
    "837P": t837p.write,
    "999": t999.write,
}
PROFILE = TradingProfile("test", character_set="extended")
ENVELOPE = Envelope("OTIUM", "PAYER1", datetime(2026, 11, 25, 9, 5), 905, 17)  # noqa: DTZ001 - local by definition
BINARY = (b"BIN", b"BDS")


@cache
def terms(kind: str) -> list[object]:
    files = [read(path.read_bytes()) for path in sorted(SAMPLES.glob("*.x12"))]
    return [term for file in files for each in file.transactions if each.kind == kind for term in each.terms]


def fields(value: object, wanted: type, path: tuple = ()) -> Iterator[tuple]:
    """Where in the terms a value of this type stands: names, and places in tuples."""
    if isinstance(value, wanted) and not isinstance(value, Enum):
        yield path
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from fields(getattr(value, field.name), wanted, (*path, field.name))
    elif isinstance(value, tuple):
        for at, name in enumerate(getattr(value, "_fields", range(len(value)))):
            yield from fields(value[at], wanted, (*path, name))


def spoilt(value, path: tuple, new: object):
    if not path:
        return new
    at, *rest = path
    if isinstance(at, int):
        return (*value[:at], spoilt(value[at], tuple(rest), new), *value[at + 1 :])
    inner = spoilt(getattr(value, at), tuple(rest), new)
    return (
        dataclasses.replace(value, **{at: inner}) if dataclasses.is_dataclass(value) else value._replace(**{at: inner})
    )


def written(kind: str, wanted: type, new: object) -> Iterator[tuple[tuple, Body]]:
    """What is written although a field was spoilt, each field once; a writer may raise nothing but Incomplete."""
    seen = set()
    for term in terms(kind):
        for path in fields(term, wanted):
            field = tuple(name for name in path if isinstance(name, str))
            if field in seen:
                continue
            seen.add(field)
            try:
                yield field, WRITERS[kind](spoilt(term, path, new), profile=PROFILE)
            except Incomplete:
                continue
    assert seen


def test_every_reader_has_its_writer():
    assert set(WRITERS) == set(READERS)


@pytest.mark.parametrize("text", ["Zz*zZ", "Zz~zZ", "Zz:zZ", "Zz^zZ", "Zz\nzZ"])
@pytest.mark.parametrize("kind", WRITERS)
def test_no_delimiter_gets_through_any_field(kind, text):
    bodies = list(written(kind, str, text))

    for field, body in bodies:
        segments = [each for each in body.segments if not each.startswith(BINARY)]
        assert not [each for each in segments if text.encode() in each], field


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+30"])
@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in {"270", "275", "999"}])
def test_what_is_no_number_gets_through_no_field(kind, number):
    assert not [field for field, _ in written(kind, Decimal, Decimal(number))]


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_left_out_is_refused_or_not_missed(kind):
    for field, body in written(kind, str, ""):
        errors = [each for each in check(wrap([body], ENVELOPE)) if each.severity is Severity.ERROR]

        assert not [each for each in errors if each.code in {"missing", "missing-segment", "no-answer"}], field


@pytest.mark.parametrize(("kind", "write"), [("271", t271.write), ("278 response", t278.write_response)])
def test_a_reject_of_a_loop_that_is_not_there_is_not_left_out_unsaid(kind, write):
    term = next(each for each in terms(kind) if each.rejects)

    with pytest.raises(Incomplete, match="a reject names a loop that is not there"):
        write(spoilt(term, ("rejects", 0, "loop"), "2000Z"), profile=PROFILE)
