"""Add, change, withdraw and restore records of a patient and of a practice: one desk call a POST."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otium.desk import clock, mend
from otium.desk.actor import Actor
from otium.desk.mend import Field, FieldType, Kind
from otium.desk.mend.rows import choices
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.records import present as said
from otium.pages.staff.records.forms import RecordForm
from otium.pages.staff.records.owner import Owner, other_practices, owner_of_patient, owner_of_practice, practice_of
from otium.records.models import Practice, Staff

View = Callable[..., HttpResponse]


def _of_patient(view: View) -> View:
    """Finds the patient as this request may see them; the page counts as having shown their data."""

    @wraps(view)
    def entered(request: HttpRequest, patient_id: UUID, kind: str, **more: Any) -> HttpResponse:
        owner = owner_of_patient(patient_id)
        shown(request, owner.practice.pk, patient_id)
        return view(request, mend.KINDS[kind], owner, **more)

    return entered


def _of_practice(view: View) -> View:
    @wraps(view)
    def entered(request: HttpRequest, kind: str, record_id: UUID | None = None, **more: Any) -> HttpResponse:
        table = mend.KINDS[kind]
        row = _row(table, record_id) if record_id else None
        owner = owner_of_practice(row.practice if row else practice_of(request))
        shown(request, owner.practice.pk)
        return view(request, table, owner, **({"record_id": record_id} if record_id else {}), **more)

    return entered


def add(request: HttpRequest, kind: Kind, owner: Owner) -> HttpResponse:
    on = clock.day(request.at, owner.practice)
    suggested = {f.name: request.GET[f.name] for f in kind.fields if _is_suggested(f, kind) and f.name in request.GET}
    typed = request.POST if request.method == "POST" else None
    form = RecordForm(kind, on=on, owner=owner, data=typed, suggested=suggested)
    if request.method == "POST" and form.is_valid():
        try:
            row = mend.add(
                kind.name, form.entered(), practice_id=owner.practice.pk, patient_id=owner.patient_id,
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except mend.Invalid as refused:
            form.tell(refused)
        else:
            shown(request, owner.practice.pk, row.pk if kind.name == "patient" else owner.patient_id)
            messages.success(request, _("%(thing)s added.") % {"thing": _capital(kind)})
            return HttpResponseRedirect(owner.address_of(kind, row))
    others = other_practices(request, owner.practice) if owner.patient_id is None else []
    return render(request, "records/form.html", _context(kind, owner, form, None) | {"others": others})


def _is_suggested(field: Field, kind: Kind) -> bool:
    """An address may fill in a row or an option; a text only where it names a payer, and never a person."""
    return bool(field.of) or field.type is FieldType.CHOICE or (kind.name, field.name) == ("payer", "name")


def change(request: HttpRequest, kind: Kind, owner: Owner, record_id: UUID) -> HttpResponse:
    row = _row(kind, record_id, owner)
    on = clock.day(request.at, owner.practice)
    typed = request.POST if request.method == "POST" else None
    form = RecordForm(kind, on=on, owner=owner, data=typed, row=row)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            mend.change(kind.name, form.entered(), record_id=row.pk, by=Actor.person(request.user.pk), at=request.at)
        except mend.Invalid as refused:
            form.tell(refused)
        except mend.ChangedSince as changed:
            form.take_version(changed.version)
            context = {"conflict": _conflict(kind, owner, changed)}
        except mend.Locked as locked:
            messages.error(request, locked.words)
            return HttpResponseRedirect(owner.address_of(kind, row))
        else:
            messages.success(request, _("%(thing)s saved.") % {"thing": _capital(kind)})
            return HttpResponseRedirect(owner.address_of(kind, row))
    return render(request, "records/form.html", _context(kind, owner, form, row) | context)


def withdraw(request: HttpRequest, kind: Kind, owner: Owner, record_id: UUID) -> HttpResponse:
    """Marks it as entered in error; the toast takes that back."""
    row = _row(kind, record_id, owner)
    reason = request.POST.get("reason", "")[:300]
    mend.withdraw(kind.name, record_id=row.pk, reason=reason, by=Actor.person(request.user.pk), at=request.at)
    undo = _move(kind, owner, row, "restore")
    messages.success(
        request, _("%(thing)s taken out of the record.") % {"thing": _capital(kind)}, extra_tags=f"undo:{undo}"
    )
    return HttpResponseRedirect(owner.address if owner.patient_id else owner.address_of(kind, row))


def _move(kind: Kind, owner: Owner, row: Any, move: str) -> str:
    """The address that withdraws or restores a record of a patient, or of the practice."""
    of = [owner.patient_id] if owner.patient_id is not None else []
    return reverse(f"{kind.name}_{move}", args=[*of, row.pk])


def restore(request: HttpRequest, kind: Kind, owner: Owner, record_id: UUID) -> HttpResponse:
    row = _row(kind, record_id, owner)
    try:
        mend.restore(kind.name, record_id=row.pk, by=Actor.person(request.user.pk), at=request.at)
    except mend.Locked as locked:
        messages.error(request, locked.words)
    else:
        messages.success(request, _("%(thing)s counts again.") % {"thing": _capital(kind)})
    return HttpResponseRedirect(owner.address_of(kind, row))


add_of_patient = require_http_methods(["GET", "HEAD", "POST"])(_of_patient(add))
change_of_patient = require_http_methods(["GET", "HEAD", "POST"])(_of_patient(change))
withdraw_of_patient = require_POST(_of_patient(withdraw))
restore_of_patient = require_POST(_of_patient(restore))
add_of_practice = require_http_methods(["GET", "HEAD", "POST"])(_of_practice(add))
change_of_practice = require_http_methods(["GET", "HEAD", "POST"])(_of_practice(change))
withdraw_of_practice = require_POST(_of_practice(withdraw))
restore_of_practice = require_POST(_of_practice(restore))


@require_http_methods(["GET", "HEAD", "POST"])
def change_patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The patient is the record and the one it belongs to at once."""
    owner = owner_of_patient(patient_id)
    shown(request, owner.practice.pk, patient_id)
    return change(request, mend.KINDS["patient"], owner, patient_id)


def _row(kind: Kind, record_id: UUID, owner: Owner | None = None) -> Any:
    """The record, if it is the owner's; Http404 otherwise."""
    rows = kind.model.objects.select_related("practice").filter(pk=record_id)
    if owner is not None and kind.of_patient:
        rows = rows.filter(patient_id=owner.patient_id)
    if owner is not None:
        rows = rows.filter(practice_id=owner.practice.pk)
    found = rows.first()
    if found is None:
        raise Http404("no such record")
    return found


def _context(kind: Kind, owner: Owner, form: RecordForm, row: Any) -> dict[str, Any]:
    can_withdraw = row is not None and bool(kind.withdrawal) and (owner.patient_id is not None) == kind.of_patient
    return {
        "form": form,
        "title": kind.words.save if row is not None else kind.words.add,
        "is_new": row is None,
        "locked": kind.locked(row) if row is not None else "",
        "owner": owner,
        "back": owner.address_of(kind, row),
        "withdraw_url": _move(kind, owner, row, "withdraw") if can_withdraw else "",
    }


def _conflict(kind: Kind, owner: Owner, changed: mend.ChangedSince) -> said.Conflict:
    names = {
        str(key): words
        for of in {f.of for f in kind.fields if f.of}
        for key, words in choices(of, owner.practice.pk, owner.patient_id)
    }
    at = _moment(changed, owner.practice)
    return said.conflict(kind, changed, by=_actor(changed.by), at=at, names=names)


def _actor(name: str) -> str:
    known = Staff.objects.filter(pk=name).values_list("name", flat=True).first() if len(name) == 36 else None
    return known or _("Otium")


def _moment(changed: mend.ChangedSince, practice: Practice) -> str:
    if changed.at is None:
        return ""
    local = changed.at.astimezone(clock.zone(practice))
    return f"{present.day(local.date())}, {present.hour(local)}"


def _capital(kind: Kind) -> str:
    words = str(kind.words.one)
    return words[:1].upper() + words[1:]
