"""A duty to tell a family, after what the family was told and answered.

Source: ours. An advance beneficiary notice counts only when it is signed (CMS Pub. 100-04 ch. 30 s. 50).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from otium.rules.because import because
from otium.terms.duty import Duty, DutyKind, Reason
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeFact
from otium.terms.provenance import Source, SourceKind

ABOUT = {
    DutyKind.TELL_BENEFIT_LIMIT: NoticeAbout.BENEFIT_LIMIT,
    DutyKind.TELL_THRESHOLD: NoticeAbout.THRESHOLD,
    DutyKind.GIVE_ABN: NoticeAbout.ABN,
    DutyKind.GIVE_ESTIMATE: NoticeAbout.ESTIMATE,
    DutyKind.TELL_DECISION: NoticeAbout.DECISION,
    DutyKind.TELL_ATTENDANCE: NoticeAbout.ATTENDANCE,
}
CANCELS = frozenset({FamilyChoice.STOP, FamilyChoice.OPTION_3})


def told(duties: Iterable[Duty], notices: tuple[NoticeFact, ...], on: date) -> list[Duty]:
    """The duties that stand. One is gone once the family was told these facts, unless it asks for more work.

    It stands again when the family wants a call, or no more visits (they must be cancelled), and on the last safe day
    when nobody answered what was sent or had to be signed.
    """
    if not notices:
        return list(duties)
    found = ((duty, newest(duty, notices)) for duty in duties)
    return [left for duty, notice in found if (left := _after(duty, notice, on) if notice else duty)]


def newest(duty: Duty, notices: tuple[NoticeFact, ...]) -> NoticeFact | None:
    """The newest about the same facts; an answered one before one that waits."""
    same = [n for n in notices if n.about is ABOUT.get(duty.kind) and n.digest == duty.digest]
    return max(same, key=lambda n: (n.choice is not None, n.answered_on or n.told_on, n.id), default=None)


def signed(duty: Duty, notices: tuple[NoticeFact, ...]) -> NoticeFact | None:
    """The advance notice of these facts that was signed, with its option; None while it was not."""
    found = newest(duty, notices)
    return found if found and found.about is NoticeAbout.ABN and found.choice is not None else None


def _after(duty: Duty, notice: NoticeFact, on: date) -> Duty | None:
    if notice.choice is FamilyChoice.CALL:
        return _with(duty, notice, "family_calls", answered_on=notice.answered_on)
    if notice.choice in CANCELS:
        return _with(duty, notice, "family_stops", answered_on=notice.answered_on)
    is_silent = notice.choice is None and notice.needs_answer
    if is_silent and duty.last_safe_on is not None and on >= duty.last_safe_on:
        return _with(duty, notice, "family_silent", told_on=notice.told_on)
    return None


def _with(duty: Duty, notice: NoticeFact, code: str, **params: date | None) -> Duty:
    """The answer comes first: it says what is to do now. The ground stays what it was."""
    reason: Reason = because(code, Source(SourceKind.NOTICE, notice.id), **params)
    return replace(duty, why=(reason, *duty.why))
