"""Part B: signatures, recertification, progress reports, the yearly threshold."""

from dataclasses import replace
from decimal import Decimal

from partners.fees import OT_THRESHOLDS, newest_known
from partners.notes import DAILY, EVALUATION, PROGRESS, price
from partners.paperwork import DAY, PLAN_DAYS, Office, dollars_in_year, started_on
from partners.scenes.scene import Staged, nth_booked
from partners.world import Episode, PlanOfCare

CERTIFY_DAYS = 30
SHORT_OF_THRESHOLD = Decimal(20)
FEWER_UNITS = {"97530": 2}


def plan_unsigned(episode: Episode, office: Office) -> Staged:
    plan = _plan(episode)
    plan.sent_on = plan.signed_on = None
    due_on = started_on(episode) + CERTIFY_DAYS * DAY
    return Staged("plan of care neither sent nor signed; the day is thirty days after the first treatment day", due_on)


def recertification_due(episode: Episode, office: Office) -> Staged:
    plan, starts_on = _plan(episode), started_on(episode)
    plan.starts_on, plan.ends_on = starts_on, starts_on + PLAN_DAYS * DAY
    plan.sent_on, plan.signed_on = starts_on + 2 * DAY, starts_on + 9 * DAY
    return Staged("visits are booked past the certified ninety days; the day is the end of the plan", plan.ends_on)


def _plan(episode: Episode) -> PlanOfCare:
    if episode.plan is None:
        raise ValueError(f"case {episode.case_id} has no plan of care")
    return episode.plan


def progress_soon(episode: Episode, office: Office) -> Staged:
    _days_since_report(episode, 8)
    return Staged(
        "8 treatment days since the last progress report; the day is the tenth", nth_booked(episode, office, 1)
    )


def progress_due(episode: Episode, office: Office) -> Staged:
    _days_since_report(episode, 10)
    return Staged("10 treatment days and no progress report; the day is the tenth", episode.visits[-1].on)


def _days_since_report(episode: Episode, days: int) -> None:
    """The report lies just before the last so many visits."""
    if len(episode.visits) < days + 2:
        raise ValueError(f"case {episode.case_id} has too few visits")
    for visit in episode.visits:
        visit.visit_type = visit.visit_type if visit.visit_type == EVALUATION else DAILY
    episode.visits[-days - 1].visit_type = PROGRESS


def threshold_near(episode: Episode, office: Office) -> Staged:
    """Own settled amounts end just under the threshold; where the year is too young, other suppliers used the rest."""
    year = office.on.year
    threshold = newest_known(OT_THRESHOLDS, year)
    _settle(episode, office)
    for visit in episode.visits[1:]:
        if dollars_in_year(episode, office.on) <= threshold - SHORT_OF_THRESHOLD:
            break
        if visit.on.year == year:
            visit.units, visit.timed_minutes = dict(FEWER_UNITS), 28
            _settle(episode, office)
    used = max(dollars_in_year(episode, office.on), threshold - 2 * SHORT_OF_THRESHOLD)
    answered_on = max(visit.on for visit in episode.visits)  # so that the payer knows all that is settled
    episode.answers = [replace(episode.answers[0], therapy_dollars_used=used, answered_on=answered_on)]
    crossing_on = next((b.on for b in episode.ahead(office.on) if b.on.year == year), None)
    return Staged(f"{used} of {threshold} dollars used this year; the day is the visit that needs KX", crossing_on)


def _settle(episode: Episode, office: Office) -> None:
    price(episode, on=office.on, paid_after_days=0)
