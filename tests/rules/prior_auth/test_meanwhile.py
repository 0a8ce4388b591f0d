"""What may be treated meanwhile is said with each duty of a denial or cut, and the day to ask for it presses."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from otium.rules.duties import patient_duties
from otium.terms.duty import Duty, DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import (
    Appeal,
    AppealState,
    AppealTrack,
    PeerToPeer,
    PeerToPeerState,
    RequestState,
)
from otium.terms.roads import RoadBook
from tests.rules import cast

K = DutyKind
NOTICE = date(2026, 11, 16)
ASK_BY = date(2026, 11, 30)  # the last day of the approval that runs, later than ten days after the notice
ON = date(2026, 11, 17)
CHILD = cast.coverage(PayerType.MEDICAID_MCO)
RUNS = cast.authorization(date(2026, 9, 1), ASK_BY, 40, coverage_id=CHILD.id)
VISITS = cast.every(7, date(2026, 12, 3), 3)
DENIED = cast.request(RequestState.DENIED, CHILD, kind="renewal", decided_on=NOTICE, requested=12)
BOOK = RoadBook(meanwhile=cast.care_meanwhile())


def derived(on: date, *beside: Appeal | PeerToPeer, book: RoadBook = BOOK, **more: Any) -> tuple[Duty, ...]:
    appeals = tuple(each for each in beside if isinstance(each, Appeal))
    talks = tuple(each for each in beside if isinstance(each, PeerToPeer))
    usual = {"coverages": (CHILD,), "visits": VISITS, "requests": (DENIED,), "authorizations": (RUNS,)}
    facts = cast.patient(**usual | {"appeals": appeals, "peer_to_peers": talks} | more)
    return patient_duties(facts, cast.practice(on, roads=book), on).duties


def one(kind: DutyKind, found: Iterable[Duty]) -> Duty | None:
    return next((duty for duty in found if duty.kind is kind), None)


def appeal(state: AppealState, **more: Any) -> Appeal:
    fields = {"file_by": date(2027, 1, 15), **more}
    return Appeal(cast.new_id(), DENIED.id, AppealTrack.MEDICAID_MCO, 1, state, **fields)


def said(duty: Duty | None) -> dict[str, dict[str, Any]]:
    assert duty is not None
    return {
        r.code: r.params for r in duty.why if r.code in ("care_meanwhile", "continuation_until", "continuation_over")
    }


ASKED_MEANWHILE = {
    "care_meanwhile": {"care": "medicaid_ongoing", "risk": "recovered", "certainty": "knowledge"},
    "continuation_until": {"on": ASK_BY},
}


@pytest.mark.parametrize("kind", [K.WORK_DENIAL, K.TELL_DECISION])
def test_a_denial_says_what_may_be_treated_who_carries_the_risk_and_until_when_to_ask(kind: DutyKind) -> None:
    duty = one(kind, derived(ON))

    assert said(duty) == ASKED_MEANWHILE
    assert duty is not None
    assert duty.last_safe_on == ASK_BY


def test_an_appeal_to_file_says_it_and_the_day_to_ask_presses() -> None:
    duty = one(K.FILE_APPEAL, derived(ON, appeal(AppealState.DRAFT)))

    assert said(duty) == ASKED_MEANWHILE
    assert duty is not None
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 25), ASK_BY)  # two business days before


def test_a_talk_says_it_and_keeps_its_own_days() -> None:
    until = date(2026, 12, 4)

    duty = one(K.HOLD_PEER_TO_PEER, derived(ON, PeerToPeer(cast.new_id(), DENIED.id, PeerToPeerState.OPEN, until)))

    assert said(duty) == ASKED_MEANWHILE
    assert duty is not None
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 17), until)


@pytest.mark.parametrize(("on", "code"), [(ASK_BY, "continuation_until"), (ASK_BY + timedelta(days=1), None)])
def test_it_presses_up_to_and_with_its_day(on: date, code: str | None) -> None:
    """The day after, nothing runs any more, so another row of the table holds."""
    duty = one(K.FILE_APPEAL, derived(on, appeal(AppealState.DRAFT)))

    assert duty is not None
    assert (code in said(duty)) is (code is not None)
    assert duty.last_safe_on == (ASK_BY if code else date(2027, 1, 15))
    assert said(duty)["care_meanwhile"]["care"] == ("medicaid_ongoing" if code else "medicaid_new")


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 11, 26), "continuation_until"), (date(2026, 11, 27), "continuation_over")]
)
def test_a_cut_that_runs_on_says_that_the_day_to_ask_is_over(on: date, code: str) -> None:
    """Ten days after the notice, where the cut took effect at once."""
    granted = cast.authorization(NOTICE, date(2027, 2, 1), 1, coverage_id=CHILD.id, entered_on=NOTICE)
    cut = cast.request(
        RequestState.MODIFIED, CHILD, decided_on=NOTICE, requested=12, approved=1, authorization_id=granted.id
    )

    duty = one(K.WORK_REDUCTION, derived(on, requests=(cut,), authorizations=(granted,)))

    assert said(duty)[code] == {"on": date(2026, 11, 26)}


def test_an_appeal_that_the_practice_filed_does_not_ask_for_it() -> None:
    """Only the family may: the chase for its decision says until when it could."""
    on, runs = date(2027, 1, 20), cast.authorization(date(2026, 9, 1), date(2027, 3, 1), 40, coverage_id=CHILD.id)
    cut = cast.request(RequestState.MODIFIED, CHILD, decided_on=date(2026, 11, 20), requested=12, approved=4)
    late = Appeal(
        cast.new_id(), cut.id, AppealTrack.MEDICAID_MCO, 1, AppealState.FILED, filed_on=date(2026, 11, 23),
        decide_by=date(2027, 1, 4),
    )  # fmt: skip

    duty = one(K.CHASE_APPEAL, derived(on, late, requests=(cut,), authorizations=(runs,)))

    assert said(duty)["continuation_over"] == {"on": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("on", "stands"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True), (date(2026, 11, 30), True)]
)
def test_a_talk_does_not_put_the_denial_to_rest_while_the_last_days_to_ask_run(on: date, stands: bool) -> None:
    """Three business days before the last one, Thanksgiving not counted; until an appeal is begun."""
    talk = PeerToPeer(cast.new_id(), DENIED.id, PeerToPeerState.OPEN, date(2026, 12, 20))

    assert (one(K.WORK_DENIAL, derived(on, talk)) is not None) is stands
    assert one(K.WORK_DENIAL, derived(on, talk, appeal(AppealState.DRAFT))) is None


def test_a_payer_that_no_row_is_about_is_said_to_be_unknown() -> None:
    auto = cast.coverage(PayerType.AUTO)
    denied = cast.request(RequestState.DENIED, auto, decided_on=NOTICE)

    duty = one(K.WORK_DENIAL, derived(ON, coverages=(auto,), requests=(denied,), authorizations=()))

    assert said(duty) == {"care_meanwhile": {"care": "unknown", "risk": "unknown", "certainty": "uncertain"}}


def test_what_may_be_treated_is_no_new_ground_for_what_was_decided() -> None:
    with_it, without = (one(K.FILE_APPEAL, derived(ON, SAME, book=book)) for book in (BOOK, RoadBook()))

    assert with_it is not None
    assert without is not None
    assert with_it.digest == without.digest
    assert "care_meanwhile" not in {r.code for r in without.why}


SAME = appeal(AppealState.DRAFT)
