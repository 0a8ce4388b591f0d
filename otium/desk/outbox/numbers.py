"""Control numbers of envelopes: unique for each pair of sender and receiver, over all practices of the installation.

Unique for each connection too, where its ids were changed in between: an acknowledgement names the number alone.
"""

from django.db import connection

from otium.records.models import Connection
from otium.wires.x12.writing import HIGHEST_CONTROL

# Both kinds are taken in pairs, and the interchange's has an index: its highest stands for both.
# A number is taken in the transaction that stores the interchange: a crash gives both back, so none is left out.
_TAKE = """
with used as (
  select coalesce(max(interchange_control), 0) as last from records_transmission
  where practice_id = %s and connection_id = %s
)
insert into records_controlnumber (sender, receiver, kind, last)
select %s, %s, %s, used.last %% %s + 1 from used
on conflict on constraint controlnumber_once
do update set last = greatest(records_controlnumber.last, excluded.last - 1) %% %s + 1
returning last
"""


def take(road: Connection, kind: str) -> int:
    """The next number, 1 to 999999999 and then 1 again. Others who want one of this pair wait for our transaction."""
    sender, receiver = road.sender_qualifier + road.sender, road.receiver_qualifier + road.receiver
    with connection.cursor() as cursor:
        numbers = [HIGHEST_CONTROL, HIGHEST_CONTROL]
        cursor.execute(_TAKE, [road.practice_id, road.pk, sender, receiver, kind, *numbers])
        return int(cursor.fetchone()[0])
