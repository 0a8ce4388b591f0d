"""What a 278 request and its response write alike: the levels down to the patient, quantities, service lines."""

from collections.abc import Sequence
from decimal import Decimal

from otium.terms.auth_decision import ServiceLine
from otium.terms.identifiers import icd10_has_shape
from otium.terms.x12 import Delivery, Diagnosis, Party, Person
from otium.wires.x12 import emit
from otium.wires.x12.writing import Writer, composite

CODE, GUIDE = "278", "005010X217"
LONGEST_MESSAGE = 264
MOST_DIAGNOSES = 12
_ICD10 = frozenset({"ABK", "ABF", "ABJ"})


class Tree(emit.Levels):
    """The HL segments of one 278, each under the one before it that may hold it."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self._above: int | None = None

    def down(self, loop: str, code: str, *, has_child: bool) -> int:
        """One level further down."""
        self._above = self.open(loop, code, under=self._above, has_child=has_child)
        return self._above


def person(writer: Writer, loop: str, stated: Person | None, *, entity: str) -> None:
    """NM1 of a subscriber (IL) or dependent (QC); what else is said of them follows by `described`."""
    writer.enter(loop)
    if stated is None:
        raise writer.refusal("NM1", "it is missing")
    name: Party = stated.party._replace(entity=entity)
    writer.name(name.name, "NM103")
    if entity == "IL":
        writer.need(name.id, "NM109")
    emit.party(writer, name)


def described(writer: Writer, stated: Person, *, is_subscriber: bool) -> None:
    """DMG and INS, where anything is known."""
    emit.demography(writer, stated)
    if stated.relationship:
        writer.add("INS", "Y" if is_subscriber else "N", writer.may(stated.relationship, "INS02", most=2))


def deliveries(writer: Writer, stated: Sequence[Delivery]) -> None:
    """HSD, for which a level has room once."""
    if len(stated) > 1:
        raise writer.refusal("HSD", "a level has room for one quantity")
    for each in stated:
        _delivery(writer, each)


def _delivery(writer: Writer, stated: Delivery) -> None:
    """2 visits (VS) each week (WK) for 6 weeks (35, 6), or 12 visits in all."""
    if bool(stated.unit) is (stated.quantity is None):
        raise writer.refusal("HSD02", "a quantity and its unit go together")
    if stated.period_count is not None and not stated.period:
        raise writer.refusal("HSD05", "a count of periods needs to say which")
    if stated.unit is None and stated.pattern is None:
        raise writer.refusal("HSD02", "it is missing")
    quantity = _above_zero(writer, stated.quantity, "HSD02")
    period_count = _above_zero(writer, stated.period_count, "HSD06")
    unit, per = writer.may(stated.unit, "HSD01", most=2), writer.may(stated.frequency, "HSD03", most=2)
    period, pattern = writer.may(stated.period, "HSD05", most=2), writer.may(stated.pattern, "HSD07", most=2)
    writer.add("HSD", unit, quantity, per, "", period, period_count, pattern)


def _above_zero(writer: Writer, number: Decimal | None, element: str) -> str:
    text = writer.number(number, element)
    if number is not None and number <= 0:
        raise writer.refusal(element, "it is not above 0")
    return text


def line(writer: Writer, stated: ServiceLine) -> None:
    """SV1: therapy is professional; lines that came as SV2 or SV3 are written as SV1 too."""
    if stated.procedure is None:
        raise writer.refusal("SV101", "it is missing")
    if bool(stated.unit) is (stated.quantity is None):
        raise writer.refusal("SV104", "a quantity and its unit go together")
    units = _above_zero(writer, stated.quantity, "SV104")
    procedure, charge = emit.procedure(writer, stated.procedure, "SV101"), emit.amount(writer, stated.amount, "SV102")
    writer.add("SV1", procedure, charge, writer.may(stated.unit, "SV103", most=2), units)


def review(
    writer: Writer, category: str | None, type_code: str | None, service_type: str | None, *more: str | None
) -> None:
    """UM; `more` is UM04 to UM09."""
    head = writer.need(category, "UM01", most=2), writer.need(type_code, "UM02", most=2)
    writer.add("UM", *head, writer.may(service_type, "UM03", most=2), *more)


def place(writer: Writer, code: str | None, qualifier: str | None) -> str:
    """UM04."""
    if bool(code) is not bool(qualifier):
        raise writer.refusal("UM04", "a place and the list it is from go together")
    return composite(writer.may(code, "UM04-1", most=2), writer.may(qualifier, "UM04-2", most=2))


def diagnoses(writer: Writer, stated: Sequence[Diagnosis]) -> None:
    """HI, where there are any."""
    if len(stated) > MOST_DIAGNOSES:
        raise writer.refusal("HI", f"there are more than {MOST_DIAGNOSES} diagnoses")
    for at, each in enumerate(stated, 1):
        if each.qualifier in _ICD10 and not icd10_has_shape(each.code):
            raise writer.refusal(f"HI{at:02}", "it has not the shape of an ICD-10-CM code without its point")
    codes = [
        composite(writer.need(each.qualifier, "HI", most=3), writer.need(each.code, "HI", most=30)) for each in stated
    ]
    if codes:
        writer.add("HI", *codes)


def message(writer: Writer, text: str) -> None:
    """MSG. Refuses what is longer than the element, rather than to cut a therapist's words."""
    if len(writer.free(text, most=LONGEST_MESSAGE + 1)) > LONGEST_MESSAGE:
        raise writer.refusal("MSG01", f"it is longer than {LONGEST_MESSAGE} characters")
    emit.message(writer, text)
