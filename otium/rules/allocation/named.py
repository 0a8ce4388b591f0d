"""Whom and where an approval names: whether a visit is another's, or elsewhere.

Source: 278 NM1 of the service provider (2010EA, 2010F) and the letters of payers; commonly a visit rendered by somebody
the approval does not name is denied (CARC 197, 198). Certainty: knowledge.
"""

from otium.terms.prior_auth import Authorization
from otium.terms.schedule import Visit

PROVIDER, PLACE = "provider", "place"


def differs(authorization: Authorization, visit: Visit) -> frozenset[str]:
    """What of the visit is known to be other than the approval names: `provider`, `place`. What is unknown is not."""
    found = set()
    if authorization.therapist_npis and visit.therapist_npi and visit.therapist_npi not in authorization.therapist_npis:
        found.add(PROVIDER)
    if authorization.location_id and visit.location_id and visit.location_id != authorization.location_id:
        found.add(PLACE)
    return frozenset(found)


def unknown(authorization: Authorization, visit: Visit) -> frozenset[str]:
    """What the approval names and the visit does not say."""
    found = set()
    if authorization.therapist_npis and not visit.therapist_npi:
        found.add(PROVIDER)
    if authorization.location_id and not visit.location_id:
        found.add(PLACE)
    return frozenset(found)
