"""Who may treat whom: both sides of each rule."""

from pathlib import Path

import pytest

import otium.rules.schedule
from otium.rules.schedule import people
from otium.terms.schedule import KindRule, VisitType
from otium.terms.treating import MisfitKind, SupervisionRule, Treated, Treating

TEXT = (Path(next(iter(otium.rules.schedule.__path__))) / "supervision.toml").read_text("utf-8")
PLAIN, FCE = KindRule(45), KindRule(240, skills=("FCE",))
OTR, OTA = Treating("OTR/L"), Treating("COTA/L", supervisor_is_there=True)
HERE = Treated("WA", "en")
ON_SITE = SupervisionRule(on_site=True, certainty="verified")
PERHAPS = SupervisionRule(on_site=True, certainty="uncertain")


@pytest.mark.parametrize(
    ("credential", "expected"),
    [("COTA/L", True), ("C.O.T.A.", True), ("MS, OTA", True), ("OTR/L", False), ("OTR/L, CHT", False), ("", None)],
    ids=["COTA", "with points", "beside a degree", "OTR", "specialist", "nothing written"],
)
def test_an_assistant_is_known_by_the_credential(credential: str, expected: bool | None) -> None:
    assert people.is_assistant(credential) is expected


@pytest.mark.parametrize(
    ("by", "kind", "expected"),
    [
        (OTA, VisitType.TREATMENT, []),
        (OTA, VisitType.HOME_VISIT, []),
        (OTA, VisitType.EVALUATION, [(MisfitKind.ASSISTANT_EVALUATES, True)]),
        (OTA, VisitType.RE_EVALUATION, [(MisfitKind.ASSISTANT_EVALUATES, True)]),
        (OTR, VisitType.EVALUATION, []),
        (Treating(""), VisitType.EVALUATION, []),
        (Treating("COTA"), VisitType.TREATMENT, [(MisfitKind.NO_SUPERVISOR, False)]),
    ],
    ids=["treats", "treats at home", "evaluates", "re-evaluates", "a therapist", "nothing known", "no supervisor"],
)
def test_an_assistant_treats_under_supervision_and_never_evaluates(
    by: Treating, kind: VisitType, expected: list[tuple[MisfitKind, bool]]
) -> None:
    found = people.misfits(kind, PLAIN, by, HERE, SupervisionRule())

    assert [(m.kind, m.is_forbidden) for m in found] == expected


@pytest.mark.parametrize(
    ("is_there", "rule", "expected"),
    [
        (True, ON_SITE, []),
        (False, ON_SITE, [(MisfitKind.SUPERVISOR_AWAY, True)]),
        (False, PERHAPS, [(MisfitKind.SUPERVISOR_AWAY, False)]),
        (False, SupervisionRule(on_site=False), []),
        (False, SupervisionRule(), []),
    ],
    ids=["there", "away, sure", "away, not sure", "need not be there", "unknown"],
)
def test_a_supervisor_who_must_be_there_is(
    is_there: bool, rule: SupervisionRule, expected: list[tuple[MisfitKind, bool]]
) -> None:
    by = Treating("COTA/L", supervisor_is_there=is_there)

    found = people.misfits(VisitType.TREATMENT, PLAIN, by, HERE, rule)

    assert [(m.kind, m.is_forbidden) for m in found] == expected


@pytest.mark.parametrize(
    ("licences", "who", "expected"),
    [
        (("WA",), Treated("WA", is_remote=True), []),
        (("wa",), Treated("WA"), []),
        (("WA",), Treated("OR", is_remote=True), [(MisfitKind.NOT_LICENSED, True)]),
        (("WA",), Treated("OR"), [(MisfitKind.NOT_LICENSED, True)]),
        ((), Treated("OR", is_remote=True), [(MisfitKind.LICENCE_UNKNOWN, False)]),
        (("WA",), Treated("", is_remote=True), [(MisfitKind.LICENCE_UNKNOWN, False)]),
        ((), Treated("OR"), []),
    ],
    ids=["licensed", "small letters", "telehealth elsewhere", "treated elsewhere", "none on file, telehealth",
         "state unknown, telehealth", "none on file, in the room"],
)  # fmt: skip
def test_who_treats_is_licensed_where_the_patient_is(
    licences: tuple[str, ...], who: Treated, expected: list[tuple[MisfitKind, bool]]
) -> None:
    by = Treating("OTR/L", licence_states=licences)

    found = people.misfits(VisitType.TREATMENT, PLAIN, by, who, SupervisionRule())

    assert [(m.kind, m.is_forbidden) for m in found] == expected


@pytest.mark.parametrize(
    ("by", "rule", "who", "expected"),
    [
        (Treating(skills=("fce",)), FCE, HERE, []),
        (Treating(), FCE, HERE, [MisfitKind.LACKS_SKILL]),
        (Treating(languages=("en",)), PLAIN, Treated(language="es"), [MisfitKind.LACKS_LANGUAGE]),
        (Treating(languages=("en", "es")), PLAIN, Treated(language="es"), []),
        (Treating(), PLAIN, Treated(language="es"), []),
        (Treating(caseload=19, caseload_limit=20), PLAIN, HERE, []),
        (Treating(caseload=20, caseload_limit=20), PLAIN, HERE, [MisfitKind.CASELOAD_FULL]),
        (Treating(caseload=99), PLAIN, HERE, []),
    ],
    ids=["has it", "lacks it", "another language", "speaks it", "unknown", "one place left", "full", "no limit"],
)
def test_what_the_practice_wishes_is_asked_about(
    by: Treating, rule: KindRule, who: Treated, expected: list[MisfitKind]
) -> None:
    found = list(people.misfits(VisitType.TREATMENT, rule, by, who, SupervisionRule()))

    assert [m.kind for m in found] == expected
    assert not any(m.is_forbidden for m in found)


def test_what_a_practice_says_of_supervision_is_laid_over_the_state() -> None:
    by_state = people.read(TEXT)

    shipped = people.supervision(by_state, "CA", {})
    own = people.supervision(by_state, "CA", {"on_site": True})

    assert (shipped.most_assistants, shipped.certainty) == (3, "uncertain")
    assert (own.on_site, own.most_assistants, own.certainty) == (True, 3, "verified")
    assert people.supervision(by_state, "AZ", {}) == SupervisionRule()


def test_every_row_of_a_state_says_where_it_comes_from() -> None:
    assert all(rule.source and rule.certainty for rule in people.read(TEXT).values())
