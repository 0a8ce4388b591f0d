"""The queue keeps one open task a duty, whoever runs it and how often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import acts, queue, settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.records.models import Act, AuthorizationUse, Coverage, History, Practice, Staff, Task
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
TOLD = {"status": "active", "road": "call", "said_by": "Ana"}


@pytest.fixture
def practice():
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


@pytest.fixture
def person(practice) -> Actor:
    staff = Staff.objects.create_user("one@otium.test", name="One")
    staff.memberships.create(practice=practice, role="assistant")
    return Actor.person(staff.pk)


def unverified(practice: Practice):
    """A patient with a visit in two days whose coverage nobody has asked about."""
    who = build.patient(practice)
    payer = build.payer(practice)
    build.coverage(who, payer)
    build.rate(payer, "100.00", date(2026, 1, 1))
    build.visit(who, AT + timedelta(days=2))
    return who


def settle_now(practice: Practice, at: datetime = AT, patients=None) -> settle.Outcome:
    return settle.settle(practice, by=build.TEST, at=at, patients=patients)


def test_a_duty_opens_one_task_and_a_second_settling_changes_nothing(practice):
    unverified(practice)

    first = settle_now(practice)
    second = settle_now(practice)

    assert first.opened == Task.objects.filter(state="open").count() > 0
    assert (second.opened, second.closed, second.changed, second.uses_changed) == (0, 0, 0, 0)


def test_a_task_closes_by_itself_when_the_facts_satisfy_its_duty(practice):
    who = unverified(practice)
    settle_now(practice)
    coverage = who_coverage(who)
    build.check(coverage, AT)

    outcome = settle_now(practice)

    assert outcome.closed == 1
    assert Task.objects.get(kind="verify_coverage").state == "closed"
    assert History.objects.filter(focus_type="task", event="closed").count() == 1


def test_settlings_together_are_one_at_the_end(practice, django_assert_num_queries):
    first, second = unverified(practice), unverified(practice)

    with settle.together():
        with django_assert_num_queries(0):
            early = settle_now(practice, patients=[first.pk])
        settle_now(practice, AT + timedelta(hours=1), patients=[second.pk])
        before = Task.objects.count()

    opened = Task.objects.filter(kind="verify_coverage", opened_at=AT + timedelta(hours=1))
    assert (early.opened, before) == (0, 0)
    assert {task.patient_id for task in opened} == {first.pk, second.pk}


def test_a_whole_practice_is_settled_at_once_even_within_others(practice):
    unverified(practice)

    with settle.together():
        assert settle_now(practice).opened == 1


def test_an_error_leaves_what_was_kept_unsettled_and_later_settlings_their_own(practice):
    who = unverified(practice)

    with pytest.raises(ZeroDivisionError):
        _settle_and_fail(practice, who)

    assert Task.objects.count() == 0
    assert settle_now(practice, patients=[who.pk]).opened == 1


def _settle_and_fail(practice, who) -> None:
    with settle.together():
        settle_now(practice, patients=[who.pk])
        raise ZeroDivisionError


def who_coverage(who):
    return Coverage.objects.get(patient=who)


def test_an_act_writes_the_record_and_that_closes_the_task(practice, person):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")

    acts.record(
        task_id=task.pk,
        choice="coverage_checked",
        entries=TOLD,
        by=person,
        at=AT,
    )

    task.refresh_from_db()
    assert (task.state, task.closed_why, task.closed_by_id) == ("closed", "coverage_checked", person.staff_id)


def test_undoing_an_act_marks_its_record_as_error_and_the_duty_stands_again(practice, person):
    who = unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")
    act = acts.record(
        task_id=task.pk,
        choice="coverage_checked",
        entries=TOLD,
        by=person,
        at=AT,
    )

    acts.undo(act_id=act.pk, by=person, at=AT + timedelta(seconds=5))

    assert Task.objects.get(kind="verify_coverage", patient=who) == task  # the same one, with its notes and history
    assert Task.objects.get(pk=task.pk).state == "open"
    assert Act.objects.get(pk=act.pk).undone_at is not None


def test_waiting_rests_the_duty_until_its_day_and_then_it_stands_again(practice, person):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")

    acts.record(task_id=task.pk, choice="wait_until", entries={"until_on": "2026-11-24"}, by=person, at=AT)
    resting = Task.objects.filter(state="open", kind="verify_coverage").count()
    settle_now(practice, AT + timedelta(days=2))

    assert resting == 0
    standing = Task.objects.get(state="open", kind="verify_coverage")
    assert "waited_until" in [reason["code"] for reason in standing.why]


@pytest.mark.parametrize(
    ("choice", "entries", "entry", "code"),
    [
        ("coverage_checked", {"road": "call", "said_by": "Ana"}, "status", "missing"),
        ("coverage_checked", {"status": "perhaps", "road": "call", "said_by": "Ana"}, "status", "not_an_option"),
        ("coverage_checked", {**TOLD, "visits_remaining": "-1"}, "visits_remaining", "number_unreadable"),
        ("coverage_checked", {**TOLD, "coverage_ends_on": "12/40"}, "coverage_ends_on", "day_unreadable"),
        ("wait_until", {"until_on": "2026-11-23"}, "until_on", "day_not_ahead"),
        ("something_else", {}, "", "choice_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused_by_field_and_changes_nothing(
    practice, person, choice, entries, entry, code
):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")

    with pytest.raises(acts.Refused) as refused:
        acts.record(task_id=task.pk, choice=choice, entries=entries, by=person, at=AT)

    assert (refused.value.entry, refused.value.code) == (entry, code)
    assert not Act.objects.exists()


def test_a_dismissed_task_stays_away_until_the_facts_change(practice, person):
    who = unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")
    queue.dismiss(task_id=task.pk, reason="the family pays itself this time", by=person, at=AT)

    same = settle_now(practice)
    build.check(who_coverage(who), AT - timedelta(days=90))
    changed = settle_now(practice)

    task.refresh_from_db()
    assert (same.opened, changed.opened, task.state) == (0, 1, "open")


@pytest.mark.parametrize(
    ("until_on", "code"), [(date(2026, 11, 23), "day_not_ahead"), (date(2026, 12, 31), "past_last_safe_day")]
)
def test_a_task_cannot_sleep_past_its_last_safe_day(practice, person, until_on, code):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")
    Task.objects.filter(pk=task.pk).update(last_safe_on=date(2026, 11, 30))

    with pytest.raises(queue.Refused) as refused:
        queue.snooze(task_id=task.pk, until_on=until_on, reason="later", by=person, at=AT)

    assert refused.value.code == code


def test_two_people_cannot_own_one_task(practice, person):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")
    other = Actor.person(Staff.objects.create_user("two@otium.test", name="Two").pk)
    queue.claim(task_id=task.pk, by=person, at=AT)

    with pytest.raises(queue.Refused) as refused:
        queue.claim(task_id=task.pk, by=other, at=AT)

    assert refused.value.params == {"name": "One"}


def test_people_with_one_task_open_see_each_other(practice, person):
    unverified(practice)
    settle_now(practice)
    task = Task.objects.get(kind="verify_coverage")
    other = Staff.objects.create_user("two@otium.test", name="Two")
    queue.seen(task_id=task.pk, staff_id=person.staff_id, at=AT)

    soon = queue.seen(task_id=task.pk, staff_id=other.pk, at=AT + timedelta(seconds=10))
    later = queue.seen(task_id=task.pk, staff_id=other.pk, at=AT + timedelta(minutes=2))

    assert (soon, later) == (["One"], [])


def test_visits_are_given_to_authorizations_and_the_reason_of_each_change_is_kept(practice):
    who = build.patient(practice)
    insured = build.coverage(who, build.payer(practice))
    early = build.authorization(
        who, 1, coverage=insured, starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 31), number="E"
    )
    for week in range(2):
        build.visit(who, AT + timedelta(days=3 + 7 * week))
    settle_now(practice)
    late = build.authorization(
        who, 5, coverage=insured, starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 31), number="L"
    )

    settle_now(practice)

    used = set(AuthorizationUse.objects.values_list("authorization_id", flat=True))
    assert used == {early.pk, late.pk}
    assert "authorization_arrived" in set(
        History.objects.filter(event="authorization_use").values_list("why", flat=True)
    )


def test_a_practice_is_settled_in_a_fixed_number_of_queries(practice, django_assert_max_num_queries):
    for _ in range(40):
        unverified(practice)
    settle_now(practice)

    with django_assert_max_num_queries(20) as few:
        settle_now(practice)
    for _ in range(60):
        unverified(practice)
    settle_now(practice)
    with django_assert_max_num_queries(20) as many:
        settle_now(practice)

    assert len(few.captured_queries) == len(many.captured_queries)
