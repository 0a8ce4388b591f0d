"""One benefit of a payer's answer in words."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import options
from otium.pages import present
from otium.pages.words.benefits import INSURANCE, SERVICES
from otium.records import models as m
from otium.terms.coverage import BenefitKind as B

MONEY = {B.COPAY, B.DEDUCTIBLE, B.DEDUCTIBLE_REMAINING, B.DEDUCTIBLE_MET, B.OUT_OF_POCKET, B.OUT_OF_POCKET_REMAINING,
         B.OUT_OF_POCKET_MET, B.DOLLAR_LIMIT, B.DOLLARS_USED, B.DOLLARS_REMAINING, B.SPEND_DOWN}  # fmt: skip
PAYERS = {B.OTHER_PAYER, B.MANAGED_CARE, B.MEDICARE_SECONDARY}  # several are no contradiction
FLAGS = {
    B.AUTHORIZATION_REQUIRED: (lazy("Required for OT"), lazy("Not needed for OT")),
    B.COVERED: (lazy("Covered"), lazy("Not covered")),
    B.QMB: (lazy("Yes: never collect a share of the cost"), lazy("No")),
}
IN_WORDS = {B.AUTHORIZATION_ROAD, B.CLAIMS_ADDRESS}
FAMILY = "FAM"


def says_something(benefit: m.Benefit) -> bool:
    is_named = benefit.kind in PAYERS  # that there is one says something, even without its name
    return is_named or benefit.amount is not None or benefit.flag is not None or bool(benefit.text)


def value(kind: B, benefit: m.Benefit) -> str:
    """One benefit in words: 60 a calendar year, shared with PT and SLP."""
    if kind in FLAGS:
        return str(FLAGS[kind][0 if benefit.flag else 1])
    if kind in PAYERS:
        return _payer(benefit)
    if kind is B.AUTHORIZATION_FOR:
        needed = _("needed") if benefit.flag else _("not needed")
        return f"{SERVICES.get(benefit.text, benefit.text)}: {needed}"
    if kind in IN_WORDS:
        return benefit.text
    if benefit.flag is not None:
        return _flag(kind, is_so=benefit.flag)
    words = _amount(kind, benefit.amount)
    if benefit.period and kind in (B.VISIT_LIMIT, B.DOLLAR_LIMIT, B.VISIT_FREQUENCY):
        words = _("%(amount)s for each %(period)s") % {
            "amount": words, "period": options.words(options.PERIODS, benefit.period),
        }  # fmt: skip
    if benefit.pooled_with:
        words += ", " + _("shared with %(others)s") % {"others": present.joined(benefit.pooled_with)}
    if benefit.level == FAMILY:
        words += ", " + _("for the whole family")
    if benefit.in_network is False:
        words += ", " + _("out of network")
    return words + (f" ({_('computed')})" if benefit.is_derived else "")


def _payer(benefit: m.Benefit) -> str:
    """Its name and kind, as far as the line says them: Riverbend Health (workers’ compensation)."""
    said = (benefit.provenance.get("value") or {}).get("insurance_type", "")
    kind = str(INSURANCE.get(said, said))
    if not benefit.text:
        return kind or _("not named")
    return f"{benefit.text} ({kind})" if kind else benefit.text


def _flag(kind: B, *, is_so: bool) -> str:
    if kind is B.VISIT_LIMIT and not is_so:
        return _("No limit")
    return _("Yes") if is_so else _("No")


def _amount(kind: B, amount: Decimal | None) -> str:
    if amount is None:
        return _("unknown")
    if kind in MONEY:
        return present.money(amount, cents=True)
    if kind is B.COINSURANCE:
        return f"{(amount * 100).normalize():f} %"
    return f"{amount.normalize():f}"
