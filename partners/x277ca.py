"""The 277CA (005010X214): each claim of a batch taken into adjudication, or rejected before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from partners.reading.claims import ClaimFiled, Name
from partners.x12 import COMPONENT, day, money, segment, service_dates, text

GUIDE = "005010X214"
ZERO = Decimal(0)
PAYER, CLEARINGHOUSE = "PR", "AY"


@dataclass(frozen=True, slots=True)
class Acked:
    """`statuses` are (category, status, entity) of STC01, STC10, STC11; `icn` is the payer's number of the claim."""

    claim: ClaimFiled
    statuses: tuple[tuple[str, str, str], ...]
    icn: str = ""
    forwarded: str = ""
    """REF*D9, the clearinghouse's own trace."""

    @property
    def is_accepted(self) -> bool:
        return self.statuses[0][0] in ("A1", "A2")


@dataclass(frozen=True, slots=True)
class Source:
    """Who answers: a payer, or the clearinghouse before it."""

    kind: str
    name: str
    id: str


def body(source: Source, acked: Sequence[Acked], *, reference: str, received_on: date, on: date) -> list[str]:
    """BHT to the last claim, without ST and SE. All claims come from one submitter's batch."""
    submitter, batch = acked[0].claim.submitter, acked[0].claim.batch
    qualifier = "PI" if source.kind == PAYER else "46"
    lines = [
        segment("BHT", "0085", "08", reference, day(on), "0800", "TH"),
        segment("HL", "1", "", "20", "1"),
        segment("NM1", source.kind, "2", text(source.name), "", "", "", "", qualifier, source.id),
        segment("TRN", "1", reference),
        segment("DTP", "050", "D8", day(received_on)),
        segment("DTP", "009", "D8", day(on)),
        segment("HL", "2", "1", "21", "1"),
        segment("NM1", "41", "2", text(submitter.last), "", "", "", "", "46", submitter.id),
        segment("TRN", "2", batch or "0"),
        segment("STC", _composite(("A1", "19", "PR")), day(on), "WQ", money(_sum(acked))),
        *_totals("90", "AA", acked),
    ]
    by_provider = sorted(acked, key=lambda one: one.claim.billing.id)
    for _, group in groupby(by_provider, key=lambda one: one.claim.billing.id):
        lines += _provider(list(group), sum(line.startswith("HL") for line in lines) + 1, on)
    return lines


def _provider(acked: Sequence[Acked], level: int, on: date) -> list[str]:
    billing = acked[0].claim.billing
    lines = [
        segment("HL", str(level), "2", "19", "1"),
        segment("NM1", "85", "2", text(billing.last), "", "", "", "", "XX", billing.id),
        segment("TRN", "1", "0"),
        segment("STC", _composite(("A1", "19", "PR")), "", "WQ", money(_sum(acked))),
        *_totals("QA", "QC", acked),
    ]
    for place, one in enumerate(acked, level + 1):
        lines += _claim(one, place, level, on)
    return lines


def _claim(one: Acked, place: int, parent: int, on: date) -> list[str]:
    claim = one.claim
    first, *further = (_composite(status) for status in one.statuses)
    action = "WQ" if one.is_accepted else "U"
    more = ["", "", "", "", "", *further] if further else []
    lines = [
        segment("HL", str(place), str(parent), "PT"),
        _patient(claim.patient, claim.subscriber.id),
        segment("TRN", "2", claim.number),
        segment("STC", first, day(on), action, money(claim.charge), *more),
    ]
    if one.icn:
        lines.append(segment("REF", "1K", one.icn))
    if one.forwarded:
        lines.append(segment("REF", "D9", one.forwarded))
    if claim.first_on and claim.last_on:
        lines.append(service_dates(claim.first_on, claim.last_on))
    return lines


def _patient(patient: Name, member_id: str) -> str:
    last = text(patient.last) or "UNKNOWN"
    return segment("NM1", "QC", "1", last, text(patient.first), "", "", "", *(("MI", member_id) if member_id else ()))


def _totals(accepted: str, rejected: str, acked: Sequence[Acked]) -> list[str]:
    """Counts and dollars, of each only where there are any."""
    lines, sums = [], []
    for count_code, sum_code, is_accepted in ((accepted, "YU", True), (rejected, "YY", False)):
        some = [one for one in acked if one.is_accepted == is_accepted]
        if some:
            lines.append(segment("QTY", count_code, str(len(some))))
            sums.append(segment("AMT", sum_code, money(_sum(some))))
    return [*lines, *sums]


def _sum(acked: Sequence[Acked]) -> Decimal:
    return sum((one.claim.charge for one in acked), ZERO)


def _composite(status: tuple[str, str, str]) -> str:
    return COMPONENT.join(status).rstrip(COMPONENT)
