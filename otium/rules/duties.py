"""All that must be done for one patient or one practice on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.rules import acts, allocation, care, dollars, eligibility, families, inbox, prior_auth, schedule
from otium.rules import case as cases
from otium.rules.claims import duties as claims
from otium.rules.dollars import RateBook
from otium.rules.estimate import good_faith
from otium.rules.families import matters
from otium.rules.parcels import duties as traffic
from otium.terms.duty import Act, Duty
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.prior_auth import Use, UseChange


class TwoDutiesError(ValueError):
    """Two rules gave a duty with the same key, so the queue could not keep one task for each."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What follows from one patient's facts. `uses` replace those stored; `changes` say how they differ and why."""

    patient_id: UUID
    duties: tuple[Duty, ...]
    uses: tuple[Use, ...]
    changes: tuple[UseChange, ...]


@dataclass(frozen=True, slots=True)
class PracticeSettled:
    """What follows from one practice's facts: each patient's, and the duties about files, claims and remittances."""

    patients: tuple[Settled, ...]
    files: tuple[Duty, ...]
    claims: tuple[Duty, ...] = ()
    traffic: tuple[Duty, ...] = ()
    families: tuple[Duty, ...] = ()

    @property
    def duties(self) -> tuple[Duty, ...]:
        return (
            *self.files,
            *self.claims,
            *self.traffic,
            *self.families,
            *(duty for patient in self.patients for duty in patient.duties),
        )


def practice_duties(practice: PracticeFacts, on: date) -> PracticeSettled:
    """Every patient and file of the practice. Raises TwoDutiesError."""
    rates = dollars.rate_book(practice.rates)
    return PracticeSettled(
        patients=tuple(patient_duties(patient, practice, on, rates=rates) for patient in practice.patients),
        files=file_duties(practice, on),
        claims=_standing(list(claims.duties(practice, on, rates)), practice.claim_acts, on),
        traffic=_standing(list(traffic.duties(practice)), practice.file_acts, on),
        families=_standing(list(matters.duties(practice, on)), practice.matter_acts, on),
    )


def patient_duties(
    patient: PatientFacts, practice: PracticeFacts, on: date, *, rates: RateBook | None = None
) -> Settled:
    """One patient. Of `practice` only its business days, payer book and rates are read. Raises TwoDutiesError."""
    case = cases.of(patient, practice, on, rates)
    found = [
        *prior_auth.duties(case),
        *eligibility.duties(case),
        *care.duties(case),
        *schedule.duties(case),
        *good_faith.duties(case),
    ]
    return Settled(
        patient_id=patient.patient_id,
        duties=_standing(families.told(found, patient.notices, on), patient.acts, on),
        uses=case.allocation.uses,
        changes=allocation.explain_changes(patient, case.allocation.uses),
    )


def file_duties(practice: PracticeFacts, on: date) -> tuple[Duty, ...]:
    """Files and import runs that wait for a person. Raises TwoDutiesError."""
    return _standing(list(inbox.duties(practice)), practice.file_acts, on)


def _standing(found: list[Duty], done: Iterable[Act], on: date) -> tuple[Duty, ...]:
    keys = [duty.key for duty in found]
    if len(keys) != len(set(keys)):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise TwoDutiesError(f"two duties {twice[0]} for {twice[1]} {twice[2]}".rstrip())
    by_key = acts.by_key(done)
    if not by_key:
        return tuple(found)
    return tuple(duty for each in found if (duty := acts.standing(each, by_key, on)))
