"""Control numbers of envelopes: unique for each pair of sender and receiver, over all practices of the installation."""

from django.db import connection

from otium.records.models import Connection
from otium.wires.x12.writing import HIGHEST_CONTROL

# A number is taken in the transaction that stores the interchange: a crash gives both back, so none is left out.
_TAKE = """
insert into records_controlnumber (sender, receiver, kind, last) values (%s, %s, %s, %s)
on conflict on constraint controlnumber_once
do update set last = (records_controlnumber.last + excluded.last - 1) %% %s + 1
returning last
"""


def take(road: Connection, kind: str) -> int:
    """The next number, 1 to 999999999 and then 1 again. Others who want one of this pair wait for our transaction."""
    sender, receiver = road.sender_qualifier + road.sender, road.receiver_qualifier + road.receiver
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [sender, receiver, kind, 1, HIGHEST_CONTROL])
        return int(cursor.fetchone()[0])
