"""The job of a plan. Arguments are ids only; it may run twice and does its work once."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from otium.desk import clock
from otium.desk.planning import asking, solving
from otium.solver.run import CannotPlan

ATTEMPTS = 3
BROKE_OFF = "broke_off"
PINS_CLASH = "pins_clash"


@app.task(name=asking.TASK, pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=3))
def solve_plan(context: JobContext, practice_id: str, plan_id: str) -> None:
    """One attempt. What people pinned may clash: that is an answer. After the last attempt the plan says it failed."""
    practice, plan, at = UUID(practice_id), UUID(plan_id), clock.now()
    try:
        solving.solve(practice, plan, at=at)
    except CannotPlan:
        solving.give_up(practice, plan, at=at, why=PINS_CLASH)
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            solving.give_up(practice, plan, at=at, why=BROKE_OFF)
        raise
