"""Of any chart: no sentence rests on nothing, none is broken English, every gap is one that pages have words for."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from otium.rules.packet import canonical, compare
from otium.rules.packet.filling import GAPS
from otium.terms.chart import (
    Asked,
    Chart,
    Finding,
    FindingKind,
    Goal,
    GoalNote,
    GoalStatus,
    Measure,
    Order,
    Page,
    Paper,
)
from otium.terms.packet import Section
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from otium.terms.schedule import VisitStatus, VisitType
from tests.rules.packet import cast

BROKEN = re.compile(
    r"\bNone\b|\b1 (visits|units|weeks|goals|standard deviations)\b|\b(?!1\b)\d+ (visit|unit|week|goal) "
    r"|  |\(\)|, ,|\.\."
)
days = st.integers(-900, 500).map(lambda n: cast.ON + timedelta(days=n))
maybe_day = st.none() | days
# What people type: letters, marks, line breaks, other scripts; never the word that would hide a broken sentence.
typed = st.text(alphabet="abcdé ñ\n\t.,;:!?()/-%'\"<>#0123456789中", max_size=60).filter(lambda t: ".." not in t)
pages = st.none() | st.builds(Page, st.uuids(), st.none() | st.integers(1, 30))
findings = st.builds(
    Finding, st.uuids(), st.sampled_from(FindingKind), typed, days, st.sampled_from(["", "daily_living"]), pages
)
measures = st.builds(
    Measure, st.uuids(), st.sampled_from(["copm", "Nine-Hole Peg Test", "BOT-2", "a test of ours", "DASH"]),
    st.sampled_from(["", "Performance", "x"]), st.decimals(-5, 400, places=1), st.sampled_from(["", "s", "points"]),
    days, st.sampled_from(["", "left", "right"]), st.sampled_from(["", "2nd percentile"]), pages,
)  # fmt: skip
notes = st.lists(st.builds(GoalNote, days, typed, st.sampled_from(GoalStatus)), max_size=2).map(tuple)
goals = st.builds(
    Goal, st.uuids(), typed, typed, typed, typed, maybe_day, st.sampled_from(GoalStatus), maybe_day, maybe_day,
    st.none() | st.booleans(), st.just(""), notes, pages,
)  # fmt: skip
visits = st.builds(
    lambda on, status, kind: replace(cast.visit(on), status=status, kind=kind),
    days, st.sampled_from(VisitStatus), st.sampled_from(VisitType),
)  # fmt: skip
orders = st.builds(
    Order, st.uuids(), maybe_day, maybe_day, st.none() | st.integers(0, 40), st.none() | st.booleans(),
    st.sampled_from(["", "Ana Ruiz, MD"]), st.sampled_from(["", "1093817465"]),
)  # fmt: skip
papers = st.builds(
    Paper, st.uuids(), st.just("Paper"), st.sampled_from(["evaluation", "referral", "plan_of_care", "progress_report"]),
    days, st.none() | st.integers(1, 9), st.none() | st.booleans(),
)  # fmt: skip
reasoning = st.lists(
    st.tuples(st.sampled_from([*Section, "gap.scores_missing", "other"]), typed, st.booleans()), max_size=3
)
lines = st.lists(
    st.tuples(st.just(("97530",)) | st.just(()), st.sampled_from(["visits", "units"]), st.none() | st.integers(0, 50)),
    max_size=2,
).map(tuple)  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    kind = draw(st.sampled_from(RequestKind))
    return replace(
        cast.asked(kind),
        service=draw(st.sampled_from(["treatment", "evaluation", "fce", "something_new"])),
        is_urgent=draw(st.booleans()),
        starts_on=draw(maybe_day),
        ends_on=draw(maybe_day),
        per_week=draw(
            st.none() | st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("1.50"), Decimal(2), Decimal(5)])
        ),
        weeks=draw(st.none() | st.integers(1, 60)),
        requested=draw(st.none() | st.integers(0, 60)),
        lines=draw(lines),
        place_code=draw(st.sampled_from(["", "11", "99"])),
        reasoning=tuple(draw(reasoning)),
    )


def several(of: st.SearchStrategy, most: int = 4) -> st.SearchStrategy:
    return st.lists(of, max_size=most).map(tuple)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    return cast.chart(
        who=cast.who(
            birth_on=draw(maybe_day), member_id=draw(st.sampled_from(["", "TEST1"])), sex=draw(st.sampled_from("FMUX"))
        ),
        insured=cast.insured(
            draw(st.sampled_from(PayerType)),
            injury=draw(st.just(()) | st.just((("claim_number", "WC1"), ("injured_on", "2026-01-05")))),
        ),
        provider=cast.provider(
            therapist_id=draw(st.none() | st.uuids()), credential=draw(st.sampled_from(["", "OTR/L"]))
        ),
        asked=draw(asked()),
        episode_id=draw(st.none() | st.just(cast.EPISODE)),
        diagnoses=draw(several(st.sampled_from(["F84.0", "F82", "S62.101A", "G56.01", "not a code", ""]), 2)),
        onset_on=draw(maybe_day), injury_on=draw(maybe_day), care_started_on=draw(maybe_day),
        orders=draw(several(orders, 2)), findings=draw(several(findings, 6)), measures=draw(several(measures, 5)),
        goals=draw(several(goals)), visits=draw(several(visits, 8)), papers=draw(several(papers, 3)),
        plans=draw(st.just(()) | st.just(cast.chart().plans)),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(charts())
def test_of_any_chart_every_sentence_rests_on_something_and_is_whole(chart: Chart) -> None:
    packet = cast.compiled(chart)

    for section in packet.sections:
        assert section.statements
        for statement in section.statements:
            assert statement.sources
            assert statement.text == statement.text.strip()
            assert statement.text
            own = statement.origin.value == "fact" and section.section not in TYPED
            assert not (own and BROKEN.search(statement.text)), statement.text


TYPED = frozenset(Section) - {
    Section.REQUEST, Section.PATIENT, Section.PROVIDER, Section.ORDER, Section.SCORES, Section.ATTENDANCE, Section.PLAN,
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(charts())
def test_of_any_chart_every_gap_is_known_with_its_params(chart: Chart) -> None:
    for gap in cast.compiled(chart).gaps:
        assert tuple(sorted(gap.params)) == tuple(sorted(GAPS[gap.code])), gap


@settings(max_examples=40, deadline=None)
@given(charts())
def test_of_any_chart_the_packet_is_the_same_again_and_kept_as_it_is(chart: Chart) -> None:
    packet = cast.compiled(chart)

    assert cast.compiled(chart) == packet
    assert canonical.read(canonical.text(packet)) == packet
    assert canonical.digest(packet.sections, packet.enclosures, packet.request_id) == packet.digest
    assert compare.changes(packet, packet) == ()


@settings(max_examples=40, deadline=None)
@given(charts())
def test_of_any_chart_what_is_proposed_blocks(chart: Chart) -> None:
    packet = cast.compiled(chart)
    proposed = any(s.origin.value == "proposed" for each in packet.sections for s in each.statements)

    assert not proposed or any(gap.code == "wording_proposed" for gap in packet.blocking)


def test_visits_of_the_day_itself_and_later_are_not_counted() -> None:
    today = cast.visit(cast.ON)
    chart = cast.chart(visits=(today, cast.visit(date(2027, 1, 1))))

    assert cast.texts(cast.compiled(chart), Section.ATTENDANCE) == []


def test_the_visit_type_does_not_matter_for_attendance() -> None:
    chart = cast.chart(visits=(cast.visit(date(2026, 9, 9), kind=VisitType.RE_EVALUATION),))

    assert cast.texts(cast.compiled(chart), Section.ATTENDANCE) == [
        "Of 1 visit planned on 09/09/2026, 1 was attended (100% attended)."
    ]
