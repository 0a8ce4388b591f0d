"""History: what happened to a task."""

from typing import Any

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Any] = {
    "opened": _("Found: it must be done"),
    "facts_changed": _("The facts changed"),
    "rescheduled": _("Its day or what is at risk changed"),
    "reopened": _("The facts changed: it must be done again"),
    "closed": _("Closed"),
    "claimed": _("Taken"),
    "assigned": _("Given to somebody"),
    "released": _("Given back"),
    "snoozed": _("Snoozed"),
    "woken": _("Brought back from snooze"),
    "dismissed": _("Dismissed"),
    "restored": _("Brought back"),
    "noted": _("Note written"),
    "act_recorded": _("Recorded"),
}
AUTOMATIONS: dict[str, Any] = {
    "import": _("Otium, importing"),
    "receive": _("Otium, receiving a file"),
    "sweep": _("Otium, nightly"),
    "Otium": _("Otium, by itself"),
    "command line": _("Command line"),
    "demo": _("Otium, filling the demo"),
    "family link": _("The family, by their link"),
}
