"""What waits for signatures as plain values: a list, and how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import calendar, clock
from otium.desk.packets import reading, signing
from otium.desk.packets.keeping import Kept
from otium.desk.packets.waiting import Waiting
from otium.pages import present
from otium.pages.present import Due
from otium.pages.words.gaps import GAPS
from otium.pages.words.signatures import KINDS, NUMBERS
from otium.records.models import Appeal, AuthorizationRequest
from otium.terms.packet import Packet

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    url: str
    name: str
    first_name: str
    kind: str
    payer: str
    asked: str
    minutes: str
    due: Due | None
    is_complete: bool
    lacks: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An appeal whose letter is to be signed."""

    url: str
    name: str
    payer: str
    level: str
    due: Due | None
    site: str
    site_name: str


def page(found: Sequence[Waiting], letters: Sequence[Appeal], *, at: datetime) -> dict[str, Any]:
    """All of packets/inbox.html: what can be signed now, appeals' letters, what lacks something first."""
    rows = [_row(each, at) for each in found]
    appeals = [_letter(each, at) for each in letters]
    ready = [row for row in rows if row.is_complete]
    return {
        "title": headline(found) or _("Signatures"),
        "letters": appeals,
        "ready": ready,
        "lacking": [row for row in rows if not row.is_complete],
        "first": ready[0] if ready else None,
        "shows_site": len({row.site for row in (*rows, *appeals)}) > 1,
        "words_per_minute": reading.pace().words_per_minute,
        "seconds_each": reading.pace().seconds_each,
    }


def headline(found: Sequence[Waiting]) -> str:
    """Six signatures, four minutes; empty for none."""
    ready = [each for each in found if each.is_complete]
    if not ready:
        return ""
    signatures = ngettext("%(n)s signature", "%(n)s signatures", len(ready)) % {"n": _number(len(ready))}
    text = f"{signatures}, {_minutes(sum(each.seconds for each in ready))}"
    return text[0].upper() + text[1:]


def signed(first_name: str, left: Sequence[Waiting]) -> str:
    """After a signature: what was done, and what is left."""
    done = _("Signed: %(name)s’s request is ready to be sent.") % {"name": first_name}
    rest = headline(left)
    return f"{done} {_('Left: %(rest)s.') % {'rest': rest[0].lower() + rest[1:]}}" if rest else done


def others(found: Sequence[Waiting], request_id: UUID) -> dict[str, Any] | None:
    """The next one that can be signed, for going on without signing; None where there is no other."""
    ready = [each for each in found if each.is_complete]
    places = [place for place, each in enumerate(ready) if each.request.pk == request_id]
    rest = [each for each in ready if each.request.pk != request_id]
    if not rest:
        return None
    after = ready[places[0] + 1 :] if places else rest
    following = after[0] if after else rest[0]
    return {
        "url": reverse("signature", args=[following.request.pk]),
        "name": following.request.patient.first_name,
        "place": places[0] + 1 if places else 0,
        "count": len(ready),
    }


def signature(kept: Kept, request: AuthorizationRequest) -> dict[str, Any]:
    """Who signed what, when, and whether it still fits what is kept."""
    row = kept.row
    at = row.signed_at.astimezone(clock.zone(request.practice))  # type: ignore[union-attr]
    checked = signing.checked(row)
    return {
        "name": row.signer_name,
        "credential": row.signer_credential,
        "at": f"{present.full_day(at.date())}, {present.hour(at)}",
        "iso": at.isoformat(),
        "hash": row.signature_hash,
        "fits": checked.content_fits and checked.signature_fits,
        "version": row.version,
    }


def minutes_of(packet: Packet) -> str:
    return _minutes(reading.seconds(packet))


def _row(each: Waiting, at: datetime) -> Row:
    request = each.request
    practice, patient = request.practice, request.patient
    on = clock.day(at, practice)
    due = present.due(each.due_on, on=on, days=calendar.business_days(practice, on)) if each.due_on else None
    return Row(
        id=request.pk,
        url=reverse("signature", args=[request.pk]),
        name=f"{patient.first_name} {patient.last_name}",
        first_name=patient.first_name,
        kind=str(KINDS[request.kind]),
        payer=request.coverage.payer.name,
        asked=_asked(request),
        minutes=_minutes(each.seconds),
        due=due,
        is_complete=each.is_complete,
        lacks=_(", ").join(dict.fromkeys(str(GAPS[gap.code].name) for gap in each.gaps)),
        site=practice.short,
        site_name=practice.name,
    )


def _letter(row: Appeal, at: datetime) -> Letter:
    request, practice = row.request, row.practice
    on = clock.day(at, practice)
    return Letter(
        url=reverse("appeal", args=[row.pk]),
        name=f"{request.patient.first_name} {request.patient.last_name}",
        payer=request.coverage.payer.name if request.coverage else "",
        level=_("level %(n)d") % {"n": row.level},
        due=present.due(row.file_by, on=on, days=calendar.business_days(practice, on)) if row.file_by else None,
        site=practice.short,
        site_name=practice.name,
    )


def _asked(request: AuthorizationRequest) -> str:
    if request.requested is None:
        return ""
    return ngettext("%(n)d visit", "%(n)d visits", request.requested) % {"n": request.requested}


def _minutes(seconds: int) -> str:
    """Rounded up: nobody is promised less than it takes."""
    minutes = max(1, -(-seconds // SECONDS))
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": _number(minutes)}


def _number(number: int) -> str:
    """In words up to twelve, as people say it."""
    return str(NUMBERS[number]) if number < len(NUMBERS) else str(number)
