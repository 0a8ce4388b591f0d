"""What became of one batch of claims, to the body of a 277CA."""

from collections.abc import Sequence
from itertools import groupby

from otium.terms.acknowledgement import AckTotals, BatchAck, ClaimAck, ProviderAck, ServiceAck
from otium.terms.claim_status import ClaimStatus
from otium.terms.trading import TradingProfile
from otium.terms.x12 import DateSpan, Party, Reference
from otium.wires.x12 import emit
from otium.wires.x12.emit_status import claim_status
from otium.wires.x12.writing import Body, Writer, day

CODE, GUIDE = "277", "005010X214"
_SERVICE_DAYS = "472"


def write(batch: BatchAck, *, profile: TradingProfile) -> Body:
    """Claims of one patient that follow each other share a loop. Raises Incomplete, naming the batch by its number."""
    writer = Writer(record=f"the answer to batch {batch.batch}", profile=profile)
    levels = emit.Levels(writer)
    if batch.made_on is None:
        raise writer.refusal("BHT04", "it is missing")
    time, number = writer.need(batch.made_time, "BHT05", most=8), writer.need(batch.reference, "BHT03", most=50)
    writer.add("BHT", "0085", "08", number, day(batch.made_on), time, "TH")
    source = levels.open("2000A", "20", has_child=True)
    _source(writer, batch)
    receiver = levels.open("2000B", "21", under=source, has_child=bool(batch.providers))
    emit.named(writer, "2100B", batch.receiver, "41")
    writer.enter("2200B")
    writer.add("TRN", "2", writer.need(batch.batch, "TRN02", most=50))
    _statuses(writer, batch.statuses)
    _totals(writer, batch.totals, accepted="90", rejected="AA")
    for provider in batch.providers:
        _provider(writer, levels, receiver, provider)
    return writer.body(CODE, GUIDE)


def _source(writer: Writer, batch: BatchAck) -> None:
    emit.named(writer, "2100A", batch.source, "PR", "AY")
    writer.enter("2200A")
    writer.add("TRN", "1", writer.need(batch.source_trace, "TRN02", most=50))
    for qualifier, on in (("050", batch.received_on), ("009", batch.processed_on)):
        if on is None:
            raise writer.refusal("DTP03", f"the day of DTP*{qualifier} is missing")
        emit.date_span(writer, DateSpan(qualifier, on, None))


def _provider(writer: Writer, levels: emit.Levels, receiver: int, provider: ProviderAck) -> None:
    level = levels.open("2000C", "19", under=receiver, has_child=bool(provider.claims))
    emit.named(writer, "2100C", provider.provider, "85")
    writer.enter("2200C")
    writer.add("TRN", "1", writer.need(provider.trace, "TRN02", most=50))
    for status in provider.statuses:
        claim_status(writer, status)
    if provider.secondary is not None:
        emit.reference(writer, provider.secondary)
    _totals(writer, provider.totals, accepted="QA", rejected="QC")
    for patient, claims in groupby(provider.claims, lambda claim: claim.patient):
        _patient(writer, levels, level, patient, list(claims))


def _patient(
    writer: Writer, levels: emit.Levels, provider: int, patient: Party | None, claims: Sequence[ClaimAck]
) -> None:
    levels.open("2000D", "PT", under=provider, has_child=None)
    emit.named(writer, "2100D", patient, "QC")
    for claim in claims:
        writer.enter("2200D")
        writer.add("TRN", "2", writer.need(claim.number, "TRN02", most=50))
        _statuses(writer, claim.statuses)
        numbers = (("1K", claim.payer_claim_number), ("D9", claim.clearinghouse_number), ("BLT", claim.bill_type))
        _references(writer, *numbers)
        if not any(span.qualifier == _SERVICE_DAYS for span in claim.dates):
            raise writer.refusal("DTP", "the days of service are missing")
        for span in claim.dates:
            emit.date_span(writer, span)
        for service in claim.services:
            _service(writer, service)


def _service(writer: Writer, service: ServiceAck) -> None:
    writer.enter("2220D")
    if service.procedure is None:
        raise writer.refusal("SVC01", "it is missing")
    procedure = emit.procedure(writer, service.procedure, "SVC01")
    units = writer.number(service.quantity, "SVC07")
    charge, code = writer.dollars(service.charge, "SVC02"), writer.may(service.revenue_code, "SVC04", most=48)
    writer.add("SVC", procedure, charge, "", code, "", "", units)
    _statuses(writer, service.statuses)
    _references(writer, ("FJ", service.line_number))
    for span in service.dates:
        emit.date_span(writer, span)


def _statuses(writer: Writer, statuses: Sequence[ClaimStatus]) -> None:
    if not statuses:
        raise writer.refusal("STC", "it is missing")
    for status in statuses:
        claim_status(writer, status)


def _references(writer: Writer, *numbers: tuple[str, str | None]) -> None:
    for qualifier, number in numbers:
        if number is not None:
            emit.reference(writer, Reference(qualifier, number))


def _totals(writer: Writer, totals: AckTotals, *, accepted: str, rejected: str) -> None:
    for qualifier, count in ((accepted, totals.accepted), (rejected, totals.rejected)):
        if count is not None:
            writer.add("QTY", qualifier, str(count))
    for qualifier, amount in (("YU", totals.accepted_amount), ("YY", totals.rejected_amount)):
        if amount is not None:
            writer.add("AMT", qualifier, writer.dollars(amount, "AMT02"))
