"""Large synthetic files in the shape of a night's answers, to measure speed and memory. Seeded: the same every time."""

from collections.abc import Callable
from random import Random

_GIVEN = ("ALMA", "BRUNO", "CARLA", "DIEGO", "EDDA", "FINN", "GRETA", "HUGO")
_SURNAMES = ("TESTCASE", "SAMPLE", "EXAMPLE", "SPECIMEN", "PATTERN", "MODEL")


def file_271(*, megabytes: float = 5, seed: int = 271) -> bytes:
    """Answers of one payer, one transaction each: twelve plans, every person and every remaining amount different."""
    dice = Random(seed)  # noqa: S311  # nosec B311: a sample, no secret
    return _filled(lambda number: _answer(dice, number), megabytes, group="HB", guide="005010X279A1")


def file_278(*, megabytes: float = 5, seed: int = 278) -> bytes:
    """Decisions of one payer, one transaction each: approved, modified, pended and denied, with two services."""
    dice = Random(seed)  # noqa: S311  # nosec B311: a sample, no secret
    return _filled(lambda number: _decision(dice, number), megabytes, group="HI", guide="005010X217")


def file_835(*, megabytes: float = 5, seed: int = 835) -> bytes:
    """One payment for very many claims: every person, claim and line number different, codes and rates a payer's few.

    One line in five has a deductible of its own, so that its amounts are like no other's.
    """
    dice = Random(seed)  # noqa: S311  # nosec B311: a sample, no secret
    claims: list[str] = []
    size, number, paid = 0, 0, 0
    while size < megabytes * 1_000_000:
        number += 1
        cents, segments = _claim_payment(dice, number)
        paid += cents
        size += sum(len(segment) + 1 for segment in segments)
        claims += segments
    account = "ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260302"
    body = [
        f"BPR*I*{_dollars(paid)}*C*{account}", "TRN*1*TRACE1*1512345678", "DTM*405*20260301",
        "N1*PR*PAYER ONE*XV*PAYERONE", "N3*1 SAMPLE STREET", "N4*SPRINGFIELD*IL*62701",
        "PER*BL*EDI DESK*TE*8005550101", "N1*PE*PRACTICE ONE*XX*1234567893", "LX*1", *claims,
    ]  # fmt: skip
    guide = "005010X221A1"
    return _interchange([_transaction("835", *body, guide=guide, control="0001")], group="HP", guide=guide)


def _filled(make: Callable[[int], list[str]], megabytes: float, *, group: str, guide: str) -> bytes:
    transactions: list[list[str]] = []
    size = 0
    while size < megabytes * 1_000_000:
        transactions.append(make(len(transactions) + 1))
        size += sum(len(segment) + 1 for segment in transactions[-1])
    return _interchange(transactions, group=group, guide=guide)


def _interchange(transactions: list[list[str]], *, group: str, guide: str) -> bytes:
    control = "000000101"
    lines = [
        f"ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*PRACTICEONE    *260302*0815*^*00501*{control}*0*T*:",
        f"GS*{group}*PAYERONE*PRACTICEONE*20260302*0815*1*X*{guide}",
        *(segment for each in transactions for segment in each),
        f"GE*{len(transactions)}*1",
        f"IEA*1*{control}",
    ]
    return "".join(f"{line}~" for line in lines).encode()


def _transaction(kind: str, *body: str, guide: str, control: str) -> list[str]:
    return [f"ST*{kind}*{control}*{guide}", *body, f"SE*{len(body) + 2}*{control}"]


def _person(dice: Random, number: int) -> list[str]:
    name = f"NM1*IL*1*{dice.choice(_SURNAMES)}*{dice.choice(_GIVEN)}****MI*ZZ{number:07}"
    born = f"{dice.randint(1940, 2022)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    return [name, f"N3*{number} SAMPLE STREET", "N4*SPRINGFIELD*IL*62701", f"DMG*D8*{born}*{dice.choice('FM')}"]


def _answer(dice: Random, number: int) -> list[str]:
    plan = dice.randrange(12)
    copay, deductible, visits = 20 + 5 * plan, 500 + 250 * plan, 20 + 10 * (plan % 4)
    left = dice.randint(0, deductible * 100) / 100
    body = [
        f"BHT*0022*11*CHECK{number}*20260302*0815",
        "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE", "PER*IC**TE*8005550100",
        "HL*2*1*21*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
        "HL*3*2*22*0", f"TRN*2*TRACE{number}*9PRACTICE1",
        *_person(dice, number),
        f"REF*6P*GROUP{plan:03}", "DTP*346*D8*20260101", "DTP*291*D8*20260302",
        f"EB*1*IND*30**PLAN {plan} PPO", "EB*1**1^33^35^47^48^50^86^88^98^AL^MH^UC^AD^PT^AF",
        f"EB*B*IND*98***27*{copay}*****Y", f"EB*B*IND*AD^PT^AF***27*{copay + 10}*****Y",
        "EB*B*IND*AD^PT^AF***27*80*****N", "EB*A*IND*30*****0.2****Y", "EB*A*IND*30*****0.4****N",
        f"EB*C*IND*30***23*{deductible}*****Y", f"EB*C*IND*30***29*{left:.2f}*****Y",
        f"EB*C*FAM*30***23*{deductible * 2}*****Y", f"EB*C*FAM*30***29*{left * 2:.2f}*****Y",
        f"EB*G*IND*30***23*{deductible * 4}*****Y", f"EB*G*IND*30***29*{left * 3:.2f}*****Y",
        f"EB*F*IND*AD^PT***23***VS*{visits}**Y", "MSG*COMBINED PT OT",
        f"EB*F*IND*AD^PT***29***VS*{dice.randint(0, visits)}**Y", "EB*1**AD********Y*Y",
        "EB*U**30", "LS*2120", "NM1*PRP*2*PAYER ONE SERVICE CENTER", "PER*IC**TE*8005550101", "LE*2120",
    ]  # fmt: skip
    return _transaction("271", *body, guide="005010X279A1", control=f"{number:04}")


def _decision(dice: Random, number: int) -> list[str]:
    action, asked = dice.choice(("A1", "A1", "A6", "A4", "A3")), dice.choice((8, 12, 24))
    given = asked if action == "A1" else asked // 2
    hcr = f"HCR*{action}*AUTH{number:06}" if action in {"A1", "A6"} else f"HCR*{action}**{dice.choice(('0V', '0W'))}"
    services: list[str] = []
    for place, code in enumerate(("97530", "97110"), 5):
        services += [f"HL*{place}*4*SS*0", f"TRN*2*LINE{number}-{place}*9PRACTICE1", hcr]
        services += [f"DTP*472*RD8*20260301-202605{dice.randint(1, 28):02}", f"SV1*HC:{code}:GO**UN*{given}"]
    body = [
        f"BHT*0007*11*REVIEW{number}*20260302*0815*18",
        "HL*1**20*1", "NM1*X3*2*PAYER ONE*****PI*PAYERONE", "HL*2*1*21*1",
        "NM1*1P*2*PRACTICE ONE*****XX*1234567893", "HL*3*2*22*1", *_person(dice, number),
        "HL*4*3*EV*1", f"TRN*2*TRACE{number}*9PRACTICE1", "UM*HS*I*AD*11:B", hcr, f"REF*NT*ADMIN{number}",
        f"DTP*007*RD8*20260301-202605{dice.randint(1, 28):02}", "HI*ABK:M25641", f"HSD*VS*{given}",
        "NM1*SJ*2*PRACTICE ONE*****XX*1234567893", *services,
    ]  # fmt: skip
    return _transaction("278", *body, guide="005010X217", control=f"{number:04}")


def _claim_payment(dice: Random, number: int) -> tuple[int, list[str]]:
    """Cents paid, and the claim's segments."""
    day = f"202602{dice.randint(1, 28):02}"
    charged = paid = owed = 0
    lines: list[str] = []
    for line in range(1, dice.choice((2, 3, 3, 4))):
        units, (code, rate) = dice.randint(1, 4), dice.choice((("97530", 5000), ("97110", 4500), ("97535", 4800)))
        charge, allowed = rate * units, rate * units * 7 // 10
        share = dice.randint(1, allowed) if dice.randrange(5) == 0 else allowed // 5
        charged, paid, owed = charged + charge, paid + allowed - share, owed + share
        lines += [
            f"SVC*HC:{code}:GO*{_dollars(charge)}*{_dollars(allowed - share)}**{units}", f"DTM*472*{day}",
            f"CAS*CO*45*{_dollars(charge - allowed)}", f"CAS*PR*2*{_dollars(share)}",
            f"REF*6R*{number}-{line}", f"AMT*B6*{_dollars(allowed)}",
        ]  # fmt: skip
    amounts = f"{_dollars(charged)}*{_dollars(paid)}*{_dollars(owed)}"
    return paid, [
        f"CLP*OT{number:07}*1*{amounts}*12*2026{number:09}*11*1",
        f"NM1*QC*1*{dice.choice(_SURNAMES)}*{dice.choice(_GIVEN)}****MI*ZZ{number:07}",
        "NM1*82*1*SAMPLE*OLGA****XX*1234567893", "REF*1L*GROUP7", f"DTM*232*{day}", f"DTM*233*{day}",
        "DTM*050*20260301", "PER*CX*CLAIMS*TE*8005550101", *lines,
    ]  # fmt: skip


def _dollars(cents: int) -> str:
    return f"{cents / 100:.2f}"
