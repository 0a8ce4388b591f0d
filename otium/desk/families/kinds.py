"""What each kind of notice shows behind its link, and how it is answered there or by a text."""

from otium.desk.chains import answering as chains
from otium.desk.families import answering
from otium.desk.families.opening import Kind
from otium.desk.offers import answering as offers
from otium.desk.visit_messages import asking, hearing_visits, standing
from otium.terms.family import NoticeAbout

LETTER = Kind(look=answering.look, take=answering.take)
VISITS = Kind(
    asking.look, asking.take, hearing_visits.hear, hearing_visits.asks, shows_used=True, visits=standing.visits
)  # fmt: skip
BOOKED = Kind(asking.look, asking.take, shows_used=True, visits=standing.visits)
OFFER = Kind(
    offers.look, offers.take, offers.hear, offers.asks, shows_used=True, answers_late=True, visits=offers.visits
)  # fmt: skip
CHAIN = Kind(
    chains.look, chains.take, chains.hear, chains.asks, shows_used=True, answers_late=True, visits=chains.visits
)  # fmt: skip
KINDS: dict[NoticeAbout, Kind] = {
    NoticeAbout.BENEFIT_LIMIT: LETTER,
    NoticeAbout.THRESHOLD: LETTER,
    NoticeAbout.COST: LETTER,
    NoticeAbout.ESTIMATE: LETTER,
    NoticeAbout.ABN: LETTER,
    NoticeAbout.DECISION: LETTER,
    NoticeAbout.ATTENDANCE: LETTER,
    NoticeAbout.OFFER: OFFER,
    NoticeAbout.CHAIN: CHAIN,
    NoticeAbout.VISIT_BOOKED: BOOKED,
    NoticeAbout.VISIT_REMINDER: VISITS,
    NoticeAbout.VISIT_CHANGED: VISITS,
}
