"""How a call with a payer went, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.calls import CallOutcome

# A badge's state and the word beside it.
OUTCOMES: dict[str, tuple[str, Any]] = {
    CallOutcome.REACHED.value: ("clear", _("Reached")),
    CallOutcome.VOICEMAIL.value: ("unknown", _("Voicemail")),
    CallOutcome.NO_ANSWER.value: ("unknown", _("No answer")),
    CallOutcome.GAVE_UP.value: ("risk", _("Hung up on hold")),
    CallOutcome.REFUSED.value: ("blocked", _("Would not say")),
}
