"""Whether the people of a session may treat in it: what law forbids is refused, what the practice wishes is asked."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as lazy

import otium.rules.schedule
from otium.desk import settle
from otium.desk.actor import Actor
from otium.desk.appointments import kinds
from otium.desk.appointments.holding import HOLDING
from otium.desk.appointments.needs import There, attendance
from otium.desk.mend.options import LANGUAGES, words
from otium.desk.mend.problems import Problem
from otium.records.models import Appointment, History, Patient, Practice, Therapist
from otium.rules.schedule import people as rules
from otium.terms.schedule import VisitType
from otium.terms.treating import Misfit, MisfitKind, SupervisionRule, Treated, Treating

WORDS = {
    MisfitKind.ASSISTANT_EVALUATES: lazy("%(name)s is an assistant, and an assistant does not evaluate. Choose a "
                                         "therapist."),
    MisfitKind.NOT_LICENSED: lazy("%(name)s has no licence for %(what)s on file, where the patient is then."),
    MisfitKind.LICENCE_UNKNOWN: lazy("Whether %(name)s is licensed where the patient is then is not on file."),
    MisfitKind.NO_SUPERVISOR: lazy("%(name)s is an assistant, and no supervisor is on file."),
    MisfitKind.SUPERVISOR_AWAY: lazy("No supervisor of %(name)s works that day, and one must be there."),
    MisfitKind.LACKS_SKILL: lazy("%(name)s lacks on file: %(what)s."),
    MisfitKind.LACKS_LANGUAGE: lazy("The patient speaks %(what)s; %(name)s does not, as far as is on file."),
    MisfitKind.CASELOAD_FULL: lazy("%(name)s has as many patients as they should: %(what)s or more."),
}  # fmt: skip


@cache
def by_state() -> Mapping[str, SupervisionRule]:
    (folder,) = otium.rules.schedule.__path__
    return rules.read((Path(folder) / "supervision.toml").read_text("utf-8"))


def is_assistant(credential: str) -> bool | None:
    """None: nothing is on file."""
    return rules.is_assistant(credential)


def supervision_of(practice: Practice) -> SupervisionRule:
    return rules.supervision(by_state(), practice.state, practice.supervision)


@transaction.atomic
def choose_supervision(own: Mapping[str, bool | int | None], *, practice_id: UUID, by: Actor, at: datetime) -> Practice:
    """What the practice's board asks, as the practice read it: names of rules.NAMES, None as Otium ships it."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    before, after = practice.supervision, {name: own[name] for name in rules.NAMES if own.get(name) is not None}
    if after == before:
        return practice
    practice.supervision = after
    practice.save(update_fields=["supervision"])
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="supervision_chosen", before=before,
        after=after, at=at, by=by.name,
    )  # fmt: skip
    return practice


def problems(
    therapists: Iterable[UUID], patients: Iterable[UUID], kind: str, practice: Practice, *,
    on: date, at: datetime, is_remote: bool = False, remote_state: str = "",
) -> Iterator[Problem]:  # fmt: skip
    """Each misfit once a therapist. `remote_state`: where the patient is by telehealth, as was said; else where they
    live. A fixed number of queries."""
    people = list(Patient.objects.filter(practice=practice, pk__in=list(patients)))
    treating = list(Therapist.objects.filter(practice=practice, pk__in=list(therapists)).order_by("name", "id"))
    yield from misfits(
        treating, people, kind, practice, on=on, at=at, is_remote=is_remote, remote_state=remote_state
    )  # fmt: skip


def misfits(
    treating: list[Therapist], people: list[Patient], kind: str, practice: Practice, *,
    on: date, at: datetime, is_remote: bool = False, remote_state: str = "",
) -> Iterator[Problem]:  # fmt: skip
    """`problems` of rows that are loaded: none, or two queries where there are supervisors or caseloads to look at."""
    rule, supervision = kinds.rule_of(kind, practice), supervision_of(practice)
    there = _supervisors(treating, practice)
    caseloads = _caseloads(treating, [p.pk for p in people], practice, at)
    for each in treating:
        by = _treating(each, there, caseloads, on)
        found: dict[Misfit, None] = {}
        for patient in people:
            who = _treated(patient, kind, practice, is_remote=is_remote, remote_state=remote_state)
            found |= dict.fromkeys(rules.misfits(VisitType(kind), rule, by, who, supervision))
        for misfit in found:
            yield Problem("therapist", _sentence(misfit, each.name), is_warning=not misfit.is_forbidden)


def _sentence(misfit: Misfit, name: str) -> str:
    what = words(LANGUAGES, misfit.what) if misfit.kind is MisfitKind.LACKS_LANGUAGE else misfit.what
    return str(WORDS[misfit.kind] % {"name": name, "what": what})


def _treating(row: Therapist, there: Mapping[UUID, There], caseloads: Mapping[UUID, int], on: date) -> Treating:
    named = [key for key in (row.supervisor_id, row.deputy_supervisor_id) if key]
    return Treating(
        credential=row.credential,
        skills=tuple(row.skills),
        languages=tuple(row.languages),
        licence_states=tuple(row.licence_states),
        caseload=caseloads.get(row.pk, 0),
        caseload_limit=row.caseload_limit,
        supervisor_is_there=any(_works(there[key], on) for key in named) if named else None,
    )


def _treated(patient: Patient, kind: str, practice: Practice, *, is_remote: bool, remote_state: str) -> Treated:
    """At home and by telehealth the patient's state counts, else the practice's."""
    lives = patient.state.upper()
    state = (remote_state or lives) if is_remote else lives if kind == VisitType.HOME_VISIT else practice.state
    return Treated(state, patient.language, is_remote)


def _supervisors(treating: list[Therapist], practice: Practice) -> dict[UUID, There]:
    keys = {key for row in treating for key in (row.supervisor_id, row.deputy_supervisor_id) if key}
    return attendance(keys, practice) if keys else {}


def _works(known: There, on: date) -> bool:
    """Hours that are not on file are those of the practice."""
    is_off = any(off.first <= on <= off.last for off in known.off)
    return not is_off and (known.hours is None or any(hours.is_on(on) for hours in known.hours))


def _caseloads(treating: list[Therapist], but: list[UUID], practice: Practice, at: datetime) -> dict[UUID, int]:
    """Patients with visits to come, of those who have a limit; without the ones who are booked now."""
    limited = [row.pk for row in treating if row.caseload_limit is not None]
    if not limited:
        return {}
    rows = Appointment.objects.filter(
        practice=practice, therapist_id__in=limited, starts_at__gte=at, status__in=HOLDING
    ).exclude(patient_id__in=but)
    pairs = set(rows.values_list("therapist_id", "patient_id"))
    return {key: sum(therapist == key for therapist, _patient in pairs) for key in limited}
