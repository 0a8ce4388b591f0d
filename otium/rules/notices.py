"""Whether a mail, text or fax may leave as it is, and how its addressee is named where not everybody needs to know.

Numbers are judged by the numbering plans that phonenumbers ships (ITU-T E.164); without a country they are of the US.
Certainty: plans change, and a new area code is refused until that package is updated. What each kind needs is ours.
"""

import re
from dataclasses import replace
from enum import StrEnum

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
