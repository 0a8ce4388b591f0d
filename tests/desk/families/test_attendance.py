"""Missed visits: a warning is prepared by the practice's policy, and leaves only when a person approves it."""

from datetime import timedelta

import pytest

from otium.desk.attendance import chosen
from otium.desk.attendance.chosen import PolicyError
from otium.desk.families import telling
from otium.desk.families.content import content
from otium.records import models
from tests import build
from tests.desk.families.conftest import AT, notices, related, settled, task

pytestmark = pytest.mark.django_db
POLICY = {"percent": 75, "weeks": 8, "least_visits": 4, "notice_hours": 24, "illness_counts": False, "is_on": True}


@pytest.fixture
def missing(practice):
    """A child who came to two of four visits."""
    who = build.patient(practice, first_name="Mateo", last_name="Ruiz")
    for weeks, status in ((4, "done"), (3, "done"), (2, "no_show"), (1, "late_cancel")):
        build.visit(who, AT - timedelta(weeks=weeks), status)
    related(who)
    return who


def choose(practice, **other):
    return chosen.change(practice_id=practice.pk, values=POLICY | other, by=build.TEST, at=AT)


def test_a_practice_that_chose_nothing_writes_to_nobody(practice, missing):
    settled(practice)

    assert (task("tell_attendance"), notices()) == (None, [])


def test_a_policy_that_is_switched_on_prepares_a_warning(practice, missing):
    choose(practice)

    [notice] = notices()
    said = content(notice.about, notice.facts, "en")
    assert (notice.instance, notice.state, notice.language) == ("warning", "prepared", "es")
    assert said.title == "We missed you at some visits"
    assert said.points[0] == "In the last 8 weeks, you came to 2 of 4 visits."
    assert "please tell us 24 hours before" in said.points[3]
    assert content(notice.about, notice.facts, "es").title == "Le echamos de menos en algunas visitas"


def test_nothing_about_missed_visits_leaves_by_itself(practice, missing, texts):
    practice.autonomy = {"tell_family": "auto"}
    practice.save()
    choose(practice)

    telling.approve_automatic(models.Practice.objects.get(pk=practice.pk), by=build.TEST, at=AT)

    assert [n.state for n in notices()] == ["prepared"]


def test_after_the_warning_only_more_missed_visits_prepare_a_letter(practice, missing):
    practice = choose(practice)
    telling.approve(notice_id=notices()[0].pk, by=build.TEST, at=AT)
    later = AT + timedelta(days=3)

    settled(practice, later)
    assert task("tell_attendance") is None
    build.visit(missing, AT + timedelta(days=1), "no_show")
    settled(practice, later)

    [letter] = notices(state="prepared")
    points = content(letter.about, letter.facts, "en").points
    assert letter.instance == "letter"
    assert "We wrote to you about this on Mon, Nov 23." in points
    assert points[-1].endswith("We will talk with you first.")


def test_a_policy_that_cannot_be_is_not_kept(practice):
    with pytest.raises(PolicyError, match="percent"):
        choose(practice, percent=0)

    assert models.Practice.objects.get(pk=practice.pk).attendance_policy == {}
