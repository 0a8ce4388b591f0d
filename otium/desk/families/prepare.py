"""Notices that write themselves: one for each duty to tell, withdrawn when its facts change before it was approved.

Sends nothing. Called by every settling, with the tasks that stand after it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import autonomy, clock, estimate_drafts, history
from otium.desk.actor import Actor
from otium.desk.autonomy import Autonomy
from otium.desk.families import recipients
from otium.desk.families.facts import ABOUT, PLAYBOOKS, Facts, answer_behind, facts_of, of_estimate
from otium.desk.families.recipients import Recipient
from otium.records import prepared
from otium.records.models import (
    Appointment,
    Benefit,
    FamilyNotice,
    GoodFaithEstimate,
    History,
    Patient,
    Practice,
    RelatedPerson,
    Task,
)
from otium.records.prepared import Rows
from otium.records.scope import ANY_DAY, Scope
from otium.terms.facts import PracticeFacts
from otium.terms.family import NoticeAbout, NoticeState

BACK = timedelta(days=400)  # as far as facts are loaded
DAYS_ASKED = frozenset({NoticeAbout.ABN, NoticeAbout.ESTIMATE})
TOTALS = {"visits": "visit_limit", "dollars": "dollar_limit"}


def follow(
    practice: Practice,
    tasks: Iterable[Task],
    facts: PracticeFacts,
    *,
    on: date,
    by: Actor,
    at: datetime,
    patients: Iterable[UUID] | None,
) -> int:
    """Bring the prepared notices of these patients (None: all) in line with the open tasks; how many were written.

    One query where no family is to be told anything; otherwise four more, and two to write. An estimate that is owed
    is drafted first, out of `facts`.
    """
    wanted = [t for t in tasks if t.state == "open" and t.kind in ABOUT and _is_prepared(practice, t)]
    if not wanted and not _is_any_prepared(practice, patients):
        return 0
    standing = _standing(practice, patients, at)
    estimates = estimate_drafts.follow(practice, wanted, facts, on=on, by=by, at=at)
    drafts = _drafts(practice, wanted, estimates, on, at)
    told = {_key(n) for n in standing if n.state != NoticeState.PREPARED}
    fresh = {_key(draft): draft for draft in drafts if _key(draft) not in told}
    trail: list[History] = []
    for notice in standing:
        if notice.state == NoticeState.PREPARED:
            draft = fresh.get(_key(notice))
            if draft is not None and _says(draft) == _says(notice):
                del fresh[_key(notice)]
            else:
                trail.append(_withdraw(notice, by=by, at=at))
    new = list(fresh.values())
    FamilyNotice.objects.bulk_create(new)
    trail += [history.row(n, "prepared", by=by, at=at, after={"about": n.about, "state": n.state}) for n in new]
    History.objects.bulk_create(trail)
    return len(new)


def _is_prepared(practice: Practice, task: Task) -> bool:
    playbook = PLAYBOOKS.get(ABOUT[task.kind])
    return playbook is None or autonomy.of(practice, playbook) is not Autonomy.MANUAL


def _standing(practice: Practice, patients: Iterable[UUID] | None, at: datetime) -> list[FamilyNotice]:
    """Notices out of tasks that were not withdrawn, none from before a benefit year. The practice is locked."""
    lately = Q(state=NoticeState.PREPARED) | Q(told_at__gte=at - BACK)
    rows = FamilyNotice.objects.filter(lately, practice=practice, about__in=set(ABOUT.values()))
    if patients is not None:
        rows = rows.filter(patient_id__in=tuple(patients))
    return list(rows.exclude(state=NoticeState.WITHDRAWN).order_by("prepared_at", "id"))


def _is_any_prepared(practice: Practice, patients: Iterable[UUID] | None) -> bool:
    scope = Scope(practice.pk, ANY_DAY, None if patients is None else tuple(patients))
    return any(prepared.rows(_prepared, scope))


def _prepared(scope: Scope) -> Rows:
    rows = FamilyNotice.objects.filter(practice_id=scope.practice_id, state=NoticeState.PREPARED.value)
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    return rows.filter(about__in=sorted(about.value for about in set(ABOUT.values()))).values_list("id")


def _key(notice: FamilyNotice) -> tuple[Any, ...]:
    return notice.patient_id, notice.about, notice.instance, notice.digest


def _says(notice: FamilyNotice) -> tuple[Any, ...]:
    return notice.facts, notice.language, notice.related_person_id, notice.first_visit_on


def _drafts(
    practice: Practice, tasks: list[Task], estimates: dict[UUID, GoodFaithEstimate], on: date, at: datetime
) -> list[FamilyNotice]:
    """One for each task whose patient has somebody who may be told; of an estimate, where there is a draft to give."""
    tasks = [t for t in tasks if ABOUT[t.kind] is not NoticeAbout.ESTIMATE or t.patient_id in estimates]
    if not tasks:
        return []
    ids = {t.patient_id for t in tasks}
    people: dict[UUID, list[RelatedPerson]] = defaultdict(list)
    for person in RelatedPerson.objects.filter(practice=practice, patient_id__in=ids):
        people[person.patient_id].append(person)
    known = Patient.objects.filter(practice=practice).in_bulk(ids)
    totals, days = _totals(practice, tasks), _days(practice, tasks)
    drafts = []
    for task in tasks:
        to = recipients.recipient(known[task.patient_id], people[task.patient_id], on)
        if to is not None:
            is_estimate = ABOUT[task.kind] is NoticeAbout.ESTIMATE
            facts = of_estimate(estimates[task.patient_id]) if is_estimate else _with_total(task, totals)
            if "visit_on" in facts and facts["visit_on"] is None:
                facts["visit_on"] = days.get(task.appointment_id)
            drafts.append(_draft(practice, task, to, facts, at))
    return drafts


def _days(practice: Practice, tasks: list[Task]) -> dict[UUID | None, str]:
    """The days of the first visits in danger, for notices whose reasons do not say them. None asked: no query."""
    ids = {t.appointment_id for t in tasks if ABOUT[t.kind] in DAYS_ASKED and t.appointment_id}
    if not ids:
        return {}
    rows = Appointment.objects.filter(practice=practice, pk__in=ids).values_list("pk", "starts_at")
    return {key: clock.day(starts_at, practice).isoformat() for key, starts_at in rows}


def _draft(practice: Practice, task: Task, to: Recipient, facts: Facts, at: datetime) -> FamilyNotice:
    visit_on = facts.get("visit_on")
    return FamilyNotice(
        practice=practice,
        patient_id=task.patient_id,
        coverage_id=task.focus_id if task.focus_type == "coverage" else None,
        related_person_id=to.related_person_id,
        about=ABOUT[task.kind].value,
        instance=task.instance,
        language=to.language,
        facts=facts,
        digest=task.digest,
        state=NoticeState.PREPARED.value,
        first_visit_on=date.fromisoformat(visit_on) if visit_on else None,
        prepared_at=at,
    )


def _totals(practice: Practice, tasks: list[Task]) -> dict[tuple[str, str], list[Benefit]]:
    """The whole limits that the answers behind the tasks state, by answer and unit."""
    answers = {answer for task in tasks if (answer := answer_behind(task))}
    found: dict[tuple[str, str], list[Benefit]] = defaultdict(list)
    if answers:
        for row in Benefit.objects.filter(practice=practice, check_row_id__in=answers, kind__in=TOTALS.values()):
            found[(str(row.check_row_id), row.kind)].append(row)
    return found


def _with_total(task: Task, totals: dict[tuple[str, str], list[Benefit]]) -> Facts:
    """The facts, with the whole limit where the answer states exactly one of this unit and pool."""
    facts = facts_of(task)
    if facts.get("limit") is None and facts.get("unit") in TOTALS:
        rows = totals.get((answer_behind(task) or "", TOTALS[facts["unit"]]), [])
        pool = sorted(facts.get("pool") or ())
        amounts = {
            row.amount for row in rows if row.amount is not None and sorted(set(row.pooled_with) - {"OT"}) == pool
        }
        if len(amounts) == 1:
            facts["limit"] = f"{amounts.pop().normalize():f}"
    return facts


def _withdraw(notice: FamilyNotice, *, by: Actor, at: datetime) -> History:
    """A notice that says what is no longer so."""
    notice.state = NoticeState.WITHDRAWN.value
    notice.save(update_fields=["state"])
    return history.row(notice, "withdrawn", by=by, at=at, before={"state": "prepared"}, after={"state": "withdrawn"})
