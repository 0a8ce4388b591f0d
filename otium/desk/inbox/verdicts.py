"""Keep what was heard of parcels, and give each the worst of it: rows are a set, so their order does not matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Acknowledgement, InboundFile, Parcel, Practice
from otium.rules import parcels as rules
from otium.terms.parcel import Verdict

SENDING_UNKNOWN, CLAIM_UNKNOWN, UNCLEAR = "sending_unknown", "claim_unknown", "verdict_unclear"


@dataclass(frozen=True, slots=True)
class Speech:
    """The file in which a partner speaks, for which practice, and who takes it in. `sender` is ISA06."""

    practice: Practice
    file: InboundFile
    sender: str
    by: Actor
    at: datetime

    def row(
        self, kind: str, segment: int, key: Iterable[object], *, verdict: Verdict | None, codes: dict[str, Any]
    ) -> Acknowledgement:
        """An unsaved row. `key`: what makes it this fact, in whatever bytes it comes."""
        return Acknowledgement(
            practice=self.practice,
            kind=kind,
            segment=segment,
            key=" ".join(map(str, (kind, *key))),
            inbound_file=self.file,
            verdict=verdict.value if verdict else "",
            codes=codes,
            received_at=self.at,
        )

    def keep(self, rows: Sequence[Acknowledgement]) -> list[Acknowledgement]:
        """Write those that are not on file, each fact once, and return them."""
        known = Acknowledgement.objects.filter(practice=self.practice, key__in=[row.key for row in rows])
        on_file = set(known.values_list("key", flat=True))
        new = {row.key: row for row in reversed(rows) if row.key not in on_file}
        return Acknowledgement.objects.bulk_create(reversed(new.values()), batch_size=500)

    def tell(self, parcels: Iterable[Parcel], heard: dict[UUID, Verdict]) -> None:
        """Each parcel's verdict: the worst of what it has and of what is heard of it now."""
        changed = []
        for parcel in parcels:
            before = [Verdict(parcel.verdict)] if parcel.verdict else []
            worst = rules.verdict_of([*before, *([heard[parcel.pk]] if parcel.pk in heard else [])])
            if worst is not None and worst.value != parcel.verdict:
                said = {"before": {"verdict": parcel.verdict}, "after": {"verdict": worst.value}}
                changed.append((parcel, history.row(parcel, "heard", by=self.by, at=self.at, **said)))
                parcel.verdict = worst.value
        Parcel.objects.bulk_update([parcel for parcel, _ in changed], ["verdict"], batch_size=500)
        history.History.objects.bulk_create(trail for _, trail in changed)
