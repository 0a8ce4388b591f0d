"""Who a 278 names as having ordered the care: never whoever ordered another discipline's."""

from datetime import date

import pytest

from otium.desk.requests import wire as wires
from otium.records import models
from tests.desk.requests.conftest import Scene


def ordered(scene: Scene, name: str, on: date | None, episode: models.EpisodeOfCare | None = None) -> None:
    models.Referral.objects.create(
        practice=scene.practice, patient=scene.patient, episode=episode, written_on=on, referrer_name=name,
        referrer_npi="1245319599",
    )  # fmt: skip


def course(scene: Scene, discipline: str = "OT") -> models.EpisodeOfCare:
    return models.EpisodeOfCare.objects.create(
        practice=scene.practice, patient=scene.patient, discipline=discipline, starts_on=date(2026, 9, 1)
    )


def named(scene: Scene) -> str | None:
    scene.settle()
    found = wires.content_of(scene.request()).orderer
    return found.name if found else None


@pytest.mark.parametrize("speech_on", [date(2026, 11, 1), date(2026, 9, 1)], ids=["newer", "older"])
@pytest.mark.parametrize("has_course", [False, True], ids=["of no course", "of a course"])
def test_the_order_of_another_discipline_is_not_named_however_new_it_is(
    scene: Scene, speech_on: date, *, has_course: bool
) -> None:
    ordered(scene, "Ada Smith", date(2026, 10, 1), course(scene) if has_course else None)
    ordered(scene, "Bea Jones", speech_on, course(scene, "SLP"))

    assert named(scene) == "Ada Smith"


def test_where_only_another_discipline_was_ordered_nobody_is_named(scene: Scene) -> None:
    ordered(scene, "Bea Jones", date(2026, 10, 1), course(scene, "SLP"))

    assert named(scene) is None


def test_an_order_without_a_day_is_not_the_newest(scene: Scene) -> None:
    ordered(scene, "Bea Jones", None)
    ordered(scene, "Ada Smith", date(2026, 10, 1))

    assert named(scene) == "Ada Smith"


def test_the_order_of_the_requests_own_course_comes_before_a_newer_one(scene: Scene) -> None:
    scene.settle()
    own = course(scene)
    models.AuthorizationRequest.objects.update(episode=own)
    ordered(scene, "Ada Smith", date(2026, 10, 1), own)
    ordered(scene, "Bea Jones", date(2026, 11, 1), course(scene))

    found = wires.content_of(scene.request()).orderer

    assert found is not None
    assert found.name == "Ada Smith"
