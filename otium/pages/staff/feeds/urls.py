"""The address of a person's own feeds."""

from django.urls import path

from otium.pages.staff.feeds import views

urlpatterns = [path("accounts/calendar/", views.feeds, name="calendar_feeds")]
