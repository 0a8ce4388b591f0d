"""One estimate as the words of its document, in the language of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from otium.desk import clock
from otium.desk import estimate_drafts as drafts
from otium.desk.estimates import words
from otium.records import estimates as facts
from otium.records.models import Appointment, GoodFaithEstimate
from otium.rules.estimate import document
from otium.rules.estimate.document import Content, Provider
from otium.terms.estimate import EstimateLine, EstimateReason, GivenEstimate
from otium.terms.family import EstimateState
from otium.terms.schedule import MISSED


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One item in words; dollars as text."""

    words: str
    code: str
    units: int
    visits: int
    each: str
    total: str


@dataclass(frozen=True, slots=True)
class Document:
    """All that stands on the paper, in one language. `texts` are its headings by name (desk.estimates.words).

    Holds the patient's name and birth date: for the document itself, and for nothing else.
    """

    language: str
    texts: Mapping[str, str]
    patient: str
    born: str
    made: str
    first: str
    period: str
    diagnoses: str
    provider: Provider
    tax_id: str
    lines: tuple[DocumentLine, ...]
    total: str
    notices: tuple[str, ...]
    lacks: tuple[str, ...]
    version: int
    is_draft: bool


def content(estimate_id: UUID, language: str, *, on: date) -> Document:
    """Language en or es, any other is en. A draft is dated `on`. Two queries. Raises GoodFaithEstimate.DoesNotExist."""
    row = GoodFaithEstimate.objects.select_related("practice", "patient__location").get(pk=estimate_id)
    told = document.content(
        _given(row),
        patient=drafts.person(row.patient),
        provider=drafts.provider(row.practice, row.patient),
        diagnoses=tuple(row.diagnoses),
        made_on=clock.day(row.issued_at, row.practice) if row.issued_at else on,
        first_on=_first(row),
    )
    is_draft = row.state == EstimateState.DRAFT.value
    return _said(told, language if language in words.LANGUAGES else words.EN, is_draft=is_draft)


def _given(row: GoodFaithEstimate) -> GivenEstimate:
    return GivenEstimate(
        id=row.pk,
        patient_id=row.patient_id,
        version=row.version,
        reason=EstimateReason(row.reason),
        state=EstimateState(row.state),
        asked_on=clock.day(row.asked_at, row.practice),
        due_on=row.due_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        lines=tuple(facts.line(each) for each in row.lines),
        total=row.total,
        issued_on=clock.day(row.issued_at, row.practice) if row.issued_at else None,
    )


def _first(row: GoodFaithEstimate) -> date | None:
    """The first visit within the estimate that is booked or was made."""
    since = clock.instant(row.starts_on, time(), row.practice)
    visits = Appointment.objects.filter(practice=row.practice, patient_id=row.patient_id, starts_at__gte=since)
    starts = visits.exclude(status__in=MISSED).order_by("starts_at").values_list("starts_at", flat=True)
    first = starts.first()
    on = clock.day(first, row.practice) if first else None
    return on if on and on <= row.ends_on else None


def _said(told: Content, language: str, *, is_draft: bool) -> Document:
    texts = words.TEXTS[language]
    period = texts["period"].format(start=day(told.starts_on, language), end=day(told.ends_on, language))
    tax_id = told.provider.tax_id
    return Document(
        language=language,
        texts=texts,
        patient=told.patient.name,
        born=day(told.patient.born_on, language) if told.patient.born_on else texts["unknown"],
        made=day(told.made_on, language),
        first=day(told.first_on, language) if told.first_on else "",
        period=period,
        diagnoses=", ".join(told.diagnoses) or texts["no_diagnoses"],
        provider=told.provider,
        tax_id=f"{tax_id[:2]}-{tax_id[2:]}" if tax_id else "",
        lines=tuple(_line(line, language) for line in told.lines),
        total=money(told.total),
        notices=words.NOTICES[language],
        lacks=told.lacks,
        version=told.version,
        is_draft=is_draft,
    )


def _line(line: EstimateLine, language: str) -> DocumentLine:
    texts = words.TEXTS[language]
    name = words.SERVICES[language].get(line.code, texts["other"]) if line.code else texts["visit"]
    return DocumentLine(name, line.code, line.units, line.visits, money(line.each), money(line.total))


def money(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def day(value: date, language: str) -> str:
    """December 4, 2026; 4 de diciembre de 2026."""
    month = words.MONTHS[language][value.month - 1]
    return f"{value.day} de {month} de {value.year}" if language == words.ES else f"{month} {value.day}, {value.year}"
