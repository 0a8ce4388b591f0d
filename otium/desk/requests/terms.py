"""By which roads one request can go, and why another cannot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from otium.desk import clock, payer_roads
from otium.desk.outbox import roads
from otium.records.models import AuthorizationRequest, Connection, Payer, PayerRoad, Practice
from otium.terms.payers import Ground
from otium.terms.prior_auth import RequestKind, Road
from otium.terms.roads import Matter, RequestTerms, RoadTo, Service

ANY = Ground("Every payer takes a letter and answers the phone", "pattern")
ALWAYS = (Road.CALL, Road.LETTER)
Chooser = Callable[[str, str], Connection | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One road as it stands now. `is_sent`: Otium sends it; else a person does, and records it.

    `lack` is why it is closed, or done by hand: no_connection, no_fax_number, no_payer_id.
    """

    to: RoadTo
    is_sent: bool
    is_open: bool
    lack: str = ""

    @property
    def road(self) -> Road:
        return self.to.road


def terms_of(request: AuthorizationRequest, at: datetime) -> RequestTerms | None:
    """None for a request without a coverage: nobody is asked."""
    if request.coverage is None:
        return None
    practice, payer = request.practice, request.coverage.payer
    return payer_roads.terms_of(practice, payer, matter_of(request, practice, at))


def matter_of(request: AuthorizationRequest, practice: Practice, at: datetime) -> Matter:
    service = Service(request.service) if request.service in set(Service) else Service.TREATMENT
    plan = request.coverage.plan.name if request.coverage and request.coverage.plan else ""
    return Matter(clock.day(at, practice), RequestKind(request.kind), service, practice.state, plan)


def ways(request: AuthorizationRequest, terms: RequestTerms | None) -> tuple[Way, ...]:
    """The payer's roads, best first, then phone and letter. Two queries: connections, the practice's own numbers."""
    if request.coverage is None:
        return ()
    payer = request.coverage.payer
    named = list(terms.roads) if terms else []
    named += [RoadTo(road, ANY, payer.phone if road is Road.CALL else "") for road in ALWAYS
              if road not in {each.road for each in named}]  # fmt: skip
    choose = roads.chooser(request.practice)
    fax_number = _own_fax(request, payer)
    return tuple(_way(each, payer, fax_number, choose) for each in named)


def _way(to: RoadTo, payer: Payer, fax_number: str, choose: Chooser) -> Way:
    if to.road is Road.X12:
        payer_id = payer.payer_ids[0] if payer.payer_ids else ""
        if not payer_id:
            return Way(to, True, False, "no_payer_id")
        is_open = choose("278", payer_id) is not None
        return Way(to, True, is_open, "" if is_open else "no_connection")
    if to.road is Road.FAX:
        is_sent = bool(to.destination or fax_number) and choose("fax", "") is not None
        to = to if to.destination else RoadTo(to.road, to.ground, fax_number, to.form, to.note, to.is_own)
        lack = "" if is_sent else "no_fax_number" if not to.destination else "no_connection"
        return Way(to, is_sent, True, lack)
    return Way(to, False, True)


def _own_fax(request: AuthorizationRequest, payer: Payer) -> str:
    """A number that the practice entered for this payer whatever the request is."""
    rows = PayerRoad.objects.filter(payer=payer, road=Road.FAX.value, entered_in_error=False).exclude(destination="")
    return rows.order_by("order", "id").values_list("destination", flat=True).first() or ""


def by_hand(road: Road) -> Way:
    """A road that the payer's terms do not name: taken all the same, by a person, and recorded."""
    return Way(RoadTo(road, ANY), False, True)
