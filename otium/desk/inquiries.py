"""Ask a payer about a coverage: a 270 from the records, posted once for each coverage, day of service and day asked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from otium.desk import clock, codes, outbox, payer_book, settle, trading
from otium.desk.actor import Actor
from otium.desk.outbox.posting import Letter
from otium.records.models import Appointment, BenefitCheck, Coverage, Parcel, Practice
from otium.rules.eligibility import asking as rules
from otium.rules.eligibility.asking import Asking, Named
from otium.terms.lack import Lack
from otium.terms.payers import PayerBook, PayerType
from otium.terms.schedule import VisitStatus
from otium.terms.trading import TradingProfile
from otium.wires.x12 import t270
from otium.wires.x12.writing import Incomplete

KIND = "270"
WHY = "payer asked"
CAME_TO_NOTHING = Q(state="withdrawn") | Q(verdict="rejected") | Q(transmission__state="failed")
# What `asking_of` reads, for `only`.
ASKED_OF = (
    "practice_id", "patient_id", "payer_id", "member_id", "relationship", "subscriber_first_name",
    "subscriber_last_name", "subscriber_birth_on", "subscriber_sex", "patient__last_name", "patient__first_name",
    "patient__middle_name", "patient__birth_on", "patient__sex", "payer__name", "payer__payer_ids",
    "payer__payer_type", "payer__rules_key",
)  # fmt: skip


class CannotAsk(Exception):
    """The records do not hold what an inquiry needs; `lacks` says all of it, each with its place."""

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__(", ".join(f"{each.code} ({each.loop} {each.element})" for each in lacks))
        self.lacks = lacks


@dataclass(frozen=True, slots=True)
class Wanted:
    """An inquiry to be made. `may_wait`: nobody waits for its answer.

    The coverage's practice, patient and payer are loaded.
    """

    coverage: Coverage
    service_on: date
    may_wait: bool = False
    not_before_at: datetime | None = None
    is_anew: bool = False  # beside one that waits: that one is about what stood before


@transaction.atomic
def ask(*, coverage_id: UUID, service_on: date, by: Actor, at: datetime) -> Parcel:
    """The inquiry, posted. While one about the same day waits for its answer, that one. Raises CannotAsk."""
    settle.lock_practice_of(Coverage, coverage_id)
    coverage = Coverage.objects.select_related("practice", "patient", "payer").get(pk=coverage_id)
    parcel = post(coverage, service_on=service_on, by=by, at=at)
    settle.settle(coverage.practice, by=by, at=at, patients=[coverage.patient_id], why=WHY)
    return parcel


def post(coverage: Coverage, *, service_on: date, by: Actor, at: datetime) -> Parcel:
    """As `ask`, without settling: for whoever settles anyway, under the practice's lock. Raises CannotAsk."""
    (done,) = post_all(coverage.practice, [Wanted(coverage, service_on)], by=by, at=at)
    if isinstance(done, CannotAsk):
        raise done
    return done


def post_all(practice: Practice, wanted: Sequence[Wanted], *, by: Actor, at: datetime) -> list[Parcel | CannotAsk]:
    """What `post` gives for each, in their order, by a fixed number of queries."""
    local = at.astimezone(clock.zone(practice))
    book = payer_book.book(practice, local.date())
    treating = _disciplines(practice, {each.coverage.patient_id for each in wanted}, at)
    numbers = _numbers(practice, {each.coverage.pk for each in wanted}, local)
    letters: list[Letter | CannotAsk] = []
    for each in wanted:
        about = f"{KIND} {each.coverage.pk} {each.service_on} {local.date()}"
        made, over = numbers[about]
        key = f"{about} {(made if each.is_anew else over) + 1}"
        try:
            letters.append(_letter(each, key, treating[each.coverage.patient_id], book, local))
        except CannotAsk as refused:
            letters.append(refused)
    posted = iter(outbox.post_all(practice, [each for each in letters if isinstance(each, Letter)], by=by, at=at))
    return [next(posted) if isinstance(each, Letter) else each for each in letters]


def _letter(wanted: Wanted, key: str, disciplines: Iterable[str], book: PayerBook, local: datetime) -> Letter:
    """Raises CannotAsk."""
    coverage, trace = wanted.coverage, codes.trace()
    asking = asking_of(coverage, book, disciplines)
    if lacks := tuple(rules.lacks(asking)):
        raise CannotAsk(lacks)
    inquiry = rules.inquiry(asking, trace=trace, service_on=wanted.service_on, at=local)
    profile = _profile(coverage, local.date())
    try:
        body = t270.write(inquiry, profile=profile)
    except Incomplete as refused:
        raise CannotAsk((Lack("refused", refused.loop, refused.element, "coverage", detail=refused.why),)) from refused
    return Letter(
        key=key, kind=KIND, body=body, payer_id=asking.payer_id, trace=trace, patient_id=coverage.patient_id,
        focus=("coverage", coverage.pk), not_before_at=wanted.not_before_at,
        may_wait=wanted.may_wait and profile.most_patients_asked > 1,
    )  # fmt: skip


def _profile(coverage: Coverage, on: date) -> TradingProfile:
    return trading.profile(PayerType(coverage.payer.payer_type), coverage.payer.rules_key, on)


def _disciplines(practice: Practice, patients: Collection[UUID], at: datetime) -> dict[UUID, set[str]]:
    """By patient: those of the visits that are booked. One query."""
    rows = Appointment.objects.filter(
        practice=practice, patient_id__in=patients, status=VisitStatus.BOOKED, starts_at__gte=at, episode__isnull=False
    )
    found = defaultdict[UUID, set[str]](set)
    for patient, discipline in rows.values_list("patient_id", "episode__discipline").distinct():
        found[patient].add(discipline)
    return found


def _numbers(practice: Practice, coverages: Collection[UUID], local: datetime) -> dict[str, tuple[int, int]]:
    """How many inquiries about the same (coverage, day of service, day asked) were made, and are over. Two queries.

    While one is not over, its key comes out again, and with it its parcel.
    """
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Parcel.objects.filter(practice=practice, kind=KIND, focus_id__in=coverages, made_at__gte=midnight)
    made, over = (
        Counter(" ".join(key.split(" ")[:4]) for key in some.values_list("key", flat=True))
        for some in (rows, _over(rows))
    )
    return defaultdict(lambda: (0, 0), {about: (made[about], over[about]) for about in made})


def _over(parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """Those of which nothing is to be expected any more: answered, refused, failed or withdrawn."""
    answers = BenefitCheck.objects.filter(
        practice_id=OuterRef("practice_id"), coverage_id=OuterRef("focus_id"), trace=OuterRef("trace")
    )
    return parcels.filter(CAME_TO_NOTHING | Q(answer__isnull=False) | Exists(answers))


def waiting(practice: Practice, patient_id: UUID) -> list[Parcel]:
    """The patient's inquiries that wait for their answers, newest first. One query."""
    rows = Parcel.objects.filter(practice=practice, kind=KIND, patient_id=patient_id)
    over = _over(rows).values("pk")
    return list(rows.exclude(pk__in=over).select_related("connection", "transmission").order_by("-made_at"))


def asking_of(coverage: Coverage, book: PayerBook, disciplines: Iterable[str] = ()) -> Asking:
    """What an inquiry about this coverage is made of; its practice, patient and payer are loaded."""
    practice, patient, payer = coverage.practice, coverage.patient, coverage.payer
    asked = book.rules_for(PayerType(payer.payer_type), payer.rules_key)
    is_own = coverage.relationship == "self"
    return Asking(
        practice_name=practice.name,
        practice_npi=practice.npi,
        tax_id=practice.tax_id,
        payer_name=payer.name,
        payer_id=payer.payer_ids[0] if payer.payer_ids else "",
        member_id=coverage.member_id,
        patient=Named(patient.last_name, patient.first_name, patient.middle_name, patient.birth_on, patient.sex),
        relationship=coverage.relationship,
        holder=None if is_own else holder_of(coverage),
        is_electronic=asked.wire_eligibility,
        service_types=rules.service_types(
            asked.service_types, disciplines, _profile(coverage, book.on).most_service_types
        ),
    )


def lacks(coverage: Coverage, on: date) -> tuple[Lack, ...]:
    """What keeps an inquiry about this coverage from being written; nothing: it may be asked."""
    return tuple(rules.lacks(asking_of(coverage, payer_book.book(coverage.practice, on))))


def holder_of(coverage: Coverage) -> Named:
    """Who holds the policy, where that is not the patient."""
    return Named(
        coverage.subscriber_last_name,
        coverage.subscriber_first_name,
        birth_on=coverage.subscriber_birth_on,
        sex=coverage.subscriber_sex,
    )
