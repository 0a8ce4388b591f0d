"""SETTLE_CALENDAR_CLASH, and files that wait for a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules import inbox
from otium.rules.duties import file_duties
from otium.terms.duty import Act, ActKind, Duty, DutyKind, FocusType
from otium.terms.facts import FileFact
from otium.terms.payers import PayerType
from otium.terms.reasons import REASONS
from otium.terms.schedule import VisitStatus
from tests.rules import cast

ON = date(2026, 11, 23)
VISIT = cast.visit(date(2026, 11, 27))
SELF_PAY = cast.coverage(PayerType.SELF_PAY)


def clashes(on: date = ON, status: VisitStatus = VisitStatus.BOOKED) -> list[Duty]:
    visits = (replace(VISIT, status=status), cast.visit(date(2026, 11, 30)))
    patient = cast.patient(coverages=(SELF_PAY,), visits=visits, clashes=(VISIT.id,))
    return [d for d in cast.derive(patient, on) if d.kind is DutyKind.SETTLE_CALENDAR_CLASH]


def test_a_clash_is_settled_on_the_open_day_before() -> None:
    (duty,) = clashes()

    assert (duty.focus_type, duty.focus_id) == (FocusType.APPOINTMENT, VISIT.id)
    assert duty.due_on == duty.last_safe_on == date(2026, 11, 25)


@pytest.mark.parametrize(("on", "stands"), [(VISIT.on, True), (VISIT.on + timedelta(days=1), False)])
def test_a_clash_that_is_over_is_history(on: date, stands: bool) -> None:
    assert bool(clashes(on)) is stands


@pytest.mark.parametrize("status", [VisitStatus.CANCELLED, VisitStatus.DONE])
def test_only_booked_appointments_clash(status: VisitStatus) -> None:
    assert clashes(status=status) == []


@pytest.mark.parametrize(
    ("what", "kind", "focus"),
    [
        ("unreadable", DutyKind.READ_FILE, FocusType.INBOUND_FILE),
        ("unmatched", DutyKind.MATCH_FILE, FocusType.INBOUND_FILE),
        ("unrouted", DutyKind.ROUTE_FILE, FocusType.INBOUND_FILE),
        ("held_rows", DutyKind.MEND_IMPORT, FocusType.IMPORT_RUN),
    ],
)
def test_each_file_that_waits_is_one_duty_for_the_next_business_day(
    what: str, kind: DutyKind, focus: FocusType
) -> None:
    file = FileFact(cast.new_id(), what, date(2026, 11, 25))

    (duty,) = file_duties(cast.practice(ON, files=(file,)), ON)

    assert (duty.kind, duty.focus_type, duty.focus_id) == (kind, focus, file.id)
    assert duty.due_on == date(2026, 11, 27)
    assert duty.at_risk.amount is None


def test_a_file_tells_only_what_its_sentence_declares() -> None:
    params = {"position": 14, "cause": "no subscriber", "subscriber": "somebody"}
    file = FileFact(cast.new_id(), "unmatched", ON, params)

    (duty,) = file_duties(cast.practice(ON, files=(file,)), ON)

    assert duty.why[0].params == {"position": 14, "cause": "no subscriber"}
    assert duty.why[0].params.keys() <= set(REASONS["file_unmatched"])


def test_acts_about_files_settle_them() -> None:
    file = FileFact(cast.new_id(), "unreadable", ON)
    practice = cast.practice(ON, files=(file,))
    (duty,) = file_duties(practice, ON)
    done = Act(cast.new_id(), ActKind.RESOLVED, duty.kind, duty.focus_id, "", ON, duty.digest)

    assert file_duties(replace(practice, file_acts=(done,)), ON) == ()


def test_a_wait_that_no_rule_knows_is_refused_by_name() -> None:
    practice = cast.practice(ON, files=(FileFact(cast.new_id(), "lost", ON),))

    with pytest.raises(inbox.UnknownWaitError, match="lost"):
        file_duties(practice, ON)
