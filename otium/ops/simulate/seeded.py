"""What is drawn at random elsewhere, drawn from the seed here: the same seed gives the same half-year, to the number.

Ids of rows and nonces come from the system's randomness, and ids decide between equals in many an order. Numbers given
to what leaves are drawn apart from them: payers' luck hangs on those, and one row more must not change it.
Only for a database that is thrown away: nothing here is secret.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from otium.desk import codes


@contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Everything within. One thread only."""
    ids = random.Random(f"ids {seed}")  # noqa: S311  # nosec B311: repeatable, not secret
    numbers = random.Random(f"numbers {seed}")  # noqa: S311  # nosec B311
    with (
        mock.patch.object(os, "urandom", ids.randbytes),
        mock.patch.object(random, "_urandom", ids.randbytes),
        mock.patch.object(codes, "secrets", numbers),
    ):
        yield
