"""Addresses of the calendar."""

from django.urls import path

from otium.pages.staff.appointments import booking, finding, held, mine, of_series, views, visit

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/day/", views.day, name="schedule_day"),
    path("schedule/month/", views.month, name="schedule_month"),
    path("schedule/book/", finding.find, name="schedule_book"),
    path("my-day/", mine.mine, name="my_day"),
    path("schedule/sheet/", views.day_sheet, name="schedule_sheet"),
    path("schedule/<uuid:appointment_id>/", visit.visit, name="visit"),
    path("schedule/<uuid:appointment_id>/move/", visit.move, name="visit_move"),
    path("schedule/<uuid:appointment_id>/cancel/", visit.cancel, name="visit_cancel"),
    *(
        path(f"schedule/<uuid:appointment_id>/{event}/", visit.mark, {"event": event}, name=f"visit_{event.value}")
        for event in visit.DONE
    ),
    path("schedule/<uuid:appointment_id>/undo/", visit.undo_move, name="visit_undo_move"),
    path("schedule/<uuid:appointment_id>/reason/", visit.say_why, name="visit_reason"),
    path("schedule/<uuid:appointment_id>/video/", held.set_video, name="visit_video"),
    path("schedule/<uuid:appointment_id>/consent/", held.consent, name="visit_consent"),
    path("schedule/<uuid:appointment_id>/minutes/", held.say_minutes, name="visit_minutes"),
    path("schedule/<uuid:appointment_id>/make-up/", held.wait_for_make_up, name="visit_make_up"),
    path("schedule/<uuid:appointment_id>/restore/", visit.restore, name="visit_restore"),
    path("schedule/<uuid:appointment_id>/confirm/", visit.confirm, name="visit_confirm"),
    path("schedule/<uuid:appointment_id>/join/", visit.join, name="visit_join"),
    path("schedule/<uuid:appointment_id>/entered/", visit.entered, name="visit_entered"),
    path("patients/<uuid:patient_id>/series/<uuid:series_id>/", of_series.series, name="series"),
    path("patients/<uuid:patient_id>/book/", booking.book, name="visit_book"),
]
