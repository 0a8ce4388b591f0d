"""A connection that is made, changed, paused or resumed takes what waits with it, and the tasks that hung on it."""

from datetime import UTC, datetime

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from otium.desk.connections import editing, moves
from otium.desk.outbox import roads
from otium.records.models import Connection, Parcel, Task
from tests import build

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path, settings):
    settings.OTIUM_FOLDER_ROOTS = [str(tmp_path)]
    for name in ("in", "out", "taken"):
        (tmp_path / name).mkdir()
    folders = {"send_folder": "in", "fetch_folder": "out", "taken_folder": "taken"}
    return {name: str(tmp_path / folder) for name, folder in folders.items()}


def draft(folders, **fields):
    values = {"name": "House", "sender": "US", "receiver": "THEM", "carries": ("270", "837P"), **fields}
    return editing.Draft(settings=folders, **values)


def make(practice, folders, **fields):
    return editing.create(practice.pk, "folder", draft(folders, **fields), by=build.TEST, at=AT)


def open_tasks():
    return sorted(Task.objects.filter(state="open").values_list("kind", flat=True))


def road_of(parcel):
    parcel.refresh_from_db()
    return parcel.connection_id


def test_a_connection_takes_what_waited_for_a_road_and_closes_its_task(practice, folders):
    other = make(practice, folders, name="Claims", carries=("837P",))
    parcel = build.parcel(practice, AT)
    editing.change(other.pk, draft(folders, name="Claims", carries=("837P",)), by=build.TEST, at=AT)
    before = open_tasks()

    made = make(practice, folders, carries=("270",))

    assert (before, open_tasks(), road_of(parcel)) == (["give_road"], [], made.pk)


def test_what_waits_leaves_a_road_that_does_not_carry_it_any_more(practice, folders):
    old = make(practice, folders)
    parcel = build.parcel(practice, AT)
    other = make(practice, folders, name="Other", carries=("270",), payers=("EVG01",))

    assert road_of(parcel) == old.pk  # another that would do as well changes nothing
    editing.change(old.pk, draft(folders, carries=("837P",)), by=build.TEST, at=AT)
    assert road_of(parcel) == other.pk
    elsewhere = draft(folders, name="Other", carries=("270",), payers=("SOMEBODY",))
    editing.change(other.pk, elsewhere, by=build.TEST, at=AT)

    assert (road_of(parcel), open_tasks()) == (None, ["give_road"])


def test_what_was_packed_stays_where_it_is(practice, folders, partner, clock):
    from otium.desk import outbox
    from otium.wires.carriers.base import CarrierError

    road = make(practice, folders)
    parcel = build.parcel(practice, AT)
    partner.says = [CarrierError("closed")]
    outbox.deliver(practice.pk, road.pk, open_carrier=partner, now=clock)

    editing.change(road.pk, draft(folders, carries=("837P",)), by=build.TEST, at=AT)

    assert (road_of(parcel), parcel.state) == (road.pk, "packed")


def test_a_road_that_answers_on_the_call_no_more_sends_what_waits_as_a_batch(practice):
    road = build.connection(practice, carrier="core", real_time=["270"])
    parcel = build.parcel(practice, AT)
    Connection.objects.filter(pk=road.pk).update(real_time=[])

    assert roads.assign_waiting(practice) == 1

    parcel.refresh_from_db()
    assert (parcel.is_real_time, parcel.connection_id) == (False, road.pk)


def test_a_paused_connection_with_something_waiting_is_a_task_until_it_goes_on(practice, folders):
    road = make(practice, folders)
    build.parcel(practice, AT)

    moves.pause(road.pk, why="They move house", by=build.TEST, at=AT)
    paused = open_tasks()
    moves.resume(road.pk, by=build.TEST, at=AT)

    assert (paused, open_tasks()) == (["mend_connection"], [])


def test_however_much_waits_roads_are_given_in_as_many_queries(practice):
    for _ in range(20):
        build.parcel(practice, AT)
    build.connection(practice)

    with CaptureQueriesContext(
        database,
    ) as queries:
        assert roads.assign_waiting(practice) == 20

    assert len(queries) <= 5
    assert not Parcel.objects.filter(connection=None).exists()


def test_two_active_connections_do_not_carry_the_same_for_the_same_payers(practice, folders):
    one = make(practice, folders)
    with pytest.raises(editing.Refused, match="carries"):
        make(practice, folders, name="Other")

    moves.pause(one.pk, why="They moved", by=build.TEST, at=AT)
    make(practice, folders, name="Other")

    with pytest.raises(moves.NotNow, match="road_taken"):
        moves.resume(one.pk, by=build.TEST, at=AT)
