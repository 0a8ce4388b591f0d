from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests import cast as people
from tests.cast import AT, PASSWORD, Cast


def give_password(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_password_and_code_lead_to_the_desk(cast: Cast) -> None:
    client = Client()

    first = give_password(client, "assistant@alder.example")
    second = client.post(reverse("mfa_authenticate"), {"code": people.code()})

    assert first["Location"] == reverse("mfa_authenticate")
    assert second["Location"] == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200


def test_the_password_alone_opens_nothing(cast: Cast) -> None:
    client = Client()

    give_password(client, "assistant@alder.example")

    assert client.get(reverse("desk"))["Location"].startswith(reverse("account_login"))


def test_a_wrong_code_is_refused_in_plain_words(cast: Cast) -> None:
    client = Client()
    give_password(client, "assistant@alder.example")

    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert "That code is not right" in refused.content.decode()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast) -> None:
    wrong = give_password(Client(), "assistant@alder.example", "wrong-password-1")
    unknown = give_password(Client(), "somebody@nowhere.example", "wrong-password-1")

    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_who_has_no_second_step_sets_it_up_before_anything_else(cast: Cast) -> None:
    new = people.person("new@alder.example", "Nell New", second_factor=False)
    people.member(cast.a, new, "assistant")
    client = Client()

    give_password(client, "new@alder.example")
    desk = client.get(reverse("desk"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    codes = client.post(reverse("mfa_activate_totp"), {"code": people.code(secret)}, follow=True)

    assert desk["Location"] == reverse("mfa_activate_totp")
    assert "Scan this picture" in page.content.decode()
    assert "Your recovery codes" in codes.content.decode()
    assert client.get(reverse("desk")).status_code == 200


def test_moving_the_second_step_opens_nothing_before_the_new_one_stands(cast: Cast) -> None:
    client = Client()
    give_password(client, "assistant@alder.example")
    client.post(reverse("mfa_authenticate"), {"code": people.code()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    asked = client.get(reverse("mfa_activate_totp"))
    moved = client.post(reverse("mfa_deactivate_totp"))

    assert asked["Location"] == reverse("mfa_deactivate_totp")
    assert moved["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("desk"))["Location"] == reverse("mfa_activate_totp")


def test_nobody_signs_up_by_themselves() -> None:
    assert not [name for name in get_resolver().reverse_dict if isinstance(name, str) and "signup" in name]


@pytest.mark.parametrize(("idle_minutes", "goes_on"), [(15, True), (16, False)])
def test_idling_for_fifteen_minutes_signs_out(
    cast: Cast, now: list[datetime], idle_minutes: int, goes_on: bool
) -> None:
    client = people.signed_in(cast.people["assistant"])
    client.get(reverse("desk"))

    now[0] = AT + timedelta(minutes=idle_minutes)
    response = client.get(reverse("desk"))

    assert (response.status_code == 200) is goes_on


def test_what_a_page_asks_by_itself_does_not_keep_a_person_signed_in(cast: Cast, now: list[datetime]) -> None:
    client = people.signed_in(cast.people["assistant"])
    client.get(reverse("desk"))
    for minutes in range(1, 16):
        now[0] = AT + timedelta(minutes=minutes)
        assert client.get(reverse("desk_live")).status_code == 200

    now[0] = AT + timedelta(minutes=16)

    assert client.get(reverse("desk")).status_code == 302


def test_a_page_left_open_is_told_to_sign_in_again(cast: Cast, now: list[datetime]) -> None:
    client = people.signed_in(cast.people["assistant"])
    client.get(reverse("desk"))

    now[0] = AT + timedelta(minutes=16)
    response = client.get(reverse("desk_live"), headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == reverse("account_login")


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = people.signed_in(cast.people["assistant"])

    client.post(reverse("account_logout"))

    assert client.get(reverse("desk")).status_code == 302


def test_health_says_ok_to_anybody_and_nothing_more(db: None) -> None:
    response = Client().get(reverse("health"))

    assert (response.status_code, response.content) == (200, b"ok")


def test_a_page_that_is_not_there_says_so_in_plain_words(db: None) -> None:
    response = Client().get("/no/such/page/")

    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_a_form_that_was_open_too_long_says_that_nothing_was_saved(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})

    assert response.status_code == 403
    assert "nothing was saved" in response.content.decode()


def test_pages_allow_no_script_or_style_of_strangers(cast: Cast) -> None:
    client = people.signed_in(cast.people["assistant"])

    response = client.get(reverse("desk"))

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_the_chosen_practice_stays_chosen_and_a_strange_one_is_not_taken(cast: Cast) -> None:
    both = people.person("both@alder.example", "Bo Both")
    people.member(cast.a, both, "assistant")
    people.member(cast.b, both, "assistant")
    patients = people.patient(cast.a), people.patient(cast.b, "Ursula", "Birchwood")
    for patient in patients:
        people.task(patient)
    client = people.signed_in(both)

    client.post(reverse("choose_practice"), {"practice": str(cast.b.pk), "next": "/desk/"})
    of_b = client.get(reverse("desk")).content.decode()
    client.post(reverse("choose_practice"), {"practice": "another", "next": "https://elsewhere.example/"})
    of_all = client.get(reverse("desk")).content.decode()

    assert "Birchwood" in of_b
    assert "Marshfield" not in of_b
    assert "Birchwood" in of_all
    assert "Marshfield" in of_all


def test_choosing_a_practice_leads_nowhere_else(cast: Cast) -> None:
    client = people.signed_in(cast.people["assistant"])

    response = client.post(reverse("choose_practice"), {"practice": "", "next": "https://elsewhere.example/"})

    assert response["Location"] == "/"


def test_a_session_with_the_password_alone_opens_nothing_once_the_second_step_stands(cast: Cast) -> None:
    new = people.person("new@alder.example", "Nell New", second_factor=False)
    people.member(cast.a, new, "assistant")
    thief, owner = Client(), Client()
    give_password(thief, "new@alder.example")
    give_password(owner, "new@alder.example")
    thief.get(reverse("desk"))

    owner.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    owner.get(reverse("mfa_activate_totp"))
    owner.post(reverse("mfa_activate_totp"), {"code": people.code(owner.session["mfa.totp.secret"])})

    assert owner.get(reverse("desk")).status_code == 200
    assert thief.get(reverse("desk")).status_code == 302
