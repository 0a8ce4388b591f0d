"""What each kind of notice shows behind its link, and how it is answered there or by a text."""

from otium.desk.families import answering
from otium.desk.families.opening import Kind
from otium.desk.offers import answering as offers
from otium.terms.family import NoticeAbout

LETTER = Kind(look=answering.look, take=answering.take)
KINDS: dict[NoticeAbout, Kind] = {
    NoticeAbout.BENEFIT_LIMIT: LETTER,
    NoticeAbout.THRESHOLD: LETTER,
    NoticeAbout.COST: LETTER,
    NoticeAbout.ESTIMATE: LETTER,
    NoticeAbout.ABN: LETTER,
    NoticeAbout.DECISION: LETTER,
    NoticeAbout.OFFER: Kind(offers.look, offers.take, offers.hear, shows_used=True, answers_late=True),
}
