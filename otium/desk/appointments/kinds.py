"""What a visit takes in this practice: the shipped rule of its kind, with the practice's own values laid over."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

import otium.rules.schedule
from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Appointment, History, Practice
from otium.rules.schedule import kinds as rules
from otium.terms.schedule import KindRule, Margins, VisitType


@cache
def shipped() -> Mapping[VisitType, KindRule]:
    (folder,) = otium.rules.schedule.__path__
    return rules.read((Path(folder) / "kinds.toml").read_text("utf-8"))


def rule_of(kind: str, practice: Practice) -> KindRule:
    """Raises ValueError for a kind that does not exist."""
    return rules.own(shipped()[VisitType(kind)], practice.visit_kinds.get(kind, {}))


def margins_of(visit: Appointment) -> Margins:
    """What the visit holds beside itself; a visit from before this was kept holds nothing."""
    return Margins(visit.documentation_minutes, visit.turnover_minutes, visit.travel_minutes)


def as_columns(margins: Margins) -> dict[str, int]:
    return {name: getattr(margins, name) for name in rules.MARGINS}


@transaction.atomic
def choose(chosen: Mapping[str, Mapping[str, Any]], *, practice_id: UUID, by: Actor, at: datetime) -> Practice:
    """Kinds of visits so from now on (kind -> its values); visits that are booked keep what they hold until they are
    moved. What is as shipped is not kept, so that a shipped value that changes reaches the practice. Raises Invalid."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    if wrong := [f"{kind}-{name}" for kind, values in chosen.items() for name in rules.problems(values)]:
        raise Invalid(
            [Problem(field, _("Enter minutes: 5 to 480 for the visit, 0 to 240 beside it.")) for field in wrong]
        )
    before = practice.visit_kinds
    after = {**before, **{kind: _differing(VisitType(kind), values) for kind, values in chosen.items()}}
    after = {kind: values for kind, values in after.items() if values}
    if after == before:
        return practice
    practice.visit_kinds = after
    practice.save(update_fields=["visit_kinds"])
    changed = [kind for kind in {**before, **after} if before.get(kind) != after.get(kind)]
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="visit_kinds_chosen",
        before=history.plain({kind: before.get(kind) for kind in changed}),
        after=history.plain({kind: after.get(kind) for kind in changed}), at=at, by=by.name,
    )  # fmt: skip
    return practice


def _differing(kind: VisitType, values: Mapping[str, Any]) -> dict[str, Any]:
    own, as_shipped = rules.own(shipped()[kind], values), shipped()[kind]
    numbers = {**as_columns(own.margins), "minutes": own.minutes}
    usual = {**as_columns(as_shipped.margins), "minutes": as_shipped.minutes}
    found: dict[str, Any] = {name: n for name, n in numbers.items() if n != usual[name]}
    words = {name: getattr(own, name) for name in rules.WORDS}
    return found | {name: list(each) for name, each in words.items() if each != getattr(as_shipped, name)}
