"""What leaves: a parcel is written where it is decided, packed and sent by a worker, and never sent twice.

`post` is the one way in, `post_notice` the same for mails, texts and faxes. `deliver` packs what waits for a connection
and sends it; `fetch` looks for what lies there.
"""

from otium.desk.outbox.deliver import deliver
from otium.desk.outbox.fetching import fetch
from otium.desk.outbox.hand import NotNow, mark_arrived, recall, resend, try_again, withdraw
from otium.desk.outbox.posting import Letter, post, post_all, post_notice

__all__ = [
    "Letter", "NotNow", "deliver", "fetch", "mark_arrived", "post", "post_all", "post_notice", "recall", "resend",
    "try_again", "withdraw",
]  # fmt: skip
