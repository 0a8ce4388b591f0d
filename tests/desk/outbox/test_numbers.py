"""No two interchanges of a connection share a number, whatever ids it had."""

import pytest

from otium.desk import outbox
from otium.records.models import Connection, Transmission
from tests import build
from tests.desk.outbox.conftest import AT

pytestmark = pytest.mark.django_db


def test_numbers_go_on_where_a_connection_goes_by_other_ids_and_back(practice, partner, clock):
    road = build.connection(practice, receiver="ONE")
    for receiver in ("ONE", "TWO", "TWO", "ONE"):
        Connection.objects.filter(pk=road.pk).update(receiver=receiver)
        build.parcel(practice, AT)
        outbox.deliver(practice.pk, road.pk, open_carrier=partner, now=clock)

    numbers = Transmission.objects.order_by("interchange_control").values_list("interchange_control", "group_control")
    assert list(numbers) == [(1, 1), (2, 2), (3, 3), (4, 4)]
