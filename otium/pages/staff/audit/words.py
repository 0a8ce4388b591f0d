"""Doors in words, as a reader of the trail knows the pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import mend

PAGES: dict[str, Any] = {
    "search": lazy("Search"),
    "patients": lazy("Patients"),
    "patient": lazy("Patient’s page"),
    "patient_print": lazy("Patient’s page on paper"),
    "document_download": lazy("A paper of the patient"),
    "schedule": lazy("Schedule"),
    "inbox": lazy("Inbox"),
    "inbox_file": lazy("Inbox, one file"),
    "inbox_raw": lazy("Inbox, file as it came"),
    "inbox_match": lazy("Inbox, file given to a patient"),
    "inbox_set_aside": lazy("Inbox, file set aside"),
    "inbox_route": lazy("Inbox, file handed to a practice"),
    "connections": lazy("Connections"),
    "traffic": lazy("Traffic"),
    "traffic_export": lazy("Traffic as CSV"),
    "parcel": lazy("Traffic, one message"),
    "parcel_resend": lazy("Traffic, message sent anew"),
    "parcel_withdraw": lazy("Traffic, message taken back"),
    "transmission": lazy("Traffic, one sending"),
    "transmission_raw": lazy("Traffic, sending as it went"),
    "transmission_arrived": lazy("Traffic, sending said to have arrived"),
    "transmission_again": lazy("Traffic, sending sent again"),
    "traffic_explain": lazy("A file explained"),
    "receive": lazy("Received file"),
    "inquiry_ask": lazy("Payer asked about a coverage"),
    "payer_rules": lazy("Payer rules"),
    "payers": lazy("Payers"),
    "payer": lazy("Payer"),
    "payers_export": lazy("Payers, exported"),
    "payer_export": lazy("Payer’s rules, exported"),
    "payer_rule_override": lazy("Settings, payer rule changed"),
    "payer_rule_drop": lazy("Settings, payer rule dropped"),
    "settings_house": lazy("Settings, places and therapists"),
    "settings_payers": lazy("Settings, payers"),
    "settings_rates": lazy("Settings, expected rates"),
    "settings_fees": lazy("Settings, fees"),
    "settings_practice": lazy("Settings, practice"),
    "settings_rules": lazy("Settings, your payer rules"),
    "settings_members": lazy("Settings, members"),
    "audit": lazy("Audit"),
    "audit_export": lazy("Audit as CSV"),
    "import": lazy("Import"),
    "imports": lazy("Imports"),
    "import_held": lazy("Import, held rows as CSV"),
}
GROUPS: dict[str, Any] = {
    "desk": lazy("Desk"),
    "visit": lazy("Visit"),
    "member": lazy("Settings, members"),
    "import": lazy("Import"),
    "claim": lazy("Claims"),
    "claims": lazy("Claims"),
    "remittance": lazy("Payments"),
    "remittances": lazy("Payments"),
    "connection": lazy("Connection"),
    "mfa": lazy("Sign-in"),
    "account": lazy("Sign-in"),
}
MOVES: dict[str, Any] = {
    "add": lazy("%(record)s, added"),
    "change": lazy("%(record)s, changed"),
    "withdraw": lazy("%(record)s, taken out"),
    "restore": lazy("%(record)s, brought back"),
}


def page(door: str) -> str:
    """The page behind a door (a URL name, or the name of an automation's work)."""
    if door in PAGES:
        return str(PAGES[door])
    kind, _underscore, move = door.rpartition("_")
    noun = _("paper") if kind == "document" else str(mend.KINDS[kind].words.one) if kind in mend.KINDS else ""
    if noun and move in MOVES:
        return str(MOVES[move]) % {"record": noun[:1].upper() + noun[1:]}
    return str(GROUPS.get(door.partition("_")[0], door.replace("_", " ")))
