"""Reasons of what leaves and comes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "sending_unsure": Said(
        _("Did it arrive?"),
        ngettext_lazy("%(kind)s of %(since_on)s, 1 message", "%(kind)s of %(since_on)s, %(count)d messages", "count"),
        _("May have arrived: %(kind)s of %(since_on)s"),
        _(
            "The partner may have the %(kind)s of %(since_on)s and cannot say so. "
            "Ask there before it is sent again: sent twice, it counts twice."
        ),
    ),
    "sending_refused": Said(
        _("Refused"),
        ngettext_lazy(
            "%(kind)s of %(since_on)s, 1 message: %(cause)s",
            "%(kind)s of %(since_on)s, %(count)d messages: %(cause)s",
            "count",
        ),
        _("Refused: %(kind)s of %(since_on)s"),
        _("The partner will not take the %(kind)s of %(since_on)s as it is: %(cause)s."),
    ),
    "road_missing": Said(
        _("Waits"),
        ngettext_lazy(
            "1 message (%(kind)s) since %(since_on)s", "%(count)d messages (%(kind)s) since %(since_on)s", "count"
        ),
        ngettext_lazy("1 %(kind)s has no connection", "%(count)d %(kind)s have no connection", "count"),
        ngettext_lazy(
            "One message (%(kind)s) waits since %(since_on)s: no connection carries it.",
            "%(count)d messages (%(kind)s) wait since %(since_on)s: no connection carries them.",
            "count",
        ),
    ),
    "connection_failing": Said(
        _("Fails"),
        _("%(name)s since %(since_on)s: %(cause)s"),
        _("%(name)s fails since %(since_on)s"),
        _("%(name)s fails since %(since_on)s: %(cause)s. Nothing is lost; what leaves by it waits."),
    ),
    "connection_left_files": Said(
        _("Left there"),
        ngettext_lazy("1 file at %(name)s: %(cause)s", "%(count)d files at %(name)s: %(cause)s", "count"),
        ngettext_lazy("1 file left at %(name)s", "%(count)d files left at %(name)s", "count"),
        ngettext_lazy(
            "One file at %(name)s cannot be fetched.", "%(count)d files at %(name)s cannot be fetched.", "count"
        ),
    ),
    "connection_paused": Said(
        _("Paused"),
        ngettext_lazy("%(name)s, 1 message waits", "%(name)s, %(count)d messages wait", "count"),
        ngettext_lazy("%(name)s is paused, 1 waits", "%(name)s is paused, %(count)d wait", "count"),
        ngettext_lazy(
            "%(name)s is paused and one message waits for it.",
            "%(name)s is paused and %(count)d messages wait for it.",
            "count",
        ),
    ),
    "parcels_wait": Said(_("Waiting"), ngettext_lazy("1 message", "%(count)d messages", "count")),
}
