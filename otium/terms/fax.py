"""What becomes of a fax after a service took it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FaxReceipt:
    """The other end's machine took all pages, or did not. `payload_id`: the id that we sent it under.

    `at`: when, as the service says; `pages`: how many arrived; `cause`: a short code of a failure (busy, no_answer).
    """

    payload_id: str
    is_delivered: bool
    at: datetime | None
    pages: int | None = None
    reference: str = field(default="", repr=False)  # what the service calls the fax
    cause: str = ""
    segment: int = 1  # a receipt is one message
