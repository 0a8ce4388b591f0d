"""Papers for a claim or a request, to the body of a 275."""

import base64

from otium.terms.additional_information import AdditionalInformation, AttachedItem, Purpose, media_of
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Reference
from otium.wires.x12 import emit
from otium.wires.x12.emit_status import claim_status
from otium.wires.x12.guide_275 import FORMATS, VERSIONS
from otium.wires.x12.t275.reading import BASE64
from otium.wires.x12.writing import Body, Writer, day

CODE = "275"
_ATTACHMENT, _NOT_ENCRYPTED = "AE", "05"
_TRACES = {Purpose.UNSOLICITED: "1", Purpose.SOLICITED: "2"}  # TRN01: a number of ours, or the payer's come back
_MOST_BYTES = 10**15 - 1  # BIN01 and BDS02 have fifteen digits


def write(information: AdditionalInformation, *, profile: TradingProfile) -> Body:
    """Raises Incomplete, naming the record by our number of it; for a guide that is no 275's too."""
    writer = Writer(record=f"attachment {information.reference}", profile=profile)
    version = VERSIONS.get(information.guide)
    if version is None:
        raise writer.refusal("ST03", "it is no guide of this transaction")
    if information.purpose is None:
        raise writer.refusal("BGN01", "it is missing")
    if information.made_on is None:
        raise writer.refusal("BGN03", "it is missing")
    number = writer.need(information.reference, "BGN02", most=50)
    time = writer.may(information.made_time, "BGN04", most=8)
    writer.add("BGN", information.purpose.value, number, day(information.made_on), time)
    _parties(writer, information, payer=version.payer)
    if version.wants_claim and information.patient_control_number is None:
        raise writer.refusal("REF", "the number of the claim (EJ) is missing")
    if not information.items:
        raise writer.refusal("LX", "there is nothing attached")
    for number_of_item, item in enumerate(information.items, 1):
        writer.enter("2000A")
        writer.add("LX", str(number_of_item))
        _item(writer, item, trace=_TRACES[information.purpose], binary=version.binary)
    return writer.body(CODE, information.guide)


def _parties(writer: Writer, information: AdditionalInformation, *, payer: str) -> None:
    emit.named(writer, "1000A", information.payer, payer)
    emit.contacts(writer, information.contacts)
    emit.named(writer, "1000B", information.submitter, "41")
    emit.named(writer, "1000C", information.provider, "1P")
    emit.named(writer, "1000D", information.patient, "QC")
    for reference in information.references:
        emit.reference(writer, reference)
    for span in information.dates:
        emit.date_span(writer, span)


def _item(writer: Writer, item: AttachedItem, *, trace: str, binary: str) -> None:
    writer.add("TRN", trace, writer.need(item.control_number, "TRN02", "no claim or request could name it", most=50))
    for status in item.asked:
        claim_status(writer, status)
    if item.line_number is not None:
        emit.reference(writer, Reference("FJ", item.line_number))
    for span in item.dates:
        emit.date_span(writer, span)
    writer.enter("2100")
    report, form = writer.may(item.report, "CAT01", most=2) or _ATTACHMENT, _format(writer, item)
    writer.add("CAT", report, form)
    writer.add("EFI", writer.may(item.security, "EFI01", most=2) or _NOT_ENCRYPTED)
    _content(writer, item.content, binary)


def _format(writer: Writer, item: AttachedItem) -> str:
    """CAT02: the item's own, else by what its bytes are."""
    media = media_of(item.content)
    return writer.need(item.format or (FORMATS[media] if media else None), "CAT02", most=2)


def _content(writer: Writer, content: bytes, binary: str) -> None:
    if not content:
        raise writer.refusal(binary, "the attached file is empty")
    coded = base64.b64encode(content) if binary == "BDS" else content
    if len(coded) > _MOST_BYTES:
        raise writer.refusal(binary, f"it is longer than {_MOST_BYTES} bytes")
    head = (BASE64,) if binary == "BDS" else ()
    writer.add_binary(binary, *head, content=coded)
