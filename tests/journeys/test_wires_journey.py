"""What goes over the wires, in a real browser: a file explained, a connection made and tested. At two widths."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.wires.x12.messages import answer_271

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    return people.assemble()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, live_server: Any, cast: Cast, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    session = people.signed_in(cast.people["owner"]).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def test_a_file_is_dropped_and_explained_and_a_finding_leads_to_its_segment(page: Page, tmp_path: Path) -> None:
    answer = answer_271("EB*1**AD", "EB*B**AD***27*40")
    (tmp_path / "answer.271").write_bytes(answer[: answer.index(b"SE*")])

    page.goto("/traffic/")
    page.get_by_role("link", name="Explain a file").click()
    assert_fits_and_reads(page, "wires-drop")
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "answer.271")
    page.get_by_role("button", name="Explain this file").click()

    expect(page.get_by_text("Eligibility answer (271), from PAYERONE to PRACTICEONE")).to_be_visible()
    assert_fits_and_reads(page, "wires-explained")
    page.get_by_role("link", name="Segment 3").click()
    expect(page.locator("#segment-3")).to_be_in_viewport()


def test_a_folder_connection_is_made_tested_and_paused(page: Page, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "OTIUM_FOLDER_ROOTS", (str(tmp_path),))
    for name in ("out", "in"):
        (tmp_path / name).mkdir()

    page.goto("/connections/")
    assert_fits_and_reads(page, "wires-no-connection")
    page.get_by_role("link", name="Add a connection").click()
    assert_fits_and_reads(page, "wires-kinds")
    page.get_by_role("link", name="Folder", exact=True).click()
    page.get_by_label("Name", exact=True).fill("By folder")
    page.get_by_label("Send folder").fill(str(tmp_path / "out"))
    page.get_by_label("Fetch folder").fill("/etc")
    page.get_by_label("Claims (837P)").check()
    page.get_by_label("Sender", exact=True).fill("OTIUM1")
    page.get_by_label("Receiver", exact=True).fill("CLEARING")
    page.get_by_role("button", name="Make the connection").click()
    expect(page.get_by_role("alert")).to_contain_text("Fetch folder")
    assert_fits_and_reads(page, "wires-refused")
    page.get_by_label("Fetch folder").fill(str(tmp_path / "in"))
    page.get_by_role("button", name="Make the connection").click()

    page.get_by_role("button", name="Test it").click()
    expect(page.get_by_role("heading", name="The test went well")).to_be_visible()
    assert_fits_and_reads(page, "wires-tested")
    page.get_by_label("Why?").fill("They move house")
    page.get_by_role("button", name="Pause this connection").click()
    expect(page.get_by_text("Paused: They move house")).to_be_visible()
    page.get_by_role("button", name="Let it go on").click()
    expect(page.get_by_role("button", name="Pause this connection")).to_be_visible()


def test_the_traffic_is_walked_by_keys_and_a_message_is_taken_back(page: Page, cast: Cast) -> None:
    patient = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a)
        build.parcel(cast.a, AT, patient_id=patient.pk)

    page.goto("/traffic/")
    assert_fits_and_reads(page, "wires-traffic")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Eligibility inquiry (270)")).to_be_visible()
    assert_fits_and_reads(page, "wires-message")
    page.get_by_label("Why?").fill("Asked by phone")
    page.get_by_role("button", name="Take this message back").click()

    expect(page.get_by_text("It was taken back before it left.")).to_be_visible()
