"""Damaged messages never bring the other side down: each gets some answer, and the next good one is served."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from partners.reading import interchange, judges
from partners.reading.judges import judge_837p
from tests.partners.sent import Asked, Sent, claim_file, inquiry, review_request, status_inquiry
from tests.partners.side import Side, only

Damage = Callable[[random.Random, bytes], bytes]
TURNS = 40


def flip(rng: random.Random, content: bytes) -> bytes:
    place = rng.randrange(106, len(content))
    return content[:place] + bytes([rng.randrange(256)]) + content[place + 1 :]


def cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content))]


def drop_segment(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"~")
    del lines[rng.randrange(1, len(lines))]
    return b"~".join(lines)


def swap_segments(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"~")
    first, second = rng.randrange(1, len(lines)), rng.randrange(1, len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"~".join(lines)


def spoil_element(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"~")
    place = rng.randrange(1, len(lines) - 1)
    elements = lines[place].split(b"*")
    odd = (b"", b"NaN", b"1E999", b"-", b"99999999", "Ñ:^".encode(), b"0" * 500, b"20261332", b"Infinity")
    elements[rng.randrange(len(elements))] = rng.choice(odd)
    lines[place] = b"*".join(elements)
    return b"~".join(lines)


@pytest.mark.parametrize("damage", [flip, cut, drop_segment, swap_segments, spoil_element], ids=lambda d: d.__name__)
def test_damage_is_answered_and_the_next_good_message_is_served(side: Side, damage: Damage) -> None:
    rng, patient, clinic = random.Random(damage.__name__), side.patient("EVG01"), side.clinic
    whole = (
        claim_file(Sent(patient, clinic)),
        inquiry(clinic, Asked(patient)),
        status_inquiry(clinic, Asked(patient, more=("REF*EJ*A1001",))),
        review_request(clinic, patient, "UM*HS*I*AD*11:B*****Y", "HSD*VS*12", services=("SV1*HC:97530:GO**UN*24",)),
    )
    for turn in range(TURNS):
        side.send(damage(rng, whole[turn % len(whole)]))

    side.after()

    states = side.exchange.store.rows("select distinct state from parcel")
    assert {row["state"] for row in states} <= {"done", "refused"}
    side.send(inquiry(clinic, Asked(patient, trace="GOOD")))
    side.after(timedelta(hours=1))
    assert "*GOOD*" in side.mail("271")[-1]


@pytest.mark.parametrize("spoil", [b"", b"ST*837*0001", b"ISA" + b"*" * 103, b"\xff" * 300])
def test_pyx12_giving_up_is_a_rejection(side: Side, spoil: bytes) -> None:
    whole = claim_file(Sent(side.patient("NSH22"), side.clinic))
    side.send(whole.replace(b"005010X222A1", b"005010X999") + spoil)

    side.after()

    assert not side.mail("835")
    assert side.mail("999") or side.mail("ta1")


def test_other_separators_are_read_as_what_they_are(side: Side) -> None:
    whole = claim_file(Sent(side.patient("NSH22"), side.clinic, number="A1"))
    table = bytes.maketrans(b"*:~", b"|>'")

    side.send(whole.translate(table))
    side.after()

    assert only(side.answers("835"), "CLP")[1] == "A1"


def test_our_separators_in_a_sender_of_others_become_blanks() -> None:
    isa = "ISA|00|          |00|          |ZZ|A              |ZZ|B              |261125|0800|^|00501|000000001|0|T|>'"

    (found,) = interchange.read(f"{isa}GS|HS|A*B|C~D|20261125|0800|1|X|X'GE|0|1'IEA|1|000000001'".encode())

    assert (found.groups[0].sender, found.groups[0].receiver) == ("A B", "C D")


def test_maps_that_are_kept_judge_as_maps_that_are_read_anew(side: Side) -> None:
    rng, whole = random.Random(3), claim_file(Sent(side.patient("NSH22"), side.clinic))
    broken = [interchange.read(drop_segment(rng, whole))[0] for _ in range(2)]

    kept = [judge_837p(one) for one in broken]

    assert kept == [judge_837p(one) for one in broken]
    for one, verdict in zip(broken, kept, strict=True):
        judges._map_of.cache_clear()
        assert judge_837p(one) == verdict
