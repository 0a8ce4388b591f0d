"""What the reader of an 837P does with each segment, by loop and tag."""

from collections.abc import Callable
from typing import Any, NamedTuple

from otium.terms.claim import Note
from otium.terms.remittance import Adjudication
from otium.terms.x12 import Adjustment, Amount, Attachment, Contact, DateSpan, Diagnosis, Party, Reference, Severity
from otium.wires.x12.segments import DECODERS, Decode
from otium.wires.x12.segments.claims import City
from otium.wires.x12.segments.professional import Adjudged, Assigned, Insured, Opening
from otium.wires.x12.segments.shared import Demography, Heading, Serviced
from otium.wires.x12.t837p.drafts import AdjudgedDraft, BillingDraft, CoverageDraft, PartyDraft
from otium.wires.x12.t837p.reading import GUIDE_TABLE, Reading
from otium.wires.x12.values import Problem, Separators
from otium.wires.x12.walk import Action

_PARTS = frozenset({"2300", "2400"})
_DIAGNOSES = frozenset({"ABK", "ABF", "BK", "BF"})
# Loops and segments the terms have no place for: ambulance, drugs, equipment, repricing, other payers' numbers.
_UNHELD_LOOPS = frozenset({
    "2310E", "2310F", "2330C", "2330D", "2330E", "2330F", "2330G", "2410", "2420B", "2420G", "2420H", "2440",
})  # fmt: skip
# Elements the terms have no place for: death, weight, pregnancy; family planning, copay; whose number it is.
_UNHELD_ELEMENTS = {"PAT": (5, 6, 7, 8, 9), "SV1": (12, 15), "REF": (4,)}
# Any: the value's type follows from the tag, as in `walk.Action`.
_Do = Callable[[Reading, Any, int, str], None]


class _Seen(NamedTuple):
    """A segment as it stands, and what its decoder says of it."""

    elements: tuple[str, ...]
    component: str
    value: object


def _begin_billing(reading: Reading, _: object, segment: int, loop: str) -> None:
    reading.begin_level("A")
    reading.billing = BillingDraft()


def _begin_subscriber(reading: Reading, _: object, segment: int, loop: str) -> None:
    reading.begin_level("B")
    reading.coverage = CoverageDraft(Insured("", None, None, None, None, None))
    reading.dependent = None


def _begin_dependent(reading: Reading, _: object, segment: int, loop: str) -> None:
    reading.begin_level("C")
    reading.dependent, reading.relationship = PartyDraft(), ""


def _heading(reading: Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading


def _subscribed(reading: Reading, insured: Insured, segment: int, loop: str) -> None:
    if loop == "2320" and reading.claim:
        reading.claim.others.append(CoverageDraft(insured))
    elif loop == "2000B":
        reading.coverage.insured = insured


def _relationship(reading: Reading, relationship: str, segment: int, loop: str) -> None:
    if loop == "2000C":
        reading.relationship = relationship


def _party(reading: Reading, party: Party, segment: int, loop: str) -> None:
    """The loop says whose name it is."""
    reading.party = here = _draft(reading, loop)
    here.party = party
    if loop in _UNHELD_LOOPS:
        _unheld(reading, f"Loop {loop}", segment)


def _draft(reading: Reading, loop: str) -> PartyDraft:
    if loop in {"2330A", "2330B"} and reading.claim and reading.claim.others:
        other = reading.claim.others[-1]
        return other.subscriber if loop == "2330A" else other.payer
    if loop == "2010AB":
        reading.billing.pay_to = PartyDraft()
        return reading.billing.pay_to
    if loop == "2010AC":
        reading.billing.pay_to_plan = PartyDraft()
        return reading.billing.pay_to_plan
    drafts = {
        "1000A": reading.submitter, "1000B": reading.receiver, "2010AA": reading.billing.provider,
        "2010BA": reading.coverage.subscriber, "2010BB": reading.coverage.payer, "2010CA": reading.dependent,
    }  # fmt: skip
    draft = drafts.get(loop) or PartyDraft()
    if loop not in drafts and loop not in _UNHELD_LOOPS:
        reading.parts.people.append(draft)
    return draft


def _street(reading: Reading, lines: tuple[str, ...], segment: int, loop: str) -> None:
    reading.party.lines = lines


def _city(reading: Reading, city: City, segment: int, loop: str) -> None:
    reading.party.city = city


def _contact(reading: Reading, contact: Contact, segment: int, loop: str) -> None:
    reading.party.contacts.append(contact)


def _demography(reading: Reading, demography: Demography, segment: int, loop: str) -> None:
    reading.party.demography = demography


def _taxonomy(reading: Reading, taxonomy: str | None, segment: int, loop: str) -> None:
    if loop == "2000A":
        reading.billing.taxonomy = taxonomy
    else:
        reading.party.taxonomy = taxonomy


def _reference(reading: Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        (reading.parts if loop in _PARTS else reading.party).references.append(reference)


def _date(reading: Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span is None:
        return
    if loop == "2430" and reading.adjudged:
        reading.adjudged.adjudicated_on = span.start_on
    elif loop == "2330B":
        reading.party.adjudicated_on = span.start_on
    elif loop in _PARTS:
        reading.parts.dates.append(span)


def _open_claim(reading: Reading, opening: Opening, segment: int, loop: str) -> None:
    if reading.claim:
        reading.claim.opening = opening


def _diagnoses(reading: Reading, diagnoses: tuple[Diagnosis, ...], segment: int, loop: str) -> None:
    if reading.claim and diagnoses and diagnoses[0].qualifier in _DIAGNOSES:
        reading.claim.diagnoses.extend(diagnoses)
    else:
        _unheld(reading, "HI with codes that are no diagnoses", segment)


def _fixed(reading: Reading, text: str, segment: int, loop: str) -> None:
    if loop == "2300" and reading.claim:
        reading.claim.fixed.append(text)
    else:
        _unheld(reading, "K3", segment)


def _amount(reading: Reading, amount: Amount, segment: int, loop: str) -> None:
    if loop == "2320" and reading.claim and reading.claim.others:
        reading.claim.others[-1].amounts.append(amount)
    elif loop == "2300" and reading.claim:
        reading.claim.patient_paid = amount.amount
    elif loop == "2430" and reading.adjudged:
        reading.adjudged.patient_owes = amount.amount
    else:
        _unheld(reading, "AMT", segment)


def _attachment(reading: Reading, attachment: Attachment, segment: int, loop: str) -> None:
    reading.parts.attachments.append(attachment)


def _note(reading: Reading, note: Note, segment: int, loop: str) -> None:
    reading.parts.notes.append(note)


def _adjustments(reading: Reading, adjustments: tuple[Adjustment, ...], segment: int, loop: str) -> None:
    if loop == "2430" and reading.adjudged:
        reading.adjudged.adjustments.extend(adjustments)
    elif loop == "2320" and reading.claim and reading.claim.others:
        reading.claim.others[-1].adjustments.extend(adjustments)


def _assigned(reading: Reading, assigned: Assigned, segment: int, loop: str) -> None:
    if reading.claim and reading.claim.others:
        reading.claim.others[-1].assigned = assigned


def _adjudication(reading: Reading, adjudication: Adjudication, segment: int, loop: str) -> None:
    if reading.claim and reading.claim.others:
        reading.claim.others[-1].adjudication = adjudication


def _line_number(reading: Reading, number: str, segment: int, loop: str) -> None:
    reading.last_line += 1
    if number != str(reading.last_line):
        message = f"LX01 is not {reading.last_line}: lines are counted from 1 within a claim."
        reading.error("line-number", message, segment, 1)


def _serviced(reading: Reading, serviced: Serviced, segment: int, loop: str) -> None:
    if reading.claim and reading.claim.lines:
        reading.claim.lines[-1].serviced = serviced


def _adjudged(reading: Reading, said: Adjudged, segment: int, loop: str) -> None:
    reading.adjudged = AdjudgedDraft(said)
    if reading.claim and reading.claim.lines:
        reading.claim.lines[-1].adjudged.append(reading.adjudged)


def _unheld(reading: Reading, what: str, segment: int) -> None:
    message = f"{what} is kept in the file and not among the terms."
    reading.report.add(Severity.NOTE, "not-held", message, segment=segment)


_LEVELS: dict[str, _Do] = {"2000A": _begin_billing, "2000B": _begin_subscriber, "2000C": _begin_dependent}
_DO: dict[str, _Do] = {
    "AMT": _amount, "BHT": _heading, "CAS": _adjustments, "CLM": _open_claim, "DMG": _demography, "DTP": _date,
    "HI": _diagnoses, "K3": _fixed, "LX": _line_number, "MOA": _adjudication, "N3": _street, "N4": _city,
    "NM1": _party, "NTE": _note, "OI": _assigned, "PAT": _relationship, "PER": _contact, "PRV": _taxonomy,
    "PWK": _attachment, "REF": _reference, "SBR": _subscribed, "SV1": _serviced, "SVD": _adjudged,
}  # fmt: skip


def _action(loop: str, tag: str) -> Action:
    """Holds the segment to the guide, remembers its place, and does what its tag asks for."""
    do = _LEVELS[loop] if tag == "HL" else _DO.get(tag)
    begins = {"CLM": Reading.begin_claim, "LX": Reading.begin_line}.get(tag)
    opens = tag == GUIDE_TABLE.loops[loop].opener.tag
    unheld = _UNHELD_ELEMENTS.get(tag, ())
    is_held = loop not in _UNHELD_LOOPS or tag == "NM1"

    def act(reading: Reading, seen: _Seen, segment: int, _: str) -> None:
        if tag == "HL" and do:
            do(reading, seen.value, segment, loop)
        if begins:
            begins(reading)
        reading.structure.see(loop, seen.elements, segment, seen.component)
        reading.place(loop, seen.elements, segment, opens=opens)
        if do is None:
            _unheld(reading, tag, segment)
        elif is_held and tag != "HL":
            do(reading, seen.value, segment, loop)
            for at in unheld:
                if seen.elements[at]:
                    _unheld(reading, f"{tag}{at:02}", segment)

    return act


def _kept(decode: Decode | None) -> Decode:
    """A decoder that gives the elements too; what is missing is for the guide's table to say, once."""

    def see(elements: list[str], separators: Separators, problems: list[Problem]) -> _Seen:
        found: list[Problem] = []
        value = decode(elements, separators, found) if decode else None
        problems.extend(problem for problem in found if problem.code not in {"missing", "unknown-code"})
        # Payers' answers mix day and period up and are read all the same; a claim may not.
        if elements[0] == "DTP" and not found and ("-" in elements[3]) != (elements[2] == "RD8"):
            problems.append(Problem(3, "not-a-date"))
        return _Seen(tuple(elements), separators.component, value)

    return see


_TAGS = {row.tag for rule in GUIDE_TABLE.loops.values() for row in rule.rows}
KEEPING = {tag: _kept(DECODERS.get(tag)) for tag in _TAGS}
ACTIONS: dict[str, dict[str, Action]] = {
    name: {key: _action(name, row.tag) for row in rule.rows for key in (row.tag, *row.keys)}
    for name, rule in GUIDE_TABLE.loops.items()
}
