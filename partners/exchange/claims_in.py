"""Claims at the front: the clearinghouse's edits, the payer's first look, a 277CA for every one."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from partners.adjudication.contracts import CONTRACTS, Contract
from partners.exchange import post
from partners.exchange.place import CLAIM_ACK, ID, NAME, Exchange, Return
from partners.people import NPI_PREFIX, luhn_digit
from partners.reading.claims import ClaimFiled, read
from partners.reading.interchange import Set
from partners.state import members
from partners.state.records import dump
from partners.x277ca import CLEARINGHOUSE, PAYER, Acked, Source, body

Status = tuple[str, str, str]
"""Category, status, entity of an STC composite: codes of X12's lists, from knowledge."""
_ICD = re.compile(r"[A-TV-Z][0-9][0-9AB][0-9A-Z]{0,4}")
_HCPCS = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]")
ACCEPTED: Status = ("A2", "20", "PR")


def take(exchange: Exchange, sets: Sequence[Set], to: Return) -> None:
    """Every claim of the group is kept or rejected; answers are one 277CA for each source and batch."""
    for one in sets:
        claims = read(one.segments)
        rejected: list[Acked] = []
        by_payer: dict[str, list[Acked]] = {}
        for claim in claims:
            statuses = front_edits(exchange, claim, to.practice)
            if statuses:
                rejected.append(Acked(claim, statuses, forwarded=_trace(exchange)))
            else:
                by_payer.setdefault(_key(claim), []).append(_at_payer(exchange, claim, to))
        if rejected:
            _answer(exchange, Source(CLEARINGHOUSE, NAME, ID), rejected, to)
        for key, acked in by_payer.items():
            _answer(exchange, Source(PAYER, CONTRACTS[key].payer.name, key), acked, to)


def _key(claim: ClaimFiled) -> str:
    """The payer's id, or for workers' compensation its name's first word."""
    if claim.payer.id in CONTRACTS:
        return claim.payer.id
    word = claim.payer.last.split()[0].upper() if claim.payer.last.split() else ""
    return word if word in CONTRACTS else ""


def front_edits(exchange: Exchange, claim: ClaimFiled, practice: str) -> tuple[Status, ...]:
    """What the clearinghouse finds wrong; nothing where it lets the claim through."""
    clinic = members.clinic_of(exchange.store, practice)
    found: list[Status] = []
    if not _key(claim):
        found.append(("A3", "116", ""))
    if claim.billing.id != clinic.npi:
        found.append(("A3", "24", "85") if npi_checks(claim.billing.id) else ("A7", "562", "85"))
    elif claim.tax_id != clinic.ein:
        found.append(("A7", "128", "85"))
    for npi, entity in ((claim.rendering.id, "82"), (claim.referring, "DN")):
        if npi and not npi_checks(npi):
            found.append(("A7", "562", entity))
    if not claim.subscriber.id:
        found.append(("A6", "164", "IL"))
    found += _of_content(exchange, claim)
    return tuple(dict.fromkeys(found))[:3]


def _of_content(exchange: Exchange, claim: ClaimFiled) -> list[Status]:
    found: list[Status] = []
    if not claim.diagnoses:
        found.append(("A6", "255", ""))
    elif not all(_ICD.fullmatch(code) for code in claim.diagnoses):
        found.append(("A7", "255", ""))
    if not claim.lines or sum(line.charge for line in claim.lines) != claim.charge:
        found.append(("A7", "400", ""))
    if claim.frequency not in ("1", "7", "8"):
        found.append(("A7", "535", ""))
    elif claim.frequency != "1" and not claim.payer_claim:
        found.append(("A6", "464", "PR"))
    for line in claim.lines:
        if not _HCPCS.fullmatch(line.code):
            found.append(("A7", "507", ""))
        if any(not _points(pointer, claim) for pointer in line.pointers):
            found.append(("A7", "477", ""))
        if line.first_on is None or line.first_on > exchange.today:
            found.append(("A7", "187", ""))
        if line.units <= 0:
            found.append(("A7", "476", ""))
    return found


def _points(pointer: str, claim: ClaimFiled) -> bool:
    return pointer.isdigit() and 1 <= int(pointer) <= len(claim.diagnoses)


def npi_checks(npi: str) -> bool:
    return bool(re.fullmatch("[12][0-9]{9}", npi)) and npi[-1] == luhn_digit(NPI_PREFIX + npi[:-1])


def _trace(exchange: Exchange) -> str:
    return f"RW{exchange.store.next_number('forwarded', 1_000_001)}"


def _at_payer(exchange: Exchange, claim: ClaimFiled, to: Return) -> Acked:
    """The payer knows its member and takes the claim in under a number of its own, or says why not."""
    contract, forwarded = CONTRACTS[_key(claim)], _trace(exchange)
    if claim.frequency != "1" and not contract.takes_replacements:
        return Acked(claim, (("A7", "535", ""),), forwarded=forwarded)
    if not known_member(exchange, contract, claim):
        return Acked(claim, (("A3", "33", "IL"),), forwarded=forwarded)
    icn = f"{exchange.today:%y%j}{exchange.store.next_number('icn', 10_001)}"
    _keep(exchange, claim, contract, icn, to)
    return Acked(claim, (ACCEPTED,), icn=icn, forwarded=forwarded)


def known_member(exchange: Exchange, contract: Contract, claim: ClaimFiled) -> members.Member | None:
    """By id, last name and birth date of the patient; injured workers by claim number, which is their id here."""
    payer_id = members.key_of(contract.payer)
    ids = (claim.injury_claim, claim.subscriber.id) if contract.kind == "workers_comp" else (claim.subscriber.id,)
    for member_id in filter(None, ids):
        found = members.find(exchange.store, payer_id, member_id, last=claim.patient.last, born_on=claim.born_on)
        if found:
            return found[0]
    return None


def _keep(exchange: Exchange, claim: ClaimFiled, contract: Contract, icn: str, to: Return) -> None:
    payer_id = members.key_of(contract.payer)
    wait = exchange.scenario.to_decision(contract.kind, payer_id, claim.number)
    if exchange.faults.is_on("out-of-order", at=exchange.seconds):
        wait = timedelta()
    exchange.store.insert(
        "claim",
        icn=icn,
        parcel=to.parcel,
        practice=to.practice,
        payer_id=payer_id,
        member_id=claim.subscriber.id,
        number=claim.number,
        state="pending",
        via=to.via,
        receiver=to.receiver,
        received_at=exchange.seconds,
        decide_at=exchange.seconds + wait.total_seconds(),
        record=dump(claim),
    )


def _answer(exchange: Exchange, source: Source, acked: Sequence[Acked], to: Return) -> None:
    on: date = exchange.today
    reference = f"{source.id}{exchange.store.next_number('claim_ack', 5001)}"
    content_body = body(source, acked, reference=reference, received_on=on, on=on)
    control, content = exchange.wrap(CLAIM_ACK, [content_body], to=to.receiver, sender=source.id)
    wait = exchange.scenario.in_minutes("claim_acknowledgement", to.parcel, source.id)
    if exchange.faults.is_on("out-of-order", at=exchange.seconds):
        wait = exchange.scenario.to_decision("commercial", to.parcel) * 2
    post.lay_down(exchange, post.Draft(CLAIM_ACK, f"277ca.{source.id}.{control}.x12", content), to=to, after=wait)
