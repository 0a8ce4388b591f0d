"""Who is insured with whom, what is authorized, what was already paid: filled once from the simulated practices."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from partners.notes import EVALUATION
from partners.paperwork import PART_B_DEDUCTIBLE, dollars_in_year, visits_in_year
from partners.payers import MEDICAID, MEDICARE, Payer
from partners.state.records import dump, load
from partners.state.store import Store
from partners.world import NOTHING_MORE, REMOVED, Authorization, Clinic, Coverage, Episode, Extra, Person, World

ZERO = Decimal(0)
COMMERCIAL_DEDUCTIBLE = Decimal(500)


@dataclass(frozen=True, slots=True)
class Member:
    """One insured person. `used_elsewhere` and `dollars_elsewhere` are of `year`, by other suppliers."""

    payer_id: str
    member_id: str
    person: Person
    is_dependent: bool
    group_number: str
    effective_on: date
    terminates_on: date | None
    year: int
    used_elsewhere: int = 0
    dollars_elsewhere: Decimal = ZERO
    deductible: Decimal | None = None
    first_payer: str = ""
    """Payer id of the coverage that comes before this one; empty where this is the first."""
    extra: Extra = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Granted:
    """An authorization as the payer keeps it; `units` is empty where visits count. `reason` is HCR03.

    `asked` and `asked_units` are what a review department was asked for, None and empty where it was never asked.
    """

    number: str
    starts_on: date
    ends_on: date
    visits: int | None
    npi: str
    units: dict[str, int]
    action: str = "A1"
    reason: str = ""
    trace: str = ""
    asked: int | None = None
    asked_units: dict[str, int] = field(default_factory=dict)
    decided_on: date | None = None
    asked_on: date | None = None


def seed(store: Store, world: World) -> None:
    """Takes one practice and its patients in; once done, a second call changes nothing."""
    with store.transaction():
        clinic = world.clinic
        if store.row("select 1 from practice where slug = ?", clinic.slug):
            return
        store.insert(
            "practice",
            slug=clinic.slug,
            npi=clinic.npi,
            tax_id=clinic.ein,
            clinic=dump(clinic),
            password=secrets.token_urlsafe(12),
        )
        for episode in world.episodes:
            _seed_episode(store, world, episode)


def _seed_episode(store: Store, world: World, episode: Episode) -> None:
    payer = episode.coverage.payer
    if not payer.member_prefix and payer.payer_type != MEDICARE:
        return
    if not any(answer.reject for answer in episode.answers):
        enrol(store, _member(episode, world.on))
    if episode.secondary:
        supplement = episode.secondary
        enrol(store, insured(supplement, episode, world.on, first_payer=payer.payer_id))
    _seed_deductible(store, episode, world.on)
    granted = list(_all_granted(episode, world.clinic))
    for one in granted:
        grant(store, payer, episode.coverage.policy_number, one)
    for served in _settled(episode, granted):
        store.insert(
            "served",
            payer_id=key_of(payer),
            member_id=episode.coverage.policy_number,
            visits=1,
            deductible="0",
            claim="earlier",
            **served,
        )


def _seed_deductible(store: Store, episode: Episode, on: date) -> None:
    """This year's deductible is met, as the answers in the files say; next year's is not."""
    met = _deductible(episode.coverage.payer)
    if met is not None:
        store.insert(
            "served",
            payer_id=key_of(episode.coverage.payer),
            member_id=episode.coverage.policy_number,
            day=on.isoformat(),
            visits=0,
            dollars="0",
            deductible=str(met),
            authorization="",
            claim="earlier",
        )


def key_of(payer: Payer) -> str:
    """Its wire id, or its name's first word where it has none: HARBOR."""
    return payer.payer_id or payer.name.split()[0].upper()


def enrol(store: Store, member: Member) -> None:
    store.run(
        "insert or replace into member values (?, ?, ?, ?, ?)",
        member.payer_id,
        member.member_id,
        member.person.last.upper(),
        member.person.born_on.isoformat(),
        dump(member),
    )


def grant(store: Store, payer: Payer, member_id: str, granted: Granted, *, practice: str = "", via: str = "") -> None:
    """As decided; `practice` and `via` are whose question it was and by which door it came."""
    store.run(
        "insert or replace into authorization (payer_id, member_id, number, state, record, practice, via, trace)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        key_of(payer),
        member_id,
        granted.number,
        "decided",
        dump(granted),
        practice,
        via,
        granted.trace,
    )


def _member(episode: Episode, on: date) -> Member:
    """What the newest 271 of the files says, so that files and answers agree."""
    coverage, answer = episode.coverage, max(episode.answers, key=lambda a: a.answered_on, default=None)
    plain = insured(coverage, episode, on)
    if answer is None:
        return plain
    used = dollars = None
    if answer.limit is not None and answer.remaining is not None:
        used = answer.limit - answer.remaining - visits_in_year(episode, answer.answered_on)
    if answer.therapy_dollars_used is not None:
        dollars = answer.therapy_dollars_used - dollars_in_year(episode, answer.answered_on)
    return Member(
        payer_id=plain.payer_id,
        member_id=plain.member_id,
        person=plain.person,
        is_dependent=plain.is_dependent,
        group_number=plain.group_number,
        effective_on=coverage.effective_on,
        terminates_on=_earliest(coverage.terminates_on, answer.ends_on),
        year=answer.answered_on.year,
        used_elsewhere=max(used or 0, 0),
        dollars_elsewhere=max(dollars or ZERO, ZERO),
        deductible=plain.deductible,
        extra=answer.extra,
    )


def insured(coverage: Coverage, episode: Episode, on: date, *, first_payer: str = "") -> Member:
    return Member(
        payer_id=key_of(coverage.payer),
        member_id=coverage.policy_number,
        person=episode.patient.person,
        is_dependent=coverage.guardian_is_subscriber,
        group_number=coverage.group_number,
        effective_on=coverage.effective_on,
        terminates_on=coverage.terminates_on,
        year=on.year,
        deductible=_deductible(coverage.payer),
        first_payer=first_payer,
    )


def _deductible(payer: Payer) -> Decimal | None:
    if payer.payer_type == MEDICARE:
        return PART_B_DEDUCTIBLE
    return None if payer.payer_type == MEDICAID or not payer.unit_dollars else COMMERCIAL_DEDUCTIBLE


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _valid(rows: Iterable[Authorization]) -> Iterator[Authorization]:
    """Rows that the old system spoiled or took back were never the payer's."""
    return (row for row in rows if row.end_text is None and row.export_flag != REMOVED)


def _all_granted(episode: Episode, clinic: Clinic) -> Iterator[Granted]:
    """Those of the old system's rows, and those that only a 278 of the files tells."""
    for row in _valid(episode.authorizations):
        yield Granted(row.number, row.starts_on, row.ends_on, row.visits, clinic.npi, {})
    known = {row.number for row in episode.authorizations}
    for decision in episode.decisions:
        if decision.number and decision.number not in known and decision.starts_on and decision.ends_on:
            period = (decision.starts_on, decision.ends_on)
            units = dict(decision.code_units)
            yield Granted(decision.number, *period, decision.visits, clinic.npi, units, decision.action)


def _settled(episode: Episode, granted: Iterable[Granted]) -> Iterator[dict[str, str | int]]:
    """Lines of visits that the old system was paid for, under the authorization of their day; dollars on the first."""
    granted = list(granted)
    for visit in episode.visits:
        dollars, is_evaluation = visit.allowed, visit.visit_type == EVALUATION
        if dollars is None:
            continue
        of_day = (one.number for one in granted if one.starts_on <= visit.on <= one.ends_on)
        number = "" if is_evaluation else next(of_day, "")
        for code, units in visit.units.items():
            row = {"day": visit.on.isoformat(), "dollars": str(dollars), "authorization": number}
            yield {**row, "code": code, "units": units}
            dollars = ZERO


def find(store: Store, payer_id: str, member_id: str, *, last: str = "", born_on: date | None = None) -> list[Member]:
    """Members under that id, narrowed by last name and birth date where they are given."""
    rows = store.rows("select * from member where payer_id = ? and member_id = ?", payer_id, member_id.strip())
    wanted = last.strip().upper()
    return [
        load(Member, row["record"])
        for row in rows
        if (not wanted or row["last"] == wanted) and (not born_on or row["born_on"] == born_on.isoformat())
    ]


def granted_to(store: Store, payer_id: str, member_id: str) -> list[Granted]:
    """Decided authorizations of that member; pended ones count for nothing."""
    rows = store.rows(
        "select record from authorization where payer_id = ? and member_id = ? and state = 'decided'",
        payer_id,
        member_id,
    )
    return [load(Granted, row["record"]) for row in rows]


def clinic_of(store: Store, slug: str) -> Clinic:
    row = store.row("select clinic from practice where slug = ?", slug)
    if row is None:
        raise LookupError(f"no practice {slug}")
    return load(Clinic, row["clinic"])
