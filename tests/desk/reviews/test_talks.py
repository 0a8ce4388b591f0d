"""A peer-to-peer is begun, tried, held and followed; what it changed moves the request."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from otium.desk import blobs
from otium.desk.acts import Refused
from otium.desk.appointments import Booking, Slot, Taken, book, cancel
from otium.desk.reviews import slots, talks, terms
from otium.desk.reviews.overturning import Granted
from otium.desk.reviews.talks import Spoken
from otium.records import models
from otium.terms.payers import PayerType
from otium.terms.prior_auth import PeerToPeerOutcome, RequestKind
from otium.terms.roads import PeerToPeerTerms, RequestTerms, Service, Span, Unit
from tests import build
from tests.desk.reviews.conftest import AT, DECIDED, Denied, denial

BY = build.TEST
LATER = AT + timedelta(days=2)
TWELVE = Granted("A-900", date(2026, 11, 30), date(2027, 2, 26), 12)
OUT = PeerToPeerOutcome


def opened(denied: Denied) -> models.PeerToPeer:
    return talks.open_talk(request_id=denied.request.pk, by=BY, at=AT)


def spoken(result: str = "reached", **more: object) -> Spoken:
    fields = {"representative": "Dr. Ames, MD", "reference": "C-7", "hold_minutes": 9, "number": "800-555-0100", **more}
    return Spoken(result, LATER, **fields)  # type: ignore[arg-type]


def held(denied: Denied, outcome: PeerToPeerOutcome, granted: Granted | None = None) -> models.PeerToPeer:
    row = opened(denied)
    return talks.hold(talk_id=row.pk, spoken=spoken(), outcome=outcome, granted=granted, by=BY, at=LATER)


def test_it_is_begun_with_the_payers_last_day_and_takes_the_denials_place_on_the_desk(denied: Denied) -> None:
    assert "work_denial" in denied.tasks()

    row = opened(denied)

    assert (row.state, row.until_on, row.therapist_id) == ("open", date(2026, 12, 4), denied.therapist.pk)
    assert "hold_peer_to_peer" in denied.tasks()
    assert "work_denial" not in denied.tasks()


def test_a_second_click_begins_no_second_one(denied: Denied) -> None:
    assert opened(denied).pk == opened(denied).pk


def test_after_the_payers_last_day_none_is_begun(denied: Denied) -> None:
    with pytest.raises(Refused, match="talk_over"):
        talks.open_talk(request_id=denied.request.pk, by=BY, at=AT + timedelta(days=12))


def test_of_an_approved_request_none_is_begun(denied: Denied) -> None:
    models.AuthorizationRequest.objects.update(state="approved", approved=12)

    with pytest.raises(Refused, match="nothing_to_dispute"):
        opened(denied)


def test_each_try_is_a_call_with_this_payer(denied: Denied) -> None:
    row = opened(denied)

    row = talks.record_try(talk_id=row.pk, spoken=spoken("voicemail"), by=BY, at=LATER)

    call = models.Call.objects.get()
    assert (row.state, row.asked_on, [each["result"] for each in row.attempts]) == (
        "asked",
        date(2026, 11, 25),
        ["voicemail"],
    )
    assert (call.payer_id, call.outcome, call.hold_minutes) == (denied.payer.pk, "voicemail", 9)


def test_the_slots_offered_are_free_and_within_the_window(denied: Denied) -> None:
    first = slots.free(denied.therapist.pk, denied.practice, at=AT, until_on=date(2026, 11, 24))
    visit = build.visit(build.patient(denied.practice), first[0], therapist=denied.therapist)
    models.AppointmentParticipant.objects.create(
        practice=denied.practice, appointment=visit, together=visit.pk,
        actor_type="therapist", actor_id=denied.therapist.pk, is_held=True,
        period=(first[0], first[0] + timedelta(minutes=45)),
    )  # fmt: skip

    again = slots.free(denied.therapist.pk, denied.practice, at=AT, until_on=date(2026, 11, 24))

    assert first[0] == AT + timedelta(minutes=15)
    assert again[0] == AT + timedelta(minutes=60)
    assert [each.date() for each in again] == [date(2026, 11, 23)] * 2 + [date(2026, 11, 24)] * 2


def test_a_slot_is_refused_once_where_the_therapist_has_another_talk(denied: Denied) -> None:
    slot = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    other = denial(denied.practice, "tricare")
    first, second = opened(denied), talks.open_talk(request_id=other.request.pk, by=BY, at=AT)
    given = {"slot_at": slot, "minutes": 15, "therapist_id": denied.therapist.pk, "by": BY, "at": AT}
    talks.schedule(talk_id=first.pk, **given)
    talks.schedule(talk_id=first.pk, **given)  # its own slot does not stand in its way

    with pytest.raises(Refused, match="slot_taken"):
        talks.schedule(talk_id=second.pk, **given)
    assert talks.schedule(talk_id=second.pk, sure=True, **given).state == "scheduled"


SLOT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # 11 am in New York


def scheduled(denied: Denied, slot_at: datetime = SLOT, **more: object) -> models.PeerToPeer:
    row = opened(denied)
    given = {"slot_at": slot_at, "minutes": 15, "therapist_id": denied.therapist.pk, "by": BY, "at": AT, **more}
    return talks.schedule(talk_id=row.pk, **given)  # type: ignore[arg-type]


def taken() -> list[datetime]:
    """When the therapist's time is held by a talk."""
    rows = models.AppointmentParticipant.objects.filter(talk__isnull=False, is_held=True)
    return [period.lower for period in rows.values_list("period", flat=True)]


def test_a_talk_that_is_set_holds_the_therapists_time_and_moving_it_takes_it_along(denied: Denied) -> None:
    scheduled(denied)
    assert taken() == [SLOT]

    scheduled(denied, SLOT + timedelta(hours=2))

    assert taken() == [SLOT + timedelta(hours=2)]


def test_nobody_books_a_visit_over_it_and_is_told_what_stands_in_the_way(denied: Denied) -> None:
    scheduled(denied)
    slot = Slot(denied.therapist.pk, SLOT.date(), time(11), 45)

    with pytest.raises(Taken) as refused:
        book(Booking(build.patient(denied.practice).pk, slot), practice_id=denied.practice.pk, by=BY, at=AT)

    [clash] = refused.value.clashes
    assert (clash.who, clash.starts_at, clash.ends_at) == ("talk", SLOT, SLOT + timedelta(minutes=15))
    assert len(refused.value.free) == 3


@pytest.mark.parametrize(("starts", "is_free"), [(time(10, 30), False), (time(10, 15), True), (time(11, 15), True)])
def test_a_visit_before_or_after_it_is_booked(denied: Denied, starts: time, is_free: bool) -> None:
    scheduled(denied)
    visit = Booking(build.patient(denied.practice).pk, Slot(denied.therapist.pk, SLOT.date(), starts, 45))

    try:
        book(visit, practice_id=denied.practice.pk, by=BY, at=AT)
        booked = True
    except Taken:
        booked = False

    assert booked is is_free


@pytest.mark.parametrize("end", ["miss", "withdraw", "hold"])
def test_a_talk_that_is_over_gives_the_time_back(denied: Denied, end: str) -> None:
    row = scheduled(denied)

    if end == "hold":
        talks.hold(talk_id=row.pk, spoken=spoken(), outcome=OUT.UPHELD, by=BY, at=LATER)
    else:
        getattr(talks, end)(talk_id=row.pk, why="no call", by=BY, at=LATER)

    assert taken() == []


def test_over_a_visit_it_is_set_only_when_somebody_is_sure_and_holds_the_time_once_the_visit_moved(
    denied: Denied,
) -> None:
    at_eleven = Slot(denied.therapist.pk, SLOT.date(), time(11), 45)
    visit = book(Booking(build.patient(denied.practice).pk, at_eleven), practice_id=denied.practice.pk, by=BY, at=AT)
    with pytest.raises(Refused, match="slot_taken"):
        scheduled(denied)

    assert scheduled(denied, sure=True).state == "scheduled"
    assert taken() == []

    cancel(appointment_id=visit.visits[0].pk, reason="moved", by=BY, at=AT)
    slots.hold_all(denied.practice)

    assert taken() == [SLOT]


@pytest.mark.parametrize(
    ("slot", "code"),
    [(AT, "slot_passed"), (datetime(2026, 12, 5, 15, 0, tzinfo=UTC), "slot_after_last_day")],
)
def test_a_slot_lies_ahead_and_within_the_window(denied: Denied, slot: datetime, code: str) -> None:
    row = opened(denied)

    with pytest.raises(Refused, match=code):
        talks.schedule(talk_id=row.pk, slot_at=slot, minutes=15, therapist_id=denied.therapist.pk, by=BY, at=AT)


def test_a_missed_slot_is_counted_and_asked_for_again(denied: Denied) -> None:
    row = opened(denied)
    slot = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    talks.schedule(talk_id=row.pk, slot_at=slot, minutes=15, therapist_id=denied.therapist.pk, by=BY, at=AT)

    row = talks.miss(talk_id=row.pk, why="No call came", by=BY, at=LATER)

    assert (row.state, row.slot_at) == ("missed", None)
    assert "hold_peer_to_peer" in denied.tasks()


def test_upheld_the_denial_is_worked_again(denied: Denied) -> None:
    row = held(denied, OUT.UPHELD)

    assert (row.state, row.held_on, row.reviewer, row.call.reference) == (
        "held",
        date(2026, 11, 25),
        "Dr. Ames, MD",
        "C-7",
    )
    assert denied.tasks() & {"work_denial", "hold_peer_to_peer"} == {"work_denial"}


def test_overturned_with_its_number_the_request_is_approved_and_the_visits_covered(denied: Denied) -> None:
    held(denied, OUT.OVERTURNED, TWELVE)

    denied.request.refresh_from_db()
    assert (denied.request.state, denied.request.approved, denied.request.requested) == ("approved", 12, 12)
    assert models.AuthorizationUse.objects.filter(authorization__number="A-900").count() == 3
    assert not denied.tasks() & {"work_denial", "hold_peer_to_peer", "work_reduction"}


def test_overturned_in_part_it_is_a_cut_that_can_be_appealed(denied: Denied) -> None:
    held(denied, OUT.PARTLY, Granted("A-900", date(2026, 11, 30), date(2027, 2, 26), 6))

    denied.request.refresh_from_db()
    assert (denied.request.state, denied.request.approved) == ("modified", 6)
    assert "work_reduction" in denied.tasks()


def test_overturned_without_a_number_waits_for_the_approval(denied: Denied) -> None:
    row = held(denied, OUT.OVERTURNED)
    assert "hold_peer_to_peer" in denied.tasks()

    talks.learn(talk_id=row.pk, outcome=OUT.OVERTURNED, note="Came by fax", granted=TWELVE, by=BY, at=LATER)

    assert "hold_peer_to_peer" not in denied.tasks()


def test_what_the_payer_says_later_of_a_talk_is_learned(denied: Denied) -> None:
    row = held(denied, OUT.UNKNOWN)
    assert "hold_peer_to_peer" in denied.tasks()

    row = talks.learn(talk_id=row.pk, outcome=OUT.UPHELD, note="Letter of Nov 27", by=BY, at=LATER)

    assert (row.outcome, row.note) == ("upheld", "Letter of Nov 27")
    assert "work_denial" in denied.tasks()


def test_more_visits_under_the_same_number_grow_that_approval(denied: Denied) -> None:
    six = build.authorization(denied.patient, 6, number="A-1", coverage=denied.coverage, starts_on=date(2026, 11, 30),
                              ends_on=date(2026, 12, 31))  # fmt: skip
    models.AuthorizationRequest.objects.update(state="modified", approved=6, authorization=six)

    held(denied, OUT.OVERTURNED, Granted("A-1", date(2026, 11, 30), date(2027, 2, 26), 12))

    denied.request.refresh_from_db()
    six.refresh_from_db()
    assert (denied.request.state, denied.request.approved, six.ends_on) == ("approved", 12, date(2027, 2, 26))
    assert models.AuthorizedService.objects.get(authorization=six).approved == 12


def test_an_approval_that_a_talk_raised_names_the_talk_and_no_longer_the_letter(denied: Denied) -> None:
    letter = models.Document.objects.create(
        practice=denied.practice, patient=denied.patient, kind="letter", title="Letter", received_on=DECIDED,
        blob=blobs.keep(denied.practice, b"%PDF"), media_type="application/pdf",
    )  # fmt: skip
    six = build.authorization(denied.patient, 6, number="A-1", coverage=denied.coverage, document=letter,
                              provenance={"number": {"channel": "letter", "document": str(letter.pk)}})  # fmt: skip
    models.AuthorizationRequest.objects.update(state="modified", approved=6, authorization=six)

    held(denied, OUT.OVERTURNED, Granted("A-1", date(2026, 11, 30), date(2027, 2, 26), 12))

    six.refresh_from_db()
    assert (six.provenance["number"]["channel"], six.provenance["number"]["place"]) == ("call", "Dr. Ames, MD, C-7")
    assert six.document_id is None
    kept = models.History.objects.filter(focus_id=six.pk, event="extended").latest("at")
    assert kept.before["document_id"] == str(letter.pk)


def test_a_renewal_that_was_overturned_keeps_what_it_renews_beside_what_it_became(denied: Denied) -> None:
    old = build.authorization(denied.patient, 12, number="A-OLD", coverage=denied.coverage)
    models.AuthorizationRequest.objects.update(authorization=old)

    held(denied, OUT.OVERTURNED, TWELVE)

    denied.request.refresh_from_db()
    made = models.Authorization.objects.get(number="A-900")
    assert (denied.request.follows_id, denied.request.authorization_id) == (old.pk, made.pk)
    assert made.request_id == denied.request.pk


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        (Granted("A-1", date(2027, 1, 1), date(2026, 12, 1), 12), "ends_before_it_starts"),
        (Granted("A-1", date(2026, 12, 1), date(2027, 1, 1), 0), "number_unreadable"),
        (Granted("A-OTHER", date(2026, 12, 1), date(2027, 1, 1), 12), "number_on_file"),
    ],
)
def test_an_approval_that_cannot_be_is_refused_and_nothing_is_written(
    denied: Denied, granted: Granted, code: str
) -> None:
    build.authorization(denied.patient, 6, number="A-OTHER", coverage=denied.coverage)
    row = opened(denied)

    with pytest.raises(Refused, match=code):
        talks.hold(talk_id=row.pk, spoken=spoken(), outcome=OUT.OVERTURNED, granted=granted, by=BY, at=LATER)

    row.refresh_from_db()
    assert (row.state, models.Call.objects.count()) == ("open", 0)


def test_who_was_spoken_with_is_needed(denied: Denied) -> None:
    row = opened(denied)

    with pytest.raises(Refused, match="who_was_spoken_with"):
        talks.hold(talk_id=row.pk, spoken=spoken(representative=" "), outcome=OUT.UPHELD, by=BY, at=LATER)


def test_it_is_not_held_twice(denied: Denied) -> None:
    row = held(denied, OUT.UPHELD)

    with pytest.raises(Refused, match="does_not_follow"):
        talks.hold(talk_id=row.pk, spoken=spoken(), outcome=OUT.OVERTURNED, by=BY, at=LATER)


def test_withdrawn_with_a_reason_the_denial_is_worked_again(denied: Denied) -> None:
    row = opened(denied)

    with pytest.raises(Refused, match="reason_missing"):
        talks.withdraw(talk_id=row.pk, why=" ", by=BY, at=LATER)
    talks.withdraw(talk_id=row.pk, why="We appeal at once", by=BY, at=LATER)

    assert "work_denial" in denied.tasks()


def test_its_history_stands_under_the_patient(denied: Denied) -> None:
    held(denied, OUT.UPHELD)

    rows = models.History.objects.filter(focus_type="peertopeer", patient_id=denied.patient.pk)
    assert list(rows.order_by("at").values_list("event", flat=True)) == ["opened", "hold"]


def test_a_second_number_beside_the_first_counts_with_it(denied: Denied) -> None:
    six = build.authorization(denied.patient, 6, number="A-1", coverage=denied.coverage)
    models.AuthorizationRequest.objects.update(state="modified", approved=6, authorization=six)

    held(denied, OUT.OVERTURNED, Granted("A-2", date(2026, 11, 30), date(2027, 2, 26), 6))

    denied.request.refresh_from_db()
    assert (denied.request.state, denied.request.approved) == ("approved", 12)
    assert models.AuthorizedService.objects.filter(approved=6).count() == 2
    came_of = models.Authorization.objects.filter(request=denied.request).values_list("number", flat=True)
    assert sorted(came_of) == ["A-1", "A-2"]
    assert denied.request.follows_id is None


def test_business_days_of_a_talk_are_the_payers_and_not_ours(denied: Denied, monkeypatch: pytest.MonkeyPatch) -> None:
    """We work from Tuesday to Thursday; the payer works on, and its three days from Friday end on Wednesday."""
    offered = PeerToPeerTerms(is_offered=True, after_decision=Span(3, Unit.BUSINESS_DAYS))
    said = RequestTerms("x", PayerType.COMMERCIAL, RequestKind.RENEWAL, Service.TREATMENT, DECIDED,
                        peer_to_peer=offered)  # fmt: skip
    monkeypatch.setattr(terms, "terms_of", lambda *_: said)
    denied.request.practice.weekdays = [1, 2, 3]

    assert terms.talk_window(denied.request, AT).until_on == date(2026, 11, 25)


def test_visits_granted_are_not_added_to_units_that_were_asked_for(practice: models.Practice) -> None:
    lines = [{"codes": ["97530"], "basis": "units", "quantity": 12}]
    cut = denial(practice, state="modified", requested=12, approved=4, lines=lines)
    held_now = build.authorization(cut.patient, 4, coverage=cut.coverage, number="A-100")
    models.AuthorizationRequest.objects.update(authorization=held_now)

    held(cut, OUT.PARTLY, replace(TWELVE, visits=8))

    cut.request.refresh_from_db()
    assert (cut.request.state, cut.request.approved) == ("modified", None)
