"""Claims of visits: each visit on one claim, what is wrong told, what changed built anew."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.desk import claims
from otium.desk.actor import Actor
from otium.desk.claims import facts
from otium.desk.claims.content import claim_of
from otium.desk.claims.unbilled import unbilled_visits
from otium.records import models
from tests import build
from tests.desk.claims.conftest import AT, YESTERDAY, covered, visited

BY = Actor("test")


def make(practice: models.Practice) -> list[models.Claim]:
    return claims.build(practice.pk, by=BY, at=AT)


def problems(claim: models.Claim) -> list[str]:
    version = models.ClaimVersion.objects.filter(claim=claim).order_by("-number")[0]
    return [each["code"] for each in version.problems if each["severity"] == "error"]


def test_a_visit_that_was_made_becomes_a_claim_that_may_be_sent(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visit = visited(coverage)

    (claim,) = make(practice)

    assert (claim.standing, claim.charge) == ("ready", Decimal("206.00"))
    assert problems(claim) == []
    assert [row.appointment_id for row in models.ClaimVisit.objects.filter(claim=claim)] == [visit.pk]


def test_building_again_bills_nothing_twice(practice: models.Practice, coverage: models.Coverage) -> None:
    visited(coverage)
    make(practice)

    assert make(practice) == []
    assert models.Claim.objects.count() == 1


def test_each_day_is_a_claim_and_two_visits_of_a_day_are_one(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visited(coverage)
    visited(coverage, YESTERDAY + timedelta(hours=2))
    visited(coverage, YESTERDAY - timedelta(days=1))

    made = make(practice)

    assert sorted(models.ClaimVisit.objects.filter(claim=claim).count() for claim in made) == [1, 2]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "booked"},
        {"status": "no_show"},
        {"allowed": Decimal("90.00")},
        {"starts_at": AT - timedelta(days=400)},
    ],
)
def test_what_was_not_made_or_is_decided_or_too_old_is_not_billed(
    practice: models.Practice, coverage: models.Coverage, fields: dict[str, object]
) -> None:
    visit = visited(coverage)
    models.Appointment.objects.filter(pk=visit.pk).update(
        **fields, **({"ends_at": AT} if "starts_at" in fields else {})
    )

    assert make(practice) == []


def test_a_visit_that_nobody_pays_for_stays_unbilled(practice: models.Practice) -> None:
    visited(covered(practice, "self_pay"))
    alone = build.patient(practice)
    build.visit(alone, YESTERDAY, status="done")

    assert make(practice) == []
    assert claims.unbilled(practice, AT).count() == 2


def test_a_claim_takes_the_case_number_and_the_day_of_injury_from_the_injury_claim(practice: models.Practice) -> None:
    cover = covered(practice, "workers_comp")
    visit = visited(cover)
    models.EpisodeOfCare.objects.update(injury_on=date(2026, 9, 15))
    models.InjuryClaim.objects.create(
        practice=practice, coverage=cover, patient=cover.patient, claim_number="WC-7731", employer="Northgate Packing",
        injured_on=date(2026, 9, 14), changed_at=AT,
    )  # fmt: skip

    found = facts.ground(practice, [visit], AT)
    (heap,) = facts.heaps(found)[0]
    bill = facts.bill(found, heap, control="K1")

    assert (bill.policy.injury_claim, bill.policy.employer) == ("WC-7731", "Northgate Packing")
    assert bill.course.injury_on == date(2026, 9, 14)  # the carrier's day, which the bill must match


def test_a_payer_without_an_id_gets_no_electronic_claim(practice: models.Practice) -> None:
    visited(covered(practice, "workers_comp"))
    models.Payer.objects.update(payer_ids=[])

    assert make(practice) == []
    assert [each.reason for each in unbilled_visits(practice, AT, most=10)] == ["no_payer_id"]


def test_a_patient_who_left_is_billed_for_the_last_visits(practice: models.Practice, coverage: models.Coverage) -> None:
    visited(coverage)
    models.Patient.objects.update(is_active=False)

    assert len(make(practice)) == 1


def test_a_claim_that_lacks_something_is_held_and_says_what(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visited(coverage, lines=[["97530", 2], ["97140", 1]])

    (claim,) = make(practice)

    assert (claim.standing, claim.charge) == ("held", None)
    assert problems(claim) == ["fee_missing"]


def test_building_anew_after_the_record_was_mended_lets_it_go(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visited(coverage)
    models.Coverage.objects.update(member_id="")
    (claim,) = make(practice)
    before = problems(claim)
    models.Coverage.objects.update(member_id="TEST1")

    version = claims.rebuild(claim.pk, by=BY, at=AT)

    claim.refresh_from_db()
    assert before == ["member_id_missing"]
    assert (claim.standing, version.number, version.control) == ("ready", 1, claim.number)


def test_building_anew_without_a_change_changes_nothing(practice: models.Practice, coverage: models.Coverage) -> None:
    visited(coverage)
    (claim,) = make(practice)
    first = models.ClaimVersion.objects.get()

    again = claims.rebuild(claim.pk, by=BY, at=AT + timedelta(hours=1))

    assert (again.pk, again.made_at) == (first.pk, first.made_at)


def test_what_is_kept_of_a_claim_reads_back_as_it_was_built(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visited(coverage)
    (claim,) = make(practice)
    version = models.ClaimVersion.objects.get(claim=claim)

    read = claim_of(version.content)

    assert read.id == claim.number
    assert read.total == claim.charge
    assert [line.procedure.modifiers for line in read.lines] == [("GO",), ("GO",)]
    assert read.lines[0].served is not None
    assert read.lines[0].served.start_on == claim.starts_on


def test_an_authorization_that_the_visit_uses_stands_on_the_claim(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visit = visited(coverage)
    authorization = build.authorization(coverage.patient, 12, coverage=coverage, number="AUTH77")
    models.AuthorizationUse.objects.create(
        practice=practice, appointment=visit, authorization=authorization,
        service=models.AuthorizedService.objects.get(), quantity=1, why="only_one",
    )  # fmt: skip

    (claim,) = make(practice)

    assert claim_of(models.ClaimVersion.objects.get(claim=claim).content).reference("G1") == "AUTH77"


@pytest.mark.parametrize(("allowed", "modifiers"), [("2300.00", ("GO",)), ("2500.00", ("GO", "KX"))])
def test_a_medicare_year_over_its_threshold_puts_kx_on_the_lines(
    practice: models.Practice, allowed: str, modifiers: tuple[str, ...]
) -> None:
    coverage = covered(practice, "medicare_b")
    visited(coverage, AT - timedelta(days=60), allowed=Decimal(allowed))
    visited(coverage)
    models.Referral.objects.create(
        practice=practice, patient=coverage.patient, written_on=(AT - timedelta(days=90)).date(),
        referrer_name="Ruth Amsel, MD", referrer_npi="1679576722",
    )  # fmt: skip

    (claim,) = make(practice)

    built = claim_of(models.ClaimVersion.objects.get(claim=claim).content)
    assert problems(claim) == []
    assert {line.procedure.modifiers for line in built.lines} == {modifiers}
    assert built.roles.referring[0].npi == "1679576722"


def test_claims_of_many_visits_take_as_many_queries_as_of_few(
    practice: models.Practice, django_assert_max_num_queries
) -> None:
    def made_with(n: int) -> int:
        for _ in range(n):
            visited(covered(practice))
        with django_assert_max_num_queries(98) as captured:
            make(practice)
        return len(captured.captured_queries)

    made_with(1)
    assert made_with(2) == made_with(12)


def co_treated(coverage: models.Coverage, mine: int | None, theirs: int | None, status: str = "done") -> None:
    """A visit that bills `mine` minutes, beside one of another therapist that bills `theirs`."""
    visit = visited(coverage)
    other = build.visit(visit.patient, visit.starts_at, status, billed_minutes=theirs)
    models.Appointment.objects.filter(pk__in=[visit.pk, other.pk]).update(together_id=visit.pk)
    models.Appointment.objects.filter(pk=visit.pk).update(billed_minutes=mine)
    models.Appointment.objects.filter(pk=other.pk).update(allowed=Decimal(1))  # billed elsewhere


@pytest.mark.parametrize(
    ("mine", "theirs", "status", "expected"),
    [
        (45, 0, "done", [[]]),
        (0, 45, "done", []),  # the other therapist bills
        (0, 45, "no_show", [[]]),  # who did not treat, so nothing was shared
        (None, None, "done", [["co_treatment_unsaid"]]),
        (22, 23, "done", [["co-treatment-units"]]),
    ],
    ids=["bills", "other bills", "other did not treat", "unsaid", "divided"],
)
def test_minutes_of_a_co_treatment_are_billed_by_whom_it_was_said(
    practice: models.Practice, coverage: models.Coverage, mine: int, theirs: int, status: str, expected: list[list[str]]
) -> None:
    co_treated(coverage, mine, theirs, status)

    assert [problems(claim) for claim in make(practice)] == expected
