"""What Otium may do by itself: each playbook as it ships, or as the practice chose."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from otium.desk import ask_soon, settle
from otium.desk.actor import Actor
from otium.records.models import History, Practice


class Autonomy(StrEnum):
    AUTO = "auto"  # done by itself
    ASK = "ask"  # prepared; one click by a person who may
    MANUAL = "manual"  # nothing is prepared


SHIPPED = {
    "ask_coverage": Autonomy.AUTO,  # 270s where the answer on file is stale
    "tell_family": Autonomy.ASK,  # limits and thresholds
    "give_estimate": Autonomy.ASK,  # good-faith estimates
    "give_abn": Autonomy.ASK,
    "offer_hours": Autonomy.ASK,  # freed hours, by text, to those who wait
    "remind_visits": Autonomy.AUTO,  # of visits, to whoever gave a number or address and did not opt out
    "draft_request": Autonomy.AUTO,  # authorizations to renew or obtain; what leaves is signed and sent by people
}


def of(practice: Practice, playbook: str) -> Autonomy:
    """Raises KeyError for a playbook that does not exist."""
    return Autonomy(practice.autonomy.get(playbook, SHIPPED[playbook]))


@transaction.atomic
def choose(chosen: Mapping[str, Autonomy], *, practice_id: UUID, by: Actor, at: datetime) -> Practice:
    """These playbooks so from now on, the others as before. Raises KeyError for one that does not exist."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    before = {name: of(practice, name).value for name in chosen}
    after = {name: Autonomy(choice).value for name, choice in chosen.items()}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return practice
    practice.autonomy = {**practice.autonomy, **{name: after[name] for name in changed}}
    practice.save(update_fields=["autonomy"])
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="autonomy_chosen",
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        at=at, by=by.name,
    )  # fmt: skip
    if after.get("ask_coverage") == Autonomy.AUTO:
        ask_soon.ask_soon(practice_id)
    return practice
