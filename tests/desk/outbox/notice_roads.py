"""Connections to a real mail server and a provider's web service on loopback, and what goes by them."""

from collections.abc import Iterator

import pytest

from otium.desk import outbox
from otium.records.models import Connection, Parcel, Practice
from otium.terms.notice import Notice
from tests import build
from tests.desk.outbox.conftest import AT
from tests.wires.carriers.conftest import Site
from tests.wires.carriers.https_server import Authority
from tests.wires.carriers.smtp_server import Post, serving_mail

PDF = b"%PDF-1.7\n.\n..dots\r\n" + bytes(range(256))
NUMBER = "(312) 555-0142"
NOTICES = {
    "mail": Notice("referrer@clinic.example", "A report", "It is ready – attached.", PDF, "report.pdf"),
    "text": Notice(NUMBER, text="Please call us."),
    "fax": Notice(NUMBER, attachment=PDF, attachment_name="report.pdf"),
}


@pytest.fixture
def server(authority: Authority) -> Iterator[tuple[Post, str]]:
    post = Post()
    with serving_mail(post, authority.server_context("127.0.0.1"), is_implicit=True) as place:
        yield post, place


def by_mail_server(practice: Practice, place: str, authority: Authority, kind: str = "mail") -> Connection:
    given = {
        "host": "127.0.0.1", "port": int(place.partition(":")[2]), "security": "implicit",
        "from_address": "office@practice.example", "ca_certificate": authority.pem,
        **({"gateway": "fax.example"} if kind == "fax" else {}),
    }  # fmt: skip
    return build.connection(practice, carrier="fax_mail" if kind == "fax" else "smtp", settings=given, carries=[kind])


def by_provider(practice: Practice, site: Site, kind: str, **more: str) -> Connection:
    given = {
        "url": f"https://{site.place}/messages", "ca_certificate": site.authority.pem, "sign_in": "none", **more,
    }  # fmt: skip
    return build.connection(practice, carrier="fax_rest" if kind == "fax" else "sms", settings=given, carries=[kind])


def notice(practice: Practice, kind: str, key: str = "notice 1", **more: object) -> Parcel:
    letter = outbox.Letter(key=key, kind=kind, body=NOTICES[kind], **more)
    return outbox.post_notice(practice, letter, by=build.TEST, at=AT)
