"""270, 271, 276 and 277 with one thing broken: each is found at its place; and what x12sdk says of them."""

from collections import Counter

import pytest
from pydantic import ValidationError

from otium.wires.x12.read import read

from .broken import is_found, made, mutants
from .messages import SAMPLES
from .x12sdk_view import models

KINDS = ("270", "271", "276", "277")
MUTANTS = mutants("asking")


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_every_mutant_is_found_at_its_place(mutant):
    assert is_found(mutant)


def test_x12sdk_refuses_many_of_them_too():
    refused = Counter(mutant.sample[:3] for mutant in MUTANTS if is_refused(made(mutant)))

    assert all(refused[kind] >= 14 for kind in KINDS), refused


def is_refused(data: bytes) -> bool:
    """What x12sdk meets with an exception of any of these kinds, or reads nothing of."""
    try:
        return not models(data)
    except (ValidationError, LookupError, TypeError, ImportError):
        return True


def test_each_transaction_has_mutants_enough_of_samples_that_are_whole():
    kinds = Counter(mutant.sample[:3] for mutant in MUTANTS)

    assert min(kinds[kind] for kind in KINDS) >= 9
    for name in {mutant.sample for mutant in MUTANTS}:
        assert read((SAMPLES / f"{name}.x12").read_bytes()).findings == ()
