"""What families are told, in the words of the staff."""

from typing import Any

from django.utils.translation import gettext_lazy as _

VIEWS: tuple[tuple[str, Any], ...] = (
    ("prepared", _("To approve")),
    ("waiting", _("Not answered yet")),
    ("answered", _("Answered")),
    ("told", _("Told")),
    ("withdrawn", _("Withdrawn")),
    ("visits", _("About visits")),
)
EMPTY: dict[str, tuple[Any, Any]] = {
    "prepared": (
        _("Nothing to approve"),
        _("When a limit comes near, the letter to the family is written by itself and waits here for one click."),
    ),
    "waiting": (_("Every family has answered"), _("What was sent and has no answer yet stands here.")),
    "answered": (_("No answers yet"), _("What families answer by their link, or on paper, lands here.")),
    "told": (_("Nobody was told anything yet"), _("Letters that were approved stand here, with how they left.")),
    "withdrawn": (
        _("Nothing was withdrawn"),
        _("Letters that were set aside, or replaced by newer facts, stand here."),
    ),
    "visits": (
        _("Nobody was reminded yet"),
        _("Reminders leave by themselves before a visit, to whoever gave a number; your settings say when."),
    ),
}
ABOUTS: dict[str, Any] = {
    "benefit_limit": _("A visit beyond the limit"),
    "threshold": _("How much is left"),
    "cost": _("What it will cost"),
    "estimate": _("Good-faith estimate"),
    "abn": _("Advance notice (ABN)"),
    "decision": _("What the plan decided"),
    "attendance": _("Missed visits"),
    "offer": _("Offer of a free hour"),
    "chain": _("Question about other hours"),
    "visit_booked": _("Visits that were booked"),
    "visit_reminder": _("Reminder of a visit"),
    "visit_changed": _("Change of a visit"),
}
ROADS: dict[str, Any] = {"text": _("Text"), "mail": _("Mail"), "letter": _("Letter")}
CHOICES: dict[str, Any] = {
    "understood": _("Read and understood"),
    "call": _("Wants a call"),
    "pay": _("Keeps the visits and pays"),
    "stop": _("Stops at the limit"),
    "option_1": _("Option 1: wants it, bill Medicare"),
    "option_2": _("Option 2: wants it, do not bill Medicare"),
    "option_3": _("Option 3: does not want it"),
    "confirm": _("They come"),
    "cannot_come": _("They cannot come"),
    "other_time": _("They ask for another time"),
    "moved": _("They took another time"),
    "take": _("Takes the hour"),
    "decline": _("Does not want the hour"),
    "agree": _("Says yes to the other hours"),
    "keep": _("Keeps the hours they have"),
}
MARKS: dict[str, Any] = {
    "waits": _("Reminder waits"),
    "sent": _("Reminded"),
    "delivered": _("Reminded"),
    "failed": _("Not reached"),
}
REACHES: dict[str, Any] = {
    "waits": _("waits to leave"),
    "sent": _("sent"),
    "delivered": _("delivered"),
    "failed": _("did not arrive"),
    "taken_back": _("taken back"),
}
BY_FAMILY: dict[str, Any] = {"family link": _("the family, by their link"), "family text": _("the family, by text")}
STATES: dict[str, tuple[str, Any]] = {
    "prepared": ("risk", _("To approve")),
    "told": ("unknown", _("Told")),
    "acknowledged": ("clear", _("Answered")),
    "withdrawn": ("unknown", _("Withdrawn")),
}
LACKS: dict[str, Any] = {
    "no_text_address": _("no phone number that can take a text"),
    "no_mail_address": _("no mail address"),
    "no_text_wanted": _("they asked for no more texts"),
    "no_text_road": _("no connection carries texts"),
    "no_mail_road": _("no connection carries mail"),
}
REFUSED: dict[str, Any] = {
    "notice_withdrawn": _("This letter was withdrawn: its facts are no longer so. Nothing was sent."),
    "notice_answered": _("The family has answered this already. Nothing was changed."),
    "notice_not_told": _("This was not sent yet. Nothing was changed."),
    "visit_begun": _("This visit has begun. Nothing was sent."),
    "cost_changed": _("What they owe has changed since. Nothing was sent; prepare the letter anew on the costs page."),
    "no_visits": _("No visit is booked, so there is no cost to tell. Nothing was prepared."),
    "nobody_to_tell": _("Nobody on file may receive this. Add a person who may, or say so of one who is there."),
    "estimate_changed": _("This estimate was given or changed meanwhile. Nothing was sent."),
    "road_closed": _("This family cannot be reached that way. Choose another, or print the letter."),
    "reason_missing": _("Say why, so that the next person knows."),
    "choice.missing": _("Choose what they answered."),
    "choice.name_missing": _("Enter the name as it was signed."),
}
LANGUAGES = {"en": _("English"), "es": _("Spanish")}
EVENTS: dict[str, Any] = {
    "prepared": _("Letter prepared"),
    "told": _("Told"),
    "told_again": _("Told once more"),
    "acknowledged": _("Answered"),
    "withdrawn": _("Withdrawn"),
}
