"""A request out of our records, taken in by the other side and answered: matched by our trace, whatever it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from otium.desk import acting, blobs
from otium.desk.actor import Actor
from otium.desk.inbox.arrival import Arrival, FileOutcome, receive_for
from otium.desk.outbox import packing
from otium.desk.requests import life as requests
from otium.records import models
from otium.rules.packet import compare
from otium.terms.prior_auth import Road
from partners.practice import build as build_world
from partners.sites import TIDEWATER
from partners.state import members
from partners.state.store import Store
from partners.world import World
from tests import build
from tests.desk.requests.conftest import signed
from tests.partners.side import NOON, ON, Side

BY = Actor("test")
HOUR = timedelta(hours=1)
PAYER = "EVG01"
AT = NOON


@dataclass
class Both:
    """Our practice and the other side, about one patient of both."""

    side: Side
    practice: models.Practice
    request: models.AuthorizationRequest
    wire: models.Connection
    seen: set[str]

    def send(self) -> None:
        """Post it and hand over all that was packed."""
        requests.submit(request_id=self.request.pk, road=Road.X12, by=BY, at=AT)
        while packed := packing.pack(self.practice, self.wire, is_real_time=False, at=AT + timedelta(minutes=1)):
            self.side.send(blobs.load(self.practice, packed.blob))

    def receive(self, kind: str) -> list[FileOutcome]:
        """What the other side has laid down of this kind since, taken in."""
        found = []
        for number, text in enumerate(self.side.mail(kind)):
            if text not in self.seen:
                self.seen.add(text)
                found.append(self.take_in(text, f"{kind}.{number}"))
        return found

    def take_in(self, text: str, name: str = "answer") -> FileOutcome:
        done = receive_for(self.practice.pk, Arrival(name, text.encode()), by=BY, at=AT + HOUR)
        self.request.refresh_from_db()
        return done


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(TIDEWATER, on=ON)


@pytest.fixture
def both(db: None, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """What the packet lacks is not these tests' matter: it stays signed."""
    monkeypatch.setattr(compare, "wants_signature", lambda _signed, _now: False)
    state = tmp_path / "state"
    state.mkdir()
    store = Store(state)
    members.seed(store, world)
    store.close()
    side = Side.open(state, world)
    made = build.open_practice(AT, npi=side.clinic.npi)
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(tax_id=side.clinic.ein.replace("-", ""))
        practice = models.Practice.objects.get(pk=made.pk)
        yield Both(side, practice, _signed(practice, side), build.connection(practice, carries=["278"]), set())
    side.exchange.store.close()


def _signed(practice: models.Practice, side: Side) -> models.AuthorizationRequest:
    episode = side.patient(PAYER)
    person, cover = episode.patient.person, episode.coverage
    guardian = person.guardian if cover.guardian_is_subscriber else None
    patient = build.patient(
        practice, first_name=person.first, last_name=person.last, birth_on=person.born_on, sex=person.sex
    )
    payer = build.payer(practice, "commercial", name=cover.payer.name, payer_ids=[cover.payer.payer_id])
    holder = (
        {"relationship": "child", "subscriber_first_name": guardian.first, "subscriber_last_name": guardian.last}
        if guardian
        else {}
    )
    coverage = build.coverage(patient, payer, member_id=cover.policy_number, **holder)
    course = models.EpisodeOfCare.objects.create(practice=practice, patient=patient, icd10=["F82"])
    request = models.AuthorizationRequest.objects.create(
        practice=practice, patient=patient, coverage=coverage, episode=course, kind="initial", state="ready",
        starts_on=date(2026, 12, 1), ends_on=date(2027, 1, 31), requested=12,
        lines=[{"codes": ["97530"], "basis": "visits", "quantity": 12}],
    )  # fmt: skip
    alex = models.Staff.objects.create_user(f"alex-{practice.slug}@example.test", "secret", name="Alex")
    signed(request, Actor.person(alex.pk), AT)
    return request


def test_an_approval_comes_back_by_our_trace_and_becomes_an_authorization(both: Both) -> None:
    both.send()
    both.side.after(HOUR)

    (acknowledged,) = both.receive("999")
    standing = both.request.state
    (answered,) = both.receive("278")

    assert (acknowledged.state, standing) == ("applied", "submitted")  # read is not taken up
    assert (answered.state, both.request.state, both.request.approved) == ("applied", "approved", 12)
    held = models.Authorization.objects.get()
    assert (held.starts_on, held.ends_on) == (date(2026, 12, 1), date(2027, 1, 31))
    assert both.request.authorization_id == held.pk
    assert models.Parcel.objects.get(kind="278").answer_id == answered.file_id
    assert models.RequestSending.objects.get(parcel__kind="278").confirmed_at is not None


@pytest.mark.parametrize(
    ("shares", "state", "approved"), [({"denied": 1.0}, "denied", None), ({"reduced": 1.0}, "modified", 6)], ids=str
)
def test_a_denial_or_a_cut_comes_back_as_what_it_is(
    both: Both, shares: dict[str, float], state: str, approved: int | None
) -> None:
    both.side.plan(authorizations=shares)
    both.send()
    both.side.after(HOUR)

    both.receive("278")

    assert (both.request.state, both.request.approved, both.request.requested) == (state, approved, 12)


def test_a_pended_request_is_decided_later_and_the_same_answer_twice_changes_nothing(both: Both) -> None:
    both.side.plan(authorizations={"pended": 1.0})
    both.send()
    both.side.after(HOUR)

    both.receive("278")
    pended = both.request.state
    both.side.after()
    (decided,) = both.receive("278")
    again = both.take_in(both.side.mail("278")[-1], "again")

    assert pended == "pended"
    assert (decided.state, both.request.state) == ("applied", "approved")
    assert again.state == "nothing_new"
    assert models.Authorization.objects.count() == 1


def test_an_answer_that_is_older_than_the_decision_changes_nothing(both: Both) -> None:
    both.side.plan(authorizations={"pended": 1.0})
    both.send()
    both.side.after(HOUR)
    first = both.side.mail("278")[-1]
    both.side.after()
    last = both.side.mail("278")[-1]

    both.take_in(last, "last")
    both.take_in(first, "first")

    assert both.request.state == "approved"


def test_what_the_payer_refuses_unread_comes_back_to_be_mended(both: Both) -> None:
    models.Coverage.objects.update(member_id="UNKNOWN99")
    both.send()
    both.side.after(HOUR)

    (answered,) = both.receive("278")

    assert (answered.state, both.request.state, both.request.submitted_on) == ("applied", "ready", None)
    assert both.request.reason == "AAA 75"
    tasks = models.Task.objects.filter(patient_id=both.request.patient_id, state="open")
    assert "send_request" in set(tasks.values_list("kind", flat=True))


def test_that_it_could_be_read_does_not_send_again_what_the_payer_refused(both: Both) -> None:
    models.Coverage.objects.update(member_id="UNKNOWN99")
    both.send()
    both.side.after(HOUR)
    both.receive("278")

    both.receive("999")

    assert (both.request.state, both.request.submitted_on) == ("ready", None)


def test_an_answer_after_it_was_sent_anew_is_matched_by_the_new_trace(both: Both) -> None:
    models.Coverage.objects.update(member_id="UNKNOWN99")
    both.send()
    both.side.after(HOUR)
    both.receive("278")
    member_id = both.side.patient(PAYER).coverage.policy_number
    models.Coverage.objects.update(member_id=member_id)

    both.send()
    both.side.after(HOUR)
    both.receive("278")

    assert both.request.state == "approved"
