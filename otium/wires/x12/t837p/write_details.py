"""What claims and lines both have - dates, papers, notes, adjustments and people - to segments."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from otium.terms.claim import Note, Roles
from otium.terms.claim_parties import Provider
from otium.terms.x12 import Adjustment, Attachment, DateSpan
from otium.wires.x12.t837p import write_parties as parties
from otium.wires.x12.writing import Writer, day, days, quantity

ON_REQUEST = "AA"  # PWK02 of a paper that is held and sent only when asked for
_MOST_ATTACHMENTS, _MOST_ADJUSTMENTS, _MOST_REFERRING = 10, 6, 2


def add_dates(out: Writer, spans: Iterable[DateSpan]) -> None:
    for span in spans:
        if span.end_on is None:
            out.add("DTP", span.qualifier, "D8", day(span.start_on))
        elif span.end_on < span.start_on:
            raise out.refusal("DTP03", "the period ends before it begins")
        else:
            out.add("DTP", span.qualifier, "RD8", days(span.start_on, span.end_on))


def add_attachments(out: Writer, attachments: Sequence[Attachment]) -> None:
    """PWK. Raises Incomplete where a paper that is sent has no number to match it by, or one that is held has."""
    if len(attachments) > _MOST_ATTACHMENTS:
        raise out.refusal("PWK01", f"at most {_MOST_ATTACHMENTS} papers")
    for each in attachments:
        report, transmission = out.need(each.report, "PWK01", most=2), out.need(each.transmission, "PWK02", most=2)
        if transmission == ON_REQUEST:
            if each.control_number:
                raise out.refusal("PWK06", "a paper held until it is asked for has no control number")
            out.add("PWK", report, transmission)
        else:
            number = out.need(each.control_number, "PWK06", "a paper that is sent needs its control number", most=50)
            out.add("PWK", report, transmission, "", "", "AC", number)


def add_notes(out: Writer, notes: Iterable[Note]) -> None:
    for note in notes:
        out.add("NTE", out.need(note.kind, "NTE01", most=3), out.name(note.text, "NTE02", most=80))


def add_adjustments(out: Writer, adjustments: Iterable[Adjustment]) -> None:
    """CAS: those of one group that follow each other share a segment, six at most."""
    for group_code, run in groupby(adjustments, key=lambda each: each.group_code):
        same = list(run)
        for start in range(0, len(same), _MOST_ADJUSTMENTS):
            triplets = [text for each in same[start : start + _MOST_ADJUSTMENTS] for text in _triplet(out, each)]
            out.add("CAS", out.need(group_code, "CAS01", most=2), *triplets)


def _triplet(out: Writer, each: Adjustment) -> tuple[str, str, str]:
    if each.amount == 0 and each.quantity is None:
        raise out.refusal("CAS03", "an adjustment of nothing needs a quantity")
    units = "" if each.quantity is None else quantity(each.quantity)
    return out.need(each.carc, "CAS02", most=5), out.dollars(each.amount, "CAS03"), units


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
    parties.add_contacts(out, provider.contacts, kinds=parties.TELEPHONE if entity == "77" else parties.ALL_NUMBERS)
