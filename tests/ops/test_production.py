"""Production mode as an operator meets it: the whole command, with real variables."""

import os
import subprocess
import sys

from otium.ops import places

SAFE = {
    "OTIUM_MODE": "production",
    "OTIUM_SECRET_KEY": "k" * 50,
    "OTIUM_KEYS": "3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=",
    "OTIUM_HOSTS": "otium.example.org",
    "OTIUM_TLS": "proxy",
}
CONFIGURATION = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG)"


def _python(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("OTIUM_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *words],
        cwd=places.ROOT,
        env={**plain, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_without_anything_set_names_every_fault_at_once() -> None:
    refused = _python("-m", "otium", "serve", OTIUM_MODE="production")

    assert refused.returncode == 2
    assert [word for word in ("OTIUM_SECRET_KEY", "OTIUM_KEYS", "OTIUM_HOSTS", "No TLS") if word in refused.stderr] == [
        "OTIUM_SECRET_KEY",
        "OTIUM_KEYS",
        "OTIUM_HOSTS",
        "No TLS",
    ]
    assert "Traceback" not in refused.stderr


def test_the_demos_keys_do_not_make_production_start() -> None:
    refused = _python("-m", "otium", "serve", OTIUM_MODE="production", OTIUM_HOSTS="localhost", OTIUM_TLS="proxy")

    assert refused.returncode == 2
    assert "OTIUM_KEYS is empty" in refused.stderr


def test_production_that_is_safe_is_configured_to_stay_so() -> None:
    configured = _python("-c", CONFIGURATION, DJANGO_SETTINGS_MODULE="otium.settings.production", **SAFE)

    assert configured.stdout == "True True False\n"


def test_a_mode_that_does_not_exist_is_named() -> None:
    refused = _python("-m", "otium", "serve", OTIUM_MODE="prodcution")

    assert refused.returncode == 2
    assert refused.stderr == "OTIUM_MODE is prodcution: it can be demo, dev, production, test.\n"


def test_the_demo_commands_are_closed_in_production() -> None:
    refused = _python("-m", "otium", "demo", "reset", **SAFE)

    assert refused.returncode == 2
    assert "This is not a demo" in refused.stderr
