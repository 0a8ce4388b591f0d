"""A wording service over HTTPS on loopback: one question, one answer; nothing else is taken for one."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from otium.wires.carriers.base import CarrierError, SettingsError
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.wording import WordingService

from .conftest import Site
from .https_server import Response

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def service(site: Site, **more: object) -> WordingService:
    limits = replace(Limits(), private_hosts=frozenset({site.place}), total_seconds=5, **more)  # type: ignore[arg-type]
    return WordingService(
        url=f"https://{site.place}/v1/chat", model="m-1", key="secret", limits=limits, now=lambda: NOW,
        ca_certificate=site.authority.pem,
    )  # fmt: skip


def said(text: object) -> Response:
    body = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    return Response(200, {"content-type": "application/json"}, json.dumps(body).encode())


def test_the_question_goes_out_with_its_key_and_the_words_come_back(site: Site) -> None:
    site.app.answer = lambda request: said("Fasteners need grading.")

    assert service(site).propose("rules", "facts") == "Fasteners need grading."

    asked = site.app.requests[0]
    body = json.loads(asked.content)
    assert asked.headers["authorization"] == "Bearer secret"
    assert (body["model"], body["temperature"]) == ("m-1", 0)
    assert [message["content"] for message in body["messages"]] == ["rules", "facts"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response(401), "auth"),
        (Response(429), "busy"),
        (Response(500), "server"),
        (Response(302, {"location": "https://elsewhere.example"}), "redirect"),
        (Response(200, {"content-type": "text/html"}, b"<html>"), "html"),
        (Response(200, {"content-type": "application/json"}, b"{"), "bad_answer"),
        (Response(200, {"content-type": "application/json"}, b'{"choices": []}'), "bad_answer"),
        (said(None), "bad_answer"),
        (said(["a list"]), "bad_answer"),
    ],
    ids=["auth", "busy", "server", "redirect", "html", "no_json", "no_choice", "null", "list"],
)
def test_what_is_no_answer_is_named(site: Site, answer: Response, code: str) -> None:
    site.app.answer = lambda request: answer

    with pytest.raises(CarrierError) as error:
        service(site).propose("rules", "facts")

    assert error.value.code == code


def test_an_answer_too_large_is_not_read(site: Site) -> None:
    site.app.answer = lambda request: said("x" * 5_000)

    with pytest.raises(CarrierError) as error:
        service(site, fetched_bytes=1_000).propose("rules", "facts")

    assert error.value.code == "answer_too_large"


@pytest.mark.parametrize(
    "url", ["http://model.example/v1", "ftp://model.example", "https://", "https://u:p@model.example"]
)
def test_an_address_that_may_not_be_used_is_refused_before_anything_leaves(url: str) -> None:
    with pytest.raises(SettingsError):
        WordingService(url=url, model="m", key="", limits=Limits(), now=lambda: NOW)
