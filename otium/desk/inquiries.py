"""Ask a payer about a coverage: a 270 from the records, posted once for each coverage, day of service and day asked."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from otium.desk import clock, codes, outbox, payer_book, settle, trading
from otium.desk.actor import Actor
from otium.desk.outbox import Letter
from otium.records.models import BenefitCheck, Coverage, Parcel, Practice
from otium.rules.eligibility import asking as rules
from otium.rules.eligibility.asking import Asking, Named
from otium.terms.lack import Lack
from otium.terms.payers import PayerType
from otium.wires.x12 import t270
from otium.wires.x12.writing import Incomplete

KIND = "270"
WHY = "payer asked"
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
    practice = coverage.practice
    local = at.astimezone(clock.zone(practice))
    asking = asking_of(coverage, local.date())
    if lacks := tuple(rules.lacks(asking)):
        raise CannotAsk(lacks)
    about = f"{KIND} {coverage.pk} {service_on} {local.date()}"
    before = Parcel.objects.filter(practice=practice, kind=KIND, key__startswith=f"{about} ")
    key = f"{about} {_over(before).count() + 1}"
    trace = codes.trace()
    inquiry = rules.inquiry(asking, trace=trace, service_on=service_on, at=local)
    profile = trading.profile(PayerType(coverage.payer.payer_type), coverage.payer.rules_key, local.date())
    try:
        body = t270.write(inquiry, profile=profile)
    except Incomplete as refused:
        raise CannotAsk((Lack("refused", refused.loop, refused.element, "coverage", detail=refused.why),)) from refused
    letter = Letter(
        key=key, kind=KIND, body=body, payer_id=asking.payer_id, trace=trace, patient_id=coverage.patient_id,
        focus=("coverage", coverage.pk),
    )  # fmt: skip
    return outbox.post(practice, letter, by=by, at=at)


def _over(parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """Those of which nothing is to be expected any more: answered, refused, failed or withdrawn."""
    answers = BenefitCheck.objects.filter(
        practice_id=OuterRef("practice_id"), coverage_id=OuterRef("focus_id"), trace=OuterRef("trace")
    )
    ended = Q(state="withdrawn") | Q(verdict="rejected") | Q(transmission__state="failed") | Q(answer__isnull=False)
    return parcels.filter(ended | Exists(answers))


def waiting(practice: Practice, patient_id: UUID) -> list[Parcel]:
    """The patient's inquiries that wait for their answers, newest first. One query."""
    rows = Parcel.objects.filter(practice=practice, kind=KIND, patient_id=patient_id)
    over = _over(rows).values("pk")
    return list(rows.exclude(pk__in=over).select_related("connection").order_by("-made_at"))


def asking_of(coverage: Coverage, on: date) -> Asking:
    """What an inquiry about this coverage is made of; its practice, patient and payer are loaded."""
    practice, patient, payer = coverage.practice, coverage.patient, coverage.payer
    book = payer_book.book(practice, on)
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
        is_electronic=book.rules_for(PayerType(payer.payer_type), payer.rules_key).wire_eligibility,
    )


def holder_of(coverage: Coverage) -> Named:
    """Who holds the policy, where that is not the patient."""
    return Named(
        coverage.subscriber_last_name,
        coverage.subscriber_first_name,
        birth_on=coverage.subscriber_birth_on,
        sex=coverage.subscriber_sex,
    )
