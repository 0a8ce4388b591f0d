"""ANSWER_PENDED, WORK_DENIAL, WORK_REDUCTION."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.terms.duty import Act, ActKind, Duty, DutyKind, FocusType
from otium.terms.facts import PatientFacts
from otium.terms.prior_auth import AuthorizationRequest, RequestState
from tests.rules import cast

ON = date(2026, 11, 23)
DECIDED = date(2026, 11, 20)
PAYER = cast.coverage()  # commercial: 180 days to appeal, 14 for peer-to-peer
VISITS = cast.every(7, date(2026, 12, 1), 2)


def facts(*requests: AuthorizationRequest, **more: object) -> PatientFacts:
    return cast.patient(**{"coverages": (PAYER,), "visits": VISITS, "requests": requests} | more)


def only(kind: DutyKind, patient: PatientFacts, on: date = ON) -> Duty | None:
    return cast.only(kind, patient, on, [cast.rate("100")])


def denied(decided_on: date | None = DECIDED) -> AuthorizationRequest:
    return cast.request(RequestState.DENIED, PAYER, submitted_on=date(2026, 11, 10), decided_on=decided_on)


class TestPended:
    def test_is_due_two_business_days_before_the_payers_day(self) -> None:
        pended = cast.request(RequestState.PENDED, PAYER, answer_by=date(2026, 12, 1), submitted_on=DECIDED)

        duty = only(DutyKind.ANSWER_PENDED, facts(pended))

        assert duty is not None
        assert (duty.focus_type, duty.focus_id) == (FocusType.AUTHORIZATION_REQUEST, pended.id)
        assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 27), date(2026, 12, 1))
        assert duty.at_risk.amount == Decimal(200)

    def test_is_due_two_business_days_after_it_was_asked_when_the_payer_names_no_day(self) -> None:
        pended = cast.request(RequestState.PENDED, PAYER, decided_on=DECIDED)

        duty = only(DutyKind.ANSWER_PENDED, facts(pended))

        assert duty is not None
        assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 24), None)
        assert duty.why[0].params == {"answer_by": None}

    def test_is_settled_by_sending_until_the_payer_asks_again(self) -> None:
        pended = cast.request(RequestState.PENDED, PAYER, answer_by=date(2026, 12, 1))
        duty = only(DutyKind.ANSWER_PENDED, facts(pended))
        assert duty is not None
        sent = Act(cast.new_id(), ActKind.SENT, duty.kind, duty.focus_id, "", ON, duty.digest)
        again = replace(pended, answer_by=date(2026, 12, 15))

        assert only(DutyKind.ANSWER_PENDED, facts(pended, acts=(sent,))) is None
        assert only(DutyKind.ANSWER_PENDED, facts(again, acts=(sent,))) is not None


class TestDenied:
    def test_starts_the_clocks_of_peer_to_peer_and_appeal(self) -> None:
        duty = only(DutyKind.WORK_DENIAL, facts(denied()))

        assert duty is not None
        assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 24), date(2027, 5, 19))
        assert [(r.code, r.params.get("on")) for r in duty.why[1:3]] == [
            ("peer_to_peer_until", date(2026, 12, 4)),
            ("appeal_until", date(2027, 5, 19)),
        ]
        assert duty.why[1].params["certainty"] == "uncertain"

    @pytest.mark.parametrize(("on", "stands"), [(date(2027, 5, 19), True), (date(2027, 5, 20), False)])
    def test_stands_until_the_appeal_window_closes(self, on: date, stands: bool) -> None:
        visits = (cast.visit(date(2027, 6, 1)),)

        assert (only(DutyKind.WORK_DENIAL, facts(denied(), visits=visits), on) is not None) is stands

    def test_without_a_known_window_has_no_last_safe_day(self) -> None:
        unknown = replace(denied(), coverage_id=None)

        duty = only(DutyKind.WORK_DENIAL, facts(unknown))

        assert duty is not None
        assert duty.last_safe_on is None

    @pytest.mark.parametrize(
        ("submitted_on", "stands"), [(DECIDED - timedelta(days=1), True), (DECIDED, False), (None, True)]
    )
    def test_is_settled_by_a_later_request(self, submitted_on: date | None, stands: bool) -> None:
        later = cast.request(RequestState.SUBMITTED, PAYER, submitted_on=submitted_on)

        assert (only(DutyKind.WORK_DENIAL, facts(denied(), later)) is not None) is stands

    @pytest.mark.parametrize(
        ("entered_on", "stands"), [(DECIDED, True), (DECIDED + timedelta(days=1), False), (None, True)]
    )
    def test_is_settled_by_an_authorization_entered_since(self, entered_on: date | None, stands: bool) -> None:
        approved = cast.authorization(DECIDED, None, 12, coverage_id=PAYER.id, entered_on=entered_on)

        assert (only(DutyKind.WORK_DENIAL, facts(denied(), authorizations=(approved,))) is not None) is stands


class TestReduced:
    @pytest.mark.parametrize(
        ("state", "requested", "approved", "stands"),
        [
            (RequestState.MODIFIED, 12, 6, True),
            (RequestState.MODIFIED, 12, 12, False),
            (RequestState.MODIFIED, 12, None, True),
            (RequestState.APPROVED, 12, 11, True),
            (RequestState.APPROVED, 12, 12, False),
            (RequestState.APPROVED, None, 6, False),
            (RequestState.SUBMITTED, 12, 6, False),
        ],
    )
    def test_is_fewer_than_asked_whatever_the_payer_calls_it(
        self, state: RequestState, requested: int | None, approved: int | None, stands: bool
    ) -> None:
        answered = cast.request(state, PAYER, requested=requested, approved=approved, decided_on=DECIDED)

        duty = only(DutyKind.WORK_REDUCTION, facts(answered))

        assert (duty is not None) is stands
        assert duty is None or duty.why[0].params == {"requested": requested, "approved": approved}

    def test_the_authorization_it_became_does_not_settle_it(self) -> None:
        became = cast.authorization(DECIDED, None, 6, coverage_id=PAYER.id, entered_on=ON)
        reduced = cast.request(
            RequestState.MODIFIED, PAYER, requested=12, approved=6, decided_on=DECIDED, authorization_id=became.id
        )

        assert only(DutyKind.WORK_REDUCTION, facts(reduced, authorizations=(became,))) is not None
