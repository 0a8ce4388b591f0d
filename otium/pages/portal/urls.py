"""The address of family links."""

from django.urls import path

from otium.pages.portal import views

urlpatterns = [
    path("portal/<str:token>/", views.portal, name="portal"),
    path("portal/<str:token>/visits.ics", views.calendar, name="portal_calendar"),
]
