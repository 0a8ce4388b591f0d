"""No visit is left uncovered that another choice would cover: compared with trying every choice."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from otium.rules.allocation import Allocation, allocate
from otium.terms.prior_auth import Authorization
from otium.terms.schedule import Visit
from tests.rules import cast

START = date(2026, 11, 1)
CODES = ("97530", "97535", "97760")
days = st.integers(0, 9).map(lambda n: START + timedelta(days=n))
periods = st.tuples(days, days).map(sorted)


@st.composite
def plain_authorizations(draw: st.DrawFn) -> tuple[Authorization, ...]:
    """Pools of visits, or of visits with some codes; two coverages or none named."""
    found = []
    for at in range(draw(st.integers(1, 4))):
        starts_on, ends_on = draw(periods)
        codes = draw(st.sets(st.sampled_from(CODES)))
        pool = cast.service(draw(st.integers(0, 3)), *codes)
        coverage_id = draw(st.sampled_from([None, *(c.id for c in COVERAGES)]))
        found.append(cast.authorization(starts_on, ends_on, pool, number=str(at), coverage_id=coverage_id))
    return tuple(found)


@st.composite
def one_code_visits(draw: st.DrawFn) -> tuple[Visit, ...]:
    return tuple(
        cast.visit(draw(days), draw(st.sampled_from(CODES)), hour=8 + i) for i in range(draw(st.integers(0, 6)))
    )


COVERAGES = (
    cast.coverage(ends_on=START + timedelta(days=4)),
    cast.coverage(starts_on=START + timedelta(days=5)),
)


def may_use(visit: Visit, authorization: Authorization) -> bool:
    """The rule again, in the plainest words."""
    assert authorization.starts_on is not None
    assert authorization.ends_on is not None
    payer = COVERAGES[0] if visit.on <= START + timedelta(days=4) else COVERAGES[1]
    codes = authorization.services[0].codes
    return (
        authorization.starts_on <= visit.on <= authorization.ends_on
        and authorization.coverage_id in (None, payer.id)
        and (not codes or visit.lines[0].code in codes)
    )


def most_covered(visits: Sequence[Visit], authorizations: Sequence[Authorization], left: Counter[str]) -> int:
    """The largest number of visits that any choice covers, by trying all."""
    if not visits:
        return 0
    best = most_covered(visits[1:], authorizations, left)
    for authorization in authorizations:
        if left[authorization.number] > 0 and may_use(visits[0], authorization):
            left[authorization.number] -= 1
            best = max(best, 1 + most_covered(visits[1:], authorizations, left))
            left[authorization.number] += 1
    return best


def solve(visits: tuple[Visit, ...], authorizations: tuple[Authorization, ...]) -> Allocation:
    return allocate(cast.patient(visits=visits, authorizations=authorizations, coverages=COVERAGES))


@settings(max_examples=300, deadline=None)
@given(one_code_visits(), plain_authorizations())
def test_as_many_visits_are_covered_as_any_choice_could_cover(
    visits: tuple[Visit, ...], authorizations: tuple[Authorization, ...]
) -> None:
    quantities = Counter({a.number: a.services[0].approved or 0 for a in authorizations})

    found = solve(visits, authorizations)

    assert len(found.uses) == most_covered(visits, authorizations, quantities)
    assert len(found.uses) + len(found.uncovered) == len(visits)


@settings(max_examples=300, deadline=None)
@given(one_code_visits(), plain_authorizations())
def test_no_use_breaks_a_rule_or_a_quantity(
    visits: tuple[Visit, ...], authorizations: tuple[Authorization, ...]
) -> None:
    by_id = {a.id: a for a in authorizations}
    visit_by_id = {v.id: v for v in visits}

    found = solve(visits, authorizations)

    used = Counter(u.authorization_id for u in found.uses)
    assert all(may_use(visit_by_id[u.visit_id], by_id[u.authorization_id]) for u in found.uses)
    assert all(n <= (by_id[id].services[0].approved or 0) for id, n in used.items())
    assert len({u.visit_id for u in found.uses}) == len(found.uses)


@settings(max_examples=300, deadline=None)
@given(one_code_visits(), plain_authorizations())
def test_an_earlier_visit_is_never_given_up_for_a_later_one(
    visits: tuple[Visit, ...], authorizations: tuple[Authorization, ...]
) -> None:
    ordered = sorted(visits, key=lambda v: (v.starts_at, v.id))
    covered_alone = {
        u.visit_id for n in range(len(ordered)) for u in solve(tuple(ordered[: n + 1]), authorizations).uses
    }

    found = solve(visits, authorizations)

    assert {u.visit_id for u in found.uses} == covered_alone
