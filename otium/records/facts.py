"""All facts of a practice for the rules, in a fixed number of queries however many patients there are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.records import (
    billed,
    calls,
    care,
    claims,
    eligibility,
    estimates,
    families,
    models,
    prepared,
    prior_auth,
    queue,
    schedule,
    traffic,
)
from otium.records.prepared import Asked, Build, Rows
from otium.records.scope import Scope
from otium.terms.attendance import AttendancePolicy
from otium.terms.duty import DutyKind
from otium.terms.estimate import GivenEstimate
from otium.terms.facts import BusinessDays, PatientFacts, PracticeFacts
from otium.terms.family import NO_THRESHOLDS, FamilyThresholds
from otium.terms.payers import PayerBook
from otium.terms.roads import NO_ROADS, RoadBook
from otium.terms.schedule import Visit

OF_MATTERS = (DutyKind.CALL_FAMILY,)
OF_CLAIMS = (DutyKind.FIX_CLAIM, DutyKind.CHECK_REMITTANCE)
OF_VISITS = (
    *eligibility.OF_VISITS, *prior_auth.OF_VISITS, *billed.OF_VISITS, *schedule.OF_VISITS, *care.OF_VISITS,
    *queue.OF_VISITS, *families.OF_VISITS, *estimates.OF_VISITS,
)  # fmt: skip
OF_DUTIES = (
    *eligibility.OF_DUTIES, *prior_auth.OF_DUTIES, *care.OF_DUTIES, *claims.OF_DUTIES, *estimates.OF_DUTIES,
    *families.OF_DUTIES, *calls.OF_DUTIES,
)  # fmt: skip
OF_PRACTICE = (
    *eligibility.OF_PRACTICE, *estimates.OF_PRACTICE, *queue.OF_PRACTICE, *claims.OF_PRACTICE, *traffic.OF_PRACTICE,
    *families.OF_PRACTICE, *schedule.OF_PRACTICE,
)  # fmt: skip
FOR_DUTIES: dict[str, Any] = {  # fields of PatientFacts that only duties read
    "inquiries": (), "uses": (), "booked_on": (), "promises": (), "peer_to_peers": (), "appeals": (),
    "therapist_id": None, "away": (),
}  # fmt: skip
BACK = timedelta(days=400)  # a benefit year and a certification period reach no further back


def practice_facts(
    practice: models.Practice,
    *,
    on: date,
    days: BusinessDays,
    book: PayerBook,
    patients: Iterable[UUID] | None = None,
    with_left: bool = False,
    thresholds: FamilyThresholds = NO_THRESHOLDS,
    roads: RoadBook = NO_ROADS,
    attendance: AttendancePolicy | None = None,
) -> PracticeFacts:
    """What is true of the practice on its day `on`; `patients` None means every active one, others have no facts.

    `with_left`: those of `patients` who left have facts too, as their last visits are billed afterwards.
    """
    scope, day = _scope(practice, on, patients)
    people = _all if with_left else _active
    with prepared.asked_together(_wanted(scope, book, (*OF_VISITS, *OF_DUTIES, people), OF_PRACTICE)):
        acts = queue.acts(scope, day)
        return PracticeFacts(
            practice_id=practice.pk,
            days=days,
            book=book,
            rates=eligibility.rates(practice.pk),
            fees=estimates.fees(practice.pk),
            self_pay_payers=estimates.self_pay_payers(practice.pk),
            patients=_patients(scope, day, acts, book, people),
            files=queue.files(practice.pk, day),
            file_acts=tuple(acts.get(None, ())),
            claims=claims.waiting_claims(scope, day),
            remittances=claims.doubtful_remittances(practice.pk, day),
            traffic=traffic.facts(practice.pk, day),
            thresholds=thresholds,
            roads=roads,
            attendance=attendance,
            claim_acts=tuple(a for of_one in acts.values() for a in of_one if a.duty_kind in OF_CLAIMS),
            matters=families.matters(scope, day),
            matter_acts=tuple(a for of_one in acts.values() for a in of_one if a.duty_kind in OF_MATTERS),
        )


def patients_facts(
    practice: models.Practice,
    *,
    on: date,
    days: BusinessDays,
    book: PayerBook,
    patients: Iterable[UUID] | None = None,
) -> PracticeFacts:
    """As `practice_facts`, of the patients only, for what judges visits: neither files, claims and remittances, nor
    what leaves, nor what only duties read."""
    scope, day = _scope(practice, on, patients)
    with prepared.asked_together(_wanted(scope, book, (*OF_VISITS, _active), eligibility.OF_PRACTICE)):
        return PracticeFacts(
            practice_id=practice.pk,
            days=days,
            book=book,
            rates=eligibility.rates(practice.pk),
            patients=_patients(scope, day, queue.acts(scope, day), book, _active, for_duties=False),
        )


def judged_only(facts: PracticeFacts, patients: Iterable[PatientFacts]) -> PracticeFacts:
    """Of `practice_facts` what `patients_facts` would have given, of these patients."""
    return PracticeFacts(
        practice_id=facts.practice_id,
        days=facts.days,
        book=facts.book,
        rates=facts.rates,
        patients=tuple(replace(each, **FOR_DUTIES) for each in patients),
    )


def visits_facts(practice: models.Practice, *, on: date, patients: Iterable[UUID]) -> dict[UUID, tuple[Visit, ...]]:
    """`PatientFacts.visits` of each patient who has any, active or not. One query."""
    scope, day = _scope(practice, on, patients)
    found, _clashes, _allowed = schedule.visits(scope, day)
    return {key: tuple(of_one) for key, of_one in found.items()}


def estimates_facts(
    practice: models.Practice, *, on: date, patients: Iterable[UUID]
) -> dict[UUID, tuple[GivenEstimate, ...]]:
    """`PatientFacts.estimates` of each patient who has any, active or not. One query."""
    scope, day = _scope(practice, on, patients)
    return {key: tuple(of_one) for key, of_one in estimates.given(scope, day).items()}


def _wanted(
    scope: Scope, book: PayerBook, of_patients: Iterable[Build], of_practice: Iterable[Build]
) -> Iterator[Asked]:
    yield from ((build, scope) for build in of_patients)
    if book.eligibility_denials:
        yield claims.denying(book.eligibility_denials), scope
    yield from ((build, scope.practice_id) for build in of_practice)


def _scope(
    practice: models.Practice, on: date, patients: Iterable[UUID] | None
) -> tuple[Scope, Callable[[datetime], date]]:
    zone = ZoneInfo(practice.time_zone)
    chosen = None if patients is None else tuple(patients)
    return Scope(practice.pk, datetime.combine(on - BACK, time(), zone), chosen), _day_in(zone)


def _day_in(zone: ZoneInfo) -> Callable[[datetime], date]:
    """instant -> calendar day in the zone; remembered for the many visits that share an hour."""

    @cache
    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    return day


def _patients(
    scope: Scope,
    day: Callable[[datetime], date],
    acts: dict,
    book: PayerBook,
    people: Build,
    *,
    for_duties: bool = True,
) -> tuple[PatientFacts, ...]:
    """`for_duties` False leaves out what only duties read: inquiries, promises, days of booking, uses as stored,
    who treats."""
    parts = _parts(scope, day, acts, book, for_duties=for_duties)
    treating = care.therapists(scope) if for_duties else {}
    away = schedule.days_off(scope.practice_id) if treating else {}
    return tuple(
        PatientFacts(
            patient_id=key,
            birth_on=birth_on,
            therapist_id=treating.get(key),
            away=tuple(away.get(treating.get(key), ())),
            **{name: tuple(part.get(key, ())) for name, part in parts.items()},
        )
        for key, birth_on in prepared.rows(people, scope)
    )


def _active(scope: Scope) -> Rows:
    return _all(scope).filter(is_active=True)


def _all(scope: Scope) -> Rows:
    people = models.Patient.objects.filter(practice_id=scope.practice_id)
    if scope.patients is not None:
        people = people.filter(pk__in=scope.patients)
    return people.order_by("id").values_list("id", "birth_on")


def _parts(
    scope: Scope, day: Callable[[datetime], date], acts: dict, book: PayerBook, *, for_duties: bool
) -> dict[str, dict]:
    """Field of PatientFacts -> its rows by patient."""
    visits, clashes, allowed = schedule.visits(scope, day)
    return {
        "coverages": eligibility.coverages(scope),
        "checks": eligibility.checks(scope, day),
        "inquiries": eligibility.inquiries(scope, day) if for_duties else {},
        "eligibility_denials": claims.eligibility_denials(scope, day, book.eligibility_denials),
        "decisions": eligibility.decisions(scope, day),
        "authorizations": prior_auth.authorizations(scope),
        "requests": prior_auth.requests(scope, day),
        "uses": prior_auth.uses(scope) if for_duties else {},
        "billed": billed.visits(scope),
        "visits": visits,
        "referrals": care.referrals(scope),
        "plans": care.plans(scope),
        "reports": care.reports(scope),
        "clashes": clashes,
        "acts": acts,
        "notices": families.notices(scope, day),
        "allowed": allowed,
        "estimates": estimates.given(scope, day),
        "booked_on": estimates.booked(scope, day) if for_duties else {},
        "promises": calls.promises(scope, day) if for_duties else {},
        "peer_to_peers": prior_auth.peer_to_peers(scope, day) if for_duties else {},
        "appeals": prior_auth.appeals(scope, day) if for_duties else {},
    }
