"""What the caller has before them: whom to call, what to say first, each question with why it is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.calls import worksheet
from otium.pages import present
from otium.pages.staff.calls.forms import answer_of
from otium.pages.staff.desk.panel.hand import Item
from otium.pages.words.calls import NAMES, OPTIONS
from otium.records.models import Coverage, InjuryClaim
from otium.terms.calls import HoldTime
from otium.terms.worksheet import AnswerKind, Asked, Standing

NOON, DAY = 12, 24
ENOUGH_FOR_TENTHS = 5  # calls with minutes; of fewer, nine of ten says nothing


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its entry. `state` and `word`: what is on file of it; empty for nothing."""

    field: Any
    ask: str
    why: str
    state: str
    word: str


def lines(pairs: list[tuple[Asked, Any]], on: date) -> list[Line]:
    return [Line(field, a.question.ask, a.question.why, *_standing(a, on)) for a, field in pairs]


def _standing(asked: Asked, on: date) -> tuple[str, str]:
    day = present.short_day(asked.answered_on, on) if asked.answered_on else ""
    if asked.standing is Standing.STALE:
        return "risk", _("of %(day)s, too old") % {"day": day} if day else _("ended before the next visit")
    if asked.standing is Standing.KNOWN:
        return "clear", _("on file, of %(day)s") % {"day": day} if day else _("on file")
    return "", ""


def number(coverage: Coverage, injury: InjuryClaim | None) -> str:
    """Whom to call: the adjuster of an injury, else the payer's line for providers."""
    return (injury.adjuster_phone if injury else "") or coverage.payer.phone


def say_first(coverage: Coverage, injury: InjuryClaim | None) -> list[Item]:
    """What the payer asks for before it answers, in the order it asks."""
    practice, patient = coverage.practice, coverage.patient
    found = [
        Item(_("Practice"), practice.name),
        Item(_("NPI"), practice.npi),
        Item(_("Tax ID"), practice.tax_id),
        Item(_("Patient"), f"{patient.first_name} {patient.last_name}"),
        Item(_("Birth date"), f"{patient.birth_on:%m/%d/%Y}" if patient.birth_on else ""),
        Item(_("Member ID, as on the card"), coverage.member_id),
    ]
    if coverage.group_number:
        found.append(Item(_("Group"), coverage.group_number))
    if coverage.subscriber_last_name:
        found.append(Item(_("Policy of"), f"{coverage.subscriber_first_name} {coverage.subscriber_last_name}".strip()))
    if injury:
        found += [
            Item(_("Claim number"), injury.claim_number),
            Item(_("Day of the injury"), f"{injury.injured_on:%m/%d/%Y}" if injury.injured_on else ""),
        ]
    return found


def hold_words(found: HoldTime | None) -> str:
    """Usually 14 minutes, 9 of 10 under 31; best from 9 am to 10 am; 12 calls, 10 answered. Empty where nobody called.

    Each figure says on how many calls it rests.
    """
    if found is None or not found.calls:
        return ""
    counted = ngettext("%(n)d call in 90 days", "%(n)d calls in 90 days", found.calls) % {"n": found.calls}
    answered = _("%(calls)s, %(reached)d answered") % {"calls": counted, "reached": found.reached}
    if found.median is None:
        return _("%(answered)s; minutes on hold unknown") % {"answered": answered}
    usual = ngettext("Usually %(n)d minute on hold", "Usually %(n)d minutes on hold", found.median) % {
        "n": found.median
    }
    timed = _("%(n)d timed") % {"n": found.timed}
    within = _(", 9 of 10 within %(n)d") % {"n": found.p90} if found.timed >= ENOUGH_FOR_TENTHS else ""
    parts = [f"{usual}{within} ({timed})"]
    if found.best_hour is not None:
        hours = {"from": _hour(found.best_hour), "to": _hour(found.best_hour + 1), "n": found.best_median,
                 "calls": found.best_calls}  # fmt: skip
        parts.append(_("best from %(from)s to %(to)s: %(n)d minutes (%(calls)d calls)") % hours)
    return "; ".join([*parts, answered]) + "."


def _hour(hour: int) -> str:
    hour %= DAY
    return f"{hour % NOON or NOON} {_('am') if hour < NOON else _('pm')}"


def learned(told: dict[str, str]) -> list[tuple[str, str, str]]:
    """(name, answer in words, question as it was read out), in the order of the worksheet."""
    questions = worksheet().questions
    known = [questions[code] for code in questions if code in told]
    return [(str(NAMES[q.code]), _words(q, told[q.code]), q.ask) for q in known]


def _words(question: Any, text: str) -> str:
    kind = question.kind
    if kind is AnswerKind.YES_NO:
        return _("Yes") if text == "yes" else _("No")
    if kind is AnswerKind.DAY:
        return present.full_day(answer_of(question, text))
    if kind in (AnswerKind.CHOICE, AnswerKind.SEVERAL):
        return present.joined(str(OPTIONS[each.strip()]) for each in text.split(","))
    if kind is AnswerKind.LIMIT and text.lower() == "none":
        return _("No limit")
    if kind is AnswerKind.PERCENT:
        return f"{text.strip('% ')} %"
    return f"${text.strip('$ ')}" if kind is AnswerKind.MONEY else text
