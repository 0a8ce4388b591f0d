"""Reasons of good-faith estimates."""

from django.utils.translation import gettext_lazy as _

from otium.pages.words.said import Said

SAID = {
    "estimate_missing": Said(
        _("Estimate"),
        _("none given; the first visit is %(visit_on)s"),
        _("No estimate given; first visit %(visit_on)s"),
        _("They pay themselves, and the visit on %(visit_on)s is booked without a good-faith estimate."),
    ),
    "estimate_clock": Said(_("Booked"), _("%(booked_on)s: the legal time runs from there")),
    "estimate_clock_unknown": Said(_("Booked"), _("on an unknown day: give the estimate now")),
    "estimate_asked": Said(
        _("Asked for"),
        "%(asked_on)s",
        _("Estimate asked for on %(asked_on)s"),
        _("An estimate was asked for on %(asked_on)s. It is due within three business days."),
    ),
    "estimate_ends": Said(
        _("Estimate"),
        _("ends %(ends_on)s; the visit on %(visit_on)s comes after"),
        _("Estimate ends %(ends_on)s; visits go on"),
        _("The estimate ends %(ends_on)s, and the visit on %(visit_on)s comes after it."),
    ),
    "estimate_new_service": Said(
        _("Not estimated"),
        _("%(codes)s, from the visit on %(visit_on)s"),
        _("%(codes)s on %(visit_on)s is not in the estimate"),
        _("The estimate does not name %(codes)s, planned from the visit on %(visit_on)s."),
    ),
    "estimate_more": Said(
        _("More than estimated"),
        _("%(codes)s, from the visit on %(visit_on)s"),
        _("More of %(codes)s than estimated, from %(visit_on)s"),
        _("More of %(codes)s is booked than was estimated, from the visit on %(visit_on)s."),
    ),
    "estimate_price": Said(
        _("Other price"),
        _("%(codes)s, from the visit on %(visit_on)s"),
        _("Another price for %(codes)s from %(visit_on)s"),
        _("From the visit on %(visit_on)s the price of %(codes)s is another than was estimated."),
    ),
    "estimate_over": Said(
        _("Over the estimate"),
        _("%(billed)s, estimated %(estimated)s"),
        _("%(billed)s against %(estimated)s estimated"),
        _("The visits made come to %(billed)s; %(estimated)s was estimated. From $400 over it may be disputed."),
    ),
    "estimate_near": Said(
        _("Near the limit"),
        _("%(billed)s with the visits booked, estimated %(estimated)s"),
        _("%(billed)s with bookings; %(estimated)s estimated"),
        _("With the visits booked it comes to %(billed)s; %(estimated)s was estimated. $400 over is disputable."),
    ),
    "estimate_billed_by_visits": Said(
        _("Billed"), _("counted as the visits made at your prices: Otium keeps no bills to patients yet")
    ),
}
