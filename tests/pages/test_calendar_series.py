"""A series, a therapist's own day, and ways into and out of the calendar."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Appointment, Practice
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.calendars import TUESDAY, at, visit


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


def series_of(cast: Cast, who: models.Patient, **fields: Any) -> models.Series:
    values = {"weekdays": [1], "starts_at": time(15), "minutes": 45, "starts_on": TUESDAY, **fields}
    with acting.acting_for(cast.a.pk):
        return models.Series.objects.create(
            practice=cast.a, patient=who, therapist=cast.therapists["treating"], **values
        )


def test_a_series_says_what_differs_what_is_left_out_and_what_comes_next(client: Client, cast: Cast) -> None:
    who = people.patient(cast.a)
    series = series_of(cast, who, ends_on=date(2026, 12, 29))
    of = {"series": series, "therapist": cast.therapists["treating"]}
    with acting.acting_for(cast.a.pk):
        build.visit(who, at("11-24T15:00"), **of)
        build.visit(who, at("12-02T15:30"), **of)
        build.visit(who, at("12-08T15:00"), **{**of, "therapist": cast.therapists["other_therapist"]})
        build.visit(who, at("12-15T15:00"), "cancelled", **of)
        build.visit(who, at("12-29T15:00"), **of)

    page = client.get(reverse("series", args=[who.pk, series.pk])).context["series"]

    assert page.said == "Each week on Tuesday, 3 pm, 45 minutes, Treating"
    assert page.counted == "4 visits, 4 to come"
    assert [(row.when, row.differs, row.act.words if row.act else "") for row in page.rows] == [
        ("Tue, Nov 24, 3 pm", (), "Clear it"),
        ("Wed, Dec 2, 3:30 pm", ("on a Wednesday", "at 3:30 pm"), "Clear it"),
        ("Tue, Dec 8, 3 pm", ("with Other Therapist",), "Clear it"),
        ("Tue, Dec 15, 3 pm", (), "Fill the hour"),
        ("Tue, Dec 22", ("left out of the series",), "Book one that week"),
        ("Tue, Dec 29, 3 pm", (), "Clear it"),
    ]


def test_a_series_that_moved_as_a_whole_differs_nowhere(client: Client, cast: Cast) -> None:
    who = people.patient(cast.a)
    series = series_of(cast, who, ends_on=date(2026, 12, 1))
    with acting.acting_for(cast.a.pk):
        for day in ("11-25", "12-02"):
            build.visit(who, at(f"{day}T09:00"), series=series, therapist=cast.therapists["treating"])

    page = client.get(reverse("series", args=[who.pk, series.pk])).context["series"]

    assert page.said == "Each week on Wednesday, 9 am, 45 minutes, Treating"
    assert [row.differs for row in page.rows] == [(), ()]


def test_a_day_of_the_series_on_which_the_practice_is_closed_says_so(client: Client, cast: Cast) -> None:
    who = people.patient(cast.a)
    series = series_of(cast, who, weekdays=[3], starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 26))

    page = client.get(reverse("series", args=[who.pk, series.pk])).context["series"]

    assert [row.differs for row in page.rows] == [("the practice is closed that day",)]


def test_a_series_of_another_patient_is_not_found(client: Client, cast: Cast) -> None:
    series = series_of(cast, people.patient(cast.a))
    other = people.patient(cast.a, "Ada", "Lindqvist")

    assert client.get(reverse("series", args=[other.pk, series.pk])).status_code == 404


def test_a_therapist_sees_who_comes_next_whom_to_call_and_says_they_came(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])
    visit(cast, "Ada", at("11-23T08:00"), status="done")
    now = visit(cast, "Ben", at("11-23T09:30"))
    visit(cast, "Cleo", at("11-23T11:00"))
    visit(cast, "Dan", at("11-23T11:00"), therapist=cast.therapists["other_therapist"])
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=now.patient_id).update(phone="(518) 555-0101")

    page = client.get(reverse("my_day"))
    mine = page.context["mine"]

    assert [(turn.cell.name, turn.is_next) for turn in mine.turns] == [
        ("Ben Marshfield", True), ("Cleo Marshfield", False),
    ]  # fmt: skip
    assert [turn.cell.name for turn in mine.over] == ["Ada Marshfield"]
    assert [contact.dial for contact in mine.turns[0].contacts] == ["5185550101"]
    assert 'href="tel:5185550101"' in page.content.decode()
    assert mine.turns[0].act == reverse("visit_arrive", args=[now.pk])


def test_one_button_leads_a_visit_from_step_to_step_and_each_can_be_taken_back(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])
    ben = visit(cast, "Ben", at("11-23T09:30"))
    seen = []

    def stands() -> str:
        with acting.acting_for(cast.a.pk):
            return Appointment.objects.get(pk=ben.pk).status

    for step in ("arrive", "start", "finish"):
        page = client.get(reverse("my_day"))
        (turn,) = page.context["mine"].turns
        assert turn.act == reverse(f"visit_{step}", args=[ben.pk])
        was = stands()
        for _again in range(2):
            done = client.post(turn.act, {"next": page.context["back"]}, follow=True)
            assert done.redirect_chain == [(reverse("my_day"), 302)]
            undo = next(m.extra_tags for m in done.context["messages"]).removeprefix("undo:")
            if not _again:
                assert client.post(undo)["Location"] == reverse("my_day")
                assert stands() == was
        seen.append(stands())

    assert seen == ["arrived", "in_session", "done"]
    assert client.get(reverse("my_day")).context["mine"].turns == ()


@pytest.mark.parametrize(("hour", "is_over"), [("08:45", True), ("09:30", False)])
def test_a_visit_whose_time_is_over_can_be_done_at_once(cast: Cast, hour: str, is_over: bool) -> None:
    ada = visit(cast, "Ada", at(f"11-23T{hour}"))

    (turn,) = people.signed_in(cast.people["treating"]).get(reverse("my_day")).context["mine"].turns

    assert turn.act == reverse("visit_arrive", args=[ada.pk])
    assert turn.finish == (reverse("visit_finish", args=[ada.pk]) if is_over else "")


def test_a_visit_of_tomorrow_can_be_neither_arrived_nor_done(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])
    visit(cast, "Ada", at("11-24T08:00"))

    mine = client.get(reverse("my_day"), {"on": TUESDAY.isoformat()}).context["mine"]

    assert [(turn.act, turn.act_words, turn.is_next) for turn in mine.turns] == [("", "", True)]


def test_who_treats_nobody_chooses_whose_day_it_is(client: Client, cast: Cast) -> None:
    visit(cast, "Ada", at("11-23T11:00"))
    page = client.get(reverse("my_day"))

    theirs = client.get(next(url for url, name in page.context["therapists"] if name == "Treating"))

    assert "mine" not in page.context
    assert [turn.cell.name for turn in theirs.context["mine"].turns] == ["Ada Marshfield"]


@pytest.mark.parametrize(
    ("who", "is_there"), [("treating", True), ("assistant", False), ("owner", False), ("auditor", False)]
)
def test_my_day_is_in_the_rail_of_therapists(cast: Cast, who: str, is_there: bool) -> None:
    page = people.signed_in(cast.people[who]).get(reverse("patients")).content.decode()

    assert (f'href="{reverse("my_day")}"' in page) == is_there


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_an_act_never_leads_to_another_site(cast: Cast, address: str) -> None:
    client = people.signed_in(cast.people["treating"])
    booked = visit(cast, "Ada", at("11-23T09:00"))

    done = client.post(reverse("visit_arrive", args=[booked.pk]), {"next": address})

    assert done["Location"] == reverse("visit", args=[booked.pk])


def test_the_patient_of_a_free_hour_is_found_by_name_in_the_body(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a)
    people.patient(cast.b, "Theodora", "Elsewhere")
    treating = cast.therapists["treating"]
    address = f"{reverse('schedule_book')}?on=2026-11-24&at=15:30&therapist={treating.pk}"

    found = client.post(address, {"q": "theod"})
    ((name, _born, url),) = found.context["people"]
    form = client.get(url).context["form"]

    assert name == "Theodora Marshfield"
    assert url.startswith(reverse("visit_book", args=[theo.pk]))
    assert [form[field].value() for field in ("on", "starts_at", "therapist")] == [
        "Tue, Nov 24, 2026", "3:30 pm", str(treating.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["at=25:00&on=soon", "therapist=nobody&room=x", "therapist=&at="])
def test_a_time_or_place_that_cannot_be_read_is_left_out(client: Client, cast: Cast, query: str) -> None:
    page = client.get(f"{reverse('schedule_book')}?{query}")

    assert page.status_code == 200


def test_co_treatment_lists_other_disciplines_first_and_names_the_same(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        models.Therapist.objects.create(practice=cast.a, name="Zed Speech", discipline="SLP")
    who = people.patient(cast.a)
    people.episode(who, cast.therapists["treating"])

    form = client.get(reverse("visit_book", args=[who.pk])).context["form"]

    assert [words for _key, words in form.fields["also_therapists"].choices] == [
        "Zed Speech, SLP", "Other Therapist, OT: the same discipline", "Treating, OT: chosen above",
    ]  # fmt: skip


def test_outside_the_hours_says_the_hours(client: Client, cast: Cast) -> None:
    who = people.patient(cast.a)
    people.episode(who, cast.therapists["treating"])
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": "nov 24", "starts_at": "6pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1",
    }  # fmt: skip

    page = client.post(reverse("visit_book", args=[who.pk]), sent).content.decode()

    assert "outside the practice’s hours, 8 am to 5 pm" in page


def test_a_move_asked_from_the_calendar_goes_back_there(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
    booked = visit(cast, "Ada", at("11-24T09:00"))
    back = f"{reverse('schedule')}?week=2026-11-23"
    sent = {
        "move-therapist": str(booked.therapist_id), "move-on": "2026-11-25", "move-starts_at": "10:00",
        "move-minutes": "45", "move-room": "", "next": back,
    }  # fmt: skip

    asked = client.post(reverse("visit_move", args=[booked.pk]), {**sent, "check": "on"})
    done = client.post(reverse("visit_move", args=[booked.pk]), {**sent, "anyway": "on"})

    assert f'name="next" value="{back}"' in asked.content.decode()
    assert done["Location"] == back


def test_the_sheet_says_what_is_left_of_each_limit(client: Client, cast: Cast) -> None:
    booked = visit(cast, "Ada", at("11-24T09:00"))
    with acting.acting_for(cast.a.pk):
        payer = build.payer(cast.a)
        cover = build.coverage(booked.patient, payer, order=1)
        build.check(cover, AT)
        build.authorization(booked.patient, 12, coverage=cover, starts_on=ON, ends_on=ON + timedelta(days=90))

    ((_name, (row,)),) = client.get(reverse("schedule_sheet")).context["sheet"].groups

    said = [f"{limit.check}: {limit.sentence}" for limit in row.limits]
    assert any("11 left after this visit" in each for each in said)
    assert said[-1].startswith("Not known: ")


def test_a_single_visit_that_is_refused_has_no_others_to_move(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
    visit(cast, "Ada", at("11-24T10:00"))
    booked = visit(cast, "Ben", at("11-24T09:00"))
    sent = {
        "move-therapist": str(booked.therapist_id), "move-on": "nov 24", "move-starts_at": "10:00",
        "move-minutes": "45", "move-room": "",
    }  # fmt: skip

    refusal = client.post(reverse("visit_move", args=[booked.pk]), sent).context["refusal"]

    assert (refusal.can_leave_out, refusal.is_series, len(refusal.free)) == (False, False, 3)
