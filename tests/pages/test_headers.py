"""What every answer says beside its page."""

from django.test import Client
from django.urls import reverse


def test_nothing_behind_the_sign_in_stays_on_the_device(client: Client) -> None:
    answer = client.get(reverse("desk"))

    assert answer.headers["Cache-Control"] == "no-store"


def test_the_content_policy_lets_no_foreign_or_inline_script_run(client: Client) -> None:
    policy = client.get(reverse("desk")).headers["Content-Security-Policy"]

    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in script
    assert "http" not in script
