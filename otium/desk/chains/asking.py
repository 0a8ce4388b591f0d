"""Ask the families of a chain, by text or mail, on a person's word."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.chains import ending, texting
from otium.desk.chains.texting import Question
from otium.desk.planning import applying
from otium.desk.planning.changing import locked
from otium.desk.planning.moves import DoesNotFollow
from otium.desk.visit_messages.addressees import Addressee, addressees
from otium.desk.visit_messages.texted import Texted
from otium.records.models import Patient, PlanMove, SchedulePlan
from otium.rules.families import chains as rules
from otium.rules.families.chains import AnswerTime
from otium.terms.plans import AWAITED, Asking, PlanEvent, PlanKind, PlanState


class NobodyReached(Exception):
    """No family of it can be reached by text or mail now: somebody calls."""


class TooSoon(Exception):
    """The first of the hours is so near that no message can be answered in time: somebody calls."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Whom a question would reach now; the patients for whom nobody can be reached by message."""

    questions: tuple[Question, ...]
    unreached: tuple[Patient, ...]


@cache
def given() -> AnswerTime:
    return rules.shipped(files("otium.rules.families").joinpath("chains.toml").read_text("utf-8"))


@transaction.atomic
def begin(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> SchedulePlan:
    """Ask every family of it that has not said yes. Being asked already: nothing happens again.

    Raises DoesNotFollow, Undecided, Stale, NobodyReached, TooSoon; then nobody was asked.
    """
    settle.lock_practice(practice_id)
    plan = locked(practice_id, plan_id)
    if plan.asking in AWAITED:
        return plan
    if plan.kind != PlanKind.CHAIN.value or plan.state != PlanState.PROPOSED.value:
        raise DoesNotFollow(plan.state, PlanEvent.ASK)
    if applying.is_undecided(plan):
        raise applying.Undecided
    if not applying.holds(plan, at=at):
        raise applying.Stale
    found = roads(plan, at=at)
    if not found.questions:
        raise NobodyReached
    until = _until(plan, found, at)
    for each in found.questions:
        notice = texting.ask(plan.practice, each, until=until, by=by, at=at)
        asked = PlanMove.objects.filter(practice=plan.practice, pk__in=[m.pk for m in each.moves])
        asked.update(notice=notice, answer="", answered_at=None, answered_by="")  # a no before was taken back
    before, plan.asking, plan.answers_by = plan.asking, Asking.OPEN.value, until
    plan.save(update_fields=["asking", "answers_by"])
    history.record(
        plan, "families_open", by=by, at=at, before={"asking": before},
        after={"asking": plan.asking, "answers_by": until, "asked": len(found.questions)},
    )  # fmt: skip
    return plan


@transaction.atomic
def stop(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> SchedulePlan:
    """A person ends the asking; whoever said yes hears that nothing changes."""
    settle.lock_practice(practice_id)
    plan = locked(practice_id, plan_id)
    ending.end(plan, Asking.STOPPED, by=by, at=at)
    return plan


def roads(plan: SchedulePlan, *, at: datetime) -> Roads:
    """Who would be asked and how. A fixed number of queries."""
    wanted: dict[UUID, list[PlanMove]] = {}
    rows = applying.going(plan).exclude(answer=ending.YES).select_related("patient", "therapist", "location")
    for move in rows.order_by("on", "at", "id"):
        wanted.setdefault(move.patient_id, []).append(move)
    people = {key: moves[0].patient for key, moves in wanted.items()}
    to = addressees(plan.practice, people.values(), clock.day(at, plan.practice))
    texted = Texted(plan.practice, at)
    questions, unreached = [], []
    for key, moves in wanted.items():
        made = _question(people[key], moves, to.get(key), texted, plan, at)
        if made is None:
            unreached.append(people[key])
        else:
            questions.append(made)
    return Roads(tuple(questions), tuple(unreached))


def _question(
    patient: Patient, moves: list[PlanMove], to: Addressee | None, texted: Texted, plan: SchedulePlan, at: datetime
) -> Question | None:
    way = texted.road(to, patient.state, first_at(plan)) if to else None
    return Question(patient, tuple(moves), to, *way) if to and way else None


def _until(plan: SchedulePlan, found: Roads, at: datetime) -> datetime:
    until = rules.answers_by([each.leaves_at for each in found.questions], first_at(plan), given())
    if until is None:
        raise TooSoon
    return until


def first_at(plan: SchedulePlan) -> datetime:
    """When the first of its visits is, as it stands or as it would be."""
    hours = [
        clock.instant(on, hour, plan.practice)
        for move in applying.kept(plan)
        for on, hour in ((move.on, move.at), (move.from_on, move.from_at))
        if on is not None and hour is not None
    ]
    return min(hours)
