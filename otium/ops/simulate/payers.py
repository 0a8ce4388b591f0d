"""How both offices deal with a payer: which road, what they file by hand, and how its answer is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.deciding import recording
from otium.records.models import Authorization, AuthorizationRequest, Coverage, PayerRoad, Practice
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road
from partners.exchange.on_paper import Filed, Standing
from partners.payers import Payer
from partners.state.members import key_of
from partners.town import Town

EVENTS = {
    "approved": RequestEvent.APPROVE,
    "modified": RequestEvent.MODIFY,
    "denied": RequestEvent.DENY,
    "wants": RequestEvent.PEND,
}
ALL_PAPERS = frozenset({"06", "08", "09", "OD"})
"""PWK01 of evaluation, plan, progress report and order."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, in visits, between two days."""

    starts_on: date
    ends_on: date
    visits: int


class Payers:
    """The payers that ask for authorization, as the office knows them."""

    def __init__(self, practice: Practice, town: Town, by: Actor) -> None:
        self.practice, self.town, self.by = practice, town, by

    def key(self, coverage: Any, number: str) -> Key:
        """The payer and the number on the card; empty where nobody asks for authorization."""
        known = self.known(coverage)
        return (key_of(known), number) if known else ("", "")

    def known(self, coverage: Any) -> Payer | None:
        """The payer behind a coverage, where it asks for authorization."""
        found = next((card.payer for card in self.town.cards.values() if card.payer.name == coverage.payer.name), None)
        return found if found is not None and found.needs_authorization else None

    def set_roads(self) -> None:
        """What a practice enters once: by which road each of them takes a request."""
        for coverage in Coverage.objects.filter(practice=self.practice).select_related("payer"):
            known = self.known(coverage)
            if known is None or PayerRoad.objects.filter(payer=coverage.payer).exists():
                continue
            PayerRoad.objects.create(
                practice=self.practice, payer=coverage.payer, road=self.town.reviews.road(key_of(known)), order=1,
                source="simulated",
            )  # fmt: skip

    def road(self, key: Key) -> Road:
        return Road(self.town.reviews.road(key[0]))

    def file(self, key: Key, asked: Asked, papers: frozenset[str] = ALL_PAPERS) -> str:
        """By fax, portal or telephone; the reference that the payer gave."""
        road = self.town.reviews.road(key[0])
        filed = Filed(
            key[0], key[1], road if road != "x12" else "portal", asked.starts_on, asked.ends_on,
            visits=asked.visits, papers=papers,
        )  # fmt: skip
        return self.town.reviews.file(filed)

    def decision(self, standing: Standing, road: Road, at: datetime) -> Decision | None:
        """What the payer's answer says; None while it says nothing yet."""
        event = EVENTS.get(standing.says)
        if event is None:
            return None
        on = clock.day(at, self.practice)
        lines = (Line((), Basis.VISITS, standing.visits),) if standing.visits is not None else ()
        return Decision(
            event, road, decided_on=standing.decided_on or on, number=standing.number, lines=lines,
            starts_on=standing.starts_on, ends_on=standing.ends_on, wanted=standing.wants,
            reference=standing.reference,
        )  # fmt: skip

    def record(self, request: AuthorizationRequest, decision: Decision, at: datetime) -> None:
        """By the quick form; whatever of it looks odd was looked at."""
        try:
            self._record(request, decision, (), at)
        except recording.Refused as odd:
            self._record(request, decision, tuple(doubt.code for doubt in odd.doubts), at)

    def _record(self, request: AuthorizationRequest, decision: Decision, sure: tuple[str, ...], at: datetime) -> None:
        recording.record(
            patient_id=request.patient_id, decision=decision, request_id=request.pk, coverage_id=request.coverage_id,
            confirmed=sure, by=self.by, at=at,
        )  # fmt: skip

    def held(self, coverage_id: UUID) -> list[Authorization]:
        """What the office has on its list for one coverage."""
        return list(Authorization.objects.filter(coverage_id=coverage_id, state="active").order_by("ends_on", "id"))
