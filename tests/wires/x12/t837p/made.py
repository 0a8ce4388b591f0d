"""Claims made up by hypothesis: any that the guide allows and a therapy practice could mean."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from otium.terms.claim import (
    BillingProvider,
    ClaimLine,
    DateKind,
    LineAdjudication,
    Note,
    OtherCoverage,
    ProfessionalClaim,
    RelatedCauses,
    Roles,
)
from otium.terms.claim_parties import Address, ClaimCoverage, ClaimPayer, ClaimPerson, Dependent, Name, Provider
from otium.terms.x12 import Adjustment, Amount, Attachment, Contact, DateSpan, Diagnosis, Procedure, Reference

from .claims import SERVED, batch

NPIS = st.sampled_from(["1245319599", "1679576722", "1497758544"])
BILLING_NPI = st.just("1234567893")  # nobody else's: 2310B names only another than bills
WORDS = st.sampled_from(["ALMA", "O'HARA-LEE", "ST. JOHN", "VAN DER BERG", "QI", "TESTCASE & SONS"])
IDS = st.integers(10, 10**9).map(str)
CENTS = st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(2026, 1, 1), SERVED)


def maybe(strategy):
    return st.none() | strategy


ADDRESSES = st.builds(
    Address, st.lists(WORDS, min_size=1, max_size=2).map(tuple), WORDS, st.sampled_from(["FL", "TX"]),
    st.sampled_from(["331010001", "751230042"]),
)  # fmt: skip
PEOPLE = st.builds(Name, WORDS, maybe(WORDS), maybe(WORDS), maybe(st.sampled_from(["JR", "III"])), st.just(True))
FIRMS = st.builds(Name, WORDS, is_person=st.just(False))
CONTACTS = st.builds(
    Contact, st.just("IC"), maybe(WORDS),
    st.sampled_from([(("TE", "3055550100"),), (("TE", "3055550100"), ("EX", "9"))]),
)  # fmt: skip
TAXONOMIES = st.sampled_from(["225X00000X", "224Z00000X"])


def references(*kinds: str):
    """Some of these kinds, each once."""
    return st.sets(st.sampled_from(kinds)).map(
        lambda some: tuple(Reference(kind, f"{kind}{len(some)}") for kind in sorted(some))
    )


def dates(*kinds: str):
    """Some of these kinds, each once."""
    return st.sets(st.sampled_from(kinds)).map(
        lambda some: tuple(DateSpan(kind, date(2026, 1, 1), None) for kind in sorted(some))
    )


def providers(names, **other):
    return st.builds(Provider, names, NPIS, references=references("0B", "G2"), **other)


BILLING = st.builds(
    BillingProvider,
    st.builds(
        Provider, FIRMS | PEOPLE, BILLING_NPI, maybe(TAXONOMIES), ADDRESSES,
        st.sampled_from(["EI", "SY"]).map(lambda kind: (Reference(kind, "123456789"),)),
        st.lists(CONTACTS, max_size=2).map(tuple),
    ),
    maybe(st.builds(Provider, st.just(Name("", is_person=False)), address=ADDRESSES)),
)  # fmt: skip
SUBSCRIBERS = st.builds(
    ClaimPerson, PEOPLE, IDS, ADDRESSES, st.just(date(1961, 7, 9)), st.sampled_from("FMU"), references("Y4"),
    st.lists(CONTACTS, max_size=1).map(tuple),
)  # fmt: skip
DEPENDENTS = st.builds(
    Dependent,
    st.builds(ClaimPerson, PEOPLE, st.none(), ADDRESSES, st.just(date(2018, 1, 31)), st.sampled_from("FMU")),
    st.sampled_from(["01", "19", "20", "21", "G8"]),
)
PAYERS = st.builds(ClaimPayer, WORDS, IDS, maybe(ADDRESSES), references("2U", "G2"))
OTHER_PERSONS = st.builds(ClaimPerson, PEOPLE, IDS, maybe(ADDRESSES))
NOTES = st.builds(Note, st.sampled_from(["ADD", "DCP"]), WORDS)
PAPERS = st.builds(Attachment, st.sampled_from(["09", "M1", "PN"]), st.sampled_from(["EL", "FX"]), IDS) | st.just(
    Attachment("OZ", "AA", None)
)
PROCEDURES = st.builds(
    Procedure, st.just("HC"), st.sampled_from(["97530", "97535", "97110", "G0283", "97039"]),
    st.lists(st.sampled_from(["GO", "KX", "59", "CO", "95"]), max_size=4, unique=True).map(tuple), st.none(),
)  # fmt: skip


RELATED = [None, RelatedCauses(("EM",)), RelatedCauses(("AA", "EM"), "TX"), RelatedCauses(("OA",))]


@st.composite
def adjudications(draw, payer: str, line_charge: Decimal) -> LineAdjudication:
    """What an earlier payer did: it pays some and adjusts the rest in one to eight ways."""
    left = line_charge
    adjustments = []
    for carc in draw(st.lists(st.sampled_from(["45", "253", "59", "97", "2", "3", "1", "50"]), unique=True)):
        part = (left / 2).quantize(Decimal("0.01"))
        if part == 0:
            break
        adjustments.append(
            Adjustment(draw(st.sampled_from(["CO", "PR"])), carc, part, draw(maybe(st.just(Decimal(1)))))
        )
        left -= part
    adjustments.sort(key=lambda each: each.group_code)
    paid = Procedure("HC", "97530", ("GO",), None)
    return LineAdjudication(payer, left, paid, Decimal(1), date(2026, 3, 3), tuple(adjustments), draw(maybe(CENTS)))


@st.composite
def lines(draw, number: int, diagnoses: int, payers: tuple[str, ...]) -> ClaimLine:
    last = draw(maybe(st.just(SERVED)))
    charge = draw(CENTS)
    return ClaimLine(
        draw(PROCEDURES), charge, Decimal(draw(st.integers(1, 12))), DateSpan(DateKind.SERVICE, SERVED, last),
        tuple(draw(st.lists(st.integers(1, diagnoses), min_size=1, max_size=4, unique=True))),
        draw(st.sampled_from(["UN", "MJ"])), draw(maybe(st.sampled_from(["11", "12"]))), draw(maybe(WORDS)),
        draw(st.booleans()), draw(st.booleans()), draw(st.lists(PAPERS, max_size=2).map(tuple)),
        draw(dates("304", "454")),
        (Reference("6R", f"L{number}"), *draw(references("G1", "9F", "X4"))),
        tuple(draw(st.lists(st.builds(Note, st.just("ADD"), WORDS), max_size=1))),
        draw(st.builds(Roles, rendering=maybe(providers(PEOPLE, taxonomy=maybe(TAXONOMIES))),
                       ordering=maybe(providers(PEOPLE, address=maybe(ADDRESSES))))),
        tuple(draw(adjudications(payer, charge)) for payer in payers),
    )  # fmt: skip


@st.composite
def others(draw, lines_made: tuple[ClaimLine, ...], payer: str) -> OtherCoverage:
    done = [each for line in lines_made for each in line.adjudications]
    paid = sum((each.paid for each in done), Decimal(0))
    coverage = ClaimCoverage("P", draw(OTHER_PERSONS), ClaimPayer(draw(WORDS), payer, draw(maybe(ADDRESSES))), "MB")
    amounts = (Amount("D", paid), *draw(st.sampled_from([(), (Amount("EAF", Decimal(5)),)])))
    return OtherCoverage(coverage, draw(st.sampled_from(["18", "01"])), (), amounts, draw(maybe(st.just(SERVED))))


@st.composite
def claims(draw) -> ProfessionalClaim:
    patient = draw(maybe(DEPENDENTS))
    codes = draw(st.lists(st.sampled_from(["M25641", "S52501D", "R278", "G8101", "F840"]), min_size=1, unique=True))
    diagnoses = tuple(Diagnosis("ABF" if at else "ABK", code) for at, code in enumerate(codes))
    payers = draw(st.sampled_from([(), ("MCRB1",)]))
    made = tuple(draw(lines(n, len(codes), payers)) for n in range(1, draw(st.integers(2, 4))))
    related = draw(
        maybe(st.sampled_from([RelatedCauses(("EM",)), RelatedCauses(("AA", "EM"), "TX"), RelatedCauses(("OA",))]))
    )
    again = draw(st.sampled_from(["1", "7", "8"]))
    kinds = () if related is None else (DateSpan(DateKind.ACCIDENT, date(2026, 1, 1), None),)
    coverage = draw(st.builds(
        ClaimCoverage, st.just("S" if payers else "P"), SUBSCRIBERS, PAYERS,
        st.sampled_from(["CI", "MB", "WC"]), maybe(IDS),
    ))  # fmt: skip
    return ProfessionalClaim(
        draw(IDS), draw(BILLING), coverage, sum((line.charge for line in made), Decimal(0)), "11", diagnoses, made,
        patient, again, draw(st.sampled_from("YN")), draw(st.sampled_from("ABC")), draw(st.sampled_from("YNW")),
        draw(st.sampled_from("YI")), draw(maybe(st.just("P"))), related, None, draw(maybe(st.just("11"))),
        (*draw(dates("431", "454", "304")), *kinds), draw(st.lists(PAPERS, max_size=2).map(tuple)), draw(maybe(CENTS)),
        (*([Reference("F8", "ICN1")] if again != "1" else []), *draw(references("G1", "9F", "EA", "D9", "X4"))),
        tuple(draw(st.lists(WORDS, max_size=2))), tuple(draw(st.lists(NOTES, max_size=1))),
        draw(st.builds(
            Roles, st.lists(providers(PEOPLE), max_size=2).map(tuple), st.none(),
            maybe(providers(PEOPLE | FIRMS, taxonomy=maybe(TAXONOMIES))), maybe(providers(FIRMS, address=ADDRESSES)),
            maybe(providers(PEOPLE)),
        )),
        tuple(draw(others(made, payer)) for payer in payers),
    )  # fmt: skip


BATCHES = st.lists(claims(), min_size=1, max_size=2, unique_by=lambda each: each.id).map(lambda some: batch(*some))
