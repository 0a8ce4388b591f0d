"""Where a gap of a packet is filled in: the page, and the place on it."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from otium.pages import links
from otium.records.models import AuthorizationRequest
from otium.terms.packet import Gap, Section

# Code -> (URL name, place on the page); the page is that of the patient, or of a record of theirs.
OF_REQUEST = frozenset(
    {"period_missing", "quantity_missing", "codes_missing", "frequency_missing", "period_reversed", "more_than_planned"}
)
OF_EPISODE = frozenset(
    {"diagnosis_missing", "diagnosis_no_code", "onset_missing", "onset_after_evaluation", "injury_after_evaluation",
     "onset_before_birth"}
)  # fmt: skip
OF_ORDER = frozenset({"order_missing", "order_unsigned", "order_expired", "orderer_unknown"})
WRITTEN = {
    "skilled_need_missing": Section.SKILLED_NEED,
    "why_more_missing": Section.SKILLED_NEED,
    "discharge_missing": Section.DISCHARGE,
    "progress_missing": Section.PROGRESS,
    "home_program_missing": Section.HOME_PROGRAM,
    "other_services_missing": Section.OTHER_SERVICES,
    "deficits_missing": Section.DEFICITS,
}
CHARTED = {
    "prior_level_missing": "findings", "scores_missing": "scores", "scores_old": "scores", "retest_missing": "scores",
    "goals_missing": "goals", "goals_none_open": "goals", "goal_met_worked_on": "goals",
    "goal_without_baseline": "goals", "goal_without_target": "goals", "goal_past_due": "goals",
    "goal_without_change": "goals", "score_impossible": "scores", "score_for_another_age": "scores",
    "score_without_norm": "scores", "retest_due": "scores", "criterion_not_shown": "visit",
}  # fmt: skip


def of(gap: Gap, request: AuthorizationRequest) -> str:
    """The address; empty where no page of this installation takes it."""
    patient = request.patient_id
    code = gap.code
    if code in WRITTEN:
        return f"{_address('signature', request.pk)}#write-{WRITTEN[code]}"
    if code == "wording_proposed":
        return f"{_address('signature', request.pk)}#write-{gap.section}"
    if code in CHARTED:
        return f"{_address('chart', patient)}#{CHARTED[code]}"
    if code in OF_REQUEST:
        return _address("request", request.pk) or _address("authorization_request_change", patient, request.pk)
    if code in OF_EPISODE:
        return _record("episode", patient, request.episode_id)
    if code in OF_ORDER:
        return _address("referral_add", patient)
    return _other(code, request)


def _other(code: str, request: AuthorizationRequest) -> str:
    patient = request.patient_id
    if code == "member_id_missing":
        return _record("coverage", patient, request.coverage_id)
    if code in ("plan_of_care_missing", "plan_ended"):
        return _address("plan_of_care_add", patient)
    if code in ("practice_npi_missing", "tax_id_missing"):
        return _address("settings_practice")
    if code == "rendering_npi_missing":
        return (
            _address("therapist_change", request.therapist_id) if request.therapist_id else _address("settings_house")
        )
    if code in ("paper_missing", "evaluation_missing"):
        return _address("document_add", patient)
    if code == "birth_date_missing":
        return _address("patient_change", patient)
    return links.patient(patient)


def _record(kind: str, patient: UUID, key: UUID | None) -> str:
    return _address(f"{kind}_change", patient, key) if key else _address(f"{kind}_add", patient)


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
