"""One appeal: level and days with their sources, the letter point by point, the next step; letter and proof."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.packets.signers import MayNotSign, signer_of
from otium.desk.reviews import appeals as desk
from otium.desk.reviews import letters, proofs, standing
from otium.desk.reviews import proof as proving
from otium.desk.reviews.words import said
from otium.pages import present
from otium.pages.staff.reviews import fax
from otium.pages.staff.reviews import present as shared
from otium.pages.staff.reviews.appeals import level_name
from otium.pages.staff.reviews.forms import DecideForm, FileForm, PointForm, UrgencyForm, WhyForm
from otium.pages.staff.reviews.present import Sourced, may, place_of
from otium.pages.words.reviews import APPEAL_EVENTS, APPEALS, ENCLOSED, FILERS, OUTCOMES, ROADS, TRACKS
from otium.records.models import Appeal, Document
from otium.terms.packet import Packet
from otium.terms.reviews import AppealLetter, AppealLevel

AT_HOME, WITH_PAYER = ("draft", "ready"), ("filed", "acknowledged")
EXPIRED = "expired"


@require_safe
def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    return page(request, shared.find_appeal(request, appeal_id))


@require_safe
def letter(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """As it was signed, else as a draft that says so."""
    row = shared.find_appeal(request, appeal_id)
    return HttpResponse(
        letters.pdf(row, request.at),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="appeal-{str(row.pk)[:8]}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def proof(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """What was due, when it left, by which road, what came back: on letter paper."""
    row = shared.find_appeal(request, appeal_id)
    found, on = proving.proof(row), clock.day(request.at, row.practice)
    names = shared.staff_names(each.by for each in found.left)
    context = {
        **shared.head(row.request),
        "appeal": row,
        "practice": row.practice,
        "level": level_name(row, on),
        "proof": found,
        "days": [(name, present.full_day(day)) for name, day in _days_of(found) if day],
        "source": shared.source(found.ground) if found.ground else "",
        "left": [_left(each, row, names) for each in found.left],
        "printed": present.full_day(on),
    }  # fmt: skip
    return render(request, "reviews/proof.html", context)


def _left(each: proving.Left, row: Appeal, names: dict[str, str]) -> dict[str, Any]:
    zone = clock.zone(row.practice)

    def moment(at: datetime | None) -> str:
        local = at.astimezone(zone) if at else None
        return f"{present.full_day(local.date())}, {present.hour(local)}" if local else ""

    taken = _("taken by the fax service, its number %(number)s") if each.receipt else _("taken by the fax service")
    return {
        "when": moment(each.left_at if each.is_ours else each.sent_at),
        "ordered": moment(each.sent_at) if each.is_ours else "",
        "is_ours": each.is_ours, "road": ROADS[each.road], "to": each.destination, "reference": each.reference,
        "pages": each.pages, "received": each.received, "delivered": moment(each.delivered_at),
        "taken": taken % {"number": each.receipt} if each.is_ours and each.left_at else "",
        "failed": fax.cause(each.cause) if each.taken_back_at and each.cause else "",
        "confirmed": moment(each.confirmed_at) if not each.is_ours else "", "digest": each.digest,
        "taken_back": each.taken_back_at is not None, "by": names.get(each.by, _("Otium")), "note": each.note,
    }  # fmt: skip


def _days_of(found: proving.Proof) -> list[tuple[str, date | None]]:
    return [(_("Notice of"), found.notice_on), (_("To be filed by"), found.file_by), (_("Filed on"), found.filed_on)]


def page(request: HttpRequest, row: Appeal, **refused: Any) -> HttpResponse:
    """`refused`: a form that was sent and refused, by its name."""
    of, place = row.request, place_of(row, request.at)
    on = place.on
    level = desk.level_of(row, on)
    found = standing.disputed(row.practice, [of.patient_id], on=on).get(of.pk, standing.NOTHING)
    tone, word = OUTCOMES[row.outcome] if row.outcome else APPEALS[row.state]
    is_home, works = row.state in AT_HOME, may(request, "appeal_file", row.practice_id)
    is_unfiled = is_home or row.state == EXPIRED
    by_fax = _leaves(row) and works and fax.is_served(row)
    packet = proofs.now(of.pk, request.at) if is_unfiled else None
    content = letters.letter(row, request.at, packet) if is_unfiled else None
    due = _due(row)
    following = desk.next_of(row, on) if row.state == "decided" else None
    context = {
        **shared.head(of),
        "appeal": row,
        "level": level_name(row, on),
        "track": TRACKS[row.track],
        "tone": tone,
        "state": word,
        "due": present.due(due, on=on, days=place.days) if due else None,
        "asked": shared.asked(of, on),
        "reason": said(of.reason),
        "risk": shared.at_risk(found),
        "care": shared.care(found, on),
        "facts": _facts(row, level, on),
        "enclose": [ENCLOSED[each] for each in level.enclose] if level else [],
        "note": level.note if level else "",
        "points": _points(row, content, works=works and is_home, refused=refused),
        "content": content,
        "digest": letters.digest(content) if content else "",
        "lacks_packet": is_home and packet is None,
        "may_fast": bool(level and level.expedited_hours),
        "events": shared.events(row, APPEAL_EVENTS, on),
        "may_work": works,
        "forms": _forms(row, on, refused, packet if by_fax else None, level, by_fax=by_fax) if works else {},
        **_faxed(row, on, packet, level, by_fax=by_fax),
        "open": next(iter(refused), ""),
        "next_url": reverse("appeal_open", args=[of.pk]) if following and works else "",
        "others": _others(row, on),
    }
    return render(request, "reviews/appeal.html", context | _standing(request, row, works=works))


def _standing(request: HttpRequest, row: Appeal, *, works: bool) -> dict[str, Any]:
    """Where the appeal is, and what this reader may do with it there."""
    is_home = row.state in AT_HOME
    return {
        "is_home": is_home,
        "is_settled": row.request.state == "approved" and row.state in (*AT_HOME, *WITH_PAYER),
        "due_word": _("to file") if is_home else _("for their decision"),
        "urgency": row.urgency,
        "with_payer": row.state in WITH_PAYER,
        "was_filed": row.filed_on is not None,
        "may_sign": _waits_for_signature(row) and works and _may_sign(row, request),
        "over_on": present.full_day(row.file_by) if row.state == EXPIRED and row.file_by else "",
        "may_print": may(request, "appeal_letter", row.practice_id),
    }


def _due(row: Appeal) -> date | None:
    """Until when we file it, then until when they decide."""
    if row.state in AT_HOME:
        return row.file_by
    return row.decide_by if row.state in WITH_PAYER else None


def _faxed(row: Appeal, on: date, packet: Packet | None, level: AppealLevel | None, *, by_fax: bool) -> dict[str, Any]:
    """Where the newest fax is, and what the next one would take along."""
    return {
        "fax": fax.told(row, on),
        "packet_said": fax.packet_said(row, packet) if by_fax else "",
        "wanted_besides": fax.wanted_besides(level) if by_fax else "",
    }


def _leaves(row: Appeal) -> bool:
    """Signed and not filed; late where its last day is over."""
    return row.state == "ready" or (row.state == EXPIRED and letters.kept_of(row) is not None)


def _waits_for_signature(row: Appeal) -> bool:
    return row.state == "draft" or (row.state == EXPIRED and letters.kept_of(row) is None)


def _may_sign(row: Appeal, request: HttpRequest) -> bool:
    try:
        signer_of(row.request, request.user.pk)
    except MayNotSign:
        return False
    return True


def _facts(row: Appeal, level: AppealLevel | None, on: date) -> list[Sourced]:
    """Each day with its source."""
    until = desk.until_of(row, on)
    found = []
    if row.notice_on:
        found.append(Sourced(_("Notice of"), present.full_day(row.notice_on), ""))
    if until and row.file_by:
        found.append(Sourced(_("File by"), present.full_day(row.file_by), shared.source(until.ground)))
        if until.target_on and until.target_on != row.file_by:
            found.append(
                Sourced(_("Day to keep"), present.full_day(until.target_on), _("counts from the notice itself"))
            )
    elif until and level and level.filer != "payer":
        found.append(Sourced(_("File by"), _("not on file: read the denial"), shared.source(until.ground)))
    if row.filed_on:
        found.append(Sourced(_("Filed"), present.full_day(row.filed_on), str(ROADS.get(row.road, ""))))
    if row.decide_by:
        found.append(Sourced(_("To be decided by"), present.full_day(row.decide_by),
                             shared.source(level.ground) if level else ""))  # fmt: skip
    if row.decided_on:
        found.append(Sourced(_("Decided"), present.full_day(row.decided_on), row.reference))
    if level is None:
        return found
    found.append(Sourced(_("To whom"), level.to_whom, shared.source(level.ground)))
    found.append(Sourced(_("Who files"), str(FILERS[level.filer.value]), level.form))
    if (least := desk.least_of(level, on)) is not None:
        amount = _("%(amount)s or more in dispute (%(year)d)") % {
            "amount": present.money(least.amount),
            "year": least.year,
        }
        found.append(Sourced(_("Open from"), amount, shared.source(level.ground)))
    if (ask_by := desk.continue_by(row, level)) is not None:
        found.append(Sourced(_("Care goes on if asked by"), present.full_day(ask_by), shared.source(level.ground)))
    return found


def _points(row: Appeal, content: AppealLetter | None, *, works: bool, refused: dict[str, Any]) -> list[dict[str, Any]]:
    """Each reason with our answer and what proves it; a form for each where it may be changed, and one for another."""
    proved = [point.proofs for point in content.points] if content else [()] * len(row.points)
    found = []
    for place, (point, lines) in enumerate(zip(row.points, proved, strict=True)):
        form = refused.get(f"point{place}") or PointForm(place=place, said=point["said"], reply=point["reply"])
        found.append({**point, "place": place, "proofs": lines, "form": form if works else None,
                      "is_open": f"point{place}" in refused})  # fmt: skip
    return found


def _forms(
    row: Appeal, on: date, refused: dict[str, Any], packet: Packet | None, level: AppealLevel | None, *, by_fax: bool
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if row.state in AT_HOME:
        made = {
            "more": PointForm(place=len(row.points), is_new=True),
            "urgency": UrgencyForm(statement=row.urgency),
            "file": FileForm(on=on),
        }
        made |= {"fax": refused.get("fax") or fax.form(row, on, packet, level)} if by_fax else {}
        made["more"] = refused.get(f"point{len(row.points)}", made["more"])
    if row.state in WITH_PAYER:
        made = {"decide": DecideForm(on=on, papers=papers(row)),
                "take_back": WhyForm(prefix="take_back", label=_("Why did it not leave?"))}  # fmt: skip
    if row.state == EXPIRED:
        made["file"] = FileForm(on=on)
        made |= {"fax": refused.get("fax") or fax.form(row, on, packet, level)} if by_fax else {}
    if row.state in (*AT_HOME, *WITH_PAYER, EXPIRED):
        made["withdraw"] = WhyForm(prefix="withdraw", label=_("Why is it given up?"))
    return made | {name: form for name, form in refused.items() if name in made}


def papers(row: Appeal) -> list[tuple[str, str]]:
    """The patient's papers, newest first."""
    rows = Document.objects.filter(patient_id=row.request.patient_id, entered_in_error=False)
    listed = rows.order_by("-received_on", "id").values_list("id", "title", "received_on")
    return [(str(key), f"{title}, {present.short_day(received)}") for key, title, received in listed]


def _others(row: Appeal, on: date) -> list[dict[str, Any]]:
    """The other levels of the same dispute."""
    rows = Appeal.objects.filter(request_id=row.request_id).exclude(pk=row.pk).select_related("request", "practice")
    return [
        {"url": reverse("appeal", args=[each.pk]), "level": _("Level %(n)d") % {"n": each.level},
         "state": OUTCOMES[each.outcome][1] if each.outcome else APPEALS[each.state][1],
         "tone": OUTCOMES[each.outcome][0] if each.outcome else APPEALS[each.state][0]}
        for each in rows.order_by("level", "opened_on")
    ]  # fmt: skip
