"""What families tap or text about visits: done where it is certain, and else put before a person."""

from datetime import timedelta

import pytest

from otium.desk.appointments.moves import CANCELS
from otium.desk.families import entering
from otium.desk.families.opening import Found, Incomplete, Over
from otium.desk.visit_messages import chosen, following
from otium.records import models
from tests import build
from tests.desk.visit_messages.conftest import (
    AT,
    STARTS,
    booked,
    left,
    matters,
    reminded,
    tasks,
    texted,
    texts,
    token,
    with_mother,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(practice, child) -> models.Appointment:
    return booked(child)


@pytest.fixture
def link(practice, visit) -> str:
    reminded(practice)
    (words,) = texts(practice)
    left(practice)
    return token(words)


def tapped(link: str, choice: str, *, at=AT, **more: str):
    return entering.answer(link, {"choice": choice, **more}, language="", at=at)


def status(visit: models.Appointment) -> tuple[str, bool]:
    visit.refresh_from_db()
    return visit.status, visit.confirmed_at is not None


def test_opening_does_nothing(link, visit):
    for _each in range(3):
        found = entering.look(link, language="", at=AT, is_saving=True)
        assert isinstance(found, Found)
        assert found.value.state == "open"

    assert status(visit) == ("booked", False)


def test_a_tap_confirms_once_and_the_page_says_so_afterwards(link, visit):
    first = tapped(link, "confirm")
    second = tapped(link, "cannot_come")

    assert isinstance(first, Found)
    assert first.is_kept
    assert isinstance(second, Found)
    assert not second.is_kept
    assert (second.value.state, second.value.visits[0].choice) == ("answered", "confirm")
    assert status(visit) == ("booked", True)
    assert models.History.objects.get(focus_id=visit.pk, event="confirmed").by == "family link"


def test_a_tap_cancels_frees_the_hour_and_tells_staff(link, visit):
    tapped(link, "cannot_come", at=AT)

    assert status(visit) == ("cancelled", False)
    assert visit.reason == "Family cannot come"
    assert matters() == ["cancelled"]  # 24 hours before to the minute is in time
    assert tasks() == ["family_cancelled"]
    assert not texts(visit.practice, state="waiting")  # they know


@pytest.mark.parametrize(("later", "what"), [(0, "cancelled"), (1, "cancelled_late")])
def test_it_is_late_within_the_notice_that_the_practice_asks_for(link, visit, later, what):
    tapped(link, "cannot_come", at=AT + timedelta(seconds=later))

    assert matters() == [what]


def test_another_time_becomes_a_task_with_the_time_that_suits(link, visit):
    with pytest.raises(Incomplete, match=r"visit\.times_missing"):
        tapped(link, "other_time")
    found = entering.look(link, language="", at=AT, is_saving=True, query={"times": "1"})
    assert isinstance(found, Found)
    wish = found.value.times[0]

    tapped(link, "other_time", time=wish.isoformat())

    (matter,) = models.FamilyMatter.objects.all()
    assert (matter.what, matter.wish_at) == ("other_time", wish)
    assert status(visit) == ("booked", False)
    task = models.Task.objects.get(kind="call_family")
    assert [reason["code"] for reason in task.why] == ["family_other_time", "family_wishes"]


def test_a_time_that_is_no_longer_free_is_asked_again(link, visit):
    found = entering.look(link, language="", at=AT, is_saving=True, query={"times": "1"})
    assert isinstance(found, Found)

    with pytest.raises(Incomplete, match=r"visit\.times_taken"):
        tapped(link, "other_time", time="2026-11-26T03:00:00+00:00")


def test_where_the_practice_lets_them_they_move_it_themselves(practice, link, visit):
    practice.visit_messages = {"other_time": "book"}
    practice.save(update_fields=["visit_messages"])
    cover = build.coverage(visit.patient, build.payer(practice, "self_pay"))
    assert cover
    found = entering.look(link, language="", at=AT, is_saving=True, query={"times": "1"})
    assert isinstance(found, Found)
    wish = found.value.times[0]

    done = tapped(link, "other_time", time=wish.isoformat())

    assert isinstance(done, Found)
    assert done.value.moved_to == wish
    visit.refresh_from_db()
    assert visit.starts_at == wish
    assert matters() == []
    shown = entering.look(link, language="", at=AT, is_saving=True)
    assert isinstance(shown, Found)
    assert (shown.value.visits[0].choice, shown.value.visits[0].now) == ("moved", wish)
    assert not texts(practice, state="waiting")  # they know


def test_a_visit_that_is_cancelled_meanwhile_says_so_and_takes_no_answer(link, visit):
    models.Appointment.objects.update(status="cancelled")

    found = entering.look(link, language="", at=AT, is_saving=True)
    assert isinstance(found, Found)
    assert (found.value.state, found.value.visits[0].now) == ("gone", None)
    with pytest.raises(Incomplete, match=r"visit\.gone"):
        tapped(link, "confirm")


def test_a_link_is_over_once_the_visit_began(link, visit):
    last = STARTS - timedelta(seconds=1)
    assert isinstance(entering.look(link, language="", at=last, is_saving=True), Found)
    assert isinstance(entering.look(link, language="", at=STARTS, is_saving=True), Over)
    assert isinstance(tapped(link, "confirm", at=STARTS), Over)
    assert status(visit) == ("booked", False)


def test_siblings_are_answered_each(practice, child):
    mine, hers = booked(child), booked(with_mother(practice, "Lia"), STARTS + timedelta(hours=1))
    reminded(practice)
    link = token(texts(practice)[0])
    left(practice)

    with pytest.raises(Incomplete, match=r"choice\.missing"):
        entering.answer(link, {"choice_0": "confirm"}, language="", at=AT)
    entering.answer(link, {"choice_0": "confirm", "choice_1": "cannot_come"}, language="", at=AT)

    assert (status(mine), status(hers)) == (("booked", True), ("cancelled", False))


@pytest.mark.parametrize(
    ("words", "stands", "waits"),
    [
        ("Yes pls", ("booked", True), []),
        ("C", ("booked", True), []),
        ("1", ("booked", True), []),
        ("sí", ("booked", True), []),
        ("no", ("cancelled", False), ["cancelled"]),
        ("cannot come", ("cancelled", False), ["cancelled"]),
        ("cancel my visit", ("cancelled", False), ["cancelled"]),
        ("reschedule", ("booked", False), ["other_time"]),
        ("2", ("booked", False), ["unreadable"]),
        ("yes but at 4", ("booked", False), ["unreadable"]),
        ("👍", ("booked", False), ["unreadable"]),
        ("stop", ("booked", False), []),
        ("cancel", ("booked", False), ["stop_and_cancel"]),
        ("stop texting me and cancel", ("booked", False), ["stop_and_cancel"]),
    ],
)
def test_a_reply_does_only_what_it_says_for_sure(practice, link, visit, words, stands, waits):
    outcome = texted(practice, words)

    assert outcome.state == "applied"
    assert status(visit) == stands
    assert matters() == waits


def test_a_reply_is_confirmed_by_one_text(practice, link, visit):
    texted(practice, "yes")
    texted(practice, "yes")  # the same bytes

    (words,) = texts(practice, state="waiting")
    assert words == f"{practice.name}: Thank you. See you: Mateo 10:00 AM, Tue Nov 24."


def test_the_words_of_what_is_not_read_stand_with_the_task(practice, link):
    texted(practice, "Hi, is it ok to bring grandma?")

    assert models.FamilyMatter.objects.get().words == "Hi, is it ok to bring grandma?"
    assert tasks() == ["family_unreadable"]


def test_where_two_questions_are_open_a_yes_answers_neither(practice, child, link, visit):
    other = booked(child, AT + timedelta(days=3, hours=2))
    assert reminded(practice, AT + timedelta(hours=22, minutes=30)) == 1
    assert models.FamilyNotice.objects.filter(state="told").count() == 2

    texted(practice, "yes", at=AT + timedelta(hours=23))

    assert (status(visit), status(other)) == (("booked", False), ("booked", False))
    assert matters() == ["several_open"]


def test_a_newer_reminder_of_the_same_visit_is_the_one_question(practice, child):
    visit = booked(child, AT + timedelta(hours=72))
    reminded(practice)
    reminded(practice, AT + timedelta(hours=48))
    assert models.FamilyNotice.objects.count() == 2

    texted(practice, "yes", at=AT + timedelta(hours=49))

    assert status(visit) == ("booked", True)
    texted(practice, "no", at=AT + timedelta(hours=50))
    assert status(visit) == ("booked", True)  # both are answered: a person reads what comes later
    assert matters() == ["nothing_open"]


def test_of_siblings_a_no_is_read_by_a_person(practice, child):
    mine, hers = booked(child), booked(with_mother(practice, "Lia"), STARTS + timedelta(hours=1))
    reminded(practice)

    texted(practice, "no")

    assert (status(mine), status(hers)) == (("booked", False), ("booked", False))
    assert matters() == ["unreadable"]


def test_stop_counts_for_everybody_with_that_number_and_is_confirmed_once(practice, child):
    with_mother(practice, "Lia", phone="312.555.0142")
    stranger = with_mother(practice, "Ann", phone="(312) 555-0199")
    booked(child)
    reminded(practice)

    texted(practice, "STOP", reference="a")
    texted(practice, "Stop!", reference="b")

    asked = dict(models.RelatedPerson.objects.values_list("patient__first_name", "no_texts_since"))
    assert asked == {"Mateo": AT, "Lia": AT, "Ann": None}
    assert stranger
    (words,) = texts(practice, state="waiting")  # the reminder was taken back
    assert words.startswith(f"{practice.name}: You get no more texts")

    texted(practice, "start", reference="c")
    assert models.RelatedPerson.objects.exclude(no_texts_since=None).count() == 0


def test_cancel_alone_is_an_opt_out_and_says_that_visits_stay(practice, link, visit):
    texted(practice, "Cancel")

    (words,) = texts(practice, state="waiting")
    assert "Your visits stay booked" in words
    assert len(words) <= 160
    assert tasks() == ["family_stop_and_cancel"]


def test_a_number_nobody_has_is_read_by_a_person(practice, link):
    texted(practice, "yes", sender="+13125550177")

    (matter,) = models.FamilyMatter.objects.all()
    assert (matter.what, matter.patient_id, matter.number) == ("nothing_open", None, "…0177")
    assert tasks() == ["family_nothing_open"]


def test_a_practice_keeps_its_own_hours(practice):
    values = {"hours": {"other": [48]}, "other_time": "book", "remind_visits": "manual"}

    row = chosen.change(practice_id=practice.pk, values=values, by=build.TEST, at=AT)

    read = chosen.of(row)
    assert (read.reminding.steps("treatment"), read.other_time, read.autonomy.value) == ((48,), "book", "manual")
    assert read.reminding.steps("fce") == (168, 72, 24)


@pytest.mark.parametrize(("hours", "late"), [(48, True), (24, False)])
def test_what_the_family_reads_as_late_is_what_the_visit_becomes(practice, child, hours, late):
    models.Practice.objects.filter(pk=practice.pk).update(attendance_policy={"notice_hours": hours})
    visit = booked(child, AT + timedelta(hours=30))
    reminded(practice)
    link = token(texts(practice)[0])

    shown = entering.look(link, language="", at=AT, is_saving=True)
    tapped(link, "cannot_come")

    visit.refresh_from_db()
    assert (shown.value.notice_hours, shown.value.is_late) == (hours, late)
    assert visit.status == ("late_cancel" if late else "cancelled")
    assert matters() == ["cancelled_late" if late else "cancelled"]


def test_an_answer_by_the_link_of_a_text_that_still_waits_keeps_its_page(practice, child):
    visit = booked(child)
    reminded(practice)
    link = token(texts(practice)[0])

    tapped(link, "cannot_come")
    reminded(practice, AT + timedelta(minutes=5))

    assert texts(practice, state="waiting") == []
    shown = entering.look(link, language="", at=AT + timedelta(minutes=6), is_saving=True)
    assert isinstance(shown, Found)
    assert (shown.value.state, shown.value.visits[0].choice) == ("answered", "cannot_come")
    assert status(visit) == ("cancelled", False)


def test_a_text_that_was_sent_before_the_question_answers_nothing(practice, child):
    visit = booked(child)
    reminded(practice)

    texted(practice, "no", sent_at=AT - timedelta(hours=1))
    assert status(visit) == ("booked", False)
    assert matters() == ["nothing_open"]

    texted(practice, "yes", sent_at=AT + timedelta(minutes=1))
    assert status(visit) == ("booked", True)


@pytest.mark.parametrize("has_left", [True, False])
def test_a_reminder_that_leaves_after_the_answer_has_a_link_that_opens(practice, child, has_left):
    visit = booked(child, AT + timedelta(hours=72))
    reminded(practice)
    first = token(texts(practice)[0])
    left(practice)
    later = AT + timedelta(hours=48)
    reminded(practice, later)
    second = token(texts(practice)[1])
    if has_left:
        left(practice)

    tapped(first, "confirm", at=later + timedelta(minutes=1))

    assert status(visit) == ("booked", True)
    shown = entering.look(second, language="", at=later + timedelta(minutes=2), is_saving=True)
    assert isinstance(shown, Found) is not has_left


@pytest.mark.parametrize("hours", [20, 30])
def test_a_family_that_cancels_is_told_nothing_more_late_or_not(practice, child, hours):
    visit = booked(child, AT + timedelta(hours=hours))
    reminded(practice)
    left(practice)

    tapped(token(texts(practice)[0]), "cannot_come")
    reminded(practice, AT + timedelta(minutes=5))

    assert status(visit)[0] == ("late_cancel" if hours < 24 else "cancelled")
    assert (models.FamilyNotice.objects.count(), len(texts(practice))) == (1, 1)
    assert set(following.CHANGES) == {"moved", *(event.value for event in CANCELS)}
