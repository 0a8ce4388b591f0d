"""How many claims a second are scrubbed and written as 837P, beside pyx12's validation of the same bytes."""

import importlib
import io
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from otium.desk.claims import checking
from otium.ops.bench.figure import Figure
from otium.rules.claims.codebook import CodeBook
from otium.rules.claims.scrub import scrub
from otium.terms.claim import BillingProvider, ClaimBatch, ClaimLine, DateKind, ProfessionalClaim, ReferenceKind, Roles
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_parties import (
    EMPLOYER_ID,
    Address,
    ClaimCoverage,
    ClaimPayer,
    ClaimPerson,
    Dependent,
    Name,
    Provider,
    Receiver,
    Submitter,
)
from otium.terms.payers import PayerType
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Contact, DateSpan, Diagnosis, Procedure, Reference
from otium.wires.x12 import t837p
from otium.wires.x12.read import read
from otium.wires.x12.writing import wrap

CLAIMS = 2000
JUDGED = 200  # pyx12 takes its time
ROUNDS = 3
_SERVED = date(2026, 3, 2)
_AT = datetime(2026, 3, 3, 8, 15)  # noqa: DTZ001 - local by definition
_ENVELOPE = Envelope("OTIUM", "PAYERONE", _AT, 905, 17)
_PROFILE = TradingProfile("bench")
_FACTS = ClaimFacts(payer_type=PayerType.COMMERCIAL, on=_AT.date(), authorization_required=True)
_GIVEN = ("Alma", "Bruno", "Carla", "Diego", "Edda", "Finn", "Greta", "Núria")
_SURNAMES = ("Testcase", "Sample", "Example", "Specimen", "Pattern", "Model")
_CODES = (("97530", 2), ("97535", 1), ("97110", 1), ("97112", 1))
_OFFICE = Address(("12 Palm Way",), "Miami", "FL", "331010001")
_BILLING = BillingProvider(
    Provider(Name("Practice One", is_person=False), "1234567893", "225X00000X", _OFFICE,
             (Reference(EMPLOYER_ID, "123456789"),))
)  # fmt: skip
_CONTACT = Contact("IC", "Office", (("TE", "3055550100"),))


def figures() -> Iterator[Figure]:
    made, codes = claims(CLAIMS), checking.codes()
    data = written(made)
    pyx12 = _pyx12()
    judged = written(made[:JUDGED])
    peer = _best(lambda: pyx12(judged), JUDGED, 1) if pyx12 else 0.0
    works = {
        "x12_837p_scrub_and_write": (lambda: _sent(made, codes), "scrubbed, written and wrapped; goal 500"),
        "x12_837p_scrub": (lambda: _scrubbed(made, codes), "every check of rules/claims"),
        "x12_837p_read": (lambda: read(data), "read into terms and held to the guide"),
    }
    for name, (work, what) in works.items():
        note = f"{CLAIMS} claims of {len(_CODES)} lines, every patient different; best of {ROUNDS}; {what}"
        ours = round(_best(work, CLAIMS, ROUNDS))
        yield Figure(name, ours, "claims/s", f"pyx12 validation of {JUDGED}, maps loaded", round(peer, 1), ROUNDS, note)


def claims(count: int) -> list[ProfessionalClaim]:
    """The same for the same count; every third patient is a child of the subscriber."""
    return [_claim(number) for number in range(1, count + 1)]


def _claim(number: int) -> ProfessionalClaim:
    home = Address((f"{number} Coral St",), "Miami", "FL", f"33{number % 100 + 100}")
    person = ClaimPerson(
        Name(_SURNAMES[number % len(_SURNAMES)], _GIVEN[number % len(_GIVEN)]),
        f"ZZ{number:07}",
        home,
        date(1985, 5, number % 28 + 1),
        "F",
    )
    child = Dependent(replace(person, member_id=None, birth_on=date(2018, 1, number % 28 + 1)), "19")
    lines = tuple(_line(number, at, code, units) for at, (code, units) in enumerate(_CODES, 1))
    return ProfessionalClaim(
        id=f"C{number}",
        billing=_BILLING,
        coverage=ClaimCoverage("P", person, ClaimPayer("Payer One", "PAYER1"), "CI"),
        patient=None if number % 3 else child,
        charge=sum((line.charge for line in lines if line.charge), Decimal(0)),
        place_of_service="11",
        diagnoses=(Diagnosis("ABK", "M25641"), Diagnosis("ABF", "R278")),
        references=(Reference(ReferenceKind.AUTHORIZATION, f"A{number}"),),
        roles=Roles(rendering=Provider(Name("Sample", "Olive"), "1245319599", "225X00000X")),
        lines=lines,
    )


def _line(number: int, at: int, code: str, units: int) -> ClaimLine:
    return ClaimLine(
        Procedure("HC", code, ("GO",), None), Decimal(60 * units), Decimal(units),
        DateSpan(DateKind.SERVICE, _SERVED, None), (1, 2),
        references=(Reference(ReferenceKind.LINE, f"L{number}-{at}"),),
    )  # fmt: skip


def written(made: Sequence[ProfessionalClaim]) -> bytes:
    """One interchange of them all."""
    submitter = Submitter(Name("Practice One", is_person=False), "OTIUM", (_CONTACT,))
    batch = ClaimBatch("BENCH", submitter, Receiver("Payer One", "PAYERONE"), tuple(made), _AT)
    return wrap([t837p.write(batch, profile=_PROFILE)], _ENVELOPE)


def _scrubbed(made: Sequence[ProfessionalClaim], codes: CodeBook) -> None:
    for claim in made:
        scrub(claim, facts=_FACTS, codes=codes)


def _sent(made: Sequence[ProfessionalClaim], codes: CodeBook) -> None:
    _scrubbed(made, codes)
    written(made)


def _pyx12() -> Callable[[bytes], object] | None:
    """Its validation, only where the tests' requirements are installed."""
    try:
        document, params = importlib.import_module("pyx12.x12n_document"), importlib.import_module("pyx12.params")
    except ModuleNotFoundError:
        return None

    def validate(data: bytes) -> object:
        logging.disable(logging.CRITICAL)
        try:
            return document.x12n_document(
                param=params.params(), src_file=io.StringIO(data.decode()), fd_997=None, fd_html=None, fd_xmldoc=None
            )
        finally:
            logging.disable(logging.NOTSET)

    return validate


def _best(work: Callable[[], object], count: int, rounds: int) -> float:
    """Claims a second, of the fastest round."""
    return max(_speed(work, count) for _ in range(rounds))


def _speed(work: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)
