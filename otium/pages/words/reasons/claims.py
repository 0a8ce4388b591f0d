"""Reasons of claims and remittances."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "claim_rejected": Said(
        _("Claim"),
        _("%(number)s, refused on %(since_on)s"),
        _("Claim %(number)s was refused on %(since_on)s"),
        _(
            "Claim %(number)s was refused on %(since_on)s, before the payer looked at it. "
            "Mend it and send it anew: nothing is paid until then."
        ),
    ),
    "claim_held": Said(
        _("Claim"),
        ngettext_lazy(
            "%(number)s, held since %(since_on)s for 1 problem",
            "%(number)s, held since %(since_on)s for %(count)d problems",
            "count",
        ),
        ngettext_lazy("Held since %(since_on)s: 1 problem", "Held since %(since_on)s: %(count)d problems", "count"),
        ngettext_lazy(
            "Claim %(number)s cannot be sent since %(since_on)s: one thing in it is missing or wrong.",
            "Claim %(number)s cannot be sent since %(since_on)s: %(count)d things in it are missing or wrong.",
            "count",
        ),
    ),
    "remittance_unbalanced": Said(
        _("Does not add up"),
        ngettext_lazy("payment %(trace)s, in 1 place", "payment %(trace)s, in %(count)d places", "count"),
        ngettext_lazy("Does not add up in 1 place", "Does not add up in %(count)d places", "count"),
        ngettext_lazy(
            "Payment %(trace)s does not add up in one place. It is kept as the payer sent it.",
            "Payment %(trace)s does not add up in %(count)d places. It is kept as the payer sent it.",
            "count",
        ),
    ),
    "remittance_unmatched": Said(
        _("Not ours"),
        ngettext_lazy(
            "payment %(trace)s names 1 claim that is not on file",
            "payment %(trace)s names %(count)d claims that are not on file",
            "count",
        ),
        ngettext_lazy("Names 1 claim not on file", "Names %(count)d claims not on file", "count"),
        ngettext_lazy(
            "Payment %(trace)s names one claim that is not on file.",
            "Payment %(trace)s names %(count)d claims that are not on file.",
            "count",
        ),
    ),
}
