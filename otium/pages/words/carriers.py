"""Why a connection failed, in words: the codes of wires.carriers and of the outbox, each as a sentence goes on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, Any] = {
    "address": _("its address is not known"),
    "refused": _("the partner’s server refuses connections"),
    "unreachable": _("the partner’s server cannot be reached"),
    "timeout": _("the partner did not answer in time"),
    "closed": _("the partner broke off"),
    "busy": _("the partner is busy and asks to wait"),
    "server": _("the partner’s system has an error"),
    "bad_answer": _("the answer cannot be understood"),
    "half_answer": _("only part of the answer came"),
    "half_written": _("only part of it was written"),
    "html": _("a web page came back instead of an answer"),
    "content_type": _("something else came back than was asked for"),
    "answer_too_large": _("the answer is larger than allowed"),
    "disk": _("the disk is full or has an error"),
    "private_address": _("its address lies inside a private network"),
    "plain_text": _("the partner offers no encryption"),
    "tls": _("the partner’s certificate is not trusted"),
    "host_key": _("the server’s key is not the one on file"),
    "ssh": _("the servers found no common way to encrypt"),
    "auth": _("the partner refuses our sign-in"),
    "folder": _("a folder is missing or closed to us"),
    "not_found": _("there is nothing at this address"),
    "envelope": _("the partner does not know the ids or the version on our envelope"),
    "redirect": _("the partner sends us to another address"),
    "too_large": _("the message is larger than the partner takes"),
    "rejected": _("the partner refuses the message"),
    "unfit": _("something is missing in its settings"),
    "fault": _("Otium itself failed at it"),
    "cut_off": _("Otium was stopped in the middle"),
    "left": _("files lie there that cannot be fetched"),
}
