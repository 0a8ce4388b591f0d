"""A 278 that names providers, takes the place of another number, or allows more on one that is on file."""

import re
from datetime import date

import pytest

from otium.desk.actor import Actor
from otium.desk.deciding import Heard, authorizing
from otium.records.models import Authorization, AuthorizationRequest, AuthorizedService, Location
from otium.rules import decision as rules
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road
from tests import build
from tests.desk.inbox.conftest import AT, ON, first, know
from tests.desk.inbox.test_arrival import take
from tests.desk.inbox.test_strange import APPROVED, put

OTHER = "1987654320"
LATER = b"DTP*007*RD8*20261109-20270501"


@pytest.fixture
def approval(files) -> bytes:
    """24 visits from November 9 to February 3."""
    return first(files, "278", lambda body: APPROVED(body) and rules.lines_of(body)[0].quantity == 24)


def number_of(approval: bytes) -> str:
    return re.search(rb"HCR\*A1\*([^*~]+)", approval)[1].decode()


def naming(approval: bytes, npi: str, entity: str = "SJ") -> bytes:
    return put(approval, rb"HI\*", f"NM1*{entity}*1*OTHER*ANN****XX*{npi}".encode())


def revised(approval: bytes, request_type: bytes) -> bytes:
    changed = put(approval, rb"UM\*", b"UM*HS*" + request_type + b"*AD*11:B")
    return put(changed, rb"REF\*NT", b"REF*BB*OLD1")


def test_whom_and_where_it_names_is_kept(practice, approval):
    know(practice, approval)

    take(practice, naming(approval, OTHER))

    granted = Authorization.objects.get()
    assert (granted.therapist_npis, granted.location_id, granted.place_code) == ([OTHER], None, "11")


def test_the_practices_own_number_names_nobody_and_a_locations_names_that_place(practice, approval):
    know(practice, approval)
    place = Location.objects.create(practice=practice, name="Harbor", npi=OTHER)

    take(practice, naming(approval, OTHER))

    granted = Authorization.objects.get()
    assert (granted.therapist_npis, granted.location_id) == ([], place.pk)


@pytest.mark.parametrize("entity", ["DK", "DN"])
def test_who_only_ordered_it_is_not_taken_for_who_renders_it(practice, approval, entity):
    know(practice, approval)

    take(practice, naming(approval, OTHER, entity))

    assert Authorization.objects.get().therapist_npis == []


@pytest.mark.parametrize(("request_type", "state"), [(b"S", "inactive"), (b"R", "active")])
def test_a_revision_takes_the_place_of_the_number_it_names_and_a_renewal_does_not(
    practice, approval, request_type, state
):
    patient = know(practice, approval)
    old = build.authorization(patient, 12, number="OLD1")

    take(practice, revised(approval, request_type))

    old.refresh_from_db()
    new = Authorization.objects.get(number=number_of(approval))
    assert (old.state, new.replaces_id) == (state, old.pk if state == "inactive" else None)


def test_an_amendment_that_was_asked_for_adds_to_the_number_on_file(practice, approval):
    patient = know(practice, approval)
    take(practice, approval)
    AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="amendment", state="submitted", requested=24, trace="AMEND1"
    )
    more = put(put(approval, rb"DTP\*007", LATER), rb"TRN\*", b"TRN*2*AMEND1*1000945633")

    done = take(practice, more)
    again = take(practice, more + b"\n")

    assert (done.state, again.state) == ("applied", "nothing_new")
    assert AuthorizedService.objects.get().approved == 48
    assert Authorization.objects.get().ends_on == date(2027, 5, 1)


def test_the_first_approval_in_other_bytes_changes_nothing_after_it_was_extended(practice, approval):
    patient = know(practice, approval)
    take(practice, approval)
    AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="amendment", state="submitted", requested=24, trace="AMEND1"
    )
    take(practice, put(put(approval, rb"DTP\*007", LATER), rb"TRN\*", b"TRN*2*AMEND1*1000945633"))

    again = take(practice, approval + b"\n")

    assert again.state == "nothing_new"
    assert AuthorizedService.objects.get().approved == 48


def test_a_number_on_file_that_says_otherwise_waits_for_a_person(practice, approval):
    patient = know(practice, approval)
    build.authorization(patient, 6, number=number_of(approval), ends_on=date(2026, 12, 31))

    outcome = take(practice, approval)

    assert (outcome.state, outcome.messages[0].cause) == ("unmatched", "contradicts_number")
    assert AuthorizedService.objects.get().approved == 6


def test_an_extension_that_fits_only_in_part_extends_nothing(practice, approval):
    patient = know(practice, approval)
    held = build.authorization(patient, 12, number=number_of(approval))
    first_line = AuthorizedService.objects.get(authorization=held)
    for _again in range(2):
        AuthorizedService.objects.create(
            practice=practice, authorization=held, codes=["97530"], basis="visits", approved=6
        )
    lines = (Line(tuple(first_line.codes), Basis.VISITS, 4), Line(("97530",), Basis.VISITS, 4))
    said = Decision(RequestEvent.APPROVE, Road.LETTER, ON, held.number, lines, adds=True)

    found = authorizing.authorize(Heard(practice, patient.pk, None, said, Actor("test"), AT), None)

    first_line.refresh_from_db()
    assert (found, first_line.approved) == (None, 12)


def test_an_amendment_of_as_many_as_are_on_file_adds_them_once(practice, approval):
    patient = know(practice, approval)
    take(practice, approval)
    AuthorizationRequest.objects.create(
        practice=practice, patient=patient, kind="amendment", state="submitted", requested=24, trace="AMEND1"
    )
    more = put(approval, rb"TRN\*", b"TRN*2*AMEND1*1000945633")

    done = take(practice, more)
    again = take(practice, more + b"\n")

    assert (done.state, again.state) == ("applied", "nothing_new")
    assert AuthorizedService.objects.get().approved == 48
