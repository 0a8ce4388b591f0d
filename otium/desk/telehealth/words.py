"""Why a video link is not kept, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LINK_REFUSED: dict[str, Any] = {
    "not_https": _("Begin the link with https://."),
    "host_not_allowed": _("Links to this host are not allowed here. Add it in the settings, Video visits, first."),
    "host_unsafe": _("This public server signs no HIPAA agreement. Use a host of your own."),
    "not_such_link": _("This is no meeting link of that kind. Copy it whole, as the service shows it."),
    "names_somebody": _("The room names the patient. Choose a name that says nothing of them."),
}
