"""An act asks for the same role and relation as the page on which the same record could be changed by hand."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from otium.desk import access, acting, acts
from otium.desk.actor import SWEEP, Actor
from otium.desk.acts.choices import CHOICES
from otium.records.models import Act, EpisodeOfCare, PlanOfCare, Task
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.at_desk import page, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return people.assemble()


@pytest.fixture
def certify(cast: Cast) -> Task:
    who = people.patient(cast.a)
    people.episode(who, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        plan = PlanOfCare.objects.create(
            practice=cast.a, patient=who, episode=EpisodeOfCare.objects.get(), starts_on=date(2026, 11, 2)
        )
    return people.task(who, "certify_plan", focus_type="plan_of_care", focus_id=plan.pk)


def sign(cast: Cast, task: Task, by: Actor) -> Act:
    with acting.acting_for(cast.a.pk):
        said = {"certified_on": ON.isoformat()}
        return acts.record(task_id=task.pk, choice="plan_signed", entries=said, by=by, at=AT)


@pytest.mark.parametrize("name", ["treating", "assistant", "owner"])
def test_who_may_change_a_plan_may_record_its_signature(cast: Cast, certify: Task, name: str) -> None:
    act = sign(cast, certify, Actor.person(cast.people[name].pk))

    assert act.choice == "plan_signed"


@pytest.mark.parametrize("name", ["other_therapist", "biller", "auditor", "outsider"])
def test_who_may_not_change_a_plan_is_refused(cast: Cast, certify: Task, name: str) -> None:
    with pytest.raises(acts.Refused) as caught:
        sign(cast, certify, Actor.person(cast.people[name].pk))

    with acting.acting_for(cast.a.pk):
        assert (caught.value.code, PlanOfCare.objects.get().certified_on) == ("not_allowed", None)


def test_an_automation_is_bound_by_no_role(cast: Cast, certify: Task) -> None:
    assert sign(cast, certify, SWEEP).by_id is None


def test_what_somebody_may_not_record_they_may_not_take_back(cast: Cast, certify: Task) -> None:
    act = sign(cast, certify, Actor.person(cast.people["treating"].pk))

    with acting.acting_for(cast.a.pk), pytest.raises(acts.Refused) as caught:
        acts.undo(act_id=act.pk, by=Actor.person(cast.people["other_therapist"].pk), at=AT)

    assert caught.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("name", "codes"),
    [("treating", ["plan_sent", "plan_signed", "wait_until"]), ("other_therapist", ["wait_until"]), ("auditor", [])],
)
def test_a_page_offers_only_what_its_reader_may_record(cast: Cast, certify: Task, name: str, codes: list[str]) -> None:
    panel = page(people.signed_in(cast.people[name]), certify).context["panel"]

    assert sorted(part.code for part in [panel.primary, *panel.others] if part) == codes


def test_a_form_sent_past_the_page_is_refused_with_words(cast: Cast, certify: Task) -> None:
    client: Client = people.signed_in(cast.people["other_therapist"])

    response: Any = post(client, "desk_record", certify, choice="plan_signed", **{"plan_signed-certified_on": "today"})

    assert "Your role may not do this for this patient." in response.content.decode()


@pytest.mark.parametrize(
    "choice", {c.code: c for offered in CHOICES.values() for c in offered}.values(), ids=lambda c: c.code
)
def test_every_act_names_a_door_and_one_that_writes_here_names_one_of_changes(choice: acts.Choice) -> None:
    """What is done on a page of its own is held at the doors of that page; its act only leads there."""
    assert choice.page or access.DOORS[choice.door].action is access.Action.CHANGE
    assert (choice.door != "desk_record") == bool(choice.effect or choice.page)
