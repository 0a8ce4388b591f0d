"""Addresses of the clinician's inbox."""

from django.urls import path

from otium.pages.staff.packets import views

BASE = "signatures/<uuid:request_id>/"
urlpatterns = [
    path("signatures/", views.signatures, name="signatures"),
    path(BASE, views.signature, name="signature"),
    path(f"{BASE}pdf/", views.signature_pdf, name="signature_pdf"),
    path(f"{BASE}sign/", views.signature_sign, name="signature_sign"),
    path(f"{BASE}withdraw/", views.signature_withdraw, name="signature_withdraw"),
    path(f"{BASE}write/", views.signature_write, name="signature_write"),
    path(f"{BASE}propose/", views.signature_propose, name="signature_propose"),
    path(f"{BASE}explain/", views.signature_explain, name="signature_explain"),
]
