"""Inbox, outbox, settling and requests know parts of each other: each can be the first that a program imports."""

import subprocess
import sys

import pytest

FIRST = ("otium.desk.inbox", "otium.desk.outbox", "otium.desk.settle", "otium.desk.requests.life", "otium.desk.acts",
         "otium.desk.packets.signing", "otium.ops.demo")  # fmt: skip


@pytest.mark.parametrize("module", FIRST)
def test_it_can_be_imported_first(module: str) -> None:
    words = f"import django; django.setup(); import {module}"
    environment = {"DJANGO_SETTINGS_MODULE": "otium.settings.test", "OTIUM_MODE": "test", "PATH": ""}

    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, env=environment, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
