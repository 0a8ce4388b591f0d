"""Coverage that is unknown, stale, gone, going or used up."""

from dataclasses import replace

from partners.days import business_day_before
from partners.paperwork import DAY, Office, healthy_answer
from partners.scenes.scene import Staged, booked_after, nth_booked
from partners.world import Answer, Episode

NEXT = "the day is the next booked visit"
FIRST_AFTER = "the day is the first booked visit after it"
LEFT = 2
"""Booked visits that still fit under the limit."""


def unanswered(episode: Episode, office: Office) -> Staged:
    episode.answers = []
    return Staged(f"no eligibility answer at all; {NEXT}", nth_booked(episode, office, 0))


def truncated(episode: Episode, office: Office) -> Staged:
    episode.answers = [replace(episode.answers[0], is_truncated=True)]
    return Staged(
        f"the only 271 is cut off in the middle of a segment; {NEXT}",
        nth_booked(episode, office, 0),
    )


def stale(episode: Episode, office: Office) -> Staged:
    episode.answers = [healthy_answer(episode, office, answered_on=business_day_before(office.on - 44 * DAY))]
    return Staged(f"the newest answer is older than 30 days; {NEXT}", nth_booked(episode, office, 0))


def stale_medicaid(episode: Episode, office: Office) -> Staged:
    day = business_day_before(office.on.replace(day=1))
    episode.answers = [healthy_answer(episode, office, answered_on=day)]
    return Staged(
        f"Medicaid, last answered before the first of this month; {NEXT}",
        nth_booked(episode, office, 0),
    )


def inactive(episode: Episode, office: Office) -> Staged:
    ended_on = office.on.replace(day=1) - DAY
    earlier = healthy_answer(episode, office, answered_on=business_day_before(office.on, 9))
    episode.answers = [earlier, Answer(business_day_before(office.on, 2), is_active=False, ends_on=ended_on)]
    return Staged(f"271 says inactive and visits are booked; {NEXT}", nth_booked(episode, office, 0))


def not_found(episode: Episode, office: Office) -> Staged:
    episode.answers = [Answer(business_day_before(office.on, 3), reject="75")]
    return Staged(
        f"271 rejects with AAA 75, subscriber not found; {NEXT}",
        nth_booked(episode, office, 0),
    )


def ends_by_answer(episode: Episode, office: Office) -> Staged:
    ends_on = office.on + 16 * DAY
    episode.answers = [replace(episode.answers[0], ends_on=ends_on)]
    return Staged(
        f"the 271 ends coverage before booked visits; {FIRST_AFTER}",
        booked_after(episode, office, ends_on),
    )


def ends_by_extract(episode: Episode, office: Office) -> Staged:
    ends_on = office.on + 20 * DAY
    episode.coverage.terminates_on = ends_on
    return Staged(
        f"primary_termination_date lies before booked visits; {FIRST_AFTER}",
        booked_after(episode, office, ends_on),
    )


def limit_reached(episode: Episode, office: Office) -> Staged:
    """The hard or pooled limit of the payer: what is left at the answer lasts for `LEFT` booked visits of this year."""
    answer = _on_a_day_without_visit(episode)
    since = sum(v.on > answer.answered_on for v in episode.visits)
    this_year = [b.on for b in episode.ahead(office.on) if b.on.year == answer.answered_on.year]
    left = max(min(LEFT, len(this_year) - 1), 0)
    limit = episode.coverage.payer.visit_limit or 0
    used = None if answer.is_pooled else limit - since - left
    episode.answers = [replace(answer, remaining=since + left, used=used)]
    over_on = this_year[left] if left < len(this_year) else None
    return Staged(f"limit of {limit} visits a year is reached; the day is the first booked visit over it", over_on)


def _on_a_day_without_visit(episode: Episode) -> Answer:
    """Whether the payer counts a visit of the day it answers nobody can say, so the answer is of another day."""
    answer = episode.answers[0]
    days = {visit.on for visit in episode.visits}
    while answer.answered_on in days:
        answer = replace(answer, answered_on=answer.answered_on + DAY)
    return answer


def needs_none(episode: Episode, office: Office) -> Staged:
    return Staged("self-pay: no eligibility answer, authorization or referral is needed, and none is missing")
