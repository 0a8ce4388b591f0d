"""When those who wait for an evaluation would begin, and the hours that it takes of what is free.

Source: ours. Certainty: an estimate. Each begins in the first week in which one can start, in the order in which they
asked; nobody gives up and nobody new is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from otium.terms.capacity import Waits, Worker
from otium.terms.forecast import Assumptions, Begun
from otium.terms.waitlist import WaitNeed


def begins(
    waits: Iterable[Waits],
    starts: Mapping[UUID, Sequence[int]],
    workers: Iterable[Worker],
    mondays: Sequence[date],
    assumed: Assumptions,
) -> tuple[tuple[Begun, ...], int]:
    """By week; and how many find no start in these weeks. `starts`: the evaluations that each therapist can start in
    each of them."""
    left = {worker.id: list(starts[worker.id]) for worker in workers}
    of = {worker.id: worker.discipline for worker in workers}
    counts, without = [0] * len(mondays), 0
    for entry in waits:
        if entry.need is not WaitNeed.EVALUATION:
            continue
        who = [key for key in left if entry.therapist_id in (None, key) and of[key] == entry.discipline]
        place = next((n for n in range(len(mondays)) if any(left[key][n] for key in who)), None)
        if place is None:
            without += 1
            continue
        left[max(who, key=lambda key: left[key][place])][place] -= 1
        counts[place] += 1
    evaluation, after = assumed.evaluation.value, assumed.visit.value * assumed.after.value
    begun = tuple(
        Begun(monday, count, int(count * evaluation + sum(counts[:n]) * after))
        for n, (monday, count) in enumerate(zip(mondays, counts, strict=True))
    )
    return begun, without
