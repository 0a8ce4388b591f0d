"""Mail and faxes by mail against a real SMTP server: TLS first, one addressee, no header from outside."""

import email
import time
from collections.abc import Iterator
from typing import Any

import pytest

from otium.wires.carriers.base import Carrier, CarrierError, SettingsError

from .https_server import Authority, misbehaving
from .making import PAYLOAD_ID, carrier, limits, sending
from .smtp_server import PASSWORD, Post, serving_mail

PDF = b"%PDF-1.7\n.\n..dots\r\n" + bytes(range(256))


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def place(post: Post, authority: Authority) -> Iterator[str]:
    with serving_mail(post, authority.server_context("127.0.0.1")) as running:
        yield running


def mailer(place: str, ca: str, *, kind: str = "smtp", password: str = PASSWORD, **changes: Any) -> Carrier:
    settings = {
        "host": "127.0.0.1",
        "port": int(place.partition(":")[2]),
        "user": "practice",
        "from_address": "office@practice.example",
        "from_name": "Maple OT",
        "ca_certificate": ca,
        **changes,
    }
    return carrier(kind, settings, {"password": password}, limits=limits(place))


def letter(**changes: Any) -> Any:
    given = {"kind": "mail", "name": "report.pdf", "to": "referrer@clinic.example", "subject": "A report"}
    return sending(PDF, **{**given, "text": "Please see\n.\nthe report – attached.", **changes})


def fault(act: Any) -> CarrierError:
    with pytest.raises(CarrierError) as raised:
        act()
    assert PASSWORD not in repr(raised.value)
    return raised.value


def test_a_letter_arrives_with_its_words_and_its_attachment_byte_for_byte(post: Post, place: str, authority: Authority):
    sent = mailer(place, authority.pem).send(letter())

    message = post.message()
    (attachment,) = message.iter_attachments()
    body = message.get_body()
    assert body is not None
    assert (post.taken[0].mail_from, post.taken[0].rcpt_tos) == ("office@practice.example", ["referrer@clinic.example"])
    assert (str(message["From"]), message["Subject"]) == ("Maple OT <office@practice.example>", "A report")
    assert message["Date"].datetime == letter().at
    assert body.get_content().replace("\r\n", "\n").strip() == "Please see\n.\nthe report – attached."
    assert (attachment.get_content_type(), attachment.get_filename()) == ("application/pdf", "report.pdf")
    assert attachment.get_content() == PDF
    assert sent.reference == message["Message-ID"] == f"<{PAYLOAD_ID}@practice.example>"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invite_says_its_method_beside_its_media_type(post: Post, place: str, authority: Authority, method: str):
    invite = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:Clínica\r\nEND:VCALENDAR\r\n".encode()
    mail = sending(invite, kind="mail", name="visit.ics", to="ana@example.test", subject="Your visit", text="See you.")

    mailer(place, authority.pem).send(mail)

    (attachment,) = post.message().iter_attachments()
    assert (attachment.get_content_type(), attachment.get_param("method")) == ("text/calendar", method)
    assert attachment.get_content_charset() == "utf-8"
    assert attachment.get_content().replace("\n", "\r\n").replace("\r\r", "\r").encode() == invite


def test_every_try_has_the_same_message_id(post: Post, place: str, authority: Authority):
    for _ in range(2):
        mailer(place, authority.pem).send(letter())

    ids = [email.message_from_bytes(each.content)["Message-ID"] for each in post.taken]  # type: ignore[arg-type]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "a@b.example\r\nBcc: c@d.example"},
        {"to": "a@b.example, c@d.example"},
        {"to": "Zoe <a@b.example>"},
        {"to": '"a\r\n"@b.example'},
        {"to": "a@localhost"},
        {"to": ""},
        {"subject": "Report\r\nBcc: c@d.example"},
        {"subject": "Report\nBcc: c@d.example"},
        {"subject": "Report\u2028Bcc: c@d.example"},
        {"kind": "fax", "to": "+15555550123"},
    ],
)
def test_nothing_from_outside_becomes_a_header_or_a_second_addressee(
    post: Post, place: str, authority: Authority, changes: dict[str, str]
):
    error = fault(lambda: mailer(place, authority.pem).send(letter(**changes)))

    assert (error.code, error.permanent, post.taken) == ("unfit", True, [])


@pytest.mark.parametrize(
    ("step", "says", "code", "permanent"),
    [
        ("MAIL", "550 Not as this address", "auth", False),
        ("RCPT", "550 Zoe is unknown", "rejected", True),
        ("RCPT", "450 Mailbox busy", "busy", False),
        ("RCPT", "530 Sign in first", "auth", False),
        ("DATA", "554 Spam", "rejected", True),
        ("DATA", "552 Too big", "too_large", True),
        ("DATA", "451 Try again", "busy", False),
    ],
)
def test_a_refusal_says_whose_it_is(
    post: Post, place: str, authority: Authority, step: str, says: str, code: str, permanent: bool
):
    post.says = {step: says}

    error = fault(lambda: mailer(place, authority.pem).send(letter()))

    assert (error.code, error.detail, error.permanent) == (code, f"smtp_{says[:3]}", permanent)
    assert error.may_have_arrived is False


def test_a_connection_cut_after_the_message_leaves_it_open_whether_it_arrived(
    post: Post, place: str, authority: Authority
):
    post.hangs_up = True
    mail = mailer(place, authority.pem)

    error = fault(lambda: mail.send(letter()))

    assert (error.code, error.may_have_arrived, mail.was_received(PAYLOAD_ID)) == ("closed", True, None)


def test_a_wrong_password_is_a_matter_for_a_person(post: Post, place: str, authority: Authority):
    mail = mailer(place, authority.pem, password="wrong")

    assert [fault(lambda: mail.send(letter())).code, mail.probe().steps[-1].code] == ["auth", "auth"]


def test_the_probe_signs_in_and_sends_nothing(post: Post, place: str, authority: Authority):
    probe = mailer(place, authority.pem).probe()

    assert [(step.name, step.code) for step in probe.steps] == [("address", "ok"), ("tls", "ok"), ("sign_in", "ok")]
    assert post.taken == []


def test_a_certificate_nobody_trusts_ends_it_before_the_password(post: Post, place: str, tmp_path: Any):
    mail = mailer(place, Authority(tmp_path).pem)

    assert fault(lambda: mail.send(letter())).code == "tls"
    assert (mail.probe().steps[-1].name, mail.probe().steps[-1].code) == ("tls", "tls")


def test_a_server_without_starttls_hears_no_password(authority: Authority):
    heard = []

    def act(connection: Any) -> None:
        connection.sendall(b"220 hello\r\n")
        while line := connection.recv(1000):
            heard.append(line)
            connection.sendall(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")

    with misbehaving(act, None) as place:
        error = fault(lambda: mailer(place, authority.pem).send(letter()))

    assert (error.code, error.needs_person) == ("plain_text", True)
    assert [line[:4] for line in heard] == [b"ehlo"]


def test_words_slipped_in_before_tls_are_not_read_after_it(authority: Authority):
    context = authority.server_context("127.0.0.1")
    heard: list[bytes] = []

    def act(connection: Any) -> None:
        connection.sendall(b"220 hello\r\n")
        connection.recv(1000)
        connection.sendall(b"250-here\r\n250 STARTTLS\r\n")
        connection.recv(1000)
        connection.sendall(b"220 go on\r\n250 AUTH PLAIN slipped in\r\n")
        with context.wrap_socket(connection, server_side=True) as secured:
            heard.append(secured.recv(1000))

    with misbehaving(act, None) as place:
        error = fault(lambda: mailer(place, authority.pem).send(letter()))

    assert [line[:4] for line in heard] == [b"ehlo"]
    assert error.code == "closed"


@pytest.mark.parametrize("greeting", [b"", b"2", b"220-" + b"x" * 10])
def test_a_server_that_dawdles_is_given_up(authority: Authority, greeting: bytes):
    def act(connection: Any) -> None:
        connection.sendall(greeting)
        time.sleep(0.5)

    with misbehaving(act, None) as place:
        settings = {"host": "127.0.0.1", "port": int(place[10:]), "from_address": "a@b.example", "security": "none"}
        short = limits(place, read_seconds=0.2)
        error = fault(lambda: carrier("smtp", settings, limits=short).send(letter()))

    assert (error.code, error.may_have_arrived) == ("timeout", False)


def test_tls_from_the_start_signs_in_too(post: Post, authority: Authority):
    with serving_mail(post, authority.server_context("127.0.0.1"), is_implicit=True) as place:
        mailer(place, authority.pem, security="implicit", user="").send(letter())

    assert post.message()["Subject"] == "A report"


def test_a_fax_goes_to_the_number_at_the_gateway(post: Post, place: str, authority: Authority):
    fax = mailer(place, authority.pem, kind="fax_mail", gateway="fax.example")

    fax.send(letter(kind="fax", to="+15555550123"))

    assert post.taken[0].rcpt_tos == ["15555550123@fax.example"]
    for number in ("555-0123", "15555550123@evil.example", "+1555555012345678", "555555"):
        assert fault(lambda number=number: fax.send(letter(kind="fax", to=number))).code == "unfit"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from_address", "office"),
        ("from_address", "a@b.example, c@d.example"),
        ("reply_to", "Zoe <a@b.example>"),
        ("security", "maybe"),
        ("port", "70000"),
        ("port", "-1"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(authority: Authority, field: str, value: str):
    with pytest.raises(SettingsError) as raised:
        mailer("127.0.0.1:25", authority.pem, **{field: value})

    assert raised.value.field == field


def test_only_a_listed_host_may_go_without_tls(authority: Authority):
    settings = {"host": "mail.example", "from_address": "a@b.example", "security": "none"}

    with pytest.raises(SettingsError, match="security"):
        carrier("smtp", settings)
    carrier("smtp", settings, limits=limits("mail.example:587"))
