"""What the workers do by the clock."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from otium.desk import ask_soon, audit_heads, clock, offer_soon, sweep, verifying
from otium.desk.chains import tending as chains
from otium.desk.offers import tending
from otium.desk.visit_messages import due

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0


@app.periodic(cron="15 10 * * *")  # UTC: the new day has begun in every US zone from Maine to Hawaii
@app.task(name="otium.sweep_all", queueing_lock="otium.sweep_all", pass_context=False)
def sweep_all(timestamp: int = 0) -> None:
    """Every practice's tasks brought in line with its facts and the new day."""
    sweep.run_all()


@app.periodic(cron="*/15 * * * *")
@app.task(name="otium.ask_coverages", queueing_lock="otium.ask_coverages", pass_context=False)
def ask_coverages(timestamp: int = 0) -> None:
    """What became due in the day, or waits to be asked again, where a practice lets Otium ask by itself."""
    verifying.ask_all()


@app.task(name=ask_soon.TASK)
def ask_coverages_of(practice_id: str) -> None:
    """The same for one practice, after something came that makes an answer stale."""
    verifying.ask_for(UUID(practice_id), at=clock.now())


@app.task(name=offer_soon.OFFER)
def offer_hours(practice_id: str, hour_ids: list[str], freed_at: str) -> None:
    """Hours that just came free, where the practice lets Otium offer them by itself."""
    tending.offer_hours(
        practice_id=UUID(practice_id), hour_ids=[UUID(key) for key in hour_ids],
        freed_at=datetime.fromisoformat(freed_at), at=clock.now(),
    )  # fmt: skip


@app.task(name=offer_soon.TEND)
def tend_offers_of(practice_id: str) -> None:
    """The offers of one practice, when a hold is over or somebody said no."""
    tending.tend(UUID(practice_id), at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="otium.tend_offers", queueing_lock="otium.tend_offers", pass_context=False)
def tend_offers(timestamp: int = 0) -> None:
    """Every practice's offers: texts that left, holds that are over, hours that are filled."""
    tending.tend_all()


@app.periodic(cron="* * * * *")
@app.task(name="otium.tend_chains", queueing_lock="otium.tend_chains", pass_context=False)
def tend_chains(timestamp: int = 0) -> None:
    """Every practice's chains whose families were asked: answers that did not come in time, hours that are gone."""
    chains.tend_all()


@app.periodic(cron="*/5 * * * *")
@app.task(name="otium.remind_families", queueing_lock="otium.remind_families", pass_context=False)
def remind_families(timestamp: int = 0) -> None:
    """Of visits whose hour has come, where a practice lets Otium remind by itself; what changed is put right."""
    due.remind_all()


@app.periodic(cron="45 10 * * *")
@app.task(name="otium.keep_audit_heads", queueing_lock="otium.keep_audit_heads")
def keep_audit_heads(timestamp: int) -> None:
    audit_heads.keep_heads()


@app.periodic(cron="* * * * *")
@app.task(name="otium.retry_stalled", queueing_lock="otium.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Jobs of workers that were killed go back to the queue; every job may run twice, so each is repeatable."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the same work waits in the queue already
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
