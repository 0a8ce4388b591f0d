"""What a practice sends, written by hand for these tests: 837P, 270, 276 and 278 of the simulated patients."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from partners.world import Clinic, Episode

_controls = count(1)


@dataclass(frozen=True)
class Line:
    code: str = "97530"
    modifiers: tuple[str, ...] = ("GO",)
    units: int = 2
    charge: str = "100"
    on: date = date(2026, 11, 20)
    pointer: str = "1"
    place: str = ""
    more: tuple[str, ...] = ()
    """Segments after REF*6R: REF*G1, SVD, CAS."""


@dataclass(frozen=True)
class Sent:
    """One claim. `more` are segments between CLM and HI, `other` those of loop 2320."""

    episode: Episode
    clinic: Clinic
    number: str = "A1001"
    lines: tuple[Line, ...] = (Line(),)
    frequency: str = "1"
    more: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    referring: str = ""
    sequence: str = "P"
    diagnoses: tuple[str, ...] = ("M25641",)
    charge: str = ""
    billing_npi: str = ""
    member_id: str = ""
    payer_id: str = ""
    place: str = "11"
    filing: str = "CI"

    def but(self, **changes: object) -> "Sent":
        return replace(self, **changes)


def claim_file(*claims: Sent, control: int | None = None, wants_ack: bool = False, drop: str = "") -> bytes:
    """An 837P with one transaction; segments that start with `drop` are left out and not counted."""
    body = [line for line in _claims(claims) if not drop or not line.startswith(drop)]
    return interchange("HC", "837", "005010X222A1", [body], claims[0].clinic, control=control, wants_ack=wants_ack)


def interchange(
    function: str,
    code: str,
    guide: str,
    bodies: Sequence[Sequence[str]],
    clinic: Clinic,
    *,
    control: int | None = None,
    wants_ack: bool = False,
) -> bytes:
    number = control or next(_controls)
    isa = f"ISA*00*          *00*          *ZZ*{clinic.npi:<15}*ZZ*{'RIVERWAY':<15}*261125*0800*^*00501*{number:09d}"
    lines = [f"{isa}*{1 if wants_ack else 0}*T*:"]
    lines.append(f"GS*{function}*{clinic.npi}*RIVERWAY*20261125*0800*{number}*X*{guide}")
    for n, body in enumerate(bodies, 1):
        lines += [f"ST*{code}*{n:04d}*{guide}", *body, f"SE*{len(body) + 2}*{n:04d}"]
    lines += [f"GE*{len(bodies)}*{number}", f"IEA*1*{number:09d}"]
    return "".join(f"{line}~" for line in lines).encode()


def _claims(claims: Sequence[Sent]) -> list[str]:
    clinic = claims[0].clinic
    lines = [
        "BHT*0019*00*BATCH1*20261125*0800*CH",
        f"NM1*41*2*{clinic.name.upper()}*****46*{clinic.npi}",
        "PER*IC*BILLING*TE*2065550101",
        "NM1*40*2*RIVERWAY CLEARINGHOUSE*****46*RIVERWAY",
        "HL*1**20*1",
        "PRV*BI*PXC*225X00000X",
        f"NM1*85*2*{clinic.name.upper()}*****XX*{claims[0].billing_npi or clinic.npi}",
        f"N3*{clinic.address1.upper()}",
        f"N4*{clinic.city.upper()}*{clinic.state}*{clinic.zip}0001",
        f"REF*EI*{clinic.ein}",
    ]
    level = 1
    for claim in claims:
        is_dependent = claim.episode.coverage.guardian_is_subscriber
        lines += _people(claim, level + 1)
        lines += _claim(claim)
        level += 2 if is_dependent else 1
    return lines


def _people(claim: Sent, level: int) -> list[str]:
    person, coverage = claim.episode.patient.person, claim.episode.coverage
    member_id = claim.member_id or coverage.policy_number
    guardian = person.guardian if coverage.guardian_is_subscriber else None
    birth = f"DMG*D8*{person.born_on:%Y%m%d}*{person.sex}"
    home = [f"N3*{person.address1.upper()}", f"N4*{person.city.upper()}*{person.state}*{person.zip}"]
    payer = f"NM1*PR*2*{coverage.payer.name.upper()}*****PI*{claim.payer_id or coverage.payer.payer_id or 'HARBOR'}"
    if guardian is None:
        return [
            f"HL*{level}*1*22*0",
            f"SBR*{claim.sequence}*18*******{claim.filing}",
            f"NM1*IL*1*{person.last.upper()}*{person.first.upper()}****MI*{member_id}",
            *home,
            birth,
            payer,
        ]
    return [
        f"HL*{level}*1*22*1",
        f"SBR*{claim.sequence}********{claim.filing}",
        f"NM1*IL*1*{guardian.last.upper()}*{guardian.first.upper()}****MI*{member_id}",
        payer,
        f"HL*{level + 1}*{level}*23*0",
        "PAT*19",
        f"NM1*QC*1*{person.last.upper()}*{person.first.upper()}",
        *home,
        birth,
    ]


def _claim(claim: Sent) -> list[str]:
    charge = claim.charge or str(sum(int(line.charge) for line in claim.lines))
    qualified = (f"{'ABK' if n == 0 else 'ABF'}:{code}" for n, code in enumerate(claim.diagnoses))
    lines = [f"CLM*{claim.number}*{charge}***{claim.place}:B:{claim.frequency}*Y*A*Y*Y", *claim.more]
    if claim.diagnoses:
        lines.append("*".join(("HI", *qualified)))
    if claim.referring:
        lines.append(f"NM1*DN*1*REFERRER*ANN****XX*{claim.referring}")
    lines += [f"NM1*82*1*THERAPIST*ANN****XX*{claim.episode.therapist.npi}", "PRV*PE*PXC*225X00000X", *claim.other]
    for n, line in enumerate(claim.lines, 1):
        service = ":".join(("HC", line.code, *line.modifiers))
        lines += [
            f"LX*{n}",
            f"SV1*{service}*{line.charge}*UN*{line.units}*{line.place}**{line.pointer}",
            f"DTP*472*D8*{line.on:%Y%m%d}",
            f"REF*6R*{claim.number}-{n}",
            *line.more,
        ]
    return lines


@dataclass(frozen=True)
class Asked:
    """Who is asked about in a 270 or 276; empty texts stand for what the patient's coverage says."""

    episode: Episode
    trace: str = "T1"
    member_id: str = ""
    last: str = ""
    born_on: date | None = None
    payer_id: str = ""
    more: tuple[str, ...] = field(default=("DTP*291*D8*20261125", "EQ*30"))


def inquiry(clinic: Clinic, *asked: Asked, control: int | None = None) -> bytes:
    body = ["BHT*0022*13*REF1*20261125*0800", *_heads(clinic, asked[0], "1P"), *_asked(clinic, asked)]
    return interchange("HS", "270", "005010X279A1", [body], clinic, control=control)


def status_inquiry(clinic: Clinic, *asked: Asked) -> bytes:
    head = asked[0]
    body = [
        "BHT*0010*13*REF2*20261125*0800",
        *_heads(clinic, head, "41"),
        "HL*3*2*19*1",
        f"NM1*1P*2*{clinic.name.upper()}*****XX*{clinic.npi}",
        *_asked(clinic, asked, level=4, parent=3),
    ]
    return interchange("HR", "276", "005010X212", [body], clinic)


def _heads(clinic: Clinic, asked: Asked, provider: str) -> list[str]:
    payer = asked.episode.coverage.payer
    qualifier = "XX" if provider == "1P" else "46"
    return [
        "HL*1**20*1",
        f"NM1*PR*2*{payer.name.upper()}*****PI*{asked.payer_id or payer.payer_id}",
        "HL*2*1*21*1",
        f"NM1*{provider}*2*{clinic.name.upper()}*****{qualifier}*{clinic.npi}",
    ]


def _asked(clinic: Clinic, asked: Sequence[Asked], *, level: int = 3, parent: int = 2) -> list[str]:
    lines: list[str] = []
    for one in asked:
        person, coverage = one.episode.patient.person, one.episode.coverage
        member_id, last = one.member_id or coverage.policy_number, (one.last or person.last).upper()
        birth = f"DMG*D8*{one.born_on or person.born_on:%Y%m%d}*{person.sex}"
        trace = f"TRN*1*{one.trace}*9OTIUMTEST"
        guardian = person.guardian if coverage.guardian_is_subscriber else None
        if guardian is None:
            name = f"NM1*IL*1*{last}*{person.first.upper()}****MI*{member_id}"
            is_270 = any(line.startswith("EQ") for line in one.more)
            people = [trace, name, birth] if is_270 else [birth, name, trace]
            lines += [f"HL*{level}*{parent}*22*0", *people, *one.more]
            level += 1
            continue
        subscriber = f"NM1*IL*1*{guardian.last.upper()}*{guardian.first.upper()}****MI*{member_id}"
        lines += [f"HL*{level}*{parent}*22*1", subscriber, f"HL*{level + 1}*{level}*23*0"]
        is_270 = any(line.startswith("EQ") for line in one.more)
        name = f"NM1*{'03' if is_270 else 'QC'}*1*{last}*{person.first.upper()}"
        people = [trace, name, birth] if is_270 else [birth, name, trace]
        lines += [*people, *one.more]
        level += 2
    return lines


def review_request(
    clinic: Clinic, episode: Episode, *event: str, trace: str = "R1", services: Sequence[str] = ()
) -> bytes:
    """A 278 request; `event` are segments after TRN, `services` an SV1 for each SS level."""
    person, coverage = episode.patient.person, episode.coverage
    guardian = person.guardian if coverage.guardian_is_subscriber else None
    who = guardian or person
    lines = [
        "BHT*0007*13*REF3*20261125*0800",
        "HL*1**20*1",
        f"NM1*X3*2*{coverage.payer.name.upper()}*****PI*{coverage.payer.payer_id}",
        "HL*2*1*21*1",
        f"NM1*1P*2*{clinic.name.upper()}*****XX*{clinic.npi}",
        "HL*3*2*22*1",
        f"NM1*IL*1*{who.last.upper()}*{who.first.upper()}****MI*{coverage.policy_number}",
    ]
    birth = f"DMG*D8*{person.born_on:%Y%m%d}*{person.sex}"
    if guardian:
        lines += ["HL*4*3*23*1", f"NM1*QC*1*{person.last.upper()}*{person.first.upper()}"]
    level = 5 if guardian else 4
    lines += [birth, f"HL*{level}*{level - 1}*EV*{1 if services else 0}", f"TRN*1*{trace}*9OTIUMTEST", *event]
    for place, service in enumerate(services, level + 1):
        lines += [f"HL*{place}*{level}*SS*0", service]
    return interchange("HI", "278", "005010X217", [lines], clinic)
