"""What the sections and papers of a packet are called on paper: English, as payers' forms call them."""

from otium.terms.packet import Section

S = Section
SECTIONS: dict[Section, str] = {
    S.REQUEST: "What is asked for",
    S.PATIENT: "Patient and coverage",
    S.PROVIDER: "Provider",
    S.DIAGNOSIS: "Diagnosis",
    S.ORDER: "Order",
    S.HISTORY: "History and precautions",
    S.PRIOR_LEVEL: "Prior level of function",
    S.DEFICITS: "Functional deficits and impairments",
    S.SCORES: "Standardized tests and measures",
    S.GOALS: "Goals",
    S.PROGRESS: "Progress",
    S.ATTENDANCE: "Attendance",
    S.HOME_PROGRAM: "Home program",
    S.SKILLED_NEED: "Why skilled occupational therapy is needed",
    S.PLAN: "Plan of care",
    S.DISCHARGE: "Discharge plan",
    S.OTHER_SERVICES: "Other services",
}
PAPERS = {
    "evaluation": "Evaluation", "re_evaluation": "Re-evaluation", "plan_of_care": "Plan of care", "order": "Order",
    "progress": "Progress report", "progress_report": "Progress report", "operative_report": "Operative report",
    "fce": "Functional capacity evaluation",
}  # fmt: skip


def paper(kind: str) -> str:
    return PAPERS.get(kind) or kind.replace("_", " ").capitalize()
