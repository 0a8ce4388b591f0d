"""Words of tests about a task: open its page, send one of its forms, look at practice A's rows."""

from typing import Any

from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records.models import Task
from tests.cast import Cast


def page(client: Client, task: Task) -> Any:
    return client.get(reverse("desk_task", args=[task.pk]))


def post(client: Client, name: str, task: Task, **fields: str) -> Any:
    return client.post(reverse(name, args=[task.pk]), fields, follow=True)


def record_sent(client: Client, task: Task, **changes: str) -> Any:
    fields = {
        "choice": "renewal_sent",
        "renewal_sent-sent_on": "today",
        "renewal_sent-road": "fax",
        "renewal_sent-requested": "24",
        **changes,
    }
    return post(client, "desk_record", task, **fields)


def of_a(cast: Cast, model: Any, **filters: Any) -> list[Any]:
    with acting.acting_for(cast.a.pk):
        return list(model.objects.filter(practice=cast.a, **filters))
