"""Terms made by hypothesis, as writers may write them. Names are letters; every number is invented."""

from datetime import date

from hypothesis import strategies as st

from otium.terms.identifiers import npi_is_valid
from otium.terms.x12 import DateSpan, Party, Person, Procedure, Reference, Trace

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
NONE = st.none()


def word(most: int, alphabet: str = CAPITALS):
    return st.text(alphabet, min_size=1, max_size=most)


def maybe(strategy):
    return st.none() | strategy


def _with_check_digit(nine: str) -> str:
    return next(nine + digit for digit in DIGITS if npi_is_valid(nine + digit))


NAMES = st.lists(word(8), min_size=1, max_size=3).map(" ".join)
IDS = word(14, CAPITALS + DIGITS)
NPIS = st.text(DIGITS, min_size=9, max_size=9).map(_with_check_digit)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TIMES = st.times().map(lambda time: f"{time:%H%M}")
ORIGINATORS = st.text(DIGITS, min_size=9, max_size=9).map("1{}".format)
TRACES = st.builds(Trace, number=IDS, originator=ORIGINATORS, is_ours=st.just(True))
PROCEDURES = st.builds(
    Procedure,
    qualifier=st.just("HC"),
    code=st.sampled_from(["97530", "97166", "G0283"]),
    modifiers=st.lists(st.sampled_from(["GO", "KX", "CO", "59"]), max_size=4, unique=True).map(tuple),
    code_end=st.none() | st.just("97535"),
)


def organisations(*entities: str, ids=IDS, qualifier: str = "PI"):
    return st.builds(Party, st.sampled_from(entities), st.just(False), NAMES, NONE, NONE, NONE, st.just(qualifier), ids)


def persons(entity: str, *, member: bool = True, relationships=NONE, birth=DAYS):
    named = st.builds(
        Party, st.just(entity), st.just(True), NAMES, NAMES, maybe(word(5)), maybe(word(3)),
        st.just("MI" if member else None), IDS if member else st.none(),
    )  # fmt: skip
    return st.builds(Person, named, birth, st.sampled_from([None, "F", "M"]), relationships)


def spans(*qualifiers: str):
    def made(qualifier: str, days: list[date], is_range: bool) -> DateSpan:
        return DateSpan(qualifier, min(days), max(days) if is_range else None)

    return st.builds(made, st.sampled_from(qualifiers), st.lists(DAYS, min_size=2, max_size=2), st.booleans())


def references(*qualifiers: str):
    return st.lists(st.builds(Reference, st.sampled_from(qualifiers), IDS), max_size=3).map(tuple)


def some(strategy, most: int = 3, least: int = 0):
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)
