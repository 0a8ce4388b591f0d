"""What every HTTPS connection promises, tried against servers that break each promise."""

import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from otium.wires.carriers import http, tls
from otium.wires.carriers.base import CarrierError, SettingsError
from otium.wires.carriers.limits import Limits

from .conftest import Site
from .https_server import App, Authority, Response, misbehaving, serving
from .making import AT, limits

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n"


def client(ca: str, given: Limits, **certificate: str) -> http.Http:
    return http.Http(limits=given, verify=tls.context(ca, **certificate))


def fault(act: Callable[[], object]) -> CarrierError:
    with pytest.raises(CarrierError) as raised:
        act()
    return raised.value


def post(
    ca: str, place: str, given: Limits | None = None, *, content: bytes = b"PHI", **certificate: str
) -> http.Answer:
    answer = client(ca, given or limits(place), **certificate).exchange(
        "POST", f"https://{place}/", headers={}, content=content
    )
    http.refuse(answer, now=AT)
    return answer


def reading(then: Callable[[Any], None]) -> Callable[[Any], None]:
    """Reads a whole small request first."""

    def act(connection: Any) -> None:
        got = b""
        while not got.endswith(b"PHI"):
            got += connection.recv(65536)
        then(connection)

    return act


def drip(connection: Any) -> None:
    for byte in HEAD * 50:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("status", "code", "permanent", "needs_person", "may_have_arrived"),
    [
        (400, "rejected", True, False, False),
        (401, "auth", False, True, False),
        (404, "not_found", False, True, False),
        (408, "timeout", False, False, False),
        (413, "too_large", True, False, False),
        (422, "rejected", True, False, False),
        (429, "busy", False, False, False),
        (500, "server", False, False, True),
        (503, "busy", False, False, True),
        (504, "server", False, False, True),
        (302, "redirect", False, True, False),
        (307, "redirect", False, True, False),
    ],
)
def test_a_status_that_is_no_success_has_its_code(
    site: Site, status: int, code: str, permanent: bool, needs_person: bool, may_have_arrived: bool
):
    site.app.answer = lambda request: Response(status, {"Location": "http://169.254.169.254/latest"}, b"PHI")

    error = fault(lambda: post(site.authority.pem, site.place))

    assert (error.code, error.detail) == (code, f"http_{status}")
    assert (error.permanent, error.needs_person, error.may_have_arrived) == (permanent, needs_person, may_have_arrived)
    assert len(site.app.requests) == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("999999999", 86_400),
        ("Wed, 25 Nov 2026 09:06:00 GMT", 60),
        ("Wed, 25 Nov 2026 09:00:00 GMT", 0),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_the_time_to_wait_is_taken_from_the_partner(site: Site, told: str, seconds: int | None):
    site.app.answer = lambda request: Response(429, {"Retry-After": told})

    assert fault(lambda: post(site.authority.pem, site.place)).retry_after_seconds == seconds


def test_a_page_for_people_is_no_answer(site: Site):
    site.app.answer = lambda request: Response(200, {"Content-Type": "text/html; charset=utf-8"}, b"Please sign in")

    assert fault(lambda: post(site.authority.pem, site.place)).code == "html"


@pytest.mark.parametrize("size", [1000, 1001])
def test_an_answer_over_the_limit_is_dropped_while_it_comes(site: Site, size: int):
    site.app.answer = lambda request: Response(200, {}, b"x" * size)
    small = limits(site.place, fetched_bytes=1000)

    if size <= 1000:
        assert len(post(site.authority.pem, site.place, small).content) == size
    else:
        error = fault(lambda: post(site.authority.pem, site.place, small))
        assert (error.code, error.may_have_arrived) == ("answer_too_large", True)


def test_a_message_over_the_limit_is_not_sent(site: Site):
    error = fault(lambda: post(site.authority.pem, site.place, limits(site.place, sent_bytes=2)))

    assert (error.code, error.permanent, site.app.requests) == ("too_large", True, [])


@pytest.mark.parametrize(
    ("act", "code", "may_have_arrived"),
    [
        (lambda connection: None, "closed", None),  # before the request is read: it may be out or not
        (reading(lambda connection: None), "closed", True),
        (reading(lambda connection: connection.sendall(HEAD + b"half")), "half_answer", True),
        (reading(lambda connection: connection.sendall(HEAD[:40])), "closed", True),
        (reading(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n\r\n")), "bad_answer", True),
        (reading(lambda connection: time.sleep(0.6)), "timeout", True),
        (reading(drip), "timeout", True),
    ],
)
def test_an_answer_that_does_not_come_whole(
    authority: Authority, act: Callable[[Any], None], code: str, may_have_arrived: bool | None
):
    began = time.monotonic()
    with misbehaving(act, authority.server_context("127.0.0.1")) as place:
        error = fault(lambda: post(authority.pem, place, limits(place, read_seconds=0.3, total_seconds=0.6)))
        took = time.monotonic() - began

    assert error.code == code
    assert may_have_arrived is None or error.may_have_arrived is may_have_arrived
    assert took < 1.5


def test_a_request_cut_before_it_is_complete_has_not_arrived(authority: Authority):
    def act(connection: Any) -> None:
        connection.recv(1000)

    with misbehaving(act, authority.server_context("127.0.0.1")) as place:
        error = fault(lambda: post(authority.pem, place, content=b"x" * 20_000_000))

    assert (error.code, error.may_have_arrived) == ("closed", False)


def test_a_refusal_before_the_request_is_complete_is_heard(authority: Authority):
    def act(connection: Any) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        while connection.recv(65536):
            pass

    with misbehaving(act, authority.server_context("127.0.0.1")) as place:
        assert fault(lambda: post(authority.pem, place, content=b"x" * 1_000_000)).code == "too_large"


def yesterday() -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {"not_before": now - timedelta(days=9), "not_after": now - timedelta(days=1)}


@pytest.mark.parametrize(
    ("names", "given", "detail"),
    [
        (("127.0.0.1",), yesterday(), "expired"),
        (("elsewhere.example",), {}, "host_name"),
        (("127.0.0.2",), {}, "host_name"),
    ],
)
def test_a_certificate_that_is_expired_or_of_another_host_is_refused(
    authority: Authority, names: tuple[str, ...], given: dict[str, Any], detail: str
):
    with misbehaving(lambda connection: None, authority.server_context(*names, **given)) as place:
        error = fault(lambda: post(authority.pem, place))

    assert (error.code, error.detail, error.needs_person, error.may_have_arrived) == ("tls", detail, True, False)


def test_a_certificate_of_another_authority_is_refused(site: Site, tmp_path: Path):
    for trusted in (Authority(tmp_path).pem, ""):
        error = fault(lambda trusted=trusted: post(trusted, site.place))

        assert (error.code, error.detail) == ("tls", "unknown_issuer")
    assert site.app.requests == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_server_that_knows_only_tls_1_1_is_refused(authority: Authority):
    context = authority.server_context("127.0.0.1")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")

    with misbehaving(lambda connection: None, context) as place:
        error = fault(lambda: post(authority.pem, place))

    assert (error.code, error.needs_person) == ("tls", True)


def test_a_server_that_speaks_no_tls_at_all_is_refused(authority: Authority):
    with misbehaving(lambda connection: connection.sendall(HEAD), None) as place:
        assert fault(lambda: post(authority.pem, place)).code == "tls"


def test_a_client_certificate_signs_in(authority: Authority):
    certificate, key = authority.issue("practice@example.org")
    app = App()

    with serving(app, authority, wants_client=True) as place:
        post(authority.pem, place, client_certificate=certificate, client_key=key)

    assert len(app.requests) == 1


def test_without_the_client_certificate_a_partner_wants_nothing_arrives(authority: Authority):
    context = authority.server_context("127.0.0.1")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=authority.pem)

    with misbehaving(lambda connection: None, context) as place:
        error = fault(lambda: post(authority.pem, place))

    assert (error.code, error.needs_person, error.may_have_arrived) == ("tls", True, False)


def test_a_client_key_that_is_not_the_certificates_is_refused_and_leaves_no_file(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    certificate, key = authority.issue("practice@example.org")
    _, other = authority.issue("other@example.org")

    for given, field in ((other, "client_certificate"), ("no key", "client_key")):
        with pytest.raises(SettingsError) as raised:
            client(authority.pem, limits(), client_certificate=certificate, client_key=given)
        assert raised.value.field == field
    client(authority.pem, limits(), client_certificate=certificate, client_key=key)

    assert list(tmp_path.iterdir()) == []


def test_requests_within_one_hold_share_a_connection_and_survive_its_end(site: Site):
    shared = client(site.authority.pem, limits(site.place))

    with shared:
        answers = [shared.exchange("GET", f"https://{site.place}/", headers={}).status for _ in range(3)]

    assert answers == [200, 200, 200]
