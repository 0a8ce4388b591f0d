"""What a payer wants of a request, by which road, until when: which row says it."""

from datetime import date

import pytest

from otium.rules import payer_rules
from otium.rules.payer_rules import PayerRulesError
from otium.rules.prior_auth import roads
from otium.terms.packet import Section
from otium.terms.payers import Ground, PayerOverride, PayerRules, PayerType
from otium.terms.prior_auth import AppealTrack, Basis, RequestKind, Road
from otium.terms.roads import Matter, OwnRoad, RequestTerms, RoadTo, Service, Span, Unit
from tests.rules import cast

SHIPPED = (cast.RULES / "prior_auth" / "roads.toml").read_text()
GROUND = 'effective_from = 2026-01-01\nsource = "manual p. 41"\ncertainty = "verified"\n'
NOW = date(2026, 11, 26)
INITIAL, RENEWAL = RequestKind.INITIAL, RequestKind.RENEWAL


def rules_of(key: str, on: date = NOW, *overrides: PayerOverride) -> PayerRules:
    book = payer_rules.book(cast.texts(), overrides, on)
    return book.by_key.get(key) or book.by_type[PayerType(key)]


def terms(
    key: str,
    *,
    text: str = SHIPPED,
    on: date = NOW,
    kind: RequestKind = RENEWAL,
    rows: tuple[OwnRoad, ...] = (),
    **more: str,
) -> RequestTerms:
    matter = Matter(on, kind, Service(more.get("service", "treatment")), more.get("state", ""), more.get("plan", ""))
    return roads.terms_of(roads.read(text), rules_of(key, on), matter, rows)


def roads_to(found: RequestTerms) -> list[Road]:
    return [each.road for each in found.roads]


@pytest.mark.parametrize(
    ("key", "on", "standard", "at_most", "urgent"),
    [
        ("medicare_advantage", date(2025, 12, 31), Span(14, Unit.DAYS), None, Span(72, Unit.HOURS)),
        ("medicare_advantage", date(2026, 1, 1), Span(7, Unit.DAYS), None, Span(72, Unit.HOURS)),
        ("medicaid_mco", NOW, Span(7, Unit.DAYS), None, Span(72, Unit.HOURS)),
        ("commercial", NOW, Span(15, Unit.DAYS), None, Span(72, Unit.HOURS)),
        ("workers_comp_ca", NOW, Span(5, Unit.BUSINESS_DAYS), Span(14, Unit.DAYS), Span(72, Unit.HOURS)),
        ("workers_comp_tx", NOW, Span(3, Unit.BUSINESS_DAYS), None, None),
        ("tricare", NOW, Span(5, Unit.BUSINESS_DAYS), None, None),
        ("va", NOW, None, None, None),
        ("workers_comp_ny", NOW, None, None, None),
    ],
)
def test_the_clock_is_the_payers_own_before_its_types(
    key: str, on: date, standard: Span | None, at_most: Span | None, urgent: Span | None
) -> None:
    clock = terms(key, on=on).decision

    assert (clock.standard, clock.at_most, clock.urgent) == (standard, at_most, urgent)


@pytest.mark.parametrize(
    ("key", "track", "days"),
    [
        ("medicare_b", AppealTrack.MEDICARE_FFS, 120),
        ("uhc_medicare_advantage", AppealTrack.MEDICARE_ADVANTAGE, 65),
        ("medicaid_mco", AppealTrack.MEDICAID_MCO, 60),
        ("uhc_commercial", AppealTrack.COMMERCIAL, 180),
        ("workers_comp_ca", AppealTrack.WORKERS_COMP, 30),
        ("va", AppealTrack.OTHER, None),
    ],
)
def test_appeals_go_by_the_track_of_the_payers_type(key: str, track: AppealTrack, days: int | None) -> None:
    found = terms(key)

    assert (found.appeal_track, found.appeal_days) == (track, days)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("commercial", [Road.X12, Road.PORTAL, Road.FAX, Road.CALL]),
        ("workers_comp", [Road.FAX, Road.CALL, Road.LETTER]),
        ("workers_comp_ca", [Road.FAX, Road.LETTER, Road.CALL]),
        ("workers_comp_ny", [Road.PORTAL]),
        ("other", [Road.PORTAL, Road.FAX, Road.CALL]),
    ],
)
def test_the_roads_of_the_most_specific_rows_are_tried_in_their_order(key: str, expected: list[Road]) -> None:
    assert roads_to(terms(key)) == expected


@pytest.mark.parametrize(("on", "later"), [(date(2026, 12, 31), []), (date(2027, 1, 1), [Road.FHIR])])
def test_fhir_has_its_place_and_is_never_chosen(on: date, later: list[Road]) -> None:
    found = terms("medicare_advantage", on=on)

    assert [each.road for each in found.later] == later
    assert Road.FHIR not in roads_to(found)


def test_an_own_fhir_road_is_not_chosen_either() -> None:
    found = terms("commercial", rows=(own(Road.FHIR, to="https://payer.example"),))

    assert found.road is not None
    assert found.road.road is Road.X12
    assert [each.road for each in found.later] == [Road.FHIR]


def own(road: Road, order: int = 1, to: str = "", ends_on: date | None = None, **match: str) -> OwnRoad:
    return OwnRoad(RoadTo(road, Ground("ours", "practice", None, ends_on), to, is_own=True), order, **match)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), [(Road.X12, ""), (Road.PORTAL, ""), (Road.FAX, ""), (Road.CALL, "")]),
        ((own(Road.FAX, to="1"),), [(Road.FAX, "1"), (Road.X12, ""), (Road.PORTAL, ""), (Road.CALL, "")]),
        ((own(Road.FAX, 2, "2"), own(Road.CALL, 1, "1")), [(Road.CALL, "1"), (Road.FAX, "2")]),
        ((own(Road.FAX, to="1"), own(Road.FAX, to="2", kind="renewal")), [(Road.FAX, "2"), (Road.X12, "")]),
        ((own(Road.FAX, to="1", kind="initial"),), [(Road.X12, "")]),
        ((own(Road.FAX, to="1", state="NJ"),), [(Road.X12, "")]),
        ((own(Road.FAX, to="1", plan="Gold"),), [(Road.FAX, "1"), (Road.X12, "")]),
        ((own(Road.FAX, to="1", ends_on=date(2026, 11, 25)),), [(Road.X12, "")]),
        ((own(Road.FAX, to="1", ends_on=NOW),), [(Road.FAX, "1"), (Road.X12, "")]),
    ],
)
def test_the_practices_own_roads_come_first_where_they_fit(
    rows: tuple[OwnRoad, ...], expected: list[tuple[Road, str]]
) -> None:
    found = terms("commercial", rows=rows, plan="Gold", state="NY")

    assert [(each.road, each.destination) for each in found.roads][: len(expected)] == expected


def test_a_renewal_tells_progress_and_a_first_request_does_not() -> None:
    assert Section.PROGRESS in terms("commercial", kind=RENEWAL).required
    assert Section.PROGRESS not in terms("commercial", kind=INITIAL).required
    assert terms("commercial", kind=INITIAL).papers == ("evaluation", "plan_of_care", "order")


def test_a_payers_first_day_is_of_renewals_only() -> None:
    assert terms("commercial", kind=RENEWAL).accepted_days_before == 30
    assert terms("commercial", kind=INITIAL).accepted_days_before is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), Span(10, Unit.BUSINESS_DAYS)),
        (date(2026, 6, 30), Span(10, Unit.BUSINESS_DAYS)),
        (date(2026, 7, 1), None),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(on: date, expected: Span | None) -> None:
    text = f'[[terms]]\n{GROUND}effective_to = 2026-06-30\nafter_evaluation = "10 business_days"\n'

    assert terms("commercial", text=text, on=on).after_evaluation == expected


def test_a_capacity_evaluation_is_asked_for_in_units() -> None:
    found = terms("workers_comp_tx", kind=RequestKind.ASSESSMENT, service="fce")

    assert (found.basis, found.needs) == (Basis.UNITS, True)


def test_each_value_names_what_it_rests_on() -> None:
    found = terms("uhc_medicare_advantage")

    ground = found.ground_of("decision.standard")
    assert ground is not None
    assert (ground.certainty, ground.starts_on) == ("verified", date(2026, 1, 1))
    assert found.ground_of("lead") is None


def test_the_practices_own_figure_beats_what_ships() -> None:
    override = PayerOverride("workers_comp_ca", "decision_days", 3, "our contract")
    rules = rules_of("workers_comp_ca", NOW, override)

    found = roads.terms_of(roads.read(SHIPPED), rules, Matter(NOW, RENEWAL))

    assert found.decision.standard == Span(3, Unit.DAYS)


ROWS = {  # lead in days, by what a row names
    'payer_type = "commercial"': 1,
    'payer_type = "commercial"\nkind = "renewal"': 2,
    'state = "NY"': 3,
    'state = "NY"\nkind = "renewal"': 4,
    'key = "uhc_commercial"': 5,
    'plan = "Gold"': 6,
    'service = "telehealth"': 7,
}


@pytest.mark.parametrize(
    ("key", "more", "kind", "expected"),
    [
        ("commercial", {}, INITIAL, 1),
        ("commercial", {}, RENEWAL, 2),
        ("commercial", {"state": "NY"}, INITIAL, 3),
        ("commercial", {"state": "NY"}, RENEWAL, 4),
        ("commercial", {"state": "NJ"}, INITIAL, 1),
        ("uhc_commercial", {"state": "NY"}, RENEWAL, 5),
        ("uhc_commercial", {"plan": "Gold", "state": "NY"}, RENEWAL, 6),
        ("commercial", {"service": "telehealth"}, INITIAL, 1),
        ("tricare", {"service": "telehealth"}, INITIAL, 7),
    ],
)
def test_plan_beats_key_beats_state_beats_type_beats_kind_beats_service(
    key: str, more: dict[str, str], kind: RequestKind, expected: int
) -> None:
    text = "".join(f'[[terms]]\n{match}\n{GROUND}lead = "{n} days"\n' for match, n in ROWS.items())

    assert terms(key, text=text, kind=kind, **more).lead == Span(expected, Unit.DAYS)


@pytest.mark.parametrize(
    "text",
    [
        "terms = 1 2",
        '[[terms]]\nlead = "1 days"\n',
        f'[[terms]]\n{GROUND}lead = "soon"\n',
        f'[[terms]]\n{GROUND}lead = "1 moons"\n',
        f'[[terms]]\n{GROUND}colour = "blue"\n',
        f'[[terms]]\n{GROUND}required = ["poem"]\n',
        f'[[terms]]\n{GROUND}may_extend = "yes"\n',
        f'[[terms]]\nkind = "wish"\n{GROUND}',
        f'[[terms]]\npayer_type = "aunt"\n{GROUND}',
        f'[[road]]\n{GROUND}road = "pigeon"\n',
        f'[[road]]\n{GROUND}road = "fax"\ncolour = "blue"\n',
        f"[[street]]\n{GROUND}",
    ],
)
def test_a_file_that_no_rule_can_read_is_refused(text: str) -> None:
    with pytest.raises(PayerRulesError):
        roads.read(text)


def test_every_payer_type_has_a_road_and_the_sections_of_each_kind() -> None:
    for payer_type in PayerType:
        for kind in RequestKind:
            found = terms(payer_type.value, kind=kind)

            assert found.roads, payer_type
            assert found.required, (payer_type, kind)
