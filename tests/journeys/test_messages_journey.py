"""A practice's own mail server, in a real browser: connected, a test message sent and seen to arrive. At two widths."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otium.desk import acting, outbox
from otium.records.models import Connection
from tests.cast import Cast
from tests.desk.outbox.notice_roads import server
from tests.journeys.sight import assert_fits_and_reads
from tests.journeys.test_wires_journey import cast, page
from tests.wires.carriers.conftest import authority
from tests.wires.carriers.https_server import Authority
from tests.wires.carriers.smtp_server import Post

__all__ = ["authority", "cast", "page", "server"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_mail_server_is_connected_and_a_test_message_arrives(
    page: Page, cast: Cast, server: tuple[Post, str], authority: Authority, settings: Any
) -> None:
    post, place = server
    settings.OTIUM_PRIVATE_HOSTS = [place]

    page.goto("/connections/add/")
    page.get_by_role("link", name="Mail", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Our mail")
    page.get_by_label("Host").fill("127.0.0.1")
    page.get_by_label("Port").fill(place.partition(":")[2])
    page.get_by_label("Security").select_option("TLS from the start")
    page.get_by_label("From", exact=True).fill("office@practice.example")
    page.get_by_label("Partner’s own authority").fill(authority.pem)
    expect(page.get_by_role("checkbox", name="Mail", exact=True)).to_be_checked()
    page.get_by_role("button", name="Make the connection").click()
    assert_fits_and_reads(page, "mail")

    page.get_by_label("Mail address").fill("owner@practice")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Enter one plain mail address").first).to_be_visible()
    assert_fits_and_reads(page, "mail-refused")

    page.get_by_label("Mail address").fill("owner@practice.example")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Mail", exact=True)).to_be_visible()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()

    with acting.acting_for(cast.a.pk):
        connection = Connection.objects.get(practice=cast.a)
    assert outbox.deliver(cast.a.pk, connection.pk) == 1

    page.reload()
    expect(page.get_by_text("The mail server or provider took it.")).to_be_visible()
    assert post.message()["To"] == "owner@practice.example"
    assert_fits_and_reads(page, "mail-sent")
    page.get_by_role("link", name="its sending").click()
    assert_fits_and_reads(page, "mail-sending")
    page.get_by_role("link", name="Back to the traffic").click()
    expect(page.get_by_text("to …@practice.example")).to_be_visible()
    assert_fits_and_reads(page, "mail-listed")
