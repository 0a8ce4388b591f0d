"""What an eligibility answer means for occupational therapy. Pure: an answer in, benefits with their segments out."""

from otium.terms.eligibility_answer import EligibilityAnswer, TherapyBenefit
from otium.wires.x12.therapy.limits import limits
from otium.wires.x12.therapy.others import is_of_qmb, others
from otium.wires.x12.therapy.rights import rights
from otium.wires.x12.therapy.shares import shares

_INPATIENT = "MA"  # Medicare Part A: never an outpatient practice's benefit


def therapy_benefits(answer: EligibilityAnswer) -> tuple[TherapyBenefit, ...]:
    """Rights (covered, authorization), who else pays, limits, then the patient's shares.

    What the payer does not say is absent; nothing is assumed. Out-of-network figures are rows of their own with
    `network` OUT and never stand in for others. Where lines of the same rank differ, all are given as ambiguous.
    """
    lines = tuple(line for line in answer.benefits if line.stated.insurance_type != _INPATIENT)
    own = tuple(line for line in lines if not is_of_qmb(line))
    return (*rights(own), *others(answer.benefits), *limits(own), *shares(own))
