"""A family is told what the plan decided, in plain words, and no further than the records say."""

from datetime import date, timedelta

import pytest

from otium.desk.families import telling
from otium.desk.families.content import content
from otium.records import models
from tests import build
from tests.desk.families.conftest import AT, notices, related, settled

pytestmark = pytest.mark.django_db
ON = AT.date()


@pytest.fixture
def child(practice):
    who = build.patient(practice, birth_on=date(2019, 5, 1))
    cover = build.coverage(who, build.payer(practice, "medicaid_mco"))
    for week in range(1, 5):
        build.visit(who, AT + timedelta(weeks=week))
    who.cover = cover
    return who


def decided(who, state, **values):
    return models.AuthorizationRequest.objects.create(
        practice=who.practice, patient=who, coverage=who.cover, kind="renewal", state=state, decided_on=ON, **values
    )


def told(language):
    [notice] = [n for n in notices() if n.about == "decision"]
    return content(notice.about, notice.facts, language)


@pytest.mark.parametrize(("language", "title"), [
    ("en", "Your plan said no to the therapy visits we asked for."),
    ("es", "Su plan dijo que no a las visitas de terapia que pedimos."),
])  # fmt: skip
def test_a_denial_in_both_languages(practice, child, language, title):
    related(child)
    decided(child, "denied", requested=12)

    settled(practice)

    made = told(language)
    assert made.title == title
    assert len(made.points) == 6
    assert [choice.value for choice, _words in made.choices] == ["understood", "call"]


def test_fewer_than_asked_says_until_when_it_is_covered_and_from_when_not(practice, child):
    related(child)
    granted = build.authorization(child, 3, coverage=child.cover, starts_on=ON, ends_on=ON + timedelta(days=90))
    decided(child, "modified", requested=4, approved=3, authorization=granted)

    settled(practice)

    made = told("en")
    assert made.title == "Your plan said yes to 3 of the 4 visits we asked for."
    assert any(point.startswith("You are covered for the visits up to") for point in made.points)
    assert any(point.endswith("is not covered so far.") for point in made.points)
    assert any("This is called an appeal" in point for point in made.points)


def test_nothing_leaves_before_somebody_approves_it_and_then_the_task_is_gone(practice, child):
    related(child)
    decided(child, "denied", requested=12)
    settled(practice)
    [notice] = [n for n in notices() if n.about == "decision"]
    assert (notice.state, notice.told_at) == ("prepared", None)

    telling.approve(notice_id=notice.pk, by=build.TEST, at=AT, road="letter")

    assert not models.Task.objects.filter(kind="tell_decision", state="open").exists()


def test_a_denial_that_is_overturned_before_anybody_was_told_withdraws_the_letter(practice, child):
    related(child)
    row = decided(child, "denied", requested=12)
    settled(practice)

    models.AuthorizationRequest.objects.filter(pk=row.pk).update(state="approved", approved=12)
    settled(practice)

    assert [n.state for n in models.FamilyNotice.objects.filter(about="decision")] == ["withdrawn"]
