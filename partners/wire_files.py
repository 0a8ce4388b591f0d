"""Writes the x12 folder: one file an answer, a Medicaid plan's answers of a day together, each payer's line ends."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import count, groupby
from pathlib import Path

from partners import x271, x278
from partners.payers import CASCADIA, MEDICAID, MEDICARE_B, Payer
from partners.world import Answer, Clinic, Coverage, Person, World
from partners.x12 import Envelope, day, interchange

NEWLINES = {MEDICARE_B.payer_id: "\n", CASCADIA.payer_id: "\r\n"}
CUT_OFF = 0.8
"""Share of a truncated file that arrived; it ends within the benefits."""
Asked = tuple[Person, Coverage, Answer]


def write_wires(world: World, folder: Path) -> None:
    """Messages of an earlier writing are removed first: their names carry its days."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("271_*.271"), *folder.glob("278_*.278")):
        old.unlink()
    controls = count(world.clinic.id * 1000 + 1)
    for payer, answers in _batches(_answers(world)):
        _write_answers(world.clinic, payer, answers, folder=folder, control=next(controls))
    for episode in world.episodes:
        for decision in episode.decisions:
            control = next(controls)
            body = x278.body(world.clinic, episode, decision, f"AUTH{control:08d}")
            sender = episode.coverage.payer.payer_id or "HARBORUR"
            envelope = _envelope(world.clinic, sender, decision.decided_on, control=control, function="HI")
            name = f"278_{sender}_{day(decision.decided_on)}_{control}.278"
            (folder / name).write_bytes(interchange(envelope, "278", [body]).encode("ascii"))


def _answers(world: World) -> list[Asked]:
    own = [(e.patient.person, e.coverage, answer) for e in world.episodes for answer in e.answers]
    return [*own, *world.strays]


def _batches(asked: Sequence[Asked]) -> Iterator[tuple[Payer, list[Asked]]]:
    """Medicaid plans answer a day's questions in one file, the others one by one."""
    singles = [one for one in asked if one[1].payer.payer_type != MEDICAID or one[2].is_truncated]
    for one in singles:
        yield one[1].payer, [one]
    rest = sorted((one for one in asked if one not in singles), key=_batch_key)
    for _, group in groupby(rest, key=_batch_key):
        batch = list(group)
        yield batch[0][1].payer, batch


def _batch_key(one: Asked) -> tuple[str, date]:
    return one[1].payer.payer_id, one[2].answered_on


def _write_answers(clinic: Clinic, payer: Payer, answers: Sequence[Asked], *, folder: Path, control: int) -> None:
    answered_on = answers[0][2].answered_on
    envelope = _envelope(clinic, payer.payer_id, answered_on, control=control, function="HB")
    bodies = [
        x271.body(clinic, person, coverage, answer, f"ELIG{control:08d}{n:02d}")
        for n, (person, coverage, answer) in enumerate(answers, 1)
    ]
    content = interchange(envelope, "271", bodies).encode("ascii")
    if answers[0][2].is_truncated:
        content = content[: int(len(content) * CUT_OFF)]
    (folder / f"271_{payer.payer_id}_{day(answered_on)}_{control}.271").write_bytes(content)


def _envelope(clinic: Clinic, sender: str, on: date, *, control: int, function: str) -> Envelope:
    guide = x271.GUIDE if function == "HB" else x278.GUIDE
    newline = NEWLINES.get(sender, "")
    return Envelope(sender, clinic.npi, function, guide, datetime.combine(on, time(6, 15)), control, newline)
