"""What a practice's forecast assumes, and how it is changed."""

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Practice
from otium.rules.capacity import assumptions
from otium.rules.capacity.assumptions import GO_ON, NAMES, Baselines

__all__ = ["NAMES", "NotANumber", "baselines", "state"]


@dataclass
class NotANumber(Exception):
    """What was typed for an assumption is no number within reason; nothing is changed."""

    names: tuple[str, ...]


@cache
def baselines() -> Baselines:
    text = (importlib.resources.files("otium.rules.capacity") / "assumptions.toml").read_text("utf-8")
    return assumptions.read(text)


@transaction.atomic
def state(*, practice_id: UUID, typed: Mapping[str, str], series_go_on: bool, by: Actor, at: datetime) -> None:
    """Keep what the practice assumes; an empty text goes back to its history or the baseline.

    Raises NotANumber with the names of all that cannot be read.
    """
    practice = Practice.objects.select_for_update().get(pk=practice_id)
    known, stated, wrong = baselines(), {}, []
    for name in NAMES:
        text = typed.get(name, "").strip()
        value = assumptions.value_of(name, known[name], text) if text else None
        if text and value is None:
            wrong.append(name)
        elif value is not None:
            stated[name] = str(value)
    if wrong:
        raise NotANumber(tuple(wrong))
    wanted: dict[str, Any] = {**stated, **({} if series_go_on else {GO_ON: False})}
    if wanted == practice.forecast:
        return
    before, practice.forecast = practice.forecast, wanted
    practice.save(update_fields=["forecast"])
    practice.practice_id = practice.pk  # its history stands in its own rows
    history.record(practice, "changed", by=by, at=at, before={"forecast": before}, after={"forecast": wanted})
