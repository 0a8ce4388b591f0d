"""What is left on a patient's authorizations and when they run out: rows that a page loaded, asked of the rules."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from otium.desk import calendar, clock, payer_book
from otium.records import models as m
from otium.rules import case, prior_auth
from otium.rules.prior_auth import Ledger, Outlook, ServiceLedger
from otium.terms.care import PlanOfCare
from otium.terms.coverage import Coverage
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, AuthorizedService, AuthState, Basis, BilledVisit, Use
from otium.terms.schedule import ServiceLine, Visit, VisitStatus, VisitType

__all__ = ["Ledger", "Outlook", "Rows", "ServiceLedger", "ledgers", "outlooks"]


@dataclass(frozen=True, slots=True)
class Rows:
    """One patient's rows. `disciplines`: of episodes by id; a visit without an episode is OT. No query is made."""

    practice: m.Practice
    patient: m.Patient
    on: date
    coverages: list[m.Coverage]  # with their payer
    authorizations: list[m.Authorization]
    services: dict[UUID, list[m.AuthorizedService]]
    uses: list[m.AuthorizationUse]
    visits: list[m.Appointment]
    plans: list[m.PlanOfCare]
    disciplines: dict[UUID, str]
    npis: dict[UUID, str] = field(default_factory=dict)  # of therapists, by id
    billed: dict[UUID, UUID] = field(default_factory=dict)  # visit on a claim that went out -> that claim


def ledgers(rows: Rows) -> dict[UUID, Ledger]:
    """By authorization: what is approved, used, booked and left, by the uses as stored."""
    visits = [_visit(v, rows) for v in rows.visits]
    uses = [_use(u) for u in rows.uses]
    return {
        a.pk: prior_auth.ledger(_authorization(a, rows), uses=uses, visits=visits, on=rows.on)
        for a in rows.authorizations
    }


def outlooks(rows: Rows) -> dict[UUID, Outlook]:
    """By active authorization: the visits it does not cover, the day it runs out, when to send the renewal."""
    on = rows.on
    days, book = calendar.business_days(rows.practice, on), payer_book.book(rows.practice, on)
    patient = PatientFacts(
        patient_id=rows.patient.pk,
        birth_on=rows.patient.birth_on,
        coverages=tuple(_coverage(c) for c in rows.coverages),
        authorizations=tuple(_authorization(a, rows) for a in rows.authorizations),
        visits=tuple(_visit(v, rows) for v in rows.visits),
        billed=_billed(rows),
        plans=tuple(_plan(p) for p in sorted(rows.plans, key=lambda p: (p.starts_on, str(p.pk))) if _is_ot(p, rows)),
    )
    found = prior_auth.outlooks(case.of(patient, PracticeFacts(rows.practice.pk, days, book), on))
    return {outlook.authorization.id: outlook for outlook in found}


def _billed(rows: Rows) -> tuple[BilledVisit, ...]:
    """What they hold; the number on the claim is not asked here."""
    held: dict[UUID, list[Use]] = {}
    for use in rows.uses:
        held.setdefault(use.appointment_id, []).append(_use(use))
    return tuple(BilledVisit(v, claim, None, tuple(held.get(v, ()))) for v, claim in rows.billed.items())


def _is_ot(plan: m.PlanOfCare, rows: Rows) -> bool:
    return rows.disciplines.get(plan.episode_id, "OT") == "OT"


def _visit(row: m.Appointment, rows: Rows) -> Visit:
    lines = tuple(ServiceLine(code, units) for code, units in row.lines)
    on, discipline = clock.day(row.starts_at, rows.practice), rows.disciplines.get(row.episode_id, "OT")
    status, kind = VisitStatus(row.status), VisitType(row.kind)
    npi = rows.npis.get(row.therapist_id, "") if row.therapist_id else ""
    return Visit(
        row.pk, row.patient_id, row.starts_at, on, status, kind, row.therapist_id, lines, discipline,
        row.is_telehealth, npi, row.location_id,
    )  # fmt: skip


def _use(row: m.AuthorizationUse) -> Use:
    return Use(row.appointment_id, row.authorization_id, row.service_id, row.quantity, row.why, row.is_estimated)


def _authorization(row: m.Authorization, rows: Rows) -> Authorization:
    services = tuple(
        AuthorizedService(s.pk, frozenset(s.codes), Basis(s.basis), s.approved, s.requested, s.opening_used)
        for s in rows.services.get(row.pk, [])
    )
    return Authorization(
        row.pk, row.patient_id, row.coverage_id, row.number, AuthState(row.state), row.starts_on, row.ends_on,
        services, row.entered_on, replaces_id=row.replaces_id, therapist_npis=frozenset(row.therapist_npis),
        location_id=row.location_id, place_code=row.place_code,
    )  # fmt: skip


def _coverage(row: m.Coverage) -> Coverage:
    payer = row.payer
    return Coverage(
        row.pk, row.patient_id, row.payer_id, payer.name, PayerType(payer.payer_type), payer.rules_key, row.order,
        row.starts_on, row.ends_on, row.relationship, row.changed_on,
    )  # fmt: skip


def _plan(row: m.PlanOfCare) -> PlanOfCare:
    return PlanOfCare(
        row.pk, row.patient_id, row.starts_on, row.ends_on, row.sent_on, row.certified_on, row.frequency_per_week,
        row.duration_weeks, row.therapist_id, row.is_recertification,
    )  # fmt: skip
