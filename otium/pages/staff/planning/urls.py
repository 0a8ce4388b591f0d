"""Addresses of the plans."""

from django.urls import path

from otium.pages.staff.planning import acts, forms, views
from otium.terms.plans import PlanKind

urlpatterns = [
    path("schedule/plans/", views.plans, name="plans"),
    *(
        path(f"schedule/plans/{kind.value.replace('_', '-')}/", forms.new, {"kind": kind}, name=f"plan_{kind.value}")
        for kind in PlanKind
    ),
    path("schedule/plans/<uuid:plan_id>/", views.plan, name="plan"),
    path("schedule/plans/<uuid:plan_id>/progress/", views.progress, name="plan_progress"),
    path("schedule/plans/<uuid:plan_id>/moves.csv", views.as_csv, name="plan_csv"),
    path("schedule/plans/<uuid:plan_id>/instance.json", views.as_file, name="plan_file"),
    path("schedule/plans/<uuid:plan_id>/apply/", acts.apply, name="plan_apply"),
    path("schedule/plans/<uuid:plan_id>/ask/", acts.ask, name="plan_ask"),
    path("schedule/plans/<uuid:plan_id>/stop/", acts.stop, name="plan_stop"),
    path("schedule/plans/<uuid:plan_id>/again/", acts.again, name="plan_again"),
    path("schedule/plans/<uuid:plan_id>/refuse/", acts.refuse, name="plan_refuse"),
    path("schedule/plans/<uuid:plan_id>/undo/", acts.undo, name="plan_undo"),
    path("schedule/plans/moves/<uuid:move_id>/", acts.decide, name="plan_move"),
]
