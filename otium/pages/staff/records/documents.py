"""Papers of a patient: hand in, download, take out of the record."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otium.desk import access, clock
from otium.desk.actor import Actor
from otium.desk.mend import Invalid, documents
from otium.desk.mend.documents import ENDINGS, MOST_BYTES, Paper
from otium.desk.mend.options import DOCUMENT_KINDS
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import Owner, owner_of_patient
from otium.records.models import Document

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.txt,.csv,.json"


CHARTED = frozenset({"evaluation", "plan_of_care", "progress_report", "records"})


class PaperForm(forms.Form):
    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy("PDF, PNG, JPEG, plain text, CSV or FHIR (JSON), up to 20 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": lazy("Choose a file."), "empty": lazy("Choose a file that is not empty.")},
    )
    title = forms.CharField(
        label=lazy("What is it?"),
        help_text=lazy("For example: approval letter of November 9"),
        max_length=200,
        error_messages={"required": lazy("Say what this paper is.")},
    )
    kind = forms.ChoiceField(label=lazy("Kind"), choices=[("", lazy("Choose")), *DOCUMENT_KINDS])

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["received_on"] = DayField(on=on, label=_("When did it come?"))
        self.initial["received_on"] = present.full_day(on)

    def paper(self) -> Paper:
        """The bytes are read only as far as the limit and one more: that one tells that the file is too large."""
        data = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return Paper(self.cleaned_data["title"], self.cleaned_data["kind"], self.cleaned_data["received_on"], data)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    owner = owner_of_patient(patient_id)
    shown(request, owner.practice.pk, patient_id)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*typed, on=clock.day(request.at, owner.practice))
    if request.method == "POST" and form.is_valid():
        try:
            kept = documents.keep(
                form.paper(), practice_id=owner.practice.pk, patient_id=patient_id,
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except Invalid as refused:
            for problem in refused.problems:
                form.add_error(problem.field, problem.words)
        else:
            messages.success(request, _kept(kept))
            return HttpResponseRedirect(_after(request, kept, owner))
    return render(request, "records/paper.html", {"form": form, "owner": owner, "back": f"{owner.address}#documents"})


def _kept(document: Document) -> str:
    if document.has_text is False:
        return _("Paper kept. It is a scan without text: nothing can be read out of it.")
    return _("Paper kept.")


def _after(request: HttpRequest, document: Document, owner: Owner) -> str:
    """To reading it, for who writes the chart, where it is of a kind that a chart is made of; else back."""
    member = next(m for m in request.memberships if m.practice_id == document.practice_id)
    may_read = access.may_enter(access.DOORS["document_read"], member, document.patient_id)
    if may_read and document.has_text and document.kind in CHARTED:
        return reverse("document_read", args=[document.patient_id, document.pk])
    return f"{owner.address}#documents"


@require_safe
def download(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """Always a download, never shown in place: what a stranger wrote must not run as a page of ours."""
    document, owner = _document(patient_id, document_id)
    shown(request, owner.practice.pk, patient_id)
    kind = document.media_type if document.media_type in ENDINGS else "application/octet-stream"
    name = f"document-{document.received_on.isoformat()}.{ENDINGS.get(document.media_type, 'bin')}"
    return HttpResponse(
        documents.load(document),
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
def withdraw(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    document, owner = _document(patient_id, document_id)
    shown(request, owner.practice.pk, patient_id)
    reason = request.POST.get("reason", "")[:300]
    documents.mark_in_error(
        document_id=document.pk, is_in_error=True, reason=reason, by=Actor.person(request.user.pk), at=request.at
    )
    undo = reverse("document_restore", args=[patient_id, document_id])
    messages.success(request, _("Paper taken out of the record."), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(f"{owner.address}#documents")


@require_POST
def restore(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    document, owner = _document(patient_id, document_id)
    shown(request, owner.practice.pk, patient_id)
    documents.mark_in_error(
        document_id=document.pk, is_in_error=False, reason="", by=Actor.person(request.user.pk), at=request.at
    )
    messages.success(request, _("Paper is back in the record."))
    return HttpResponseRedirect(f"{owner.address}#documents")


def _document(patient_id: UUID, document_id: UUID) -> tuple[Document, Owner]:
    document = Document.objects.select_related("practice", "blob").filter(pk=document_id, patient_id=patient_id).first()
    if document is None:
        raise Http404("no such document")
    return document, owner_of_patient(patient_id)
