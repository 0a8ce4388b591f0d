"""Messages of both directions in one list, newest first: parcels that leave, files that came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from otium.desk import clock, search
from otium.pages import entry
from otium.pages.staff.inbox.words import STATES
from otium.pages.staff.traffic.standings import CONDITIONS
from otium.records.models import (
    Acknowledgement,
    ClaimVersion,
    InboundFile,
    Parcel,
    Patient,
    Practice,
    Receipt,
    Remittance,
    RemittedClaim,
)
from otium.terms.parcel import Standing

ROWS = 50
NO_CONNECTION = "none"
OUT, IN = "out", "in"
LONGEST = 100
MOST_NAMED = 2  # patients of one file
_HIGHEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty means no matter. `state` is a Standing, or a file's state."""

    q: str = ""
    direction: str = ""
    kind: str = ""
    state: str = ""
    connection: str = ""  # an id, or none
    patient: UUID | None = None
    on: date | None = None
    before: tuple[datetime, UUID] | None = None  # of the oldest row seen

    @property
    def has_out(self) -> bool:
        return self.direction != IN and self.state not in STATES

    @property
    def has_in(self) -> bool:
        is_theirs = self.state in {each.value for each in Standing}
        return self.direction != OUT and not is_theirs and self.connection != NO_CONNECTION


@dataclass(frozen=True, slots=True)
class Message:
    """A parcel or a file; `claims` are the numbers of our claims it is about.

    `patients` are the first few it is about; `others` is how many more there are.
    """

    at: datetime
    id: UUID
    parcel: Parcel | None = None
    file: InboundFile | None = None
    claims: tuple[str, ...] = ()
    patients: tuple[Patient, ...] = ()
    others: int = 0
    carrier: str = ""  # that brought a file first


@dataclass(frozen=True, slots=True)
class Page:
    messages: list[Message]
    has_more: bool
    people: list[search.Person] = field(default_factory=list)  # whom the words that were looked for may mean


def wanted(given: Mapping[str, str], on: date) -> Wanted:
    """What cannot be read is left out."""
    state = given.get("state", "")
    connection = given.get("connection", "")
    direction = given.get("direction", "")
    return Wanted(
        q=" ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST],
        direction=direction if direction in (OUT, IN) else "",
        kind=given.get("kind", "")[:16],
        state=state if state in STATES or state in {each.value for each in Standing} else "",
        connection=connection if connection == NO_CONNECTION or _id(connection) else "",
        patient=_id(given.get("patient", "")),
        on=entry.day(given.get("day", ""), on=on),
        before=_cursor(given.get("before", "")),
    )


def find(asked: Wanted, practices: Mapping[UUID, Practice], *, most: int = ROWS) -> Page:
    """A fixed number of queries, however many rows there are."""
    people = search.people(asked.q) if asked.q else []
    people = [each for each in people if each.practice_id in practices]
    found = [*_outgoing(asked, practices, people, most), *_incoming(asked, practices, people, most)]
    found.sort(key=lambda each: (each.at, each.id), reverse=True)
    return Page(told(found[:most]), len(found) > most, people)


def _outgoing(
    asked: Wanted, practices: Mapping[UUID, Practice], people: list[search.Person], most: int
) -> list[Message]:
    if not asked.has_out:
        return []
    rows = Parcel.objects.filter(practice_id__in=list(practices))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(CONDITIONS[Standing(asked.state)])
    if asked.connection:
        rows = rows.filter(connection=None if asked.connection == NO_CONNECTION else UUID(asked.connection))
    if asked.patient:
        rows = rows.filter(patient=asked.patient)
    if asked.q:
        rows = rows.filter(_parcels_named(asked.q, people))
    if asked.on:
        rows = rows.filter(_on(asked.on, practices, "made_at"))
    rows = _below(rows, asked, "made_at").select_related("connection", "transmission")
    return [Message(row.made_at, row.pk, parcel=row) for row in rows[: most + 1]]


def _incoming(
    asked: Wanted, practices: Mapping[UUID, Practice], people: list[search.Person], most: int
) -> list[Message]:
    if not asked.has_in:
        return []
    rows = InboundFile.objects.filter(practice_id__in=list(practices))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.connection:
        rows = rows.filter(_answers_by(UUID(asked.connection)))
    if asked.patient:
        rows = rows.filter(_files_of(asked.patient))
    if asked.q:
        rows = rows.filter(_files_named(asked.q, people))
    if asked.on:
        rows = rows.filter(_on(asked.on, practices, "received_at"))
    rows = _below(rows, asked, "received_at")
    return [Message(row.received_at, row.pk, file=row) for row in rows[: most + 1]]


def _parcels_named(q: str, people: list[search.Person]) -> Q:
    """By patient, trace, claim number, or a control number of its envelope."""
    versions = ClaimVersion.objects.filter(Q(control__iexact=q) | Q(claim__number__iexact=q))
    found = Q(trace__iexact=q) | Q(pk__in=versions.values("parcel_id")) | Q(patient__in=[each.id for each in people])
    if q.isascii() and q.isdigit() and int(q) <= _HIGHEST:
        found |= Q(transmission__interchange_control=int(q)) | Q(transmission__group_control=int(q))
    return found


def _files_named(q: str, people: list[search.Person]) -> Q:
    """By patient, the trace of what it answers or pays, or a claim it speaks of."""
    of_claim = Q(claim__number__iexact=q) | Q(number__iexact=q)
    remitted = RemittedClaim.objects.filter(of_claim).values("remittance__inbound_file_id")
    paid = Remittance.objects.filter(trace__iexact=q).values("inbound_file_id")
    answers = Parcel.objects.filter(_parcels_named(q, people), answer__isnull=False).values("answer_id")
    heard = Acknowledgement.objects.filter(claim__number__iexact=q).values("inbound_file_id")
    found = Q(name__iexact=q)
    for each in people:
        found |= _files_of(each.id)
    return found | Q(pk__in=remitted) | Q(pk__in=paid) | Q(pk__in=answers) | Q(pk__in=heard)


def _files_of(patient_id: UUID) -> Q:
    """One file may speak of many: each of its messages keeps whose it is."""
    return Q(patient=patient_id) | Q(report__messages__contains=[{"patient_id": str(patient_id)}])


def _answers_by(connection_id: UUID) -> Q:
    """Files that answer or acknowledge what went by this connection: a file does not say by which road it came."""
    answers = Parcel.objects.filter(connection=connection_id, answer__isnull=False).values("answer_id")
    heard = Acknowledgement.objects.filter(
        Q(transmission__connection=connection_id) | Q(parcel__connection=connection_id)
    )
    return Q(pk__in=answers) | Q(pk__in=heard.values("inbound_file_id"))


def _on(on: date, practices: Mapping[UUID, Practice], column: str) -> Q:
    """The day as each practice's zone has it."""
    found = Q(pk=None)
    for key, practice in practices.items():
        zone = clock.zone(practice)
        begins = datetime.combine(on, time(), zone)
        ends = datetime.combine(on + timedelta(days=1), time(), zone)
        found |= Q(practice_id=key, **{f"{column}__gte": begins, f"{column}__lt": ends})
    return found


def _below(rows: QuerySet, asked: Wanted, column: str) -> QuerySet:
    if asked.before:
        at, key = asked.before
        rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at}, pk__lt=key))
    return rows.order_by(f"-{column}", "-pk")


def told(messages: Sequence[Message]) -> list[Message]:
    """The same with whom and which claims they are about, and how files came. Five queries."""
    numbers, about = _claims(messages), {each.id: _patient_ids(each) for each in messages}
    came = Receipt.objects.filter(inbound_file__in=[each.id for each in messages if each.file])
    carriers = dict(came.order_by("-received_at").values_list("inbound_file_id", "carrier"))
    people = Patient.objects.in_bulk({key for keys in about.values() for key in keys[:MOST_NAMED]})
    return [
        replace(
            each,
            claims=tuple(dict.fromkeys(numbers.get(each.id, ()))),
            patients=tuple(people[key] for key in about[each.id][:MOST_NAMED] if key in people),
            others=max(len(about[each.id]) - MOST_NAMED, 0),
            carrier=carriers.get(each.id, ""),
        )
        for each in messages
    ]


def _patient_ids(message: Message) -> list[UUID]:
    row = message.parcel or message.file
    found = [row.patient_id] if row is not None and row.patient_id else []
    if message.file is not None:
        found += [
            UUID(each["patient_id"]) for each in message.file.report.get("messages", []) if each.get("patient_id")
        ]
    return list(dict.fromkeys(found))


def _claims(messages: Sequence[Message]) -> dict[UUID, list[str]]:
    """Numbers of the claims that parcels carry and files speak of."""
    parcels = [each.id for each in messages if each.parcel]
    files = [each.id for each in messages if each.file]
    carried = ClaimVersion.objects.filter(parcel__in=parcels).values_list("parcel_id", "control")
    paid = RemittedClaim.objects.filter(remittance__inbound_file__in=files, claim__isnull=False)
    heard = Acknowledgement.objects.filter(inbound_file__in=files, claim__isnull=False)
    found: dict[UUID, list[str]] = {}
    for key, number in (
        *carried,
        *paid.values_list("remittance__inbound_file_id", "claim__number"),
        *heard.values_list("inbound_file_id", "claim__number"),
    ):
        found.setdefault(key, []).append(number)
    for each in messages:  # one sent anew is no version of its own, and carries the number all the same
        if each.parcel and each.parcel.kind == "837P" and each.parcel.trace:
            found.setdefault(each.id, [each.parcel.trace])
    return found


def cursor(message: Message) -> str:
    return f"{message.at.isoformat()} {message.id}"


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    at, _, key = text.partition(" ")
    found = _id(key)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, found) if found and moment.tzinfo else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
