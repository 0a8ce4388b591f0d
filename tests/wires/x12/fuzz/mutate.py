"""Files damaged as networks, portals and hasty programmers damage them. The same seed damages the same way."""

from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 200_000
DELIMITERS = (b"*", b":", b"^", b"~")
TAGS = (
    b"ISA", b"IEA", b"GS", b"GE", b"ST", b"SE", b"HL", b"NM1", b"N1", b"CLP", b"SVC", b"CAS", b"PLB", b"LX", b"CLM",
    b"SV1", b"EB", b"LS", b"LE", b"HCR", b"STC", b"TRN", b"AK2", b"IK3", b"IK4", b"IK5", b"AK9", b"TA1", b"BIN",
    b"BDS", b"SBR", b"SVD", b"HI", b"DTP", b"DTM", b"",
)  # fmt: skip
CODES = (b"270", b"271", b"275", b"276", b"277", b"278", b"835", b"837", b"999", b"997", b"850", b"")
GUIDES = (b"005010X279A1", b"005010X212", b"005010X214", b"005010X217", b"005010X221A1", b"005010X222A1", b"006020X314")
ODD = (
    b"", b" ", b"\x00", b"0", b"-", b".", b"-.", b"1E999999", b"NaN", b"Infinity", b"9" * 400, b"-" + b"9" * 30,
    b"0." + b"0" * 60,
    b"1_000", b"+5", b"\xd9\xa3\xd9\xa4", b"\xb2", b"20260231", b"00000000", b"99999999", b"20260101-20251231",
    b"20260101-", b"RD8", b":", b"::::::::::", b"^^^", b"\xff\xfe", b"\xf0\x9f\x98\x80", "Ñ".encode("latin-1"),
    b"\xed\xa0\x80", b"<html>", b"\r\n", b"A" * 5000,
)  # fmt: skip

Damage = Callable[[list[bytes], Random, Sequence[bytes]], None]


def damaged(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    """The file after one to five damages; `others` are files to take segments from."""
    for _ in range(dice.randint(1, 5)):
        if dice.random() < 0.6:
            segments = data.split(b"~")
            dice.choice(SEGMENTS)(segments, dice, others)
            data = b"~".join(segments)
        else:
            data = dice.choice(BYTES)(data, dice)
    return data[:MOST_BYTES]


def _span(data: Sequence[object], dice: Random, most: int) -> tuple[int, int]:
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.randint(0, most))


def _times(dice: Random, most: int) -> int:
    """Mostly once; very often only now and then, because it takes long."""
    return most if dice.random() < 0.01 else dice.choice((1, 1, 1, 2, 5))


def _flip(data: bytes, dice: Random) -> bytes:
    if not data:
        return data
    flipped = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        flipped[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _cut_out(data: bytes, dice: Random) -> bytes:
    start, end = _span(data, dice, 60)
    return data[:start] + data[end:]


def _cut_off(data: bytes, dice: Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _cut_the_head(data: bytes, dice: Random) -> bytes:
    return data[dice.randint(0, min(400, len(data))) :]


def _double(data: bytes, dice: Random) -> bytes:
    start, end = _span(data, dice, 2000)
    return data[:end] + data[start:end] * _times(dice, 50) + data[end:]


def _swap_delimiters(data: bytes, dice: Random) -> bytes:
    """In the whole file, so that it may stay one; or one kind for another that is taken."""
    one, other = dice.choice(DELIMITERS), dice.choice((*DELIMITERS, b"|", b"\x1d", b"\n", b"A", b"0", b" ", b"\xff"))
    return (
        data.replace(one, other) if dice.random() < 0.7 else data.translate(bytes.maketrans(one + other, other + one))
    )


def _insert(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice((*ODD, b"~", b"~~~", b"*", b"\xef\xbb\xbf", dice.randbytes(9))) + data[at:]


def _recode(data: bytes, dice: Random) -> bytes:
    text = data.decode("latin-1")
    return text.encode(dice.choice(("utf-16", "utf-8", "utf-7", "cp500", "utf-8-sig")))


def _break_lines(data: bytes, dice: Random) -> bytes:
    return data.replace(b"\n", b"").replace(b"~", b"~" + dice.choice((b"\n", b"\r\n", b"\r", b" ", b"\t \n")))


def _drop(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    start, end = _span(segments, dice, 4)
    del segments[start:end]


def _move(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    start, end = _span(segments, dice, 6)
    moved = segments[start:end]
    del segments[start:end]
    at = dice.randint(0, len(segments))
    segments[at:at] = moved


def _repeat(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    start, end = _span(segments, dice, 8)
    segments[end:end] = segments[start:end] * _times(dice, 300)


def _borrow(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    """Segments of another kind of file."""
    lent = dice.choice(others).split(b"~")
    start, end = _span(lent, dice, 8)
    at = dice.randint(0, len(segments))
    segments[at:at] = lent[start:end]


def _rename(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    if segments:
        at = dice.randrange(len(segments))
        _, separator, rest = segments[at].partition(b"*")
        segments[at] = dice.choice(TAGS) + separator + rest


def _disguise(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    """Another reader gets the transaction."""
    code, guide = dice.choice(CODES), dice.choice(GUIDES)
    for at, segment in enumerate(segments):
        elements = segment.split(b"*")
        if elements[0].strip() == b"ST" and len(elements) > 1:
            segments[at] = b"*".join((elements[0], code, *elements[2:3], guide))
        elif elements[0].strip() == b"GS" and len(elements) > 8:
            segments[at] = b"*".join((*elements[:8], guide))


def _change_element(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    if segments:
        at = dice.randrange(len(segments))
        elements = segments[at].split(b"*")
        elements[dice.randrange(len(elements))] = dice.choice(ODD)
        segments[at] = b"*".join(elements)


def _swap_elements(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    if segments:
        at = dice.randrange(len(segments))
        elements = segments[at].split(b"*")
        dice.shuffle(elements)
        segments[at] = b"*".join(elements)


def _lengthen(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    if segments:
        segments[dice.randrange(len(segments))] += b"*1" * _times(dice, 4000)


def _shorten(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    if segments:
        at = dice.randrange(len(segments))
        segments[at] = b"*".join(segments[at].split(b"*")[: dice.randint(1, 3)])


def _binary(segments: list[bytes], dice: Random, others: Sequence[bytes]) -> None:
    content = dice.randbytes(dice.randint(0, 40))
    length = dice.choice((len(content), len(content) + 1, 0, -1, 10**15 - 1, 10**30))
    head = dice.choice((b"BIN*", b"BDS*ASC*", b"BDS*B64*"))
    segments.insert(dice.randint(0, len(segments)), head + str(length).encode() + b"*" + content)


BYTES = (
    _flip, _cut_out, _cut_off, _cut_the_head, _double, _swap_delimiters, _insert, _insert, _recode, _break_lines,
)  # fmt: skip
SEGMENTS: tuple[Damage, ...] = (
    _drop, _move, _repeat, _borrow, _rename, _disguise, _change_element, _change_element, _change_element,
    _swap_elements, _lengthen, _shorten, _binary,
)  # fmt: skip
