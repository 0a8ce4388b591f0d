"""The rows that a call makes and changes, with what it takes to take them back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.acts.writing import held, values_of
from otium.records.models import Coverage, Practice


@dataclass
class Written:
    """One call being recorded: about which coverage, with which source, and the effects so far."""

    practice: Practice
    coverage: Coverage
    source: dict[str, Any]  # provenance of all that was learned
    called_at: datetime
    by: Actor
    at: datetime
    effects: list[dict[str, Any]] = field(default_factory=list)

    @property
    def on(self) -> date:
        """The practice's day of the call."""
        return clock.day(self.called_at, self.practice)

    def create(self, model: type[Model], **values: Any) -> Any:
        row = model._default_manager.create(practice=self.practice, **values)
        history.record(row, "recorded", by=self.by, at=self.at, after=values_of(values))
        row.refresh_from_db()  # as the database holds it: taking back compares
        self.effects.append({"model": row._meta.model_name, "id": str(row.pk), "created": True, "after": held(row)})
        return row

    def change(self, row: Any, **values: Any) -> None:
        """Only what differs, each field with the call as its source."""
        before, after = history.changes(row, values)
        if not after:
            return
        kept = {"provenance": row.provenance}
        after_all = {**after, "provenance": {**row.provenance, **dict.fromkeys(after, self.source)}}
        for name, value in after_all.items():
            setattr(row, name, value)
        row.save(update_fields=list(after_all))
        history.record(row, "changed", by=self.by, at=self.at, before=before, after=after)
        pair = {"before": history.plain({**before, **kept}), "after": history.plain(after_all)}
        self.effects.append({"model": row._meta.model_name, "id": str(row.pk), "created": False, **pair})
