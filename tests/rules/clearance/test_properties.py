"""What holds for every patient: later visits take nothing from earlier ones, and the order of facts says nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from otium.rules import case as cases
from otium.rules import clearance
from otium.terms.care import PlanOfCare, ProgressReport, Referral
from otium.terms.clearance import WORST_FIRST, Change, ClearanceLedger, ClearanceState, VisitChange
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, AuthorizedService, AuthState, Basis
from otium.terms.schedule import ServiceLine, Visit, VisitStatus, VisitType
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, ledger

RATES = (cast.rate("100"), cast.rate("150", "evaluation"))
SEVERITY = {state: -place for place, state in enumerate(WORST_FIRST)} | {ClearanceState.NOT_NEEDED: -9}
AMOUNTS = (
    BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_REMAINING, BenefitKind.VISITS_USED, BenefitKind.DOLLAR_LIMIT,
    BenefitKind.DOLLARS_REMAINING, BenefitKind.DOLLARS_USED,
)  # fmt: skip

ids = st.uuids(version=4)
days = st.integers(-60, 90).map(lambda n: ON + timedelta(days=n))
some_day = st.none() | days
dollars = st.integers(0, 30).map(lambda n: Decimal(n * 100))
lines = st.lists(
    st.builds(ServiceLine, st.sampled_from(("97530", "97535", "97110")), st.integers(1, 3)),
    max_size=2,
    unique_by=lambda x: x.code,
).map(tuple)


@st.composite
def visits(draw: st.DrawFn, min_age: int = -60) -> Visit:
    on = ON + timedelta(days=draw(st.integers(min_age, 60)))
    past = (VisitStatus.DONE, VisitStatus.BOOKED, VisitStatus.CANCELLED)
    return Visit(
        id=draw(ids),
        patient_id=cast.PATIENT,
        starts_at=datetime.combine(on, time(draw(st.integers(8, 17))), UTC),
        on=on,
        status=VisitStatus.BOOKED if on >= ON else draw(st.sampled_from(past)),
        kind=draw(st.sampled_from(VisitType)),
        lines=draw(lines),
        discipline=draw(st.sampled_from(("OT", "OT", "OT", "PT"))),
        is_telehealth=draw(st.sampled_from((None, True, False))),
    )


@st.composite
def benefits(draw: st.DrawFn) -> Benefit:
    kind = draw(st.sampled_from((*AMOUNTS, BenefitKind.AUTHORIZATION_REQUIRED)))
    scale = 100 if "dollar" in kind.value else 1
    return Benefit(
        id=draw(ids),
        kind=kind,
        amount=draw(st.none() | st.integers(-1, 12).map(lambda n: Decimal(n * scale))),
        flag=draw(st.sampled_from((None, True, False))) if kind is BenefitKind.AUTHORIZATION_REQUIRED else None,
        period=draw(st.sampled_from(("", "calendar_year", "service_year", "remaining", "lifetime"))),
        pooled_with=draw(st.sampled_from(((), ("PT",), ("PT", "SLP")))),
    )


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    return Coverage(
        id=draw(ids),
        patient_id=cast.PATIENT,
        payer_id=cast.PAYER,
        payer_name="Payer",
        payer_type=draw(st.sampled_from(PayerType)),
        order=draw(st.integers(1, 2)),
        starts_on=draw(st.none() | st.dates(date(2024, 2, 29), ON)),
        ends_on=draw(st.none() | st.integers(0, 60).map(lambda n: ON + timedelta(days=n))),
    )


@st.composite
def patients(draw: st.DrawFn) -> PatientFacts:
    covers = draw(st.lists(coverages(), max_size=2))
    of = st.sampled_from([c.id for c in covers]) if covers else ids
    named = st.none() | of
    checks = st.builds(
        lambda key, of_id, status, age, told: BenefitCheck(
            key, of_id, status, datetime.combine(ON - timedelta(days=age), time(12), UTC), ON - timedelta(days=age),
            benefits=tuple(told),
        ),
        ids, of, st.sampled_from((CheckStatus.ACTIVE, CheckStatus.ACTIVE, CheckStatus.INACTIVE, CheckStatus.REJECTED)),
        st.integers(0, 50), st.lists(benefits(), max_size=4),
    )  # fmt: skip
    services = st.builds(
        AuthorizedService, ids, st.sampled_from((frozenset(), frozenset({"97530"}), frozenset({"97535", "97110"}))),
        st.sampled_from(Basis), st.none() | st.integers(0, 8),
    )  # fmt: skip
    authorizations = st.builds(
        lambda key, cover, number, state, span, lines: Authorization(
            key, cast.PATIENT, cover, number, state, *sorted(span), tuple(lines)
        ),
        ids, named, st.sampled_from(("A", "B")),
        st.sampled_from((AuthState.ACTIVE, AuthState.ACTIVE, AuthState.INACTIVE)),
        st.tuples(days, days), st.lists(services, min_size=1, max_size=2),
    )  # fmt: skip
    return PatientFacts(
        patient_id=cast.PATIENT,
        birth_on=draw(st.sampled_from((None, date(2015, 5, 5), date(2005, 12, 10), date(1950, 1, 1)))),
        coverages=tuple(covers),
        checks=tuple(draw(st.lists(checks, max_size=3))),
        authorizations=tuple(draw(st.lists(authorizations, max_size=3))),
        visits=tuple(draw(st.lists(visits(), max_size=14))),
        referrals=tuple(
            draw(st.lists(st.builds(Referral, ids, st.just(cast.PATIENT), some_day, some_day,
                                    st.none() | st.integers(0, 5), st.sampled_from((None, True, False))), max_size=2))
        ),
        plans=tuple(
            draw(st.lists(st.builds(PlanOfCare, ids, st.just(cast.PATIENT), days, some_day, some_day, some_day,
                                    is_recertification=st.booleans()), max_size=3))
        ),
        reports=tuple(draw(st.lists(st.builds(ProgressReport, ids, st.just(cast.PATIENT), days), max_size=1))),
        allowed=tuple(draw(st.lists(st.tuples(st.dates(date(2026, 1, 1), ON), dollars), max_size=2))),
    )  # fmt: skip


def states(found: ClearanceLedger) -> dict[Any, dict[Any, int]]:
    return {v.visit_id: {f.check: SEVERITY[f.state] for f in v.findings} for v in found.visits}


PLENTY = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@PLENTY
@given(patients(), visits(min_age=0))
def test_a_visit_that_is_added_makes_no_earlier_visit_worse(facts: PatientFacts, added: Visit) -> None:
    before = ledger(facts, ON, RATES)

    after = states(ledger(replace(facts, visits=(*facts.visits, added)), ON, RATES))

    earlier = {v.id for v in facts.visits if (v.starts_at, v.id) < (added.starts_at, added.id)}
    for visit in before.visits:
        if visit.visit_id in earlier:
            was = {f.check: SEVERITY[f.state] for f in visit.findings}
            worse = {check for check, state in after[visit.visit_id].items() if state > was[check]}
            assert not worse


@PLENTY
@given(patients(), st.integers(0, 2**32))
def test_the_ledger_does_not_depend_on_the_order_in_which_facts_are_given(facts: PatientFacts, seed: int) -> None:
    random = Random(seed)

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(items, len(items)))

    checks = (replace(c, benefits=mixed(c.benefits)) for c in facts.checks)
    names = ("coverages", "authorizations", "visits", "referrals", "plans", "reports", "allowed")
    other = replace(facts, checks=mixed(tuple(checks)), **{name: mixed(getattr(facts, name)) for name in names})

    assert ledger(other, ON, RATES) == ledger(facts, ON, RATES)


@PLENTY
@given(patients())
def test_a_visit_is_as_good_as_the_worst_that_counts_and_limits_name_the_first_that_fails(facts: PatientFacts) -> None:
    found = ledger(facts, ON, RATES)

    for visit in found.visits:
        counted = [SEVERITY[f.state] for f in visit.findings if f.counts and f.state is not ClearanceState.NOT_NEEDED]
        assert SEVERITY[visit.state] == max(counted, default=SEVERITY[ClearanceState.CLEAR])
        assert visit.first is None or visit.first.state is visit.state
    for limit in found.limits:
        failing = [v for v in found.visits for f in v.findings if f.check is limit.check and f.fails]
        assert (limit.visit_id, limit.visits) == (failing[0].visit_id, len(failing))
    assert [limit.on for limit in found.limits] == sorted(limit.on for limit in found.limits)


@PLENTY
@given(patients(), st.integers(0, 2**14))
def test_what_is_said_of_some_visits_is_what_is_said_of_them_among_all(facts: PatientFacts, chosen: int) -> None:
    everything = ledger(facts, ON, RATES)
    some = {v.id for n, v in enumerate(facts.visits) if chosen >> n & 1}

    found = clearance.ledger(cases.of(facts, cast.practice(ON, RATES), ON, judged=some))

    assert found.visits == tuple(v for v in everything.visits if v.visit_id in some)
    assert found.patient_id == everything.patient_id


@PLENTY
@given(patients(), st.integers(0, 60), st.sampled_from(VisitType))
def test_the_first_visit_added_stands_as_in_the_whole_what_if(facts: PatientFacts, ahead: int, kind: VisitType) -> None:
    change = VisitChange(None, ON + timedelta(days=ahead), kind.value)
    practice = cast.practice(ON, RATES)

    found = clearance.first_changed(facts, practice, (change,), ON, UTC)

    seen = clearance.what_if(facts, practice, (change,), ON, UTC)
    assert found == next(d.after for d in seen.differences if d.change is Change.ADDED)


@PLENTY
@given(patients(), st.integers(0, 60))
def test_the_visit_moved_stands_as_in_the_whole_what_if(facts: PatientFacts, ahead: int) -> None:
    to_come = [v for v in facts.visits if v.status is VisitStatus.BOOKED and v.on >= ON]
    assume(to_come)
    change = VisitChange(to_come[0].id, ON + timedelta(days=ahead))
    practice = cast.practice(ON, RATES)

    found = clearance.first_changed(facts, practice, (change,), ON, UTC)

    seen = clearance.what_if(facts, practice, (change,), ON, UTC)
    assert found == next((d.after for d in seen.differences if d.change is Change.MOVED), found)
