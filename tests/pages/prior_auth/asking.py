"""What the tests of requests ask of the pages."""

from typing import Any

from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests.cast import Cast


def board(client: Client, **query: str) -> str:
    return client.get(reverse("authorizations"), query).content.decode()


def page(client: Client, asked: models.AuthorizationRequest) -> str:
    return client.get(reverse("request", args=[asked.pk])).content.decode()


def state_of(cast: Cast, asked: models.AuthorizationRequest) -> str:
    with acting.acting_for(cast.a.pk):
        return str(models.AuthorizationRequest.objects.values_list("state", flat=True).get(pk=asked.pk))


def post(client: Client, name: str, asked: models.AuthorizationRequest, **fields: str) -> Any:
    return client.post(reverse(name, args=[asked.pk]), fields, follow=True)
