"""Whether a service needs an authorization, and SETTLE_NEED: what is said both ways or by nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules import case as cases
from otium.rules.prior_auth import roads
from otium.rules.prior_auth.need import Need, need_of, service_of
from otium.terms.coverage import Benefit, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind, RequestState
from otium.terms.roads import RoadBook, Service
from otium.terms.schedule import Visit, VisitType
from tests.rules import cast

ON = date(2026, 11, 2)
SOON = date(2026, 11, 10)
BOOK = RoadBook(rows=roads.read((cast.RULES / "prior_auth" / "roads.toml").read_text()))
P, S = PayerType, Service


def says(flag: bool | None, **more: object) -> Benefit:
    return cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=flag, **more)


def says_of(service: Service, flag: bool) -> Benefit:
    return cast.benefit(BenefitKind.AUTHORIZATION_FOR, flag=flag, text=service.value)


def need(payer: Coverage, service: Service, *told: tuple[Benefit, ...], first: date = date(2026, 10, 1)) -> Need:
    """`told`: what each answer said, a day apart, the newest last."""
    checks = tuple(cast.check(payer, first + timedelta(days=i), *benefits) for i, benefits in enumerate(told))
    case = cases.of(cast.patient(coverages=(payer,), checks=checks), cast.practice(ON, roads=BOOK), ON)
    return need_of(case, payer, service)


@pytest.mark.parametrize(
    ("payer_type", "key", "service", "expected"),
    [
        (P.MEDICARE_B, "", S.TREATMENT, False),
        (P.MEDICARE_B, "", S.EVALUATION, False),
        (P.MEDICARE_ADVANTAGE, "", S.TREATMENT, True),
        (P.MEDICARE_ADVANTAGE, "", S.EVALUATION, None),
        (P.MEDICARE_ADVANTAGE, "uhc_medicare_advantage", S.EVALUATION, False),
        (P.MEDICARE_ADVANTAGE, "uhc_medicare_advantage", S.RE_EVALUATION, True),
        (P.MEDICARE_ADVANTAGE, "uhc_medicare_advantage", S.CO_TREATMENT, True),
        (P.MEDICAID_MCO, "", S.TELEHEALTH, True),
        (P.COMMERCIAL, "", S.TREATMENT, None),
        (P.COMMERCIAL, "", S.TELEHEALTH, None),
        (P.WORKERS_COMP, "", S.FCE, True),
        (P.TRICARE, "", S.TREATMENT, None),
        (P.VA, "", S.RE_EVALUATION, True),
        (P.SELF_PAY, "", S.TREATMENT, False),
    ],
)
def test_where_no_payer_said_anything_its_rule_does(
    payer_type: PayerType, key: str, service: Service, expected: bool | None
) -> None:
    found = need(cast.coverage(payer_type, payer_key=key), service)

    assert found.is_needed is expected
    assert found.check is None
    assert (found.ground is None) is (expected is None)


COMMERCIAL = cast.coverage(P.COMMERCIAL)
ADVANTAGE = cast.coverage(P.MEDICARE_ADVANTAGE)


@pytest.mark.parametrize(
    ("payer", "service", "told", "expected"),
    [
        (COMMERCIAL, S.TREATMENT, [(says(True),)], True),
        (COMMERCIAL, S.TREATMENT, [(says(True),), (says(False),)], False),
        (COMMERCIAL, S.TREATMENT, [(says(True),), (says(None),)], True),
        (COMMERCIAL, S.TREATMENT, [(says(True), says(False))], None),
        (ADVANTAGE, S.TREATMENT, [(says(True), says(False))], True),  # in doubt the rule asks for one
        (COMMERCIAL, S.EVALUATION, [(says(True),)], None),  # of therapy, not of its evaluation
        (COMMERCIAL, S.EVALUATION, [(says(False),)], False),
        (COMMERCIAL, S.RE_EVALUATION, [(says(True),)], True),
        (COMMERCIAL, S.EVALUATION, [(says_of(S.EVALUATION, True),)], True),
        (COMMERCIAL, S.EVALUATION, [(says_of(S.EVALUATION, True),), (says(False),)], True),
        (COMMERCIAL, S.TELEHEALTH, [(says(True),), (says_of(S.TELEHEALTH, False),)], False),
        (COMMERCIAL, S.TREATMENT, [(says(True),), (says_of(S.TELEHEALTH, False),)], True),
        (COMMERCIAL, S.FCE, [(says_of(S.FCE, True), says_of(S.FCE, False))], None),
        (ADVANTAGE, S.CO_TREATMENT, [(says_of(S.CO_TREATMENT, False),)], False),
    ],
)
def test_the_newest_word_about_the_very_service_comes_first(
    payer: Coverage, service: Service, told: list[tuple[Benefit, ...]], expected: bool | None
) -> None:
    assert need(payer, service, *told).is_needed is expected


def test_what_was_said_before_the_coverage_changed_says_nothing() -> None:
    changed = replace(COMMERCIAL, changed_on=date(2026, 10, 15))

    assert need(changed, S.TREATMENT, (says(True),)).is_needed is None
    assert need(changed, S.TREATMENT, (says(True),), first=date(2026, 10, 15)).is_needed is True


@pytest.mark.parametrize(
    ("visit", "others", "expected"),
    [
        (cast.visit(SOON, kind=VisitType.EVALUATION), (), S.EVALUATION),
        (cast.visit(SOON, kind=VisitType.RE_EVALUATION), (), S.RE_EVALUATION),
        (cast.visit(SOON, "97750x16"), (), S.FCE),
        (cast.visit(SOON, is_telehealth=True), (), S.TELEHEALTH),
        (cast.visit(SOON), (cast.visit(SOON, discipline="SLP"),), S.CO_TREATMENT),
        (cast.visit(SOON), (cast.visit(SOON, hour=10, discipline="SLP"),), S.TREATMENT),
        (cast.visit(SOON, kind=VisitType.OTHER), (), S.OTHER),
        (cast.visit(SOON), (), S.TREATMENT),
    ],
)
def test_each_visit_is_of_one_service(visit: Visit, others: tuple[Visit, ...], expected: Service) -> None:
    case = cases.of(cast.patient(visits=(visit, *others)), cast.practice(ON), ON)

    assert service_of(case, visit) is expected


VISITS = cast.every(7, SOON, 3)
SILENT = cast.check(COMMERCIAL, date(2026, 10, 30), cast.benefit(BenefitKind.COPAY, 20))
NEW = cast.patient(coverages=(COMMERCIAL,), checks=(SILENT,), visits=VISITS)


def settle(patient: PatientFacts = NEW, on: date = ON, **facts: object) -> list[Duty]:
    changed = replace(patient, **facts)  # type: ignore[arg-type]
    found = cast.patient_duties(changed, cast.practice(on, [cast.rate("100")], roads=BOOK), on).duties
    return [duty for duty in found if duty.kind is DutyKind.SETTLE_NEED]


def test_a_payer_that_answers_without_saying_is_to_be_asked() -> None:
    (duty,) = settle()

    assert cast.codes(duty) == ["need_unknown", "next_visit"]
    assert (duty.instance, duty.focus_id) == ("treatment", COMMERCIAL.id)
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 5), SOON)
    assert duty.at_risk.visits == 3


@pytest.mark.parametrize(("days_before", "count"), [(30, 1), (31, 0)])
def test_an_answer_that_no_longer_speaks_for_the_visit_is_asked_for_anew_first(days_before: int, count: int) -> None:
    silent = replace(SILENT, answered_on=SOON - timedelta(days=days_before))

    assert len(settle(checks=(silent,), on=SOON - timedelta(days=3))) == count


@pytest.mark.parametrize(
    "facts",
    [
        {"checks": ()},  # nobody was asked yet: VERIFY_COVERAGE comes first
        {"checks": (replace(SILENT, status=CheckStatus.INACTIVE),)},
        {"checks": (replace(SILENT, benefits=(says(True),)),)},
        {"checks": (replace(SILENT, benefits=(says(False),)),)},
        {"visits": (cast.made(date(2026, 10, 20)), *VISITS)},  # treated before: its claims tell
        {"authorizations": (cast.authorization(date(2026, 10, 1), date(2026, 10, 31), 4, coverage_id=COMMERCIAL.id),)},
        {"requests": (cast.request(RequestState.DRAFT, COMMERCIAL),)},
        {"visits": ()},
    ],
)
def test_what_was_settled_or_not_asked_yet_is_no_task(facts: dict[str, object]) -> None:
    assert settle(**facts) == []


@pytest.mark.parametrize(("on", "count"), [(date(2026, 10, 26), 0), (date(2026, 10, 27), 1), (date(2026, 11, 10), 1)])
def test_it_stands_from_fourteen_days_before_the_visit(on: date, count: int) -> None:
    early = replace(SILENT, answered_on=date(2026, 10, 20))

    assert len(settle(on=on, checks=(early,))) == count


@pytest.mark.parametrize("payer_type", [P.MEDICARE_B, P.SELF_PAY, P.MEDICARE_ADVANTAGE, P.MEDICAID_MCO, P.VA])
def test_a_payer_whose_rule_says_it_is_not_asked(payer_type: PayerType) -> None:
    payer = replace(COMMERCIAL, payer_type=payer_type)

    assert settle(coverages=(payer,)) == []


UHC = cast.coverage(P.MEDICARE_ADVANTAGE, payer_key="uhc_medicare_advantage")


@pytest.mark.parametrize(
    ("payer", "flag", "channel", "code"),
    [
        (UHC, False, "x12", "no_need_answered_against_rule"),
        (UHC, True, "x12", None),
        (UHC, False, "call", None),  # a person asked: that settles it
        (UHC, False, "portal", None),
        (ADVANTAGE, False, "x12", None),  # a pattern of its type is no equal of the payer's word
        (cast.coverage(P.SELF_PAY), True, "x12", None),
    ],
)
def test_an_answer_by_wire_against_a_firm_rule_is_settled_by_a_person(
    payer: Coverage, flag: bool, channel: str, code: str | None
) -> None:
    told = cast.check(payer, date(2026, 10, 30), says(flag), channel=channel)

    found = settle(coverages=(payer,), checks=(told,))

    assert [duty.why[0].code for duty in found] == ([code] if code else [])


def test_an_answer_that_says_both_is_decided_and_not_settled_twice() -> None:
    told = replace(SILENT, benefits=(says(True), says(False)))
    found = cast.patient_duties(replace(NEW, checks=(told,)), cast.practice(ON, roads=BOOK), ON).duties

    kinds = {duty.kind for duty in found}
    assert DutyKind.DECIDE_BENEFIT in kinds
    assert DutyKind.SETTLE_NEED not in kinds


def test_an_answer_that_says_both_out_of_network_as_well_is_settled() -> None:
    told = replace(SILENT, benefits=(says(True, in_network=False), says(False, in_network=False)))

    (duty,) = settle(checks=(told,))

    assert duty.why[0].code == "need_said_both_ways"


class TestAnEvaluation:
    visits = (cast.visit(SOON, kind=VisitType.EVALUATION), *cast.every(7, SOON + timedelta(days=7), 2))
    patient = cast.patient(coverages=(ADVANTAGE,), visits=visits)

    def test_of_which_nobody_said_it_is_asked_after(self) -> None:
        (duty,) = settle(self.patient)

        assert (duty.instance, duty.why[0].code) == ("evaluation", "evaluation_need_unknown")
        assert duty.appointment_id == self.visits[0].id

    @pytest.mark.parametrize("flag", [True, False])
    def test_of_which_the_payer_said_it_is_not(self, flag: bool) -> None:
        told = cast.check(ADVANTAGE, ON, says_of(S.EVALUATION, flag), status=CheckStatus.UNKNOWN, channel="call")

        assert settle(self.patient, checks=(told,)) == []

    def test_of_a_payer_that_exempts_it_is_not(self) -> None:
        assert settle(self.patient, coverages=(UHC,)) == []

    def obtain(self, **facts: object) -> list[Duty]:
        told = cast.check(ADVANTAGE, ON, says_of(S.EVALUATION, True), status=CheckStatus.UNKNOWN, channel="call")
        changed = replace(self.patient, **{"checks": (told,)} | facts)  # type: ignore[arg-type]
        found = cast.patient_duties(changed, cast.practice(ON, roads=BOOK), ON).duties
        return [duty for duty in found if duty.kind is DutyKind.OBTAIN_AUTHORIZATION]

    def test_that_needs_one_is_asked_for_apart_from_treatment(self) -> None:
        found = {duty.instance: duty for duty in self.obtain()}

        assert set(found) == {"", "evaluation"}
        assert found["evaluation"].appointment_id == self.visits[0].id
        assert found[""].appointment_id == self.visits[1].id

    @pytest.mark.parametrize(("kind", "left"), [(RequestKind.ASSESSMENT, {""}), (RequestKind.INITIAL, {"evaluation"})])
    def test_a_request_lets_its_own_duty_rest(self, kind: RequestKind, left: set[str]) -> None:
        request = cast.request(RequestState.SUBMITTED, ADVANTAGE, kind, submitted_on=ON)

        assert {duty.instance for duty in self.obtain(requests=(request,))} == left
