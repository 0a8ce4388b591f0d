"""How this practice offers freed hours: its own values, or those that Otium ships."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.db import transaction

from otium.desk import autonomy, history, settle
from otium.desk.actor import Actor
from otium.desk.autonomy import Autonomy
from otium.records.models import History, Practice
from otium.rules.waitlist import chosen as rules
from otium.rules.waitlist.chosen import OfferRuleError
from otium.terms.offers import OfferRules

__all__ = ["PLAYBOOK", "OfferRuleError", "change", "of", "shipped"]
PLAYBOOK = "offer_hours"


@cache
def shipped() -> OfferRules:
    return rules.shipped(files("otium.rules.waitlist").joinpath("offers.toml").read_text("utf-8"))


def of(practice: Practice) -> OfferRules:
    return rules.chosen(practice.waitlist, shipped())


@transaction.atomic
def change(*, practice_id: UUID, chosen: OfferRules, by_itself: Autonomy, by: Actor, at: datetime) -> Practice:
    """So from now on; offers that are out stay as they were made. Raises OfferRuleError."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    after = rules.kept(chosen)
    rules.chosen(after, shipped())
    before = rules.kept(of(practice))
    if after != before:
        practice.waitlist = after
        practice.save(update_fields=["waitlist"])
        History.objects.create(
            practice=practice, focus_type="practice", focus_id=practice.pk, event="waitlist_chosen",
            before=history.plain(before), after=history.plain(after), at=at, by=by.name,
        )  # fmt: skip
    return autonomy.choose({PLAYBOOK: by_itself}, practice_id=practice_id, by=by, at=at)
