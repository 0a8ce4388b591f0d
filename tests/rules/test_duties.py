"""All rules of one patient together: one duty a key, declared reasons, digests that hold, any order of facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.rules import duties as all_rules
from otium.rules.duties import TwoDutiesError, file_duties, patient_duties, practice_duties
from otium.terms.care import ProgressReport
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.facts import FileFact, PatientFacts, PracticeFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, Basis, RequestState
from otium.terms.reasons import REASONS
from otium.terms.schedule import VisitStatus, VisitType
from tests.rules import cast

ON = date(2026, 11, 23)
RATES = (cast.rate("95.50"),)
days = st.integers(-60, 45).map(lambda n: ON + timedelta(days=n))
maybe_days = st.none() | days
some = st.integers(0, 3)


@st.composite
def patients(draw: st.DrawFn) -> PatientFacts:
    """Anything that may be on file: mostly somebody in regular care, but broken and contradictory as well."""
    coverages = draw(st.lists(coverages_of(), max_size=2).map(tuple))
    visits = (*draw(regular_care()), *draw(st.lists(odd_visits(), max_size=4)))
    authorization = authorizations([None, *(c.id for c in coverages)])
    return cast.patient(
        birth_on=draw(st.none() | st.just(date(2015, 2, 28))),
        coverages=coverages,
        authorizations=draw(st.lists(authorization, max_size=3).map(tuple)),
        visits=visits,
        checks=tuple(draw(checks(c)) for c in coverages for _ in range(draw(some))),
        requests=tuple(draw(requests(c)) for c in coverages for _ in range(draw(st.integers(0, 2)))),
        referrals=draw(st.lists(referrals(), max_size=2).map(tuple)),
        plans=draw(st.lists(plans(), max_size=2).map(tuple)),
        reports=tuple(ProgressReport(cast.new_id(), cast.PATIENT, draw(days)) for _ in range(draw(st.integers(0, 1)))),
        clashes=tuple(v.id for v in visits[-1:]),
        allowed=tuple((draw(days), Decimal(draw(st.integers(0, 2500)))) for _ in range(draw(some))),
    )


@st.composite
def coverages_of(draw: st.DrawFn) -> Any:
    return cast.coverage(
        draw(st.sampled_from(PayerType) | st.just(PayerType.MEDICARE_B) | st.just(PayerType.MEDICAID_MCO)),
        order=draw(st.integers(1, 2)),
        ends_on=draw(st.none() | maybe_days),
        changed_on=draw(st.none() | maybe_days),
    )


@st.composite
def regular_care(draw: st.DrawFn) -> tuple[Any, ...]:
    first, step = ON - timedelta(days=draw(st.integers(0, 80))), draw(st.integers(2, 9))
    lines = draw(st.sampled_from([(), ("97530x2",), ("97530", "97535x2")]))
    found = [cast.made(first, kind=VisitType.EVALUATION)] if draw(st.booleans()) else []
    dates = (first + timedelta(days=step * (i + 1)) for i in range(draw(st.integers(0, 30))))
    return (*found, *(cast.made(day, *lines) if day < ON else cast.visit(day) for day in dates))


@st.composite
def odd_visits(draw: st.DrawFn) -> Any:
    return cast.visit(
        draw(days),
        *draw(st.sampled_from([(), ("97530x2",), ("97530", "97535x2"), ("97166",)])),
        status=draw(st.sampled_from(VisitStatus)),
        kind=draw(st.sampled_from(VisitType)),
        discipline=draw(st.sampled_from(["OT", "PT"])),
    )


@st.composite
def authorizations(draw: st.DrawFn, coverage_ids: list[Any]) -> Any:
    services = (
        cast.service(
            draw(st.none() | st.integers(0, 20)),
            *draw(st.sets(st.sampled_from(["97530", "97535"]))),
            basis=draw(st.sampled_from(Basis)),
        )
        for _ in range(draw(some))
    )
    return cast.authorization(
        draw(maybe_days),
        draw(maybe_days),
        *services,
        number=str(draw(some)),
        state=draw(st.sampled_from(AuthState) | st.just(AuthState.ACTIVE)),
        coverage_id=draw(st.sampled_from(coverage_ids)),
    )


@st.composite
def referrals(draw: st.DrawFn) -> Any:
    return cast.referral(draw(maybe_days), visits=draw(st.none() | st.integers(0, 20)), expires_on=draw(maybe_days))


@st.composite
def checks(draw: st.DrawFn, coverage: Any) -> Any:
    benefits = [draw(benefits_of()) for _ in range(draw(some))]
    return cast.check(
        coverage,
        draw(days),
        *benefits,
        status=draw(st.sampled_from(CheckStatus) | st.just(CheckStatus.ACTIVE)),
        reject_code=draw(st.sampled_from(["", "42", "75"])),
        coverage_ends_on=draw(maybe_days),
    )


@st.composite
def benefits_of(draw: st.DrawFn) -> Any:
    kinds = [BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED, BenefitKind.VISITS_REMAINING, BenefitKind.DOLLARS_USED]
    return cast.benefit(
        draw(st.sampled_from(kinds) | st.sampled_from(BenefitKind)),
        draw(st.none() | st.integers(0, 20)),
        flag=draw(st.none() | st.booleans()),
        period=draw(st.sampled_from(["", "calendar_year", "service_year"])),
        pooled_with=draw(st.sampled_from([(), ("PT",)])),
    )


@st.composite
def requests(draw: st.DrawFn, coverage: Any) -> Any:
    return cast.request(
        draw(st.sampled_from(RequestState)),
        coverage,
        draw(st.sampled_from(["initial", "renewal"])),
        submitted_on=draw(maybe_days),
        decided_on=draw(maybe_days),
        requested=draw(st.none() | some),
        approved=draw(st.none() | some),
        answer_by=draw(maybe_days),
    )


@st.composite
def plans(draw: st.DrawFn) -> Any:
    return cast.plan(
        draw(days),
        ends_on=draw(maybe_days),
        sent_on=draw(maybe_days),
        certified_on=draw(maybe_days),
        frequency_per_week=draw(st.none() | st.integers(1, 5)),
        duration_weeks=draw(st.none() | st.integers(1, 12)),
        is_recertification=draw(st.booleans()),
    )


def derived(patient: PatientFacts, on: date = ON) -> tuple[Duty, ...]:
    return patient_duties(patient, cast.practice(ON, RATES), on).duties


@settings(max_examples=400, deadline=None)
@given(patients())
def test_whatever_is_on_file_gives_one_duty_a_key_with_declared_reasons(patient: PatientFacts) -> None:
    found = cast.derive(patient, ON, RATES)

    assert len({d.key for d in found}) == len(found)
    assert all(d.patient_id == patient.patient_id for d in found)
    assert all(d.at_risk.amount is None or d.at_risk.visits or d.at_risk.amount == 0 for d in found)


@settings(max_examples=200, deadline=None)
@given(patients(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(patient: PatientFacts, random: Any) -> None:
    names = ("visits", "authorizations", "checks", "requests", "referrals", "plans", "reports", "allowed")
    shuffled = replace(
        patient, **{n: tuple(random.sample(getattr(patient, n), len(getattr(patient, n)))) for n in names}
    )
    practice = cast.practice(ON, RATES)

    forth, back = patient_duties(patient, practice, ON), patient_duties(shuffled, practice, ON)

    assert {d.key: d for d in forth.duties} == {d.key: d for d in back.duties}
    assert forth.uses == back.uses


@settings(max_examples=200, deadline=None)
@given(patients(), st.integers(0, 40))
def test_a_day_that_goes_by_without_a_visit_changes_no_digest(patient: PatientFacts, after: int) -> None:
    """Else what somebody decided about a duty would be forgotten overnight."""
    today = ON + timedelta(days=after)
    quiet = replace(patient, visits=tuple(v for v in patient.visits if v.on != today))
    # a request that stays without answer, and a plan or episode that begins, are facts of that day
    quiet = replace(quiet, requests=tuple(r for r in quiet.requests if r.state is not RequestState.SUBMITTED))
    quiet = replace(quiet, plans=tuple(p for p in quiet.plans if p.starts_on != today + timedelta(days=1)))
    quiet = replace(quiet, visits=tuple(v for v in quiet.visits if v.on != today + timedelta(days=1)))

    now = {d.key: d.digest for d in derived(quiet, today)}
    tomorrow = {d.key: d.digest for d in derived(quiet, today + timedelta(days=1))}

    assert all(tomorrow[key] == digest for key, digest in now.items() if key in tomorrow)


@settings(max_examples=100, deadline=None)
@given(patients())
def test_settling_again_with_the_uses_stored_changes_nothing(patient: PatientFacts) -> None:
    practice = cast.practice(ON, RATES)
    first = patient_duties(patient, practice, ON)

    second = patient_duties(replace(patient, uses=first.uses), practice, ON)

    assert second.changes == ()
    assert (second.duties, second.uses) == (first.duties, first.uses)


@settings(max_examples=100, deadline=None)
@given(patients())
def test_a_duty_about_which_was_decided_is_settled_and_no_other(patient: PatientFacts) -> None:
    """All but KX: that the need is not documented is itself the ground of an advance notice."""
    found = derived(patient)
    decided = tuple(d for d in found[::2] if d.kind is not DutyKind.PLACE_KX)
    acts = tuple(Act(cast.new_id(), ActKind.DECIDED, d.kind, d.focus_id, d.instance, ON, d.digest) for d in decided)

    assert derived(replace(patient, acts=acts)) == tuple(d for d in found if d not in decided)


def test_two_rules_with_one_key_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = cast.visit(ON)
    patient = cast.patient(coverages=(cast.coverage(PayerType.SELF_PAY),), visits=(visit,), clashes=(visit.id,))
    once = all_rules.schedule.duties
    monkeypatch.setattr(all_rules.schedule, "duties", lambda case: [*once(case), *once(case)])

    with pytest.raises(TwoDutiesError, match=f"settle_calendar_clash for {visit.id}"):
        derived(patient)


def test_a_patient_of_whom_nothing_is_known_has_no_duty() -> None:
    assert derived(PatientFacts(cast.PATIENT)) == ()


def test_a_practice_is_its_patients_and_its_files() -> None:
    file = FileFact(cast.new_id(), "unreadable", ON)
    patient = cast.patient(coverages=(cast.coverage(),), visits=(cast.visit(ON),))
    practice: PracticeFacts = cast.practice(ON, RATES, patients=(patient, patient), files=(file,))

    found = practice_duties(practice, ON)

    assert [d.kind for d in found.duties] == [DutyKind.READ_FILE, DutyKind.VERIFY_COVERAGE, DutyKind.VERIFY_COVERAGE]
    assert found.files == file_duties(practice, ON)
    assert [p.duties for p in found.patients] == [derived(patient)] * 2


def test_every_param_is_declared_in_snake_case_and_no_code_is_a_name_of_a_duty() -> None:
    for code, params in REASONS.items():
        assert code == code.lower()
        assert all(name == name.lower() and name.isidentifier() for name in params)
    assert not REASONS.keys() & {kind.value for kind in DutyKind}
