"""The practice itself, its places and therapists, its payers and rates."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import clock, mend
from otium.desk.actor import Actor
from otium.desk.mend import practice as house_desk
from otium.desk.mend.options import PAYER_TYPES, VISIT_TYPES, words
from otium.pages import present
from otium.pages.staff.settings import pages
from otium.pages.staff.settings.forms import PracticeForm
from otium.records.models import ExpectedRate, Fee, Location, Payer, Plan, Practice, Therapist


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The first page of the settings that the person may open."""
    _practice, context = pages.context(request, "")
    return HttpResponseRedirect(context["tabs"][0].url) if context["tabs"] else redirect("desk")


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_practice")
    typed = request.POST if request.method == "POST" else None
    form = PracticeForm(typed, practice=row, on=clock.day(request.at, row))
    if request.method == "POST" and form.is_valid():
        try:
            house_desk.change(
                practice_id=row.pk, values=form.values(), version=form.cleaned_data["version"],
                by=Actor.person(request.user.pk), at=request.at, keeps=form.keeps,
            )  # fmt: skip
        except mend.Invalid as refused:
            form.tell(refused)
        except mend.ChangedSince as changed:
            form.take_version(changed.version)
            context["differences"] = _differences(form, changed)
        else:
            messages.success(request, _("Practice saved. Deadlines are counted anew."))
            return HttpResponseRedirect(f"{reverse('settings_practice')}?practice={row.slug}")
    return render(request, "settings/practice.html", context | {"form": form})


def _differences(form: PracticeForm, changed: mend.ChangedSince) -> list[dict[str, Any]]:
    return [{"label": form.fields[d.field].label, "typed": d.typed, "stands": d.stands} for d in changed.differences]


@require_safe
def house(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_house")
    therapists = Therapist.objects.filter(practice=row).select_related("staff", "location").order_by("name")
    context |= {
        "locations": [
            {"name": at.name, "more": at.address, "url": reverse("location_change", args=[at.pk])}
            for at in Location.objects.filter(practice=row).order_by("name")
        ],
        "therapists": [_therapist(t) for t in therapists],
        "may_change": pages.may(request, "therapist_add", row),
    }
    return render(request, "settings/house.html", context)


def _therapist(row: Therapist) -> dict[str, str]:
    who = _("signs in as %(name)s") % {"name": row.staff.name} if row.staff else _("does not sign in")
    return {
        "name": ", ".join(p for p in (row.name, row.credential) if p),
        "more": ", ".join(p for p in (row.location.name if row.location else "", who) if p),
        "url": reverse("therapist_change", args=[row.pk]),
    }


@require_safe
def payers(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_payers")
    plans: dict[Any, list[dict[str, str]]] = {}
    for plan in Plan.objects.filter(practice=row).order_by("name"):
        at = {"name": plan.name, "url": reverse("plan_change", args=[plan.pk])}
        plans.setdefault(plan.payer_id, []).append(at)
    context |= {
        "payers": [
            {
                "name": payer.name,
                "type": words(PAYER_TYPES, payer.payer_type),
                "ids": " ".join(payer.payer_ids),
                "phone": payer.phone,
                "plans": plans.get(payer.pk, []),
                "url": reverse("payer_change", args=[payer.pk]),
            }
            for payer in Payer.objects.filter(practice=row).order_by("name", "payer_type")
        ],
        "may_change": pages.may(request, "payer_add", row),
    }
    return render(request, "settings/payers.html", context)


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_rates")
    context |= {"rates": _rates(row, request.at), "may_change": pages.may(request, "expected_rate_add", row)}
    return render(request, "settings/rates.html", context)


def _rates(row: Practice, at: Any) -> list[dict[str, str]]:
    on = clock.day(at, row)
    found = ExpectedRate.objects.filter(practice=row).select_related("payer")
    return [
        {
            "payer": rate.payer.name,
            "visits": words(VISIT_TYPES, rate.visit_type) if rate.visit_type else _("Any visit"),
            "amount": present.money(rate.amount, cents=True),
            "since": present.short_day(rate.starts_on, on),
            "source": rate.source,
            "url": reverse("expected_rate_change", args=[rate.pk]),
        }
        for rate in found.order_by("payer__name", "visit_type", "-starts_on")
    ]


@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_fees")
    on = clock.day(request.at, row)
    context |= {
        "fees": [
            {
                "code": fee.code,
                "amount": present.money(fee.amount, cents=True),
                "since": present.short_day(fee.starts_on, on),
                "source": fee.source,
                "url": reverse("fee_change", args=[fee.pk]),
            }
            for fee in Fee.objects.filter(practice=row).order_by("code", "-starts_on")
        ],
        "may_change": pages.may(request, "fee_add", row),
    }
    return render(request, "settings/fees.html", context)
