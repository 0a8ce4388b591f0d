"""Words of tests about a family link: a limit told by text, the token in it, what the page says."""

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse

from otium.desk import acting, blobs
from otium.desk.families import telling
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast


def tell(practice: models.Practice, about: str = "benefit_limit") -> str:
    """A limit of practice A told by text; the token in it."""
    child = people.patient(practice)
    cover = people.coverage(child, "commercial")
    with acting.acting_for(practice.pk):
        practice.phone = "512-555-0142"
        practice.save(update_fields=["phone"])
        answer = build.check(cover, AT - timedelta(days=3))
        for kind, amount in (("visit_limit", 30), ("visits_remaining", 4)):
            models.Benefit.objects.create(practice=practice, check_row=answer, kind=kind, amount=amount)
        models.RelatedPerson.objects.create(
            practice=practice, patient=child, first_name="María", last_name="Marshfield", relationship="mother",
            phone="(312) 555-0142", language="es", may_receive=True,
        )  # fmt: skip
        build.connection(practice, carries=["text"])
    for day in range(8):
        people.visit(child, ON + timedelta(days=1 + 2 * day))
    people.settled(practice)
    with acting.acting_for(practice.pk):
        notice = models.FamilyNotice.objects.get(state="prepared")
        if about == "abn":
            notice.about, notice.digest, notice.facts = (
                "abn",
                "f" * 64,
                {"visit_on": "2026-12-08", "reason": "medical", "cost": "118.00"},
            )
            notice.save()
        telling.approve(notice_id=notice.pk, by=build.TEST, at=AT)
        return token_of(practice)


def token_of(practice: models.Practice) -> str:
    parcel = models.Parcel.objects.filter(kind="text").latest("made_at")
    found = re.search(r"/portal/([\w-]+)/", blobs.load(practice, parcel.body).decode())
    assert found
    return found[1]


def url(token: str, language: str = "") -> str:
    return reverse("portal", args=[token]) + (f"?lang={language}" if language else "")


def text(response: Any) -> str:
    return str(response.content.decode())


def state(cast: Cast) -> tuple[Any, ...]:
    """All that an answer would change."""
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.get(state__in=("told", "acknowledged"))
        link = models.FamilyLink.objects.get()
        tasks = sorted(models.Task.objects.values_list("kind", "state", "digest"))
        return notice.state, notice.answer, notice.acknowledged_at, link.used_at, link.revoked_at, tasks
