"""Addresses of the desk."""

from django.urls import path

from otium.pages.staff.desk import moves, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/live/", views.live, name="desk_live"),
    path("desk/done/", views.done, name="desk_done"),
    path("desk/tasks/<uuid:task_id>/", views.task, name="desk_task"),
    path("desk/tasks/<uuid:task_id>/here/", views.here, name="desk_here"),
    path("desk/tasks/<uuid:task_id>/record/", moves.record, name="desk_record"),
    path("desk/tasks/<uuid:task_id>/claim/", moves.claim, name="desk_claim"),
    path("desk/tasks/<uuid:task_id>/assign/", moves.assign, name="desk_assign"),
    path("desk/tasks/<uuid:task_id>/release/", moves.release, name="desk_release"),
    path("desk/tasks/<uuid:task_id>/snooze/", moves.snooze, name="desk_snooze"),
    path("desk/tasks/<uuid:task_id>/wake/", moves.wake, name="desk_wake"),
    path("desk/tasks/<uuid:task_id>/note/", moves.note, name="desk_note"),
    path("desk/tasks/<uuid:task_id>/dismiss/", moves.dismiss, name="desk_dismiss"),
    path("desk/tasks/<uuid:task_id>/restore/", moves.restore, name="desk_restore"),
    path("desk/acts/<uuid:act_id>/undo/", moves.undo, name="desk_undo"),
]
