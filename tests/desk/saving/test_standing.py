"""Whether Otium saves, in a file that has its room."""

import os
from pathlib import Path

import pytest

from otium.desk.saving import standing
from otium.desk.saving.standing import Who


def test_its_room_is_on_the_disk_before_it_is_needed(reserve_file: Path) -> None:
    found = reserve_file.stat()

    assert found.st_size == standing.BYTES
    assert found.st_blocks * 512 >= standing.BYTES
    assert found.st_mode & 0o077 == 0


@pytest.mark.parametrize("who", Who)
def test_saving_is_on_again_only_by_the_one_who_switched_it_off(who: Who) -> None:
    (other,) = set(Who) - {who}

    standing.switch_off(who)
    standing.switch_on(other)

    assert (standing.is_off(), standing.is_off(who), standing.is_off(other)) == (True, True, False)
    standing.switch_on(who)
    assert not standing.is_off()


def test_making_it_again_keeps_what_it_says(reserve_file: Path) -> None:
    standing.switch_off(Who.HOUSE)

    standing.make()

    assert standing.is_off(Who.HOUSE)


def test_one_that_a_crash_left_short_gets_its_room(reserve_file: Path) -> None:
    standing.switch_off(Who.WRITE)
    os.truncate(reserve_file, 1000)

    standing.make()

    assert reserve_file.stat().st_size == standing.BYTES
    assert standing.is_off(Who.WRITE)


def test_without_the_file_saving_is_on_and_switching_it_off_hurts_nobody(reserve_file: Path) -> None:
    reserve_file.unlink()

    standing.switch_off(Who.WRITE)

    assert not standing.is_off()
