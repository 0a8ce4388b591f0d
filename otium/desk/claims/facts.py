"""From rows to what claims are built from: any number of visits in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.desk import calendar, clock, payer_book, trading
from otium.records import models as m
from otium.records.facts import practice_facts
from otium.rules import case as cases
from otium.rules.care import threshold
from otium.rules.case import Case
from otium.terms.billing import Bill, Biller, Clinician, Course, Individual, Policy, Treatment
from otium.terms.coverage import BenefitKind, Coverage
from otium.terms.payers import PayerBook, PayerRules, PayerType
from otium.terms.schedule import MADE, ServiceLine
from otium.terms.telehealth import PatientPlace
from otium.terms.trading import TradingProfile

ASSISTANTS = ("OTA", "COTA", "PTA")


@dataclass(frozen=True, slots=True)
class Heap:
    """Visits that make one claim: of one patient, day, coverage, course and clinician."""

    patient_id: UUID
    on: date
    coverage: Coverage
    visits: tuple[m.Appointment, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """All rows behind the claims of some visits of one practice."""

    practice: m.Practice
    book: PayerBook
    cases: dict[UUID, Case]
    visits: tuple[m.Appointment, ...]
    coverages: dict[UUID, m.Coverage]
    referrals: dict[UUID, list[m.Referral]]
    fees: dict[str, list[tuple[date, Decimal]]]
    injuries: dict[UUID, m.InjuryClaim]  # by coverage
    shared: frozenset[UUID]  # visits in which another discipline treated the same patient

    def day(self, visit: m.Appointment) -> date:
        return clock.day(visit.starts_at, self.practice)


def ground(practice: m.Practice, visits: Iterable[m.Appointment], at: datetime) -> Ground:
    """`visits` are rows of `Appointment`; their patients may have left since."""
    rows = tuple(
        m.Appointment.objects.filter(practice=practice, pk__in=[v.pk for v in visits])
        .select_related("patient", "therapist", "episode__therapist")
        .order_by("starts_at", "id")
    )
    on, patients = clock.day(at, practice), tuple({row.patient_id for row in rows})
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=patients, with_left=True)
    referrals: dict[UUID, list[m.Referral]] = defaultdict(list)
    of_them = m.Referral.objects.filter(practice=practice, patient_id__in=patients, entered_in_error=False)
    for referral in of_them.exclude(referrer_name="").order_by("written_on", "id"):
        referrals[referral.patient_id].append(referral)
    fees: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for code, since, amount in m.Fee.objects.filter(practice=practice).values_list("code", "starts_on", "amount"):
        fees[code].append((since, amount))
    coverages = m.Coverage.objects.filter(practice=practice, patient_id__in=patients).select_related("payer")
    return Ground(
        practice=practice,
        book=book,
        cases={patient.patient_id: cases.of(patient, facts, on) for patient in facts.patients},
        visits=rows,
        coverages={row.pk: row for row in coverages},
        referrals=referrals,
        fees=fees,
        injuries={
            row.coverage_id: row for row in m.InjuryClaim.objects.filter(practice=practice, patient_id__in=patients)
        },
        shared=_shared(practice, rows),
    )


def _shared(practice: m.Practice, rows: tuple[m.Appointment, ...]) -> frozenset[UUID]:
    sessions = {row.together_id for row in rows if row.together_id}
    made = m.Appointment.objects.filter(practice=practice, together_id__in=sessions, status__in=MADE)
    who: dict[tuple[Any, UUID], set[UUID]] = defaultdict(set)
    for together, patient, key in made.values_list("together_id", "patient_id", "pk"):
        who[together, patient].add(key)
    return frozenset(key for keys in who.values() if len(keys) > 1 for key in keys)


def heaps(found: Ground) -> tuple[list[Heap], list[m.Appointment]]:
    """The claims to be, by day; and the visits of which nobody is known to pay."""
    grouped: dict[tuple[Any, ...], list[m.Appointment]] = defaultdict(list)
    nobody = []
    for visit in found.visits:
        on = found.day(visit)
        coverage = found.cases[visit.patient_id].primary_on[on]
        if coverage is None or coverage.payer_type is PayerType.SELF_PAY:
            nobody.append(visit)
        else:
            grouped[on, visit.patient_id, coverage.id, visit.episode_id, visit.therapist_id].append(visit)
    return [
        Heap(patient, on, found.cases[patient].primary_on[on], tuple(visits))  # type: ignore[arg-type]
        for (on, patient, *_rest), visits in grouped.items()
    ], nobody


def bill(found: Ground, heap: Heap, *, control: str, frequency: str = "1", payer_claim_number: str = "") -> Bill:
    visit = heap.visits[0]
    row = found.coverages[heap.coverage.id]
    case, injury = found.cases[heap.patient_id], found.injuries.get(row.pk)
    return Bill(
        control=control,
        biller=_biller(found.practice),
        patient=_patient(visit.patient),
        policy=_policy(row, case, heap, injury),
        course=_course(visit, found.referrals.get(heap.patient_id, []), heap.on, injury),
        treatments=tuple(_treatment(found, case, each, heap.coverage) for each in heap.visits),
        fees=fees_on(found.fees, heap.on),
        marks_assistants=profile_of(row, heap.on).marks_assistants,
        frequency=frequency,
        payer_claim_number=payer_claim_number,
    )


def profile_of(row: m.Coverage, on: date) -> TradingProfile:
    return trading.profile(PayerType(row.payer.payer_type), row.payer.rules_key, on)


def fees_on(fees: dict[str, list[tuple[date, Decimal]]], on: date) -> dict[str, Decimal]:
    """Dollars for a unit of each code on that day; codes without a fee by then are left out."""
    newest = {code: max((pair for pair in pairs if pair[0] <= on), default=None) for code, pairs in fees.items()}
    return {code: pair[1] for code, pair in newest.items() if pair}


def _biller(practice: m.Practice) -> Biller:
    names = ("name", "npi", "tax_id", "taxonomy", "address", "city", "state", "postal_code", "phone")
    return Biller(**{name: getattr(practice, name) for name in names})


def _patient(row: m.Patient) -> Individual:
    names = ("last_name", "first_name", "middle_name", "birth_on", "sex", "address", "city", "state", "postal_code")
    return Individual(**{name: getattr(row, name) for name in names})


def _policy(row: m.Coverage, case: Case, heap: Heap, injury: m.InjuryClaim | None) -> Policy:
    rules = case.rules_of(heap.coverage)
    others = (c for c in case.patient.coverages if c.id != heap.coverage.id and c.is_in_force(heap.on))
    return Policy(
        coverage_id=row.pk,
        payer_name=row.payer.name,
        payer_id=row.payer.payer_ids[0] if row.payer.payer_ids else "",
        payer_type=heap.coverage.payer_type,
        member_id=row.member_id,
        group_number=row.group_number,
        relationship=row.relationship,
        holder=None if row.relationship == "self" else _holder(row),
        injury_claim=injury.claim_number if injury else "",
        employer=injury.employer if injury else "",
        has_second=any(True for _ in others),
        authorization_required=_needs_authorization(case, heap.coverage, rules),
        referral_required=rules.referral_required,
        holds_unsure_pairs=rules.holds_unsure_pairs,
        telehealth_modifier=rules.telehealth_modifier,
        co_treatment=rules.co_treatment,
        unit_rule=rules.unit_rule,
    )


def _holder(row: m.Coverage) -> Individual:
    names = ("last_name", "first_name", "birth_on", "sex")
    return Individual(**{name: getattr(row, f"subscriber_{name}") for name in names})


def _needs_authorization(case: Case, coverage: Coverage, rules: PayerRules) -> bool | None:
    """The payer's newest answer that says so, else its rule."""
    for check in reversed(case.checks_of(coverage)):
        for benefit in check.benefits:
            says = benefit.kind is BenefitKind.AUTHORIZATION_REQUIRED and not benefit.is_ambiguous
            if says and benefit.flag is not None:
                return benefit.flag
    return rules.authorization_required


def _course(visit: m.Appointment, referrals: list[m.Referral], on: date, injury: m.InjuryClaim | None) -> Course:
    """The episode of the visit, with the newest referral that was written by then, of this episode or of none.

    The day of the injury is the carrier's, where it is on file: a bill with another day comes back.
    """
    episode, injured_on = visit.episode, injury.injured_on if injury else None
    by_then = [r for r in referrals if (r.written_on is None or r.written_on <= on)]
    own = [r for r in by_then if r.episode_id in (None, visit.episode_id)] or by_then
    referral = own[-1] if own else None
    return Course(
        icd10=tuple(episode.icd10) if episode else (),
        onset_on=episode.onset_on if episode else None,
        injury_on=injured_on or (episode.injury_on if episode else None),
        therapist=_clinician(episode.therapist) if episode else None,
        referrer_name=referral.referrer_name if referral else "",
        referrer_npi=referral.referrer_npi if referral else "",
    )


def _clinician(row: m.Therapist | None) -> Clinician | None:
    if row is None:
        return None
    return Clinician(name=row.name, npi=row.npi, is_assistant=row.credential.upper().startswith(ASSISTANTS))


def _treatment(found: Ground, case: Case, visit: m.Appointment, coverage: Coverage) -> Treatment:
    numbers = {a.id: a.number for a in case.patient.authorizations}
    used = (numbers.get(use.authorization_id, "") for use in case.patient.uses if use.visit_id == visit.pk)
    return Treatment(
        visit_id=visit.pk,
        on=found.day(visit),
        lines=tuple(ServiceLine(code, units) for code, units in visit.lines),
        discipline=visit.episode.discipline if visit.episode else "OT",
        clinician=_clinician(visit.therapist),
        authorizations=tuple(dict.fromkeys(number for number in used if number)),
        is_over_threshold=_is_over(case, coverage, visit, found.day(visit).year),
        is_telehealth=bool(visit.is_telehealth),
        patient_place=PatientPlace(visit.patient_place) if visit.patient_place else None,
        is_co_treatment=visit.pk in found.shared,
        billed_minutes=visit.billed_minutes,
    )


def _is_over(case: Case, coverage: Coverage, visit: m.Appointment, year: int) -> bool | None:
    """Whether the year's allowed amounts pass the threshold with this visit or before it; None where there is none."""
    known = threshold.limit_of(case, coverage, year) if case.rules_of(coverage).kx_applies else None
    if known is None:
        return None
    crossed = threshold.crossing(case, coverage, year, known[0])
    return crossed is not None and visit.starts_at >= crossed.threshold.starts_at
