"""The table of record kinds, by name. One file a workflow."""

from otium.desk.mend.kinds import (
    benefits,
    calendar,
    care,
    coverage,
    house,
    injury,
    people,
    prior_auth,
    production,
    roads,
    waitlist,
)
from otium.desk.mend.table import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        people.PATIENT,
        people.RELATED_PERSON,
        coverage.PAYER,
        coverage.PLAN,
        coverage.COVERAGE,
        coverage.EXPECTED_RATE,
        coverage.FEE,
        roads.PAYER_ROAD,
        benefits.BENEFIT_CHECK,
        injury.INJURY_CLAIM,
        care.EPISODE,
        care.REFERRAL,
        care.PLAN_OF_CARE,
        care.GOAL,
        care.MEASURE,
        care.FINDING,
        care.PROGRESS_REPORT,
        prior_auth.AUTHORIZATION,
        prior_auth.AUTHORIZATION_REQUEST,
        house.LOCATION,
        house.THERAPIST,
        calendar.ROOM,
        calendar.EQUIPMENT,
        calendar.WORKING_HOURS,
        calendar.TIME_OFF,
        waitlist.WAITLIST_ENTRY,
        production.PRODUCTION_TARGET,
    )
}
