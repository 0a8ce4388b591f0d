"""Small X12 files for tests. Every person, number and payer in them is invented."""

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "samples" / "x12"

ISA = "ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*PRACTICEONE    *260302*0815*^*00501*000000101*0*T*:"
PATIENT = ("NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001", "DMG*D8*20180131*F")


def interchange(
    *transactions: list[str], group: str = "HB", guide: str = "005010X279A1", control: str = "000000101"
) -> str:
    """One ISA with one GS around transactions made by `transaction`."""
    segments = [
        ISA.replace("000000101", control),
        f"GS*{group}*PAYERONE*PRACTICEONE*20260302*0815*1*X*{guide}",
        *(segment for each in transactions for segment in each),
        f"GE*{len(transactions)}*1",
        f"IEA*1*{control}",
    ]
    return "".join(f"{segment}~" for segment in segments)


def transaction(kind: str, *body: str, guide: str = "005010X279A1", control: str = "0001") -> list[str]:
    """ST, the body and an SE that counts right."""
    return [f"ST*{kind}*{control}*{guide}", *body, f"SE*{len(body) + 2}*{control}"]


def answer_271(*lines: str, **envelope: str) -> bytes:
    """A 271 for one subscriber; `lines` stand in the subscriber's loop after name and birth date."""
    body = (
        "BHT*0022*11*CHECK1*20260302*0815",
        "HL*1**20*1",
        "NM1*PR*2*PAYER ONE*****PI*PAYERONE",
        "HL*2*1*21*1",
        "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
        "HL*3*2*22*0",
        "TRN*2*TRACE1*9PRACTICE1",
        *PATIENT,
        *lines,
    )
    return interchange(transaction("271", *body), **envelope).encode()


def response_278(*lines: str, services: tuple[str, ...] = ()) -> bytes:
    """A 278 response for one event; `services` are the segments of the service loops."""
    body = (
        "BHT*0007*11*REVIEW1*20260302*0815*18",
        "HL*1**20*1",
        "NM1*X3*2*PAYER ONE*****PI*PAYERONE",
        "HL*2*1*21*1",
        "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
        "HL*3*2*22*1",
        *PATIENT,
        f"HL*4*3*EV*{1 if services else 0}",
        "TRN*2*TRACE2*9PRACTICE1",
        "UM*HS*I*AD*11:B",
        *lines,
        *services,
    )
    guide = "005010X217"
    return interchange(transaction("278", *body, guide=guide), group="HI", guide=guide).encode()


def remittance_835(*claims: str, paid: str = "96.00", withheld: tuple[str, ...] = (), **envelope: str) -> bytes:
    """An 835 of one payer; `claims` are the segments from CLP on, `withheld` those behind the last claim."""
    guide = "005010X221A1"
    body = (
        f"BPR*I*{paid}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260302",
        "TRN*1*TRACE3*1512345678",
        "DTM*405*20260301",
        "N1*PR*PAYER ONE*XV*PAYERONE",
        "N3*1 SAMPLE STREET",
        "N4*SPRINGFIELD*IL*62701",
        "PER*BL*EDI DESK*TE*8005550100",
        "N1*PE*PRACTICE ONE*XX*1234567893",
        "REF*TJ*123456789",
        "LX*1",
        *claims,
        *withheld,
    )
    return interchange(transaction("835", *body, guide=guide), group="HP", guide=guide, **envelope).encode()
