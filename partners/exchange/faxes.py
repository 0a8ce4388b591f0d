"""A fax service, and the machines of the payers at the other end: what is sent arrives a little later, or does not."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from partners.exchange import appeals
from partners.exchange.place import Exchange
from partners.fax_numbers import ADJUSTERS, NUMBERS

RINGS = timedelta(seconds=30)
DELIVERED, FAILED, SENDING = "delivered", "failed", "sending"
BUSY, NO_ANSWER, NO_PAGES = "busy", "no_answer", "line_error"


@dataclass(frozen=True, slots=True)
class Told:
    """What the service says of one fax. `ended_at` is in seconds since 1970; None while it tries."""

    id: str
    status: str
    pages: int | None
    ended_at: float | None
    cause: str


def take(exchange: Exchange, practice: str, *, payload_id: str, number: str, content: bytes) -> str:
    """The service's own number. A second call with the same id sends nothing more."""
    with exchange.store.transaction():
        known = exchange.store.row(
            "select id from fax where practice = ? and payload_id = ?", practice, payload_id
        )  # fmt: skip
        key = known["id"] if known else exchange.store.insert(
            "fax", practice=practice, payload_id=payload_id, number=number, content=content,
            received_at=exchange.seconds, state=SENDING,
            due_at=exchange.seconds + (RINGS / exchange.scenario.speed).total_seconds(),
        )  # fmt: skip
    return f"FX-{key:06d}"


def told(exchange: Exchange, practice: str, key: str) -> Told | None:
    """By the service's number or the sender's id; None for a fax that it does not know."""
    row = exchange.store.row(
        "select * from fax where practice = ? and (payload_id = ? or printf('FX-%06d', id) = ?)", practice, key, key
    )
    if row is None:
        return None
    return Told(f"FX-{row['id']:06d}", row["state"], row["pages"], row["ended_at"], row["cause"])


def run(exchange: Exchange) -> int:
    """Dials what is due; a machine that takes a fax gives it to whoever reads there."""
    rows = exchange.store.rows("select * from fax where state = ? and due_at <= ?", SENDING, exchange.seconds)
    for row in rows:
        with exchange.store.transaction():
            text, pages = _read(row["content"])
            payer_id = next((payer for payer, number in NUMBERS.items() if number == row["number"]), "")
            cause = (
                BUSY
                if exchange.has_trouble("fax-busy")
                else ""
                if payer_id or row["number"] in ADJUSTERS
                else NO_ANSWER
            )
            cause = cause or ("" if pages else NO_PAGES)
            exchange.store.run(
                "update fax set state = ?, pages = ?, cause = ?, ended_at = ? where id = ?",
                FAILED if cause else DELIVERED, None if cause else pages, cause, exchange.seconds, row["id"],
            )  # fmt: skip
            if payer_id and not cause:
                appeals.arrive(exchange, payer_id, text, fax=row["id"], practice=row["practice"])
    return len(rows)


def _read(content: bytes) -> tuple[str, int]:
    """All words and the number of pages; none of a file that is no PDF."""
    try:
        pages = list(PdfReader(BytesIO(content)).pages)
        return "\n".join(page.extract_text() for page in pages), len(pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return "", 0
