"""A practice with a child on Medicaid managed care whose authorization ends, and a drafted renewal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import blobs
from otium.desk.acting import acting_for
from otium.records import models
from otium.wires.paper.page import one_page
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York


@dataclass
class Case:
    practice: models.Practice
    patient: models.Patient
    therapist: models.Therapist
    signer: models.Staff
    request: models.AuthorizationRequest
    renewed: models.Authorization


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        row.npi, row.tax_id, row.phone, row.state = "1234567893", "123456789", "518-555-0100", "NY"
        row.address, row.city, row.postal_code = "1 Alder Street", "Albany", "122071234"
        row.save()
        yield row


@pytest.fixture
def case(practice: models.Practice) -> Case:
    return renewal(practice)


def renewal(practice: models.Practice) -> Case:
    """Complete: nothing is lacking."""
    signer = models.Staff.objects.create(email=f"t{practice.pk}@alder.example", name="Noor Haddad", credential="OTR/L")
    models.Membership.objects.create(practice=practice, staff=signer, role="therapist")
    therapist = build.therapist(practice, staff=signer, credential="OTR/L", npi="1245319599")
    patient = build.patient(practice, first_name="Theodora", last_name="Marshfield", birth_on=date(2019, 4, 2))
    coverage = build.coverage(patient, build.payer(practice, "medicaid_mco", name="Evergreen Health Plan"))
    renewed = build.authorization(
        patient, 12, number="M-60342", coverage=coverage, starts_on=date(2026, 9, 8), ends_on=date(2026, 12, 18)
    )
    episode = models.EpisodeOfCare.objects.create(
        practice=practice, patient=patient, therapist=therapist, icd10=["F82"], onset_on=date(2025, 1, 15),
        starts_on=date(2026, 8, 25),
    )  # fmt: skip
    clinical(patient, therapist, episode)
    request = models.AuthorizationRequest.objects.create(
        practice=practice, patient=patient, coverage=coverage, authorization=renewed, kind="renewal", state="draft",
        requested=12, starts_on=date(2026, 12, 19), ends_on=date(2027, 3, 12), per_week=1, weeks=12,
        lines=[{"codes": ["97530"], "basis": "visits", "quantity": 12}], place_code="11", therapist=therapist,
        episode=episode,
    )  # fmt: skip
    return Case(practice, patient, therapist, signer, request, renewed)


FOUND = (
    ("history", "Born at term; walked at 19 months."),
    ("prior_level", "Has not dressed without help before."),
    ("deficit", "Needs help with every fastener when dressing."),
    ("home_program", "Family practises fasteners five days a week."),
    ("skilled_need", "Grading of tactile input must change from minute to minute."),
    ("discharge_plan", "Discharge to the home program when fasteners are independent."),
    ("other_services", "School gives 30 minutes of OT a month as consultation."),
)


def clinical(patient: models.Patient, therapist: models.Therapist, episode: models.EpisodeOfCare) -> None:
    practice = patient.practice
    for kind, text in FOUND:
        models.Finding.objects.create(
            practice=practice, patient=patient, episode=episode, kind=kind, text=text, found_on=date(2026, 11, 16)
        )
    for on, score in ((date(2026, 8, 25), "41"), (date(2026, 11, 16), "34.2")):
        models.Measure.objects.create(
            practice=practice, patient=patient, instrument="Nine-Hole Peg Test", score=score, unit="s", taken_on=on,
            side="right",
        )  # fmt: skip
    goal = models.Goal.objects.create(
        practice=practice, patient=patient, text="Button a shirt with five buttons", baseline="0 of 5 buttons",
        current="2 of 5 buttons", target="5 of 5 buttons", due_on=date(2027, 3, 12), set_on=date(2026, 9, 8),
        current_on=date(2026, 11, 16), is_long_term=False,
    )  # fmt: skip
    models.GoalNote.objects.create(
        practice=practice, patient=patient, goal=goal, noted_on=date(2026, 11, 16), current="2 of 5 buttons",
        status="active",
    )  # fmt: skip
    models.Referral.objects.create(
        practice=practice, patient=patient, written_on=date(2026, 8, 20), is_signed=True, referrer_name="Ana Ruiz, MD",
        referrer_npi="1093817465",
    )  # fmt: skip
    models.PlanOfCare.objects.create(
        practice=practice, patient=patient, starts_on=date(2026, 9, 8), ends_on=date(2027, 3, 12),
        frequency_per_week=1, duration_weeks=26, certified_on=date(2026, 9, 15),
    )  # fmt: skip
    build.visit(patient, AT - timedelta(days=90), "done", kind="evaluation", episode=episode)
    for week in range(1, 10):
        build.visit(patient, AT - timedelta(weeks=week), "done", episode=episode)


def complete(case: Case) -> None:
    """The papers that this payer wants are on file."""
    papers(case, "plan_of_care", "progress_report", "referral")


def papers(case: Case, *kinds: str) -> None:
    for kind in kinds:
        models.Document.objects.create(
            practice=case.practice, patient=case.patient, kind=kind, title=kind.replace("_", " ").capitalize(),
            blob=blobs.keep(case.practice, one_page([kind])), media_type="application/pdf",
            received_on=date(2026, 11, 20), pages=1,
        )  # fmt: skip
