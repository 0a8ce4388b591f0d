"""On which days a number was texted or will be, and so by which road it is told something now."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from otium.desk import clock, keys
from otium.desk.families import telling, thresholds
from otium.desk.visit_messages import chosen
from otium.desk.visit_messages.addressees import Addressee
from otium.records.models import FamilyNotice, Practice
from otium.rules.families import reminding

BACK = timedelta(days=14)  # texts that count for a number's week, those that still wait among them


class Texted:
    """Days on which each number was texted or will be, those of this run among them. One query."""

    def __init__(self, practice: Practice, at: datetime) -> None:
        self._practice, self._at, self._key = practice, at, keys.data_key(practice)
        self._days: dict[str, list[date]] = defaultdict(list)
        rows = FamilyNotice.objects.filter(practice=practice, road=telling.TEXT, told_at__gte=at - BACK)
        rows = rows.exclude(to_hash="").exclude(parcel__state="withdrawn")
        for to_hash, leaves_at in rows.values_list("to_hash", "parcel__not_before_at"):
            self._days[to_hash].append(clock.day(leaves_at, practice))

    def road(self, to: Addressee, state: str, before: datetime) -> tuple[str, datetime] | None:
        """(road, when it leaves): by text where the number may be texted then and it comes before that instant; else by
        mail; None for neither. A text that is chosen counts from then on."""
        if to.road == telling.TEXT:
            leaves_at = thresholds.text_leaves_at(self._practice, state, self._at)
            on, days = clock.day(leaves_at, self._practice), self._days[keys.hash_by(self._key, to.to.encode())]
            if leaves_at < before and reminding.may_text(on, days, chosen.exemption()):
                days.append(on)
                return telling.TEXT, leaves_at
        return (telling.MAIL, self._at) if to.mail or to.road == telling.MAIL else None
