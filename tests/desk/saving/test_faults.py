"""Which errors are the machine's, and which are not."""

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError
from procrastinate.exceptions import ConnectorException
from psycopg import errors

from otium.desk.saving.faults import CANNOT_WRITE, Fault, fault_of


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (errors.DiskFull(), Fault.FULL),
        (errors.IoError(), Fault.BROKEN),
        (errors.ReadOnlySqlTransaction(), Fault.READ_ONLY),
        (errors.AdminShutdown(), Fault.GONE),
        (errors.CrashShutdown(), Fault.GONE),
        (errors.CannotConnectNow(), Fault.GONE),
        (errors.TooManyConnections(), Fault.GONE),
        (errors.ConnectionFailure(), Fault.GONE),
        (psycopg.OperationalError("the connection is closed"), Fault.GONE),
        (OperationalError("the connection is closed"), Fault.GONE),
        (errors.OutOfMemory(), None),
        (errors.DeadlockDetected(), None),
        (errors.LockNotAvailable(), None),
        (errors.SerializationFailure(), None),
        (errors.UniqueViolation(), None),
        (errors.DataCorrupted(), None),
        (InterfaceError("cursor already closed"), None),
        (DataError("too long"), None),
        (ValueError("a bug"), None),
    ],
)
def test_an_error_of_the_driver_is_the_machines_or_not(error: BaseException, fault: Fault | None) -> None:
    assert fault_of(error) is fault


@pytest.mark.parametrize("wrap", [OperationalError, ConnectorException, RuntimeError])
def test_what_wraps_an_error_hides_nothing(wrap: type[Exception]) -> None:
    outer = wrap("in other words")
    outer.__cause__ = errors.DiskFull()

    assert fault_of(outer) is Fault.FULL


def test_a_wrapped_error_of_another_kind_is_not_taken_for_a_broken_connection() -> None:
    outer = OperationalError("in other words")
    outer.__cause__ = errors.DeadlockDetected()

    assert fault_of(outer) is None


def test_a_database_that_does_not_answer_may_well_be_able_to_write() -> None:
    assert frozenset(Fault) - {Fault.GONE} == CANNOT_WRITE
