"""A notice writes itself when a family must be told, in their language, and is replaced when its facts change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.desk import payer_book
from otium.desk.families import papers, prepare
from otium.desk.families.content import content
from otium.records import models
from otium.terms.facts import BusinessDays, PracticeFacts
from tests import build
from tests.desk.families.conftest import AT, near_the_limit, notices, related, settled, task

pytestmark = pytest.mark.django_db


def test_a_limit_ahead_prepares_one_letter_in_the_mothers_language(practice, child, mother):
    settled(practice)
    settled(practice)

    [notice] = notices()
    assert (notice.about, notice.language, notice.related_person_id) == ("benefit_limit", "es", mother.pk)
    assert (notice.state, notice.road, notice.told_at) == ("prepared", "", None)
    assert notice.digest == task().digest
    assert (notice.facts["limit"], Decimal(notice.facts["remaining"]), notice.facts["each"]) == ("30", 4, "118.00")
    assert notice.first_visit_on == date(2026, 12, 2)
    assert content(notice.about, notice.facts, "es").title == (
        "Su plan cubre 30 visitas al año. El viernes 20 de noviembre quedaban 4."
    )


def test_the_same_in_english(practice, child, mother):
    settled(practice)

    made = content(notices()[0].about, notices()[0].facts, "en")

    assert made.title == "Your plan covers 30 visits a year. On Fri, Nov 20, 4 were left."
    assert "The visit on Wed, Dec 2 is the first one your plan will not pay for." in made.points
    assert "So far, 6 visits are booked past what your plan pays." in made.points
    assert [choice.value for choice, _ in made.choices] == ["pay", "stop", "call"]


def test_nobody_who_may_receive_means_no_letter(practice, child):
    related(child, may_receive=None)
    related(child, may_receive=False)
    related(child, ends_on=date(2026, 11, 22))
    related(child, starts_on=date(2026, 11, 24))

    settled(practice)

    assert task() is not None
    assert notices() == []


@pytest.mark.parametrize("ends_on", [date(2026, 11, 23), None])
def test_rights_hold_up_to_and_with_their_last_day(practice, child, ends_on):
    person = related(child, ends_on=ends_on)

    settled(practice)

    assert [n.related_person_id for n in notices()] == [person.pk]


@pytest.mark.parametrize(("born", "count"), [(date(2008, 11, 23), 1), (date(2008, 11, 24), 0), (None, 0)])
def test_a_patient_is_told_themselves_from_their_eighteenth_birthday_on(practice, born, count):
    who = near_the_limit(practice)
    models.Patient.objects.filter(pk=who.pk).update(birth_on=born)

    settled(practice)

    assert [n.related_person_id for n in notices()] == [None] * count


def test_an_adult_with_a_guardian_who_consents_is_told_through_them(practice, child):
    models.Patient.objects.filter(pk=child.pk).update(birth_on=date(1990, 1, 1))
    guardian = related(child)

    settled(practice)

    assert [n.related_person_id for n in notices()] == [guardian.pk]


def test_new_facts_replace_a_letter_that_was_not_approved(practice, child, mother):
    settled(practice)
    models.Benefit.objects.filter(kind="visits_remaining").update(amount=3)

    settled(practice, AT + timedelta(hours=1))

    assert [(n.state, Decimal(n.facts["remaining"])) for n in notices()] == [("withdrawn", 4), ("prepared", 3)]


def test_another_first_visit_on_the_same_facts_replaces_it_too(practice, child, mother):
    settled(practice)
    last = models.Appointment.objects.order_by("starts_at")[4]
    last.starts_at, last.ends_at = last.starts_at + timedelta(hours=20), last.ends_at + timedelta(hours=20)
    last.save()

    settled(practice, AT + timedelta(hours=1))

    assert [n.state for n in notices()] == ["withdrawn", "prepared"]
    assert notices()[0].digest == notices()[1].digest


def test_a_duty_that_is_gone_withdraws_the_letter(practice, child, mother):
    settled(practice)
    models.Appointment.objects.update(status="cancelled")

    settled(practice)

    assert [n.state for n in notices()] == ["withdrawn"]
    assert models.History.objects.filter(focus_type="familynotice").count() == 2


def test_a_practice_that_works_by_hand_gets_no_letters(practice, child, mother):
    practice.autonomy = {"tell_family": "manual"}
    practice.save()

    settled(practice)

    assert task() is not None
    assert notices() == []


def test_a_threshold_is_told_once(practice, texts):
    who = near_the_limit(practice, left=5, booked=3)
    related(who)

    settled(practice)
    settled(practice)

    [notice] = notices()
    assert (notice.about, notice.facts["booked"], task("tell_threshold").instance) == ("threshold", 3, "2026 5 visits")


@pytest.mark.parametrize(("own", "count"), [({"visits": [4]}, 0), ({"visits": [6]}, 1), ({"visits": []}, 0), ({}, 1)])
def test_a_practice_sets_its_own_thresholds(practice, own, count):
    who = near_the_limit(practice, left=5, booked=3)
    related(who)
    practice.family_thresholds = own
    practice.save()

    settled(practice)

    assert len(notices()) == count


def test_a_limit_with_several_totals_is_told_without_one(practice, child, mother):
    answer = models.BenefitCheck.objects.get()
    models.Benefit.objects.create(practice=practice, check_row=answer, kind="visit_limit", amount=20)

    settled(practice)

    assert notices()[0].facts["limit"] is None
    assert content("benefit_limit", notices()[0].facts, "en").title == "Your plan had 4 visits left on Fri, Nov 20."


def test_letters_for_many_families_take_as_many_queries_as_for_one(practice, django_assert_max_num_queries):
    related(near_the_limit(practice))
    with django_assert_max_num_queries(52) as one:
        settled(practice)
    for _ in range(4):
        related(near_the_limit(practice))
    with django_assert_max_num_queries(52) as many:
        settled(practice)

    assert len(notices(state="prepared")) == 5
    assert len(many.captured_queries) <= len(one.captured_queries)


def test_facts_of_another_practice_prepare_nothing_here(practice, child, mother):
    other = build.open_practice(AT)

    settled(practice)

    assert [n.practice_id for n in notices()] == [practice.pk]
    assert other.pk != practice.pk


@pytest.mark.parametrize(
    ("own", "of_patient", "read"),
    [("en", "es", "es"), ("es", "en", "es"), ("en", "en", "en"), ("Spanish", "en", "es"), ("vi", "es", "en")],
)
def test_a_guardian_without_a_language_of_their_own_reads_the_patients(practice, child, own, of_patient, read):
    models.Patient.objects.update(language=of_patient)
    related(child, language=own)

    settled(practice)

    assert notices()[0].language == read


def test_an_advance_notice_names_the_first_visit_ahead_and_what_it_would_cost(practice):
    who = build.patient(practice, birth_on=date(1950, 1, 1))
    first = build.visit(who, AT + timedelta(days=8))
    task = models.Task.objects.create(
        practice=practice, patient=who, kind="give_abn", focus_type="coverage", focus_id=build.coverage(
            who, build.payer(practice, "medicare_b")
        ).pk, instance="2026", state="open", due_on=date(2026, 11, 26), digest="a" * 64, opened_at=AT, changed_at=AT,
        appointment_id=first.pk, at_risk={"amount": "236.00", "visits": 2, "rates": [["118.00", 2]], "unpriced": 0},
        why=[{"code": "threshold_crossed", "params": {"visit_on": "2026-10-02", "threshold": "2480", "year": 2026}},
             {"code": "abn_cost_charge", "params": {"cost": "290.00", "each": "145.00"}}],
    )  # fmt: skip

    facts = PracticeFacts(practice.pk, BusinessDays(), payer_book.book(practice, AT.date()))
    prepare.follow(practice, [task], facts, on=date(2026, 11, 23), by=build.TEST, at=AT, patients=[who.pk])

    [notice] = notices()
    assert (notice.about, notice.related_person_id, notice.first_visit_on) == ("abn", None, date(2026, 12, 1))
    assert (notice.facts["reason"], notice.facts["cost"], notice.facts["visits"]) == ("threshold", "290.00", 2)
    made = content("abn", notice.facts, "en")
    assert "Medicare may not pay for your visit on Tue, Dec 1." in made.points
    assert {"It would cost about $290.", "This is our own price."} <= set(made.points)
    assert papers.abn(notice, "en").cost == "$290 ($145 a visit). This is our own price."
    assert [choice.value for choice, _ in made.choices] == ["option_1", "option_2", "option_3"]
