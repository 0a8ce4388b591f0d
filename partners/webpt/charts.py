"""patients.csv, cases.csv, visits.csv and authorizations.csv. Only authorizations.csv has published columns."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from partners.notes import EVALUATION
from partners.payers import WORKERS_COMP
from partners.webpt.table import Row
from partners.world import NEW, Authorization, Coverage, Episode, Visit, World

NEVER_ASKED = 9
"""Of so many families one did not say when the parent was born."""
PATIENT_COLUMNS = (
    *("patient_id", "first_name", "middle_name", "last_name", "date_of_birth", "sex", "phone", "email"),
    *("address1", "city", "state", "zip", "language", "status", "clinic_id", "guardian_first_name"),
    *("guardian_last_name", "guardian_relationship", "guardian_phone", "modified_date", "export_flag"),
)
CASE_COLUMNS = (
    *("case_id", "patient_id", "clinic_id", "therapist_id", "case_title", "discipline", "icd10", "onset_date"),
    *("injury_date", "referring_provider", "referring_npi", "referral_date", "referral_expires", "referral_visits"),
    *("poc_start_date", "poc_end_date", "poc_sent_date", "poc_signed_date", "poc_frequency_per_week"),
    *("poc_duration_weeks", "primary_ins_name", "primary_policy_number", "primary_group_number"),
    *("primary_payer_type", "primary_effective_date", "primary_termination_date"),
    *("primary_relationship", "primary_subscriber_first_name", "primary_subscriber_last_name"),
    *("primary_subscriber_birth_date", "primary_subscriber_sex", "secondary_ins_name"),
    *("secondary_policy_number", "secondary_group_number", "secondary_payer_type", "status", "created_date"),
    *("modified_date", "export_flag"),
)
VISIT_COLUMNS = (
    *("visit_id", "case_id", "patient_id", "clinic_id", "therapist_id", "appointment_id", "date_of_service"),
    *("start_time", "visit_type", "cpt_units", "modifiers", "timed_minutes", "total_minutes", "signed_date"),
    *("allowed_amount", "modified_date", "export_flag"),
)
AUTHORIZATION_COLUMNS = (
    *("record_id", "authorization_id", "case_id", "auth_number", "auth_start_date", "auth_end_date"),
    *("visit_authorized_for", "notes", "authorization_status", "patient_id", "clinic_id", "modified_date"),
    *("ins_name", "policy_number", "group_number", "payer_type", "export_flag"),
)


def patients(world: World) -> Iterator[Row]:
    for episode in world.episodes:
        patient, p = episode.patient, episode.patient.person
        g = p.guardian
        yield (
            *(patient.id, p.first, p.middle, p.last, p.born_on, p.sex, p.phone, p.email),
            *(p.address1, p.city, p.state, p.zip, p.language, patient.status, world.clinic.id),
            *((g.first, g.last, g.relationship, g.phone) if g else (None,) * 4),
            *(min(patient.created_on, world.on - timedelta(days=1)), patient.export_flag),
        )


def cases(world: World) -> Iterator[Row]:
    for e in world.episodes:
        created_on = min(e.patient.created_on, world.on - timedelta(days=1))
        yield (
            *(e.case_id, e.patient.id, world.clinic.id, e.therapist.id, e.profile.title, "OT"),
            *(";".join(e.profile.icd10), _onset(e), _injury(e)),
            *_referral(e),
            *_plan(e),
            *_insurance(e.coverage),
            *(e.coverage.effective_on, e.coverage.terminates_on),
            *_holder(e),
            *(_insurance(e.secondary) if e.secondary else (None,) * 4),
            *(e.status, created_on, max(created_on, e.visits[-1].on) if e.visits else created_on, e.export_flag),
        )


def _onset(e: Episode) -> date:
    """Some weeks before the case, the same at every writing."""
    return e.patient.created_on - timedelta(days=20 + e.case_id % 30)


def _injury(e: Episode) -> date | None:
    """Workers' compensation always has one, be it the day when the strain was reported."""
    is_injury = e.profile.is_injury or e.coverage.payer.payer_type == WORKERS_COMP
    return _onset(e) if is_injury else None


def _referral(e: Episode) -> Row:
    r = e.referral
    return (r.provider, r.npi, r.referred_on, r.expires_on, r.visits) if r else (None,) * 5


def _plan(e: Episode) -> Row:
    p = e.plan
    return (p.starts_on, p.ends_on, p.sent_on, p.signed_on, p.per_week, p.weeks) if p else (None,) * 6


def _holder(e: Episode) -> Row:
    """Who holds the policy; of some families the office never asked for the birth date."""
    guardian = e.patient.person.guardian
    if guardian is None or not e.coverage.guardian_is_subscriber:
        return "Self", None, None, None, None
    sex = "M" if guardian.relationship == "Father" else "F"
    born_on = None if e.case_id % NEVER_ASKED == 0 else guardian.born_on
    return "Child", guardian.first, guardian.last, born_on, sex


def _insurance(c: Coverage) -> Row:
    return c.payer.name, c.policy_number, c.group_number, c.payer.payer_type


def visits(world: World) -> Iterator[Row]:
    pairs = ((e, v) for e in world.episodes for v in e.visits if v.on >= world.first_on)
    for e, v in sorted(pairs, key=lambda pair: pair[1].id):
        paid_or_made = min(v.on + timedelta(days=21), world.on - timedelta(days=1)) if v.allowed else v.on
        yield (
            *(v.id, e.case_id, e.patient.id, world.clinic.id, v.booking.therapist.id, v.booking.id, v.on),
            *(v.booking.starts_at.strftime("%H:%M"), v.visit_type, code_units(v.units)),
            *("GO;KX" if v.has_kx else "GO", v.timed_minutes, _total_minutes(v), v.signed_on, v.allowed),
            *(paid_or_made, NEW),
        )


def code_units(units: Mapping[str, int]) -> str:
    return ";".join(f"{code}:{count}" for code, count in units.items())


def _total_minutes(v: Visit) -> int:
    return v.booking.minutes - (0 if v.visit_type == EVALUATION else 2)


def authorizations(world: World) -> Iterator[Row]:
    for e in world.episodes:
        for a in e.authorizations:
            yield _authorization(world, e, a)
    for stranger in world.orphans:
        yield _authorization(world, world.episodes[0], stranger)


def _authorization(world: World, e: Episode, a: Authorization) -> Row:
    is_orphan = a.case_id is not None
    return (
        *(a.record_id, a.authorization_id, a.case_id if is_orphan else e.case_id, a.number, a.starts_on),
        *(a.end_text or a.ends_on, a.visits, a.notes, a.status, a.patient_id if is_orphan else e.patient.id),
        *(world.clinic.id, a.modified_on),
        *_insurance(e.coverage),
        a.export_flag,
    )
