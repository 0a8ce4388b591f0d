"""Every address, of pages and of doors for machines: one line a folder. Each name needs a row in desk/access."""

from django.urls import include, path

handler500 = "otium.pages.unsaved.server_error"

urlpatterns = [
    path("", include("otium.pages.staff.frame.urls")),
    path("", include("otium.pages.staff.desk.urls")),
    path("", include("otium.pages.staff.payer_rules.urls")),
    path("", include("otium.pages.staff.payers.urls")),
    path("", include("otium.pages.staff.scorecards.urls")),
    path("", include("otium.pages.staff.imports.urls")),
    path("", include("otium.pages.staff.patients.urls")),
    path("", include("otium.pages.staff.approvals.urls")),
    path("", include("otium.pages.staff.costs.urls")),
    path("", include("otium.pages.staff.packets.urls")),
    path("", include("otium.pages.staff.records.urls")),
    path("", include("otium.pages.staff.chart.urls")),
    path("", include("otium.pages.staff.inquiries.urls")),
    path("", include("otium.pages.staff.eligibility.urls")),
    path("", include("otium.pages.staff.coverage.urls")),
    path("", include("otium.pages.staff.clearance.urls")),
    path("", include("otium.pages.staff.calls.urls")),
    path("", include("otium.pages.staff.reviews.urls")),
    path("", include("otium.pages.staff.claims.urls")),
    path("", include("otium.pages.staff.prior_auth.urls")),
    path("", include("otium.pages.staff.appointments.urls")),
    path("", include("otium.pages.staff.planning.urls")),
    path("", include("otium.pages.staff.waitlist.urls")),
    path("", include("otium.pages.staff.capacity.urls")),
    path("", include("otium.pages.staff.inbox.urls")),
    path("", include("otium.pages.staff.connections.urls")),
    path("", include("otium.pages.staff.traffic.urls")),
    path("", include("otium.pages.staff.audit.urls")),
    path("", include("otium.pages.staff.settings.urls")),
    path("", include("otium.pages.staff.families.urls")),
    path("", include("otium.pages.staff.feeds.urls")),
    path("", include("otium.pages.portal.urls")),
    path("", include("otium.doors.calendar.urls")),
    path("", include("otium.doors.texts.urls")),
]
