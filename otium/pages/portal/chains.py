"""The page of a question about other hours."""

from collections.abc import Mapping

from otium.desk.chains.answering import AGREE, KEEP, Shown
from otium.pages.portal import offers
from otium.pages.portal.offers import Page, Taps


def shown(found: Shown, language: str, error: str, typed: Mapping[str, str]) -> Page:
    buttons = ((AGREE, f"chain.agree_{found.kind}"), (KEEP, f"chain.decline_{found.kind}"))
    return offers.page(found, Taps(buttons, "chain.only"), language, error, has_visit=found.is_settled)


def thanked(found: Shown, language: str) -> Page:
    return shown(found, language, "", {})
