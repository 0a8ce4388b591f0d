"""The 277 (005010X212) to a 276: where each claim stands, as far as the payer knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partners.reading.asks import Ask
from partners.reading.claims import ClaimFiled
from partners.x12 import COMPONENT, day, money, segment, service_dates, text

GUIDE = "005010X212"
NOT_FOUND = ("D0", "35")


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as a 277 tells it; `statuses` are (category, status) and `paid` None while nothing is decided."""

    icn: str
    claim: ClaimFiled
    status: tuple[str, str]
    since: date
    paid: Decimal | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    ask: Ask
    standing: Standing | None


def body(payer_name: str, payer_id: str, told: Sequence[Told], *, on: date, at: str) -> list[str]:
    """BHT to the last claim; every asked person stands below the first provider's own level."""
    first = told[0].ask
    lines = [
        f"{segment('BHT', '0010', '08', first.trace)}*{at}*DG",
        segment("HL", "1", "", "20", "1"),
        segment("NM1", "PR", "2", text(payer_name), "", "", "", "", "PI", payer_id),
        segment("HL", "2", "1", "21", "1"),
        segment("NM1", "41", "2", text(first.provider_name), "", "", "", "", "46", first.provider_npi),
        segment("HL", "3", "2", "19", "1"),
        segment("NM1", "1P", "2", text(first.provider_name), "", "", "", "", "XX", first.provider_npi),
    ]
    for one in told:
        lines += _person(one, sum(line.startswith("HL") for line in lines) + 1, on)
    return lines


def _person(one: Told, level: int, on: date) -> list[str]:
    who = one.ask.patient
    subscriber = segment(
        "NM1", "IL", "1", text(who.subscriber_last), text(who.subscriber_first), "", "", "", "MI", who.member_id
    )
    if not who.is_dependent:
        return [segment("HL", str(level), "3", "22", "0"), subscriber, *_claim(one, on)]
    return [
        segment("HL", str(level), "3", "22", "1"),
        subscriber,
        segment("HL", str(level + 1), str(level), "23"),
        segment("NM1", "QC", "1", text(who.last), text(who.first)),
        *_claim(one, on),
    ]


def _claim(one: Told, on: date) -> list[str]:
    standing, lines = one.standing, [segment("TRN", "2", one.ask.trace)]
    if standing is None:
        return [*lines, segment("STC", COMPONENT.join(NOT_FOUND), day(on), "", "0")]
    claim = standing.claim
    figures = [money(claim.charge)]
    if standing.paid is not None:
        is_paid = standing.status[0] == "F1"
        bank = ("ACH", day(standing.since), standing.trace) if is_paid else ()
        figures += [money(standing.paid), day(standing.since), *bank]
    lines.append(segment("STC", COMPONENT.join(standing.status), day(standing.since), "", *figures))
    lines.append(segment("REF", "1K", standing.icn))
    lines.append(segment("REF", "EJ", claim.number))
    if claim.first_on and claim.last_on:
        lines.append(service_dates(claim.first_on, claim.last_on))
    return lines
