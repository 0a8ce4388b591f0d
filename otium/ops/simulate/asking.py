"""Inquiries for all that stands: the desk's own playbook."""

from datetime import datetime

from otium.desk import clock, inquiries
from otium.desk.actor import Actor
from otium.records.models import Coverage, Practice, Task

OTIUM = Actor("otium")


def ask_all(practice: Practice, at: datetime) -> None:
    on = clock.day(at, practice)
    for task in Task.objects.filter(practice=practice, state="open", kind="verify_coverage"):
        if Coverage.objects.filter(pk=task.focus_id, pk__isnull=False).exists():
            try:
                inquiries.ask(coverage_id=task.focus_id, service_on=on, by=OTIUM, at=at)
            except inquiries.CannotAsk:
                continue
