"""Addresses of claims and remittances."""

from django.urls import path

from otium.pages.staff.claims import moves, remittances, views

urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims/export/", views.claims_export, name="claims_export"),
    path("claims/build/", moves.build, name="claims_build"),
    path("claims/send/", moves.send, name="claims_send"),
    path("claims/<uuid:claim_id>/", views.claim, name="claim"),
    path("claims/<uuid:claim_id>/rebuild/", moves.rebuild, name="claim_rebuild"),
    path("claims/<uuid:claim_id>/replace/", moves.replace, name="claim_replace"),
    path("claims/<uuid:claim_id>/ask/", moves.ask, name="claim_ask"),
    path("claims/<uuid:claim_id>/void/", moves.void, name="claim_void"),
    path("remittances/", remittances.remittances, name="remittances"),
    path("remittances/<uuid:remittance_id>/", remittances.remittance, name="remittance"),
]
