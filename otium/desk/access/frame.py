"""Signing in, the frame of all pages, the payers' book."""

from otium.desk.access.door import EVERYONE, OFFICE, PUBLIC, SIGNED_IN, Action, Door, only

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
    "payer_rules": Door(Action.READ, roles=only(*EVERYONE), patient_data=False),
    "payers": Door(Action.READ, roles=only(*EVERYONE), patient_data=False),
    "payer": Door(Action.READ, roles=only(*EVERYONE), patient_data=False),
    "payers_export": Door(Action.EXPORT, roles=only(*OFFICE, "auditor"), patient_data=False),
    "payer_export": Door(Action.EXPORT, roles=only(*OFFICE, "auditor"), patient_data=False),
    "scorecards": Door(Action.READ, roles=only(*EVERYONE), patient_data=False),
    "scorecard": Door(Action.READ, roles=only(*EVERYONE), patient_data=False),
    "scorecards_export": Door(Action.EXPORT, roles=only(*OFFICE, "auditor"), patient_data=False),
    "scorecard_export": Door(Action.EXPORT, roles=only(*OFFICE, "auditor"), patient_data=False),
}
