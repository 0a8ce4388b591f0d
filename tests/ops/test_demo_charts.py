"""The demo's charts: possible scores, the same each time, a fixed number of statements, some with something missing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import acting, charting
from otium.ops import demo_charts
from otium.ops.demo_charts.cases import Case, case_of, cases
from otium.records import models
from otium.rules import instruments
from otium.terms.chart import FindingKind, Measure
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize("case", cases(), ids=lambda case: (case.prefixes or (str(case.most_age),))[0])
def test_every_score_of_a_case_is_possible_first_and_last(case: Case) -> None:
    for score in case.scores:
        known = instruments.find(score["instrument"])
        assert known is not None
        assert instruments.part_of(known, score["part"]) is not None
        for value in (score["first"], score["first"] + score["change"]):
            measure = Measure(
                UUID(int=1), score["instrument"], score["part"], Decimal(value), "", date(2026, 1, 1),
                score.get("side", ""),
            )  # fmt: skip
            assert not [p for p in instruments.check(measure) if p.code != "age_unknown"], score


@pytest.mark.parametrize("case", cases(), ids=lambda case: (case.prefixes or (str(case.most_age),))[0])
def test_every_case_says_what_a_packet_needs(case: Case) -> None:
    kinds = {kind for kind, _text in (*case.findings, *case.later)}

    assert kinds <= set(FindingKind)
    assert {"history", "prior_level", "deficit", "impairment", "progress", "skilled_need"} <= kinds
    assert all(goal["steps"] and goal["target"] and goal["code"] for goal in case.goals)


@pytest.mark.parametrize(
    ("codes", "age", "prefix"),
    [(["F82"], 7, "F82"), (["G20.A1"], 70, "G20"), (["S52.501D"], 40, "S52"), (["Z99"], 40, None), (["Z99"], 9, None)],
)
def test_a_case_follows_from_the_diagnosis_else_the_age(codes: list[str], age: int, prefix: str | None) -> None:
    found = case_of(codes, age)

    assert prefix in found.prefixes if prefix else not found.prefixes
    assert found.most_age >= age


def _fill(practice: models.Practice, patients: int) -> None:
    for number in range(patients):
        who = build.patient(practice, birth_on=date(2018, 3, 1), external_id=f"P{practice.slug}{number:03}")
        build.authorization(who, 12)
        models.EpisodeOfCare.objects.create(
            practice=practice, patient=who, icd10=["F82"], starts_on=AT.date() - timedelta(days=150)
        )


@pytest.mark.django_db
def test_charts_are_written_once_and_those_without_an_authorization_have_none() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        _fill(practice, 3)
        build.patient(practice)

        assert [demo_charts.add(practice.pk, at=AT) for _ in range(2)] == [3, 0]

        assert models.Goal.objects.filter(patient__external_id="").count() == 0
        assert models.Measure.objects.values("taken_on").distinct().count() == 2
        assert models.GoalNote.objects.exists()
        newest = models.GoalNote.objects.order_by("goal_id", "-noted_on").distinct("goal_id")
        assert {(n.goal_id, n.current) for n in newest} == set(models.Goal.objects.values_list("id", "current"))


@pytest.mark.django_db
def test_some_charts_lack_what_a_payer_asks_for() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        _fill(practice, 9)
        demo_charts.add(practice.pk, at=AT)

        said = models.Finding.objects.filter(kind="skilled_need").values("patient").distinct().count()
        assert said == 8
        assert models.Goal.objects.filter(target="").count() == 1
        assert models.Finding.objects.filter(kind="home_program").values("patient").distinct().count() == 8


@pytest.mark.django_db
def test_many_patients_take_as_many_statements_as_few() -> None:
    counted = []
    for patients in (2, 40):
        practice = build.open_practice(AT)
        with acting.acting_for(practice.pk):
            _fill(practice, patients)
        with CaptureQueriesContext(connection) as caught:
            demo_charts.add(practice.pk, at=AT)
        counted.append(len(caught))

    assert counted[0] == counted[1]


@pytest.mark.django_db
def test_papers_are_kept_that_can_be_read_into_the_chart_and_one_in_seven_is_a_scan() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        _fill(practice, 7)
        demo_charts.add(practice.pk, at=AT)

        papers = models.Document.objects.select_related("practice", "patient", "text", "blob").order_by("id")
        evaluations = list(papers.filter(kind="evaluation"))
        assert sorted(row.has_text for row in evaluations) == [False, *[True] * 6]
        assert papers.filter(kind="progress_report").count() == 6
        readable = next(row for row in evaluations if row.has_text)
        lines = charting.offer(readable).lines
        assert len(lines) >= 8
        assert [line.proposal.quote for line in lines if line.state != "on_file"] == []
