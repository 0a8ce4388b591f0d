"""The families of a chain are asked, answer by one tap or a text, and hear how it ended."""

from datetime import datetime, time, timedelta

import pytest

from otium.desk import appointments
from otium.desk.appointments import Slot
from otium.desk.chains import asking, tending
from otium.desk.families import entering
from otium.desk.families.opening import Found, Incomplete
from otium.desk.planning import applying, verdicts
from otium.desk.planning import asking as plans
from otium.records import models
from tests.desk.chains.conftest import Chain, link
from tests.desk.planning.house import AT, BY, MONDAY, booked, moves
from tests.desk.visit_messages.conftest import texted, texts

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(minutes=5)


def tap(token: str, choice: str, at=SOON) -> str:
    found = entering.answer(token, {"choice": choice}, language="", at=at)
    assert isinstance(found, Found)
    return found.value.standing


def looked(token: str, at=SOON) -> str:
    found = entering.look(token, language="", at=at, is_saving=False)
    assert isinstance(found, Found)
    return found.value.standing


def test_each_family_is_asked_once_and_no_text_tells_of_another(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    chain.ask()

    said = texts(practice)
    assert len(said) == 2
    assert all(len(each) <= 160 for each in said)
    for who in (chain.holder, chain.waits):
        assert not any(name in each for name in (who.first_name, who.last_name) for each in said)
    assert chain.again().asking == "open"
    assert chain.again().answers_by == AT + timedelta(hours=24)


def test_all_say_yes_a_person_accepts_and_both_are_told(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)

    assert tap(first, "agree") == "said_yes"
    assert chain.again().asking == "open"
    assert tap(second, "agree") == "said_yes"
    assert chain.again().asking == "agreed"
    assert chain.hours(chain.holder) == {"Mon 09:00"}  # nothing moves by an answer

    applying.apply(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON, goes_anyway=True)

    assert chain.again().asking == "settled"
    assert chain.hours(chain.waits) == {"Mon 09:00"}
    assert chain.hours(chain.holder).isdisjoint({"Mon 09:00"})
    assert looked(first) == looked(second) == "settled"
    assert sum("4 visits" in each for each in texts(practice)) == 2
    data = entering.calendar(second, language="", at=SOON, is_saving=False)
    assert data is not None
    assert data.count(b"BEGIN:VEVENT") == 4


def test_a_no_ends_it_and_who_had_said_yes_is_told_that_nothing_changes(
    practice: models.Practice, chain: Chain
) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)
    tap(second, "agree")

    assert tap(first, "keep") == "said_no"

    assert chain.again().asking == "refused"
    said = [each for each in texts(practice) if "did not come free" in each]
    assert len(said) == 1
    assert looked(second) == "ended"
    assert chain.hours(chain.holder) == {"Mon 09:00"}
    assert set(models.PlanMove.objects.filter(plan=chain.plan).values_list("answer", flat=True)) == {"", "no"}


def test_who_has_not_answered_when_it_ends_reads_so_and_gets_no_text(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)

    tap(first, "keep")

    assert texts(practice, state="waiting") == []
    assert looked(second) == "ended"
    assert tap(second, "agree") == "ended"
    assert chain.again().asking == "refused"


def test_after_its_time_it_lapses_and_a_late_yes_changes_nothing(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)
    tap(first, "agree")
    over = AT + timedelta(hours=24)

    assert looked(second, at=over - timedelta(seconds=1)) == "open"
    assert tap(second, "agree", at=over) == "lapsed"
    tending.tend(practice.pk, at=over - timedelta(seconds=1))
    assert chain.again().asking == "open"
    tending.tend(practice.pk, at=over)
    tending.tend(practice.pk, at=over)

    assert chain.again().asking == "lapsed"
    assert looked(second, at=over) == "lapsed"
    assert looked(first, at=over) == "ended"
    assert sum("nothing changes" in each for each in texts(practice)) == 1


def test_a_yes_after_the_hour_is_gone_says_so_and_tells_the_other(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)
    tap(first, "agree")
    move = next(m for m in moves(chain.plan) if m.kind == "move")
    assert move.on
    assert move.at
    booked(practice, move.therapist, on=move.on, at=move.at)

    assert tap(second, "agree") == "ended"

    assert (chain.again().asking, chain.again().state) == ("changed", "stale")
    assert sum("nothing changes" in each for each in texts(practice)) == 1
    assert chain.hours(chain.holder) == {"Mon 09:00"}
    assert chain.hours(chain.waits) == set()


def test_another_change_of_the_calendar_leaves_the_question_open(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)
    move = moves(chain.plan)[0]
    booked(practice, move.therapist, on=MONDAY + timedelta(days=2))

    tending.tend(practice.pk, at=SOON)
    assert tap(first, "agree") == tap(second, "agree") == "said_yes"
    applying.apply(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON, goes_anyway=True)

    assert chain.again().state == "applied"


def test_an_hour_that_went_between_the_last_yes_and_the_person_moves_nothing(
    practice: models.Practice, chain: Chain
) -> None:
    chain.ask()
    for who in (chain.holder, chain.waits):
        tap(link(practice, who), "agree")
    first = models.Appointment.objects.filter(patient=chain.holder).order_by("starts_at")[0]
    appointments.move(
        appointment_id=first.pk, to=Slot(first.therapist_id, MONDAY + timedelta(days=1), first.starts_at.time(), 45),
        by=BY, at=SOON, is_sure=True,
    )  # fmt: skip

    with pytest.raises(applying.Stale):
        applying.apply(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON)
    applying.age(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON)

    assert chain.again().asking == "changed"
    assert chain.hours(chain.waits) == set()
    assert len([each for each in texts(practice) if "nothing changes" in each or "did not come free" in each]) == 2


@pytest.mark.parametrize(("words", "asking", "reply"), [
    ("yes please", "open", "Nothing has changed yet"),
    ("Sí", "open", "Nothing has changed yet"),
    ("no", "refused", "Your visits stay as they are"),
])  # fmt: skip
def test_a_text_answers_it(practice: models.Practice, chain: Chain, words: str, asking: str, reply: str) -> None:
    chain.ask()

    texted(practice, words, at=SOON, sender="+13125550142")

    assert chain.again().asking == asking
    assert sum(reply in each for each in texts(practice)) == 1
    assert models.FamilyMatter.objects.count() == 0


def test_a_text_that_is_no_answer_is_read_by_a_person(practice: models.Practice, chain: Chain) -> None:
    chain.ask()

    texted(practice, "Only if Mia can come later too", at=SOON, sender="+13125550142")

    assert chain.again().asking == "open"
    assert models.FamilyMatter.objects.get().what == "unreadable"


def test_an_answer_by_phone_counts_as_one_by_link(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first, second = link(practice, chain.holder), link(practice, chain.waits)
    by_phone = next(m for m in moves(chain.plan) if m.patient_id == chain.holder.pk)

    verdicts.answered(practice_id=practice.pk, move_id=by_phone.pk, says_yes=True, by=BY, at=SOON)
    assert looked(first) == "said_yes"
    tap(second, "agree")

    assert chain.again().asking == "agreed"


def test_who_cannot_be_texted_is_for_a_person_to_call(practice: models.Practice, chain: Chain) -> None:
    models.RelatedPerson.objects.filter(patient=chain.waits).update(no_texts_since=AT)

    found = asking.roads(chain.again(), at=AT)
    chain.ask()

    assert [who.pk for who in found.unreached] == [chain.waits.pk]
    assert len(texts(practice)) == 1


def test_with_nobody_to_reach_nobody_is_asked(practice: models.Practice, chain: Chain) -> None:
    models.RelatedPerson.objects.all().update(no_texts_since=AT)

    with pytest.raises(asking.NobodyReached):
        chain.ask()
    assert chain.again().asking == ""


def test_an_opt_out_ends_no_question_but_its_text_does_not_leave(practice: models.Practice, chain: Chain) -> None:
    chain.ask()

    texted(practice, "STOP", at=SOON, sender="+13125550142")

    assert chain.again().asking == "open"
    assert models.Parcel.objects.filter(patient_id=chain.holder.pk, state="withdrawn").count() == 1


@pytest.mark.parametrize(("how", "asking"), [("stop", "stopped"), ("refuse", "stopped"), ("again", "changed")])
def test_a_person_ends_it(practice: models.Practice, chain: Chain, how: str, asking: str) -> None:
    chain.ask()
    tap(link(practice, chain.holder), "agree")
    second = link(practice, chain.waits)

    act = {"stop": stopped, "refuse": plans.refuse, "again": plans.ask_again}[how]
    act(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON)

    assert chain.again().asking == asking
    assert sum("nothing changes" in each for each in texts(practice)) == 1
    assert looked(second) == "ended"


def stopped(**values) -> None:
    asking.stop(**values)


def test_asked_again_all_answer_anew(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    first = link(practice, chain.holder)
    tap(first, "agree")
    stopped(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=SOON)
    tomorrow = AT + timedelta(days=1)

    asking.begin(practice_id=practice.pk, plan_id=chain.plan.pk, by=BY, at=tomorrow)

    assert looked(first, at=tomorrow) == "ended"
    assert looked(link(practice, chain.holder), at=tomorrow) == "open"
    assert chain.again().answers_by == tomorrow + timedelta(hours=24)


def test_a_tap_without_an_answer_leaves_the_question_open(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    token = link(practice, chain.holder)

    with pytest.raises(Incomplete):
        entering.answer(token, {}, language="", at=SOON)
    assert looked(token) == "open"


def test_a_second_tap_changes_nothing(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    token = link(practice, chain.holder)

    assert [tap(token, "agree"), tap(token, "keep")] == ["said_yes", "said_yes"]
    assert chain.again().asking == "open"


def test_nobody_accepted_before_the_first_visit_and_it_is_over(practice: models.Practice, chain: Chain) -> None:
    chain.ask()
    for who in (chain.holder, chain.waits):
        tap(link(practice, who), "agree")
    first = datetime.combine(MONDAY, time(9), AT.tzinfo)

    tending.tend(practice.pk, at=first - timedelta(seconds=1))
    assert chain.again().asking == "agreed"
    tending.tend(practice.pk, at=first)

    assert (chain.again().asking, chain.again().state) == ("changed", "stale")


def test_an_earlier_no_that_was_taken_back_does_not_stand_beside_the_new_question(
    practice: models.Practice, chain: Chain
) -> None:
    first = next(m for m in moves(chain.plan) if m.patient_id == chain.holder.pk)
    values = {"practice_id": practice.pk, "move_id": first.pk, "by": BY, "at": AT}
    verdicts.answered(says_yes=False, **values)
    verdicts.take_back(**values)

    chain.ask()

    first.refresh_from_db()
    assert (first.answer, first.answered_at, first.answered_by) == ("", None, "")
