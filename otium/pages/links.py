"""From a fact to the page that shows what it rests on."""

from uuid import UUID

from django.urls import NoReverseMatch, resolve, reverse

from otium.desk import access
from otium.records.models import Membership
from otium.terms.duty import DutyKind

OF_PATIENT = frozenset(
    {"authorization", "appointment", "coverage", "benefit_check", "referral", "plan_of_care",
     "progress_report", "patient", "calendar", "injury_claim", "episode"}
)  # fmt: skip


# Records whose page has their name.
OWN_PAGE = frozenset({"call", "claim", "remittance", "parcel", "transmission", "connection", "peer_to_peer", "appeal"})
OWN_NAME = {"authorization_request": "request"}  # records whose page has another name

# What a clinician stated, on the patient's chart -> the place on it.
CHARTED = {"finding": "#findings", "measure": "#scores", "goal": "#goal-%(id)s"}
OF_HOUSE = {"practice": "settings_practice", "therapist": "settings_house"}

# Duties whose second step is done on a page of the patient.
DONE_ON_PAGE = {
    DutyKind.REPLACE_COVERAGE: "coverage_add", DutyKind.FIX_CLAIM: "claim", DutyKind.GIVE_ESTIMATE: "patient_costs",
    DutyKind.ESTIMATE_EXCEEDED: "patient_costs", DutyKind.SIGN_REQUEST: "signature",
}  # fmt: skip
OF_FOCUS = frozenset({DutyKind.FIX_CLAIM, DutyKind.SIGN_REQUEST})  # the page is that of the focus, not the patient's


def step(kind: str, patient_id: UUID | None, focus_id: UUID) -> str:
    """The page where a duty's second step is done; empty where it is done elsewhere."""
    duty = DutyKind(kind)
    name = DONE_ON_PAGE.get(duty)
    key = focus_id if duty in OF_FOCUS else patient_id
    return _address(name, key) if name and key else ""


def patient(patient_id: UUID | None) -> str:
    """The patient's page; empty for none."""
    return _address("patient", patient_id) if patient_id else ""


def source(kind: str, record_id: str | None, label: str, patient_id: UUID | None, *, practice: str = "") -> str:
    """The page, and the place on it, that shows this record; empty where there is none to show.

    `practice` is a slug: payer rules differ by practice.
    """
    if kind in OF_PATIENT:
        page = patient(patient_id)
        place = f"#{kind.replace('_', '-')}-{record_id}" if record_id and kind != "patient" else ""
        return page and page + place
    if kind == "inbound_file" and record_id:
        return _address("inbox_file", record_id)
    if kind == "import_run" and record_id:
        return _address("import_run", record_id)
    if kind in CHARTED and patient_id:
        return _address("chart", patient_id) + CHARTED[kind] % {"id": record_id}
    if kind == "document" and record_id and patient_id:
        return _address("document_download", patient_id, record_id) + (f"#page={label}" if label else "")
    if kind in OF_HOUSE:
        return _address(OF_HOUSE[kind])
    if kind in OWN_NAME and record_id:
        return _address(OWN_NAME[kind], record_id)
    if kind in OWN_PAGE and record_id:
        return _address(kind, record_id)
    if kind == "expected_rate":
        return _address("settings_rates")
    if kind == "payer_rule":
        rules = _address("payer_rules")
        return rules and f"{rules}{f'?practice={practice}' if practice else ''}#{label.replace(' ', '-')}"
    return ""


def is_open(address: str, member: Membership | None) -> bool:
    """True where the member's role opens the page; never for an empty address."""
    if not address or member is None:
        return False
    door = access.DOORS[resolve(address.partition("#")[0].partition("?")[0]).view_name]
    return access.relation_of(door, member.role) is not None


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
