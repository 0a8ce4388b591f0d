"""What Otium may do by itself, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CHOICES: dict[str, Any] = {
    "auto": _("By itself"),
    "ask": _("Prepared, one click by us"),
    "manual": _("Only by us"),
}
PLAYBOOKS: dict[str, tuple[Any, Any]] = {  # name, what it does
    "ask_coverage": (
        _("Ask payers about coverage"),
        _("An electronic question (270) where the answer on file does not hold for a visit. Nothing is asked twice."),
    ),
    "tell_family": (
        _("Tell families about limits"),
        _("Letters and texts before a visit that the plan does not pay, and at your thresholds."),
    ),
    "give_estimate": (
        _("Give good-faith estimates"),
        _("To families who pay themselves, within the days that the law sets."),
    ),
    "draft_request": (
        _("Draft requests for authorization"),
        _("As soon as one must be renewed or obtained, filled in from the records. A person signs and sends it."),
    ),
    "offer_hours": (
        _("Offer freed hours"),
        _("By text, to those who wait and are ready, a few at a time. The first who takes it has it."),
    ),
    "remind_visits": (
        _("Remind families of visits"),
        _("Texts and mails before a visit, to whoever gave a number or address and did not opt out."),
    ),
    "give_abn": (
        _("Give Medicare notices (ABN)"),
        _("Before a visit that Medicare will probably not pay."),
    ),
}
