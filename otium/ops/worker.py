"""One worker process: jobs from the queue, and each second the sealing of the audit log. Any number may run."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.desk import audit, clock
from otium.desk.outbox import tending
from otium.ops import jobs

SEALING_SECONDS = 1.0
TENDING_SECONDS = 2.0
AT_ONCE = 8  # most of them wait for a partner
log = logging.getLogger(__name__)


async def work() -> None:
    """Until SIGTERM or SIGINT. An error in any part ends all, and the supervisor starts a fresh process."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await _catch_up()
            parts = [
                asyncio.create_task(_take_jobs(working)),
                asyncio.create_task(_each(SEALING_SECONDS, _seal)),
                asyncio.create_task(_each(TENDING_SECONDS, _tend)),
            ]
            done, unfinished = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in unfinished:
                part.cancel()
            for part in done:
                part.result()


async def _take_jobs(working: App) -> None:
    await working.run_worker_async(
        concurrency=AT_ONCE,
        update_heartbeat_interval=jobs.HEARTBEAT_SECONDS,
        stalled_worker_timeout=jobs.STALLED_SECONDS,
        delete_jobs="successful",
    )


async def _catch_up() -> None:
    """The nightly sweep may have been missed while nothing ran; once more changes nothing."""
    try:
        await jobs.sweep_all.defer_async()
    except AlreadyEnqueued:
        log.info("A sweep waits already.")


async def _each(seconds: float, work: Callable[[], object]) -> None:
    with ThreadPoolExecutor(max_workers=1) as one_thread:  # one thread, so one database connection
        while True:
            await asyncio.get_running_loop().run_in_executor(one_thread, _patiently, work)
            await asyncio.sleep(seconds)


def _patiently(work: Callable[[], object]) -> None:
    close_old_connections()
    try:
        work()
    except OperationalError:
        log.warning("The database did not answer; once more in a moment.", exc_info=True)


def _seal() -> None:
    audit.seal_all()


def _tend() -> None:
    tending.tend(clock.now())
