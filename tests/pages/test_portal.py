"""The page behind a family link: it shows one notice, takes one answer, and gives away nothing else."""

import base64
import threading
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from otium.desk import acting, clock, settle, tokens
from otium.desk.actor import SWEEP
from otium.desk.families import links, telling
from otium.desk.families.kinds import KINDS
from otium.desk.saving import standing
from otium.pages.portal.kinds import PAGES
from otium.records import models
from otium.terms.family import NoticeAbout
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.family_link import state, tell, text, url

pytestmark = pytest.mark.django_db
SECRETS = ("Theodora", "Marshfield", "MEMBER-SECRET-1", "2019")


@pytest.fixture
def told(cast: Cast) -> str:
    """The token of a text to a mother who reads Spanish: the plan's limit comes in December."""
    return tell(cast.a)


def test_it_opens_in_the_language_of_its_reader_without_an_account(cast: Cast, told: str) -> None:
    response = Client().get(url(told))

    assert response.status_code == 200
    assert 'lang="es"' in text(response)
    assert "Su plan cubre 30 visitas al año." in text(response)
    assert "Theodora M." in text(response)
    assert "Marshfield" not in text(response)
    assert response.cookies == {}


def test_the_switch_shows_the_same_in_english(cast: Cast, told: str) -> None:
    assert "Your plan covers 30 visits a year." in text(Client().get(url(told, "en")))


def test_nothing_of_it_is_kept_or_told_to_other_sites(cast: Cast, told: str) -> None:
    response = Client().get(url(told))

    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "script" not in text(response)


def test_a_scanner_that_opens_it_a_hundred_times_changes_nothing(cast: Cast, told: str) -> None:
    before = state(cast)

    for number in range(100):
        method = Client().head if number % 2 else Client().get
        assert method(url(told) + f"?choice=stop&n={number}").status_code == 200

    assert state(cast) == before


def test_one_answer_is_kept_and_the_link_is_used_up(cast: Cast, told: str) -> None:
    response = Client().post(url(told), {"choice": "pay"})

    assert "Gracias. Sus visitas siguen igual." in text(response)
    notice_state, answer, at, used_at, _revoked, _tasks = state(cast)
    assert (notice_state, answer["choice"], answer["language"], at, used_at) == ("acknowledged", "pay", "es", AT, AT)


@pytest.mark.parametrize(("choice", "code"), [("call", "family_calls"), ("stop", "family_stops"), ("pay", "")])
def test_a_family_that_wants_something_puts_it_on_the_desk(cast: Cast, told: str, choice: str, code: str) -> None:
    Client().post(url(told), {"choice": choice})

    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.filter(kind="tell_benefit_limit", state="open").first()
    assert (task.why[0]["code"] if task else "") == code


def test_a_used_link_shows_the_phone_and_nothing_of_the_patient(cast: Cast, told: str) -> None:
    Client().post(url(told), {"choice": "pay"})

    for response in (Client().get(url(told)), Client().post(url(told), {"choice": "stop"})):
        assert "512-555-0142" in text(response)
        assert_says_nothing(response)
    assert state(cast)[1]["choice"] == "pay"


def assert_says_nothing(response: Any) -> None:
    assert response.status_code == 200
    assert "This link does not work any more" in text(response)
    assert "Este enlace ya no funciona" in text(response)
    for secret in SECRETS:
        assert secret not in text(response)


def test_a_link_opens_up_to_thirty_days(cast: Cast, told: str, now: list[Any]) -> None:
    now[0] = AT + links.LASTS - timedelta(seconds=1)
    assert "Theodora" in text(Client().get(url(told)))

    now[0] = AT + links.LASTS
    assert_says_nothing(Client().get(url(told)))
    assert_says_nothing(Client().post(url(told), {"choice": "pay"}))
    assert state(cast)[0] == "told"


def test_a_revoked_link_opens_nothing(cast: Cast, told: str) -> None:
    with acting.acting_for(cast.a.pk):
        telling.withdraw(notice_id=models.FamilyNotice.objects.get().pk, why="wrong", by=build.TEST, at=AT)

    assert_says_nothing(Client().get(url(told)))


@pytest.mark.parametrize("place", [0, 15, 16, 31, 32, 43])
def test_a_token_with_one_bit_changed_reaches_no_row(cast: Cast, told: str, place: int) -> None:
    data = bytearray(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    data[place] ^= 1
    forged = base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")

    assert links.read(forged) is None
    response = Client().get(url(forged))

    assert_says_nothing(response)
    assert "512-555-0142" not in text(response)
    assert "Alder" not in text(response)


@pytest.mark.parametrize("text_", ["", "a", "x" * 5000, "%00", "../../etc/passwd", "é", "A" * 59, "=" * 20])
def test_anything_else_is_no_token(text_: str) -> None:
    assert links.read(text_) is None


def test_a_token_has_one_spelling(cast: Cast) -> None:
    """Of the last letter only four bits count: three others would say the same."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = tokens.write(tokens.Token(cast.a.pk, b"x" * 16), links.PURPOSE)

    assert [c for c in alphabet if links.read(token[:-1] + c)] == [token[-1]]
    assert links.read(token + "=") is None


def test_a_token_of_one_practice_signed_for_another_opens_nothing(cast: Cast, told: str) -> None:
    token = links.read(told)
    assert token is not None
    other = tokens.write(tokens.Token(cast.b.pk, token.secret), links.PURPOSE)

    assert links.read(other) is not None  # the signature is right, and still there is no such link
    response = Client().get(url(other))
    assert_says_nothing(response)
    assert "Birch Hollow" in text(response)


def test_a_practice_that_never_was_says_no_more_than_a_forgery(cast: Cast, told: str) -> None:
    token = tokens.write(tokens.Token(uuid.uuid4(), b"x" * 16), links.PURPOSE)

    assert text(Client().get(url(token))) == text(Client().get(url("forged")))


def test_the_secret_is_in_no_table(cast: Cast, told: str) -> None:
    token = links.read(told)
    assert token is not None

    with acting.acting_for(cast.a.pk):
        link = models.FamilyLink.objects.get()

    assert token.secret.hex() not in link.secret_hash
    assert link.secret_hash != told


def test_staff_read_what_left_and_cannot_answer_by_it(cast: Cast, told: str) -> None:
    with acting.acting_for(cast.a.pk):
        parcel = models.Parcel.objects.get(kind="text")

    page = text(people.signed_in(cast.people["owner"]).get(reverse("parcel", args=[parcel.pk])))

    assert "/portal/…" in page
    assert told not in page


@pytest.mark.parametrize("choice", ["", "option_1", "understood", "PAY", "pay'--"])
def test_an_answer_that_was_not_offered_is_asked_again_and_leaves_the_link_open(
    cast: Cast, told: str, choice: str
) -> None:
    response = Client().post(url(told), {"choice": choice})

    assert response.status_code == 422
    assert "Primero elija una respuesta." in text(response)
    assert state(cast)[3] is None


def test_an_advance_notice_is_signed_with_a_name(cast: Cast) -> None:
    token = tell(cast.a, about="abn")

    unsigned = Client().post(url(token, "en"), {"choice": "option_1", "name": "  "})
    signed = Client().post(url(token, "en"), {"choice": "option_1", "name": "  María \x00 Marshfield "})

    assert "Type your full name." in text(unsigned)
    assert "checked" in text(unsigned)
    assert "Thank you. We have your answer." in text(signed)
    assert state(cast)[1]["name"] == "María Marshfield"


def test_what_a_family_reads_and_answers_is_in_the_audit_trail(cast: Cast, told: str) -> None:
    Client().get(url(told))
    Client().post(url(told), {"choice": "pay"})

    with acting.acting_for(cast.a.pk):
        rows = list(models.AuditEvent.objects.filter(door="portal").order_by("id").values_list("actor", "action"))
    assert rows == [("family link", "read"), ("family link", "change")]


def test_signed_in_staff_of_another_practice_see_by_the_link_what_its_reader_sees(cast: Cast, told: str) -> None:
    """The link is what lets in, and it lets in to one notice: their own session adds and takes away nothing."""
    client = people.signed_in(cast.people["outsider"])

    assert "Theodora M." in text(client.get(url(told)))
    assert client.get(reverse("families")).status_code == 200
    assert "Theodora" not in text(client.get(reverse("families")))


def test_a_name_that_is_a_template_is_only_a_name(cast: Cast, told: str) -> None:
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.update(first_name='<script>alert(1)</script>{{ 7|add:7 }}#read("/etc/passwd")')

    page = text(Client().get(url(told)))

    assert "<script>alert" not in page
    assert "root:" not in page
    assert "{{ 7|add:7 }}" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tell(cast.a)
    start, pages = threading.Barrier(2), []

    def click(choice: str) -> None:
        start.wait()
        pages.append(text(Client().post(url(token), {"choice": choice})))
        connection.close()

    clicks = [threading.Thread(target=click, args=(choice,)) for choice in ("pay", "stop")]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert sorted("Gracias" in page for page in pages) == [False, True]
    with acting.acting_for(cast.a.pk):
        assert models.History.objects.filter(event="acknowledged").count() == 1


def test_while_nothing_can_be_saved_an_answer_is_not_taken(
    cast: Cast, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "is_off", lambda: True)

    shown = Client().get(url(told))
    answered = Client().post(url(told), {"choice": "pay"})

    assert "Su plan" in text(shown)
    assert answered.status_code == 503
    assert "No pudimos guardar" in text(answered)
    assert state(cast)[0] == "told"


def test_a_settling_in_the_meantime_keeps_an_open_link_open(cast: Cast, told: str) -> None:
    with acting.acting_for(cast.a.pk):
        settle.settle(cast.a, by=SWEEP, at=clock.now())

    assert "Theodora M." in text(Client().get(url(told)))
    assert date(2026, 11, 23) == ON


@pytest.mark.parametrize("about", list(NoticeAbout))
def test_whatever_a_notice_is_about_its_link_opens_a_page(about: NoticeAbout) -> None:
    assert about in KINDS
    assert about in PAGES


def test_a_notice_of_missed_visits_opens(cast: Cast) -> None:
    facts = {"step": "warning", "made": 5, "counted": 8, "weeks": 8, "policy": 75, "hours": 24}
    child = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.create(
            practice=cast.a, patient=child, about="attendance", language="en", facts=facts,
            digest="0" * 64, state="told", road="text", prepared_at=AT, told_at=AT,
        )  # fmt: skip
        _link, token = links.make(cast.a, notice, at=AT)

    page = text(Client().get(url(token)))

    assert "you came to 5 of 8 visits" in page
    assert "Thank you" in text(Client().post(url(token), {"choice": "understood"}))
