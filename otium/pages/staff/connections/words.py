"""Sentences of connections."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """A kind of connection: its name, and when it is the right one."""

    name: Any
    when: Any


KINDS: dict[str, Kind] = {
    "folder": Kind(_("Folder"), _("Another program on this machine or a shared drive takes the files on.")),
    "sftp": Kind(
        _("SFTP mailbox"), _("The usual way of clearinghouses: folders on their server, with a user and a key.")
    ),
    "core": Kind(_("CAQH CORE"), _("Payers’ own addresses: eligibility and claim status are answered while you wait.")),
    "json": Kind(_("Web service (JSON)"), _("A clearinghouse with an API and a token.")),
    "smtp": Kind(_("Mail"), _("Your mail server, for messages to families and referrers.")),
    "sms": Kind(_("Texts"), _("A provider of text messages with a web service.")),
    "fax_rest": Kind(_("Fax by web service"), _("A fax provider with a web service.")),
    "fax_mail": Kind(_("Fax by mail"), _("A fax provider that takes mail to NUMBER@its domain.")),
}
CARRIES: dict[str, Any] = {
    "270": _("Eligibility inquiries (270)"),
    "276": _("Claim status inquiries (276)"),
    "278": _("Authorization requests (278)"),
    "275": _("Attachments (275)"),
    "837P": _("Claims (837P)"),
    "mail": _("Mail"),
    "text": _("Texts"),
    "fax": _("Faxes"),
}
ADDRESSEES: dict[str, tuple[Any, Any]] = {  # to whom a test message goes
    "mail": (_("Mail address"), _("Best your own")),
    "text": (_("Mobile number"), _("Best your own, with its area code")),
    "fax": (_("Fax number"), _("Best your own, with its area code")),
}
NOBODY = (_("To"), "")
SETTINGS: dict[str, Any] = {  # names of settings that are more than their own words
    "url": _("Address"),
    "ca_certificate": _("Partner’s own authority"),
    "client_certificate": _("Our certificate"),
    "client_key": _("Key of our certificate"),
    "private_key": _("Private key"),
    "host_key": _("Key of their server"),
    "ready_suffix": _("Ready mark"),
    "settle_seconds": _("Seconds at rest"),
    "sender_id": _("SenderID"),
    "receiver_id": _("ReceiverID"),
    "rule_version": _("Rule version"),
    "user": _("User name"),
    "from_address": _("From"),
}
CHOICES: dict[str, Any] = {
    "move": _("Move it aside"),
    "delete": _("Delete it"),
    "soap": _("SOAP"),
    "mime": _("MIME"),
    "specific": _("Specific"),
    "generic": _("Generic"),
    "bearer": _("Bearer token"),
    "basic": _("User and password"),
    "header": _("A header of its own"),
    "none": _("Not at all"),
    "json": _("JSON"),
    "raw": _("As it is"),
    "base64": _("Base64"),
    "text": _("Text"),
    "form": _("Form"),
    "multipart": _("A file in a form"),
    "starttls": _("STARTTLS"),
    "implicit": _("TLS from the start"),
}


class Fault(NamedTuple):
    """What went wrong, and what to do about it."""

    what: Any
    mend: Any


FAULTS: dict[str, Fault] = {
    "address": Fault(_("The host’s name cannot be found."), _("Check how it is spelled. It is tried again by itself.")),
    "refused": Fault(_("Nobody answers there."), _("Check the port, and ask the partner if it stays so.")),
    "unreachable": Fault(_("Their network cannot be reached."), _("It is tried again by itself; check your own line.")),
    "timeout": Fault(_("They took too long."), _("It is tried again by itself.")),
    "closed": Fault(_("They cut the connection."), _("It is tried again by itself.")),
    "busy": Fault(_("They are too busy."), _("It is tried again when they said, or soon.")),
    "server": Fault(_("Their server has a fault."), _("It is tried again by itself; tell them if it stays so.")),
    "bad_answer": Fault(_("Their answer is not of the agreed shape."), _("Send them the time of this, and ask.")),
    "half_answer": Fault(_("Their answer was cut off."), _("It is tried again by itself.")),
    "html": Fault(_("A web page came in place of an answer."), _("Check the address: it may be that of their portal.")),
    "content_type": Fault(
        _("The answer is of another kind than agreed."), _("Check the address and the kind of envelope.")
    ),
    "answer_too_large": Fault(_("Their answer is too large."), _("Ask them to send less at once.")),
    "half_written": Fault(_("Fewer bytes lie there than were sent."), _("It is tried again by itself.")),
    "changed": Fault(_("A file there was still being written."), _("It is taken the next time.")),
    "disk": Fault(_("The disk or share is full or failing."), _("Tell whoever looks after this machine.")),
    "private_address": Fault(
        _("The address lies in a private network."),
        _("Only the operator of this installation can allow it (OTIUM_PRIVATE_HOSTS)."),
    ),
    "plain_text": Fault(
        _("They offer no encryption."), _("Ask them for the encrypted address. Nothing is sent in plain.")
    ),
    "tls": Fault(
        _("Their certificate is not right."),
        _("Check the host’s name. If they have an authority of their own, enter its certificate."),
    ),
    "host_key": Fault(
        _("Their server’s key is not the one you confirmed."),
        _("Test the connection to see it, and compare it with what the partner gave you before you confirm it."),
    ),
    "ssh": Fault(_("No common way of encrypting was found."), _("Ask them which algorithms they offer.")),
    "auth": Fault(_("Signing in was refused."), _("Check the user, and set the password or key anew.")),
    "folder": Fault(
        _("A folder is missing or not ours to use."), _("Check how it is spelled, or ask the partner for it.")
    ),
    "not_found": Fault(_("Nothing lives at that address."), _("Check the address as they gave it.")),
    "envelope": Fault(_("They do not know what stands on the envelope."), _("Check the ids and the rule version.")),
    "redirect": Fault(
        _("They point to another address."), _("Enter that address if they confirm it; it is not followed.")
    ),
    "too_large": Fault(_("The message is too large for them."), _("Let fewer messages leave at once.")),
    "rejected": Fault(_("They read the message and refused it."), _("Open the message in Traffic to see why.")),
    "unfit": Fault(_("A setting does not fit any more."), _("Open the settings and save them again.")),
    "left": Fault(
        _("Some files were left lying there."), _("Ask the partner about files that are too large or oddly named.")
    ),
    "fault": Fault(
        _("Otium itself failed at it."),
        _("It is tried again by itself. If it stays, send us Otium’s log; it names no one."),
    ),
    "cut_off": Fault(_("The work was cut off in the middle."), _("It was looked after by itself.")),
}
UNKNOWN_FAULT = Fault(_("Something went wrong."), _("It is tried again by itself."))
STEPS: dict[str, Any] = {
    "address": _("Reach them"),
    "tls": _("Encrypt"),
    "host_key": _("Know their server"),
    "sign_in": _("Sign in"),
    "send_folder": _("Folder for what we send"),
    "fetch_folder": _("Folder with what they have for us"),
    "answer": _("Get an answer"),
}
EVENTS: dict[str, Any] = {
    "made": _("Made"),
    "changed": _("Changed"),
    "paused": _("Paused"),
    "resumed": _("Let go on"),
    "tested": _("Tested"),
    "key_pinned": _("Key of their server confirmed"),
    "test_message": _("Test message posted"),
}
FIELDS: dict[str, Any] = {
    "name": _("name"),
    "settings": _("settings"),
    "secrets": _("secrets"),
    "carries": _("what it carries"),
    "real_time": _("what is answered at once"),
    "payers": _("payers"),
    "sender": _("sender"),
    "receiver": _("receiver"),
    "is_test": _("test or production"),
    "fetch_minutes": _("how often mail is looked for"),
    "batch_minutes": _("how long batches are gathered"),
    "cost_each": _("dollars an inquiry"),
}
ROADS: dict[str, Any] = {  # how a file came, where no connection brought it
    "real_time": _("On the same call"),
    "office": _("Handed on by the office"),
    "import": _("Import"),
    "again": _("Taken in again"),
    "folder": _("Folder"),
}
REFUSED: dict[str, Any] = {
    "road_taken": _("Another connection carries the same messages for the same payers. Pause that one first."),
    "reason_missing": _("Say why, in a few words."),
    "paused_already": _("It is paused already."),
    "not_paused": _("It is not paused."),
    "paused": _("It is paused: let it go on first."),
    "carries_no_messages": _("It carries no mail, texts or faxes."),
    "recipient_missing": _("Say to whom it goes."),
    "no_address": _("Enter one plain mail address, such as name@practice.com."),
    "no_number": _("Enter a number that can be dialed, with its area code and without an extension."),
}
