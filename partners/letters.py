"""What payers write on paper: Harbor's letter for each bill, as it has no 835, and decisions about authorizations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from partners.exchange.review_answers import Wanted
from partners.payers import MEDICAID, MEDICARE_REPLACEMENT, WORKERS_COMP, Payer
from partners.state.members import Granted, Member
from partners.world import Clinic
from partners.x835 import Decided

WIDTH = 72
IN_A_WORD = {"A1": "approved", "A6": "modified", "A3": "denied", "A4": "wants"}
HEADINGS = {
    "A1": "NOTICE OF APPROVAL",
    "A6": "NOTICE OF PARTIAL APPROVAL",
    "A3": "NOTICE OF DENIAL",
    "A4": "REQUEST FOR MORE INFORMATION",
}
REASONS = {
    "82": "The records sent do not show that the skills of a therapist are needed for what was asked.",
    "90": "What was asked for did not reach us in time, so the need could not be shown.",
    "": "What is approved is the amount for which the records show a need.",
}
APPEALS = {MEDICARE_REPLACEMENT: 65, MEDICAID: 60, WORKERS_COMP: 30}
"""Calendar days from the notice; 180 elsewhere [from knowledge]."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a letter tells. `talk_days`: how long the payer's clinician may be talked with; 0 where not at all."""

    granted: Granted
    on: date
    wanted: Wanted
    talk_days: int = 0
    appeals_to: str = ""
    """The fax number of the department that takes appeals."""


def decision(clinic: Clinic, payer: Payer, member: Member, notice: Notice) -> str:
    """A decision about an authorization, as text; days as MM/DD/YYYY."""
    granted, person = notice.granted, member.person
    head = (
        payer.name.upper(),
        HEADINGS[granted.action],
        "",
        f"Date of notice: {notice.on:%m/%d/%Y}",
        f"To: {clinic.name}, {clinic.city}, {clinic.state} {clinic.zip}    NPI: {clinic.npi}",
        f"Patient: {person.last}, {person.first}    Date of birth: {person.born_on:%m/%d/%Y}",
        f"{'Claim number' if payer.payer_type == WORKERS_COMP else 'Member ID'}: {member.member_id}",
        f"Reference number: {granted.trace}",
        "",
    )
    return "\n".join((*head, *_body(granted, notice), *_rights(payer, notice), ""))


def _body(granted: Granted, notice: Notice) -> Iterator[str]:
    if granted.action == "A4":
        yield from wrap(f"We cannot decide yet. Send us: {notice.wanted.text}.", WIDTH)
        if notice.wanted.by:
            yield f"We must have it by {notice.wanted.by:%m/%d/%Y}."
        return
    asked = _amounts(granted.asked, granted.asked_units)
    if asked:
        yield f"Asked for: {asked}, {granted.starts_on:%m/%d/%Y} to {granted.ends_on:%m/%d/%Y}"
    if granted.action == "A3":
        yield "Approved: none"
    else:
        yield f"Authorization number: {granted.number}"
        yield f"Approved: {_amounts(granted.visits, granted.units) or 'as asked'}"
        yield f"Valid: {granted.starts_on:%m/%d/%Y} to {granted.ends_on:%m/%d/%Y}"
    if granted.action != "A1":
        yield ""
        yield from wrap(f"Reason: {REASONS.get(granted.reason, granted.reason)}", WIDTH)


def _amounts(visits: int | None, units: dict[str, int]) -> str:
    parts = [f"{visits} visits"] if visits is not None else []
    return ", ".join([*parts, *(f"{many} units of {code}" for code, many in units.items())])


def _rights(payer: Payer, notice: Notice) -> Iterator[str]:
    if notice.granted.action not in ("A3", "A6"):
        return
    yield ""
    if notice.talk_days:
        until = notice.on + timedelta(days=notice.talk_days)
        yield from wrap(f"The treating therapist may talk with our reviewer until {until:%m/%d/%Y}.", WIDTH)
    until = notice.on + timedelta(days=APPEALS.get(payer.payer_type, 180))
    yield f"You may appeal in writing until {until:%m/%d/%Y}."
    if notice.appeals_to:
        yield f"Fax for appeals: {notice.appeals_to}"


def upheld(payer: Payer, reference: str, on: date) -> str:
    """An appeal that changed nothing, as text."""
    head = (payer.name.upper(), "DECISION ON YOUR APPEAL", "", f"Date of notice: {on:%m/%d/%Y}",
            f"Reference number: {reference}", "")  # fmt: skip
    return "\n".join((*head, "Our decision stands. You may ask for the next level of appeal.", ""))


def unknown_appeal(payer: Payer) -> str:
    """A fax of which nobody knows what it is about, as text."""
    return "\n".join((
        payer.name.upper(), "WE CANNOT TELL WHAT YOUR FAX IS ABOUT", "",
        *wrap("It names no decision of ours. Send it again with the reference number of the notice.", WIDTH), "",
    ))  # fmt: skip


def explanation(clinic: Clinic, payer: Payer, decided: Decided, *, on: date) -> str:
    """An explanation of review, as text; amounts in dollars and cents."""
    claim, ruling = decided.claim, decided.ruling
    head = (
        payer.name.upper(),
        "EXPLANATION OF REVIEW",
        "",
        f"Date: {on:%m/%d/%Y}",
        f"To: {clinic.name}, {clinic.city}, {clinic.state} {clinic.zip}",
        f"Injured worker: {claim.patient.last}, {claim.patient.first}",
        f"Claim number: {claim.injury_claim or claim.subscriber.id}",
        f"Your bill: {claim.number}    Our bill number: {decided.icn}",
        "",
        f"{'Service':<10}{'Code':<10}{'Units':>6}{'Billed':>12}{'Reduced':>12}{'Paid':>12}  Reason",
        "-" * WIDTH,
    )
    lines = []
    for line, decision in zip(claim.lines, ruling.lines, strict=True):
        reduced = sum(adjustment.amount for adjustment in decision.adjustments)
        reasons = ", ".join(f"{a.group}-{a.carc}" for a in decision.adjustments)
        day = f"{line.first_on:%m/%d/%y}" if line.first_on else ""
        figures = f"{line.units:>6}{line.charge:>12.2f}{reduced:>12.2f}{decision.paid:>12.2f}"
        lines.append(f"{day:<10}{line.code:<10}{figures}  {reasons}")
    foot = ("-" * WIDTH, f"Paid: {ruling.paid:.2f}", "", "You may ask for reconsideration within 30 days.", "")
    return "\n".join((*head, *lines, *foot))
