"""One worker process: jobs from the queue, and each second the sealing of the audit log. Any number may run."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.desk import audit
from otium.ops import jobs

SEALING_SECONDS = 1.0
AT_ONCE = 4
log = logging.getLogger(__name__)


async def work() -> None:
    """Until SIGTERM or SIGINT. An error in either half ends both, and the supervisor starts a fresh process."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await _catch_up()
            halves = [
                asyncio.create_task(_take_jobs(working)),
                asyncio.create_task(_seal_each_second()),
            ]
            done, unfinished = await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            for half in unfinished:
                half.cancel()
            for half in done:
                half.result()


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


async def _seal_each_second() -> None:
    with ThreadPoolExecutor(max_workers=1) as one_thread:  # one thread, so one database connection
        while True:
            await asyncio.get_running_loop().run_in_executor(one_thread, _seal)
            await asyncio.sleep(SEALING_SECONDS)


def _seal() -> None:
    close_old_connections()
    try:
        audit.seal_all()
    except OperationalError:
        log.warning("The database did not answer; sealing again in a second.", exc_info=True)
