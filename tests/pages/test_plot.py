from dataclasses import replace
from datetime import date, timedelta

from otium.pages.staff.desk.panel.plot import LEFT, RIGHT, Spent, Supply, plot

ON = date(2026, 11, 23)
MADE = [Spent(date(2026, 11, 3) + timedelta(days=7 * n), 1, True) for n in range(3)]
BOOKED = [Spent(date(2026, 11, 24) + timedelta(days=7 * n), 1, False) for n in range(2)]
SUPPLY = Supply(
    approved=5,
    opening=0,
    starts_on=date(2026, 10, 1),
    ends_on=date(2026, 12, 18),
    spent=[*MADE, *BOOKED],
    uncovered=[date(2026, 12, 8), date(2026, 12, 15)],
    send_from=date(2026, 11, 25),
    send_until=date(2026, 12, 1),
)


def test_the_line_falls_once_a_visit_and_ends_at_nothing() -> None:
    drawn = plot(SUPPLY, on=ON)

    assert drawn.done.count("V") == 3
    assert drawn.next.count("V") == 2
    assert drawn.next.split("V")[-1].startswith("104.0")


def test_the_table_holds_what_the_picture_shows() -> None:
    drawn = plot(SUPPLY, on=ON)

    assert [step.left for step in drawn.table] == [4, 3, 2, 1, 0, None, None]
    assert drawn.title == "2 of 5 are left today. From Tue, Dec 8, 2 visits are not covered."


def test_what_was_used_before_counts_from_the_start() -> None:
    drawn = plot(replace(SUPPLY, opening=2, spent=MADE, uncovered=[]), on=ON)

    assert [step.left for step in drawn.table] == [2, 1, 0]
    assert drawn.gap is None
    assert drawn.out_x == ""


def test_a_booked_visit_of_a_past_day_counts_as_made() -> None:
    drawn = plot(replace(SUPPLY, spent=[Spent(ON - timedelta(days=3), 1, False)], uncovered=[]), on=ON)

    assert drawn.title == "4 of 5 are left today."


def test_words_near_the_right_edge_are_written_to_the_left_of_their_line() -> None:
    drawn = plot(replace(SUPPLY, ends_on=date(2027, 3, 1)), on=ON)

    ends = next(label for label in drawn.labels if label.text.startswith("Ends"))
    assert ends.anchor == "end"
    assert all(LEFT - 6 <= float(label.x) <= RIGHT + 13 or label.anchor for label in drawn.labels)


def test_an_approval_without_dates_and_visits_is_drawn_around_today() -> None:
    bare = Supply(8, 0, None, None, [], [], ON + timedelta(days=2), ON + timedelta(days=9))

    drawn = plot(bare, on=ON)

    assert drawn.title == "8 of 8 are left today."
    assert drawn.end_x == ""
