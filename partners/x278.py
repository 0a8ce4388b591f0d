"""The 278 response to a request for review (005010X217): certified, modified, pended, not certified."""

from collections.abc import Iterator

from partners.world import Clinic, Decision, Episode
from partners.x12 import day, segment, span, text

GUIDE = "005010X217"


def body(clinic: Clinic, episode: Episode, decision: Decision, trace: str) -> list[str]:
    """BHT to the last service, without ST and SE; the patient is the subscriber, or a child under one."""
    levels = list(_people(episode))
    parent = sum(line.startswith("HL") for line in levels) + 2
    return [
        segment("BHT", "0007", "11", trace, day(decision.decided_on), "0900", "18"),
        segment("HL", "1", "", "20", "1"),
        segment("NM1", "X3", "2", text(episode.coverage.payer.name), "", "", "", "", "PI", _umo(episode)),
        segment("HL", "2", "1", "21", "1"),
        segment("NM1", "1P", "2", text(clinic.name), "", "", "", "", "XX", clinic.npi),
        *levels,
        *_event(clinic, episode, decision, trace=trace, parent=parent),
        *_services(decision, parent + 1),
    ]


def _umo(episode: Episode) -> str:
    return episode.coverage.payer.payer_id or "HARBORUR"


def _people(episode: Episode) -> Iterator[str]:
    person, coverage = episode.patient.person, episode.coverage
    is_dependent = coverage.guardian_is_subscriber and person.guardian is not None
    yield segment("HL", "3", "2", "22", "1")
    if not is_dependent or person.guardian is None:
        names = (text(person.last), text(person.first), text(person.middle))
        yield segment("NM1", "IL", "1", *names, "", "", "MI", coverage.policy_number)
        yield segment("DMG", "D8", day(person.born_on), person.sex)
        return
    guardian = person.guardian
    yield segment("NM1", "IL", "1", text(guardian.last), text(guardian.first), "", "", "", "MI", coverage.policy_number)
    yield segment("HL", "4", "3", "23", "1")
    yield segment("NM1", "QC", "1", text(person.last), text(person.first), text(person.middle))
    yield segment("DMG", "D8", day(person.born_on), person.sex)


def _event(clinic: Clinic, episode: Episode, decision: Decision, *, trace: str, parent: int) -> Iterator[str]:
    yield segment("HL", str(parent + 1), str(parent), "EV", "1" if decision.code_units else "0")
    yield segment("TRN", "2", trace, f"1{clinic.ein}")
    yield segment("UM", "HS", decision.request, "AD", "11:B")
    yield segment("HCR", decision.action, decision.number or "", decision.reason or "")
    yield segment("REF", "NT", f"R{trace}")
    if decision.starts_on and decision.ends_on and not decision.code_units:
        yield segment("DTP", "007", "RD8", span(decision.starts_on, decision.ends_on))
    yield segment("DTP", "102", "D8", day(decision.decided_on))
    codes = [icd.replace(".", "") for icd in episode.profile.icd10]
    yield segment("HI", *(f"{'ABK' if n == 0 else 'ABF'}:{code}" for n, code in enumerate(codes)))
    if decision.visits is not None:
        yield segment("HSD", "VS", str(decision.visits))
    if decision.message:
        yield segment("MSG", text(decision.message))


def _services(decision: Decision, event: int) -> Iterator[str]:
    for place, (code, units) in enumerate(decision.code_units, event + 1):
        yield segment("HL", str(place), str(event), "SS", "0")
        yield segment("HCR", decision.action, decision.number or "")
        if decision.starts_on and decision.ends_on:
            yield segment("DTP", "472", "RD8", span(decision.starts_on, decision.ends_on))
        yield segment("SV1", f"HC:{code}:GO", "", "UN", str(units))
