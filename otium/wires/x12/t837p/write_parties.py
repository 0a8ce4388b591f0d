"""People, organisations, addresses and insurances of a claim to segments."""

from collections.abc import Iterable

from otium.terms.claim_parties import (
    EMPLOYER_ID,
    SOCIAL_SECURITY,
    Address,
    ClaimCoverage,
    ClaimPayer,
    ClaimPerson,
    Name,
    PayToPlan,
    Provider,
)
from otium.terms.identifiers import npi_is_valid
from otium.terms.x12 import Reference
from otium.wires.x12 import emit
from otium.wires.x12.writing import Writer, day

_SEXES = frozenset("FMU")
_TAX_IDS = frozenset({EMPLOYER_ID, SOCIAL_SECURITY})
ALL_NUMBERS = frozenset({"TE", "FX", "EM", "EX"})
TELEPHONE = frozenset({"TE", "EX"})  # all that a patient's or a facility's contact may have
_HOME = frozenset({None, "", "US"})


def add_name(out: Writer, entity: str, name: Name, qualifier: str = "", id_: str = "") -> None:
    """NM1. Raises Incomplete for an empty name."""
    kind = "1" if name.is_person else "2"
    family = out.name(name.family, "NM103")
    given, middle = out.free(name.given, most=35), out.free(name.middle, most=25)
    suffix = out.free(name.suffix, most=10)
    if not name.is_person and (given or middle or suffix):
        raise out.refusal("NM104", "an organisation has one name")
    from_list = out.need(qualifier, "NM108", most=2) if id_ else ""
    out.add("NM1", entity, kind, family, given, middle, "", suffix, from_list, id_)


def add_address(out: Writer, address: Address | None) -> None:
    """N3 and N4. Raises Incomplete for what a home address lacks."""
    if address is None or not 1 <= len(address.lines) <= 2:
        raise out.refusal("N301", "the address is missing" if address is None else "an address has one or two lines")
    out.add("N3", *(out.name(line, f"N30{at}", most=55) for at, line in enumerate(address.lines, 1)))
    city = out.need(out.name(address.city, "N401", most=30), "N401", least=2)
    if address.country in _HOME:
        state, code = (
            out.need(address.state, "N402", least=2, most=2),
            out.need(address.postal_code, "N403", least=5, most=15),
        )
        out.add("N4", city, state, code.replace("-", ""))
        return
    country = out.need(address.country, "N404", least=2, most=3)
    out.add("N4", city, out.may(address.state, "N402", most=2), out.may(address.postal_code, "N403", most=15), country)


def add_references(out: Writer, references: Iterable[Reference], *, most: int = 50) -> None:
    for reference in references:
        out.add("REF", out.need(reference.qualifier, "REF01", most=3), out.need(reference.value, "REF02", most=most))


def add_numbers(out: Writer, references: Iterable[Reference]) -> None:
    """REF of a claim or line, without those this payer does not take."""
    left_out = out.profile.references_not_taken
    add_references(out, (each for each in references if each.qualifier not in left_out))


def add_taxonomy(out: Writer, role: str, taxonomy: str) -> None:
    out.add("PRV", role, "PXC", out.need(taxonomy, "PRV03", most=50))


def add_provider(out: Writer, entity: str, provider: Provider) -> None:
    """NM1 with the NPI where there is one."""
    add_name(out, entity, provider.name, "XX", _npi(out, provider.npi))


def add_billing(out: Writer, provider: Provider) -> None:
    """2010AA. Raises Incomplete without a street address with nine digits, a tax id, or any number of its own."""
    add_provider(out, "85", provider)
    add_address(out, provider.address)
    if provider.address and provider.address.country in _HOME:
        out.digits(provider.address.postal_code, "N403", length=9)
    tax_ids = [each for each in provider.references if each.qualifier in _TAX_IDS]
    if len(tax_ids) != 1:
        raise out.refusal("REF02", "the billing provider needs one tax id, EI or SY")
    out.add("REF", tax_ids[0].qualifier, out.digits(tax_ids[0].value, "REF02", length=9))
    add_references(out, (each for each in provider.references if each not in tax_ids))
    emit.contacts(out, provider.contacts, kinds=ALL_NUMBERS)


def add_pay_to(out: Writer, provider: Provider) -> None:
    """2010AB: an address; its name would repeat the billing provider's."""
    out.add("NM1", "87", "1" if provider.name.is_person else "2")
    add_address(out, provider.address)


def add_pay_to_plan(out: Writer, plan: PayToPlan) -> None:
    add_name(
        out, "PE", Name(plan.name, is_person=False), plan.id_qualifier, out.need(plan.id, "NM109", least=2, most=80)
    )
    add_address(out, plan.address)
    add_references(out, plan.references)


def add_coverage(out: Writer, coverage: ClaimCoverage, relationship: str | None) -> None:
    """SBR."""
    out.add(
        "SBR",
        out.need(coverage.responsibility, "SBR01", most=1),
        relationship,
        out.may(coverage.group_number, "SBR03", most=50),
        # A plan's name goes only where it has no number.
        "" if coverage.group_number else out.free(coverage.group_name, most=60),
        out.may(coverage.insurance_type, "SBR05", most=3),
        *("", "", ""),
        out.need(coverage.filing, "SBR09", most=2),
    )


def add_subscriber(out: Writer, person: ClaimPerson, *, is_patient: bool) -> None:
    """2010BA. Raises Incomplete where a subscriber who is the patient lacks address, birth date or sex."""
    add_name(out, "IL", person.name, person.member_id_qualifier, out.need(person.member_id, "NM109", least=2, most=80))
    if person.address or is_patient:
        add_address(out, person.address)
    if is_patient or person.birth_on or person.sex:
        _demography(out, person)
    add_references(out, person.references)
    emit.contacts(out, person.contacts, kinds=TELEPHONE)


def add_other_subscriber(out: Writer, person: ClaimPerson) -> None:
    """2330A, which has no place for a birth date or a telephone."""
    add_name(out, "IL", person.name, person.member_id_qualifier, out.need(person.member_id, "NM109", least=2, most=80))
    if person.address:
        add_address(out, person.address)
    add_references(out, (each for each in person.references if each.qualifier == SOCIAL_SECURITY))


def add_dependent(out: Writer, person: ClaimPerson) -> None:
    """2010CA."""
    add_name(out, "QC", person.name)
    add_address(out, person.address)
    _demography(out, person)
    add_references(out, person.references)
    emit.contacts(out, person.contacts, kinds=TELEPHONE)


def add_payer(out: Writer, payer: ClaimPayer, references: Iterable[Reference]) -> None:
    """2010BB or 2330B, without its dates."""
    add_name(
        out, "PR", Name(payer.name, is_person=False), payer.id_qualifier, out.need(payer.id, "NM109", least=2, most=80)
    )
    if payer.address:
        add_address(out, payer.address)
    add_references(out, references)


def _demography(out: Writer, person: ClaimPerson) -> None:
    if person.birth_on is None:
        raise out.refusal("DMG02", "the birth date is missing")
    if person.sex not in _SEXES:
        raise out.refusal("DMG03", "the sex is F, M or U")
    out.add("DMG", "D8", day(person.birth_on), person.sex)


def _npi(out: Writer, npi: str | None) -> str:
    text = out.may(npi, "NM109")
    if text and not npi_is_valid(text):
        raise out.refusal("NM109", "the NPI is not ten digits with a right check digit")
    return text
