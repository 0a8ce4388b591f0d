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
        _("The approval ends on %(ends_on)s. Care goes on after it, and nothing is booked there yet."),
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
    "payer_decides_within": Said(_("Payer answers"), _("within %(business_days)s business days, %(certainty)s")),
    "units_estimated": Said(_("Units"), _("some visits have no codes yet; counted as this patient’s usual")),
    "request_drafted": Said(_("Request"), _("a draft is on file, not sent")),
    "request_unanswered": Said(_("No answer"), _("sent on %(submitted_on)s, expected by %(expected_on)s")),
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
    "peer_to_peer_until": Said(_("Peer-to-peer call"), _("until %(on)s, %(certainty)s")),
    "appeal_until": Said(_("Appeal"), _("until %(on)s, %(certainty)s")),
    # peer-to-peers and appeals
    "peer_to_peer_open": Said(
        _("Peer-to-peer"),
        _("by %(until_on)s"),
        _("Peer-to-peer by %(until_on)s"),
        _("The payer’s clinician can be spoken with until %(until_on)s."),
    ),
    "peer_to_peer_open_ended": Said(
        _("Peer-to-peer"),
        _("until when is not on file"),
        _("Peer-to-peer; until when is not on file"),
        _("A talk with the payer’s clinician was begun. Until when it is open is not on file: ask."),
    ),
    "peer_to_peer_slot": Said(
        _("Set for"),
        _("%(on)s"),
        _("Peer-to-peer on %(on)s"),
        _("The talk with the payer’s clinician is set for %(on)s."),
    ),
    "peer_to_peer_missed": Said(
        _("Missed"),
        _("the last slot"),
        _("Peer-to-peer missed"),
        _("The talk with the payer’s clinician was missed. Ask for another time."),
    ),
    "peer_to_peer_unsaid": Said(
        _("Outcome"),
        _("not said since %(held_on)s"),
        _("Peer-to-peer held %(held_on)s; outcome not said"),
        _("The talk was held on %(held_on)s, and the payer has not said what came of it."),
    ),
    "peer_to_peer_upheld": Said(_("Peer-to-peer"), _("held on %(held_on)s; the decision stands")),
    "appeal_begun": Said(
        _("Appeal"),
        _("level %(level)s, file by %(file_by)s"),
        _("Appeal, level %(level)s: file by %(file_by)s"),
        _("The appeal to level %(level)s is begun and not filed. Its last day is %(file_by)s."),
    ),
    "appeal_begun_open": Said(
        _("Appeal"),
        _("level %(level)s; until when is not on file"),
        _("Appeal, level %(level)s: last day not on file"),
        _("The appeal to level %(level)s is begun and not filed. Its last day is not on file: read the denial."),
    ),
    "appeal_upheld": Said(_("Before"), _("level %(level)s upheld the denial on %(decided_on)s")),
    "appeal_unanswered": Said(
        _("No decision"),
        _("filed %(filed_on)s, to be decided by %(decide_by)s"),
        _("Appeal not decided by %(decide_by)s"),
        _("The appeal was filed on %(filed_on)s and should have been decided by %(decide_by)s."),
    ),
}
