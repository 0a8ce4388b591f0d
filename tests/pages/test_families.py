"""The staff's pages about what families are told: the list, one letter, the panel of its task, settings."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.families import telling
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.at_desk import of_a, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast: Cast) -> models.Patient:
    """Four visits left, eight booked; nobody on file yet."""
    child = people.patient(cast.a)
    cover = people.coverage(child, "commercial")
    with acting.acting_for(cast.a.pk):
        answer = build.check(cover, AT - timedelta(days=3))
        for kind, amount in (("visit_limit", 30), ("visits_remaining", 4)):
            models.Benefit.objects.create(practice=cast.a, check_row=answer, kind=kind, amount=amount)
    for day in range(8):
        people.visit(child, ON + timedelta(days=1 + 2 * day))
    return child


@pytest.fixture
def notice(cast: Cast, child: models.Patient) -> models.FamilyNotice:
    """Prepared for a mother who reads Spanish."""
    mother(child)
    people.settled(cast.a)
    return of_a(cast, models.FamilyNotice)[0]


def mother(child: models.Patient) -> None:
    with acting.acting_for(child.practice_id):
        models.RelatedPerson.objects.create(
            practice_id=child.practice_id, patient=child, first_name="María", last_name="Marshfield",
            relationship="Mother", phone="(312) 555-0142", language="es", may_receive=True,
        )  # fmt: skip


def texts(cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a, carries=["text"])


def text(response: Any) -> str:
    return str(response.content.decode())


def task_of(cast: Cast) -> models.Task:
    return of_a(cast, models.Task, kind="tell_benefit_limit", state="open")[0]


def test_what_waits_for_approval_comes_first_with_its_button(client: Client, cast: Cast, notice: Any) -> None:
    texts(cast)

    shown = text(client.get(reverse("families")))

    assert "Theodora Marshfield" in shown
    assert "Text Theodora’s mother" in shown
    assert "Tell the family shown" in shown
    assert "Spanish" in shown


def test_an_empty_list_says_what_comes_here(client: Client, cast: Cast) -> None:
    for view in ("prepared", "waiting", "answered", "told", "withdrawn", "nonsense"):
        assert client.get(reverse("families") + f"?view={view}").status_code == 200

    assert "Nothing to approve" in text(client.get(reverse("families")))


def test_a_family_nobody_of_whom_may_be_told_is_named(client: Client, cast: Cast, child: models.Patient) -> None:
    people.settled(cast.a)

    shown = text(client.get(reverse("families")))

    assert "nobody on file may receive it" in shown
    assert "Theodora Marshfield" in shown


def test_the_panel_shows_the_letter_in_both_languages_and_one_button(client: Client, cast: Cast, notice: Any) -> None:
    texts(cast)

    shown = text(page(client, task_of(cast)))

    assert "Your plan covers 30 visits a year." in shown
    assert "Su plan cubre 30 visitas al año." in shown
    assert shown.count("btn--primary") == 1
    assert "Text Theodora’s mother" in shown


def test_the_panel_says_what_is_missing(client: Client, cast: Cast, child: models.Patient) -> None:
    people.settled(cast.a)

    shown = text(page(client, task_of(cast)))

    assert "Nobody on file may receive this." in shown
    assert "Record that the family was told" in shown


def test_approving_on_the_desk_sends_the_text_and_closes_the_task(client: Client, cast: Cast, notice: Any) -> None:
    texts(cast)

    response = client.post(
        reverse("family_notice_approve", args=[notice.pk]), {"road": "text", "back": "desk"}, follow=True
    )

    assert "Leaving to María Marshfield, Mother." in text(response)
    assert response.redirect_chain[-1][0] == reverse("desk")
    assert of_a(cast, models.Task, kind="tell_benefit_limit", state="open") == []
    assert len(of_a(cast, models.Parcel, kind="text")) == 1


def test_without_a_road_the_letter_is_printed(client: Client, cast: Cast, notice: Any) -> None:
    response = client.post(reverse("family_notice_approve", args=[notice.pk]), follow=True)

    assert "Print the letter and hand it over." in text(response)
    answer = client.get(reverse("family_letter", args=[notice.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert "Su plan cubre" in pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Your plan covers"), ("es", "Su plan cubre"), ("xx", "Su plan")]
)
def test_the_letter_may_be_looked_at_before(client: Client, notice: Any, language: str, words: str) -> None:
    answer = client.get(reverse("family_letter", args=[notice.pk]) + f"?language={language}")

    assert words in pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_all_that_are_shown_are_approved_and_no_others(client: Client, cast: Cast, notice: Any) -> None:
    nothing = client.post(reverse("families_approve"), {"notice": ["not-an-id"]}, follow=True)
    assert "Nothing was left to approve." in text(nothing)

    done = client.post(reverse("families_approve"), {"notice": [str(notice.pk)]}, follow=True)

    assert "1 family told. 1 letter is to print." in text(done)


def test_an_answer_on_paper_is_kept(client: Client, cast: Cast, notice: Any) -> None:
    client.post(reverse("family_notice_approve", args=[notice.pk]))

    refused = client.post(reverse("family_notice_answer", args=[notice.pk]), {"choice": ""})
    kept = client.post(reverse("family_notice_answer", args=[notice.pk]), {"choice": "pay"}, follow=True)

    assert "Choose what they answered." in text(refused)
    assert "Keeps the visits and pays" in text(kept)


def test_a_letter_is_withdrawn_with_a_reason(client: Client, cast: Cast, notice: Any) -> None:
    refused = client.post(reverse("family_notice_withdraw", args=[notice.pk]))
    assert "Say why" in text(refused)

    client.post(reverse("family_notice_withdraw", args=[notice.pk]), {"why": "moved away"})

    assert "withdrawn" in {n.state for n in of_a(cast, models.FamilyNotice)}


def test_the_patients_page_shows_what_the_family_was_told(client: Client, cast: Cast, notice: Any) -> None:
    shown = text(client.get(reverse("patient", args=[notice.patient_id])))

    assert "Told to the family" in shown
    assert "A visit beyond the limit" in shown


def test_an_advance_notice_on_an_old_form_warns(client: Client, cast: Cast, notice: Any) -> None:
    with acting.acting_for(cast.a.pk):
        facts = {"visit_on": "2026-12-08", "reason": "medical", "cost": "118.00", "visits": 1}
        models.FamilyNotice.objects.filter(pk=notice.pk).update(about="abn", facts=facts)

    shown = text(client.get(reverse("family_notice", args=[notice.pk])))

    assert "has ended. Look for the new one at cms.gov" in shown
    assert client.get(reverse("family_letter", args=[notice.pk])).content.startswith(b"%PDF-")


def test_an_owner_sets_when_families_are_told(cast: Cast, child: models.Patient) -> None:
    owner = people.signed_in(cast.people["owner"])
    url = reverse("settings_families")
    assert 'value="5, 2"' in text(owner.get(url))

    refused = owner.post(
        url, {"practice": "alder", "visits": "five", "dollars": "", "tell_family": "ask", "give_abn": "ask"}
    )
    saved = owner.post(
        url,
        {"practice": "alder", "visits": "8 3", "dollars": "$250", "tell_family": "manual", "give_abn": "ask"},
        follow=True,
    )

    assert "Enter whole numbers above zero" in text(refused)
    assert 'value="8, 3"' in text(saved)
    with acting.acting_for(cast.a.pk):
        practice = models.Practice.objects.get(pk=cast.a.pk)
        assert practice.family_thresholds == {"visits": [8, 3], "dollars": ["250"]}
        assert practice.autonomy["tell_family"] == "manual"


@pytest.mark.parametrize(("mode", "status"), [("demo", 200), ("dev", 200), ("production", 302), ("test", 302)])
def test_only_a_demo_has_a_sandbox(
    client: Client, cast: Cast, notice: Any, settings: Any, mode: str, status: int
) -> None:
    texts(cast)
    with acting.acting_for(cast.a.pk):
        telling.approve(notice_id=notice.pk, by=build.TEST, at=AT)
    settings.OTIUM_MODE = mode

    response = client.get(reverse("sandbox"))

    assert response.status_code == status
    assert ("https://otium.example/portal/" in text(response)) is (status == 200)


@pytest.mark.parametrize("view", ["prepared", "told"])
def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client: Client, cast: Cast, notice: Any, django_assert_max_num_queries: Any, view: str
) -> None:
    texts(cast)
    url = reverse("families") + f"?view={view}"
    add(cast, notice, view, "a")
    with django_assert_max_num_queries(22) as one:
        client.get(url)
    for mark in "bcde":
        add(cast, notice, view, mark)

    with django_assert_max_num_queries(22) as many:
        assert text(client.get(url)).count("row--line") == (6 if view == "prepared" else 5)

    assert len(many.captured_queries) <= len(one.captured_queries)


def add(cast: Cast, notice: models.FamilyNotice, state: str, mark: str) -> None:
    with acting.acting_for(cast.a.pk):
        models.FamilyNotice.objects.create(
            practice=cast.a, patient_id=notice.patient_id, about="benefit_limit", language="es", digest=mark * 64,
            state=state, told_at=AT if state == "told" else None, prepared_at=AT, facts=notice.facts,
            road="letter" if state == "told" else "",
        )  # fmt: skip
