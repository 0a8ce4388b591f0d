"""Ask a fax service what became of the faxes that it took: each answer is kept and read as any file that comes in."""

from datetime import timedelta

from otium.desk import acting, inbox
from otium.desk.actor import RECEIVE
from otium.desk.outbox.deliver import Now
from otium.records.models import Connection, Parcel, Practice
from otium.terms.notice import NoticeKind
from otium.terms.parcel import TransmissionState
from otium.wires.carriers.base import Carrier, TellsOfFaxes
from otium.wires.delivery import receipts

FOR = timedelta(days=3)  # a service that has not said by then tries no more
MOST = 50  # a look


def ask(practice: Practice, connection: Connection, carrier: Carrier, now: Now) -> int:
    """How many receipts came. None for a carrier that knows no faxes. Raises CarrierError."""
    if not isinstance(carrier, TellsOfFaxes) or NoticeKind.FAX not in connection.carries:
        return 0
    came = 0
    for payload_id, reference in _unsaid(practice, connection, now):
        receipt = carrier.receipt(payload_id, reference)
        if receipt is not None:
            arrival = inbox.Arrival(f"receipt-{payload_id}.json", receipts.write(receipt), connection.carrier)
            inbox.receive_for(practice.pk, arrival, by=RECEIVE, at=now())
            came += 1
    return came


def _unsaid(practice: Practice, connection: Connection, now: Now) -> list[tuple[str, str]]:
    """(our id, the service's number) of faxes that it took lately and of which nothing is known.

    No more than a look takes: in turn by the minute, so that those which never hear of theirs keep no other waiting.
    """
    with acting.acting_for(practice.pk):
        rows = Parcel.objects.filter(
            practice=practice, connection=connection, kind=NoticeKind.FAX.value, verdict="",
            transmission__state=TransmissionState.SENT, transmission__sent_at__gt=now() - FOR,
        )  # fmt: skip
        listed = rows.order_by("transmission__sent_at", "id").values_list(
            "transmission__payload_id", "transmission__reference"
        )
        all_of_them = [(str(payload_id), reference) for payload_id, reference in listed]
    looks = max(1, -(-len(all_of_them) // MOST))
    begins = int(now().timestamp() // 60) % looks * MOST
    return all_of_them[begins : begins + MOST]
