"""Every refusal from both sides: the value that passes and the one next to it that does not."""

from dataclasses import replace

import pytest

from otium.ops import keys
from otium.settings.refusals import DatabaseRole, Deployment, of_database_role, of_deployment

SAFE = Deployment(
    debug=False,
    secret_key="k" * 50,
    keys=("3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=",),
    allowed_hosts=("otium.example.org",),
    behind_tls_proxy=True,
    certificate="",
    certificate_key="",
    hsts_seconds=30 * 24 * 60 * 60,
    secure_cookies=True,
)
SERVING = DatabaseRole("otium_app", False, False, 0, 0)


def test_a_safe_deployment_has_no_faults() -> None:
    assert of_deployment(SAFE) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"debug": True}, "DEBUG"),
        ({"secret_key": "k" * 49}, "OTIUM_SECRET_KEY"),
        ({"secret_key": "not a secret: production refuses this key" + "k" * 50}, "OTIUM_SECRET_KEY"),
        ({"keys": ()}, "OTIUM_KEYS is empty"),
        ({"keys": (*SAFE.keys, "A" * 43 + "=")}, "OTIUM_KEYS holds"),
        ({"keys": ("short",)}, "OTIUM_KEYS holds"),
        ({"allowed_hosts": ()}, "OTIUM_HOSTS"),
        ({"allowed_hosts": ("*",)}, "OTIUM_HOSTS"),
        ({"behind_tls_proxy": False}, "No TLS"),
        ({"behind_tls_proxy": False, "certificate": "site.pem"}, "No TLS"),
        ({"hsts_seconds": 30 * 24 * 60 * 60 - 1}, "OTIUM_HSTS_SECONDS"),
        ({"secure_cookies": False}, "Cookies"),
    ],
)
def test_each_unsafe_value_is_refused_by_name(change: dict[str, object], words: str) -> None:
    faults = of_deployment(replace(SAFE, **change))  # type: ignore[arg-type]

    assert len(faults) == 1
    assert words in faults[0]


def test_a_certificate_of_its_own_is_as_good_as_a_proxy() -> None:
    own = replace(SAFE, behind_tls_proxy=False, certificate="site.pem", certificate_key="site.key")

    assert of_deployment(own) == ()


def test_all_faults_are_told_at_once() -> None:
    worst = Deployment(True, "", (), (), False, "", "", 0, False)

    assert len(of_deployment(worst)) == 7


def test_a_generated_key_is_accepted() -> None:
    assert of_deployment(replace(SAFE, keys=(keys.fernet_key(),))) == ()


def test_the_serving_role_is_accepted() -> None:
    assert of_database_role(SERVING) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_superuser": True}, "superuser"),
        ({"bypasses_row_security": True}, "BYPASSRLS"),
        ({"owned_tables": 1}, "owns 1 tables"),
        ({"truncatable_tables": 1}, "may empty 1 tables"),
    ],
)
def test_a_role_that_sees_past_row_security_is_refused(change: dict[str, object], words: str) -> None:
    faults = of_database_role(replace(SERVING, **change))  # type: ignore[arg-type]

    assert len(faults) == 1
    assert words in faults[0]
