"""Who may what: role x practice x relation x action, one row a door (URL name). No row, no entry.

A request sees only the rows of the practices where the person's role opens that door; row-level security does the
rest, so a record of another practice does not exist for them. `tests/pages/test_access_walk.py` walks every URL as
every member of the cast and fails when a URL has no row here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from otium.records.models import Appointment, EpisodeOfCare, Membership
from otium.terms.plans import PlanKind


class Action(StrEnum):
    READ = "read"
    CHANGE = "change"
    PRINT = "print"
    EXPORT = "export"


class Audience(StrEnum):
    """`PUBLIC`: anybody. `SIGNED_IN`: any staff, without patient data. `ROLES`: staff whose role has a row."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ROLES = "roles"


class Relation(StrEnum):
    """To which patients of the practice a role's entry extends."""

    PRACTICE = "practice"
    TREATS = "treats"


OFFICE = ("owner", "assistant", "biller", "firm_manager")
EVERYONE = ("owner", "therapist", "assistant", "biller", "firm_manager", "auditor")


@dataclass(frozen=True, slots=True)
class Door:
    """`roles` maps each role that may enter to the patients it may do so for."""

    action: Action
    audience: Audience = Audience.ROLES
    roles: tuple[tuple[str, Relation], ...] = ()
    patient_data: bool = True
    is_background: bool = False  # asked by a page on its own: does not count as a person's activity


def _for(*roles: str) -> tuple[tuple[str, Relation], ...]:
    return tuple((role, Relation.PRACTICE) for role in roles)


PUBLIC = Door(Action.READ, Audience.PUBLIC, patient_data=False)
SIGNED_IN = Door(Action.READ, Audience.SIGNED_IN, patient_data=False)
READ = Door(Action.READ, roles=_for(*EVERYONE))
OFFICE_CHANGES = Door(Action.CHANGE, roles=_for(*OFFICE))
DESK_WORK = Door(Action.CHANGE, roles=_for(*OFFICE, "therapist"))
CARE_CHANGES = Door(Action.CHANGE, roles=(*_for("owner", "assistant"), ("therapist", Relation.TREATS)))
CARE_AND_OFFICE = Door(Action.CHANGE, roles=(*_for(*OFFICE), ("therapist", Relation.TREATS)))
CHART_CHANGES = Door(Action.CHANGE, roles=(*_for("owner"), ("therapist", Relation.TREATS)))
SIGNING = Door(Action.CHANGE, roles=(*_for("owner"), ("therapist", Relation.TREATS)))
PAPERS_KEPT = Door(Action.CHANGE, roles=(*OFFICE_CHANGES.roles, ("therapist", Relation.TREATS)))
MONEY_CHANGES = Door(Action.CHANGE, roles=_for("owner", "biller", "firm_manager"))
HOUSE_CHANGES = Door(Action.CHANGE, roles=_for("owner", "firm_manager"), patient_data=False)
IMPORTS_READ = Door(Action.READ, roles=_for(*OFFICE, "auditor"))
AUDIT_READ = Door(Action.READ, roles=_for("owner", "firm_manager", "auditor"))
EXPORT = Door(Action.EXPORT, roles=_for("owner", "assistant", "biller", "firm_manager", "auditor"))
EXPORT_OF_CARE = Door(Action.EXPORT, roles=(*EXPORT.roles, ("therapist", Relation.TREATS)))
AUDIT_EXPORT = Door(Action.EXPORT, roles=AUDIT_READ.roles)
HOUSE_READ = Door(Action.READ, roles=_for(*OFFICE), patient_data=False)
HOUSE_OFFICE = Door(Action.CHANGE, roles=_for(*OFFICE), patient_data=False)
HOUSE_MONEY = Door(Action.CHANGE, roles=MONEY_CHANGES.roles, patient_data=False)
FILE_ROUTING = Door(Action.CHANGE, roles=HOUSE_CHANGES.roles)
PRINT = Door(Action.PRINT, roles=_for(*EVERYONE))
BACKGROUND = Door(Action.READ, roles=_for(*EVERYONE), is_background=True)


def _records(door: Door, *kinds: str, withdrawn: bool = True) -> dict[str, Door]:
    """One row for each form of these kinds of record: add, change, and take out of the record and back."""
    moves = ("add", "change", "withdraw", "restore") if withdrawn else ("add", "change")
    return {f"{kind}_{move}": door for kind in kinds for move in moves}


DOORS: dict[str, Door] = {
    # sign-in (allauth); the pages themselves decide what an anonymous person sees
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "account_inactive": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    # the frame of all pages
    "health": PUBLIC,
    "home": PUBLIC,
    "set_language": PUBLIC,
    "choose_practice": SIGNED_IN,
    "calendar_feeds": SIGNED_IN,
    # public because a calendar program does not sign in: the address carries a signed secret of 256 bits, which opens
    # one member's feed while they are a member, and writes its own audit row (desk/feeds/asking.py)
    "calendar_feed": PUBLIC,
    "styleguide": PUBLIC,
    "payer_rules": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "payers": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "payer": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "payers_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    "payer_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    "scorecards": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "scorecard": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "scorecards_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    "scorecard_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    # the desk
    "desk": READ,
    "desk_live": BACKGROUND,
    "desk_done": READ,
    "desk_task": READ,
    "desk_here": BACKGROUND,
    "desk_record": DESK_WORK,
    "desk_claim": DESK_WORK,
    "desk_assign": DESK_WORK,
    "desk_release": DESK_WORK,
    "desk_snooze": DESK_WORK,
    "desk_wake": DESK_WORK,
    "desk_note": DESK_WORK,
    "desk_dismiss": DESK_WORK,
    "desk_restore": DESK_WORK,
    "desk_undo": DESK_WORK,
    # patients, their records, the calendar, received files (names of records: desk.mend.KINDS)
    "search": READ,
    "patients": READ,
    "patient": READ,
    "patient_print": PRINT,
    "patient_costs": READ,
    "patient_costs_print": PRINT,
    "patient_costs_export": EXPORT,
    "patient_estimate": READ,
    "patient_costs_letter": DESK_WORK,
    "patient_estimate_ask": OFFICE_CHANGES,
    "patient_estimate_draft": OFFICE_CHANGES,
    "patient_estimate_change": OFFICE_CHANGES,
    "patient_estimate_issue": OFFICE_CHANGES,
    "patient_estimate_withdraw": OFFICE_CHANGES,
    "patient_add": OFFICE_CHANGES,
    "patient_change": OFFICE_CHANGES,
    "document_download": EXPORT_OF_CARE,
    "schedule": READ,
    "plans": READ,
    "plan": READ,
    "plan_progress": BACKGROUND,
    "plan_csv": EXPORT,
    "plan_file": EXPORT,
    **{f"plan_{kind}": OFFICE_CHANGES for kind in PlanKind},
    **{f"plan_{act}": OFFICE_CHANGES for act in ("apply", "again", "refuse", "undo", "move")},
    "schedule_day": READ,
    "schedule_month": READ,
    "schedule_book": DESK_WORK,
    "my_day": READ,
    "series": READ,
    "schedule_sheet": PRINT,
    # hours and money of the calendar; a therapist sees their own production alone (pages/staff/capacity/production.py)
    "production": Door(Action.READ, roles=_for("owner", "firm_manager", "biller", "therapist", "auditor")),
    "production_visits": Door(Action.READ, roles=_for("owner", "firm_manager", "biller", "therapist", "auditor")),
    "production_export": Door(Action.EXPORT, roles=_for("owner", "firm_manager", "auditor"), patient_data=False),
    "utilisation": READ,
    "utilisation_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    "forecast": Door(Action.READ, roles=_for(*EVERYONE), patient_data=False),
    "forecast_export": Door(Action.EXPORT, roles=_for(*OFFICE, "auditor"), patient_data=False),
    "forecast_assume": HOUSE_CHANGES,
    "visit": READ,
    "visit_book": DESK_WORK,
    "visit_move": DESK_WORK,
    "visit_cancel": DESK_WORK,
    "visit_arrive": DESK_WORK,
    "visit_start": DESK_WORK,
    "visit_finish": DESK_WORK,
    "visit_reason": DESK_WORK,
    "visit_video": DESK_WORK,
    "visit_consent": DESK_WORK,
    "visit_minutes": DESK_WORK,
    "visit_make_up": DESK_WORK,
    "visit_miss": DESK_WORK,
    "visit_reopen": DESK_WORK,
    "visit_entered": DESK_WORK,
    "visit_confirm": DESK_WORK,
    "visit_join": DESK_WORK,
    "visit_restore": DESK_WORK,
    "visit_undo_move": DESK_WORK,
    "visit_refill": DESK_WORK,
    "visit_offer": DESK_WORK,
    "offer_stop": DESK_WORK,
    "waitlist": READ,
    "waitlist_entry": READ,
    "waitlist_measures": READ,
    "waitlist_measures_export": EXPORT,
    "inbox": READ,
    "inbox_file": READ,
    "inbox_raw": EXPORT,
    "inbox_match": OFFICE_CHANGES,
    "inbox_set_aside": OFFICE_CHANGES,
    "inbox_route": FILE_ROUTING,
    "inquiry_ask": OFFICE_CHANGES,
    # calls with payers
    "calls": READ,
    "calls_export": EXPORT,
    "call": READ,
    "call_add": OFFICE_CHANGES,
    "call_print": Door(Action.PRINT, roles=_for(*OFFICE)),
    "call_correct": OFFICE_CHANGES,
    "call_withdraw": OFFICE_CHANGES,
    **_records(OFFICE_CHANGES, "injury_claim", withdrawn=False),
    **_records(OFFICE_CHANGES, "coverage", "benefit_check", "authorization", "authorization_request", "document"),
    "document_add": PAPERS_KEPT,
    **_records(CARE_CHANGES, "referral", "plan_of_care", "progress_report"),
    **_records(OFFICE_CHANGES, "related_person", withdrawn=False),
    **_records(OFFICE_CHANGES, "waitlist_entry"),
    **_records(CARE_CHANGES, "episode", withdrawn=False),
    **_records(CARE_CHANGES, "goal", "measure"),
    # what clinicians state: others of the office read it
    **_records(CHART_CHANGES, "finding"),
    "chart": READ,
    "chart_export": EXPORT_OF_CARE,
    "chart_save": CHART_CHANGES,
    "chart_take_back": CHART_CHANGES,
    "document_read": CHART_CHANGES,
    "goal_note_withdraw": CHART_CHANGES,
    "goal_note_restore": CHART_CHANGES,
    # how visits stand with payers' answers
    "eligibility": READ,
    "eligibility_print": PRINT,
    "eligibility_export": EXPORT,
    "eligibility_ask": OFFICE_CHANGES,
    "coverage": READ,
    "coverage_print": PRINT,
    "coverage_export": EXPORT_OF_CARE,
    "clearance": READ,
    "clearance_print": PRINT,
    "clearance_export": EXPORT_OF_CARE,
    "visit_clearance": BACKGROUND,
    # peer-to-peers and appeals
    "peer_to_peers": READ,
    "peer_to_peer": READ,
    "peer_to_peer_open": DESK_WORK,
    "peer_to_peer_try": DESK_WORK,
    "peer_to_peer_schedule": DESK_WORK,
    "peer_to_peer_miss": DESK_WORK,
    "peer_to_peer_hold": DESK_WORK,
    "peer_to_peer_learn": DESK_WORK,
    "peer_to_peer_withdraw": DESK_WORK,
    "peer_to_peer_brief": PRINT,
    "peer_to_peer_fax": DESK_WORK,
    "appeals": READ,
    "appeals_export": EXPORT,
    "appeal": READ,
    "appeal_open": DESK_WORK,
    "appeal_point": DESK_WORK,
    "appeal_urgency": DESK_WORK,
    "appeal_sign": DESK_WORK,  # who may sign is asked of the person: desk.packets.signers
    "appeal_file": DESK_WORK,
    "appeal_fax": DESK_WORK,
    "appeal_take_back": DESK_WORK,
    "appeal_acknowledge": DESK_WORK,
    "appeal_decide": DESK_WORK,
    "appeal_withdraw": DESK_WORK,
    "appeal_letter": PRINT,
    "appeal_proof": PRINT,
    # decisions of payers, and what each visit uses
    "decision_add": OFFICE_CHANGES,
    "decision_undo": OFFICE_CHANGES,
    "patient_decision_add": OFFICE_CHANGES,
    "reduction": READ,
    "patient_authorizations": READ,
    "patient_authorizations_print": PRINT,
    "patient_authorizations_export": EXPORT_OF_CARE,
    # what goes over the wires
    "traffic": IMPORTS_READ,
    "traffic_export": EXPORT,
    "traffic_explain": READ,
    "parcel": IMPORTS_READ,
    "parcel_resend": OFFICE_CHANGES,
    "parcel_withdraw": OFFICE_CHANGES,
    "transmission": IMPORTS_READ,
    "transmission_raw": EXPORT,
    "transmission_arrived": OFFICE_CHANGES,
    "transmission_again": OFFICE_CHANGES,
    "connections": HOUSE_READ,
    "connection": HOUSE_READ,
    "connection_add": HOUSE_CHANGES,
    "connection_change": HOUSE_CHANGES,
    "connection_pause": HOUSE_CHANGES,
    "connection_resume": HOUSE_CHANGES,
    "connection_pin": HOUSE_CHANGES,
    "connection_message": HOUSE_CHANGES,
    "connection_test": HOUSE_OFFICE,
    "connection_fetch": HOUSE_OFFICE,
    # packets of requests, and who signs them
    "signatures": Door(Action.READ, roles=_for("owner", "therapist")),
    "signature": READ,
    "signature_pdf": PRINT,
    "signature_sign": SIGNING,
    "signature_withdraw": SIGNING,
    "signature_write": SIGNING,
    "signature_explain": SIGNING,
    "signature_propose": SIGNING,
    # the house
    **_records(HOUSE_OFFICE, "payer", "plan", withdrawn=False),
    **_records(HOUSE_MONEY, "expected_rate", "fee", withdrawn=False),
    **_records(HOUSE_OFFICE, "payer_road"),
    **_records(HOUSE_CHANGES, "location", "therapist", "room", "equipment", withdrawn=False),
    **_records(HOUSE_OFFICE, "working_hours", "time_off"),
    **_records(HOUSE_CHANGES, "production_target"),
    "settings": HOUSE_READ,
    "settings_house": HOUSE_READ,
    "settings_calendar": HOUSE_READ,
    "settings_kinds": HOUSE_CHANGES,
    "settings_payers": HOUSE_READ,
    "settings_roads": HOUSE_READ,
    "settings_rates": HOUSE_READ,
    "settings_fees": HOUSE_READ,
    "settings_practice": HOUSE_CHANGES,
    "settings_rules": HOUSE_CHANGES,
    "settings_autonomy": HOUSE_CHANGES,
    "settings_wording": HOUSE_CHANGES,
    "settings_attendance": HOUSE_CHANGES,
    "settings_video": HOUSE_CHANGES,
    "payer_rule_override": HOUSE_CHANGES,
    "payer_rule_drop": HOUSE_CHANGES,
    "settings_members": HOUSE_CHANGES,
    "member_invite": HOUSE_CHANGES,
    "member_role": HOUSE_CHANGES,
    "member_link": HOUSE_CHANGES,
    "member_end": HOUSE_CHANGES,
    "audit": AUDIT_READ,
    "audit_export": AUDIT_EXPORT,
    # claims, and what payers pay
    "claims": READ,
    "claims_export": EXPORT,
    "claims_build": OFFICE_CHANGES,
    "claims_send": OFFICE_CHANGES,
    "claim": READ,
    "claim_rebuild": OFFICE_CHANGES,
    "claim_replace": OFFICE_CHANGES,
    "claim_void": OFFICE_CHANGES,
    "claim_ask": OFFICE_CHANGES,
    "remittances": READ,
    "remittance": READ,
    # authorization requests
    "authorizations": READ,
    "authorizations_export": EXPORT,
    "request": READ,
    "request_new": OFFICE_CHANGES,
    "request_draft": OFFICE_CHANGES,
    "request_change": CARE_AND_OFFICE,
    "request_reopen": CARE_AND_OFFICE,
    "request_send": OFFICE_CHANGES,
    "request_answer": OFFICE_CHANGES,
    "request_take_back": OFFICE_CHANGES,
    "request_acknowledge": OFFICE_CHANGES,
    "request_cancel": OFFICE_CHANGES,
    "request_extension": OFFICE_CHANGES,
    "request_worksheet": READ,
    "request_call": READ,
    "request_fax": PRINT,
    # families. The portal is public because its reader has no account: the token in the address names one notice of one
    # practice, is signed, and is checked before any row is seen (desk/families/links.py); nothing else opens by it
    "portal": PUBLIC,
    "portal_calendar": PUBLIC,
    "families": READ,
    "family_notice": READ,
    "family_letter": PRINT,
    "families_approve": DESK_WORK,
    "family_notice_approve": DESK_WORK,
    "family_notice_again": DESK_WORK,
    "family_notice_answer": DESK_WORK,
    "family_notice_withdraw": DESK_WORK,
    "family_texts_stop": DESK_WORK,
    "settings_families": HOUSE_CHANGES,
    "settings_waitlist": HOUSE_CHANGES,
    "settings_reminders": HOUSE_CHANGES,
    "sandbox": READ,
    "sandbox_reply": DESK_WORK,
    # importing; a report counts rows and names nobody
    "imports": IMPORTS_READ,
    "import_run": IMPORTS_READ,
    "import_progress": Door(Action.READ, roles=IMPORTS_READ.roles, is_background=True),
    "import_held": EXPORT,
    "import_upload": OFFICE_CHANGES,
    "import_preview": OFFICE_CHANGES,
    "import_apply": OFFICE_CHANGES,
    "import_mapping": HOUSE_CHANGES,
}


def relation_of(door: Door, role: str) -> Relation | None:
    """For which patients this role may enter; None when it may not at all."""
    return dict(door.roles).get(role)


def practices_for(door: Door, memberships: Iterable[Membership]) -> tuple[UUID, ...]:
    """The practices in which these memberships open the door."""
    return tuple(m.practice_id for m in memberships if relation_of(door, m.role) is not None)


def treats(staff_id: UUID, patient_id: UUID) -> bool:
    """True when the person treats the patient: an episode or a visit of theirs. Sees only the set practices."""
    of_person = {"patient_id": patient_id, "therapist__staff_id": staff_id}
    return EpisodeOfCare.objects.filter(**of_person).exists() or Appointment.objects.filter(**of_person).exists()


def may_enter(door: Door, membership: Membership, patient_id: UUID | None) -> bool:
    """Role and relation together, for one practice. `patient_id` None: the door speaks of no single patient."""
    relation = relation_of(door, membership.role)
    if relation is Relation.TREATS and patient_id is not None:
        return treats(membership.staff_id, patient_id)
    return relation is not None
