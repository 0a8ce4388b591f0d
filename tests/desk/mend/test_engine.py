"""Adding and mending records by hand."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
ON = AT.date()
BY = Actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


@pytest.fixture
def who(practice: models.Practice) -> models.Patient:
    return build.patient(practice)


def add(table: str, who: models.Patient, is_sure: bool = False, **values: Any) -> Any:
    return mend.add(
        table, Entered(values, is_sure=is_sure), practice_id=who.practice_id, patient_id=who.pk, by=BY, at=AT
    )


def change(kind: str, row: Any, version: str = "", **values: Any) -> Any:
    version = version or mend.version_of(mend.KINDS[kind], row)
    return mend.change(kind, Entered(values, version), record_id=row.pk, by=BY, at=AT)


def words_of(caught: pytest.ExceptionInfo[mend.Invalid]) -> dict[str, str]:
    return {p.field: p.words for p in caught.value.problems}


def test_a_new_coverage_keeps_where_each_field_comes_from(who: models.Patient) -> None:
    payer = build.payer(who.practice)

    row = add("coverage", who, payer=payer.pk, order="1", member_id=" W123 ", starts_on=date(2026, 1, 1))

    assert (row.member_id, row.order, row.ends_on) == ("W123", 1, None)
    assert row.provenance["member_id"] == {"channel": "form", "place": "", "at": AT.isoformat(), "by": "test"}
    assert "ends_on" not in row.provenance
    history = models.History.objects.get(focus_id=row.pk)
    assert (history.event, history.patient_id) == ("recorded", who.pk)
    assert history.after["starts_on"] == "2026-01-01"


def test_a_new_payer_or_number_makes_older_answers_stale(who: models.Patient) -> None:
    row = build.coverage(who, build.payer(who.practice))

    change("coverage", row, member_id="OTHER")

    row.refresh_from_db()
    assert row.changed_on == ON


def test_another_last_day_leaves_older_answers_good(who: models.Patient) -> None:
    row = build.coverage(who, build.payer(who.practice))

    change("coverage", row, ends_on=date(2026, 12, 31))

    row.refresh_from_db()
    assert row.changed_on is None


def test_two_primary_coverages_at_one_time_are_refused(who: models.Patient) -> None:
    payer = build.payer(who.practice, name="Harbor Health")
    build.coverage(who, payer, starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 30))

    with pytest.raises(mend.Invalid) as caught:
        add("coverage", who, payer=payer.pk, order="1", starts_on=date(2026, 11, 30))

    assert "Harbor Health" in words_of(caught)["order"]


def test_a_primary_coverage_may_follow_another(who: models.Patient) -> None:
    payer = build.payer(who.practice)
    build.coverage(who, payer, starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 30))

    row = add("coverage", who, payer=payer.pk, order="1", starts_on=date(2026, 12, 1))

    assert row.pk


def test_reversed_days_are_refused_beside_the_last_day(who: models.Patient) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("plan_of_care", who, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 1))

    assert words_of(caught) == {"ends_on": "This is before the first day, Nov 2, 2026. Check both."}
    assert not models.PlanOfCare.objects.exists()


def test_every_missing_field_is_named_at_once(who: models.Patient) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("measure", who)

    assert set(words_of(caught)) == {"instrument", "score", "taken_on"}


def test_a_row_of_another_patient_is_no_choice(who: models.Patient) -> None:
    other = build.patient(who.practice)
    foreign = build.coverage(other, build.payer(who.practice))

    with pytest.raises(mend.Invalid) as caught:
        add("authorization", who, coverage=foreign.pk, services=[{"basis": "visits", "approved": 10}])

    assert set(words_of(caught)) == {"coverage"}


def test_the_second_of_two_people_sees_both_values_and_writes_nothing(who: models.Patient) -> None:
    goal = add("goal", who, text="Ties both shoes")
    seen = mend.version_of(mend.KINDS["goal"], goal)
    change("goal", goal, current="one shoe")

    with pytest.raises(mend.ChangedSince) as caught:
        change("goal", goal, seen, current="no shoe")

    assert caught.value.differences == [mend.Difference("current", "no shoe", "one shoe")]
    assert caught.value.by == "test"
    goal.refresh_from_db()
    assert goal.current == "one shoe"


def test_typing_what_stands_already_is_no_conflict_and_no_change(who: models.Patient) -> None:
    goal = add("goal", who, text="Ties both shoes")
    seen = mend.version_of(mend.KINDS["goal"], goal)
    change("goal", goal, current="one shoe")

    change("goal", goal, seen, current="one shoe")

    assert models.History.objects.filter(focus_id=goal.pk).count() == 2


def test_history_tells_only_what_changed(who: models.Patient) -> None:
    goal = add("goal", who, text="Ties both shoes", target="2 of 2")

    change("goal", goal, status="met", target="2 of 2")

    row = models.History.objects.get(focus_id=goal.pk, event="changed")
    assert (row.before, row.after) == ({"status": "active"}, {"status": "met"})


def test_an_authorization_keeps_asked_and_approved_apart_for_each_line(who: models.Patient) -> None:
    lines = [
        {"codes": ["97530", "97110"], "basis": "units", "requested": 60, "approved": 40},
        {"codes": [], "basis": "visits", "requested": None, "approved": 10},
    ]

    row = add("authorization", who, number="A-1", services=lines)

    services = models.AuthorizedService.objects.filter(authorization=row).order_by("basis")
    assert [(s.codes, s.basis, s.requested, s.approved) for s in services] == [
        (["97530", "97110"], "units", 60, 40),
        ([], "visits", None, 10),
    ]
    assert row.entered_on == ON


def test_a_line_keeps_its_row_when_its_number_changes(who: models.Patient) -> None:
    row = add("authorization", who, number="A-1", services=[{"codes": ["97530"], "basis": "units", "approved": 40}])
    before = models.AuthorizedService.objects.get(authorization=row).pk

    change("authorization", row, services=[{"codes": ["97530"], "basis": "units", "approved": 44}])

    service = models.AuthorizedService.objects.get(authorization=row)
    assert (service.pk, service.approved) == (before, 44)
    history = models.History.objects.get(focus_id=row.pk, event="changed")
    assert history.before["services"][0]["approved"] == 40


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "This cannot be empty."),
        ([{"codes": [], "basis": "units", "approved": 8}], "units need codes"),
        (
            [{"codes": ["97530"], "basis": "units"}, {"codes": ["97530", "97110"], "basis": "units"}],
            "97530 stands in another line",
        ),
        ([{"codes": ["97530"], "basis": "hours"}], "Choose one of the list."),
        ([{"codes": ["97530"], "basis": "units", "approved": -1}], "Enter a number from 0."),
        ([{"codes": ["97530"], "basis": "units", "approved": 12_000}], "more than 9999"),
    ],
)
def test_lines_that_no_visit_could_be_counted_against_are_refused(
    who: models.Patient, lines: list[dict[str, Any]], says: str
) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("authorization", who, services=lines)

    assert says in words_of(caught)["services"]


def test_more_approved_than_asked_is_saved_once_the_person_is_sure(who: models.Patient) -> None:
    lines = [{"codes": [], "basis": "visits", "requested": 10, "approved": 12}]
    with pytest.raises(mend.Invalid) as caught:
        add("authorization", who, services=lines)

    row = add("authorization", who, is_sure=True, services=lines)

    assert caught.value.is_only_warnings
    assert row.pk


def test_a_denied_request_does_not_become_pended(who: models.Patient) -> None:
    row = add(
        "authorization_request",
        who,
        kind="initial",
        state="denied",
        submitted_on=date(2026, 11, 1),
        decided_on=date(2026, 11, 9),
    )

    with pytest.raises(mend.Invalid) as caught:
        change("authorization_request", row, state="pended")

    assert set(words_of(caught)) == {"state"}


def test_a_decision_needs_its_day(who: models.Patient) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("authorization_request", who, kind="initial", state="denied", submitted_on=date(2026, 11, 1))

    assert set(words_of(caught)) == {"decided_on"}


def test_a_call_keeps_reference_and_caller_for_each_field(who: models.Patient) -> None:
    coverage = build.coverage(who, build.payer(who.practice))

    row = add(
        "benefit_check",
        who,
        coverage=coverage.pk,
        channel="call",
        reference="Ref 4471",
        said_by="Marcus",
        answered_on=date(2026, 11, 12),
        status="active",
        visit_limit=60,
        limit_period="calendar_year",
        visits_used=Decimal(12),
        coinsurance=Decimal("0.2"),
        authorization_required=False,
        pooled_with=["PT"],
    )

    benefits = {b.kind: b for b in models.Benefit.objects.filter(check_row=row)}
    said = {"channel": "call", "place": "Ref 4471", "at": AT.isoformat(), "by": "test"}
    assert row.provenance["status"] == said
    assert benefits["visit_limit"].provenance == {"value": said}
    assert (benefits["visit_limit"].amount, benefits["visit_limit"].period) == (60, "calendar_year")
    assert benefits["authorization_required"].flag is False
    assert benefits["coinsurance"].amount == Decimal("0.2")
    assert "copay" not in benefits
    assert row.answered_at.astimezone(AT.tzinfo).date() == date(2026, 11, 12)


def test_mending_one_benefit_leaves_the_source_of_the_others(who: models.Patient) -> None:
    coverage = build.coverage(who, build.payer(who.practice))
    entries = {"coverage": coverage.pk, "channel": "call", "answered_on": ON, "status": "active", "said_by": "Ana",
               "reference": "R1"}  # fmt: skip
    row = add("benefit_check", who, **entries, copay=Decimal(30), deductible=Decimal(500))

    change("benefit_check", row, copay=Decimal(40), reference="R2")

    benefits = {b.kind: b for b in models.Benefit.objects.filter(check_row=row)}
    assert (benefits["copay"].amount, benefits["copay"].provenance["value"]["place"]) == (40, "R2")
    assert benefits["deductible"].provenance["value"]["place"] == "R1"


def test_a_payers_own_answer_is_not_changed_by_hand(who: models.Patient) -> None:
    row = build.check(build.coverage(who, build.payer(who.practice)), AT)
    row.channel = "x12"
    row.save()

    with pytest.raises(mend.Locked):
        change("benefit_check", row, plan_name="Other plan")


def test_an_answer_that_contradicts_itself_is_asked_about(who: models.Patient) -> None:
    coverage = build.coverage(who, build.payer(who.practice))
    entries = {"coverage": coverage.pk, "channel": "call", "answered_on": ON, "status": "active", "said_by": "Ana",
               "no_reference": "They give none"}  # fmt: skip

    with pytest.raises(mend.Invalid) as caught:
        add("benefit_check", who, **entries, visit_limit=60, visits_used=12, visits_remaining=20)

    assert caught.value.is_only_warnings
    assert "60 less 12 used is not 20" in words_of(caught)["visits_remaining"]


def test_a_second_patient_of_one_name_and_birth_date_is_asked_about(practice: models.Practice) -> None:
    first = build.patient(practice, first_name="Ines", last_name="Vale")
    entered = Entered({"first_name": "ines", "last_name": "Vale", "birth_on": first.birth_on})

    with pytest.raises(mend.Invalid) as caught:
        mend.add("patient", entered, practice_id=practice.pk, patient_id=None, by=BY, at=AT)

    assert caught.value.is_only_warnings


def test_a_record_in_error_stays_and_comes_back_when_undone(who: models.Patient) -> None:
    row = add("referral", who, written_on=date(2026, 11, 1))

    mend.withdraw("referral", record_id=row.pk, reason="of another patient", by=BY, at=AT)
    row.refresh_from_db()
    marked = row.entered_in_error
    mend.restore("referral", record_id=row.pk, by=BY, at=AT + timedelta(seconds=5))

    row.refresh_from_db()
    assert (marked, row.entered_in_error) == (True, False)
    events = models.History.objects.filter(focus_id=row.pk).order_by("at", "event").values_list("event", "why")
    assert ("withdrawn", "of another patient") in events


def test_a_withdrawal_is_not_undone_over_a_later_change(who: models.Patient) -> None:
    row = add("referral", who, written_on=date(2026, 11, 1))

    with pytest.raises(mend.Locked):
        mend.restore("referral", record_id=row.pk, by=BY, at=AT)


def test_a_record_that_satisfies_a_duty_closes_its_task(who: models.Patient) -> None:
    payer = build.payer(who.practice, "medicare_b")
    build.coverage(who, payer, starts_on=date(2026, 1, 1))
    plan = add("plan_of_care", who, starts_on=date(2026, 11, 2))
    task = models.Task.objects.get(patient=who, kind="certify_plan", state="open")

    change("plan_of_care", plan, certified_on=ON)

    task.refresh_from_db()
    assert (task.state, task.closed_why) == ("closed", "record changed")


def test_an_unknown_field_is_a_fault_of_the_door(who: models.Patient) -> None:
    with pytest.raises(KeyError):
        add("goal", who, text="Ties shoes", entered_in_error=True)


def test_every_field_of_the_table_is_one_of_its_model_or_part() -> None:
    for kind in mend.KINDS.values():
        columns = {f.attname for f in kind.model._meta.concrete_fields}

        missing = {f.column for f in kind.fields if f.name not in kind.part_names} - columns

        assert not missing, kind.name


def test_a_record_of_nothing_is_not_made(who: models.Patient) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("episode", who)

    assert words_of(caught) == {"": "Nothing was entered."}
