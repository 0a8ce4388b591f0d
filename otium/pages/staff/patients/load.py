"""Everything about one patient in a fixed number of queries, however many visits and answers there are."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.http import Http404, HttpRequest

from otium.desk import approvals, clock, inquiries
from otium.pages import practices
from otium.records import models as m
from otium.records.billed import OUT
from otium.records.models import Patient, Practice

LAST_CHANGES = 60
SHOWN_AS_LEFT_OUT = "and not entered_in_error"
# Small tables with a patient come in one query; what else must hold of a row stands beside each.
BUNDLED: tuple[tuple[type[Model], str], ...] = (
    (m.RelatedPerson, ""),
    (m.EpisodeOfCare, ""),
    (m.Referral, SHOWN_AS_LEFT_OUT),
    (m.PlanOfCare, SHOWN_AS_LEFT_OUT),
    (m.ProgressReport, SHOWN_AS_LEFT_OUT),
    (m.Goal, SHOWN_AS_LEFT_OUT),
    (m.Measure, SHOWN_AS_LEFT_OUT),
    (m.Document, SHOWN_AS_LEFT_OUT),
    (m.BenefitCheck, SHOWN_AS_LEFT_OUT),
    (m.BenefitDecision, SHOWN_AS_LEFT_OUT),
    (m.InjuryClaim, ""),
    (m.Authorization, ""),
    (m.AuthorizationRequest, ""),
    (m.Act, "and undone_at is null"),
    (m.Claim, ""),
    (m.FamilyNotice, "and state <> 'withdrawn'"),
    (m.Parcel, "and kind = '270'"),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient as the database holds them, on the practice's day `on`."""

    patient: Patient
    practice: Practice
    on: date
    rows: dict[type[Model], list[Any]]
    coverages: list[m.Coverage]
    inquiries: list[m.Parcel]  # that wait for their answers, newest first
    benefits: dict[UUID, list[m.Benefit]]
    services: dict[UUID, list[m.AuthorizedService]]
    uses: list[m.AuthorizationUse]
    visits: list[m.Appointment]
    tasks: list[m.Task]
    changes: list[m.History]
    use_changes: list[m.History]
    therapists: dict[UUID, m.Therapist]
    staff: dict[str, str]
    billed: dict[UUID, UUID]  # visit on a claim that went out -> that claim

    def approval_rows(self) -> approvals.Rows:
        """What the desk needs to count approvals."""
        return approvals.Rows(
            practice=self.practice,
            patient=self.patient,
            on=self.on,
            coverages=self.coverages,
            authorizations=self.rows[m.Authorization],
            services=self.services,
            uses=self.uses,
            visits=self.visits,
            plans=self.rows[m.PlanOfCare],
            disciplines={e.pk: e.discipline for e in self.rows[m.EpisodeOfCare]},
            npis={key: t.npi for key, t in self.therapists.items()},
            billed=self.billed,
        )

    def day(self, at: Any) -> date:
        return clock.day(at, self.practice)

    def therapist_name(self, therapist_id: UUID | None) -> str:
        found = self.therapists.get(therapist_id) if therapist_id else None
        return found.name if found else ""


def chart(request: HttpRequest, patient_id: UUID) -> Chart:
    """Raises Http404 for a patient whom this request may not see."""
    patient = Patient.objects.select_related("location").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    practice = next(p for p in practices.visible(request) if p.pk == patient.practice_id)
    rows = _bundle(patient)
    mine = {"practice": practice, "patient": patient}
    checks = [c.pk for c in rows[m.BenefitCheck]]
    approvals = [a.pk for a in rows[m.Authorization]]
    visits = list(m.Appointment.objects.filter(**mine).order_by("starts_at", "id"))
    history = m.History.objects.filter(practice=practice)
    changes = list(history.filter(patient_id=patient.pk).order_by("-at", "-id")[:LAST_CHANGES])
    return Chart(
        patient=patient,
        practice=practice,
        on=clock.day(request.at, practice),
        rows=rows,
        coverages=list(
            m.Coverage.objects.filter(**mine, entered_in_error=False)
            .select_related("payer", "plan")
            .order_by("order", "-starts_on", "id")
        ),
        inquiries=inquiries.waiting(practice, patient.pk),
        benefits=_grouped(m.Benefit.objects.filter(practice=practice, check_row_id__in=checks), "check_row_id"),
        services=_grouped(
            m.AuthorizedService.objects.filter(practice=practice, authorization_id__in=approvals), "authorization_id"
        ),
        uses=list(m.AuthorizationUse.objects.filter(practice=practice, authorization_id__in=approvals)),
        visits=visits,
        tasks=list(m.Task.objects.filter(**mine, state="open").order_by("due_on", "id")),
        changes=changes,
        use_changes=list(
            history.filter(event="authorization_use", focus_id__in=[v.pk for v in visits]).order_by("at", "id")
        ),
        therapists={t.pk: t for t in m.Therapist.objects.filter(practice=practice)},
        staff=_names(changes, rows),
        billed=_billed(practice, [c.pk for c in rows[m.Claim] if c.standing in OUT]),
    )


def _billed(practice: Practice, claims: list[UUID]) -> dict[UUID, UUID]:
    """One query, whatever was billed."""
    rows = m.ClaimVisit.objects.filter(practice=practice, claim_id__in=claims or [UUID(int=0)], is_billed=True)
    return dict(rows.order_by("appointment_id").values_list("appointment_id", "claim_id"))


def _bundle(patient: Patient) -> dict[type[Model], list[Any]]:
    """The rows of the bundled tables, by model. One query."""
    parts = [  # names of our own tables, and two ids as parameters
        f"select '{model._meta.model_name}', to_jsonb(t)::text from {model._meta.db_table} t "  # noqa: S608  # nosec B608
        f"where practice_id = %s and patient_id = %s {condition}"
        for model, condition in BUNDLED
    ]
    by_name = {model._meta.model_name: model for model, _condition in BUNDLED}
    found: dict[type[Model], list[Any]] = {model: [] for model, _condition in BUNDLED}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), [patient.practice_id, patient.pk] * len(parts))
        for name, text in cursor.fetchall():
            found[by_name[name]].append(_row(by_name[name], json.loads(text, parse_float=Decimal)))
    for rows in found.values():
        rows.sort(key=lambda row: str(row.pk))
    return found


def _row(model: type[Model], values: dict[str, Any]) -> Any:
    """A row as the ORM would have made it."""
    fields = {f.attname: f.to_python(values[f.column]) for f in model._meta.concrete_fields}
    row = model(**fields)
    row._state.adding = False
    return row


def _grouped(rows: Any, key: str) -> dict[UUID, list[Any]]:
    found = defaultdict(list)
    for row in rows.order_by("id"):
        found[getattr(row, key)].append(row)
    return dict(found)


def _names(changes: list[m.History], rows: dict[type[Model], list[Any]]) -> dict[str, str]:
    """Names of everybody who did something here, by id as text. One query."""
    ids = {change.by for change in changes} | {str(act.by_id) for act in rows[m.Act] if act.by_id}
    for checked in (*rows[m.BenefitCheck], *rows[m.InjuryClaim], *rows[m.Authorization]):
        ids |= {said.get("by", "") for said in checked.provenance.values() if isinstance(said, dict)}
    people = [text for text in ids if len(text) == len(str(UUID(int=0)))]
    return {str(key): name for key, name in m.Staff.objects.filter(pk__in=people).values_list("id", "name")}
