"""What an error of the database says about the machine it stands on."""

from collections.abc import Iterator
from enum import StrEnum

from django.db import OperationalError as DjangoOperationalError
from psycopg import OperationalError


class Fault(StrEnum):
    """`FULL`, `BROKEN`, `READ_ONLY`: it cannot write. `GONE`: it does not answer.

    What was being committed when any of them came may have been kept or not; what was not, is not there.
    """

    FULL = "full"
    BROKEN = "broken"
    READ_ONLY = "read_only"
    GONE = "gone"


CANNOT_WRITE = frozenset({Fault.FULL, Fault.BROKEN, Fault.READ_ONLY})
# Source: PostgreSQL documentation, appendix A (error codes).
_BY_STATE = {
    "53100": Fault.FULL,  # disk_full
    "58030": Fault.BROKEN,  # io_error
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "53300": Fault.GONE,  # too_many_connections
    "57P01": Fault.GONE,  # admin_shutdown
    "57P02": Fault.GONE,  # crash_shutdown
    "57P03": Fault.GONE,  # cannot_connect_now
}
_CONNECTION = "08"  # the class of connection exceptions


def fault_of(error: BaseException) -> Fault | None:
    """None for an error that says nothing about the machine: a broken rule, a wrong statement, a bug."""
    return next((fault for each in _causes(error) if (fault := _fault_of_one(each))), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from: Django and the queue wrap what the driver says."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _fault_of_one(error: BaseException) -> Fault | None:
    state = getattr(error, "sqlstate", None)
    if state:
        return Fault.GONE if state.startswith(_CONNECTION) else _BY_STATE.get(state)
    if isinstance(error, OperationalError):
        return Fault.GONE  # the driver's own: no connection, or one that broke
    return Fault.GONE if isinstance(error, DjangoOperationalError) and error.__cause__ is None else None
