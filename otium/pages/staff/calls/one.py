"""One call as it was recorded, and what it wrote."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.calls import present as said
from otium.pages.words.calls import OUTCOMES, TONES
from otium.records.models import Call, History


@require_safe
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    row = find(call_id)
    shown(request, row.practice_id, row.patient_id)
    membership = next(m for m in request.memberships if m.practice_id == row.practice_id)
    local = row.called_at.astimezone(clock.zone(row.practice))
    on = clock.day(request.at, row.practice)
    later = Call.objects.filter(corrects_id=row.pk).first()
    context = {
        "call": row,
        "patient": f"{row.patient.first_name} {row.patient.last_name}" if row.patient else "",
        "payer": row.payer.name if row.payer else "",
        "day": present.day(local.date(), on),
        "hour": present.hour(local.replace(second=0, microsecond=0)),
        "outcome": OUTCOMES[row.outcome],
        "tone": TONES[row.outcome],
        "learned": said.learned(row.learned),
        "promise": _promise(row, on),
        "may_change": access.may_enter(access.DOORS["call_add"], membership, row.patient_id)
        and not row.entered_in_error,
        "why": _withdrawn(row),
        "later_url": reverse("call", args=[later.pk]) if later else "",
    }
    return render(request, "calls/one.html", context)


def find(call_id: UUID) -> Call:
    """Raises Http404 for a call that this request may not see."""
    rows = Call.objects.select_related(
        "practice", "patient", "payer", "by", "coverage__payer", "coverage__patient", "coverage__practice",
        "coverage__plan", "corrects",
    )  # fmt: skip
    found = rows.filter(pk=call_id).first()
    if found is None:
        raise Http404("no such call")
    return found


def _promise(row: Call, on: object) -> str:
    if row.promised_on is None:
        return ""
    by = present.full_day(row.promised_on)
    if row.promise_kept_at is not None:
        kept = present.full_day(clock.day(row.promise_kept_at, row.practice))
        return _("By %(day)s; kept, recorded on %(kept)s") % {"day": by, "kept": kept}
    return _("By %(day)s; not recorded as kept") % {"day": by}


def _withdrawn(row: Call) -> str:
    """Why it was taken out of the record; empty where it stands or nobody said."""
    if not row.entered_in_error:
        return ""
    rows = History.objects.filter(practice_id=row.practice_id, focus_id=row.pk, event="withdrawn")
    return rows.order_by("-at").values_list("why", flat=True).first() or ""
