"""Whose coverage a payer speaks of: by member id, then by who the person is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk import clock
from otium.desk.inbox.reading import Answer
from otium.records.models import AuthorizationRequest, Coverage, Parcel, Practice
from otium.rules import decision as rules
from otium.rules.identity import Identity, Likeness, likeness
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.terms.x12 import Party, Person

SERVICE_DAYS = ("472", "307")  # DTP01: service, eligibility


@dataclass(frozen=True, slots=True)
class Match:
    """The coverage found, or why none: member_missing, member_unknown, other_person, several_people, unsure."""

    coverage: Coverage | None
    cause: str = ""


def find_coverage(practice: Practice, body: Answer, *, on: date) -> Match:
    """The coverage of this practice under the stated member id whose patient is the stated person.

    Of several of one patient: see `_best`. `on` stands in where the message names no service day.
    """
    member_ids = _member_ids(body)
    if not member_ids:
        return Match(None, "member_missing")
    rows = Coverage.objects.filter(practice=practice, member_id__in=member_ids, entered_in_error=False)
    found = list(rows.select_related("patient", "payer"))
    if not found:
        return Match(None, "member_unknown")
    stated = _identity(body.patient)
    verdicts = [(likeness(stated, known_of(coverage)), coverage) for coverage in found]
    same = [coverage for verdict, coverage in verdicts if verdict is Likeness.SAME]
    if len({coverage.patient_id for coverage in same}) == 1:
        return Match(_best(same, body, on))
    if same:
        return Match(None, "several_people")
    return Match(None, "unsure" if any(v is Likeness.UNSURE for v, _ in verdicts) else "other_person")


def find_asked(practice: Practice, body: Answer, asked: Parcel) -> Match:
    """The coverage we asked about, unless the answer is plainly about somebody else."""
    focus = _coverage_asked(asked)
    rows = Coverage.objects.filter(practice=practice, entered_in_error=False, patient_id=asked.patient_id)
    coverage = rows.filter(pk=focus).select_related("patient", "payer").first() if focus else None
    if coverage is None:
        return find_coverage(practice, body, on=clock.day(asked.made_at, practice))
    stated = {member_id for member_id in _member_ids(body) if member_id}
    is_other = likeness(_identity(body.patient), known_of(coverage)) is Likeness.OTHER
    if is_other or (stated and coverage.member_id and coverage.member_id not in stated and not body.dependent):
        return Match(None, "other_person")
    return Match(coverage)


def _coverage_asked(asked: Parcel) -> UUID | None:
    """A 270 is about a coverage, a 278 about a request of one."""
    if asked.focus_type == "authorizationrequest":
        requests = AuthorizationRequest.objects.filter(practice_id=asked.practice_id, pk=asked.focus_id)
        return requests.values_list("coverage_id", flat=True).first()
    return asked.focus_id if asked.focus_type == "coverage" else None


def coverage_of_patient(practice: Practice, patient_id: UUID, body: Answer, *, on: date) -> Coverage | None:
    """For a match made by a person: the patient's coverage under the stated id, else any; the best of them."""
    rows = Coverage.objects.filter(practice=practice, patient_id=patient_id, entered_in_error=False)
    found = list(rows.select_related("patient", "payer"))
    named = [c for c in found if c.member_id and c.member_id in _member_ids(body)]
    return _best(named or found, body, on) if found else None


def known_of(coverage: Coverage) -> Identity:
    patient = coverage.patient
    return Identity(patient.last_name, patient.first_name, patient.birth_on)


def _member_ids(body: Answer) -> list[str]:
    return [p.member_id for p in (body.dependent, body.subscriber) if p and p.member_id]


def _best(coverages: list[Coverage], body: Answer, on: date) -> Coverage:
    """In force on the service day first, then of the payer that speaks, then the newest, then primary."""
    day = _service_day(body) or on
    return min(
        coverages,
        key=lambda c: (
            not _is_in_force(c, day),
            not _speaks_for(body.payer, c),
            -(c.starts_on or date.min).toordinal(),
            c.order,
            c.pk,
        ),
    )


def _service_day(body: Answer) -> date | None:
    if not isinstance(body, EligibilityAnswer):
        return rules.period_of(body)[0]
    return next((span.start_on for q in SERVICE_DAYS for span in body.dates if span.qualifier == q), None)


def _is_in_force(coverage: Coverage, day: date) -> bool:
    begun = coverage.starts_on is None or coverage.starts_on <= day
    return begun and (coverage.ends_on is None or day <= coverage.ends_on)


def _speaks_for(payer: Party | None, coverage: Coverage) -> bool:
    if payer is None:
        return False
    if payer.id and payer.id in coverage.payer.payer_ids:
        return True
    return bool(payer.name) and _plain(payer.name) == _plain(coverage.payer.name)


def _plain(name: str | None) -> str:
    return "".join(c for c in (name or "").casefold() if c.isalnum())


def _identity(person: Person | None) -> Identity:
    if person is None:
        return Identity()
    return Identity(person.party.name or "", person.party.given or "", person.birth_on)
