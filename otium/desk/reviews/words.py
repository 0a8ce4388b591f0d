"""English words of papers to payers: letters of appeal and briefs. Payers read English."""

import re
from datetime import date

from otium.terms.packet import Section

CODE = re.compile(r"[A-Z]{0,2}\d{1,3}[A-Z]?")
SECTIONS: dict[Section, str] = {
    Section.REQUEST: "Asked for",
    Section.PATIENT: "Patient",
    Section.PROVIDER: "Provider",
    Section.DIAGNOSIS: "Diagnosis",
    Section.ORDER: "Order",
    Section.HISTORY: "History",
    Section.PRIOR_LEVEL: "Level before",
    Section.DEFICITS: "What the patient cannot do",
    Section.SCORES: "Scores",
    Section.GOALS: "Goals",
    Section.PROGRESS: "Progress",
    Section.ATTENDANCE: "Attendance",
    Section.HOME_PROGRAM: "Home program",
    Section.SKILLED_NEED: "Why a therapist is needed",
    Section.PLAN: "Plan",
    Section.DISCHARGE: "Discharge",
    Section.OTHER_SERVICES: "Other services",
}
LEVELS: dict[str, str] = {
    "redetermination": "Redetermination",
    "reconsideration_qic": "Reconsideration by a qualified independent contractor",
    "alj": "Hearing before an administrative law judge",
    "council": "Review by the Medicare Appeals Council",
    "court": "Judicial review",
    "ma_reconsideration": "Reconsideration by the plan",
    "ire": "Review by the independent review entity",
    "internal": "Internal appeal",
    "external": "External review",
    "plan_appeal": "Appeal to the plan",
    "fair_hearing": "State fair hearing",
    "tricare_reconsideration": "TRICARE reconsideration",
    "tricare_formal_review": "TRICARE formal review",
    "tricare_hearing": "TRICARE hearing",
    "review": "Review",
    "wc_review": "Review of utilization review",
    "ca_imr": "Independent medical review",
    "ca_wcab": "Appeal to the Workers’ Compensation Appeals Board",
    "tx_reconsideration": "Reconsideration",
    "tx_iro": "Review by an independent review organization",
    "ny_level_2": "Level 2 review",
    "ny_level_3": "Level 3 review",
}
ENCLOSED: dict[str, str] = {
    "notice": "The notice that is appealed",
    "decision": "The decision of the level before",
    "packet": "Clinical packet: evaluation, scores, goals, plan",
    "consent": "Written consent of the patient, or of the parent, to be represented",
    "representative": "Appointment of representative",
    "form": "The form of this review",
}
OPENING = (
    "We appeal the decision named above and ask that occupational therapy be authorized as requested. Each reason of "
    "the notice is answered below; every fact is taken from the enclosed record."
)
CLOSING = (
    "Please overturn the decision and send us the approval in writing. If you uphold any part of it, name the "
    "criterion, the reviewer’s specialty and credential, and the next level of appeal with its last day. We ask for a "
    "copy of all documents and criteria that the decision rests on, free of charge."
)
URGENT = (
    "Waiting for the standard time could seriously jeopardize the patient’s health or ability to regain maximum "
    "function: "
)
ASKS = (
    "Name, credential and specialty of the reviewer",
    "The decision, and from when it holds",
    "Authorization number, visits, first and last day",
    "If upheld: the criterion, and the level and last day of appeal",
    "Reference number of this call",
)
NO_NEW_FACTS = "This payer hears no new facts: say only what the request already said. It is below as it was sent."
SENT_ONLY = "Whether this payer hears new facts is not on file. What it was sent is below."
NOTHING_SENT = "This payer hears no new facts, and what it was sent is not on file here. Have the request before you."
LIMITS = {"sent": NO_NEW_FACTS, "none": NOTHING_SENT}


def said(reason: str) -> str:
    """A payer's reason as it can be read: a bare code is called one, as its words are licensed and not ours.

    >>> said("82"), said("E8"), said("Not medically necessary")
    ('reason code 82', 'reason code E8', 'Not medically necessary')
    """
    return f"reason code {reason}" if CODE.fullmatch(reason.strip()) else reason


def full_day(day: date) -> str:
    """November 26, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
