"""The page of a document that is read into the chart: what stands where, what it would become, a tick for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from otium.desk import charting, clock
from otium.desk.actor import Actor
from otium.desk.charting import Chosen, Line, Offer
from otium.desk.mend import Invalid, options
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.middleware import shown
from otium.pages.words.chart import FORMS, SIDES, STATES, UNREAD
from otium.records.models import Document
from otium.terms.charting import NewFinding, NewGoal, NewScore, Place


class AcceptForm(forms.Form):
    """Which lines, and the day of those that name none. `entry_id` makes a form sent twice one entry."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField(label=lazy("I checked this. Keep it as it is."), required=False)

    def __init__(self, data: Any = None, *, on: date, paper_on: date | None) -> None:
        super().__init__(data, initial={"entry_id": uuid4(), "on": paper_on}, use_required_attribute=False)
        self.fields["on"] = DayField(
            on=on, label=lazy("Day of these"), help_text=lazy("The day of the evaluation or report"),
            error_messages={"required": lazy("Enter the day that the paper speaks of.")},
        )  # fmt: skip
        self.ticked = set(data.getlist("line")) if data is not None else set()
        self.asks_to_be_sure = False
        self.of_lines: dict[str, list[str]] = {}

    def tell(self, refused: Invalid, keys: Iterable[str]) -> None:
        """A sentence beside its line; what speaks of the whole stands over the form."""
        known = set(keys)
        for problem in refused.problems:
            if problem.field in known:
                self.of_lines.setdefault(problem.field, []).append(problem.words)
            else:
                self.add_error("on" if problem.field == "on" else None, problem.words)
        self.asks_to_be_sure = refused.is_only_warnings


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    where: str
    quote: str
    kind: str
    what: str
    more: str
    state: str
    can_be_taken: bool
    is_ticked: bool
    problems: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """What can go from this document into the chart. The lines that are ticked are taken; nothing else is."""
    document = _document(request, patient_id, document_id)
    on = clock.day(request.at, document.practice)
    found = charting.offer(document)
    form = AcceptForm(request.POST if request.method == "POST" else None, on=on, paper_on=found.on)
    if request.method == "POST" and form.is_valid():
        chosen = Chosen(frozenset(form.ticked), form.cleaned_data["on"], form.cleaned_data["is_sure"])
        try:
            saved = charting.accept(
                chosen, document_id=document.pk, entry_id=form.cleaned_data["entry_id"],
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except Invalid as refused:
            form.tell(refused, (line.proposal.key for line in found.lines))
        else:
            undo = reverse("chart_take_back", args=[patient_id, saved.entry_id])
            words = " ".join([_("Taken into the chart."), *saved.remarks])
            messages.success(request, words, extra_tags=f"undo:{undo}")
            return HttpResponseRedirect(reverse("chart", args=[patient_id]))
    return render(request, "chart/read.html", _page(document, found, form, on))


def _document(request: HttpRequest, patient_id: UUID, document_id: UUID) -> Document:
    rows = Document.objects.select_related("practice", "patient", "text", "blob")
    found = rows.filter(pk=document_id, patient_id=patient_id, entered_in_error=False).first()
    if found is None:
        raise Http404("no such document")
    shown(request, found.practice_id, patient_id)
    return found


def _page(document: Document, found: Offer, form: AcceptForm, on: date) -> dict[str, Any]:
    patient = document.patient
    rows = [_row(line, form) for line in found.lines]
    return {
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "title": document.title,
        "kind": options.words(options.DOCUMENT_KINDS, document.kind) if document.kind else "",
        "day": present.short_day(document.received_on, on),
        "form_words": str(FORMS[found.form]) % {"n": document.pages or 0},
        "form": form,
        "rows": rows,
        "can_take": any(row.can_be_taken for row in rows),
        "unread": [(_where(each.place), str(UNREAD[each.code]) % {"shown": each.shown}) for each in found.unread],
        "document_id": document.pk,
    }


def _row(line: Line, form: AcceptForm) -> Row:
    key = line.proposal.key
    kind, what, more = _said(line)
    return Row(
        key=key,
        where=_where(line.proposal.place),
        quote=line.proposal.quote,
        kind=kind,
        what=what,
        more=more,
        state=str(STATES[line.state]),
        can_be_taken=line.can_be_taken,
        is_ticked=key in form.ticked,
        problems=tuple(form.of_lines.get(key, ())),
    )


def _said(line: Line) -> tuple[str, str, str]:
    """(kind, what, more) of what the line would become."""
    item = line.item
    if isinstance(item, NewGoal):
        steps = ((_("at the start"), item.baseline), (_("now"), item.current), (_("target"), item.target))
        parts = [f"{name}: {text}" for name, text in steps if text]
        parts += [_("by %(day)s") % {"day": present.full_day(item.due_on)}] if item.due_on else []
        parts += [options.words(options.GOAL_STATES, item.status.value)] if item.status.value != "active" else []
        return _("Goal"), item.text, "; ".join(parts)
    if isinstance(item, NewScore):
        score = f"{item.score.normalize():f}" if item.score is not None else ""
        name = ", ".join(filter(None, (item.instrument, item.part, str(SIDES.get(item.side, item.side)))))
        return (
            _("Score"),
            name,
            ", ".join(filter(None, (f"{score} {item.unit}".strip(), item.norm, _day(item.taken_on)))),
        )
    if isinstance(item, NewFinding):
        return options.words(options.FINDING_KINDS, item.kind.value), item.text, _day(item.found_on)
    raise TypeError(type(item))


def _day(day: date | None) -> str:
    return present.full_day(day) if day else ""


def _where(place: Place) -> str:
    if place.path:
        return place.path
    if place.page:
        return _("Page %(n)d, line %(line)d") % {"n": place.page, "line": place.line or 1}
    if place.line:
        row = _("Row %(n)d") % {"n": place.line}
        return f"{row}, {place.column}" if place.column else row
    return ""
