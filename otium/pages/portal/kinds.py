"""Which page shows what a link opens, by what its notice is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from otium.pages.portal import chains, offers, present, visits
from otium.terms.family import NoticeAbout


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates of one kind and what fills them.

    `shown` gets the desk's value, the language asked for (empty: the recipient's), the code of what the answer lacked
    and what was typed; `thanked` the value of an answer that was kept, and the language.
    """

    shown: Callable[[Any, str, str, Mapping[str, str]], Any]
    thanked: Callable[[Any, str], Any]
    template: str = "portal/notice.html"
    thanks: str = "portal/thanks.html"


VISITS = Pages(shown=visits.page, thanked=visits.thanks, template="portal/visits.html")
LETTER = Pages(shown=present.page, thanked=present.thanks)
PAGES: dict[NoticeAbout, Pages] = {
    NoticeAbout.BENEFIT_LIMIT: LETTER,
    NoticeAbout.THRESHOLD: LETTER,
    NoticeAbout.COST: LETTER,
    NoticeAbout.ESTIMATE: LETTER,
    NoticeAbout.ABN: LETTER,
    NoticeAbout.DECISION: LETTER,
    NoticeAbout.ATTENDANCE: LETTER,
    NoticeAbout.OFFER: Pages(offers.shown, offers.thanked, "portal/offer.html", "portal/offer.html"),
    NoticeAbout.CHAIN: Pages(chains.shown, chains.thanked, "portal/offer.html", "portal/offer.html"),
    NoticeAbout.VISIT_BOOKED: VISITS,
    NoticeAbout.VISIT_REMINDER: VISITS,
    NoticeAbout.VISIT_CHANGED: VISITS,
}
