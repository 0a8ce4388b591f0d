"""What becomes of a fax or text after a service took it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """The other end has it, or it did not arrive. `payload_id`: the id that we sent it under; `kind`: fax or text.

    `at`: when, as the service says; `pages`: how many of a fax arrived; `cause`: a short code of a failure (busy,
    no_answer; of a text the service's own number of it).
    """

    payload_id: str
    is_delivered: bool
    at: datetime | None
    pages: int | None = None
    reference: str = field(default="", repr=False)  # what the service calls it
    cause: str = ""
    segment: int = 1  # a receipt is one message
    kind: str = "fax"
