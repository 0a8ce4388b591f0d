"""For whom the demo's charts are written: active patients with an authorization or a request, and no chart yet."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from otium.desk import clock
from otium.ops.demo_charts.cases import Case, case_of
from otium.records import models as m
from otium.terms.schedule import MADE


@dataclass(frozen=True, slots=True)
class Charted:
    """Whom a chart is written for. `number` seeds what differs between two of one case."""

    row: m.Patient
    episode: m.EpisodeOfCare | None
    began_on: date
    number: int
    case: Case


def charted(practice: m.Practice, on: date) -> list[Charted]:
    here = {"practice": practice}
    asked: set[UUID] = set()
    for model in (m.Authorization, m.AuthorizationRequest):
        asked |= set(model.objects.filter(**here).values_list("patient_id", flat=True))
    known = set(m.Goal.objects.filter(**here).values_list("patient_id", flat=True))
    episodes: dict[UUID, m.EpisodeOfCare] = {}
    for episode in m.EpisodeOfCare.objects.filter(**here, discipline="OT").order_by("is_active", "starts_on", "id"):
        episodes[episode.patient_id] = episode
    first_visit: dict[UUID, datetime] = {}
    visits = m.Appointment.objects.filter(**here, status__in=MADE, patient_id__in=asked - known)
    for patient_id, starts_at in visits.order_by("-starts_at").values_list("patient_id", "starts_at"):
        first_visit[patient_id] = starts_at
    rows = m.Patient.objects.filter(**here, pk__in=asked - known, is_active=True).order_by("external_id", "id")
    found = []
    for number, row in enumerate(rows, 1):
        episode = episodes.get(row.pk)
        seen_at = first_visit.get(row.pk)
        began_on = (episode and episode.starts_on) or (clock.day(seen_at, practice) if seen_at else on)
        case = case_of(episode.icd10 if episode else (), age_of(row.birth_on, on))
        found.append(Charted(row, episode, min(began_on, on), number, case))
    return found


def age_of(born_on: date | None, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day)) if born_on else 40
