"""What one coverage leaves to the family of one visit.

Source: order of money: allowed, deductible, copay, coinsurance, stopped by the out-of-pocket limit. A copay is taken
once a day. Whether a plan puts its deductible before a copay it seldom says: we put it first, so that a family is not
told too little. Medicare's coinsurance is law; Medicaid takes its own copay and nothing else (42 CFR 447.15), none of a
child below `copay_exempt_under_age`; a qualified Medicare beneficiary owes nothing; an injury's insurer pays all while
it accepts the claim; the VA bills its copay itself. Certainty: knowledge, with a page's word on each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from otium.rules.estimate.benefits import Held
from otium.rules.estimate.prices import Price
from otium.rules.estimate.purse import DEDUCTIBLE, NOTHING, OUT_OF_POCKET, SPEND_DOWN, Purse
from otium.rules.fees import PaymentRule
from otium.terms.coverage import CheckStatus
from otium.terms.estimate import EstimateStep
from otium.terms.payers import PayerRules, PayerType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CENT = Decimal("0.01")
INJURY = frozenset({PayerType.WORKERS_COMP, PayerType.AUTO})
MEDICAID = frozenset({PayerType.MEDICAID_FFS, PayerType.MEDICAID_MCO})
MEDICARE = frozenset({PayerType.MEDICARE_B, PayerType.MEDICARE_ADVANTAGE})


@dataclass(frozen=True, slots=True)
class Share:
    """The family's dollars; None is unknown, and `lacks` says why. `steps` without dollars are notes."""

    owed: Decimal | None
    steps: tuple[EstimateStep, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What else decides: the payer's rules, the patient's birth date, Medicare's shares, a QMB told by any payer."""

    rules: PayerRules
    birth_on: date | None
    payment: PaymentRule | None
    is_qmb: bool = False


def of_coverage(purse: Purse, price: Price, visit: Visit, terms: Terms) -> Share:
    """The family's part under this coverage alone; what it takes of the yearly sums is taken."""
    kind, rule = purse.coverage.payer_type, Source(SourceKind.PAYER_RULE, label=terms.rules.key)
    if kind in INJURY:
        return Share(NOTHING, (EstimateStep("claim_accepted", NOTHING, {}, rule),))
    if kind is PayerType.VA:
        return Share(NOTHING, (EstimateStep("veterans_affairs", NOTHING, {}, rule),))
    if purse.sheet.status is CheckStatus.INACTIVE:
        return Share(None, (), ("coverage_inactive",))
    if terms.is_qmb and kind in MEDICARE:
        return Share(NOTHING, (EstimateStep("qmb", NOTHING, {}, rule),))
    if kind in MEDICAID:
        return _medicaid(purse, price, visit, terms, rule)
    return _plan(purse, price, visit, terms)


def _medicaid(purse: Purse, price: Price, visit: Visit, terms: Terms, rule: Source) -> Share:
    """The spend-down first, then the copay. Nothing else may be asked of the family."""
    spent, steps, lacks = _from_sum(purse, SPEND_DOWN, price.amount, visit)
    if _is_exempt(terms, visit.on):
        age = terms.rules.copay_exempt_under_age
        return Share(spent, (*steps, EstimateStep("copay_exempt", NOTHING, {"age": age}, rule)), lacks)
    copay = _copay(purse, visit, _rest(price.amount, spent))
    if copay is None:
        return Share(None, steps, (*lacks, _why_unknown(purse.sheet.copay, "copay")))
    owed = None if spent is None else spent + copay.amount if copay.amount is not None else None
    return Share(owed, (*steps, copay), lacks)


def _plan(purse: Purse, price: Price, visit: Visit, terms: Terms) -> Share:
    """Deductible, copay, coinsurance, out-of-pocket."""
    met, steps, lacks = _from_sum(purse, DEDUCTIBLE, price.amount, visit, is_needed=True)
    rest = _rest(price.amount, met)
    copay = _copay(purse, visit, rest)
    paid = copay.amount if copay and copay.amount is not None else NOTHING
    coinsurance = _coinsurance(purse, price, terms, met, paid)
    doubted = next((held for held in (purse.sheet.copay, purse.sheet.coinsurance) if _is_in_doubt(held)), None)
    if doubted or (copay is None and coinsurance is None):
        why = _why_unknown(doubted, "share")
        purse.take(OUT_OF_POCKET, None, visit.on)
        return Share(None, steps, (*lacks, why))
    found = [step for step in (copay, coinsurance) if step]
    takes_both = len(found) > 1 and all(step.amount for step in found)
    notes = (EstimateStep("copay_and_coinsurance", None),) if takes_both else ()
    amounts = [met, *(step.amount for step in found)]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        more = ("rate",) if price.amount is None else ()
        purse.take(OUT_OF_POCKET, None, visit.on)
        return Share(None, (*steps, *found, *notes), tuple(dict.fromkeys((*lacks, *more))))
    owed, stop = _stopped(purse, sum(known, NOTHING), visit)
    return Share(owed, (*steps, *found, *notes, *stop), lacks)


def _from_sum(
    purse: Purse, kind: str, amount: Decimal | None, visit: Visit, *, is_needed: bool = False
) -> tuple[Decimal | None, tuple[EstimateStep, ...], tuple[str, ...]]:
    """What the visit puts into a yearly sum: (dollars, step, lacks). A sum nobody told of is unknown if needed."""
    if not purse.has(kind):
        return (None, (EstimateStep(f"{kind}_unknown", None),), (f"{kind}_left",)) if is_needed else (NOTHING, (), ())
    left = purse.left(kind)
    source = _source(purse, kind)
    if left is None:
        purse.take(kind, None, visit.on)
        return None, (EstimateStep(f"{kind}_unknown", None, {}, source),), (f"{kind}_left",)
    if left == 0:
        return NOTHING, (EstimateStep(f"{kind}_met", NOTHING, {}, source),), ()
    if amount is None:
        purse.take(kind, None, visit.on)
        return None, (EstimateStep(f"{kind}_unknown", None, {}, source),), ()
    taken = min(left, amount)
    purse.take(kind, taken, visit.on)
    return taken, (EstimateStep(kind, taken, {"left": left}, source),), ()


def _copay(purse: Purse, visit: Visit, rest: Decimal | None) -> EstimateStep | None:
    """None where it is unknown. Once a day; no more than is left of the allowed amount where that is known."""
    held = purse.sheet.copay
    if held is None or held.amount is None:
        return None
    if visit.on in purse.copaid:
        return EstimateStep("copay_taken", NOTHING, {}, held.source)
    if rest == 0:
        return EstimateStep("copay_not_reached", NOTHING, {}, held.source)
    purse.copaid.add(visit.on)
    amount = held.amount if rest is None else min(held.amount, rest)
    return EstimateStep("copay", _cents(amount), {"answered_on": held.answered_on}, held.source)


def _coinsurance(purse: Purse, price: Price, terms: Terms, met: Decimal | None, copay: Decimal) -> EstimateStep | None:
    """None where no rate is known. Rounded by line where the lines are known, as Medicare does."""
    held = purse.sheet.coinsurance
    rate, source = (held.amount, held.source) if held else (None, None)
    if rate is None and held is None and purse.coverage.payer_type is PayerType.MEDICARE_B and terms.payment:
        rate, source = terms.payment.coinsurance, Source(SourceKind.PAYER_RULE, label=terms.rules.key)
    if rate is None:
        return None
    if not rate:
        return EstimateStep("coinsurance", NOTHING, {"percent": NOTHING}, source)
    params = {"percent": (rate * 100).normalize()}
    if price.amount is None or met is None:
        return EstimateStep("coinsurance", None, params, source)
    amount = sum((_cents(part * rate) for part in _after(price, price.amount, met + copay)), NOTHING)
    return EstimateStep("coinsurance", amount, params, source)


def _after(price: Price, amount: Decimal, taken: Decimal) -> Iterator[Decimal]:
    """The allowed dollars by line after the first `taken` of them."""
    for part in price.parts or (amount,):
        used = min(part, taken)
        taken -= used
        yield part - used


def _stopped(purse: Purse, owed: Decimal, visit: Visit) -> tuple[Decimal, tuple[EstimateStep, ...]]:
    """No more than is left of the out-of-pocket limit, where that is known."""
    left = purse.left(OUT_OF_POCKET) if purse.has(OUT_OF_POCKET) else None
    purse.take(OUT_OF_POCKET, owed, visit.on)
    if left is None or owed <= left:
        return owed, ()
    return left, (EstimateStep("out_of_pocket_stop", left - owed, {"left": left}, _source(purse, OUT_OF_POCKET)),)


def _is_exempt(terms: Terms, on: date) -> bool:
    limit, born = terms.rules.copay_exempt_under_age, terms.birth_on
    if limit is None or born is None:
        return False
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < limit


def _is_in_doubt(held: Held | None) -> bool:
    """Two amounts contradict each other: what else is stated is not all of the share."""
    return held is not None and held.amount is None


def _why_unknown(held: Held | None, what: str) -> str:
    """Two amounts contradict each other, or none is on file."""
    return f"{what}_contradicts" if _is_in_doubt(held) else what


def _source(purse: Purse, kind: str) -> Source | None:
    opened = [account.opened for account in purse.accounts if account.kind == kind and account.opened]
    return opened[0].source if opened else None


def _rest(amount: Decimal | None, taken: Decimal | None) -> Decimal | None:
    return None if amount is None or taken is None else amount - taken


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
