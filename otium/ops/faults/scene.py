"""A practice with one connection to a mailbox in folders, the messages it sends, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.desk import acting, clock, house, outbox
from otium.desk.actor import Actor
from otium.ops.faults.mailbox import Mailbox
from otium.records.models import Acknowledgement, Connection, InboundFile, Parcel, Practice
from otium.wires.x12.writing import Body

FAULTS = Actor("faults")
GUIDE = "005010X222A1"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages were posted, and what is wrong with them in the end. All but the first must be 0."""

    posted: int
    lost: int
    doubled: int
    unheard: int  # acknowledged by the partner, and not so here
    files_doubled: int  # received twice as different files, or acknowledged twice

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.unheard or self.files_doubled)


class Scene:
    def __init__(self, mailbox: Mailbox, *, most_in_batch: int = 7) -> None:
        at = clock.now()
        self.mailbox = mailbox
        self.traces: list[str] = []
        firm = house.found_firm("Faults", by=FAULTS, at=at)
        new = house.NewPractice(slug=f"faults-{at:%Y%m%d%H%M%S%f}", name="Faults", short="FA")
        self.practice_id: UUID = house.open_practice(firm, new, by=FAULTS, at=at).pk
        self.connection_id = self._connect(at, most_in_batch)

    def _connect(self, at: datetime, most_in_batch: int) -> UUID:
        with acting.acting_for(self.practice_id):
            made = Connection.objects.create(
                practice_id=self.practice_id, name="Mailbox", carrier="folder", settings=self.mailbox.settings(),
                sender=f"F{self.practice_id.hex[:12]}", receiver="PARTNER", carries=["837P"], fetch_minutes=1,
                most_in_batch=most_in_batch, made_at=at,
            )  # fmt: skip
            return UUID(str(made.pk))

    def post(self, count: int) -> None:
        """So many messages, each in a transaction of its own, as decisions are."""
        for _ in range(count):
            trace = f"T{len(self.traces):06}"
            self.post_one(trace)
            self.traces.append(trace)

    def post_one(self, trace: str) -> None:
        body = Body("837", GUIDE, (b"BHT*0019*00*%s*20261125*1200*CH" % trace.encode(),))
        letter = outbox.Letter(key=trace, kind="837P", body=body, payer_id="P", trace=trace)
        with acting.acting_for(self.practice_id):
            practice = Practice.objects.get(pk=self.practice_id)
            outbox.post(practice, letter, by=FAULTS, at=clock.now())

    def work(self) -> None:
        """What a worker's jobs do, once: send all that waits, fetch all that lies there."""
        outbox.deliver(self.practice_id, self.connection_id)
        outbox.fetch(self.practice_id, self.connection_id)

    def is_done(self) -> bool:
        """Everything that was posted has been acknowledged."""
        with acting.acting_for(self.practice_id):
            return not Parcel.objects.exclude(verdict="accepted").exists()

    def tally(self) -> Tally:
        arrived = self.mailbox.arrived
        with acting.acting_for(self.practice_id):
            unheard = Parcel.objects.exclude(verdict="accepted").count()
            files, heard = InboundFile.objects.count(), Acknowledgement.objects.count()
        return Tally(
            posted=len(self.traces),
            lost=sum(arrived[trace] == 0 for trace in self.traces),
            doubled=sum(count > 1 for count in arrived.values()),
            unheard=unheard,
            files_doubled=max(files, heard) - self.mailbox.answers if max(files, heard) > self.mailbox.answers else 0,
        )
