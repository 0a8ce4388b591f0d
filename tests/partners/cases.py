"""Claims and facts for adjudication, plain unless said otherwise."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from partners.adjudication.case import Case, Earlier, Ruling
from partners.adjudication.contracts import CONTRACTS
from partners.reading.claims import ClaimFiled, LineFiled, Name
from partners.state.members import Granted, Member
from partners.world import Person

ON = date(2026, 3, 2)
DAY = timedelta(days=1)
NPI = "1234567893"
EVERGREEN, NORTHSOUND, CASCADIA, MEDICARE, BAYLIGHT = "EVG01", "NSH22", "CSB47", "MCRTST", "BAY65"
MEADOW, TRICARE, SUMMIT, HARBOR = "MCP88", "TRW10", "SUM31", "HARBOR"
PERSON = Person("Ann", "", "Test", date(1980, 1, 1), "F", "", "", "", "", "WA", "98402", "en", None)
MEMBER = Member("", "M1", PERSON, False, "", date(2025, 1, 1), date(2026, 6, 30), 2026)
GRANTED = Granted("AUTH1", date(2026, 3, 1), date(2026, 4, 30), 3, NPI, {})


def line(code: str = "97530", *modifiers: str, **changes: object) -> LineFiled:
    plain = LineFiled(1, code, modifiers or ("GO",), Decimal(100), Decimal(1), pointers=("1",), first_on=ON, last_on=ON)
    return replace(plain, **changes)


def claim(*lines: LineFiled, **changes: object) -> ClaimFiled:
    plain = ClaimFiled(
        number="A1",
        charge=Decimal(100),
        place="11",
        frequency="1",
        payer=Name(),
        subscriber=Name("Test", "Ann", "M1"),
        patient=Name("Test", "Ann"),
        born_on=None,
        is_dependent=False,
        sequence="P",
        filing="CI",
        billing=Name("Clinic", "", NPI),
        tax_id="",
        submitter=Name(),
        batch="",
        referring="1234567893",
        diagnoses=("M25641",),
        lines=list(lines) or [line()],
    )
    return replace(plain, **changes)


def case(payer: str, *lines: LineFiled, earlier: Earlier | None = None, **changes: object) -> Case:
    own = {
        name: changes.pop(name)
        for name in ("member", "granted", "received_on", "chances", "has_records")
        if name in changes
    }
    plain = Case(
        claim=claim(*lines, **changes),
        contract=CONTRACTS[payer],
        member=MEMBER,
        granted=(GRANTED,),
        earlier={2026: earlier or Earlier()},
        received_on=ON + timedelta(days=2),
    )
    return replace(plain, **own)


def denials(ruling: Ruling) -> list[tuple[str, ...]]:
    """(group, CARC, RARCs) of each denied line."""
    return [(d.adjustments[0].group, d.adjustments[0].carc, *d.remarks) for d in ruling.lines if d.is_denied]


def balances(asked: Case, ruling: Ruling) -> bool:
    return all(
        filed.charge - sum(a.amount for a in decided.adjustments) == decided.paid >= 0
        and all(a.amount for a in decided.adjustments)
        for filed, decided in zip(asked.claim.lines, ruling.lines, strict=True)
    )


def adjustments(ruling: Ruling, place: int = 0) -> dict[str, str]:
    return {f"{a.group}{a.carc}": f"{a.amount:.2f}" for a in ruling.lines[place].adjustments}
