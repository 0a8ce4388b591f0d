"""What claims and lines both have - dates, notes and people - to segments."""

from collections.abc import Iterable, Mapping

from otium.terms.claim import Note, Roles
from otium.terms.claim_parties import Provider
from otium.wires.x12 import emit
from otium.wires.x12.t837p import write_parties as parties
from otium.wires.x12.writing import Writer

_MOST_REFERRING = 2


def add_notes(out: Writer, notes: Iterable[Note]) -> None:
    for note in notes:
        out.add("NTE", out.need(note.kind, "NTE01", most=3), out.name(note.text, "NTE02", most=80))


def add_roles(out: Writer, roles: Roles, loops: Mapping[str, tuple[str, str]], *, where: str = "") -> None:
    """The NM1 loops of a claim or a line. Raises Incomplete for a role that has no loop there."""
    if roles.ordering and "ordering" not in loops:
        raise out.refusal("NM101", "an ordering provider stands on a line, never on the claim")
    if len(roles.referring) > _MOST_REFERRING:
        raise out.refusal("NM101", f"at most {_MOST_REFERRING} referring providers")
    for entity, loop, _, provider in roles.placed(loops):
        out.enter(loop + where)
        _role(out, entity, provider)


def _role(out: Writer, entity: str, provider: Provider) -> None:
    parties.add_provider(out, entity, provider)
    if entity == "82" and provider.taxonomy:
        parties.add_taxonomy(out, "PE", provider.taxonomy)
    if entity == "77" or provider.address:
        parties.add_address(out, provider.address)
    parties.add_references(out, provider.references)
    emit.contacts(out, provider.contacts, kinds=parties.TELEPHONE if entity == "77" else parties.ALL_NUMBERS)
