"""A 275 to what is attached: one AdditionalInformation, its papers byte by byte."""

import base64
import binascii
from typing import NamedTuple

from otium.terms.additional_information import AdditionalInformation, AttachedItem, Purpose, media_of
from otium.terms.claim_status import ClaimStatus
from otium.terms.x12 import Contact, DateSpan, Finding, Party, Reference, Severity, Trace
from otium.wires.x12.binary import TAGS
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_275 import GUIDE, SHAPE, VERSIONS
from otium.wires.x12.hierarchy import check_npi, missing_segment
from otium.wires.x12.model import Transaction, decoded
from otium.wires.x12.segments.attachments import Beginning, Binary, Category
from otium.wires.x12.segments.status import Status
from otium.wires.x12.walk import START, Action, Report, Walker

BASE64 = "B64"  # BDS01
_PURPOSES = {each.value: each for each in Purpose}
_PAYERS, _PATIENTS, _PROVIDERS = frozenset({"PR", "X3"}), frozenset({"QC", "IL"}), frozenset({"1P", "FA"})
_SUBMITTER = "41"


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 275s with the same delimiters."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[AdditionalInformation, ...], tuple[Finding, ...]]:
    """The one AdditionalInformation, and what is not as the guide says."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(
        report, {each.position: each.elements[-1] for each in transaction.segments() if each.tag in TAGS}
    )
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    SHAPE.compare(transaction, report)
    guide = decoded(transaction.names[2])
    _check(reading, guide, transaction.first_position)
    return (reading.information(guide, transaction.first_position),), report.findings


class _OpenItem:
    """An LX loop while it is read."""

    __slots__ = ("binary", "category", "content", "dates", "references", "security", "segment", "statuses", "trace")

    def __init__(self, segment: int) -> None:
        self.segment = segment
        self.trace: str | None = None
        self.statuses: tuple[ClaimStatus, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.category = Category(None, None)
        self.security: str | None = None
        self.binary: _Found | None = None
        self.content = b""

    @property
    def item(self) -> AttachedItem:
        return AttachedItem(
            self.trace,
            self.statuses,
            next((each.value for each in self.references if each.qualifier == "FJ"), None),
            self.dates,
            self.category.report,
            self.category.format,
            self.security,
            media_of(self.content),
            self.content,
            self.segment,
        )


class _Found(NamedTuple):
    """Which binary segment an item has, and where."""

    tag: str
    segment: int


class _Reading:
    """One 275 while it is read."""

    __slots__ = ("beginning", "contacts", "contents", "dates", "items", "last", "parties", "references", "report")

    def __init__(self, report: Report, contents: dict[int, bytes]) -> None:
        self.report, self.contents = report, contents
        self.beginning: Beginning | None = None
        self.parties: list[Party] = []
        self.references: tuple[Reference, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.contacts: tuple[Contact, ...] = ()
        self.items: list[_OpenItem] = []

    def party(self, entities: frozenset[str]) -> Party | None:
        return next((each for each in self.parties if each.entity in entities), None)

    @property
    def is_at(self) -> str:
        """NM101 of the last name."""
        return self.parties[-1].entity if self.parties else ""

    def information(self, guide: str, segment: int) -> AdditionalInformation:
        beginning = self.beginning or Beginning("", None, None, None)
        return AdditionalInformation(
            guide=guide,
            purpose=_PURPOSES.get(beginning.purpose),
            reference=beginning.reference,
            made_on=beginning.on,
            made_time=beginning.time,
            payer=self.party(_PAYERS),
            submitter=self.party(frozenset({_SUBMITTER})),
            provider=self.party(_PROVIDERS),
            patient=self.party(_PATIENTS),
            references=self.references,
            dates=self.dates,
            contacts=self.contacts,
            items=tuple(each.item for each in self.items),
            segment=segment,
        )


def _check(reading: _Reading, guide: str, segment: int) -> None:
    """What depends on the version, and whether there is a paper at all."""
    version, report = VERSIONS.get(guide), reading.report
    if not reading.items:
        report.add(Severity.ERROR, "no-attachment", "This 275 attaches nothing: no LX.", segment=segment)
    if version is not None:
        if not any(each.entity == version.payer for each in reading.parties):
            missing_segment(report, "NM1", "1000A", segment=segment)
        if version.wants_claim and not any(each.qualifier == "EJ" for each in reading.references):
            missing_segment(report, "REF", "1000D", segment=segment)
    for item in reading.items:
        _check_item(item, version.binary if version else None, report)


def _check_item(item: _OpenItem, binary: str | None, report: Report) -> None:
    if item.binary is None:
        missing_segment(report, binary or "BIN", "2100", segment=item.segment)
        return
    tag, segment = item.binary
    if binary is not None and tag != binary:
        message = f"{tag} holds the content where this version has {binary}; read all the same."
        report.add(Severity.WARNING, "other-binary", message, segment=segment)
    if not item.content:
        report.add(Severity.ERROR, "no-content", "The attached file is empty.", segment=segment)
    elif media_of(item.content) is None:
        message = "The content is neither a PDF nor a clinical document (C-CDA); kept as it is."
        report.add(Severity.NOTE, "media-unknown", message, segment=segment)


def _begin(reading: _Reading, beginning: Beginning, segment: int, loop: str) -> None:
    reading.beginning = beginning


def _party(reading: _Reading, party: Party, segment: int, loop: str) -> None:
    reading.parties.append(party)
    check_npi(party, reading.report, segment=segment)


def _their_reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference and reading.is_at in _PATIENTS:
        reading.references += (reference,)


def _their_date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.dates += (span,)


def _contact(reading: _Reading, contact: Contact, segment: int, loop: str) -> None:
    if reading.is_at in _PAYERS:
        reading.contacts += (contact,)


def _item(reading: _Reading, number: str, segment: int, loop: str) -> None:
    reading.items.append(_OpenItem(segment))


def _trace(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.items[-1].trace = trace.number or None


def _status(reading: _Reading, status: Status, segment: int, loop: str) -> None:
    reading.items[-1].statuses += (ClaimStatus(*status, segment),)


def _reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.items[-1].references += (reference,)


def _date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.items[-1].dates += (span,)


def _category(reading: _Reading, category: Category, segment: int, loop: str) -> None:
    reading.items[-1].category = category


def _security(reading: _Reading, security: str | None, segment: int, loop: str) -> None:
    reading.items[-1].security = security


def _binary(tag: str) -> Action:
    """Two of them for one paper are a finding; the first is kept."""

    def keep(reading: _Reading, binary: Binary, segment: int, loop: str) -> None:
        item = reading.items[-1]
        if item.binary is not None:
            message = "Two binary segments for one paper; only the first is read."
            reading.report.add(Severity.ERROR, "repeated-segment", message, segment=segment)
            return
        item.binary = _Found(tag, segment)
        item.content = _uncoded(reading, reading.contents.get(segment, b""), binary.coding, segment)

    return keep


def _uncoded(reading: _Reading, content: bytes, coding: str | None, segment: int) -> bytes:
    """Without the base64 around it; as it is where it is no base64."""
    if coding != BASE64:
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        message = "BDS01 says base64, which the content is not; kept as it is."
        reading.report.add(Severity.ERROR, "not-base64", message, segment=segment, element=3)
        return content


_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BGN": _begin},
    "1000": {"NM1": _party, "REF": _their_reference, "DTP": _their_date, "PER": _contact},
    "2000": {"LX": _item, "TRN": _trace, "STC": _status, "REF": _reference, "DTP": _date},
    "2100": {"CAT": _category, "EFI": _security, "DTP": _date, "BIN": _binary("BIN"), "BDS": _binary("BDS")},
}
