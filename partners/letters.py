"""What Harbor writes on paper: it has no 835, so the practice gets a letter for each bill."""

from datetime import date

from partners.payers import Payer
from partners.world import Clinic
from partners.x835 import Decided

WIDTH = 72


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
