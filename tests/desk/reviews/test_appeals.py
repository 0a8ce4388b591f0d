"""An appeal from its beginning to its decision; what follows it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import blobs
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import appeals, deciding, filing, letters, proofs, signing, standing
from otium.desk.reviews.overturning import Granted
from otium.desk.reviews.proof import proof
from otium.records import models
from otium.terms.prior_auth import AppealOutcome, Road
from otium.terms.reviews import Risk
from tests import build
from tests.desk.reviews.conftest import AT, DECIDED, Denied, denial

BY = build.TEST
LATER = AT + timedelta(days=2)
TWELVE = Granted("A-900", date(2026, 11, 30), date(2027, 2, 26), 12)
OUT = AppealOutcome


def opened(denied: Denied, at: datetime = AT) -> models.Appeal:
    return appeals.open_appeal(request_id=denied.request.pk, by=BY, at=at)


def signed(denied: Denied, row: models.Appeal, at: datetime = LATER) -> models.RequestPacket:
    row = models.Appeal.objects.get(pk=row.pk)
    digest = letters.digest(letters.letter(row, at, proofs.now(row.request_id, at)))
    return signing.sign(appeal_id=row.pk, digest=digest, by=denied.signer, at=at)


def filed(denied: Denied, row: models.Appeal, at: datetime = LATER, **more: object) -> models.Appeal:
    fields = {"road": Road.FAX, "sent_at": at, "destination": "800-555-0199", "reference": "F-1", **more}
    return filing.file(appeal_id=row.pk, by=BY, at=at, **fields)  # type: ignore[arg-type]


def decided(row: models.Appeal, outcome: AppealOutcome, **more: object) -> models.Appeal:
    fields = {"decided_on": date(2026, 12, 10), "by": BY, "at": AT + timedelta(days=20), **more}
    return deciding.decide(appeal_id=row.pk, outcome=outcome, **fields)  # type: ignore[arg-type]


def test_it_is_begun_at_the_first_level_with_its_last_day_and_each_reason_answered(denied: Denied) -> None:
    row = opened(denied)

    assert (row.track, row.level, row.state) == ("commercial", 1, "draft")
    assert (row.notice_on, row.file_by) == (DECIDED, date(2027, 5, 19))
    assert [(point["said"], point["code"]) for point in row.points] == [
        ("82", "not_necessary"), ("plateau since August", "no_progress"),
    ]  # fmt: skip
    assert denied.tasks() & {"work_denial", "file_appeal"} == {"file_appeal"}


def test_a_second_click_begins_no_second_one(denied: Denied) -> None:
    assert opened(denied).pk == opened(denied).pk


def test_without_a_reason_the_reason_is_asked_for(denied: Denied) -> None:
    models.AuthorizationRequest.objects.update(reason="")

    assert [point["code"] for point in opened(denied).points] == ["no_reason"]


def test_of_an_approved_request_none_is_begun(denied: Denied) -> None:
    models.AuthorizationRequest.objects.update(state="approved", approved=12)

    with pytest.raises(Refused, match="nothing_to_dispute"):
        opened(denied)


@pytest.mark.parametrize(
    ("payer_type", "rules_key", "injured_in", "track", "file_by"),
    [
        ("medicaid_mco", "", "", "medicaid_mco", date(2027, 1, 19)),
        ("medicare_advantage", "", "", "medicare_advantage", date(2027, 1, 24)),
        ("workers_comp", "workers_comp_ca", "", "workers_comp", date(2026, 12, 20)),
        ("auto", "", "", "other", None),
    ],
)
def test_each_payer_has_its_track(
    practice: models.Practice, payer_type: str, rules_key: str, injured_in: str, track: str, file_by: date | None
) -> None:
    row = opened(denial(practice, payer_type, rules_key=rules_key))

    assert (row.track, row.file_by) == (track, file_by)


def test_the_state_of_a_work_injury_is_its_claims(practice: models.Practice) -> None:
    case = denial(practice, "workers_comp")
    models.InjuryClaim.objects.create(
        practice=practice, coverage=case.coverage, patient=case.patient, state="TX", changed_at=AT
    )
    row = opened(case)

    level = appeals.level_of(row, date(2026, 11, 23))

    assert level is not None
    assert level.code == "tx_reconsideration"


def test_the_letter_answers_point_by_point_from_the_packet_and_names_what_goes_along(denied: Denied) -> None:
    models.Finding.objects.create(
        practice=denied.practice, patient=denied.patient, kind="deficit", found_on=date(2026, 11, 10),
        text="Cannot button a shirt with the right hand.",
    )  # fmt: skip
    row = opened(denied)

    letter = letters.letter(row, AT, proofs.now(row.request_id, AT))

    assert [point.title for point in letter.points] == ["Not medically necessary", "No progress, or maintenance only"]
    assert any("Cannot button a shirt" in line for line in letter.points[0].proofs)
    assert "Written consent of the patient, or of the parent, to be represented" in letter.enclosures
    assert ("Asked for", "12 visits of occupational therapy") in letter.facts
    assert letters.read(letters.text(letter)) == letter


def test_signed_by_who_treats_it_is_ready_and_kept_as_it_was_read(denied: Denied) -> None:
    row = opened(denied)

    kept = signed(denied, row)

    row.refresh_from_db()
    assert (row.state, kept.signer_name, kept.signer_credential) == ("ready", "Noor Haddad", "OTR/L")
    assert kept.pdf is not None
    assert blobs.load(denied.practice, kept.pdf)[:5] == b"%PDF-"
    assert letters.pdf(row, LATER + timedelta(days=9)) == blobs.load(denied.practice, kept.pdf)


def test_a_letter_that_changed_since_it_was_shown_is_not_signed(denied: Denied) -> None:
    row = opened(denied)
    digest = letters.digest(letters.letter(row, AT, None))
    appeals.answer_point(appeal_id=row.pk, place=0, said="", reply="Another answer.", by=BY, at=AT)

    with pytest.raises(Refused, match="changed"):
        signing.sign(appeal_id=row.pk, digest=digest, by=denied.signer, at=AT)


def test_who_does_not_treat_does_not_sign(denied: Denied) -> None:
    row = opened(denied)
    other = models.Staff.objects.create(email="o@alder.example", name="Other", credential="OTR/L")
    models.Membership.objects.create(practice=denied.practice, staff=other, role="assistant")
    digest = letters.digest(letters.letter(row, AT, proofs.now(row.request_id, AT)))

    with pytest.raises(Refused, match="not_treating"):
        signing.sign(appeal_id=row.pk, digest=digest, by=Actor.person(other.pk), at=AT)


def test_a_change_after_signing_opens_the_letter_again(denied: Denied) -> None:
    row = opened(denied)
    kept = signed(denied, row)

    row = appeals.answer_point(appeal_id=row.pk, place=1, said="", reply="See the scores.", by=BY, at=LATER)

    kept.refresh_from_db()
    assert (row.state, kept.withdrawn_at) == ("draft", LATER)
    assert row.points[1]["reply"] == "See the scores."


def test_a_point_that_the_codes_do_not_say_is_added(denied: Denied) -> None:
    row = opened(denied)

    row = appeals.answer_point(appeal_id=row.pk, place=2, said="By phone: too young", reply="Age 7.", by=BY, at=AT)

    assert (row.points[2]["said"], row.points[2]["reply"]) == ("By phone: too young", "Age 7.")
    with pytest.raises(Refused, match="reply_missing"):
        appeals.answer_point(appeal_id=row.pk, place=3, said="x", reply=" ", by=BY, at=AT)
    with pytest.raises(Refused, match="point_unknown"):
        appeals.answer_point(appeal_id=row.pk, place=9, said="x", reply="x", by=BY, at=AT)


def test_filed_it_has_its_day_of_decision_and_its_proof(denied: Denied) -> None:
    row = opened(denied)
    kept = signed(denied, row)

    row = filed(denied, row)

    assert (row.state, row.filed_on, row.decide_by) == ("filed", date(2026, 11, 25), date(2026, 12, 25))
    assert "file_appeal" not in denied.tasks()
    shown = proof(row)
    assert (shown.file_by, shown.filed_on, shown.is_timely, shown.days_to_spare) == (
        date(2027, 5, 19), date(2026, 11, 25), True, 175,
    )  # fmt: skip
    assert [(left.road, left.reference, left.digest) for left in shown.left] == [("fax", "F-1", kept.digest)]
    assert shown.ground is not None
    assert shown.ground.source


@pytest.mark.parametrize(("sent_on", "needs_cause"), [(date(2027, 5, 19), False), (date(2027, 5, 20), True)])
def test_filed_after_its_last_day_it_needs_good_cause(denied: Denied, sent_on: date, needs_cause: bool) -> None:
    row = opened(denied)
    at = datetime.combine(sent_on, datetime.min.time(), UTC) + timedelta(hours=18)

    if needs_cause:
        with pytest.raises(Refused, match="late_needs_cause"):
            filed(denied, row, at)
        assert proof(filed(denied, row, at, note="Notice came by mail in May")).is_timely is False
    else:
        assert proof(filed(denied, row, at)).is_timely is True


def test_expedited_it_is_decided_within_hours_and_needs_a_road_that_is_fast(practice: models.Practice) -> None:
    case = denial(practice, "medicaid_mco")
    row = opened(case)
    row = appeals.say_urgency(appeal_id=row.pk, statement="Loses grasp within weeks.", by=BY, at=AT)

    row = filed(case, row)

    assert (row.is_expedited, row.decide_by) == (True, date(2026, 11, 28))


def test_where_no_fast_road_is_known_urgency_is_refused(practice: models.Practice) -> None:
    row = opened(denial(practice, "auto"))

    with pytest.raises(Refused, match="no_fast_road"):
        appeals.say_urgency(appeal_id=row.pk, statement="Loses grasp.", by=BY, at=AT)


def test_taken_back_it_is_at_home_as_it_was(denied: Denied) -> None:
    row = opened(denied)
    signed(denied, row)
    filed(denied, row)

    row = filing.take_back(appeal_id=row.pk, why="The fax failed", by=BY, at=LATER)

    assert (row.state, row.filed_on, row.decide_by) == ("ready", None, None)
    assert models.RequestSending.objects.get().taken_back_at == LATER
    assert "file_appeal" in denied.tasks()


def test_the_payer_says_that_it_has_it(denied: Denied) -> None:
    row = filed(denied, opened(denied))

    row = filing.acknowledge(appeal_id=row.pk, reference="APL-77", by=BY, at=LATER)

    assert (row.state, row.reference) == ("acknowledged", "APL-77")
    assert models.RequestSending.objects.get().confirmed_at == LATER


def test_upheld_the_next_level_is_begun_so_that_its_day_is_on_the_desk(denied: Denied) -> None:
    row = filed(denied, opened(denied))

    decided(row, OUT.UPHELD)

    second = models.Appeal.objects.get(level=2)
    assert (second.state, second.notice_on, second.file_by) == ("draft", date(2026, 12, 10), date(2027, 4, 10))
    assert second.points == row.points
    assert "file_appeal" in denied.tasks()
    assert "work_denial" not in denied.tasks()


def test_what_the_plan_sends_on_is_begun_as_filed(practice: models.Practice) -> None:
    case = denial(practice, "medicare_advantage")

    decided(filed(case, opened(case)), OUT.UPHELD)

    entity = models.Appeal.objects.get(level=2)
    assert (entity.state, entity.filed_on, entity.decide_by) == ("filed", date(2026, 12, 10), date(2027, 1, 9))


def test_a_hearing_is_offered_and_not_begun_and_a_small_dispute_has_none(practice: models.Practice) -> None:
    case = denial(practice, "medicare_advantage")
    decided(filed(case, opened(case)), OUT.UPHELD)
    entity = models.Appeal.objects.get(level=2)

    decided(entity, OUT.UPHELD, decided_on=date(2026, 12, 12))

    assert models.Appeal.objects.count() == 2
    models.Appointment.objects.filter(starts_at__gt=AT + timedelta(days=20)).delete()
    with pytest.raises(Refused, match="no_level_left"):
        opened(case, AT + timedelta(days=10))  # one visit at 100 dollars is left: under 200
    models.Appointment.objects.all().delete()
    third = opened(case, AT + timedelta(days=20))  # nothing booked: the amount is not known
    assert (third.level, third.file_by) == (3, date(2027, 2, 15))


def test_overturned_with_its_number_the_request_is_approved(denied: Denied) -> None:
    row = filed(denied, opened(denied))

    decided(row, OUT.OVERTURNED, granted=TWELVE)

    denied.request.refresh_from_db()
    assert (denied.request.state, denied.request.approved) == ("approved", 12)
    assert models.Appeal.objects.count() == 1
    assert not denied.tasks() & {"work_denial", "file_appeal", "chase_appeal"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"decided_on": date(2026, 12, 14)}, "day_ahead"),
        ({"decided_on": date(2026, 11, 24)}, "before_it_was_filed"),
        ({"granted": TWELVE}, "granted_and_upheld"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(denied: Denied, more: dict[str, object], code: str) -> None:
    row = filed(denied, opened(denied))

    with pytest.raises(Refused, match=code):
        decided(row, OUT.UPHELD, **more)


def test_withdrawn_with_a_reason_the_denial_is_worked_again(denied: Denied) -> None:
    row = opened(denied)

    with pytest.raises(Refused, match="reason_missing"):
        appeals.withdraw(appeal_id=row.pk, why="", by=BY, at=LATER)
    appeals.withdraw(appeal_id=row.pk, why="The family moves", by=BY, at=LATER)

    assert denied.tasks() & {"work_denial", "file_appeal"} == {"work_denial"}
    assert opened(denied).level == 1


def test_what_hangs_on_it_is_counted_and_who_carries_the_risk(denied: Denied) -> None:
    found = standing.disputed(denied.practice, [denied.patient.pk], on=date(2026, 11, 23))[denied.request.pk]

    assert (found.visits, str(found.at_risk.amount), found.first_visit_on) == (3, "300.00", date(2026, 12, 1))
    assert (found.care.code, found.care.risk) == ("network_new", Risk.PRACTICE)
