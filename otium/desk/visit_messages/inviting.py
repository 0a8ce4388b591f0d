"""Mails about visits carry them for the family's calendar."""

from collections.abc import Sequence
from dataclasses import replace

from otium.desk.feeds import invites
from otium.desk.outbox.posting import Letter
from otium.records.models import Appointment, FamilyNotice, Practice
from otium.terms.feed import Mailbox
from otium.terms.notice import Notice, NoticeKind


def with_invites(
    practice: Practice,
    letters: Sequence[Letter],
    notices: Sequence[FamilyNotice],
    visits: Sequence[Sequence[Appointment]],
) -> list[Letter]:
    """The letters, each mail with an invite to the visits that it tells of. Three queries where there is a mail."""
    told = [v for letter, those in zip(letters, visits, strict=True) if letter.kind == NoticeKind.MAIL for v in those]
    if not told:
        return list(letters)
    known = invites.load(practice, told)
    return [
        _with(letter, known.attached(those, to=_to(letter), language=notice.language))
        if letter.kind == NoticeKind.MAIL
        else letter
        for letter, notice, those in zip(letters, notices, visits, strict=True)
    ]


def _to(letter: Letter) -> Mailbox:
    return Mailbox("", letter.body.to if isinstance(letter.body, Notice) else "")


def _with(letter: Letter, invite: bytes) -> Letter:
    body = replace(letter.body, attachment=invite, attachment_name=invites.FILE)  # type: ignore[call-arg]
    return replace(letter, body=body)
