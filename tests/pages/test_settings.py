"""Settings: the practice, members, payer rules, payers and rates."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlparse

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, payer_book
from otium.records import models
from otium.records.models import Membership, Practice, Staff
from otium.terms.payers import PayerType
from tests import build
from tests import cast as people
from tests.cast import AT, ON, PASSWORD, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


def practice_of(cast: Cast) -> Practice:
    with acting.acting_for(cast.a.pk):
        return Practice.objects.get(pk=cast.a.pk)


def practice_form(client: Client, **entries: Any) -> dict[str, Any]:
    form = client.get(reverse("settings_practice")).context["form"]
    return {f.html_name: f.value() for f in form} | {"closes_at": "5 pm", **entries}


def test_the_practice_is_saved_with_its_calendar(client: Client, cast: Cast) -> None:
    sent = practice_form(
        client, time_zone="America/Chicago", weekdays=["0", "1", "2", "3"], closed_on="2026-12-24\n2026-12-31",
        closes_at="6:30 pm", calendar_master="otium",
    )  # fmt: skip

    client.post(reverse("settings_practice"), sent)

    saved = practice_of(cast)
    assert (saved.time_zone, saved.weekdays, saved.calendar_master) == ("America/Chicago", [0, 1, 2, 3], "otium")
    assert (saved.closed_on, saved.closes_at.isoformat()) == (["2026-12-24", "2026-12-31"], "18:30:00")


def test_visits_ahead_are_counted_before_the_time_zone_changes(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        ahead = build.visit(build.patient(cast.a), AT + timedelta(days=1))
    sent = practice_form(client, time_zone="America/Chicago")

    asked = client.post(reverse("settings_practice"), sent)
    saved = client.post(reverse("settings_practice"), sent | {"zone_keeps": "hour"})

    assert "1 visit is booked ahead." in asked.content.decode()
    assert 'name="zone_keeps"' in asked.content.decode()
    assert saved.status_code == 302
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.get(pk=ahead.pk).starts_at == AT + timedelta(days=1, hours=1)


def test_saving_the_practice_unchanged_changes_nothing(client: Client, cast: Cast) -> None:
    client.post(reverse("settings_practice"), practice_form(client))

    with acting.acting_for(cast.a.pk):
        assert not models.History.objects.filter(focus_type="practice").exists()


def test_the_second_of_two_owners_sees_what_the_first_saved(client: Client, cast: Cast) -> None:
    typed = practice_form(client, name="Alder East")
    client.post(reverse("settings_practice"), practice_form(client, name="Alder West"))

    response = client.post(reverse("settings_practice"), typed)

    assert [(d["typed"], d["stands"]) for d in response.context["differences"]] == [("Alder East", "Alder West")]
    assert practice_of(cast).name == "Alder West"


def test_a_closed_day_that_is_no_day_is_said_beside_it(client: Client, cast: Cast) -> None:
    response = client.post(reverse("settings_practice"), practice_form(client, closed_on="christmas"))

    assert list(response.context["form"].errors) == ["closed_on"]


def invite(client: Client, email: str = "ines@alder.example", role: str = "assistant") -> Any:
    return client.post(reverse("member_invite"), {"name": "Ines Vale", "email": email, "role": role})


def test_a_new_person_sets_a_password_by_the_link_and_may_then_sign_in(client: Client, cast: Cast) -> None:
    link = invite(client).context["link"]
    visitor = Client()

    form_page = visitor.get(urlparse(link).path, follow=True)
    visitor.post(form_page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert Staff.objects.get(email="ines@alder.example").check_password(PASSWORD)
    assert visitor.get(urlparse(link).path, follow=True).context.get("token_fail", True)


def test_a_known_person_is_added_without_a_link(client: Client, cast: Cast) -> None:
    response = invite(client, "outsider@birch.example")

    assert response.status_code == 302
    with acting.acting_for(cast.a.pk):
        assert Membership.objects.filter(practice=cast.a, staff=cast.people["outsider"]).exists()


def test_ending_a_membership_closes_the_persons_pages_at_once(client: Client, cast: Cast) -> None:
    theirs = people.signed_in(cast.people["assistant"])
    before = theirs.get(reverse("patients")).status_code
    with acting.acting_for(cast.a.pk):
        membership = Membership.objects.get(staff=cast.people["assistant"])

    client.post(reverse("member_end", args=[membership.pk]))

    after = theirs.get(reverse("patients"))
    assert before == 200
    assert after["Location"].startswith(reverse("account_login"))


def test_a_role_is_changed_and_doors_follow(client: Client, cast: Cast) -> None:
    theirs = people.signed_in(cast.people["assistant"])
    with acting.acting_for(cast.a.pk):
        membership = Membership.objects.get(staff=cast.people["assistant"])

    client.post(reverse("member_role", args=[membership.pk]), {"role": "auditor"})

    assert theirs.get(reverse("patient_add")).status_code == 404
    assert theirs.get(reverse("audit")).status_code == 200


def test_the_last_owner_is_told_why_they_stay(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        own = Membership.objects.get(staff=cast.people["owner"])

    response = client.post(reverse("member_end", args=[own.pk]), follow=True)

    (said,) = response.context["messages"]
    assert str(said) == "You cannot change your own membership. Ask another owner."


def override(client: Client, **entries: Any) -> Any:
    sent = {"key": "commercial", "name": "check_stale_days", "value": "45", "source": "our contract", **entries}
    return client.post(reverse("payer_rule_override"), sent)


def test_a_value_of_ones_own_holds_and_can_be_dropped(client: Client, cast: Cast) -> None:
    override(client)
    held = payer_book.book(practice_of(cast), ON).by_type[PayerType.COMMERCIAL].check_stale_days
    (own,) = client.get(reverse("settings_rules")).context["own"]

    client.post(reverse("payer_rule_drop"), {"key": own.key, "name": own.name, "starts_on": own.starts_on})

    assert (held, own.source) == (45, "our contract")
    assert payer_book.book(practice_of(cast), ON).by_type[PayerType.COMMERCIAL].check_stale_days == 30


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("referral_required", "yes", True),
        ("kx_threshold", "2500.00", Decimal("2500.00")),
        ("order_stands_in_from", "2026-01-01", date(2026, 1, 1)),
        ("appeal_days", "90", 90),
        ("service_types", " 30  AD PT ", "30 AD PT"),
        ("unit_rule", "CMS", "cms"),
        ("limit_pools_with", "PT SLP", "PT SLP"),
    ],
)
def test_each_rule_takes_a_value_of_its_own_kind(
    client: Client, cast: Cast, name: str, value: str, held: object
) -> None:
    override(client, name=name, value=value)

    assert getattr(payer_book.book(practice_of(cast), ON).by_type[PayerType.COMMERCIAL], name) == held


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("referral_required", "45"),
        ("appeal_days", "soon"),
        ("appeal_days", "9" * 40),
        ("kx_threshold", "a lot"),
        ("kx_threshold", "1e999"),
        ("kx_threshold", "NaN"),
        ("order_stands_in_from", "9999-12-31"),
        ("appeal_days", "-1"),
        ("service_types", "thirty and OT"),
        ("unit_rule", "ama"),
        ("limit_year", "fiscal"),
    ],
)
def test_a_value_of_another_kind_is_said_beside_it(client: Client, cast: Cast, name: str, value: str) -> None:
    response = override(client, name=name, value=value)

    assert list(response.context["form"].errors) == ["value"]
    assert practice_of(cast).payer_overrides == {}


def test_ones_own_value_stands_beside_the_one_that_ships_each_with_its_source(client: Client, cast: Cast) -> None:
    override(client, name="appeal_days", value="90", starts_on="2026-01-01", ends_on="2027-03-31")
    override(client, name="filing_days", value="120", source="contract p. 4", starts_on="2027-01-01")

    response = client.get(reverse("settings_rules"))

    appeal, filing = response.context["own"]
    assert (appeal.shipped, appeal.value, appeal.rests) == ("180", "90", "")
    assert appeal.shipped_source == (
        "ACA and ERISA internal appeal: 180 days from the denial; as commonly known; from Jan 1, 2020"
    )
    assert appeal.source == "our contract; from Jan 1, 2026; until Mar 31"
    assert (filing.shipped, filing.shipped_source) == ("unknown", "nothing")
    assert (filing.value, filing.rests) == ("120", "not yet in force")
    assert response.content.decode().count("diff__sides") == 2


def test_the_first_page_is_one_that_the_role_may_open(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"]).get(reverse("settings"))
    biller = people.signed_in(cast.people["biller"]).get(reverse("settings"))

    assert owner["Location"].startswith(reverse("settings_practice"))
    assert biller["Location"].startswith(reverse("settings_house"))


def test_payers_and_rates_are_listed_with_what_may_be_changed(client: Client, cast: Cast) -> None:
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    people.running_out(patient, cast.therapists["treating"])

    payers = client.get(reverse("settings_payers")).context
    rates = client.get(reverse("settings_rates")).context
    assistants = people.signed_in(cast.people["assistant"]).get(reverse("settings_rates")).context

    assert [p["type"] for p in payers["payers"]] == ["Medicaid managed care"]
    assert [(r["amount"], r["visits"]) for r in rates["rates"]] == [("$92.00", "Any visit")]
    assert (rates["may_change"], assistants["may_change"]) == (True, False)


def test_a_room_lists_what_it_has(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        place = models.Location.objects.create(practice=cast.a, name="Main Street")
        models.Room.objects.create(
            practice=cast.a, location=place, name="Gym", capacity=2, features=["Swing", "Climbing"]
        )

    (room,) = client.get(reverse("settings_calendar")).context["rooms"]

    assert room["more"] == "Main Street, 2 sessions at once, swing, climbing"


def test_places_and_therapists_say_who_signs_in(client: Client, cast: Cast) -> None:
    therapists = client.get(reverse("settings_house")).context["therapists"]

    assert {t["more"] for t in therapists} == {"signs in as Treating", "signs in as Other Therapist"}


def test_an_invitation_to_a_practice_of_others_goes_nowhere(client: Client, cast: Cast) -> None:
    sent = {"practice": "birch", "name": "Ines Vale", "email": "ines@alder.example", "role": "assistant"}

    response = client.post(reverse("member_invite"), sent)

    assert response.status_code == 404
    assert not Staff.objects.filter(email="ines@alder.example").exists()


def test_an_invitation_does_not_say_that_an_account_exists_elsewhere(client: Client, cast: Cast) -> None:
    response = client.post(
        reverse("member_invite"), {"name": "Ines", "email": "outsider@birch.example", "role": "assistant"}, follow=True
    )

    (said,) = response.context["messages"]
    assert "account" not in str(said)


def autonomy_of(cast: Cast) -> dict[str, str]:
    return dict(practice_of(cast).autonomy)


def test_what_otium_may_do_by_itself_is_chosen_and_who_chose_it_is_told(client: Client, cast: Cast) -> None:
    address = reverse("settings_autonomy")
    form = client.get(address).context["form"]
    shipped = {field.name: field.value() for field in form}

    client.post(address, shipped | {"ask_coverage": "ask"})

    page = client.get(address)
    assert shipped == {
        "ask_coverage": "auto", "draft_request": "auto", "tell_family": "ask", "give_estimate": "ask",
        "give_abn": "ask", "offer_hours": "ask", "remind_visits": "auto",
    }  # fmt: skip
    assert autonomy_of(cast) == {"ask_coverage": "ask"}
    (change,) = page.context["changes"]
    assert (change["before"], change["after"], change["by"]) == ("By itself", "Prepared, one click by us", "Owner")


def test_saving_what_stands_changes_nothing(client: Client, cast: Cast) -> None:
    address = reverse("settings_autonomy")
    form = client.get(address).context["form"]

    client.post(address, {field.name: field.value() for field in form})

    assert autonomy_of(cast) == {}
    assert client.get(address).context["changes"] == []


@pytest.mark.parametrize("value", ["", "always"])
def test_a_choice_that_does_not_exist_is_refused(client: Client, cast: Cast, value: str) -> None:
    address = reverse("settings_autonomy")
    given = {field.name: field.value() for field in client.get(address).context["form"]}

    response = client.post(address, given | {"ask_coverage": value})

    assert response.status_code == 200
    assert autonomy_of(cast) == {}
