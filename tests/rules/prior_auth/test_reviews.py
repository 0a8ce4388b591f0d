"""HOLD_PEER_TO_PEER, FILE_APPEAL, CHASE_APPEAL, and when a denial rests because of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.appeals import moves
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import PatientFacts
from otium.terms.prior_auth import (
    Appeal,
    AppealOutcome,
    AppealState,
    AppealTrack,
    PeerToPeer,
    PeerToPeerOutcome,
    PeerToPeerState,
    RequestState,
)
from otium.terms.reviews import AppealEvent, PeerToPeerEvent
from tests.rules import cast

ON = date(2026, 11, 23)
DECIDED = date(2026, 11, 20)
UNTIL = date(2026, 12, 4)
PAYER = cast.coverage()
VISITS = cast.every(7, date(2026, 12, 1), 2)
DENIED = cast.request(RequestState.DENIED, PAYER, submitted_on=date(2026, 11, 10), decided_on=DECIDED)
P, A, K = PeerToPeerState, AppealState, DutyKind


def talk(state: PeerToPeerState, **more: object) -> PeerToPeer:
    return PeerToPeer(cast.new_id(), DENIED.id, state, **{"until_on": UNTIL, **more})  # type: ignore[arg-type]


def appeal(state: AppealState, **more: object) -> Appeal:
    fields = {"file_by": date(2027, 5, 19), "level": 1, **more}
    return Appeal(id=cast.new_id(), request_id=DENIED.id, track=AppealTrack.COMMERCIAL, state=state, **fields)  # type: ignore[arg-type]


def facts(*beside: PeerToPeer | Appeal, **more: object) -> PatientFacts:
    talks = tuple(each for each in beside if isinstance(each, PeerToPeer))
    appeals = tuple(each for each in beside if isinstance(each, Appeal))
    return cast.patient(
        **{"coverages": (PAYER,), "visits": VISITS, "requests": (DENIED,), "peer_to_peers": talks, "appeals": appeals}
        | more
    )


def only(kind: DutyKind, patient: PatientFacts, on: date = ON) -> Duty | None:
    return cast.only(kind, patient, on, [cast.rate("100")])


class TestPeerToPeer:
    def test_is_held_at_once_with_its_last_day_and_the_visits_at_risk(self) -> None:
        begun = talk(P.OPEN)

        duty = only(K.HOLD_PEER_TO_PEER, facts(begun))

        assert duty is not None
        assert (duty.focus_type, duty.focus_id) == (FocusType.PEER_TO_PEER, begun.id)
        assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 23), UNTIL)
        assert duty.at_risk.amount == Decimal(200)

    def test_is_due_on_the_day_of_its_slot(self) -> None:
        duty = only(K.HOLD_PEER_TO_PEER, facts(talk(P.SCHEDULED, slot_on=date(2026, 12, 2))))

        assert duty is not None
        assert duty.due_on == date(2026, 12, 2)
        assert duty.why[0].code == "peer_to_peer_slot"

    @pytest.mark.parametrize(("on", "stands"), [(UNTIL, True), (date(2026, 12, 5), False)])
    def test_stands_up_to_and_with_its_last_day(self, on: date, stands: bool) -> None:
        assert (only(K.HOLD_PEER_TO_PEER, facts(talk(P.ASKED)), on) is not None) is stands

    def test_without_a_known_last_day_it_stands_and_says_so(self) -> None:
        duty = only(K.HOLD_PEER_TO_PEER, facts(talk(P.OPEN, until_on=None)), date(2027, 1, 5))

        assert duty is not None
        assert (duty.last_safe_on, duty.why[0].params) == (None, {"until_on": None})

    def test_a_missed_one_is_asked_for_again(self) -> None:
        duty = only(K.HOLD_PEER_TO_PEER, facts(talk(P.MISSED)))

        assert duty is not None
        assert duty.why[0].code == "peer_to_peer_missed"

    @pytest.mark.parametrize(
        ("outcome", "stands"),
        [(PeerToPeerOutcome.UNKNOWN, True), (PeerToPeerOutcome.UPHELD, False), (PeerToPeerOutcome.OVERTURNED, True)],
    )
    def test_held_it_waits_for_the_payers_word(self, outcome: PeerToPeerOutcome, stands: bool) -> None:
        duty = only(K.HOLD_PEER_TO_PEER, facts(talk(P.HELD, held_on=date(2026, 11, 24), outcome=outcome)), UNTIL)

        assert (duty is not None) is stands
        assert duty is None or (duty.due_on, duty.last_safe_on) == (date(2026, 11, 27), None)

    def test_an_overturned_denial_waits_for_its_approval_and_no_longer(self) -> None:
        won = talk(P.HELD, held_on=ON, outcome=PeerToPeerOutcome.OVERTURNED)
        approved = replace(DENIED, state=RequestState.APPROVED)

        duty = only(K.HOLD_PEER_TO_PEER, facts(won))

        assert duty is not None
        assert duty.why[0].code == "peer_to_peer_unapproved"
        assert only(K.HOLD_PEER_TO_PEER, facts(won, requests=(approved,))) is None

    @pytest.mark.parametrize("state", [P.WITHDRAWN, P.EXPIRED])
    def test_what_is_over_asks_for_nothing(self, state: PeerToPeerState) -> None:
        assert only(K.HOLD_PEER_TO_PEER, facts(talk(state))) is None

    def test_a_request_that_was_replaced_asks_for_nothing(self) -> None:
        replaced = replace(DENIED, state=RequestState.SUPERSEDED)

        assert only(K.HOLD_PEER_TO_PEER, facts(talk(P.OPEN), requests=(replaced,))) is None


class TestFiling:
    @pytest.mark.parametrize("state", [A.DRAFT, A.READY])
    def test_is_due_five_business_days_before_its_last_day(self, state: AppealState) -> None:
        begun = appeal(state)

        duty = only(K.FILE_APPEAL, facts(begun, visits=()))

        assert duty is not None
        assert (duty.focus_id, duty.due_on, duty.last_safe_on) == (begun.id, date(2027, 5, 12), date(2027, 5, 19))

    @pytest.mark.parametrize(
        ("first", "due_on"),
        [
            (date(2026, 12, 1), ON),  # five business days with Thanksgiving between
            (date(2026, 12, 2), date(2026, 11, 24)),
            (date(2026, 11, 24), ON),  # never before today
            (date(2027, 6, 1), date(2027, 5, 12)),
        ],
    )
    def test_a_booked_visit_that_nothing_covers_is_not_silenced_by_an_appeal_that_is_only_begun(
        self, first: date, due_on: date
    ) -> None:
        duty = only(K.FILE_APPEAL, facts(appeal(A.DRAFT), visits=cast.every(7, first, 2)))

        assert duty is not None
        assert duty.due_on == due_on

    @pytest.mark.parametrize(("on", "stands"), [(date(2027, 5, 19), True), (date(2027, 5, 20), False)])
    def test_stands_up_to_and_with_its_last_day(self, on: date, stands: bool) -> None:
        """After it, what is lost is told (test_lapsed.py)."""
        assert ("appeal_begun" in cast.codes(only(K.FILE_APPEAL, facts(appeal(A.DRAFT)), on))) is stands

    def test_of_a_later_level_it_says_which_one_upheld_the_denial(self) -> None:
        first = appeal(A.DECIDED, outcome=AppealOutcome.UPHELD, decided_on=date(2026, 11, 22))

        duty = only(K.FILE_APPEAL, facts(first, appeal(A.DRAFT, level=2)))

        assert duty is not None
        assert [reason.code for reason in duty.why] == ["appeal_begun", "appeal_upheld"]

    @pytest.mark.parametrize(
        ("state", "said"),
        [(RequestState.DENIED, "request_denied"), (RequestState.MODIFIED, "request_reduced")],
    )
    def test_a_cut_is_not_called_a_denial(self, state: RequestState, said: str) -> None:
        decided = replace(DENIED, state=state, requested=12, approved=6)

        duty = only(K.FILE_APPEAL, facts(appeal(A.DRAFT), requests=(decided,)))

        assert duty is not None
        assert [reason.code for reason in duty.why] == ["appeal_begun", said]

    @pytest.mark.parametrize("state", [A.FILED, A.ACKNOWLEDGED, A.DECIDED, A.WITHDRAWN])
    def test_what_was_filed_is_not_filed_again(self, state: AppealState) -> None:
        assert only(K.FILE_APPEAL, facts(appeal(state))) is None


class TestFaxes:
    failed = date(2026, 11, 24)

    def test_one_that_failed_is_due_at_once_and_says_so(self) -> None:
        duty = only(K.FILE_APPEAL, facts(appeal(A.READY, fax_failed_on=self.failed), visits=()))

        assert duty is not None
        assert (duty.due_on, duty.last_safe_on) == (self.failed, date(2027, 5, 19))
        assert [reason.code for reason in duty.why] == ["appeal_fax_failed", "appeal_begun", "request_denied"]

    def test_one_that_failed_is_told_after_the_last_day_too(self) -> None:
        late = appeal(A.READY, fax_failed_on=date(2027, 5, 19))

        assert only(K.FILE_APPEAL, facts(late), date(2027, 5, 21)) is not None

    @pytest.mark.parametrize(("days", "stands"), [(0, False), (1, True)])
    def test_one_that_has_not_left_the_day_after_it_was_ordered_is_worked(self, days: int, stands: bool) -> None:
        waits = appeal(A.FILED, filed_on=ON, fax_waits_since=ON)

        duty = only(K.FILE_APPEAL, facts(waits), ON + timedelta(days=days))

        assert (duty is not None) is stands
        assert duty is None or [reason.code for reason in duty.why] == ["appeal_fax_waits"]

    def test_one_that_the_payer_has_waits_for_nothing(self) -> None:
        known = appeal(A.ACKNOWLEDGED, filed_on=ON, fax_waits_since=ON)

        assert only(K.FILE_APPEAL, facts(known), ON + timedelta(days=3)) is None


class TestChasing:
    @pytest.mark.parametrize(("on", "stands"), [(date(2026, 12, 20), False), (date(2026, 12, 21), True)])
    def test_begins_the_day_after_the_time_to_decide(self, on: date, stands: bool) -> None:
        filed = appeal(A.FILED, filed_on=DECIDED, decide_by=date(2026, 12, 20))

        duty = only(K.CHASE_APPEAL, facts(filed), on)

        assert (duty is not None) is stands
        assert duty is None or duty.due_on == date(2026, 12, 21)

    def test_without_a_known_time_nobody_is_chased(self) -> None:
        assert only(K.CHASE_APPEAL, facts(appeal(A.FILED, filed_on=DECIDED)), date(2027, 5, 1)) is None

    @pytest.mark.parametrize(("on", "stands"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
    def test_a_won_appeal_without_an_approval_is_chased_after_five_business_days(self, on: date, stands: bool) -> None:
        won = appeal(A.DECIDED, decided_on=date(2026, 11, 24), outcome=AppealOutcome.OVERTURNED)

        assert (only(K.CHASE_APPEAL, facts(won), on) is not None) is stands

    def test_an_appeal_of_what_was_approved_since_asks_for_nothing(self) -> None:
        approved = replace(DENIED, state=RequestState.APPROVED, requested=12, approved=12)

        assert only(K.FILE_APPEAL, facts(appeal(A.DRAFT), requests=(approved,))) is None

    def test_a_decided_one_is_not_chased(self) -> None:
        decided = appeal(A.DECIDED, decide_by=date(2026, 12, 20), outcome=AppealOutcome.UPHELD)

        assert only(K.CHASE_APPEAL, facts(decided), date(2027, 1, 5)) is None


class TestTheDenialItself:
    @pytest.mark.parametrize(
        ("beside", "rests"),
        [
            (talk(P.OPEN), True),
            (talk(P.SCHEDULED), True),
            (talk(P.HELD, outcome=PeerToPeerOutcome.UNKNOWN), True),
            (talk(P.HELD, outcome=PeerToPeerOutcome.UPHELD), False),
            (talk(P.WITHDRAWN), False),
            (appeal(A.DRAFT), True),
            (appeal(A.FILED), True),
            (appeal(A.DECIDED, outcome=AppealOutcome.UPHELD), True),
            (appeal(A.EXPIRED), False),
        ],
        ids=lambda value: value.state.value if not isinstance(value, bool) else str(value),
    )
    def test_rests_while_something_is_under_way(self, beside: PeerToPeer | Appeal, rests: bool) -> None:
        assert (only(K.WORK_DENIAL, facts(beside)) is None) is rests

    @pytest.mark.parametrize(("on", "stands"), [(UNTIL, False), (date(2026, 12, 5), True)])
    def test_stands_again_when_the_time_to_talk_is_over(self, on: date, stands: bool) -> None:
        assert (only(K.WORK_DENIAL, facts(talk(P.ASKED)), on) is not None) is stands

    @pytest.mark.parametrize(("on", "stands"), [(date(2027, 5, 4), False), (date(2027, 5, 5), True)])
    def test_a_talk_without_an_end_does_not_cost_the_appeal(self, on: date, stands: bool) -> None:
        visits = (cast.visit(date(2027, 6, 1)),)

        assert (only(K.WORK_DENIAL, facts(talk(P.ASKED, until_on=None), visits=visits), on) is not None) is stands

    def test_a_talk_that_changed_nothing_is_a_new_ground(self) -> None:
        before = only(K.WORK_DENIAL, facts())
        upheld = only(K.WORK_DENIAL, facts(talk(P.HELD, held_on=ON, outcome=PeerToPeerOutcome.UPHELD)))

        assert before is not None
        assert upheld is not None
        assert before.digest != upheld.digest

    def test_a_cut_rests_as_a_denial_does(self) -> None:
        cut = replace(DENIED, state=RequestState.MODIFIED, requested=12, approved=6)

        assert only(K.WORK_REDUCTION, facts(requests=(cut,))) is not None
        assert only(K.WORK_REDUCTION, facts(appeal(A.DRAFT), requests=(cut,))) is None


class TestMoves:
    @pytest.mark.parametrize(
        ("state", "event", "after"),
        [
            (A.DRAFT, AppealEvent.MAKE_READY, A.READY),
            (A.DRAFT, AppealEvent.FILE, A.FILED),
            (A.READY, AppealEvent.REOPEN, A.DRAFT),
            (A.FILED, AppealEvent.DECIDE, A.DECIDED),
            (A.EXPIRED, AppealEvent.FILE, A.FILED),
            (A.DRAFT, AppealEvent.DECIDE, None),
            (A.FILED, AppealEvent.MAKE_READY, None),
            (A.DECIDED, AppealEvent.WITHDRAW, None),
        ],
    )
    def test_an_appeal_moves_by_its_table(
        self, state: AppealState, event: AppealEvent, after: AppealState | None
    ) -> None:
        if after:
            assert moves.next_appeal_state(state, event) is after
        else:
            with pytest.raises(moves.ReviewRefusedError, match=f"an appeal that is {state} cannot {event}"):
                moves.next_appeal_state(state, event)

    @pytest.mark.parametrize(
        ("state", "event", "after"),
        [
            (P.OPEN, PeerToPeerEvent.ASK, P.ASKED),
            (P.OPEN, PeerToPeerEvent.HOLD, P.HELD),
            (P.SCHEDULED, PeerToPeerEvent.MISS, P.MISSED),
            (P.MISSED, PeerToPeerEvent.SCHEDULE, P.SCHEDULED),
            (P.HELD, PeerToPeerEvent.LEARN, P.HELD),
            (P.EXPIRED, PeerToPeerEvent.HOLD, P.HELD),
            (P.OPEN, PeerToPeerEvent.LEARN, None),
            (P.HELD, PeerToPeerEvent.MISS, None),
            (P.WITHDRAWN, PeerToPeerEvent.ASK, None),
        ],
    )
    def test_a_peer_to_peer_moves_by_its_table(
        self, state: PeerToPeerState, event: PeerToPeerEvent, after: PeerToPeerState | None
    ) -> None:
        if after:
            assert moves.next_talk_state(state, event) is after
        else:
            with pytest.raises(moves.ReviewRefusedError, match="cannot"):
                moves.next_talk_state(state, event)
