"""A mailbox on a disk that is full: nothing is lost, and the message leaves once there is room."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from otium.desk import acting, outbox
from otium.records.models import Connection, Practice, Transmission, Try
from otium.wires.carriers.base import Carrier
from tests import build
from tests.faults.small_disk import SmallDisk, mounted
from tests.wires.carriers import making

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with mounted() as found:
        yield found


@pytest.fixture
def practice(db: None) -> Iterator[Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


def mailbox(disk: SmallDisk) -> Carrier:
    for name in ("to", "from"):
        (disk.folder / name).mkdir(exist_ok=True)
    settings: dict[str, object] = {"send_folder": "to", "fetch_folder": "from", "settle_seconds": 0}
    return making.carrier("folder", settings, limits=making.limits(roots=(disk.folder,), sent_bytes=10_000))


def deliver(road: Connection, carrier: Carrier, at: datetime) -> int:
    return outbox.deliver(road.practice_id, road.pk, open_carrier=lambda *of: carrier, now=lambda: at)


def sent(disk: SmallDisk) -> list[Path]:
    return list((disk.folder / "to").iterdir())


def test_a_message_for_a_full_disk_waits_and_leaves_whole_once_there_is_room(
    disk: SmallDisk, practice: Practice
) -> None:
    road, carrier = build.connection(practice), mailbox(disk)
    build.parcel(practice, AT)
    disk.fill()

    assert deliver(road, carrier, AT) == 0

    road.refresh_from_db()
    assert (road.last_error["code"], sent(disk)) == ("disk", [])
    assert Transmission.objects.get().state == "ready"

    disk.make_room()

    assert deliver(road, carrier, road.rests_until + timedelta(seconds=1)) == 1
    (file,) = sent(disk)
    assert (file.read_bytes()[:3], file.read_bytes().rstrip()[-1:]) == (b"ISA", b"~")
    assert [(each.number, each.code) for each in Try.objects.order_by("number")] == [(1, "disk"), (2, "")]
    assert Transmission.objects.get().state == "sent"
