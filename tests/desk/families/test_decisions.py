"""A family is told what the plan decided, in plain words, and no further than the records say."""

from datetime import date, timedelta

import pytest

from otium.desk.families import telling
from otium.desk.families.content import CARE, content
from otium.desk.reviews import books
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
    assert len(made.points) == 7
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


@pytest.mark.parametrize(("language", "goes_on", "back"), [
    ("en", "Your therapy can go on as it is while your plan looks again.", "may ask you to pay for those visits"),
    ("es", "La terapia puede seguir como ahora mientras su plan lo ve otra vez.", "puede pedir que pague esas visitas"),
])  # fmt: skip
def test_a_family_whose_approval_still_runs_is_told_to_ask_and_what_it_may_cost(
    practice, child, language, goes_on, back
):
    related(child)
    build.authorization(
        child, 1, coverage=child.cover, starts_on=ON - timedelta(days=30), ends_on=ON + timedelta(days=8)
    )
    decided(child, "denied", requested=12)

    settled(practice)

    made = told(language)
    [asks] = [point for point in made.points if point.startswith(goes_on)]
    assert any(back in point for point in made.points)
    assert notices()[0].facts["ask_by"] == (ON + timedelta(days=10)).isoformat()
    assert asks.endswith(".")


@pytest.mark.parametrize(("payer", "part"), [
    ("medicaid_mco", "You will not get a bill for others."),
    ("medicare_advantage", "you may have to pay"),
    ("commercial", "only if you agree in writing first"),
    ("auto", "We do not know yet what your plan pays"),
])  # fmt: skip
def test_who_pays_meanwhile_differs_by_payer(practice, payer, part):
    who = build.patient(practice, birth_on=date(2019, 5, 1))
    who.cover = build.coverage(who, build.payer(practice, payer))
    build.visit(who, AT + timedelta(weeks=1))
    related(who)
    decided(who, "denied", requested=12)

    settled(practice)

    assert any(part in point for point in told("en").points)


def test_every_rule_of_care_meanwhile_has_words_for_families():
    assert set(CARE) == {row.says.code for row in books.care_meanwhile()} | {"unknown"}
