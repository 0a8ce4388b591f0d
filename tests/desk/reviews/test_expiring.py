"""What is over ends by itself in the nightly sweep, once, and what follows stands on the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import sweep
from otium.desk.acts import Refused
from otium.desk.reviews import appeals, filing, talks
from otium.records import models
from otium.terms.prior_auth import Road
from tests import build
from tests.desk.reviews.conftest import AT, Denied

BY = build.TEST
LAST = date(2026, 12, 4)  # of the talk


def swept(denied: Denied, on: date) -> None:
    sweep.sweep(practice_id=denied.practice.pk, at=datetime(on.year, on.month, on.day, 15, tzinfo=UTC))


def events(key: object) -> list[tuple[str, str]]:
    rows = models.History.objects.filter(focus_id=key, event="expire").order_by("at")
    return [(row.by, row.after["state"]) for row in rows]


@pytest.mark.parametrize(("on", "state"), [(LAST, "scheduled"), (LAST + timedelta(days=1), "expired")])
def test_a_talk_is_over_after_its_last_day_gives_the_time_back_and_the_denial_stands_again(
    denied: Denied, on: date, state: str
) -> None:
    row = talks.open_talk(request_id=denied.request.pk, by=BY, at=AT)
    slot = datetime(2026, 12, 4, 21, 0, tzinfo=UTC)
    talks.schedule(talk_id=row.pk, slot_at=slot, minutes=15, therapist_id=denied.therapist.pk, by=BY, at=AT)

    swept(denied, on)
    swept(denied, on)

    row.refresh_from_db()
    is_over = state == "expired"
    assert row.state == state
    assert events(row.pk) == ([("sweep", "expired")] if is_over else [])
    assert models.AppointmentParticipant.objects.filter(talk=row).exists() is not is_over
    assert ("work_denial" in denied.tasks()) is is_over
    assert ("hold_peer_to_peer" in denied.tasks()) is not is_over


def test_an_appeal_that_was_not_filed_is_over_and_its_money_is_told_until_it_is_let_go(denied: Denied) -> None:
    row = appeals.open_appeal(request_id=denied.request.pk, by=BY, at=AT)
    over = date(2027, 5, 20)

    swept(denied, date(2027, 5, 19))
    row.refresh_from_db()
    assert row.state == "draft"

    swept(denied, over)
    swept(denied, over)
    row.refresh_from_db()
    assert (row.state, events(row.pk)) == ("expired", [("sweep", "expired")])
    task = models.Task.objects.get(kind="file_appeal", state="open")
    assert (task.why[0]["code"], task.dollars) == ("appeal_lapsed", 300)
    assert appeals.open_appeal(request_id=denied.request.pk, by=BY, at=AT + timedelta(days=180)).pk == row.pk

    appeals.withdraw(appeal_id=row.pk, why="too little", by=BY, at=AT + timedelta(days=180))
    assert "file_appeal" not in denied.tasks()


def test_an_appeal_that_is_over_is_filed_late_with_good_cause_only(denied: Denied) -> None:
    row = appeals.open_appeal(request_id=denied.request.pk, by=BY, at=AT)
    swept(denied, date(2027, 5, 20))
    late = {"road": Road.LETTER, "sent_at": AT + timedelta(days=179), "by": BY, "at": AT + timedelta(days=180)}

    with pytest.raises(Refused, match="late_needs_cause"):
        filing.file(appeal_id=row.pk, **late)  # type: ignore[arg-type]

    assert filing.file(appeal_id=row.pk, note="the notice came in May", **late).state == "filed"  # type: ignore[arg-type]
