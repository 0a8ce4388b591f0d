"""200 visits and 8 overlapping authorizations: as many covered as a maximum flow covers, in time."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from otium.ops.bench.authorizations import crowded, most_by_flow
from otium.rules.allocation import allocate
from otium.terms.prior_auth import Authorization
from otium.terms.schedule import Visit
from tests.rules import cast

START = date(2026, 11, 1)
NPIS = ("1234567893", "1987654320", "1093817465")
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


def test_the_crowded_case_is_covered_as_far_as_anything_could() -> None:
    """Known: 194. Only the four pools of 25 that name nobody serve the second hundred, and the first six visits, before
    the other pools begin; of the first hundred, 94 have pools of their own with room for 100."""
    patient = crowded()

    found = allocate(patient)

    per_authorization = Counter(use.authorization_id for use in found.uses)
    assert most_by_flow(patient.visits, patient.authorizations) == len(found.uses) == 194
    assert len({use.visit_id for use in found.uses}) == len(found.uses)
    assert max(per_authorization.values()) <= 25


@st.composite
def calendars(draw: st.DrawFn) -> tuple[tuple[Visit, ...], tuple[Authorization, ...]]:
    """Up to 200 visits of three therapists, 8 authorizations that overlap and may name some of them."""
    authorizations = []
    for n in range(8):
        starts_on, ends_on = sorted((draw(days), draw(days)))
        named = frozenset(draw(st.sets(st.sampled_from(NPIS), max_size=2)))
        authorizations.append(
            cast.authorization(starts_on, ends_on, draw(st.integers(0, 40)), number=str(n), therapist_npis=named)
        )
    each = draw(st.lists(st.tuples(days, st.sampled_from(NPIS)), max_size=200))
    visits = tuple(cast.visit(day, hour=n % 24, therapist_npi=npi) for n, (day, npi) in enumerate(each))
    return visits, tuple(authorizations)


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_no_calendar_is_covered_less_than_a_maximum_flow_covers(
    calendar: tuple[tuple[Visit, ...], tuple[Authorization, ...]],
) -> None:
    visits, authorizations = calendar

    found = allocate(cast.patient(visits=visits, authorizations=authorizations))

    assert len(found.uses) == most_by_flow(visits, authorizations)
