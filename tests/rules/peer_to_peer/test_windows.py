"""Until when a payer talks, what may be said, and what came of it."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from otium.rules.peer_to_peer import brief, statistics
from otium.rules.peer_to_peer.window import window
from otium.rules.prior_auth import roads
from otium.terms.packet import Origin, Packet, PacketSection, Section, Statement
from otium.terms.payers import PayerType
from otium.terms.prior_auth import PeerToPeerOutcome, PeerToPeerState, RequestKind, RequestState
from otium.terms.provenance import Source, SourceKind
from otium.terms.roads import Matter, PeerToPeerTerms, RequestTerms, Service, Span, Unit
from tests.rules import cast

ROADS = roads.read((Path(roads.__file__).parent / "roads.toml").read_text())
ON = date(2026, 11, 24)  # a Tuesday; Thanksgiving is on Thursday
EASTERN = ZoneInfo("America/New_York")
S = RequestState


def terms(**talk: object) -> RequestTerms:
    offered = PeerToPeerTerms(**{"is_offered": True, **talk})  # type: ignore[arg-type]
    return RequestTerms("x", PayerType.COMMERCIAL, RequestKind.RENEWAL, Service.TREATMENT, ON, peer_to_peer=offered)


def denied(decided_on: date | None = ON, state: RequestState = S.DENIED, **more: object):  # type: ignore[no-untyped-def]
    return cast.request(state, decided_on=decided_on, **more)


@pytest.mark.parametrize(
    ("span", "last_day"),
    [
        (Span(14, Unit.DAYS), date(2026, 12, 8)),
        (Span(2, Unit.BUSINESS_DAYS), date(2026, 11, 27)),
        (Span(24, Unit.HOURS), date(2026, 11, 25)),
        (Span(72, Unit.HOURS), date(2026, 11, 27)),
        (Span(12, Unit.HOURS), ON),
    ],
)
def test_the_time_runs_as_the_payer_says_it(span: Span, last_day: date) -> None:
    found = window(terms(after_decision=span), denied(), on=last_day, days=cast.DAYS)

    assert (found.is_open, found.why, found.until_on) == (True, "after", last_day)


def test_after_its_last_day_it_is_over() -> None:
    found = window(terms(after_decision=Span(14, Unit.DAYS)), denied(), on=date(2026, 12, 9), days=cast.DAYS)

    assert (found.is_open, found.why) == (False, "over")


def test_by_the_hour_it_runs_from_the_moment_of_the_notice() -> None:
    noticed = datetime(2026, 11, 24, 15, 30, tzinfo=EASTERN)
    talk = terms(after_decision=Span(24, Unit.HOURS))

    found = window(talk, denied(), on=ON, days=cast.DAYS, noticed_at=noticed)

    assert found.until_at == datetime(2026, 11, 25, 15, 30, tzinfo=EASTERN)
    assert found.until_on == date(2026, 11, 25)


def test_a_moment_of_another_day_is_not_that_of_the_decision() -> None:
    noticed = datetime(2026, 11, 25, 9, 0, tzinfo=EASTERN)

    found = window(terms(after_decision=Span(24, Unit.HOURS)), denied(), on=ON, days=cast.DAYS, noticed_at=noticed)

    assert (found.until_at, found.until_on) == (None, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("talk", "request_", "is_open", "why"),
    [
        ({"is_offered": False}, denied(), False, "not_offered"),
        ({"before_decision": Span(24, Unit.HOURS)}, denied(), False, "before_only"),
        ({"before_decision": Span(24, Unit.HOURS)}, denied(None, S.PENDED, pended_on=ON), True, "before"),
        ({}, denied(), True, "unknown"),
        ({"is_offered": None}, denied(), None, "unknown"),
        ({"after_decision": Span(14, Unit.DAYS)}, denied(None), True, "after"),
        ({"after_decision": Span(14, Unit.DAYS)}, denied(None, S.SUBMITTED), False, "not_decided"),
        ({"after_decision": Span(14, Unit.DAYS)}, denied(state=S.MODIFIED), True, "after"),
    ],
)
def test_before_or_after_the_decision_as_the_payer_offers_it(
    talk: dict[str, object], request_: object, is_open: bool | None, why: str
) -> None:
    found = window(terms(**talk), request_, on=ON, days=cast.DAYS)  # type: ignore[arg-type]

    assert (found.is_open, found.why) == (is_open, why)


def test_without_terms_nothing_is_known() -> None:
    assert window(None, denied(), on=ON, days=cast.DAYS).is_open is None


def test_a_commercial_plan_talks_fourteen_days_as_the_payer_rules_say() -> None:
    rules = cast.book(ON).by_type[PayerType.COMMERCIAL]
    shipped = roads.terms_of(ROADS, rules, Matter(ON, RequestKind.RENEWAL))

    found = window(shipped, denied(date(2026, 11, 20)), on=ON, days=cast.DAYS)

    assert found.until_on == date(2026, 12, 4)
    assert found.ground == rules.grounds["peer_to_peer_days"]


def packet(*sections: PacketSection) -> Packet:
    return Packet(UUID(int=1), sections, (), (), "")


def said(text: str, origin: Origin = Origin.FACT) -> Statement:
    return Statement(text, (Source(SourceKind.FINDING, UUID(int=2)),), origin)


SENT, NOW = (
    packet(PacketSection(Section.SCORES, (said("8 kg"),))),
    packet(PacketSection(Section.SCORES, (said("9 kg"),))),
)


@pytest.mark.parametrize(
    ("sent", "now", "takes", "chosen", "basis", "is_limited"),
    [
        (SENT, NOW, False, SENT, "sent", True),
        (None, NOW, False, None, "none", True),
        (SENT, NOW, True, NOW, "now", False),
        (SENT, None, True, SENT, "sent", False),
        (SENT, NOW, None, SENT, "sent", False),
        (None, NOW, None, NOW, "now", False),
        (None, None, True, None, "none", False),
    ],
)
def test_a_payer_that_hears_no_new_facts_is_told_only_what_it_was_sent(
    sent: Packet | None, now: Packet | None, takes: bool | None, chosen: Packet | None, basis: str, is_limited: bool
) -> None:
    found = brief.allowed(sent=sent, now=now, takes_new_facts=takes)

    assert (found.packet, found.basis, found.is_limited) == (chosen, basis, is_limited)


def test_the_brief_fills_a_page_and_leaves_out_what_nobody_accepted() -> None:
    many = PacketSection(Section.SCORES, tuple(said(f"score {n}") for n in range(9)))
    proposed = PacketSection(Section.SKILLED_NEED, (said("wording", Origin.PROPOSED), said("grades force")))
    address = PacketSection(Section.OTHER_SERVICES, (said("school"),))
    deficits = PacketSection(Section.DEFICITS, (said("cannot dress"),))

    found = [line.text for _section, line in brief.lines(packet(many, proposed, address, deficits))]

    assert found == ["cannot dress", "score 0", "score 1", "score 2", "score 3", "grades force"]


def test_a_brief_without_a_packet_says_nothing() -> None:
    assert brief.lines(None) == []


def talks(*outcomes: PeerToPeerOutcome) -> list[statistics.TalkFact]:
    return [statistics.TalkFact(UUID(int=9), PeerToPeerState.HELD, outcome) for outcome in outcomes]


OUT = PeerToPeerOutcome


def test_of_fewer_than_five_talks_no_share_is_said() -> None:
    four = talks(OUT.OVERTURNED, OUT.UPHELD, OUT.PARTLY, OUT.UPHELD)

    assert statistics.counts(four)[UUID(int=9)].share is None
    assert statistics.counts([*four, *talks(OUT.UPHELD)])[UUID(int=9)].share == 40


def test_what_the_payer_has_not_said_counts_as_held_and_not_as_decided() -> None:
    open_ = statistics.TalkFact(UUID(int=9), PeerToPeerState.WITHDRAWN, None)

    found = statistics.counts([open_, *talks(OUT.UNKNOWN, OUT.OVERTURNED)])[UUID(int=9)]

    assert (found.offered, found.held, found.decided, found.changed) == (3, 2, 1, 1)
