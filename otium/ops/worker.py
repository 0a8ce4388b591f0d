"""One worker process: jobs from the queue, and each second the sealing of the audit log. Any number may run.

While the database cannot write, or does not answer, it waits and tries; nobody has to start it again.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, OperationalError, close_old_connections, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.desk import audit, clock
from otium.desk.outbox import tending
from otium.desk.saving import reserve, resuming, standing
from otium.desk.saving.faults import CANNOT_WRITE, fault_of
from otium.ops import jobs

SEALING_SECONDS = 1.0
TENDING_SECONDS = 2.0
WATCHING_SECONDS = 1.0
LOOKING_SECONDS = 2.0  # between tries while nothing can be written
AT_ONCE = 8  # most of them wait for a partner
log = logging.getLogger(__name__)


async def work() -> None:
    """Until SIGTERM or SIGINT. An error that is not the machine's ends all; the supervisor starts a fresh process."""
    while True:
        await _until_it_saves()
        try:
            return await _work_while_it_saves()
        except _SavingIsOff:
            log.info("Work waits until saving is on again.")
        except Exception as error:
            if not _is_machines(error):
                raise
        await asyncio.sleep(LOOKING_SECONDS)


class _SavingIsOff(Exception):
    """Nothing can be written, so no work is taken."""


async def _until_it_saves() -> None:
    while not await asyncio.to_thread(_saves):
        await asyncio.sleep(LOOKING_SECONDS)


def _saves() -> bool:
    """True when saving is on. Where a failed write switched it off, another is tried."""
    close_old_connections()
    try:
        standing.make()
    except OSError as error:
        log.warning("There is no room for the audit reserve (errno %s).", error.errno)
    try:
        resuming.resume(clock.now())
    except DatabaseError as error:
        if not _is_machines(error):
            raise
        return False
    finally:
        connection.close()
    return not standing.is_off()


def _is_machines(error: Exception) -> bool:
    """True for an error that the machine is to blame for; it is noted, and saving switched off where that is due."""
    fault = fault_of(error)
    if fault in CANNOT_WRITE:
        standing.switch_off(standing.Who.WRITE)
    elif fault:
        log.warning("The database did not answer; once more in a moment.")
    return fault is not None


async def _work_while_it_saves() -> None:
    """Returns at SIGTERM or SIGINT. Raises what any part raises; the others have ended then."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await _catch_up()
            parts = [
                asyncio.create_task(_take_jobs(working)),
                asyncio.create_task(_each(SEALING_SECONDS, _seal)),
                asyncio.create_task(_each(TENDING_SECONDS, _tend)),
                asyncio.create_task(_until_saving_is_off()),
            ]
            done, unfinished = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in unfinished:
                part.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            for part in done:
                part.result()


async def _until_saving_is_off() -> None:
    """Also for an entry that a page put into the reserve while saving was just being switched on."""
    while not standing.is_off() and not reserve.is_holding():
        await asyncio.sleep(WATCHING_SECONDS)
    raise _SavingIsOff


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
    except DatabaseError as error:
        if _is_machines(error):
            return
        if not isinstance(error, OperationalError):
            raise
        log.warning("It did not work out; once more in a moment.", exc_info=True)


def _seal() -> None:
    if not standing.is_off():
        audit.seal_all()


def _tend() -> None:
    if not standing.is_off():
        tending.tend(clock.now())
