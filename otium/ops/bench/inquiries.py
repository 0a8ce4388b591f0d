"""How long a night of eligibility inquiries takes to write, beside joining their segments, ready made."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from otium.ops.bench.figure import Figure
from otium.terms.eligibility_inquiry import EligibilityInquiry
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import DateSpan, Party, Person, Reference, Trace
from otium.wires.x12 import t270
from otium.wires.x12.writing import Body, wrap

PATIENTS = 10_000
ROUNDS = 3
_PROFILE = TradingProfile("bench")
_ENVELOPE = Envelope("OTIUM", "PAYERONE", datetime(2026, 3, 2, 8, 15), 905, 17)  # noqa: DTZ001 - local by definition
_PAYER = Party("PR", False, "PAYER ONE", None, None, None, "PI", "PAYERONE")
_PRACTICE = Party("1P", False, "PRACTICE ONE", None, None, None, "XX", "1234567893")
_GIVEN = ("Alma", "Bruno", "Carla", "Diego", "Edda", "Finn", "Greta", "Hugo")
_SURNAMES = ("Testcase", "Sample", "Example", "Specimen", "Pattern", "Model")


def figures() -> Iterator[Figure]:
    asked, most = inquiries(PATIENTS), _PROFILE.most_patients_asked
    yield _figure("x12_270_writer", partial(_one_each, asked), "one patient a transaction")
    yield _figure("x12_270_batch_writer", partial(_batches, asked, most), f"{most} patients a transaction")


def _figure(name: str, bodies: Callable[[], list[Body]], shape: str) -> Figure:
    data = _written(bodies)
    ours, floor = _best(partial(_written, bodies)), _best(partial(b"~".join, data.split(b"~")))
    note = f"{PATIENTS} patients, {shape}, bodies and envelope, {len(data)} bytes; best of {ROUNDS}; goal 10 s"
    return Figure(name, round(ours, 3), "s", "joining the same segments", round(floor, 5), ROUNDS, note)


def _written(bodies: Callable[[], list[Body]]) -> bytes:
    return wrap(bodies(), _ENVELOPE)


def _one_each(asked: Sequence[EligibilityInquiry]) -> list[Body]:
    return [t270.write(each, profile=_PROFILE) for each in asked]


def _batches(asked: Sequence[EligibilityInquiry], most: int) -> list[Body]:
    return [t270.write_batch(asked[at : at + most], profile=_PROFILE) for at in range(0, len(asked), most)]


def inquiries(patients: int, *, seed: int = 270) -> list[EligibilityInquiry]:
    """Of one practice to one payer: every third patient a child under a parent. Seeded: the same every time."""
    dice = Random(seed)  # noqa: S311  # nosec B311: a sample, no secret
    return [_inquiry(dice, number) for number in range(1, patients + 1)]


def _inquiry(dice: Random, number: int) -> EligibilityInquiry:
    subscriber = _person(dice, "IL", f"ZZ{number:07}")
    return EligibilityInquiry(
        payer=_PAYER,
        provider=_PRACTICE,
        subscriber=subscriber,
        dependent=_person(dice, "03", None) if number % 3 == 0 else None,
        traces=(Trace(f"INQ{number}", "1123456789", True),),
        service_types=("30", "AD"),
        dates=(DateSpan("291", date(2026, 3, 2) + timedelta(days=dice.randrange(30)), None),),
        references=(Reference("EJ", f"PATIENT{number}"),),
        provider_references=(Reference("TJ", "123456789"),),
        reference="NIGHT1",
        asked_on=date(2026, 3, 2),
        asked_time="0815",
    )


def _person(dice: Random, entity: str, member_id: str | None) -> Person:
    name, given = dice.choice(_SURNAMES), dice.choice(_GIVEN)
    party = Party(entity, True, name, given, None, None, "MI" if member_id else None, member_id)
    relationship = None if member_id else "19"
    return Person(party, date(1940, 1, 1) + timedelta(days=dice.randrange(30_000)), dice.choice("FM"), relationship)


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    return min(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
