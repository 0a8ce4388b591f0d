"""What each kind of notice shows behind its link, and how it is answered there or by a text."""

from otium.desk.families import answering
from otium.desk.families.opening import Kind
from otium.desk.offers import answering as offers
from otium.desk.visit_messages import asking, hearing_visits
from otium.terms.family import NoticeAbout

LETTER = Kind(look=answering.look, take=answering.take)
VISITS = Kind(
    asking.look, asking.take, hearing_visits.hear, hearing_visits.asks, shows_used=True, tells_visits=True
)  # fmt: skip
OFFER = Kind(offers.look, offers.take, offers.hear, offers.asks, shows_used=True, answers_late=True)
KINDS: dict[NoticeAbout, Kind] = {
    NoticeAbout.BENEFIT_LIMIT: LETTER,
    NoticeAbout.THRESHOLD: LETTER,
    NoticeAbout.COST: LETTER,
    NoticeAbout.ESTIMATE: LETTER,
    NoticeAbout.ABN: LETTER,
    NoticeAbout.DECISION: LETTER,
    NoticeAbout.OFFER: OFFER,
    NoticeAbout.VISIT_REMINDER: VISITS,
    NoticeAbout.VISIT_CHANGED: VISITS,
}
