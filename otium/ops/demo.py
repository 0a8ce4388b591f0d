"""Fill an empty database with two practices, the way a customer would: staff first, then files.

The files come from `partners`, relative to today; they are imported and received like anybody's. Each step can be
repeated, so a fill that was cut off goes on where it stopped.
"""

import csv
import secrets
import shutil
import tempfile
from base64 import b32encode
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from otium.desk import acting, clock, house, keys, practices, sweep
from otium.desk.actor import Actor
from otium.desk.imports import mappings
from otium.desk.imports.folders import import_folder
from otium.desk.inbox import Arrival, receive
from otium.desk.mend import practice as mend_practice
from otium.ops import (
    demo_after_school,
    demo_cases,
    demo_charts,
    demo_families,
    demo_rooms,
    demo_typed,
    demo_waitlist,
)
from otium.ops.demo_house import HOUSES
from otium.ops.demo_people import FIRM, PASSWORD, PEOPLE, PRACTICES, Person
from otium.records.models import Firm, History, Membership, Practice, Staff, Therapist
from partners.practice import write_demo

DEMO = Actor("demo")
TYPED_AT = "tidewater"
ZONE = ZoneInfo("America/Los_Angeles")  # where both practices are
Say = Callable[[str], None]


def is_empty() -> bool:
    """True when the demo has still to be filled: there is no firm, or the demo's was cut off."""
    firm = Firm.objects.first()
    if firm is None:
        return True
    offices = house.offices(firm)
    with acting.acting_for(*offices):
        return firm.name == FIRM and not History.objects.filter(event="demo_filled").exists()


def fill(say: Say) -> None:
    """Both demo practices, from their files, told in words. The files came yesterday; what is to do is of today."""
    now = clock.now()
    at = now - timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="otium-demo-") as folder:
        out = Path(folder)
        say("Writing the demo practices' files")
        write_demo(out, now.astimezone(ZONE).date())
        firm = Firm.objects.filter(name=FIRM).first() or house.found_firm(FIRM, by=DEMO, at=at)
        opened = {slug: _practice(firm, slug, out / slug, at) for slug in PRACTICES}
        for slug in PRACTICES:
            set_up(opened[slug], out / slug, at)
        opened["office"] = house.offices(firm)[0]
        _staff(opened, out, at)
        for slug in PRACTICES:
            take_in(opened[slug], out / slug, at, say)
            demo_families.ask(opened[slug], at=at)
            if slug == TYPED_AT:
                demo_typed.add(opened[slug], at=at)
                demo_cases.add(opened[slug], at=at)
                demo_waitlist.add(opened[slug], at=at)
            demo_rooms.add(opened[slug], HOUSES[slug], at=at)
            demo_charts.add(opened[slug], at=at)
            demo_after_school.add(opened[slug], HOUSES[slug], at=at)
            _link_therapists(opened[slug], slug, out / slug)
            sweep.sweep(practice_id=opened[slug], at=clock.now())
        _finish(opened, at)
    say("The demo is ready")


def _practice(firm: Firm, slug: str, folder: Path, at: datetime) -> UUID:
    known = practices.slugs().get(slug)
    if known:
        return known
    clinic = _rows(folder / "webpt" / "clinics.csv")[0]
    name, short = PRACTICES[slug]
    new = house.NewPractice(
        slug=slug, name=name, short=short, npi=clinic["npi"], time_zone=clinic["time_zone"], state=clinic["state"]
    )
    return house.open_practice(firm, new, by=DEMO, at=at).pk


def set_up(practice_id: UUID, folder: Path, at: datetime) -> None:
    """What an owner types in first: how the practice bills, and the ids that payers go by."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        typed = _rows(folder / "practice.csv")[0]
        version = mend_practice.version_of(practice)
        mend_practice.change(practice_id=practice_id, values=typed, version=version, by=DEMO, at=at)
        mappings.save(practice_id, _mapping(_rows(folder / "payers.csv")), by=DEMO, at=at)


def _mapping(payers: list[dict[str, str]]) -> str:
    """What the practice's mapping adds to the shipped one: the ids of its payers."""
    blocks = (f'[[payers]]\nname = "{row["ins_name"]}"\npayer_ids = ["{row["payer_id"]}"]\n' for row in payers)
    return "\n".join(blocks)


@transaction.atomic
def _staff(opened: dict[str, UUID], out: Path, at: datetime) -> None:
    for person in PEOPLE:
        staff = Staff.objects.filter(email=person.email).first() or _sign_in(person, out)
        for slug, role in person.roles:
            with acting.acting_for(opened[slug]):
                if not Membership.objects.filter(practice_id=opened[slug], staff=staff).exists():
                    house.add_member(opened[slug], staff, role, by=DEMO, at=at)


def _sign_in(person: Person, out: Path) -> Staff:
    """The person with password and a second factor whose code `otium demo code EMAIL` prints."""
    name = person.name or _therapist_name(person, out)
    staff = Staff.objects.create_user(person.email, PASSWORD, name=name, credential=person.credential)
    EmailAddress.objects.create(user=staff, email=person.email, verified=True, primary=True)
    secret = b32encode(secrets.token_bytes(20)).decode()
    wrapped = keys.ring().encrypt(secret.encode()).decode()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": wrapped})
    return staff


def _therapist_name(person: Person, out: Path) -> str:
    slug, place = person.therapist or ("", 0)
    row = _rows(out / slug / "webpt" / "therapists.csv")[place]
    return f"{row['first_name']} {row['last_name']}"


def take_in(practice_id: UUID, folder: Path, at: datetime, say: Say) -> None:
    """An extract with the practice's prices, and what payers sent: received as a customer's would be."""
    say(f"Importing the extract of {folder.name}")
    for name in ("expected_rates.csv", "fees.csv"):
        shutil.copy(folder / name, folder / "webpt")
    import_folder(practice_id=practice_id, folder=folder / "webpt", by=DEMO, at=at)
    files = sorted((folder / "x12").iterdir())
    say(f"Receiving {len(files)} files of payers for {folder.name}")
    for path in files:
        receive(Arrival(path.name, path.read_bytes()), by=DEMO, at=at, practice_id=practice_id)


def _link_therapists(practice_id: UUID, slug: str, folder: Path) -> None:
    rows = _rows(folder / "webpt" / "therapists.csv")
    with acting.acting_for(practice_id):
        for person in PEOPLE:
            if person.therapist and person.therapist[0] == slug:
                number = rows[person.therapist[1]]["therapist_id"]
                staff = Staff.objects.get(email=person.email)
                Therapist.objects.filter(practice_id=practice_id, external_id=number).update(staff=staff)


def _finish(opened: dict[str, UUID], at: datetime) -> None:
    with acting.acting_for(opened["office"]):
        office = Practice.objects.get(pk=opened["office"])
        History.objects.create(
            practice=office, focus_type="practice", focus_id=office.pk, event="demo_filled", at=at, by=DEMO.name
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
