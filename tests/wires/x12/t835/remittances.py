"""Remittances made by hypothesis, as they may be written: groups numbered, adjustments of a group in one run."""

from datetime import date

from hypothesis import strategies as st

from otium.terms.remittance import (
    Account,
    Adjudication,
    ClaimGroup,
    ClaimPayment,
    Organisation,
    Payment,
    ProcessedAs,
    ProviderAdjustment,
    ProviderAdjustmentReason,
    Remark,
    Remittance,
    ServicePayment,
)
from otium.terms.x12 import Adjustment, Amount, Contact, DateSpan, Party, Procedure, Quantity, Trace
from tests.wires.x12.made import CAPITALS, DAYS, DIGITS, NAMES, NPIS, ORIGINATORS, maybe, references, some, word

NONE = st.none()
CODES = maybe(word(2, CAPITALS + DIGITS))
WORDS = word(9, CAPITALS + DIGITS)
MONEY = st.decimals("-99999", "99999", places=2)
COUNTS = st.decimals("0.25", "500", places=2)
DATES = some(st.builds(DateSpan, st.sampled_from(["232", "472", "050"]), DAYS, NONE))
CONTACTS = some(st.builds(Contact, st.just("CX"), maybe(NAMES), some(st.tuples(st.sampled_from(["TE", "EM"]), WORDS))))
AMOUNTS = some(st.builds(Amount, st.sampled_from(["B6", "AU"]), MONEY))
QUANTITIES = some(st.builds(Quantity, st.sampled_from(["CA", "ZK"]), COUNTS))
ADJUSTMENTS = some(
    st.builds(Adjustment, st.sampled_from(["CO", "PR"]), word(3, DIGITS), MONEY, maybe(COUNTS)).filter(
        lambda one: one.amount != 0 or one.quantity is not None  # one of nothing is refused
    ),
    most=9,
).map(lambda each: tuple(sorted(each, key=lambda one: one.group_code)))
PROCEDURES = st.builds(
    Procedure, st.just("HC"), st.sampled_from(["97530", "97110", "G0283"]),
    some(st.sampled_from(["GO", "CO", "59", "KX"]), most=4), NONE,
)  # fmt: skip
PARTIES = some(
    st.builds(
        Party, st.sampled_from(["QC", "IL", "74"]), st.booleans(), NAMES, maybe(NAMES), maybe(WORDS), NONE,
        st.just("MI"), WORDS,
    )
)  # fmt: skip
SERVICES = st.builds(
    ServicePayment, st.just(0), PROCEDURES, MONEY, MONEY, CODES, maybe(COUNTS), maybe(PROCEDURES), maybe(COUNTS),
    DATES, ADJUSTMENTS, references("6R", "G1"), AMOUNTS, QUANTITIES, some(st.builds(Remark, st.just("HE"), WORDS)),
)  # fmt: skip
ADJUDICATIONS = some(
    st.one_of(
        st.builds(lambda code: Adjudication("MOA", ("", "", code)), WORDS),
        st.builds(lambda code: Adjudication("MIA", ("0", "", "", "", code)), WORDS),
    )
)
PLACES = (some(NAMES, most=2), maybe(NAMES), CODES, maybe(word(9, DIGITS)), NONE, references("2U", "TJ"), CONTACTS)
PAYERS = st.builds(Organisation, st.just(Party("PR", False, "PAYER ONE", *[None] * 5)), *PLACES)
PAYEES = st.builds(
    Organisation,
    NPIS.map(lambda npi: Party("PE", False, "PRACTICE ONE", None, None, None, "XX", npi)),
    *PLACES,
)
ACCOUNTS = st.builds(Account, CODES, maybe(WORDS), CODES, maybe(WORDS))
PAYMENTS = st.builds(
    Payment, st.just("I"), MONEY, st.booleans(), st.just("ACH"), CODES, ACCOUNTS, maybe(WORDS), maybe(WORDS),
    ACCOUNTS, maybe(DAYS),
)  # fmt: skip


@st.composite
def claims(draw: st.DrawFn, group: str) -> ClaimPayment:
    status = draw(st.sampled_from(ProcessedAs))
    drawn = draw(
        st.tuples(
            WORDS, st.just(status), st.just(status.value), MONEY, MONEY, maybe(MONEY), CODES, maybe(WORDS), CODES,
            CODES, CODES, CODES, maybe(COUNTS), maybe(COUNTS), ADJUSTMENTS, PARTIES, ADJUDICATIONS, references("1L"),
            DATES, CONTACTS, AMOUNTS, QUANTITIES, some(SERVICES, most=2),
        )
    )  # fmt: skip
    return ClaimPayment(0, group, *drawn)


@st.composite
def provider_adjustments(draw: st.DrawFn) -> ProviderAdjustment:
    reason = draw(st.sampled_from(ProviderAdjustmentReason))
    on = draw(st.sampled_from([date(2025, 12, 31), date(2026, 12, 31)]))
    return ProviderAdjustment(0, "1234567893", on, reason, reason.value, draw(maybe(WORDS)), draw(MONEY))


@st.composite
def remittances(draw: st.DrawFn) -> Remittance:
    numbers = [str(number) for number in range(1, 1 + draw(st.integers(0, 2)))]
    return Remittance(
        0, draw(PAYMENTS), draw(st.builds(Trace, WORDS, ORIGINATORS, st.just(False))), draw(PAYERS), draw(PAYEES),
        draw(references("EV", "F2")), draw(DATES),
        tuple(ClaimGroup(0, number) for number in numbers),
        tuple(claim for number in numbers for claim in draw(some(claims(number), most=2))),
        draw(some(provider_adjustments(), most=8)),
    )  # fmt: skip


def unplaced(remittance: Remittance) -> Remittance:
    """The same without positions in a file."""
    claims = (
        claim._replace(segment=0, services=tuple(service._replace(segment=0) for service in claim.services))
        for claim in remittance.claims
    )
    return remittance._replace(
        segment=0,
        groups=tuple(group._replace(segment=0) for group in remittance.groups),
        claims=tuple(claims),
        provider_adjustments=tuple(each._replace(segment=0) for each in remittance.provider_adjustments),
    )
