"""To which number an appeal is faxed, and how sure that is. A denial names the number for appeals; records may not."""

from dataclasses import dataclass
from datetime import date

from otium.desk.reviews import terms
from otium.records.models import Appeal, InjuryClaim, PayerRoad, RequestSending
from otium.terms.prior_auth import Road


@dataclass(frozen=True, slots=True)
class FaxNumber:
    """`source`: appeal (an appeal to this payer went there), adjuster (of the injury), requests (where requests go)."""

    number: str
    source: str


def known(row: Appeal, on: date) -> FaxNumber | None:
    """The best on file; None: nobody has entered one. At most four queries."""
    coverage = row.request.coverage
    if coverage is None:
        return None
    if number := _of_appeals(row):
        return FaxNumber(number, "appeal")
    injuries = InjuryClaim.objects.filter(coverage=coverage).exclude(adjuster_fax="")
    if number := injuries.values_list("adjuster_fax", flat=True).first():
        return FaxNumber(number, "adjuster")
    if number := _of_requests(row, on):
        return FaxNumber(number, "requests")
    return None


def _of_appeals(row: Appeal) -> str:
    """Where the newest appeal of this level to this payer went by fax, unless it failed."""
    rows = RequestSending.objects.filter(
        practice=row.practice, appeal__request__coverage__payer=row.request.coverage.payer, appeal__track=row.track,
        appeal__level=row.level, road=Road.FAX.value, taken_back_at=None,
    )  # fmt: skip
    return rows.exclude(destination="").order_by("-sent_at", "id").values_list("destination", flat=True).first() or ""


def _of_requests(row: Appeal, on: date) -> str:
    named = terms.terms_of(row.request, on)
    by_fax = named.by(Road.FAX) if named else None
    if by_fax is not None and by_fax.destination:
        return by_fax.destination
    own = PayerRoad.objects.filter(payer=row.request.coverage.payer, road=Road.FAX.value, entered_in_error=False)
    own = own.exclude(destination="").order_by("order", "id")
    return own.values_list("destination", flat=True).first() or ""
