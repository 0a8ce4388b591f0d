"""Synthetic facts for the tests of the rules, said briefly. Ids are counted, so a failure can be read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from otium.rules import case as cases
from otium.rules import payer_rules
from otium.rules.appeals import continuation
from otium.rules.duties import patient_duties
from otium.rules.eligibility import rejects
from otium.terms.care import ExpectedRate, PlanOfCare, Referral
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import BusinessDays, PatientFacts, PracticeFacts
from otium.terms.payers import PayerBook, PayerType
from otium.terms.prior_auth import (
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    AuthState,
    Basis,
    RequestKind,
    RequestState,
)
from otium.terms.reasons import REASONS
from otium.terms.rejects import Cures
from otium.terms.reviews import ContinuationRow
from otium.terms.schedule import ServiceLine, Visit, VisitStatus

RULES = Path(payer_rules.__file__).parent
PATIENT = UUID(int=1)
PAYER = UUID(int=2)
THERAPIST = UUID(int=3)
HOLIDAYS = frozenset({date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1)})
DAYS = BusinessDays(holidays=HOLIDAYS)
_numbers = count(1000)


def new_id() -> UUID:
    return UUID(int=next(_numbers))


@cache
def texts() -> tuple[str, ...]:
    medicare, denials = (RULES / "limits" / name for name in ("medicare.toml", "eligibility_denials.toml"))
    files = [medicare, *sorted((RULES / "payers").glob("*.toml")), denials]
    return tuple(path.read_text() for path in files)


@cache
def book(on: date = date(2026, 11, 23)) -> PayerBook:
    return replace(payer_rules.book(texts(), (), on), cures=cures())


@cache
def cures() -> Cures:
    return rejects.read((RULES / "eligibility" / "rejects.toml").read_text())


@cache
def care_meanwhile() -> tuple[ContinuationRow, ...]:
    return continuation.read((RULES / "appeals" / "continuation.toml").read_text())


def visit(on: date, *codes: str, status: VisitStatus = VisitStatus.BOOKED, hour: int = 9, **more: Any) -> Visit:
    """A booked visit. Codes as "97530" or "97530x2"; none: the lines are not known."""
    return Visit(
        id=more.pop("id", None) or new_id(),
        patient_id=PATIENT,
        starts_at=datetime.combine(on, time(hour), UTC),
        on=on,
        status=status,
        lines=tuple(line(code) for code in codes),
        **more,
    )


def line(code: str) -> ServiceLine:
    name, _, units = code.partition("x")
    return ServiceLine(name, int(units or 1))


def made(on: date, *codes: str, **more: Any) -> Visit:
    return visit(on, *codes, status=VisitStatus.DONE, **more)


def every(days: int, start: date, n: int, *codes: str, **more: Any) -> tuple[Visit, ...]:
    return tuple(visit(start + timedelta(days=days * i), *codes, **more) for i in range(n))


def coverage(payer_type: PayerType = PayerType.COMMERCIAL, **more: Any) -> Coverage:
    return Coverage(
        id=more.pop("id", None) or new_id(),
        patient_id=PATIENT,
        payer_id=more.pop("payer_id", PAYER),
        payer_name="Payer",
        payer_type=payer_type,
        **more,
    )


def service(approved: int | None, *codes: str, basis: Basis = Basis.VISITS, **more: Any) -> AuthorizedService:
    return AuthorizedService(new_id(), frozenset(codes), basis, approved, **more)


def authorization(
    starts_on: date | None, ends_on: date | None, *services: AuthorizedService | int | None, **more: Any
) -> Authorization:
    """Numbers stand for pools of that many visits."""
    lines = tuple(s if isinstance(s, AuthorizedService) else service(s) for s in services)
    return Authorization(
        id=more.pop("id", None) or new_id(),
        patient_id=PATIENT,
        coverage_id=more.pop("coverage_id", None),
        number=more.pop("number", "A1"),
        state=more.pop("state", AuthState.ACTIVE),
        starts_on=starts_on,
        ends_on=ends_on,
        services=lines,
        **more,
    )


def request(state: RequestState, coverage: Coverage | None = None, kind: str = "initial", **more: Any) -> Any:
    asked = RequestKind(kind)
    return AuthorizationRequest(new_id(), PATIENT, coverage.id if coverage else None, state=state, kind=asked, **more)


def check(
    coverage: Coverage, answered_on: date, *benefits: Benefit, status: CheckStatus = CheckStatus.ACTIVE, **more: Any
) -> BenefitCheck:
    answered_at = datetime.combine(answered_on, time(12), UTC)
    return BenefitCheck(new_id(), coverage.id, status, answered_at, answered_on, benefits=benefits, **more)


def benefit(kind: BenefitKind, amount: int | None = None, **more: Any) -> Benefit:
    return Benefit(new_id(), kind, None if amount is None else Decimal(amount), **more)


def plan(starts_on: date, **more: Any) -> PlanOfCare:
    return PlanOfCare(new_id(), PATIENT, starts_on, **more)


def referral(written_on: date | None, **more: Any) -> Referral:
    return Referral(new_id(), PATIENT, written_on, **more)


def rate(amount: str, visit_type: str = "", starts_on: date = date(2020, 1, 1), payer_id: UUID = PAYER) -> ExpectedRate:
    return ExpectedRate(new_id(), payer_id, visit_type, Decimal(amount), starts_on, "contract")


def patient(**facts: Any) -> PatientFacts:
    return PatientFacts(PATIENT, **{"therapist_id": THERAPIST} | facts)


def practice(on: date, rates: Iterable[ExpectedRate] = (), **more: Any) -> PracticeFacts:
    return PracticeFacts(UUID(int=9), DAYS, book(on), tuple(rates), **more)


def case(facts: PatientFacts, on: date, rates: Iterable[ExpectedRate] = ()) -> cases.Case:
    return cases.of(facts, practice(on, rates), on)


def derive(facts: PatientFacts, on: date, rates: Iterable[ExpectedRate] = ()) -> tuple[Duty, ...]:
    """Every duty; fails when one says what terms.reasons.REASONS does not declare."""
    found = patient_duties(facts, practice(on, rates), on).duties
    for reason in (reason for duty in found for reason in duty.why):
        assert tuple(sorted(reason.params)) == tuple(sorted(REASONS[reason.code])), reason
        assert reason.source is not None, reason
    assert all(duty.why for duty in found)
    return found


def only(kind: DutyKind, facts: PatientFacts, on: date, rates: Iterable[ExpectedRate] = ()) -> Duty | None:
    """The one duty of the kind; None when it does not stand. Fails when there are two."""
    found = [d for d in derive(facts, on, rates) if d.kind is kind]
    assert len(found) < 2, found
    return found[0] if found else None


def codes(duty: Duty | None) -> list[str]:
    return [] if duty is None else [reason.code for reason in duty.why]
