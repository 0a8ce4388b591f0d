"""The address of feeds."""

from django.urls import path

from otium.doors.calendar import views

urlpatterns = [path("calendar/<str:token>.ics", views.feed, name="calendar_feed")]
