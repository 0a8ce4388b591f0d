"""Pages of messages about visits: the family's, the phone of the demo, the visit's, the settings."""

import re
import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.urls import reverse

from otium.desk import acting, settle
from otium.desk.visit_messages import booking, due
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.pages.family_link import text, token_of, url

pytestmark = pytest.mark.django_db
STARTS = AT + timedelta(hours=20)


@pytest.fixture
def visit(cast: Cast) -> models.Appointment:
    """Theodora comes tomorrow; her mother has a phone."""
    child = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        cast.a.phone = "512-555-0142"
        cast.a.save(update_fields=["phone"])
        models.RelatedPerson.objects.create(
            practice=cast.a, patient=child, first_name="María", last_name="Marshfield", relationship="mother",
            phone="(312) 555-0142", may_receive=True, may_consent=True,
        )  # fmt: skip
        build.connection(cast.a, carries=["text"])
        return build.visit(child, STARTS, therapist=build.therapist(cast.a))


@pytest.fixture
def link(cast: Cast, visit: models.Appointment) -> str:
    with acting.acting_for(cast.a.pk):
        assert due.remind(cast.a.pk, at=AT) == 1
        return token_of(cast.a)


def standing(cast: Cast, visit: models.Appointment) -> tuple[str, bool]:
    with acting.acting_for(cast.a.pk):
        visit.refresh_from_db()
    return visit.status, visit.confirmed_at is not None


def local(cast: Cast) -> datetime:
    return STARTS.astimezone(ZoneInfo(cast.a.time_zone))


def test_the_page_asks_one_thing_and_names_nothing_of_therapy(cast: Cast, link: str) -> None:
    page = text(Client().get(url(link)))

    assert "Are you coming?" in page
    assert "Theodora" in page
    assert local(cast).strftime("%-I:%M %p") in page
    assert "Yes, we are coming" in page
    assert "It is less than 24 hours until your visit. If you cancel now, it counts as late." in page
    assert "Marshfield" not in page
    assert not re.search(r"therap(y|ist)|script", page.replace(cast.a.name, ""), re.IGNORECASE)


def test_it_speaks_spanish(link: str) -> None:
    page = text(Client().get(url(link, "es")))

    assert "¿Va a venir?" in page
    assert "No, no podemos ir" in page


def test_a_tap_is_thanked_and_the_link_shows_it_from_then_on(cast: Cast, visit: models.Appointment, link: str) -> None:
    thanked = text(Client().post(url(link), {"choice": "confirm"}))
    again = text(Client().post(url(link), {"choice": "cannot_come"}))
    looked = text(Client().get(url(link)))

    assert "Thank you. See you then." in thanked
    assert 'href="visits.ics?lang=en"' in thanked
    for page in (again, looked):
        assert "You said that you are coming." in page
        assert "<button" not in page
    assert standing(cast, visit) == ("booked", True)


def test_nothing_chosen_is_asked_again(cast: Cast, visit: models.Appointment, link: str) -> None:
    response = Client().post(url(link), {"choice": "maybe"})

    assert response.status_code == 422
    assert "Choose one answer first." in text(response)
    assert standing(cast, visit) == ("booked", False)


def test_other_times_are_offered_and_one_is_asked_for(cast: Cast, visit: models.Appointment, link: str) -> None:
    page = text(Client().get(url(link) + "?times=1"))
    times = re.findall(r'name="time" value="([^"]+)"', page)
    assert times[-1] == "call"
    assert len(times) > 2

    missing = Client().post(url(link) + "?times=1", {"choice": "other_time"})
    done = Client().post(url(link), {"choice": "other_time", "time": times[0]})

    assert "Choose a time first." in text(missing)
    assert "We will call you about another time." in text(done)
    with acting.acting_for(cast.a.pk):
        assert models.FamilyMatter.objects.get().wish_at == datetime.fromisoformat(times[0])


def test_a_cancelled_visit_says_so_and_offers_the_phone(cast: Cast, visit: models.Appointment, link: str) -> None:
    with acting.acting_for(cast.a.pk):
        models.Appointment.objects.filter(pk=visit.pk).update(status="cancelled")

    page, tapped = text(Client().get(url(link))), Client().post(url(link), {"choice": "confirm"})

    assert "It is cancelled. You need not come." in page
    assert "Call 512-555-0142" in page
    assert tapped.status_code == 422


def test_the_visit_says_what_was_told_and_who_confirmed(
    client: Client, cast: Cast, visit: models.Appointment, link: str
) -> None:
    Client().post(url(link), {"choice": "confirm"})

    page = text(people.signed_in(cast.people["owner"]).get(reverse("visit", args=[visit.pk])))

    assert "What the family was told" in page
    assert "waits to leave" in page
    assert "They come" in page
    assert "the family, by their link" in page


def test_the_day_and_its_sheet_say_who_was_reminded(cast: Cast, visit: models.Appointment, link: str) -> None:
    owner = people.signed_in(cast.people["owner"])
    query = f"?practice=alder&on={local(cast).date().isoformat()}"

    for name in ("schedule_day", "schedule_sheet"):
        assert "Reminder waits" in text(owner.get(reverse(name) + query))


def test_what_they_wrote_stands_with_the_task(client: Client, cast: Cast, link: str, settings: Any) -> None:
    settings.OTIUM_MODE = "demo"
    owner = people.signed_in(cast.people["owner"])
    key = re.search(r"\?phone=(\w+)", text(owner.get(reverse("sandbox"))))
    assert key

    sent = owner.post(reverse("sandbox_reply"), {"phone": key[1], "words": "Can grandma bring her?"}, follow=True)

    assert "Can grandma bring her?" in text(sent)
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="call_family", state="open")
    page = text(owner.get(reverse("desk_task", args=[task.pk])))
    assert "Can grandma bring her?" in page
    assert "(312) 555-0142" in page
    assert "Record that you called" in page


def test_a_yes_from_the_phone_of_the_demo_confirms(
    cast: Cast, visit: models.Appointment, link: str, settings: Any
) -> None:
    settings.OTIUM_MODE = "demo"
    owner = people.signed_in(cast.people["owner"])
    key = re.search(r"\?phone=(\w+)", text(owner.get(reverse("sandbox"))))
    assert key
    assert "3125550142" not in key[1]

    page = text(owner.post(reverse("sandbox_reply"), {"phone": key[1], "words": "yes pls"}, follow=True))

    assert "Thank you. See you: Theodora" in page
    assert page.index("yes pls") < page.rindex("Thank you. See you: Theodora")  # the list shows the last one, too
    assert standing(cast, visit) == ("booked", True)


@pytest.mark.parametrize("mode", ["production", "test"])
def test_outside_a_demo_no_reply_can_be_made_up(
    cast: Cast, visit: models.Appointment, link: str, settings: Any, mode: str
) -> None:
    settings.OTIUM_MODE = mode
    owner = people.signed_in(cast.people["owner"])

    assert owner.post(reverse("sandbox_reply"), {"phone": "x", "words": "yes"}).status_code == 302
    assert standing(cast, visit) == ("booked", False)
    assert house.OTIUM_ADDRESS


def test_an_owner_sets_when_families_are_reminded(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])
    address = reverse("settings_reminders")
    form = owner.get(address).context["form"]
    stands = {field.name: field.value() for field in form} | {"practice": "alder"}
    assert stands["hours_other"] == "72, 24"
    assert stands["bookings"] == "yes"

    refused = owner.post(address, stands | {"hours_other": "tomorrow"})
    saved = owner.post(address, stands | {"hours_other": "48 24", "other_time": "book", "bookings": "no"}, follow=True)

    assert "Enter up to four whole numbers" in text(refused)
    assert 'value="48, 24"' in text(saved)
    with acting.acting_for(cast.a.pk):
        kept = models.Practice.objects.get(pk=cast.a.pk).visit_messages
        assert (kept["hours"]["other"], kept["other_time"]) == ([48, 24], "book")
        assert kept["tells_bookings"] is False


def test_the_notice_that_families_are_told_of_is_the_attendance_policys(cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(attendance_policy={"notice_hours": 48})

    said = text(people.signed_in(cast.people["owner"]).get(reverse("settings_reminders") + "?practice=alder"))

    assert "should say so 48 hours before the visit" in said
    assert reverse("settings_attendance") in said


def test_reminders_have_a_view_of_their_own(cast: Cast, link: str) -> None:
    owner = people.signed_in(cast.people["owner"])
    with acting.acting_for(cast.a.pk):
        settle.settle(cast.a, by=build.TEST, at=AT)

    assert "Reminder of a visit" in text(owner.get(reverse("families") + "?view=visits"))
    assert "Reminder of a visit" not in text(owner.get(reverse("families") + "?view=waiting"))
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.get()
    page = text(owner.get(reverse("family_notice", args=[notice.pk])))
    assert "Theodora" in page
    assert "/portal/…" in page
    assert link not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_one_counts(cast: Cast, visit: models.Appointment, link: str) -> None:
    start, pages = threading.Barrier(2), []

    def tap(choice: str) -> None:
        start.wait()
        pages.append(text(Client().post(url(link), {"choice": choice})))
        connection.close()

    taps = [threading.Thread(target=tap, args=(choice,)) for choice in ("confirm", "cannot_come")]
    for each in taps:
        each.start()
    for each in taps:
        each.join()

    assert sorted("Thank you" in page for page in pages) == [False, True]
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.get()
        (choice,) = notice.answer["choices"].values()
    assert standing(cast, visit) == (("booked", True) if choice == "confirm" else ("late_cancel", False))


def test_what_is_read_and_answered_is_in_the_audit_trail(cast: Cast, link: str) -> None:
    Client().get(url(link))
    Client().post(url(link), {"choice": "confirm"})

    with acting.acting_for(cast.a.pk):
        rows = list(models.AuditEvent.objects.filter(door="portal").order_by("id").values_list("actor", "action"))
    assert rows == [("family link", "read"), ("family link", "change")]


def test_a_visit_that_they_cannot_come_to_is_for_no_calendar(cast: Cast, link: str) -> None:
    thanked = text(Client().post(url(link), {"choice": "cannot_come"}))

    assert "visits.ics" not in thanked


@pytest.mark.parametrize(("count", "button"), [(1, True), (3, False)])
def test_what_was_booked_is_shown_with_the_calendar_and_a_single_visit_can_be_answered(
    cast: Cast, visit: models.Appointment, count: int, button: bool
) -> None:
    with acting.acting_for(cast.a.pk):
        those = [
            build.visit(visit.patient, STARTS + timedelta(days=7 * (n + 1)), therapist=visit.therapist)
            for n in range(count)
        ]
        booking.tell(cast.a, [each.pk for each in those], by=build.TEST, at=AT)
        link = token_of(cast.a)

    page = text(Client().get(url(link)))

    assert "You are booked" in page
    assert page.count("Theodora") >= count
    assert 'href="visits.ics?lang=en"' in page
    assert ("Yes, we are coming" in page) is button
    assert Client().get(f"/portal/{link}/visits.ics").content.count(b"BEGIN:VEVENT") == count


def test_a_message_that_did_not_arrive_says_so_and_what_to_do(client: Client, cast: Cast, link: str) -> None:
    with acting.acting_for(cast.a.pk):
        models.Parcel.objects.filter(kind="text").update(verdict="rejected")
        notice = models.FamilyNotice.objects.get()

    listed = text(client.get(reverse("families") + "?view=visits"))
    page = text(client.get(reverse("family_notice", args=[notice.pk])))

    assert "Not reached" in listed
    assert "This did not arrive. Call them." in page
