"""How a visit is held and billed, in words: by video, together with another therapist."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from otium.pages.words.reasons import CERTAINTY
from otium.terms.payers import PayerRules

CO_BILLINGS: dict[str, Any] = {
    "divided": _("The minutes are divided evenly"),
    "main": _("Only the therapist chosen first bills"),
    "other": _("Only the other therapist bills"),
    "each": _("Each bills all of them, as the payer agreed"),
}
TAKES: dict[str, Any] = {
    "apart": _("This payer pays the minutes once: one therapist bills, or they are divided"),
    "each": _("This payer pays each therapist the whole"),
}
VIDEO_LACKS: dict[str, Any] = {
    "consent": _("No consent to visits by video is on file."),
    "link": _("There is no room yet: neither of this visit nor of its therapist."),
    "place": _("Where the patient will be is not said: at home or elsewhere."),
    "state": _("In which state the patient will be is not said: the therapist must be licensed there."),
}


def payer_takes(rules: PayerRules | None) -> str:
    """What the payer takes of a co-treatment, with how sure that is."""
    if rules is None or rules.co_treatment is None:
        return _now("Whether this payer pays two therapists for the same minutes is not known. Ask it.")
    sure = CERTAINTY[rules.certainty_of("co_treatment")]
    return f"{TAKES[rules.co_treatment]} ({sure})."
