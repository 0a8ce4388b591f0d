"""What an eligibility inquiry says of a coverage, and what the records lack for one.

Source: X12 005010X279A1 (270): name, birth date and member id are what a payer must search by; the plan (30) and
occupational therapy (AD) are asked for together, as payers answer 30 at least, with the other disciplines that treat
the patient, so that one inquiry serves them all. Certainty: from knowledge of the guide.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from otium.terms.eligibility_inquiry import OCCUPATIONAL_THERAPY, PLAN, SERVICE_DAY, EligibilityInquiry
from otium.terms.identifiers import npi_is_valid
from otium.terms.lack import Lack
from otium.terms.x12 import DateSpan, Party, Person, Trace

RELATIONSHIPS = {"child": "19", "spouse": "01", "other": "34"}  # INS02
SEXES = frozenset("FM")  # DMG03 takes no others here
NPI, MEMBER, PAYER_ID = "XX", "MI", "PI"
OF_DISCIPLINE = {"PT": "PT", "SLP": "AF"}  # EQ01 of the disciplines beside OT


@dataclass(frozen=True, slots=True)
class Named:
    """A person as the records know them."""

    last_name: str
    first_name: str
    middle_name: str = ""
    birth_on: date | None = None
    sex: str = ""

    def person(self, entity: str, member_id: str | None, relationship: str | None = None) -> Person:
        qualifier = MEMBER if member_id else None
        party = Party(entity, True, self.last_name, self.first_name, self.middle_name or None, None, qualifier,
                      member_id)  # fmt: skip
        return Person(party, self.birth_on, self.sex if self.sex in SEXES else None, relationship)


@dataclass(frozen=True, slots=True)
class Asking:
    """All that an inquiry is made of. `holder` None: the policy is the patient's own."""

    practice_name: str
    practice_npi: str
    tax_id: str
    payer_name: str
    payer_id: str
    member_id: str
    patient: Named
    relationship: str = "self"
    holder: Named | None = None
    is_electronic: bool = True
    service_types: tuple[str, ...] = (PLAN, OCCUPATIONAL_THERAPY)


def lacks(asking: Asking) -> Iterator[Lack]:
    """Everything that is missing or cannot be right, in the order of the message. Nothing: it may be asked."""
    holder = asking.holder
    loop = "2100C" if holder is None else "2100D"
    if not asking.is_electronic:
        yield Lack("not_electronic", "2100A", "NM109", "payer")
        return
    if not asking.payer_id:
        yield Lack("payer_id_missing", "2100A", "NM109", "payer")
    if not npi_is_valid(asking.practice_npi):
        yield Lack("practice_npi_missing", "2100B", "NM109", "practice")
    if not asking.member_id:
        yield Lack("member_id_missing", "2100C", "NM109", "coverage")
    if holder is not None and not (holder.last_name and holder.first_name):
        yield Lack("holder_name_missing", "2100C", "NM103", "coverage")
    if not (asking.patient.last_name and asking.patient.first_name):
        yield Lack("patient_name_missing", loop, "NM103", "patient")
    if asking.patient.birth_on is None:
        yield Lack("patient_birth_missing", loop, "DMG02", "patient")


def inquiry(asking: Asking, *, trace: str, service_on: date, at: datetime) -> EligibilityInquiry:
    """The inquiry about the plan and the therapies. `at` is in the practice's zone."""
    of_self = asking.holder is None
    dependent = None
    if not of_self:
        dependent = asking.patient.person("03", None, RELATIONSHIPS.get(asking.relationship))
    subscriber = asking.holder or asking.patient
    return EligibilityInquiry(
        payer=Party("PR", False, asking.payer_name, None, None, None, PAYER_ID, asking.payer_id),
        provider=Party("1P", False, asking.practice_name, None, None, None, NPI, asking.practice_npi),
        subscriber=subscriber.person("IL", asking.member_id),
        dependent=dependent,
        traces=(Trace(trace, originator(asking.tax_id, asking.practice_npi), None),),
        service_types=asking.service_types,
        dates=(DateSpan(SERVICE_DAY, service_on, None),),
        reference=trace,
        asked_on=at.date(),
        asked_time=f"{at:%H%M}",
    )


def service_types(wanted: str, disciplines: Iterable[str], most: int) -> tuple[str, ...]:
    """EQ01 in order: those of the payer's rule, then the other disciplines that treat the patient; `most` at once.

    >>> service_types("30 AD", ["OT", "SLP", "PT"], 99), service_types("30 AD", ["PT"], 1)
    (('30', 'AD', 'PT', 'AF'), ('30',))
    """
    treating = set(disciplines)
    others = [code for discipline, code in OF_DISCIPLINE.items() if discipline in treating]
    return tuple(dict.fromkeys([*wanted.split(), *others]))[:most]


def originator(tax_id: str, npi: str) -> str:
    """TRN03, ten characters: 1 and our EIN, else 9 and as much of our NPI as fits."""
    return f"1{tax_id}" if tax_id else f"9{npi[:9]}"
