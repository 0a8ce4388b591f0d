"""A receipt as JSON: read as it was written, and refused where it cannot be used."""

import json
from datetime import UTC, datetime

import pytest

from otium.terms.delivery import DeliveryReceipt
from otium.wires.delivery import receipts

AT = datetime(2026, 11, 26, 18, 2, 11, tzinfo=UTC)
GOOD = {"fax": "6f1c", "status": "delivered"}


def text(**fields: object) -> bytes:
    return json.dumps({"fax_receipt": {**GOOD, **fields}}).encode()


@pytest.mark.parametrize(
    "receipt",
    [
        DeliveryReceipt("6f1c", True, AT, 7, "FX-1182"),
        DeliveryReceipt("6f1c", False, None, None, "", "no_answer"),
        DeliveryReceipt("6f1c", False, None, None, "SM9", "30003", kind="text"),
    ],
    ids=["delivered", "failed", "text"],
)
def test_what_is_written_is_read_the_same(receipt: DeliveryReceipt) -> None:
    assert receipts.read(receipts.write(receipt)) == receipt


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"fax": ""}, "fax"), ({"fax": 7}, "fax"), ({"fax": "../../x"}, "fax"), ({"fax": "a" * 65}, "fax"),
        ({"status": "sending"}, "status"), ({"status": None}, "status"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_where(fields: dict[str, object], where: str) -> None:
    with pytest.raises(receipts.NoReceiptError) as caught:
        receipts.read(text(**fields))

    assert caught.value.where == where


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"at": "2026-11-26T10:02:11"}, "at"), ({"at": "noon"}, "at"), ({"at": 7}, "at"),
        ({"at": "9999-12-31T23:59:59-05:00"}, "at"), ({"at": "0001-01-01T00:00:00+05:00"}, "at"),
        ({"pages": "7"}, "pages"), ({"pages": -1}, "pages"), ({"pages": True}, "pages"), ({"pages": 10_001}, "pages"),
    ],
)  # fmt: skip
def test_what_is_not_said_so_that_it_can_be_read_is_not_known(fields: dict[str, object], name: str) -> None:
    assert getattr(receipts.read(text(**fields)), name) is None


@pytest.mark.parametrize(
    ("data", "found"),
    [(text(), True), (b" \n" + text(), True), (b"ISA*00*", False), (b"{", False), (b"[]", False), (b"", False),
     (b'{"fax_receipt": 1}', False), (b'{"other": {}}', False), (text(cause="x" * 10_000), False)],
)  # fmt: skip
def test_only_what_calls_itself_one_is_one(data: bytes, found: object) -> None:
    assert receipts.is_one(data) is found
