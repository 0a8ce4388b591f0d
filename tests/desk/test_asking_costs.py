"""What asking cost: kept when an inquiry is packed, and summed for the month."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from otium.desk import acting, asking_costs
from otium.desk.outbox import packing
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 11, 1, 3, 59, tzinfo=UTC)  # still the 31st in New York


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


def packed(practice: models.Practice, connection: models.Connection, at: datetime = AT) -> models.Transmission:
    made = packing.pack(practice, connection, is_real_time=False, at=at)
    assert made is not None
    return made


def test_an_inquiry_keeps_what_the_connection_asks_for_it(practice: models.Practice) -> None:
    road = build.connection(practice, cost_each=Decimal("0.25"))
    parcel = build.parcel(practice, AT)

    packed(practice, road)

    parcel.refresh_from_db()
    assert parcel.cost == Decimal("0.25")


@pytest.mark.parametrize(("kind", "cost_each"), [("837P", Decimal("0.25")), ("270", None)])
def test_a_claim_or_a_price_that_is_not_known_costs_nothing_known(
    practice: models.Practice, kind: str, cost_each: Decimal | None
) -> None:
    road = build.connection(practice, cost_each=cost_each)
    parcel = build.parcel(practice, AT, kind=kind)

    packed(practice, road)

    parcel.refresh_from_db()
    assert parcel.cost is None


def test_what_is_asked_anew_is_paid_for_anew(practice: models.Practice) -> None:
    road = build.connection(practice, cost_each=Decimal("0.25"))
    parcel = build.parcel(practice, AT)
    packing.unpack(packed(practice, road), AT)

    packed(practice, road)

    parcel.refresh_from_db()
    assert parcel.cost == Decimal("0.50")


def test_the_month_is_summed_with_what_has_no_price_told_apart(practice: models.Practice) -> None:
    road = build.connection(practice, cost_each=Decimal("0.25"))
    for at in (OCTOBER, OCTOBER + timedelta(minutes=1), AT):
        build.parcel(practice, at)
    packed(practice, road)
    models.Connection.objects.update(cost_each=None)
    build.parcel(practice, AT, kind="276")
    road.refresh_from_db()
    packed(practice, road)
    build.parcel(practice, AT)  # has not left
    for _ in range(2):
        who = build.patient(practice)
        build.visit(who, AT)
        build.visit(who, AT + timedelta(days=1))
    build.visit(build.patient(practice), AT, "cancelled")
    build.visit(build.patient(practice), AT + timedelta(days=8))  # 1 December

    found = asking_costs.this_month([practice], AT)

    assert (found.inquiries, found.dollars, found.unpriced, found.patients) == (3, Decimal("0.50"), 1, 2)
    assert found.each_patient == Decimal("1.5")


def test_nothing_asked_cost_nothing_known(practice: models.Practice) -> None:
    found = asking_costs.this_month([practice], AT)

    assert (found.inquiries, found.dollars, found.each_patient) == (0, None, None)
