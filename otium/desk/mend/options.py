"""Values a person chooses from, with their words. Stored values are those of terms and of the table's checks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otium.desk.mend.table import Option
from otium.terms.chart import FindingKind
from otium.terms.coverage import CheckStatus
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, Basis, RequestKind, RequestState
from otium.terms.production import TargetUnit
from otium.terms.roads import Service
from otium.terms.schedule import VisitStatus, VisitType
from otium.terms.telehealth import PatientPlace, VideoKind
from otium.terms.waitlist import WaitNeed

PAYER_TYPES: tuple[Option, ...] = (
    (PayerType.COMMERCIAL.value, _("Commercial")),
    (PayerType.MEDICARE_B.value, _("Medicare Part B")),
    (PayerType.MEDICARE_ADVANTAGE.value, _("Medicare Advantage")),
    (PayerType.MEDICAID_FFS.value, _("Medicaid, fee for service")),
    (PayerType.MEDICAID_MCO.value, _("Medicaid managed care")),
    (PayerType.TRICARE.value, _("TRICARE")),
    (PayerType.WORKERS_COMP.value, _("Workers’ compensation")),
    (PayerType.AUTO.value, _("Auto")),
    (PayerType.VA.value, _("VA")),
    (PayerType.SELF_PAY.value, _("Self-pay")),
    (PayerType.OTHER.value, _("Other")),
)
ORDERS: tuple[Option, ...] = (("1", _("Primary")), ("2", _("Secondary")), ("3", _("Tertiary")))
RELATIONSHIPS: tuple[Option, ...] = (
    ("self", _("The patient")),
    ("child", _("A parent: the patient is a child")),
    ("spouse", _("The husband or wife")),
    ("other", _("Someone else")),
)
SEXES: tuple[Option, ...] = (("U", _("Unknown")), ("F", _("Female")), ("M", _("Male")), ("X", _("Other")))
STATED_SEXES: tuple[Option, ...] = (("", _("Not said")), ("F", _("Female")), ("M", _("Male")), ("U", _("Unknown")))
LANGUAGES: tuple[Option, ...] = (("en", _("English")), ("es", _("Spanish")), ("other", _("Another language")))
DISCIPLINES: tuple[Option, ...] = (("OT", _("OT")), ("PT", _("PT")), ("SLP", _("SLP")))
TARGET_UNITS: tuple[Option, ...] = (
    (TargetUnit.VISITS.value, _("Visits")),
    (TargetUnit.HOURS.value, _("Hours treated")),
)
WEEKDAYS: tuple[Option, ...] = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
WINDOW_DAYS: tuple[Option, ...] = (("any", _("Any day")), ("weekdays", _("Monday to Friday")), *WEEKDAYS)
WINDOW_HOURS: tuple[Option, ...] = (
    ("", _("As typed beside")),
    ("school", _("School hours")),
    ("after_school", _("After school")),
)
WAIT_NEEDS: tuple[Option, ...] = (
    (WaitNeed.EVALUATION.value, _("An evaluation")),
    (WaitNeed.WEEKLY.value, _("A standing weekly hour")),
    (WaitNeed.MAKE_UP.value, _("A make-up visit")),
    (WaitNeed.EARLIER.value, _("An earlier time")),
)
URGENCIES: tuple[Option, ...] = (("1", _("Urgent")), ("2", _("Soon")), ("3", _("Can wait")))
GOAL_STATES: tuple[Option, ...] = (
    ("active", _("Working on it")),
    ("met", _("Met")),
    ("partly_met", _("Partly met")),
    ("not_met", _("Not met")),
    ("dropped", _("Dropped")),
)
AUTH_STATES: tuple[Option, ...] = (
    (AuthState.ACTIVE.value, _("In force")),
    (AuthState.INACTIVE.value, _("No longer applies")),
)
ALL_AUTH_STATES: tuple[Option, ...] = (*AUTH_STATES, (AuthState.CANCELLED.value, _("Cancelled")))
BASES: tuple[Option, ...] = ((Basis.VISITS.value, _("visits")), (Basis.UNITS.value, _("units")))
REQUEST_KINDS: tuple[Option, ...] = (
    (RequestKind.ASSESSMENT.value, _("Evaluation")),
    (RequestKind.INITIAL.value, _("First request")),
    (RequestKind.RENEWAL.value, _("Renewal")),
    (RequestKind.AMENDMENT.value, _("Change of an approval")),
)
SERVICES: tuple[Option, ...] = (
    (Service.EVALUATION.value, _("Evaluation")),
    (Service.TREATMENT.value, _("Treatment")),
    (Service.RE_EVALUATION.value, _("Re-evaluation")),
    (Service.CO_TREATMENT.value, _("Co-treatment")),
    (Service.FCE.value, _("Functional capacity evaluation")),
    (Service.TELEHEALTH.value, _("Telehealth")),
    (Service.OTHER.value, _("Other")),
)
REQUEST_STATES: tuple[Option, ...] = (
    (RequestState.DRAFT.value, _("Draft, not sent")),
    (RequestState.READY.value, _("Ready, not sent")),
    (RequestState.SUBMITTED.value, _("Sent, waiting")),
    (RequestState.ACKNOWLEDGED.value, _("The payer has it")),
    (RequestState.PENDED.value, _("Pended: the payer wants more")),
    (RequestState.APPROVED.value, _("Approved")),
    (RequestState.MODIFIED.value, _("Approved in part")),
    (RequestState.DENIED.value, _("Denied")),
    (RequestState.CANCELLED.value, _("Cancelled")),
    (RequestState.EXPIRED.value, _("Expired")),
    (RequestState.SUPERSEDED.value, _("Replaced by another")),
)
ROADS: tuple[Option, ...] = (
    ("portal", _("Payer’s portal")),
    ("call", _("Phone call")),
    ("letter", _("Letter or fax")),
    ("card", _("Insurance card")),
)
SENDING_ROADS: tuple[Option, ...] = (
    ("portal", _("Payer’s portal")),
    ("x12", _("Electronic (278)")),
    ("fax", _("Fax")),
    ("call", _("Phone call")),
    ("letter", _("Letter")),
)
CHANNELS: tuple[Option, ...] = (
    ("x12", _("Electronic answer")),
    ("import", _("Import")),
    ("portal", _("Portal")),
    ("call", _("Call")),
    ("letter", _("Letter")),
    ("card", _("Card")),
    ("form", _("Typed here")),
    ("computed", _("Computed")),
)
CHECK_STATES: tuple[Option, ...] = (
    (CheckStatus.ACTIVE.value, _("Covered")),
    (CheckStatus.INACTIVE.value, _("Not covered")),
    (CheckStatus.REJECTED.value, _("The payer could not answer")),
    (CheckStatus.UNKNOWN.value, _("Unknown")),
)
PERIODS: tuple[Option, ...] = (
    ("calendar_year", _("calendar year")),
    ("service_year", _("plan year")),
    ("episode", _("condition")),
    ("lifetime", _("lifetime")),
    ("month", _("month")),
    ("week", _("week")),
    ("visit", _("visit")),
)
POOLED: tuple[Option, ...] = (("PT", _("PT")), ("SLP", _("SLP")))
VISIT_TYPES: tuple[Option, ...] = (
    (VisitType.TREATMENT.value, _("Treatment")),
    (VisitType.EVALUATION.value, _("Evaluation")),
    (VisitType.RE_EVALUATION.value, _("Re-evaluation")),
    (VisitType.HOME_PROGRAM_REVIEW.value, _("Home program review")),
    (VisitType.FCE.value, _("Functional capacity evaluation")),
    (VisitType.HOME_VISIT.value, _("Home visit")),
    (VisitType.OTHER.value, _("Other")),
)
VISIT_STATES: tuple[Option, ...] = (
    (VisitStatus.BOOKED.value, pgettext_lazy("visit", "Booked")),
    (VisitStatus.ARRIVED.value, pgettext_lazy("visit", "Arrived")),
    (VisitStatus.IN_SESSION.value, pgettext_lazy("visit", "In session")),
    (VisitStatus.DONE.value, pgettext_lazy("visit", "Done")),
    (VisitStatus.NO_SHOW.value, pgettext_lazy("visit", "No-show")),
    (VisitStatus.CANCELLED.value, pgettext_lazy("visit", "Cancelled")),
    (VisitStatus.LATE_CANCEL.value, pgettext_lazy("visit", "Cancelled late")),
)
VIDEO_KINDS: tuple[Option, ...] = (
    ("", _("None")),
    (VideoKind.DOXY.value, "Doxy.me"),
    (VideoKind.ZOOM.value, "Zoom"),
    (VideoKind.MEET.value, "Google Meet"),
    (VideoKind.JITSI.value, _("Jitsi on our own host")),
)
PATIENT_PLACES: tuple[Option, ...] = (
    (PatientPlace.HOME.value, _("At home")),
    (PatientPlace.ELSEWHERE.value, _("Elsewhere: school, work, with family")),
)
FINDING_KINDS: tuple[Option, ...] = (
    (FindingKind.HISTORY.value, _("History")),
    (FindingKind.PRIOR_LEVEL.value, _("Before it began")),
    (FindingKind.DEFICIT.value, _("Cannot do in daily life")),
    (FindingKind.IMPAIRMENT.value, _("Body function")),
    (FindingKind.PRECAUTION.value, _("Precaution")),
    (FindingKind.PROGRESS.value, _("Progress")),
    (FindingKind.BARRIER.value, _("What held progress back")),
    (FindingKind.HOME_PROGRAM.value, _("Home program")),
    (FindingKind.SKILLED_NEED.value, _("Why a therapist is needed")),
    (FindingKind.DISCHARGE_PLAN.value, _("Discharge plan")),
    (FindingKind.OTHER_SERVICES.value, _("Other services")),
)
SIDES: tuple[Option, ...] = (("", _("No side")), ("left", _("Left")), ("right", _("Right")))
DOCUMENT_KINDS: tuple[Option, ...] = (
    ("referral", _("Referral or order")),
    ("order", _("Signed order or prescription")),
    ("evaluation", _("Evaluation")),
    ("plan_of_care", _("Plan of care")),
    ("progress_report", _("Progress report")),
    ("approval", _("Approval letter")),
    ("denial", _("Denial letter")),
    ("decision_letter", _("Other letter with a decision")),
    ("job_description", _("Job description")),
    ("benefits", _("Benefit print-out")),
    ("card", _("Insurance card")),
    ("records", _("Clinical records")),
    ("other", _("Other")),
)


def words(options: tuple[Option, ...], value: object) -> str:
    """The words of a stored value; the value itself where the list does not know it."""
    return str(dict(options).get(str(value), value))
