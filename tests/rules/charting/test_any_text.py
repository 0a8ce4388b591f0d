"""Whatever a paper says, reading it ends and proposes only what the lines hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.rules.charting import read_pages
from otium.rules.charting.score_lines import score_of
from otium.terms.charting import NewScore

LABELS = st.sampled_from(
    ["Goal 1", "Baseline", "Target date", "Status", "BOT-2 Balance", "QuickDASH", "DOB", "History", ""]
)
LINES = st.tuples(LABELS, st.sampled_from([":", " =", ""]), st.text(max_size=40)).map("".join)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.lists(LINES, max_size=12).map("\n".join), max_size=4))
def test_any_pages_are_read_and_each_proposal_quotes_its_page(pages: list[str]) -> None:
    found = read_pages(pages)

    for proposal in found.proposals:
        page = " ".join(pages[(proposal.place.page or 0) - 1].split())
        assert proposal.quote.split("\n")[0] in page or not proposal.quote
    assert len({proposal.key for proposal in found.proposals}) == len(found.proposals)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_a_score_holds_a_number_that_stands_in_its_line(value: str) -> None:
    found = score_of("QuickDASH", value)

    assert found is None or (isinstance(found, NewScore) and found.score is not None and str(found.score) in value)


@pytest.mark.parametrize("page", ["Goal: " + "x" * 100_000, "a:" * 50_000, " " * 200_000, "\n" * 200_000])
def test_long_pages_are_read_in_a_moment(page: str) -> None:
    assert len(read_pages([page]).proposals) <= 1
