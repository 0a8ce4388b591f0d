"""The main job on real input: a practice's extract and payers' files in, what must be done today out.

The other side plants one patient of every trouble and says on which day it bites; it knows nothing of our rules.
"""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otium.desk import sweep
from otium.desk.acting import acting_for
from otium.desk.imports.folders import import_folder
from otium.desk.inbox import Arrival, receive
from otium.records.models import Patient, Practice, Task
from partners.practice import write_demo
from tests import build

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # Monday, 9 am in Tacoma

# planted kind -> the duty that must stand for that patient, and the reason whose day is the planted one
EXPECTED = {
    "authorization_runs_out": ("sign_request", "authorization_runs_out", "on"),
    "authorization_ends_unused": ("sign_request", "authorization_ends", "ends_on"),
    "renewal_late": ("sign_request", "authorization_runs_out", "on"),
    "decision_modified": ("work_reduction", "request_reduced", None),
    "decision_pended": ("answer_pended", "request_pended", None),
    "decision_denied": ("work_denial", "request_denied", None),
    "authorization_missing": ("sign_request", "authorization_missing", "on"),
    "eligibility_missing": ("verify_coverage", "check_missing", "visit_on"),
    "eligibility_stale": ("verify_coverage", "check_stale", "visit_on"),
    "eligibility_stale_medicaid": ("verify_coverage", "check_before_visit", "visit_on"),
    "coverage_inactive": ("replace_coverage", "coverage_inactive", "visit_on"),
    "member_not_found": ("fix_inquiry", "inquiry_rejected", None),
    "coverage_ends_by_answer": ("replace_coverage", "coverage_ends", "visit_on"),
    "coverage_ends_by_extract": ("replace_coverage", "coverage_ends", "visit_on"),
    "limit_hard": ("tell_benefit_limit", "limit_reached", "visit_on"),
    "limit_pooled": ("tell_benefit_limit", "limit_reached", "visit_on"),
    "plan_unsigned": ("certify_plan", "plan_unsigned", "by_on"),
    "recertification_due": ("recertify_plan", "recertification_due", "by_on"),
    "progress_soon": ("write_progress_report", "progress_report_due", "tenth_on"),
    "progress_due": ("write_progress_report", "progress_report_due", "tenth_on"),
    "threshold_near": ("place_kx", "threshold_crossed", "visit_on"),
    "referral_missing": ("obtain_referral", "referral_missing", "visit_on"),
    "referral_expires": ("obtain_referral", "referral_expires", "visit_on"),
    "referral_visits_exceeded": ("obtain_referral", "referral_used_up", "visit_on"),
    "medicare_advantage_told": ("settle_finding", "managed_care_found", None),
    "medicare_secondary_told": ("settle_finding", "payer_before_medicare_found", None),
    "qmb_told": ("settle_finding", "qmb_found", None),
    "managed_care_told": ("settle_finding", "managed_care_found", None),
    "spend_down_told": ("settle_finding", "spend_down_found", None),
    "other_payer_told": ("settle_finding", "other_payer_found", None),
    "limits_contradict": ("decide_benefit", "answers_contradict", None),
}
OF_FILES = {"person_unknown": "match_file", "eligibility_truncated": "read_file", "unreadable_date": "mend_import"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    write_demo(out, date(2026, 11, 23))
    here = Path(out, "tidewater")
    shutil.copy(here / "expected_rates.csv", here / "webpt")
    return here


@pytest.fixture
def practice(db, folder):
    row = build.open_practice(AT, time_zone="America/Los_Angeles", state="WA")
    with acting_for(row.pk):
        import_folder(practice_id=row.pk, folder=folder / "webpt", by=build.TEST, at=AT)
        for path in sorted((folder / "x12").iterdir()):
            receive(Arrival(path.name, path.read_bytes()), by=build.TEST, at=AT, practice_id=row.pk)
        yield row


@pytest.fixture
def planted(folder) -> list[dict]:
    return json.loads((folder / "planted.json").read_text())


def tasks_of(practice: Practice, number: int) -> list[Task]:
    patient = Patient.objects.get(practice=practice, external_id=str(number))
    return list(Task.objects.filter(patient=patient, state="open"))


def test_every_planted_trouble_stands_on_the_desk_on_its_day(practice, planted):
    wrong = []
    for plant in planted:
        kind, code, param = EXPECTED.get(plant["kind"], (None, None, None))
        if kind is None:
            continue
        found = [t for t in tasks_of(practice, plant["patient_id"]) if t.kind == kind]
        reasons = [r for t in found for r in t.why if r["code"] == code]
        days = {r["params"].get(param) for r in reasons} if param else set()
        if not reasons or (param and plant["expected_on"] and plant["expected_on"] not in days):
            codes = [(t.kind, [r["code"] for r in t.why]) for t in tasks_of(practice, plant["patient_id"])]
            wrong.append((plant["kind"], plant["expected_on"], sorted(map(str, days)), codes))

    assert not wrong, "\n".join(map(str, wrong))


def test_every_planted_file_waits_for_a_person(practice, planted):
    kinds = {plant["kind"] for plant in planted}
    open_kinds = set(Task.objects.filter(patient=None, state="open").values_list("kind", flat=True))

    assert {OF_FILES[kind] for kind in kinds if kind in OF_FILES} <= open_kinds


def test_what_a_payer_without_rate_puts_at_risk_is_unknown_and_never_nothing(practice, planted):
    number = next(p["patient_id"] for p in planted if p["kind"] == "payer_without_rate")
    tasks = tasks_of(practice, number)

    assert all(task.dollars is None for task in tasks)
    assert not Task.objects.filter(practice=practice, dollars=0).exists()


def test_importing_receiving_and_sweeping_again_changes_nothing(practice, folder):
    before = set(Task.objects.values_list("id", "state", "digest", "changed_at"))

    import_folder(practice_id=practice.pk, folder=folder / "webpt", by=build.TEST, at=AT)
    again = [
        receive(Arrival(p.name, p.read_bytes()), by=build.TEST, at=AT, practice_id=practice.pk).state
        for p in sorted((folder / "x12").iterdir())
    ]
    swept = sweep.sweep(practice_id=practice.pk, at=AT)

    assert set(again) == {"nothing_new"}
    assert (swept.opened, swept.closed, swept.changed) == (0, 0, 0)
    assert set(Task.objects.values_list("id", "state", "digest", "changed_at")) == before
