"""Numbers that we give to what leaves: short, unlike each other, and telling nothing."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what is misread aloud: 0 O, 1 I L
TRACE_LENGTH = 14
CLAIM_LENGTH = 8  # 8.5 * 10^11 numbers: a practice meets one twice never


def trace() -> str:
    """A number for TRN02 that an answer carries back."""
    return _drawn(TRACE_LENGTH)


def claim_number() -> str:
    """A number a person can read out on the telephone."""
    return _drawn(CLAIM_LENGTH)


def _drawn(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
