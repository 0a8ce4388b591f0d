"""What asking cost, as sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.asking_costs import AskingCost
from otium.pages import present


def said(cost: AskingCost) -> str:
    """Empty while nothing was asked."""
    if not cost.inquiries:
        return ""
    asked = ngettext("%(n)d inquiry", "%(n)d inquiries", cost.inquiries) % {"n": cost.inquiries}
    parts = [_("Asking payers this month: %(asked)s") % {"asked": asked}]
    if cost.dollars is not None:
        parts.append(present.money(cost.dollars, cents=True))
    if cost.unpriced:
        parts.append(ngettext("%(n)d without a price", "%(n)d without a price", cost.unpriced) % {"n": cost.unpriced})
    if cost.each_patient is not None:
        each = cost.each_patient.quantize(Decimal("0.1"))
        parts.append(_("%(each)s for each patient with a visit") % {"each": each})
    return ", ".join(parts) + "."
