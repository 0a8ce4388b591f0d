"""Addresses of the forms: one for each kind of record, so that each has its own row in desk/access."""

from django.urls import URLPattern, path

from otium.desk import mend
from otium.pages.staff.records import documents, views

PAPERS = "patients/<uuid:patient_id>/documents/"
HOUSE_KINDS = (
    "payer", "plan", "expected_rate", "fee", "payer_road", "location", "therapist", "room", "equipment",
    "working_hours", "time_off", "production_target",
)  # fmt: skip


def _of_patient(kind: str) -> list[URLPattern]:
    of_kind, slug = {"kind": kind}, kind.replace("_", "-")
    base = f"patients/<uuid:patient_id>/{slug}/"
    patterns = [
        path(f"{base}add/", views.add_of_patient, of_kind, name=f"{kind}_add"),
        path(f"{base}<uuid:record_id>/", views.change_of_patient, of_kind, name=f"{kind}_change"),
    ]
    if mend.KINDS[kind].withdrawal:
        at = f"{base}<uuid:record_id>/"
        patterns.append(path(f"{at}withdraw/", views.withdraw_of_patient, of_kind, name=f"{kind}_withdraw"))
        patterns.append(path(f"{at}restore/", views.restore_of_patient, of_kind, name=f"{kind}_restore"))
    return patterns


def _of_practice(kind: str) -> list[URLPattern]:
    of_kind, slug = {"kind": kind}, kind.replace("_", "-")
    at = f"settings/{slug}/<uuid:record_id>/"
    patterns = [
        path(f"settings/{slug}/add/", views.add_of_practice, of_kind, name=f"{kind}_add"),
        path(at, views.change_of_practice, of_kind, name=f"{kind}_change"),
    ]
    if mend.KINDS[kind].withdrawal:
        patterns.append(path(f"{at}withdraw/", views.withdraw_of_practice, of_kind, name=f"{kind}_withdraw"))
        patterns.append(path(f"{at}restore/", views.restore_of_practice, of_kind, name=f"{kind}_restore"))
    return patterns


urlpatterns = [
    path("patients/add/", views.add_of_practice, {"kind": "patient"}, name="patient_add"),
    path("patients/<uuid:patient_id>/change/", views.change_patient, name="patient_change"),
    path(f"{PAPERS}add/", documents.add, name="document_add"),
    path(f"{PAPERS}<uuid:document_id>/", documents.download, name="document_download"),
    path(f"{PAPERS}<uuid:document_id>/withdraw/", documents.withdraw, name="document_withdraw"),
    path(f"{PAPERS}<uuid:document_id>/restore/", documents.restore, name="document_restore"),
    *(pattern for name, kind in mend.KINDS.items() if kind.of_patient for pattern in _of_patient(name)),
    *(pattern for name in HOUSE_KINDS for pattern in _of_practice(name)),
]
