"""What a packet says, what it rests on, what it finds lacking."""

from dataclasses import replace
from datetime import date

from otium.rules.packet import canonical
from otium.terms.chart import FindingKind
from otium.terms.packet import Origin, Section
from otium.terms.prior_auth import RequestKind
from otium.terms.provenance import SourceKind
from tests.rules.packet import cast


def test_the_packet_of_a_complete_renewal_lacks_nothing() -> None:
    packet = cast.compiled(cast.chart())

    assert packet.gaps == ()


def test_a_renewal_says_what_it_asks_for_and_what_it_follows() -> None:
    said = cast.texts(cast.compiled(cast.chart()), Section.REQUEST)

    assert said[:3] == [
        "Request to continue occupational therapy.",
        "Service: treatment",
        "Asked for: 12 visits from 12/19/2026 to 03/12/2027",
    ]
    assert said[-1] == "It follows authorization M-60342 (from 09/08/2026 to 12/18/2026, 12 visits approved)."


def test_attendance_is_counted_from_the_visits_of_the_period_that_is_followed() -> None:
    packet = cast.compiled(cast.chart())

    assert cast.texts(packet, Section.ATTENDANCE) == [
        "Of 11 visits planned from 09/08/2026 to 11/19/2026, 9 were attended, 1 cancelled and 1 missed without notice "
        "(82% attended)."
    ]


def test_goals_stand_with_baseline_current_and_target() -> None:
    said = cast.texts(cast.compiled(cast.chart()), Section.GOALS)

    assert said[0] == (
        "Short-term goal (set 09/08/2026, due 03/12/2027): Button a shirt with five buttons. "
        "Baseline: 0 of 5 buttons. Current (11/16/2026): 2 of 5 buttons. Target: 5 of 5 buttons. Status: in progress."
    )


def test_progress_counts_the_goals_and_sets_scores_side_by_side() -> None:
    said = cast.texts(cast.compiled(cast.chart()), Section.PROGRESS)

    assert "Of 2 goals, 1 is met and 1 is in progress." in said


def test_wording_that_nobody_accepted_is_marked_and_a_gap() -> None:
    proposed = cast.with_asked(cast.chart(), reasoning=(("skilled_need", "More is needed.", True),))

    packet = cast.compiled(proposed)

    assert "wording_proposed" in cast.codes(packet, blocking=True)
    marked = [s for each in packet.sections for s in each.statements if s.origin is Origin.PROPOSED]
    assert [s.text for s in marked] == ["More is needed."]


def test_what_the_clinician_wrote_rests_on_the_request() -> None:
    written = cast.with_asked(cast.chart(), reasoning=(("discharge", "Home program by spring.", False),))

    packet = cast.compiled(written)

    said = next(s for each in packet.sections for s in each.statements if s.origin is Origin.CLINICIAN)
    assert (said.sources[0].kind, said.sources[0].label) == (SourceKind.REASONING, "discharge")


def test_a_first_request_without_goals_scores_or_reasoning_names_each_of_them() -> None:
    bare = replace(cast.chart(), asked=cast.asked(RequestKind.INITIAL), findings=(), goals=(), measures=())

    lacking = cast.codes(cast.compiled(bare), blocking=True)

    assert {"deficits_missing", "goals_missing", "scores_missing", "skilled_need_missing"} <= set(lacking)


def test_the_same_chart_gives_the_same_packet() -> None:
    chart = cast.chart()

    assert canonical.text(cast.compiled(chart)) == canonical.text(cast.compiled(chart))


def test_a_kept_packet_is_read_back_as_it_was() -> None:
    packet = cast.compiled(replace(cast.chart(), onset_on=date(2027, 1, 1)))

    assert packet.gaps
    assert canonical.read(canonical.text(packet)) == packet


def test_what_was_written_again_word_for_word_is_said_once_with_its_newest_day() -> None:
    text = "Practices with the mother every evening"
    days = (date(2026, 9, 8), date(2026, 11, 20))
    written = tuple(cast.finding(FindingKind.HOME_PROGRAM, text, day) for day in days)
    chart = cast.chart()
    chart = replace(chart, findings=(*chart.findings, *written))

    said = [each for each in cast.texts(cast.compiled(chart), Section.HOME_PROGRAM) if each.startswith(text)]

    assert said == [f"{text} (11/20/2026)."]
