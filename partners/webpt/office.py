"""therapists.csv, clinics.csv and the practice's own list of expected rates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from partners.clinical import EVALUATION_CODE
from partners.fees import CHARGES, medicare_allowed, private_allowed
from partners.notes import DAILY, DISCHARGE, EVALUATION, PROGRESS
from partners.payers import MEDICARE, Payer
from partners.webpt.table import Row
from partners.world import World

THERAPIST_COLUMNS = ("therapist_id", "first_name", "last_name", "credential", "npi", "email", "clinic_id")
CLINIC_COLUMNS = ("clinic_id", "name", "address1", "city", "state", "zip", "phone", "npi", "time_zone")
PRACTICE_COLUMNS = ("tax_id", "taxonomy", "address", "city", "state", "postal_code", "phone")
FEE_COLUMNS = ("code", "amount", "effective_date")
PAYER_COLUMNS = ("ins_name", "payer_id")
OT_TAXONOMY = "225X00000X"
ZIP_EXTENSION = "1207"
"""Payers want nine digits of a billing address; the extract has five."""
RATE_COLUMNS = ("ins_name", "visit_type", "amount", "effective_date")
USUAL_UNITS = {"97530": 2, "97535": 1}
EVALUATION_UNITS = {EVALUATION_CODE: 1, "97535": 1}


def therapists(world: World) -> Iterator[Row]:
    for t in world.therapists:
        yield t.id, t.first, t.last, t.credential, t.npi, t.email, world.clinic.id


def clinics(world: World) -> Iterator[Row]:
    c = world.clinic
    yield c.id, c.name, c.address1, c.city, c.state, c.zip, c.phone, c.npi, c.time_zone


def practice(world: World) -> Iterator[Row]:
    """What a practice types in once, to bill with."""
    c = world.clinic
    yield c.ein, OT_TAXONOMY, c.address1, c.city, c.state, c.zip + ZIP_EXTENSION, c.phone


def fees(world: World) -> Iterator[Row]:
    """The practice's own charge for one unit, whoever pays."""
    for code, amount in CHARGES.items():
        yield code, amount, date(world.on.year - 1, 1, 1)


def payers(world: World) -> Iterator[Row]:
    """Payers that take electronic messages, with the id they go by."""
    known = {c.payer.name: c.payer for e in world.episodes for c in (e.coverage, e.secondary) if c}
    for name in sorted(known):
        if known[name].payer_id:
            yield name, known[name].payer_id


def rates(world: World) -> Iterator[Row]:
    """A payer without a rate is left out."""
    since = date(world.on.year - 1, 1, 1)
    payers = {e.coverage.payer.name: e.coverage.payer for e in world.episodes}
    for name in sorted(payers):
        for visit_type in (EVALUATION, DAILY, PROGRESS, DISCHARGE):
            units = EVALUATION_UNITS if visit_type == EVALUATION else USUAL_UNITS
            amount = _amount(payers[name], units, world.on.year)
            if amount is not None:
                yield name, visit_type, amount, since


def _amount(payer: Payer, units: dict[str, int], year: int) -> Decimal | None:
    if payer.unit_dollars is None:
        return None
    if payer.payer_type == MEDICARE:
        return medicare_allowed(units, year=year)
    return private_allowed(units, payer.unit_dollars)
