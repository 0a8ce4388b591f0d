"""A claim from the records, and all that the records lack for it. Nothing is invented: no modifier, no number, no day.

Source: X12 005010X222A1 (837P); CMS Pub. 100-04 ch. 5 (GO, CO, KX). Certainty: from knowledge of the guides.
"""

from decimal import Decimal

from otium.rules.claims.building.lacking import lacks
from otium.rules.claims.building.parties import billing, coverage, dependent, roles
from otium.rules.claims.building.services import diagnoses, lines, place_of_service
from otium.rules.claims.building.whole import dates, references, related
from otium.terms.billing import Bill
from otium.terms.claim import ProfessionalClaim
from otium.terms.lack import Lack

__all__ = ["build"]


def build(bill: Bill) -> tuple[ProfessionalClaim, tuple[Lack, ...]]:
    """The claim as far as the records go, and what they lack: with any lack it may not be sent."""
    found = lines(bill)
    charges = [line.charge for line in found if line.charge is not None]
    claim = ProfessionalClaim(
        id=bill.control,
        billing=billing(bill.biller),
        coverage=coverage(bill),
        charge=sum(charges, Decimal(0)) if charges and len(charges) == len(found) else None,
        place_of_service=place_of_service(bill),
        diagnoses=diagnoses(bill.course),
        lines=found,
        patient=dependent(bill),
        frequency=bill.frequency,
        related=related(bill),
        dates=dates(bill),
        references=references(bill),
        roles=roles(bill),
    )
    return claim, tuple(lacks(bill))
