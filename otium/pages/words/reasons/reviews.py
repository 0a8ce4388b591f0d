"""Reasons of peer-to-peers and appeals."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
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
    "peer_to_peer_unapproved": Said(
        _("Approval"),
        _("promised %(held_on)s, not on file"),
        _("Overturned %(held_on)s; the approval has not come"),
        _("The payer’s clinician changed the decision on %(held_on)s, and the approval has not come."),
    ),
    "appeal_unapproved": Said(
        _("Approval"),
        _("won %(decided_on)s, not on file"),
        _("Appeal won %(decided_on)s; the approval has not come"),
        _("The appeal was won on %(decided_on)s, and the approval has not come."),
    ),
    "peer_to_peer_upheld": Said(_("Peer-to-peer"), _("held on %(held_on)s; the decision stands")),
    "appeal_fax_failed": Said(
        _("Fax"),
        _("did not arrive on %(failed_on)s"),
        _("The fax of the appeal did not arrive on %(failed_on)s"),
        _("The fax of the appeal did not arrive on %(failed_on)s. It is not filed: send it again, or by another road."),
    ),
    "appeal_fax_waits": Said(
        _("Fax"),
        _("ordered on %(ordered_on)s, has not left; last day %(file_by)s"),
        _("Faxed on %(ordered_on)s and has not left"),
        _("The fax of the appeal was ordered on %(ordered_on)s and has not left. The last day to file is %(file_by)s."),
    ),
    "appeal_fax_waits_open": Said(
        _("Fax"),
        _("ordered on %(ordered_on)s, has not left"),
        _("Faxed on %(ordered_on)s and has not left"),
        _("The fax of the appeal was ordered on %(ordered_on)s and has not left."),
    ),
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
    "appeal_begun_unnumbered": Said(
        _("Appeal"),
        _("file by %(file_by)s"),
        _("Appeal: file by %(file_by)s"),
        _("An appeal is begun and not filed. Its last day is %(file_by)s."),
    ),
    "appeal_lapsed": Said(
        _("Appeal"),
        _("level %(level)s, not filed by %(file_by)s"),
        _("Appeal not filed by %(file_by)s"),
        _(
            "The appeal to level %(level)s was not filed by %(file_by)s. File it late and say the good cause, or let "
            "it go with a reason."
        ),
    ),
    "appeal_lapsed_unnumbered": Said(
        _("Appeal"),
        _("not filed by %(file_by)s"),
        _("Appeal not filed by %(file_by)s"),
        _("The appeal was not filed by %(file_by)s. File it late and say the good cause, or let it go with a reason."),
    ),
    "lost_visits": Said(
        _("Lost if it stands"),
        ngettext_lazy(
            "1 visit without authorization, on %(on)s; denied or cut on %(decided_on)s",
            "%(count)d visits without authorization, the first on %(on)s; denied or cut on %(decided_on)s",
            "count",
        ),
    ),
    "appeal_upheld_unnumbered": Said(_("Before"), _("the denial was upheld on %(decided_on)s")),
    "appeal_upheld": Said(_("Before"), _("level %(level)s upheld the denial on %(decided_on)s")),
    "appeal_unanswered": Said(
        _("No decision"),
        _("filed %(filed_on)s, to be decided by %(decide_by)s"),
        _("Appeal not decided by %(decide_by)s"),
        _("The appeal was filed on %(filed_on)s and should have been decided by %(decide_by)s."),
    ),
}
