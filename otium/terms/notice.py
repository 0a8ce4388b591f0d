"""What leaves for a person rather than a machine: a mail, a text, a fax."""

import json
import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum

# Plain addresses only: quoted local parts and comments are how headers are broken into.
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


class NoticeKind(StrEnum):
    MAIL = "mail"
    TEXT = "text"
    FAX = "fax"


NOTICE_KINDS = frozenset(kind.value for kind in NoticeKind)


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail, text or fax to one addressee. Mails and texts carry words without patient data; a fax is a PDF.

    `to` is an address, or a number as E.164. `attachment_name` is the file's name as it is read at the other end, and
    travels in the open.
    """

    to: str = field(repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    attachment: bytes = field(default=b"", repr=False)
    attachment_name: str = ""

    def as_bytes(self) -> bytes:
        """To be kept: a line of JSON, then the attachment as it is."""
        words = {name: value for name, value in asdict(self).items() if name != "attachment"}
        return json.dumps(words).encode() + b"\n" + self.attachment

    @classmethod
    def from_bytes(cls, data: bytes) -> "Notice":
        """What `as_bytes` gave. Raises ValueError for anything else."""
        line, mark, attachment = data.partition(b"\n")
        words = json.loads(line)
        if not mark or not isinstance(words, dict) or set(words) != _WORDS:
            raise ValueError("these bytes are no kept notice")
        return cls(**words, attachment=attachment)


_WORDS = {"to", "subject", "text", "attachment_name"}


@dataclass(frozen=True, slots=True)
class FaxCover:
    """The first page of a fax: who sends it to whom, about which number of ours. It names no patient."""

    title: str
    sender: tuple[str, ...]  # name, then address and numbers
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    words: tuple[str, ...]
    notice: str  # what to do with a fax that came to the wrong place
    language: str = "en"
