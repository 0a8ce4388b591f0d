"""One record of practice A of every kind that an address can name."""

from datetime import date, time
from typing import Any
from uuid import UUID

from otium.desk import acting, blobs
from otium.desk.outbox import packing
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast

Ids = dict[str, Any]
FAR = date(2027, 12, 31)  # no test books on it


def of_a(cast: Cast) -> Ids:
    """By the name of an address's part (`task_id`), or of the kind that a `record_id` stands for (`coverage`)."""
    patient = people.patient(cast.a)
    treating = cast.therapists["treating"]
    episode = people.episode(patient, treating)
    auth = people.running_out(patient, treating)
    leaver = people.member(cast.a, people.person("leaver@alder.example", "Lee Leaver"), "biller")  # not of the cast
    with acting.acting_for(cast.a.pk):
        care = _care(cast, patient, episode)
        papers = _papers(cast, patient)
        return {
            "patient_id": patient.pk,
            "patient": patient.pk,
            "episode": episode.pk,
            "authorization": auth.pk,
            "therapist": treating.pk,
            "membership_id": leaver.pk,
            "staff_id": leaver.staff_id,
            "practice_id": cast.a.pk,
            **_work(cast, patient),
            **_wires(cast, patient),
            **_money(cast, patient, auth),
            **_billing(cast, patient),
            "estimate_id": _estimate(cast, patient),
            **_reviews(cast, patient),
            **_families(cast, patient),
            **_plans(cast, patient),
            **_waiting(cast, patient),
            **care,
            **_charted(cast, patient, care["goal"]),
            **papers,
        }


def _work(cast: Cast, patient: models.Patient) -> Ids:
    task = people.task(patient)
    act = models.Act.objects.create(
        practice=cast.a,
        kind="wait_until",
        duty_kind=task.kind,
        focus_id=task.focus_id,
        task=task,
        patient=patient,
        choice="wait_until",
        at=AT,
        by=cast.people["assistant"],
    )
    visit = models.Appointment.objects.filter(patient=patient).order_by("-starts_at")[0]
    return {
        "task_id": task.pk,
        "act_id": act.pk,
        "appointment_id": visit.pk,
        "appointment": visit.pk,
        "hour_id": visit.pk,
    }


def _wires(cast: Cast, patient: models.Patient) -> Ids:
    road = build.connection(cast.a)
    parcel = build.parcel(cast.a, AT, patient_id=patient.pk)
    sending = packing.pack(cast.a, road, is_real_time=False, at=AT)
    return {"connection_id": road.pk, "parcel_id": parcel.pk, "transmission_id": sending.pk if sending else None}


def _money(cast: Cast, patient: models.Patient, auth: models.Authorization) -> Ids:
    cover = models.Coverage.objects.get(patient=patient)
    plan = models.Plan.objects.create(practice=cast.a, payer=cover.payer, name="Gold")
    check = models.BenefitCheck.objects.create(
        practice=cast.a, coverage=cover, patient=patient, status="active", answered_at=AT, channel="call"
    )
    request = models.AuthorizationRequest.objects.create(
        practice=cast.a, patient=patient, coverage=cover, authorization=auth, kind="renewal", state="draft"
    )
    injured = build.coverage(patient, build.payer(cast.a, "workers_comp"), order=2)
    claim = models.InjuryClaim.objects.create(practice=cast.a, coverage=injured, patient=patient, changed_at=AT)
    call = models.Call.objects.create(
        practice=cast.a, payer=cover.payer, coverage=cover, patient=patient, called_at=AT, outcome="reached",
        representative="Ana", by=cast.people["assistant"],
    )  # fmt: skip
    return {
        "injury_claim": claim.pk,
        "call_id": call.pk,
        "coverage": cover.pk,
        "coverage_id": cover.pk,
        "payer": cover.payer_id,
        "payer_id": cover.payer_id,
        "plan": plan.pk,
        "benefit_check": check.pk,
        "authorization_request": request.pk,
        "request_id": request.pk,
        "expected_rate": models.ExpectedRate.objects.get(practice=cast.a).pk,
        "payer_road": models.PayerRoad.objects.create(
            practice=cast.a, payer_id=cover.payer_id, road="fax", destination="518-555-0111", source="manual"
        ).pk,
        "fee": models.Fee.objects.create(practice=cast.a, code="97530", amount=60, starts_on=ON).pk,
    }


def _billing(cast: Cast, patient: models.Patient) -> Ids:
    claim = models.Claim.objects.create(
        practice=cast.a, patient=patient, coverage=models.Coverage.objects.get(patient=patient, order=1),
        number="K7QM4T2B", standing="held", standing_at=AT, starts_on=ON, ends_on=ON, made_at=AT,
    )  # fmt: skip
    models.ClaimVersion.objects.create(
        practice=cast.a, claim=claim, number=1, control="K7QM4T2B", made_at=AT, by="test", problems=[_PROBLEM]
    )
    file = models.InboundFile.objects.create(
        practice=cast.a, digest="1" * 64, blob=blobs.keep(cast.a, b"ISA*00*"), kind="835", state="applied",
        received_at=AT,
    )  # fmt: skip
    payment = models.Remittance.objects.create(
        practice=cast.a, inbound_file=file, segment=3, trace="EFT1", amount=90, received_at=AT
    )
    models.RemittedClaim.objects.create(
        practice=cast.a, remittance=payment, position=9, claim=claim, number="K7QM4T2B", charge=100, paid=90
    )
    return {"claim_id": claim.pk, "remittance_id": payment.pk}


def _reviews(cast: Cast, patient: models.Patient) -> Ids:
    request = models.AuthorizationRequest.objects.create(
        practice=cast.a, patient=patient, coverage=models.Coverage.objects.get(patient=patient, order=1),
        kind="renewal", state="denied", decided_on=ON, requested=12,
    )  # fmt: skip
    talk = models.PeerToPeer.objects.create(practice=cast.a, request=request, state="open", opened_on=ON)
    appeal = models.Appeal.objects.create(
        practice=cast.a, request=request, track="commercial", level=1, state="draft", opened_on=ON, notice_on=ON
    )
    return {"request_id": request.pk, "talk_id": talk.pk, "appeal_id": appeal.pk}


def _waiting(cast: Cast, patient: models.Patient) -> Ids:
    visit = models.Appointment.objects.filter(patient=patient).order_by("-starts_at")[0]
    entry = models.WaitlistEntry.objects.filter(patient=patient).first() or models.WaitlistEntry.objects.create(
        practice=cast.a, patient=patient, need="make_up", asked_on=ON
    )
    made = models.OfferRound.objects.create(
        practice=cast.a, visit=visit, state="open", opened_at=AT, by=str(cast.people["assistant"].pk)
    )
    return {"waiting_id": entry.pk, "round_id": made.pk}


def _estimate(cast: Cast, patient: models.Patient) -> UUID:
    row = models.GoodFaithEstimate.objects.create(
        practice=cast.a, patient=patient, version=1, reason="requested", asked_at=AT, due_on=ON, starts_on=ON,
        ends_on=ON, total=0, digest="0" * 64, state="draft",
    )  # fmt: skip
    return row.pk


def _families(cast: Cast, patient: models.Patient) -> Ids:
    notice = models.FamilyNotice.objects.create(
        practice=cast.a, patient=patient, about="threshold", language="en", digest="2" * 64, state="prepared",
        prepared_at=AT, facts={"unit": "visits", "remaining": "5", "limit": "30", "answered_on": "2026-11-20"},
    )  # fmt: skip
    return {"notice_id": notice.pk}


def _plans(cast: Cast, patient: models.Patient) -> Ids:
    plan = models.SchedulePlan.objects.create(
        practice=cast.a, kind="repair", state="refused", starts_on=ON, ends_on=ON, asked_at=AT, changed_at=AT,
        asked_by="test", therapist=cast.therapists["treating"],
    )  # fmt: skip
    move = models.PlanMove.objects.create(
        practice=cast.a, plan=plan, key="1", kind="move", state="proposed", patient=patient, minutes=45
    )
    return {"plan_id": plan.pk, "move_id": move.pk}


_PROBLEM = {
    "severity": "error", "code": "member_id_missing", "loop": "2010BA", "element": "NM109", "line": None,
    "message": "", "on": "coverage", "detail": "",
}  # fmt: skip


def _care(cast: Cast, patient: models.Patient, episode: models.EpisodeOfCare) -> dict[str, UUID]:
    of_patient = {"practice": cast.a, "patient": patient}
    plan = models.PlanOfCare.objects.create(**of_patient, episode=episode, starts_on=ON)
    rows = {
        "plan_of_care": plan,
        "goal": models.Goal.objects.create(**of_patient, plan=plan, text="Ties shoes"),
        "measure": models.Measure.objects.create(**of_patient, instrument="BOT-3", score=9, taken_on=ON),
        "progress_report": models.ProgressReport.objects.create(**of_patient, written_on=ON),
        "referral": models.Referral.objects.create(**of_patient, written_on=ON),
        "related_person": models.RelatedPerson.objects.create(**of_patient, first_name="Pat", last_name="Marshfield"),
        **_calendar(cast),
        "series_id": models.Series.objects.create(
            **of_patient, weekdays=[1], starts_at=time(15), minutes=45, starts_on=ON, ends_on=ON
        ),
        "waitlist_entry": models.WaitlistEntry.objects.create(**of_patient, need="evaluation", asked_on=ON),
    }
    return {name: row.pk for name, row in rows.items()}


def _calendar(cast: Cast) -> dict[str, Any]:
    main = models.Location.objects.create(practice=cast.a, name="Main")
    every_day = {"weekdays": list("0123456"), "starts_at": time(7), "ends_at": time(20)}
    return {
        "location": main,
        "room": models.Room.objects.create(practice=cast.a, location=main, name="Gym"),
        "equipment": models.Equipment.objects.create(practice=cast.a, name="Swing"),
        "working_hours": models.WorkingHours.objects.create(practice=cast.a, location=main, **every_day),
        "production_target": models.ProductionTarget.objects.create(
            practice=cast.a, therapist=cast.therapists["treating"], unit="visits", amount=30, starts_on=FAR
        ),
        "time_off": models.TimeOff.objects.create(practice=cast.a, location=main, starts_on=FAR, ends_on=FAR),
    }


def _charted(cast: Cast, patient: models.Patient, goal_id: UUID) -> Ids:
    of_patient = {"practice": cast.a, "patient": patient}
    note = models.GoalNote.objects.create(**of_patient, goal_id=goal_id, noted_on=ON, current="2 of 5", status="active")
    finding = models.Finding.objects.create(**of_patient, kind="progress", text="Ties one knot", found_on=ON)
    entry = models.History.objects.create(
        practice=cast.a, focus_type="patient", focus_id=patient.pk, patient_id=patient.pk, event="charted", at=AT,
        by="test",
    )  # fmt: skip
    return {"note_id": note.pk, "finding": finding.pk, "entry_id": entry.pk}


def _papers(cast: Cast, patient: models.Patient) -> Ids:
    blob = blobs.keep(cast.a, b"ISA*00*Marshfield")
    file = models.InboundFile.objects.create(
        practice=cast.a,
        digest="0" * 64,
        blob=blob,
        name="a.271",
        kind="271",
        state="unmatched",
        received_at=AT,
        patient=patient,
    )
    document = models.Document.objects.create(
        practice=cast.a, patient=patient, blob=blob, title="Order", received_on=ON, media_type="application/pdf"
    )
    run = models.ImportRun.objects.create(practice=cast.a, source="webpt", state="applied", started_at=AT)
    return {"document_id": document.pk, "file_id": file.pk, "run_id": run.pk, "import_id": run.pk}
