"""What a service of texts calls with: believed when it is signed, and heard when it says how the text ended."""

import pytest

from otium.terms.delivery import DeliveryReceipt
from otium.wires.delivery import callbacks

ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2"
FIELDS = [("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"),
          ("From", "+14158675309"), ("To", "+18005551212")]  # fmt: skip
SIGNED = "RSOYDt4T1cUTdK1PDd93/VVr8B8="  # Twilio, "Validating Requests", with token 12345


def test_the_example_of_the_documentation_is_signed_as_it_says() -> None:
    assert callbacks.signature("12345", ADDRESS, FIELDS) == SIGNED
    assert callbacks.signature("12345", ADDRESS, reversed(FIELDS)) == SIGNED


@pytest.mark.parametrize(
    ("key", "address", "fields", "said", "expected"),
    [
        ("12345", ADDRESS, FIELDS, SIGNED, True),
        ("12346", ADDRESS, FIELDS, SIGNED, False),
        ("12345", ADDRESS + "/", FIELDS, SIGNED, False),
        ("12345", ADDRESS, FIELDS[1:], SIGNED, False),
        ("12345", ADDRESS, [*FIELDS, ("MessageStatus", "delivered")], SIGNED, False),
        ("12345", ADDRESS, FIELDS, "", False),
        ("12345", ADDRESS, FIELDS, "¿", False),
        ("", ADDRESS, FIELDS, callbacks.signature("", ADDRESS, FIELDS), False),
    ],
    ids=["good", "key", "address", "field missing", "field added", "unsigned", "letters", "no key"],
)
def test_a_call_is_believed_when_its_signature_fits(
    key: str, address: str, fields: list[tuple[str, str]], said: str, expected: bool
) -> None:
    assert callbacks.is_signed(key, address, fields, said) is expected


@pytest.mark.parametrize(
    ("status", "code", "receipt"),
    [
        ("delivered", "", DeliveryReceipt("6f1c", True, None, None, "SM9", kind="text")),
        ("Delivered", "", DeliveryReceipt("6f1c", True, None, None, "SM9", kind="text")),
        ("read", "", DeliveryReceipt("6f1c", True, None, None, "SM9", kind="text")),
        ("undelivered", "30003", DeliveryReceipt("6f1c", False, None, None, "SM9", "30003", kind="text")),
        ("failed", "", DeliveryReceipt("6f1c", False, None, None, "SM9", "failed", kind="text")),
        ("failed", "<script>", DeliveryReceipt("6f1c", False, None, None, "SM9", "failed", kind="text")),
        *((status, "", None) for status in ("queued", "sending", "sent", "accepted", "scheduled", "", "new one")),
    ],
)
def test_only_the_end_is_a_receipt(status: str, code: str, receipt: DeliveryReceipt | None) -> None:
    fields = [("MessageSid", "SM9"), ("MessageStatus", status), ("ErrorCode", code)]

    assert callbacks.read("6f1c", fields) == receipt


def test_a_call_without_a_status_says_nothing() -> None:
    assert callbacks.read("6f1c", []) is None
