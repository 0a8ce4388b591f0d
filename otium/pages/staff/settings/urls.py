"""Addresses of the settings."""

from django.urls import path

from otium.pages.staff.settings import (
    attendance,
    autonomy,
    calendar,
    kinds,
    members,
    roads,
    rules,
    video,
    views,
    wording,
)

urlpatterns = [
    path("settings/", views.index, name="settings"),
    path("settings/practice/", views.practice, name="settings_practice"),
    path("settings/house/", views.house, name="settings_house"),
    path("settings/calendar/", calendar.calendar, name="settings_calendar"),
    path("settings/kinds/", kinds.kinds, name="settings_kinds"),
    path("settings/payers/", views.payers, name="settings_payers"),
    path("settings/roads/", roads.roads, name="settings_roads"),
    path("settings/rates/", views.rates, name="settings_rates"),
    path("settings/fees/", views.fees, name="settings_fees"),
    path("settings/rules/", rules.rules, name="settings_rules"),
    path("settings/rules/override/", rules.override, name="payer_rule_override"),
    path("settings/rules/drop/", rules.drop, name="payer_rule_drop"),
    path("settings/autonomy/", autonomy.autonomy, name="settings_autonomy"),
    path("settings/attendance/", attendance.attendance, name="settings_attendance"),
    path("settings/video/", video.video, name="settings_video"),
    path("settings/wording/", wording.wording, name="settings_wording"),
    path("settings/members/", members.members, name="settings_members"),
    path("settings/members/invite/", members.invite, name="member_invite"),
    path("settings/members/<uuid:membership_id>/role/", members.change_role, name="member_role"),
    path("settings/members/<uuid:membership_id>/link/", members.link_again, name="member_link"),
    path("settings/members/<uuid:membership_id>/end/", members.end, name="member_end"),
]
