"""What `serve` runs and with what."""

import pytest

from otium.ops import house, places
from otium.ops.errors import CannotStart


def test_a_package_that_is_gone_is_named_with_the_way_to_get_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "NEEDED", (*house.NEEDED, "a_package_nobody_wrote"))

    with pytest.raises(CannotStart) as refusal:
        house.check_packages()

    expected = f"The package a_package_nobody_wrote is missing: delete {places.ROOT / '.venv'} and run make again."
    assert str(refusal.value) == expected


def test_the_pages_are_served_to_this_machine_only_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OTIUM_HOST", "OTIUM_PORT", "OTIUM_TLS_CERTIFICATE"):
        monkeypatch.delenv(name, raising=False)

    at = house.address()

    assert (at.host, at.port, at.url) == ("127.0.0.1", 8000, "http://localhost:8000")


def test_a_certificate_makes_the_pages_speak_tls() -> None:
    at = house.Address(host="0.0.0.0", port=443, certificate="site.pem", certificate_key="site.key")

    command = " ".join(house.web(at).command)

    assert "--ssl-certificate site.pem --ssl-keyfile site.key" in command
    assert at.url == "https://0.0.0.0:443"


def test_what_is_logged_of_a_request_has_no_query_string() -> None:
    assert "%(path)s" in house.ACCESS_LINE
    assert "query" not in house.ACCESS_LINE


def test_the_sign_ins_tell_password_people_and_the_way_to_the_code() -> None:
    told = house.sign_ins()

    assert house.demo_people.PASSWORD in told
    assert all(person.email in told for person in house.demo_people.PEOPLE)
    assert "otium demo code" in told
