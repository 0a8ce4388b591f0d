"""Builds the simulated practices and writes each as the folder that a customer would hand over."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from random import Random

from partners.caseload import Caseload, Rhythm, Span
from partners.clock import today
from partners.days import WEEK, first_business_day
from partners.intake import Intake, Numbers, referrers
from partners.notes import write_notes
from partners.paperwork import Office, write_papers
from partners.people import People, npi, telephone
from partners.scenes import Scene, confirm, play, spoil_rows, tell
from partners.sites import JUNIPER, TIDEWATER, Site
from partners.webpt import write_extract
from partners.wire_files import write_wires
from partners.world import Clinic, Episode, Therapist, World

PAST_DAYS, AHEAD_DAYS = 183, 42
INACTIVE_AFTER_DAYS = 60
BULK_PATIENTS = 56
"""Active patients at scale 1, or more; the surplus is taken out."""
Staging = tuple[Scene, Episode]
GROWTH = 16 * WEEK
"""Simulated before the exported past, so that the first exported week is an ordinary one."""


def build(site: Site, *, on: date, scale: float = 1, seed: int = 1) -> World:
    """One practice as it stands on the morning of that day; the same arguments give the same practice."""
    rng = Random(f"{site.slug} {seed} {float(scale)} {on}")  # noqa: S311 - repeatable, not secret
    people = People(rng, city=site.city, state="WA", zip_code=site.zip)
    world = _empty_world(site, on, rng=rng, people=people, scale=scale)
    numbers = Numbers(site.clinic_id * 100)
    intake = Intake(rng, people=people, numbers=numbers, shares=site.shares)
    office = Office(on, world.last_on, numbers, referrers(rng, people, ceil(6 * scale)), rng)
    staged = _cast(site, world, intake, repeats=int(scale))
    _fill_calendar(world, _calendar(site, world, rng=rng, scale=scale), intake, staged)
    _fill_charts(world, office, rng)
    world.planted = [play(scene, episode, office) for scene, episode in staged]
    _confirm_some(world)
    if staged:
        world.planted += spoil_rows(world, intake, office)
        world.planted += tell(world, office)
    return world


def _cast(site: Site, world: World, intake: Intake, *, repeats: int) -> list[Staging]:
    """A patient for every scene, by turns with each therapist; under scale 1 nothing is planted."""
    staged = []
    for place, scene in enumerate(scene for _ in range(repeats) for scene in site.scenes):
        episode = intake.episode(
            on=first_business_day(world.on - timedelta(days=scene.days_ago)),
            therapist=world.therapists[place % len(world.therapists)],
            payer=scene.payer,
            profile=scene.profile,
        )
        episode.scene, episode.weekly = scene.kind, scene.weekly
        episode.units = dict(scene.units) or None
        staged.append((scene, episode))
    return staged


def _confirm_some(world: World) -> None:
    """Every fourth sound authorization has its 278 in the folder too."""
    sound = [e for e in world.episodes if e.scene is None and e.status == "Active" and e.authorizations]
    for episode in sound[::4]:
        confirm(episode)


def _fill_charts(world: World, office: Office, rng: Random) -> None:
    for episode in world.episodes:
        write_notes(episode, on=world.on, rng=rng)
        write_papers(episode, office)
    _close_charts(world)
    for visit in sorted((v for e in world.episodes for v in e.visits), key=lambda v: v.booking.id):
        visit.id = next(office.numbers.visit)


def _close_charts(world: World) -> None:
    """Patients long discharged are inactive."""
    for episode in world.episodes:
        if episode.status == "Discharged" and (world.on - episode.visits[-1].on).days > INACTIVE_AFTER_DAYS:
            episode.patient.status = "Inactive"


def _empty_world(site: Site, on: date, *, rng: Random, people: People, scale: float) -> World:
    clinic = Clinic(
        id=site.clinic_id,
        slug=site.slug,
        name=site.name,
        address1=f"{rng.randrange(100, 990)} Harbor Street",
        city=site.city,
        state="WA",
        zip=site.zip,
        phone=telephone(rng),
        npi=npi(rng, is_organisation=True),
        ein=f"00{rng.randrange(10**7):07d}",
        time_zone="America/Los_Angeles",
    )
    therapists = [_therapist(site, n, rng, people) for n in range(ceil(site.therapists * scale))]
    first_on, last_on = on - timedelta(days=PAST_DAYS), on + timedelta(days=AHEAD_DAYS)
    return World(clinic, therapists, on, first_on, last_on)


def _therapist(site: Site, place: int, rng: Random, people: People) -> Therapist:
    first, last = people.name(rng.choice("FFM"))
    email = f"{first}.{last}@{site.slug}.test".lower()
    return Therapist(site.clinic_id * 10 + place + 1, first, last, "OTR/L", npi(rng), email)


def _calendar(site: Site, world: World, *, rng: Random, scale: float) -> Caseload:
    span = Span(world.first_on - GROWTH, world.on, world.last_on)
    return Caseload(rng, rhythm=_scaled(site.rhythm, scale), span=span, therapists=world.therapists)


def _fill_calendar(world: World, calendar: Caseload, intake: Intake, staged: Sequence[Staging]) -> None:
    """Cases whose last visit lies before the exported past are left out."""
    calendar.fill(
        scenes=[episode for _, episode in staged],
        intake=lambda day, therapist: intake.ordinary(on=day, therapist=therapist),
        ids=intake.numbers.appointment,
    )
    for episode in calendar.episodes:
        episode.bookings = [b for b in episode.bookings if b.on <= world.last_on]
        if episode.status == "Active" or episode.bookings[-1].on >= world.first_on:
            episode.case_id, episode.patient.id = next(intake.numbers.case), next(intake.numbers.patient)
            world.episodes.append(episode)


def _scaled(rhythm: Rhythm, scale: float) -> Rhythm:
    def times(figures: tuple[int, int]) -> tuple[int, int]:
        return round(figures[0] * scale), round(figures[1] * scale)

    return Rhythm(times(rhythm.booked), times(rhythm.missed), ceil(rhythm.new * scale), ceil(rhythm.new_ahead * scale))


def write(world: World, out: Path) -> Path:
    """DIR/<slug> with webpt/, x12/, expected_rates.csv and planted.json; an old folder is written over."""
    folder = out / world.clinic.slug
    write_extract(world, folder / "webpt")
    write_wires(world, folder / "x12")
    planted = [asdict(one) for one in world.planted]
    (folder / "planted.json").write_text(json.dumps(planted, indent=2, default=str) + "\n", encoding="utf-8")
    return folder


def write_by_command(*, out: Path, on: date | None, scale: float) -> None:
    """Both practices, told line by line."""
    for site in (TIDEWATER, JUNIPER):
        print(f"wrote {write(build(site, on=on or today(), scale=scale), out)}")


def write_demo(out: Path, on: date) -> None:
    """Both demo practices: out/tidewater and out/juniper."""
    for site in (TIDEWATER, JUNIPER):
        write(build(site, on=on), out)


def write_bulk(out: Path, *, on: date, patients: int = 300, seed: int = 1) -> Path:
    """One practice with exactly that many active patients, for measuring; returns its folder.

    Another seed is another practice: other people, other NPI.
    """
    world = build(TIDEWATER, on=on, scale=patients / BULK_PATIENTS, seed=seed)
    _send_away(world, sum(e.status == "Active" for e in world.episodes) - patients)
    return write(world, out)


def _send_away(world: World, how_many: int) -> None:
    """Takes out sound cases, the newest first."""
    told = {one.patient_id for one in world.planted}
    sound = [e for e in world.episodes if e.status == "Active" and e.patient.id not in told]
    if not 0 <= how_many <= len(sound):
        raise ValueError(f"{how_many} of {len(sound)} sound cases cannot be taken out")
    for episode in sound[len(sound) - how_many :]:
        world.episodes.remove(episode)
