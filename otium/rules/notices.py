"""Whether a mail, text or fax may leave as it is, and how its addressee is named where not everybody needs to know.

Numbers are judged by the numbering plans that phonenumbers ships (ITU-T E.164); without a country they are of the US.
Certainty: plans change, and a new area code is refused until that package is updated. What each kind needs is ours.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import phonenumbers

from otium.terms.notice import MAIL_ADDRESS, Notice, NoticeKind

HOME = "US"
LONGEST_TEXT = 1600  # characters; ten parts of 160. Certainty: common with providers
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}\.[A-Za-z0-9]{1,5}")
_LAST_DIGITS = 4


class Refusal(StrEnum):
    """Why a notice may not leave."""

    RECIPIENT_MISSING = "recipient_missing"
    NO_ADDRESS = "no_address"  # not one plain mail address
    NO_NUMBER = "no_number"  # not one number that can be called as it stands
    NO_SUBJECT = "no_subject"  # a mail's, missing or more than a line
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NO_DOCUMENT = "no_document"  # a fax without a PDF
    ATTACHMENT_UNFIT = "attachment_unfit"  # on a text, without a name, or with a name that is more than one


class NoticeRefusedError(ValueError):
    """A notice that may not leave. Holds no address, number or word of it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def checked(kind: NoticeKind, notice: Notice) -> Notice:
    """The notice with its addressee as carriers take it. Raises NoticeRefusedError."""
    to = notice.to.strip()
    if not to:
        raise NoticeRefusedError(Refusal.RECIPIENT_MISSING)
    to = _address(to) if kind is NoticeKind.MAIL else _number(to)
    for refusal in _unfit(kind, notice):
        raise NoticeRefusedError(refusal)
    return replace(notice, to=to)


def _address(to: str) -> str:
    if not MAIL_ADDRESS.fullmatch(to):
        raise NoticeRefusedError(Refusal.NO_ADDRESS)
    return to


def _number(to: str) -> str:
    """As E.164. An extension is refused: neither a text nor a fax reaches one."""
    try:
        number = phonenumbers.parse(to, HOME)
    except phonenumbers.NumberParseException:
        raise NoticeRefusedError(Refusal.NO_NUMBER) from None  # what follows in the chain may hold the number
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NoticeRefusedError(Refusal.NO_NUMBER)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _unfit(kind: NoticeKind, notice: Notice) -> list[Refusal]:
    is_mail, is_text, is_fax = (kind is each for each in NoticeKind)
    file, subject = notice.attachment, notice.subject
    tests = {
        Refusal.NO_SUBJECT: not subject.isprintable() or (is_mail and not subject.strip()),
        Refusal.NO_WORDS: not is_fax and not notice.text.strip(),
        Refusal.TOO_LONG: is_text and len(notice.text) > LONGEST_TEXT,
        Refusal.NO_DOCUMENT: is_fax and not file.startswith(b"%PDF-"),
        Refusal.ATTACHMENT_UNFIT: bool(file) and (is_text or not _FILE_NAME.fullmatch(notice.attachment_name)),
    }
    return [refusal for refusal, is_so in tests.items() if is_so]


def partly(kind: NoticeKind, to: str) -> str:
    """An addressee for lists and pages: the domain of an address, the last four digits of a number.

    >>> partly(NoticeKind.MAIL, "pat@clinic.example"), partly(NoticeKind.TEXT, "+13125550142")
    ('…@clinic.example', '…0142')
    """
    return f"…@{to.rpartition('@')[2]}" if kind is NoticeKind.MAIL else f"…{to[-_LAST_DIGITS:]}"


class Reply(StrEnum):
    """What a text that somebody sent back asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    OTHER = "other"


# The words that must count (47 CFR 64.1200(a)(10), in force since 2025-04-11), with the Spanish ones that people use.
_ALONE = {
    Reply.STOP: ("stop", "stopall", "stop all", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
                 "alto", "parar", "pare", "basta", "cancelar"),
    Reply.START: ("start", "unstop", "yes start", "empezar"),
    Reply.HELP: ("help", "info", "ayuda"),
}  # fmt: skip
# Other wording that a person would take for it. A visit that is cancelled or stopped is none of these.
_SAID = re.compile(
    r"\b(stop|quit|end|cease) (all |the |these |those |your )?(text|message|messag|sending|contact|writing)"
    r"|\b(do not|dont|never) (text|message|contact|write)|\bno more (text|message)"
    r"|\bunsubscribe\b|\bopt (me )?out\b|\bremove (me|my number)\b|\btake me off\b"
    r"|\b(no|ya no) (me )?(envien|envie|manden|mande|escriban|escriba|mas mensajes|mas textos)"
    r"|\bdejen? de (enviar|mandar|escribir)"
)
_PLAIN = str.maketrans("áéíóúüñ", "aeiouun", "'’")


def reply(words: str) -> Reply:
    """How a text that came back is read: at once, in any reasonable wording.

    >>> [reply(w).value for w in ("STOP.", "please stop messaging me", "Can we stop by at 3?", "Ayuda")]
    ['stop', 'stop', 'other', 'help']
    """
    plain = " ".join(re.findall(r"[a-z]+", words.lower().translate(_PLAIN)))
    for meant, alone in _ALONE.items():
        if plain in alone:
            return meant
    return Reply.STOP if _SAID.search(plain) else Reply.OTHER


@dataclass(frozen=True, slots=True)
class TextingHours:
    """When texts may reach people, and which zones they live in, by state. `stricter`: states that close earlier."""

    opens: time
    closes: time
    stricter: dict[str, time]
    zones: dict[str, tuple[ZoneInfo, ...]]


def texting_hours(text: str) -> TextingHours:
    """Out of rules/families/texting.toml."""
    data = tomllib.loads(text)
    return TextingHours(
        opens=time.fromisoformat(data["hours"]["opens"]),
        closes=time.fromisoformat(data["hours"]["closes"]),
        stricter={state: time.fromisoformat(at) for state, at in data["stricter"].items() if len(state) == 2},
        zones={state: tuple(ZoneInfo(name) for name in names) for state, names in data["zones"].items()},
    )


def not_before(at: datetime, hours: TextingHours, *, state: str, elsewhere: ZoneInfo) -> datetime:
    """The first instant from `at` on at which a text may reach somebody of this state.

    `elsewhere` is the zone to go by where the state is not known. Where a state has two zones, both must be open.
    """
    zones = hours.zones.get(state, (elsewhere,))
    closes = min(hours.closes, hours.stricter.get(state, hours.closes))
    for _ in range(3):  # today's opening, tomorrow's, and once more for a second zone
        held = max(_opening(at, zone, hours.opens, closes) for zone in zones)
        if held == at:
            return at
        at = held
    return at


def _opening(at: datetime, zone: ZoneInfo, opens: time, closes: time) -> datetime:
    local = at.astimezone(zone)
    if opens <= local.time() < closes:
        return at
    day = local.date() + timedelta(days=local.time() >= closes)
    return datetime.combine(day, opens, zone).astimezone(at.tzinfo)
