"""Strange values, sent out of order or twice at once: kept, shown to a person, never half applied, never a crash."""

import argparse
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from otium.desk import blobs
from otium.desk.acting import acting_for
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, answers, match, receive, receive_for
from otium.doors.cli.commands import receive as command
from otium.records.models import (
    Authorization,
    AuthorizationRequest,
    BenefitCheck,
    Blob,
    Coverage,
    InboundFile,
    Receipt,
    Task,
)
from otium.terms.auth_decision import ReviewAction
from tests import build
from tests.desk.inbox.conftest import AT, ON, first, know
from tests.desk.inbox.test_arrival import active, decided, take

APPROVED = decided(ReviewAction.CERTIFIED_IN_TOTAL)


def put(data: bytes, pattern: bytes, segment: bytes) -> bytes:
    """The file with its first segment of this pattern replaced."""
    changed, count = re.subn(rb"(?<=~)" + pattern + rb"[^~]*", segment, data, count=1)
    assert count == 1, pattern
    return changed


def untraced(data: bytes) -> bytes:
    return put(data, rb"TRN\*", b"MSG*NO TRACE")


@pytest.fixture
def approval(files) -> bytes:
    return first(files, "278", APPROVED)


def test_an_approval_without_end_is_open_and_does_not_leave_the_calendar(practice, approval):
    patient = know(practice, approval)
    build.visit(patient, AT + timedelta(days=3))

    outcome = take(practice, put(approval, rb"DTP\*007", b"DTP*007*RD8*20261109-99991231"))

    assert outcome.state == "applied"
    assert Authorization.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("pattern", "segment", "cause"),
    [
        (rb"HSD\*", b"HSD*VS*99999999999", "number_out_of_range"),
        (rb"HSD\*", b"HSD*VS*-3", "number_out_of_range"),
        (rb"HSD\*", b"HSD*VS*9999*WK**35*9999", "number_out_of_range"),
        (rb"DTP\*007", b"DTP*007*RD8*20270203-20261109", "days_reversed"),
        (rb"DTP\*007", b"DTP*007*RD8*00010101-00010105", "day_out_of_range"),
        (rb"HCR\*", b"HCR*A1*AB\0CD", "text_unreadable"),
    ],
)
def test_a_decision_that_cannot_be_kept_waits_with_its_cause_and_place(practice, approval, pattern, segment, cause):
    know(practice, approval)
    data = put(approval, pattern, segment)

    outcome = take(practice, data)

    file = InboundFile.objects.get()
    assert (outcome.state, outcome.cause) == ("unreadable", cause)
    assert outcome.position
    assert blobs.load(practice, Blob.objects.get(pk=file.blob_id)) == data
    assert Task.objects.get(kind="read_file", state="open").focus_id == file.pk
    assert not Authorization.objects.exists()
    assert not AuthorizationRequest.objects.exists()


def test_an_answer_whose_reject_code_is_too_long_waits_with_its_place(practice, files):
    data = first(files, "271", lambda body: bool(body.rejects))
    know(practice, data)

    outcome = take(practice, put(data, rb"AAA\*", b"AAA*N**75555*C"))

    assert (outcome.state, outcome.cause) == ("unreadable", "code_too_long")
    assert not BenefitCheck.objects.exists()


def test_what_nobody_foresaw_in_one_message_stops_no_other(practice, files, monkeypatch):
    bad, good = first(files, "271", active), first(files, "271", lambda body: body.is_active is False)
    know(practice, bad)
    know(practice, good)
    apply, calls = answers.apply, []

    def overflow_once(*args, **options):
        calls.append(1)
        done = apply(*args, **options)
        if len(calls) == 1:
            raise OverflowError
        return done

    monkeypatch.setattr(answers, "apply", overflow_once)
    outcome = take(practice, bad + good)

    assert [(m.state, m.cause) for m in outcome.messages] == [("unreadable", "cannot_keep"), ("applied", "")]
    assert outcome.state == "unreadable"
    assert BenefitCheck.objects.count() == 1


@pytest.mark.parametrize("is_within", [False, True])
def test_when_the_queue_cannot_be_settled_the_file_is_kept_and_nothing_of_it_applied(
    practice, files, monkeypatch, is_within
):
    data = first(files, "271", active)
    know(practice, data)
    settle, calls = receive_for.__globals__["settle"].settle, []

    def overflow_once(*args, **options):
        calls.append(1)
        if len(calls) == 1:
            raise OverflowError
        return settle(*args, **options)

    monkeypatch.setattr(receive_for.__globals__["settle"], "settle", overflow_once)
    if is_within:
        with acting_for(practice.pk):
            outcome = take(practice, data)
    else:
        outcome = take(practice, data)

    assert (outcome.state, outcome.cause) == ("unreadable", "cannot_keep")
    assert (InboundFile.objects.count(), Receipt.objects.count(), BenefitCheck.objects.count()) == (1, 1, 0)
    assert Task.objects.filter(kind="read_file", state="open").count() == 1


def test_a_file_name_in_another_alphabet_is_kept(practice, files):
    outcome = take(practice, first(files, "271", active), name="caf\udce9\0.271")

    assert outcome.name == "caf?.271"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [lambda data: data, untraced], ids=["with trace", "without trace"])
def test_two_receiving_one_decision_at_once_make_one_request_and_one_authorization(files, change):
    data = change(first(files, "278", APPROVED))
    practice = build.open_practice(AT)
    with acting_for(practice.pk):
        know(practice, data)

    def receive_one(form: bytes) -> str:
        try:
            return receive(Arrival("a", form), by=RECEIVE, at=AT, practice_id=practice.pk).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        states = sorted(pool.map(receive_one, (data, data.replace(b"~", b"~\r\n"))))

    with acting_for(practice.pk):
        assert states == ["applied", "nothing_new"]
        assert (AuthorizationRequest.objects.count(), Authorization.objects.count()) == (1, 1)


def test_a_file_waits_on_for_its_other_messages_after_one_is_matched(practice, files):
    unknown, broken = first(files, "271", active), first(files, "278", APPROVED)
    patient = build.patient(practice)
    build.coverage(patient, build.payer(practice))
    outcome = take(practice, unknown + put(broken, rb"HSD\*", b"HSD*VS*-3"))

    match.to_patient(practice, outcome.file_id, patient.pk, by=RECEIVE, at=AT)

    file = InboundFile.objects.get()
    assert (file.state, file.report["cause"]) == ("unreadable", "number_out_of_range")
    assert Task.objects.filter(kind="read_file", state="open").count() == 1


def test_of_two_coverages_under_one_member_id_the_one_in_force_then_the_payers_own_is_meant(practice, files):
    data = first(files, "271", active)
    patient = know(practice, data)
    ended = Coverage.objects.get()
    Coverage.objects.filter(pk=ended.pk).update(ends_on=ON - timedelta(days=1))
    own = re.search(rb"NM1\*PR\*2\*[^~]*\*PI\*([^~]+)", data)[1].decode()
    meant = build.coverage(patient, build.payer(practice, payer_ids=[own]), member_id=ended.member_id)
    build.coverage(patient, build.payer(practice), member_id=ended.member_id, starts_on=ON - timedelta(days=9))

    take(practice, data)

    assert BenefitCheck.objects.get().coverage_id == meant.pk


def test_of_two_coverages_of_one_payer_the_newest_is_meant(practice, files):
    data = first(files, "271", active)
    patient = know(practice, data)
    old = Coverage.objects.get()
    newest = build.coverage(patient, old.payer, member_id=old.member_id, starts_on=ON - timedelta(days=9))

    take(practice, data)

    assert BenefitCheck.objects.get().coverage_id == newest.pk


def test_a_file_that_cannot_be_opened_stops_no_other_of_the_command_line(practice, files, tmp_path, monkeypatch):
    data = first(files, "271", active)
    know(practice, data)
    (tmp_path / "a_locked").write_bytes(b"")
    (tmp_path / "b.271").write_bytes(data)
    read = Path.read_bytes

    def refuse_locked(path: Path) -> bytes:
        if path.name == "a_locked":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse_locked)
    code = command.run(argparse.Namespace(paths=[tmp_path], practice=None, json=False))

    assert code == 1
    assert BenefitCheck.objects.count() == 1
