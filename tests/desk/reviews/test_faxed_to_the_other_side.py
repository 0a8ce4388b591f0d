"""An appeal reaches a payer's department over HTTPS, as a fax that it reads itself, and its receipt comes back."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from otium.desk import acting, clock, outbox, settle
from otium.desk.actor import Actor
from otium.desk.reviews import appeals, filing, letters, proofs, signing
from otium.desk.reviews.proof import proof
from otium.ops import demo_connections
from otium.ops.bench import known_people
from otium.records import models
from partners.adjudication.contracts import CONTRACTS
from partners.exchange import faxes, post
from partners.exchange.on_paper import PAPER
from partners.fax_numbers import printed
from partners.serving import House, Wanted
from partners.state import members
from partners.state.members import Granted
from tests import build

BY = build.TEST
PATIENCE_SECONDS = 40.0
SLUG, PAYER_ID, REFERENCE = "tidewater", "EVG01", "EVG-70077"
SPEED = 43_200  # a day in two seconds


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A clearinghouse, a fax service and payers that are up; one of them cut a request of a practice it knows."""
    built = House.build(Wanted(state=tmp_path / "state", speed=SPEED))
    store = built.exchange.store
    member = store.row("select member_id from member where payer_id = ? order by member_id", PAYER_ID)
    assert member is not None
    today = built.exchange.today
    cut = Granted("N-77", today, today + timedelta(days=90), 6, "", {}, "A6", "", REFERENCE, asked=12,
                  decided_on=today)  # fmt: skip
    members.grant(store, CONTRACTS[PAYER_ID].payer, member["member_id"], cut, practice=SLUG, via="portal")
    built.open()
    running = threading.Thread(target=built.run)
    running.start()
    yield built
    built.stopping.set()
    running.join()


@pytest.fixture
def appeal(db: None, house: House, tmp_path: Path, settings: Any) -> Iterator[tuple[models.Appeal, models.Connection]]:
    """Signed, by a practice whose faxes go to that service."""
    told = known_people.told_by(tmp_path / "state")
    port = int(told["core"]["url"].rsplit(":", 1)[1].partition("/")[0])
    settings.OTIUM_PRIVATE_HOSTS = (f"127.0.0.1:{port}",)
    at = clock.now()
    practice = build.open_practice(at, SLUG)
    with acting.acting_for(practice.pk):
        demo_connections.connect(practice.pk, SLUG, told, at=at)
        patient = build.patient(practice)
        coverage = build.coverage(patient, build.payer(practice, name="Evergreen", payer_ids=[PAYER_ID]))
        staff = models.Staff.objects.create(email="t@alder.example", name="Noor Haddad", credential="OTR/L")
        models.Membership.objects.create(practice=practice, staff=staff, role="owner")
        request = models.AuthorizationRequest.objects.create(
            practice=practice, patient=patient, coverage=coverage, kind="renewal", state="modified", requested=12,
            approved=6, reference=REFERENCE, decided_on=clock.day(at, practice), submitted_on=clock.day(at, practice),
        )  # fmt: skip
        settle.settle(practice, by=BY, at=at)
        row = appeals.open_appeal(request_id=request.pk, by=BY, at=at)
        digest = letters.digest(letters.letter(row, at, proofs.now(request.pk, at)))
        signing.sign(appeal_id=row.pk, digest=digest, by=Actor.person(staff.pk), at=at)
        yield models.Appeal.objects.get(pk=row.pk), models.Connection.objects.get(carrier="fax_rest")


def work(row: models.Appeal, line: models.Connection, *, until: str) -> None:
    """What workers do, until the appeal stands so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while row.state != until and time.monotonic() < end:
        outbox.deliver(row.practice_id, line.pk)
        outbox.fetch(row.practice_id, line.pk)
        time.sleep(0.1)
        row.refresh_from_db()


def test_an_appeal_is_delivered_and_its_department_answers_by_letter(
    appeal: tuple[models.Appeal, models.Connection], house: House
) -> None:
    row, line = appeal

    filing.fax(appeal_id=row.pk, to=printed(PAYER_ID), by=BY, at=clock.now())
    work(row, line, until="acknowledged")

    (left,) = proof(row).left
    assert (row.state, left.receipt) == ("acknowledged", "FX-000001")
    assert left.delivered_at is not None
    assert left.received == left.pages
    end = time.monotonic() + PATIENCE_SECONDS
    while not letters_of(house) and time.monotonic() < end:
        time.sleep(0.2)
    assert any(REFERENCE in text for text in letters_of(house))


def test_a_busy_line_brings_it_back_and_the_second_fax_arrives(
    appeal: tuple[models.Appeal, models.Connection], house: House
) -> None:
    row, line = appeal
    house.exchange.faults.order("fax-busy", count=1)

    filing.fax(appeal_id=row.pk, to=printed(PAYER_ID), by=BY, at=clock.now())
    row.refresh_from_db()
    work(row, line, until="ready")
    assert [left.cause for left in proof(row).left] == [faxes.BUSY]

    filing.fax(appeal_id=row.pk, to=printed(PAYER_ID), by=BY, at=clock.now())
    work(row, line, until="acknowledged")

    assert [bool(left.delivered_at) for left in proof(row).left] == [False, True]


def letters_of(house: House) -> list[str]:
    return [letter.content.decode() for letter in post.due(house.exchange, PAPER)]
