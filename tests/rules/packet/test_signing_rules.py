"""Who may sign, what a signature is a hash of, how long the reading takes."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from otium.rules.packet import compare, signing
from otium.rules.packet.signing import Signature
from tests.rules.packet import cast

RULES = signing.read((cast.FOLDER / "credentials.toml").read_text())
SIGNATURE = Signature(
    UUID(int=1), 1, "a" * 64, UUID(int=2), "Noor Haddad", "OTR/L", datetime(2026, 11, 23, 15, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("credential", "may"),
    [
        ("OTR/L", True),
        ("OTR", True),
        ("OT", True),
        ("otr/l", True),
        ("O.T.R./L", True),
        ("OTD, OTR/L", True),
        ("MS, OTR/L, CHT", True),
        ("COTA/L", False),
        ("COTA", False),
        ("OTA", False),
        ("OTD", False),
        ("PT, DPT", False),
        ("MD", False),
        ("", False),
    ],
)
def test_which_credentials_sign(credential: str, *, may: bool) -> None:
    assert signing.may_sign(credential, RULES) is may


@pytest.mark.parametrize(
    "other",
    [
        {"digest": "b" * 64},
        {"name": "Somebody"},
        {"credential": "OT"},
        {"at": datetime(2026, 11, 23, 15, 0, 1, tzinfo=UTC)},
        {"staff_id": UUID(int=3)},
        {"version": 2},
        {"request_id": UUID(int=9)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_signature_changes_with_each_of_its_parts(other: dict) -> None:
    assert signing.hash_of(replace(SIGNATURE, **other)) != signing.hash_of(SIGNATURE)


def test_the_same_instant_in_another_zone_is_the_same_signature_text_as_kept() -> None:
    assert signing.hash_of(SIGNATURE) == signing.hash_of(replace(SIGNATURE))


def test_reading_takes_the_words_at_the_stated_pace_and_the_seconds_to_decide() -> None:
    packet = cast.compiled(cast.chart())
    spoken = sum(len(s.text.split()) for each in packet.sections for s in each.statements)

    assert signing.reading_seconds(packet, RULES) == -(-spoken * 60 // 200) + 15


def test_a_visit_more_wants_no_signature_and_another_goal_does() -> None:
    chart = cast.chart()
    signed = cast.compiled(chart)
    more = cast.compiled(
        replace(chart, visits=(*chart.visits, cast.visit(cast.ON - (cast.ON - cast.ON.replace(day=20)))))
    )
    other = cast.compiled(replace(chart, goals=(cast.goal("Zip a coat"),)))

    assert [c.section for c in compare.changes(signed, more)] == ["attendance"]
    assert not compare.wants_signature(signed, more)
    assert compare.wants_signature(signed, other)
