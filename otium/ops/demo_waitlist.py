"""Who waits in the demo practice that is typed by hand: families who take texts, with wishes of every kind."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from otium.desk import acting, clock, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.records.models import Patient, Practice, RelatedPerson, WaitlistEntry

DEMO = Actor("demo")
AFTER_SCHOOL = {"days": "weekdays", "hours": "after_school"}
# need, days that they wait, what else was said
WAITS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("make_up", 3, {}),
    ("weekly", 24, {"urgency": "1", "windows": [AFTER_SCHOOL]}),
    ("earlier", 9, {"notice_hours": 2}),
    ("make_up", 12, {"weekdays": ["1", "3"]}),
    ("weekly", 31, {"urgency": "3", "until": time(14)}),
    ("make_up", 6, {"notice_hours": 24}),
    ("earlier", 17, {"urgency": "1"}),
    ("weekly", 40, {"since": time(15), "windows": [{"days": "4"}], "note": "Brother comes along"}),
)


def add(practice_id: UUID, *, at: datetime) -> int:
    """How many were put on the waitlist; one that has entries keeps them."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        if WaitlistEntry.objects.filter(practice=practice).exists():
            return 0
        told = RelatedPerson.objects.filter(
            practice=practice, patient=OuterRef("pk"), may_receive=True, no_texts_since=None
        ).exclude(phone="")
        people = Patient.objects.filter(Exists(told), practice=practice, is_active=True)
        keys = people.order_by("external_id", "id").values_list("pk", flat=True)[: len(WAITS)]
        on = clock.day(at, practice)
        for patient_id, (need, days, more) in zip(keys, WAITS, strict=False):
            values = {"need": need, "asked_on": on - timedelta(days=days), **more}
            mend.add("waitlist_entry", Entered(values, is_sure=True), practice_id=practice_id, patient_id=patient_id,
                     by=DEMO, at=at)  # fmt: skip
        return len(keys)
