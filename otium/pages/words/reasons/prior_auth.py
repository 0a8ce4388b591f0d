"""Reasons of prior authorization."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "authorization_runs_out": Said(
        _("Not covered"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy("The visit on %(on)s is not covered", "From %(on)s, %(count)d visits are not covered", "count"),
        ngettext_lazy(
            "The approved visits are used up before %(on)s: one visit is not covered.",
            "The approved visits are used up before %(on)s: %(count)d visits are not covered.",
            "count",
        ),
    ),
    "authorization_ends": Said(
        _("Not covered"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy(
            "Approval ends %(ends_on)s; 1 visit comes after",
            "Approval ends %(ends_on)s; %(count)d visits come after",
            "count",
        ),
        ngettext_lazy(
            "The approval ends on %(ends_on)s. One visit comes after it, on %(on)s.",
            "The approval ends on %(ends_on)s. %(count)d visits come after it, the first on %(on)s.",
            "count",
        ),
    ),
    "authorization_ends_unbooked": Said(
        _("Ends"),
        _("%(ends_on)s; nothing is booked after it yet"),
        _("Approval ends %(ends_on)s; care goes on after it"),
        _("The approval ends on %(ends_on)s. Care goes on after it, and nothing is booked from then on."),
    ),
    "authorization_projected_out": Said(
        _("Used up"),
        _("by %(on)s, at %(per_week)s visits a week"),
        _("Used up by %(on)s at %(per_week)s visits a week"),
        _("At %(per_week)s visits a week, the approved visits are used up by %(on)s."),
    ),
    "authorization_approved": Said(_("Approved"), _("%(approved)s %(basis)s, until %(ends_on)s")),
    "authorization_missing": Said(
        _("Not authorized"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy(
            "The visit on %(on)s is not authorized", "From %(on)s, %(count)d visits are not authorized", "count"
        ),
        ngettext_lazy(
            "One visit is booked without the authorization that its payer asks for, on %(on)s.",
            "%(count)d visits are booked without the authorization that their payer asks for, from %(on)s.",
            "count",
        ),
    ),
    "authorization_required_by_answer": Said(_("Needed"), _("the payer said so on %(answered_on)s")),
    "authorization_required_by_rule": Said(_("Needed"), _("by this payer’s rule, %(certainty)s")),
    "payer_decides_within": Said(
        _("Payer answers"), _("usually within %(business_days)s business days, %(certainty)s")
    ),
    "payer_decided_within": Said(
        _("Payer answers"),
        _("usually within %(business_days)s business days, as nine in ten of its last %(n)s decisions did"),
    ),
    "units_estimated": Said(_("Units"), _("some visits have no codes yet; counted as this patient’s usual")),
    "request_drafted": Said(_("Request"), _("a draft is on file, not sent")),
    "request_unanswered": Said(
        _("No answer"),
        _("sent on %(submitted_on)s, expected by %(expected_on)s"),
        _("No decision; expected by %(expected_on)s"),
        _("Sent on %(submitted_on)s and expected by %(expected_on)s. The payer has not decided."),
    ),
    "decision_overdue": Said(
        _("Overdue"),
        _("sent on %(submitted_on)s, to be decided by %(by_on)s, %(certainty)s"),
        _("Not decided; due by %(by_on)s"),
        _("The payer had until %(by_on)s to decide the request of %(submitted_on)s, and has not."),
    ),
    "need_answered_against_rule": Said(
        _("Contradiction"),
        _("the payer’s answer of %(answered_on)s says needed, its rule (%(certainty)s) says not"),
        _("Answer: authorization needed; rule: none needed"),
        _("The payer’s answer of %(answered_on)s says that an authorization is needed. Its rule says that none is."),
    ),
    "no_need_answered_against_rule": Said(
        _("Contradiction"),
        _("the payer’s answer of %(answered_on)s says not needed, its rule (%(certainty)s) says needed"),
        _("Answer: no authorization needed; rule: one needed"),
        _("The payer’s answer of %(answered_on)s says that no authorization is needed. Its rule says that one is."),
    ),
    "need_said_both_ways": Said(
        _("Contradiction"),
        _("the answer of %(answered_on)s says both"),
        _("The payer says both: needed and not needed"),
        _("The payer’s answer of %(answered_on)s says both that an authorization is needed and that none is."),
    ),
    "need_unknown": Said(
        _("Not said"),
        _("in the answer of %(answered_on)s, nor in the payer’s rule"),
        _("Nobody says if an authorization is needed"),
        _("The payer answered on %(answered_on)s and did not say whether an authorization is needed."),
    ),
    "evaluation_need_unknown": Said(
        _("Not said"),
        _("for the evaluation on %(visit_on)s; treatment needs one (%(certainty)s)"),
        _("Nobody says if the evaluation needs an authorization"),
        _("This payer asks for authorization of treatment. Nobody said whether of the evaluation on %(visit_on)s."),
    ),
    "press_call": Said(_("Next step"), _("call the payer; the words are below")),
    "press_supervisor": Said(_("Next step"), _("ask for a supervisor; the words are below")),
    "press_complaint": Said(_("Next step"), _("complain in writing; the words are below")),
    "request_pended": Said(
        _("Payer wants more"),
        _("by %(answer_by)s"),
        _("Pended: the payer wants more by %(answer_by)s"),
        _("The payer has not decided. It wants more from you by %(answer_by)s."),
    ),
    "request_pended_open": Said(
        _("Payer wants more"),
        _("it set no day"),
        _("Pended: the payer wants more, and set no day"),
        _("The payer has not decided. It wants more from you, and set no day."),
    ),
    "request_submitted": Said(_("Asked"), _("%(requested)s visits, on %(submitted_on)s")),
    "request_submitted_on": Said(_("Asked"), _("on %(submitted_on)s; how many visits is not on file")),
    "request_submitted_unknown": Said(_("Asked"), _("when, and for how many visits, is not on file")),
    "request_denied": Said(
        _("Denied"),
        _("on %(decided_on)s"),
        _("Denied on %(decided_on)s"),
        _("The payer denied the request on %(decided_on)s."),
    ),
    "request_reduced": Said(
        _("Cut"),
        _("asked for %(requested)s, approved %(approved)s"),
        _("Asked for %(requested)s visits, approved %(approved)s"),
        _("The payer approved %(approved)s of the %(requested)s visits asked for."),
    ),
    "request_reduced_unasked": Said(
        _("Cut"),
        _("approved %(approved)s; how many were asked for is not on file"),
        _("Changed by the payer: approved %(approved)s visits"),
        _("The payer approved %(approved)s visits; what was asked is not on file."),
    ),
    "request_changed": Said(
        _("Changed"),
        _("by the payer, without a number"),
        _("Changed by the payer, without a number"),
        _("The payer changed the request and stated no number. Look at its answer."),
    ),
    "request_ready": Said(
        _("Signed"),
        _("on %(signed_on)s; it has not been sent"),
        _("Signed on %(signed_on)s, not sent"),
        _("The request was signed on %(signed_on)s and has not been sent."),
    ),
    "request_ready_unsigned": Said(
        _("Ready"),
        _("it has not been sent"),
        _("Ready, not sent"),
        _("The request is ready and has not been sent."),
    ),
    "request_asks": Said(_("Asks for"), _("%(requested)s, from %(starts_on)s to %(ends_on)s")),
    "request_asks_open": Said(_("Asks for"), _("from %(starts_on)s; how much, or until when, is not one number")),
    "request_asks_unknown": Said(_("Asks for"), _("see the request: its days are not all on file")),
    "request_waits_for": Said(_("Waiting for it"), _("%(count)s booked visits, the first on %(on)s")),
    "peer_to_peer_until": Said(_("Peer-to-peer call"), _("until %(on)s, %(certainty)s")),
    "appeal_until": Said(_("Appeal"), _("until %(on)s, %(certainty)s")),
    # what an approval says, and what was billed
    "approval_other_provider": Said(
        _("Another provider"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy(
            "%(number)s: another provider than on %(on)s",
            "%(number)s: another provider than %(count)d visits",
            "count",
        ),
        ngettext_lazy(
            "%(number)s names another provider than the one booked on %(on)s.",
            "%(number)s names another provider than the one booked for %(count)d visits, the first on %(on)s.",
            "count",
        ),
    ),
    "approval_other_place": Said(
        _("Another place"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy(
            "%(number)s: another place than on %(on)s",
            "%(number)s: another place than %(count)d visits",
            "count",
        ),
        ngettext_lazy(
            "%(number)s names another place than the one booked on %(on)s.",
            "%(number)s names another place than the one booked for %(count)d visits, the first on %(on)s.",
            "count",
        ),
    ),
    "approval_other_codes": Said(
        _("Codes left out"),
        _("%(codes)s"),
        _("%(number)s does not name %(codes)s"),
        _("%(number)s does not name %(codes)s, which were asked for or are booked."),
    ),
    "approval_other_place_code": Said(
        _("Place of service"),
        _("%(place_code)s on the approval"),
        ngettext_lazy(
            "%(number)s: place %(place_code)s, not as on %(on)s",
            "%(number)s: place %(place_code)s, not as %(count)d visits",
            "count",
        ),
        ngettext_lazy(
            "%(number)s is for place of service %(place_code)s, and the visit on %(on)s is held otherwise.",
            "%(number)s is for place of service %(place_code)s, and %(count)d visits are held otherwise.",
            "count",
        ),
    ),
    "approval_other_basis": Said(
        _("Counted otherwise"),
        _("asked for %(requested)s, approved in %(basis)s"),
        _("%(number)s is approved in %(basis)s, which nobody asked"),
        _("%(number)s is approved in %(basis)s, and that is not what was asked for. Check that it is enough."),
    ),
    "approval_period_past": Said(
        _("Over when it came"),
        _("ended %(ends_on)s, decided %(decided_on)s"),
        _("%(number)s ended on %(ends_on)s, before it was decided"),
        _("%(number)s ended on %(ends_on)s and was decided on %(decided_on)s: it covers no visit to come."),
    ),
    "approval_starts_later": Said(
        _("Begins later"),
        ngettext_lazy("1 visit, on %(on)s", "%(count)d visits, the first on %(on)s", "count"),
        ngettext_lazy(
            "%(number)s begins %(starts_on)s, after a visit",
            "%(number)s begins %(starts_on)s, after %(count)d visits",
            "count",
        ),
        ngettext_lazy(
            "%(number)s begins on %(starts_on)s, later than asked. One visit comes before it, on %(on)s.",
            "%(number)s begins on %(starts_on)s, later than asked. %(count)d visits come before it.",
            "count",
        ),
    ),
    "billed_under": Said(
        _("Billed under"),
        _("%(number)s"),
        ngettext_lazy(
            "The visit on %(on)s is billed under %(number)s",
            "%(count)d visits from %(on)s are billed under %(number)s",
            "count",
        ),
        ngettext_lazy(
            "One visit, on %(on)s, was billed under %(number)s.",
            "%(count)d visits, the first on %(on)s, were billed under %(number)s.",
            "count",
        ),
    ),
    "billed_under_none": Said(
        _("Billed under"),
        _("no authorization"),
        ngettext_lazy(
            "The visit on %(on)s is billed without authorization",
            "%(count)d visits from %(on)s are billed without authorization",
            "count",
        ),
        ngettext_lazy(
            "One visit, on %(on)s, was billed without an authorization number.",
            "%(count)d visits, the first on %(on)s, were billed without an authorization number.",
            "count",
        ),
    ),
    "belongs_under": Said(_("Belongs under"), _("%(number)s, by the records on file")),
    "belongs_under_none": Said(_("Belongs under"), _("none that is on file")),
    # what follows from a denial or cut
    "decision_concerns": Said(
        _("Visits it concerns"),
        ngettext_lazy("1 booked, on %(on)s", "%(count)d booked, the first on %(on)s", "count"),
    ),
    "decision_next": Said(_("What we do"), _("%(step)s")),
    "decision_covers_until": Said(
        _("Covered until"),
        ngettext_lazy(
            "%(until_on)s; one visit after it, on %(on)s",
            "%(until_on)s; %(count)d visits after it, from %(on)s",
            "count",
        ),
    ),
    "decision_covers_none": Said(
        _("Not covered"),
        ngettext_lazy("1 booked visit, on %(on)s", "%(count)d booked visits, from %(on)s", "count"),
    ),
    "extend_until": Said(_("Ask for the rest"), _("until %(on)s, to have an answer before the visit on %(visit_on)s")),
    "plan_that_fits": Said(_("What is approved allows"), _("%(per_week)s visits a week until %(until_on)s")),
    "retroactive_until": Said(
        _("Ask for visits made"),
        ngettext_lazy(
            "until %(on)s for the visit on %(visit_on)s, %(certainty)s",
            "until %(on)s for the first of %(count)d, on %(visit_on)s, %(certainty)s",
            "count",
        ),
        ngettext_lazy(
            "A visit made can be asked for until %(on)s",
            "%(count)d visits made can be asked for until %(on)s",
            "count",
        ),
        ngettext_lazy(
            "The visit on %(visit_on)s is not covered; the payer takes a request for it until %(on)s.",
            "%(count)d visits are not covered; the payer takes a request for the first, on %(visit_on)s, until %(on)s.",
            "count",
        ),
    ),
    "care_meanwhile": Said(_("Meanwhile"), _("%(care)s Risk: %(risk)s (%(certainty)s).")),
    "continuation_until": Said(_("Ask that care goes on"), _("the family, by %(on)s")),
    "continuation_over": Said(_("To ask that care goes on"), _("was possible until %(on)s")),
    "use_would_change": Said(_("Because"), _("%(cause)s")),
    "packet_complete": Said(
        _("Packet"),
        _("complete"),
        _("The packet is complete and not signed"),
        _("The packet of the request is complete. It waits for the therapist’s signature."),
    ),
    "packet_lacking": Said(
        _("Packet"),
        ngettext_lazy("1 thing is missing", "%(count)d things are missing", "count"),
        ngettext_lazy("The packet lacks 1 thing", "The packet lacks %(count)d things", "count"),
        ngettext_lazy(
            "The packet of the request lacks one thing that the payer asks for.",
            "The packet of the request lacks %(count)d things that the payer asks for.",
            "count",
        ),
    ),
    "packet_lacks": Said(_("Missing"), _("%(gap)s: %(who)s")),
    "packet_lacks_more": Said(
        _("And"), ngettext_lazy("1 thing more, on the request", "%(count)d things more, on the request", "count")
    ),
}
