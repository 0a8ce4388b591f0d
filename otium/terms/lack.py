"""What a record lacks so that a message about it can be written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """`code` names the sentence (the pages hold the words), `loop` and `element` the place in the message.

    `on` is the record that should say it: practice, payer, coverage, patient, episode, referral, therapist, fee, visit,
    payer_rule.
    """

    code: str
    loop: str
    element: str
    on: str
    line: int | None = None  # of a claim, from 1
    detail: str = ""  # a code or count, never a name or number of a person
