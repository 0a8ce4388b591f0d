"""Reasons of plans, reports, referrals and thresholds."""

from django.utils.translation import gettext_lazy as _

from otium.pages.words.said import Said

SAID = {
    "plan_unsigned": Said(
        _("Signature"),
        _("missing under the plan of %(starts_on)s; last day %(by_on)s"),
        _("Plan of %(starts_on)s is not signed; last day %(by_on)s"),
        _("The plan of care of %(starts_on)s is not signed. Without it the visits cannot be billed after %(by_on)s."),
    ),
    "plan_sent": Said(_("Sent"), _("to the referrer on %(sent_on)s")),
    "plan_not_sent": Said(_("Sent"), _("not yet, as far as the record shows")),
    "order_on_file": Said(_("Order"), _("signed, of %(written_on)s")),
    "order_missing": Said(_("Order"), _("none on file")),
    "recertification_due": Said(
        _("Certified"),
        _("until %(by_on)s; the visit on %(visit_on)s comes after"),
        _("Certified until %(by_on)s; visits go on after it"),
        _("The plan of care is certified until %(by_on)s, and visits go on: the next one after it is %(visit_on)s."),
    ),
    "recertification_unsigned": Said(
        _("Signature"),
        _("missing under the new plan of %(starts_on)s; last day %(by_on)s"),
        _("New plan of %(starts_on)s not signed; last day %(by_on)s"),
        _("The new plan of care of %(starts_on)s is written but not signed. The last day is %(by_on)s."),
    ),
    "progress_report_due": Said(
        _("Tenth treatment day"),
        "%(tenth_on)s",
        _("Tenth treatment day: %(tenth_on)s"),
        _("A progress report is due once in ten treatment days. The tenth: %(tenth_on)s."),
    ),
    "progress_report_near": Said(
        _("Eighth treatment day"),
        "%(eighth_on)s",
        _("Eighth treatment day: %(eighth_on)s; ten is the limit"),
        _("A progress report is due once in ten treatment days. The eighth: %(eighth_on)s."),
    ),
    "last_report": Said(_("Last report"), "%(written_on)s"),
    "counted_from": Said(_("Counted from"), "%(on)s"),
    "threshold_crossed": Said(
        _("Threshold"),
        _("$%(threshold)s of %(year)s, passed by the visit on %(visit_on)s"),
        _("Passes $%(threshold)s of %(year)s on %(visit_on)s"),
        _("The visit on %(visit_on)s passes Medicare’s $%(threshold)s of %(year)s. From it on, claims need KX."),
    ),
    "threshold_crossed_unpriced": Said(
        _("Threshold"),
        _("of %(year)s, passed by the visit on %(visit_on)s; its amount is not on file"),
        _("Passes the threshold of %(year)s on %(visit_on)s"),
        _("The visit on %(visit_on)s passes Medicare’s threshold of %(year)s. From it on, claims need KX."),
    ),
    "review_zone_unpriced": Said(_("Medical review"), _("possible, from the visit on %(visit_on)s")),
    "threshold_estimated": Said(_("Figure"), _("%(year)s is not published yet; counted with %(from_year)s")),
    "review_zone": Said(_("Medical review"), _("possible from $%(threshold)s, reached on %(visit_on)s")),
    "necessity_not_documented": Said(_("KX"), _("not placed: the need was recorded as not documented, %(decided_on)s")),
    "abn_cost_charge": Said(_("Cost to the family"), _("$%(cost)s, at your own prices")),
    "abn_cost_rate": Said(
        _("Cost to the family"), _("$%(cost)s, by your expected rate: no price of your own is on file")
    ),
    "abn_cost_unknown": Said(_("Cost to the family"), _("unknown: enter your fees, or a self-pay rate")),
    "visits_unpriced": Said(_("Amounts"), _("some visits have no rate on file; the day may come earlier")),
    "referral_missing": Said(
        _("Referral"),
        _("none on file for the visit on %(visit_on)s"),
        _("No referral on file; visit on %(visit_on)s"),
        _("This payer asks for a referral, and none is on file for the visit on %(visit_on)s."),
    ),
    "referral_expires": Said(
        _("Referral"),
        _("ends %(expires_on)s; the visit on %(visit_on)s comes after"),
        _("Referral ends %(expires_on)s; visit %(visit_on)s comes after"),
        _("The referral ends on %(expires_on)s. The visit on %(visit_on)s comes after it."),
    ),
    "referral_used_up": Said(
        _("Referral"),
        _("its %(visits)s visits are used before %(visit_on)s"),
        _("All %(visits)s visits of the referral used by %(visit_on)s"),
        _("The %(visits)s visits of the referral are used before the visit on %(visit_on)s."),
    ),
    "referral_used_up_uncounted": Said(
        _("Referral"),
        _("its visits are used before %(visit_on)s"),
        _("All visits of the referral used by %(visit_on)s"),
        _("The visits of the referral are used before the visit on %(visit_on)s."),
    ),
    "referral_required_by_rule": Said(_("Asked for"), _("by this payer’s rule, %(certainty)s")),
}
