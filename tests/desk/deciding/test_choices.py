"""What a person may choose after a decision, and what each choice writes."""

from datetime import UTC, datetime, timedelta

import pytest

from otium.desk import acts, settle
from otium.desk.acting import acting_for
from otium.records import models
from tests import build

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
ON = AT.date()
ANN, BEN = "1234567893", "1987654320"


@pytest.fixture
def practice():
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


@pytest.fixture
def who(practice):
    """Six visits booked, one a week; four approved of six."""
    patient = build.patient(practice)
    patient.cover = build.coverage(patient, build.payer(practice, "medicare_advantage"))
    patient.treats = build.therapist(practice, npi=BEN)
    for week in range(6):
        build.visit(patient, AT + timedelta(weeks=week, days=1), therapist=patient.treats)
    return patient


def granted(who, visits=4, **more):
    values = {"coverage": who.cover, "starts_on": ON, "ends_on": ON + timedelta(days=60), "entered_on": ON, **more}
    return build.authorization(who, visits, **values)


def decided(who, state="modified", authorization=None, **more):
    values = {"requested": 6, "approved": 4, "decided_on": ON, "submitted_on": ON - timedelta(days=9), **more}
    return models.AuthorizationRequest.objects.create(
        practice=who.practice, patient=who, coverage=who.cover, kind="renewal", state=state,
        authorization=authorization, ends_on=ON + timedelta(days=60), therapist=who.treats, **values,
    )  # fmt: skip


def settled(practice):
    settle.settle(practice, by=build.TEST, at=AT)


def task(kind):
    return models.Task.objects.get(kind=kind, state="open")


def choose(kind, choice, **entries):
    return acts.record(task_id=task(kind).pk, choice=choice, entries=entries, by=build.TEST, at=AT)


def test_asking_for_the_rest_drafts_an_amendment_of_what_was_approved(practice, who):
    authorization = granted(who)
    decided(who, authorization=authorization, lines=[{"codes": ["97530"], "basis": "visits", "quantity": 6}])
    settled(practice)

    act = choose("work_reduction", "ask_for_rest")

    draft = models.AuthorizationRequest.objects.get(kind="amendment")
    assert (draft.state, draft.requested, draft.authorization_id) == ("draft", 2, authorization.pk)
    assert draft.lines == [{"codes": ["97530"], "basis": "visits", "quantity": 2}]
    assert draft.starts_on == ON + timedelta(weeks=4, days=1)
    assert not models.Task.objects.filter(kind="work_reduction", state="open").exists()

    acts.undo(act_id=act.pk, by=build.TEST, at=AT)
    draft.refresh_from_db()
    assert draft.state == "cancelled"
    assert task("work_reduction")


def test_asking_again_after_a_denial_drafts_the_same_once_more(practice, who):
    decided(who, "denied", approved=None)
    settled(practice)

    choose("work_denial", "ask_for_rest")

    draft = models.AuthorizationRequest.objects.get(state="draft", kind="renewal")
    assert (draft.requested, draft.authorization_id) == (6, None)


def test_a_plan_that_fits_changes_the_frequency_of_the_newest_plan(practice, who):
    authorization = granted(who)
    decided(who, authorization=authorization)
    plan = models.PlanOfCare.objects.create(
        practice=practice, patient=who, starts_on=ON - timedelta(days=30), frequency_per_week=2
    )
    settled(practice)

    choose("work_reduction", "plan_fitted", per_week="1", reason="Home program carries the rest")

    plan.refresh_from_db()
    assert plan.frequency_per_week == 1
    assert models.History.objects.filter(focus_id=plan.pk, before={"frequency_per_week": 2}).exists()


@pytest.mark.parametrize("per_week", ["0", "15"])
def test_a_frequency_that_cannot_be_is_refused(practice, who, per_week):
    authorization = granted(who)
    decided(who, authorization=authorization)
    settled(practice)

    with pytest.raises(acts.Refused) as refused:
        choose("work_reduction", "plan_fitted", per_week=per_week, reason="x")

    assert (refused.value.entry, refused.value.code) == ("per_week", "number_unreadable")


def test_an_approval_that_the_payer_says_covers_our_therapist_covers_the_visits(practice, who):
    authorization = granted(who, 6, therapist_npis=[ANN])
    settled(practice)
    assert not models.AuthorizationUse.objects.exists()

    choose("check_approval", "approval_widened", said_by="Ann at the payer", road="call", reference="4471")

    authorization.refresh_from_db()
    assert (authorization.therapist_npis, authorization.note) == ([], "Ann at the payer 4471")
    assert models.AuthorizationUse.objects.count() == 6
    assert not models.Task.objects.filter(kind="check_approval", state="open").exists()


def billed(who, visit, number, standing="accepted"):
    claim = models.Claim.objects.create(
        practice=who.practice, patient=who, coverage=who.cover, number=f"C{visit.pk.hex[:8]}", standing=standing,
        standing_at=AT, starts_on=ON, ends_on=ON, made_at=AT, payer_claim_number="PCN1",
    )  # fmt: skip
    references = [{"qualifier": "G1", "value": number}] if number else []
    models.ClaimVersion.objects.create(
        practice=who.practice, claim=claim, number=1, control=claim.number, made_at=AT, by="test",
        content={"references": references}, parcel=build.parcel(who.practice, AT, patient_id=who.pk),
    )  # fmt: skip
    models.ClaimVisit.objects.create(practice=who.practice, claim=claim, appointment=visit)
    return claim


def use_of(visit):
    return models.AuthorizationUse.objects.get(appointment=visit).authorization.number


@pytest.fixture
def made(practice, who):
    return build.visit(who, AT - timedelta(days=7), "done", therapist=who.treats)


def test_a_billed_visit_stays_where_it_is_when_its_authorization_is_taken_out(practice, who, made):
    old = granted(who, 9, number="OLD", starts_on=ON - timedelta(days=30))
    settled(practice)
    billed(who, made, "OLD")
    granted(who, 9, number="NEW", starts_on=ON - timedelta(days=30))
    models.Authorization.objects.filter(pk=old.pk).update(state="cancelled")

    settled(practice)

    assert use_of(made) == "OLD"
    assert task("settle_uses").focus_id == old.pk


def test_keeping_what_was_billed_settles_it_until_something_else_changes(practice, who, made):
    old = granted(who, 9, number="OLD", starts_on=ON - timedelta(days=30))
    settled(practice)
    billed(who, made, "OLD")
    models.Authorization.objects.filter(pk=old.pk).update(state="cancelled")
    settled(practice)

    choose("settle_uses", "uses_kept", reason="The payer honours the old number")
    settled(practice)

    assert use_of(made) == "OLD"
    assert not models.Task.objects.filter(kind="settle_uses", state="open").exists()


def test_a_late_approval_of_a_visit_that_was_billed_without_one_is_told(practice, who, made):
    settled(practice)
    billed(who, made, "")
    granted(who, 9, number="LATE", starts_on=ON - timedelta(days=30))

    settled(practice)

    assert (use_of(made), task("settle_uses").instance) == ("LATE", "claim")


def test_a_claim_that_did_not_go_out_holds_nothing(practice, who, made):
    old = granted(who, 9, number="OLD", starts_on=ON - timedelta(days=30))
    settled(practice)
    billed(who, made, "OLD", standing="held")
    granted(who, 9, number="NEW", starts_on=ON - timedelta(days=30))
    models.Authorization.objects.filter(pk=old.pk).update(state="cancelled")

    settled(practice)

    assert use_of(made) == "NEW"
    assert not models.Task.objects.filter(kind="settle_uses", state="open").exists()


def test_correcting_the_claims_moves_the_visits_and_builds_replacements(practice, who, made):
    old = granted(who, 9, number="OLD", starts_on=ON - timedelta(days=30))
    settled(practice)
    claim = billed(who, made, "OLD")
    granted(who, 9, number="NEW", starts_on=ON - timedelta(days=30))
    models.Authorization.objects.filter(pk=old.pk).update(state="cancelled")
    settled(practice)

    choose("settle_uses", "claims_corrected", reason="The old number was withdrawn")

    newest = models.ClaimVersion.objects.filter(claim=claim).order_by("-number")[0]
    assert use_of(made) == "NEW"
    assert (newest.frequency, newest.number) == ("7", 2)
    assert {"qualifier": "G1", "value": "NEW"} in newest.content["references"]
    assert models.History.objects.filter(focus_id=made.pk, why="claim_corrected").count() == 1
    assert not models.Task.objects.filter(kind="settle_uses", state="open").exists()


def test_a_plan_that_fits_leaves_another_disciplines_plan_alone(practice, who):
    authorization = granted(who)
    decided(who, authorization=authorization)
    physical = models.EpisodeOfCare.objects.create(practice=practice, patient=who, discipline="PT", icd10=["M25.5"])
    fields = {"practice": practice, "patient": who, "frequency_per_week": 2}
    mine = models.PlanOfCare.objects.create(starts_on=ON - timedelta(days=30), **fields)
    theirs = models.PlanOfCare.objects.create(starts_on=ON - timedelta(days=2), episode=physical, **fields)
    settled(practice)

    choose("work_reduction", "plan_fitted", per_week="1", reason="Home program carries the rest")

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.frequency_per_week, theirs.frequency_per_week) == (1, 2)


def test_an_appeal_told_of_later_left_on_its_day_and_not_before_the_notice(practice, who):
    notice_on, sent_on = ON - timedelta(days=5), ON - timedelta(days=3)
    decided(who, "denied", approved=None, decided_on=notice_on)
    settled(practice)
    told = {"road": "letter", "reference": "R-1"}
    with pytest.raises(acts.Refused):
        choose("work_denial", "appeal_sent", sent_on=(notice_on - timedelta(days=1)).isoformat(), **told)

    choose("work_denial", "appeal_sent", sent_on=sent_on.isoformat(), **told)

    appeal, sending = models.Appeal.objects.get(), models.RequestSending.objects.get(about="appeal")
    assert (appeal.filed_on, sending.sent_at.date()) == (sent_on, sent_on)


def test_an_appeal_that_was_faxed_elsewhere_says_to_which_number(practice, who):
    decided(who, "denied", approved=None, decided_on=ON - timedelta(days=5))
    settled(practice)
    told = {"road": "fax", "sent_on": ON.isoformat()}

    with pytest.raises(acts.Refused) as caught:
        choose("work_denial", "appeal_sent", **told)
    choose("work_denial", "appeal_sent", destination="800-555-0199", **told)

    assert (caught.value.entry, caught.value.code) == ("destination", "recipient_missing")
    assert models.RequestSending.objects.get(about="appeal").destination == "800-555-0199"
