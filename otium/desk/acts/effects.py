"""The records that an act writes. Each writer returns what it wrote, so that undo can take it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from otium.desk import benefit_decisions, claims, coverage_order, inquiries
from otium.desk.acts.asked import (
    drafted_request,
    initial_request,
    records_answer,
    renewal_request,
    request_cancelled,
)
from otium.desk.acts.writing import Refused, Values, Writing, coverage_of, not_ahead
from otium.records import models
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.prior_auth import AuthState
from otium.terms.roads import Service


def authorization(writing: Writing, values: Values) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise Refused("ends_on", "ends_before_it_starts")
    task = writing.task
    same = models.Authorization.objects.filter(patient_id=task.patient_id, number=values["number"])
    if same.exclude(state=AuthState.CANCELLED.value).exists():
        raise Refused("number", "number_on_file")
    row = writing.create(
        models.Authorization,
        patient_id=task.patient_id,
        coverage_id=coverage_of(task),
        number=values["number"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        entered_on=writing.on,
    )
    writing.create(models.AuthorizedService, authorization=row, codes=[], basis="visits", approved=values["visits"])


def benefit_check(writing: Writing, values: Values) -> None:
    coverage = models.Coverage.objects.get(pk=coverage_of(writing.task))
    said = {
        "channel": values["road"],
        "at": writing.at.isoformat(),
        "by": writing.by.name,
        "said_by": values["said_by"],
    }
    row = writing.create(
        models.BenefitCheck,
        coverage_id=coverage.pk,
        patient_id=coverage.patient_id,
        status=values["status"],
        answered_at=writing.at,
        service_on=writing.on,
        coverage_ends_on=values.get("coverage_ends_on"),
        channel=values["road"],
        reference=values.get("reference", ""),
        said_by=values["said_by"],
        provenance={"status": said, "coverage_ends_on": said},
    )
    if values.get("visits_remaining") is not None:
        _benefit(writing, row, BenefitKind.VISITS_REMAINING, said, amount=values["visits_remaining"])
    if values.get("authorization_required"):
        flag = values["authorization_required"] == "yes"
        _benefit(writing, row, BenefitKind.AUTHORIZATION_REQUIRED, said, flag=flag)


def need_said(writing: Writing, values: Values) -> None:
    """What a person learned of one service, and nothing else: whether the coverage is active was not asked."""
    task = writing.task
    coverage = models.Coverage.objects.get(pk=coverage_of(task))
    said = {
        "channel": values["road"],
        "at": writing.at.isoformat(),
        "by": writing.by.name,
        "said_by": values["said_by"],
    }
    row = writing.create(
        models.BenefitCheck,
        coverage_id=coverage.pk,
        patient_id=coverage.patient_id,
        status=CheckStatus.UNKNOWN.value,
        answered_at=writing.at,
        service_on=writing.on,
        channel=values["road"],
        reference=values.get("reference", ""),
        said_by=values["said_by"],
        provenance={"status": said},
    )
    flag = values["needed"] == "yes"
    if task.instance == Service.TREATMENT:
        _benefit(writing, row, BenefitKind.AUTHORIZATION_REQUIRED, said, flag=flag)
    else:
        _benefit(writing, row, BenefitKind.AUTHORIZATION_FOR, said, flag=flag, text=task.instance)


def inquiry(writing: Writing, values: Values) -> None:
    """A 270 about today. It cannot be taken back by undoing: it may have left already."""
    rows = models.Coverage.objects.select_related("practice", "patient", "payer")
    coverage = rows.get(pk=coverage_of(writing.task))
    try:
        inquiries.post(coverage, service_on=writing.on, by=writing.by, at=writing.at)
    except inquiries.CannotAsk as refused:
        raise Refused("", refused.lacks[0].code) from refused


def benefit_decision(writing: Writing, values: Values) -> None:
    task = writing.task
    try:
        row = benefit_decisions.decide(
            coverage_id=task.focus_id, instance=task.instance, benefit_id=UUID(values["benefit"]),
            reason=values.get("reason", ""), by=writing.by, at=writing.at,
        )  # fmt: skip
    except benefit_decisions.NothingToDecideError as refused:
        raise Refused("", "nothing_to_decide") from refused
    writing.made(row)


def coverage_order_set(writing: Writing, values: Values) -> None:
    """The chosen one first, the others after it as they stand by the rule."""
    found = coverage_order.in_force(writing.practice, writing.task.focus_id, writing.on)
    try:
        places = coverage_order.with_first(found, UUID(values["coverage"]))
    except KeyError as unknown:
        raise Refused("coverage", "not_an_option") from unknown
    rows = models.Coverage.objects.select_for_update(of=("self",)).filter(pk__in=places).order_by("id")
    for row in rows:
        if row.order != places[row.pk]:
            writing.change(row, order=places[row.pk])


def rebuild_claim(writing: Writing, values: Values) -> None:
    """The claim anew from its records. It is not undone: what it said before is in its history."""
    try:
        claims.rebuild(writing.task.focus_id, by=writing.by, at=writing.at)
    except claims.Refused as refused:
        raise Refused("", refused.code) from refused


def _benefit(writing: Writing, check: Any, kind: BenefitKind, said: Values, **value: Any) -> None:
    writing.create(models.Benefit, check_row=check, kind=kind.value, provenance={"value": said}, **value)


def coverage_end(writing: Writing, values: Values) -> None:
    coverage = models.Coverage.objects.select_for_update(of=("self",)).get(pk=coverage_of(writing.task))
    if coverage.starts_on and values["ends_on"] < coverage.starts_on:
        raise Refused("ends_on", "ends_before_it_starts")
    writing.change(coverage, ends_on=values["ends_on"])


def plan_certified(writing: Writing, values: Values) -> None:
    certified_on = not_ahead(writing, values, "certified_on")
    writing.change(_plan(writing), certified_on=certified_on)


def plan_sent(writing: Writing, values: Values) -> None:
    writing.change(_plan(writing), sent_on=not_ahead(writing, values, "sent_on"))


def plan_recertified(writing: Writing, values: Values) -> None:
    old = _plan(writing)
    if values["starts_on"] <= old.starts_on:
        raise Refused("starts_on", "not_after_the_last_plan")
    if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
        raise Refused("ends_on", "ends_before_it_starts")
    writing.create(
        models.PlanOfCare,
        patient_id=old.patient_id,
        episode_id=old.episode_id,
        therapist_id=old.therapist_id,
        starts_on=values["starts_on"],
        ends_on=values.get("ends_on"),
        certified_on=not_ahead(writing, values, "certified_on"),
        frequency_per_week=old.frequency_per_week,
        is_recertification=True,
    )


def progress_report(writing: Writing, values: Values) -> None:
    written_on = not_ahead(writing, values, "written_on")
    writing.create(models.ProgressReport, patient_id=writing.task.patient_id, written_on=written_on)


def referral(writing: Writing, values: Values) -> None:
    written_on = not_ahead(writing, values, "written_on")
    if values.get("expires_on") and values["expires_on"] < written_on:
        raise Refused("expires_on", "ends_before_it_starts")
    writing.create(
        models.Referral,
        patient_id=writing.task.patient_id,
        written_on=written_on,
        expires_on=values.get("expires_on"),
        visits=values.get("visits"),
        is_signed=True,
    )


def set_aside(writing: Writing, values: Values) -> None:
    row = models.InboundFile.objects.select_for_update(of=("self",)).get(pk=writing.task.focus_id)
    writing.change(row, state="set_aside")


def promise_kept(writing: Writing, values: Values) -> None:
    writing.change(_call(writing), promise_kept_at=writing.at)


def promise_moved(writing: Writing, values: Values) -> None:
    """The payer named another day: until then it is let alone again."""
    if values["promised_on"] <= writing.on:
        raise Refused("promised_on", "day_not_ahead")
    writing.change(_call(writing), promised_on=values["promised_on"])


def _call(writing: Writing) -> Any:
    return models.Call.objects.select_for_update(of=("self",)).get(pk=writing.task.focus_id)


def _plan(writing: Writing) -> Any:
    return models.PlanOfCare.objects.select_for_update(of=("self",)).get(pk=writing.task.focus_id)


EFFECTS: dict[str, Callable[[Writing, Values], None]] = {
    effect.__name__: effect
    for effect in (
        renewal_request,
        initial_request,
        drafted_request,
        request_cancelled,
        records_answer,
        authorization,
        benefit_check,
        need_said,
        inquiry,
        benefit_decision,
        coverage_order_set,
        rebuild_claim,
        coverage_end,
        plan_certified,
        plan_sent,
        plan_recertified,
        progress_report,
        referral,
        set_aside,
        promise_kept,
        promise_moved,
    )
}
