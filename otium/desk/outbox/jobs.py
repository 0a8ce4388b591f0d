"""Jobs of the outbox. Arguments are ids only; each may run twice or be cut off anywhere, and does its work once."""

from uuid import UUID

from procrastinate.contrib.django import app

from otium.desk.outbox import asking
from otium.desk.outbox.deliver import deliver
from otium.desk.outbox.fetching import fetch


@app.task(name=asking.DELIVER)
def deliver_parcels(practice_id: str, connection_id: str) -> None:
    """Pack and send what waits for the connection."""
    deliver(UUID(practice_id), UUID(connection_id))


@app.task(name=asking.FETCH)
def fetch_mail(practice_id: str, connection_id: str) -> None:
    """Take in what lies at the partner's."""
    fetch(UUID(practice_id), UUID(connection_id))
