"""Edits that look at the member, the calendar, authorizations and benefits."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from partners.adjudication.case import Case, Denial
from partners.adjudication.coding import Edit
from partners.adjudication.contracts import YEAR
from partners.adjudication.tables import EVALUATIONS
from partners.reading.claims import LineFiled
from partners.state.members import Granted, Member

BEFORE_MEDICARE = ("12", "13", "14", "15", "16", "41", "42", "43", "47")
"""EB04 of payers that come before Medicare."""


def last_filing_day(day: date, filing_days: int) -> date:
    """The last day on which a claim of that day is in time.

    >>> last_filing_day(date(2026, 3, 2), YEAR), last_filing_day(date(2024, 2, 29), YEAR)
    (datetime.date(2027, 3, 2), datetime.date(2025, 2, 28))
    """
    if filing_days != YEAR:
        return day + timedelta(days=filing_days)
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def filing(case: Case, line: LineFiled) -> Denial | None:
    """A replacement keeps the first claim's place in time."""
    day = _day(line)
    if case.claim.frequency == "1" and case.received_on > last_filing_day(day, case.contract.filing_days):
        return Denial("CO", "29")
    return None


def eligibility(case: Case, line: LineFiled) -> Denial | None:
    member, day = case.member, _day(line)
    if member is None:
        return Denial("CO", "31", ("N382",))
    if day < member.effective_on:
        return Denial("PR", "26")
    if member.terminates_on and day > member.terminates_on:
        return Denial("PR", "27")
    return None


def duplicate(case: Case, line: LineFiled) -> Denial | None:
    """The same service again; 76 says that it was truly repeated."""
    if "76" in line.modifiers or (_day(line), line.code, case.npi) not in case.of_year(_day(line)).services:
        return None
    return Denial("OA", "18", ("N522",) if case.contract.is_secondary else ())


def other_payer_first(case: Case, line: LineFiled) -> Denial | None:
    """A claim filed as first that is second, or second without the first payer's decision."""
    member = case.member
    if member and member.first_payer and case.claim.earlier is None:
        return Denial("CO", "22", ("MA04",))
    if member and case.claim.sequence == "P":
        told = _instead(member)
        if told:
            return told
    if case.claim.sequence == "P" and case.chances.other_payer < case.chances.other_payer_share:
        return Denial("CO", "22", ("MA92",))
    return None


def _instead(member: Member) -> Denial | None:
    """Another plan pays: Medicare Advantage or managed care in place of this one, or a payer before Medicare."""
    for other in member.extra.others:
        if other.code == "MC":
            return Denial("CO", "24")
        if other.insurance_type == "HN":
            return Denial("CO", "109", ("N418",))
        if other.insurance_type in BEFORE_MEDICARE:
            return Denial("CO", "22", ("MA92",))
    return None


def referral(case: Case, line: LineFiled) -> Denial | None:
    claim = case.claim
    if case.contract.payer.needs_referral and not (claim.referral or claim.referring):
        return Denial("CO", "288")
    if case.contract.needs_referring and not claim.referring:
        return Denial("CO", "16", ("N286", "MA130"))
    return None


def authorization(case: Case, line: LineFiled) -> Denial | None:
    """Evaluations need none. A day that already counts under the authorization takes no further visit."""
    if not case.contract.payer.needs_authorization or line.code in EVALUATIONS:
        return None
    number = line.authorization or case.claim.authorization
    if not number:
        found = None if case.contract.wants_number else covering(case, line)
        return None if found and not _is_used_up(case, found, line) else Denial("CO", "197", ("M62",))
    granted = next((one for one in case.granted if one.number == number), None)
    return Denial("CO", "15", ("M62",)) if granted is None else _mismatch(case, granted, line)


def covering(case: Case, line: LineFiled) -> Granted | None:
    """The authorization that this line draws on: the one named, else the first of its day with something left."""
    number, day = line.authorization or case.claim.authorization, _day(line)
    fit = [one for one in case.granted if one.starts_on <= day <= one.ends_on and number in ("", one.number)]
    return next((one for one in fit if not _is_used_up(case, one, line)), fit[0] if fit else None)


def _mismatch(case: Case, granted: Granted, line: LineFiled) -> Denial | None:
    day = _day(line)
    if granted.action not in ("A1", "A2", "A6"):
        return Denial("CO", "39")
    if granted.npi != case.claim.billing.id:
        return Denial("CO", "296", ("N54",))
    if day > granted.ends_on:
        return Denial("CO", "302", ("N54",))
    if day < granted.starts_on or (granted.units and line.code not in granted.units):
        return Denial("CO", "284", ("N54",))
    is_over = _is_used_up(case, granted, line) or _takes_too_many_units(case, granted, line)
    return Denial("CO", "198", ("N54",)) if is_over else None


def _takes_too_many_units(case: Case, granted: Granted, line: LineFiled) -> bool:
    """Units of a code, where the authorization counts these; the claim's earlier lines come first."""
    if line.code not in granted.units:
        return False
    used = case.of_year(_day(line)).units.get((granted.number, line.code), Decimal(0))
    earlier = takewhile(lambda one: one is not line, case.claim.lines)
    before = sum(one.units for one in earlier if one.code == line.code)
    return used + before + line.units > granted.units[line.code]


def _is_used_up(case: Case, granted: Granted, line: LineFiled) -> bool:
    """Visits are days: every other day that counts, of this claim too, comes before this one."""
    if granted.visits is None:
        return False
    day = _day(line)
    used = set(case.of_year(day).under_authorization.get(granted.number, ()))
    used |= {d for one in case.claim.lines if (d := one.first_on) and d < day and one.code not in EVALUATIONS}
    return len(used - {day}) >= granted.visits


def benefit_limit(case: Case, line: LineFiled) -> Denial | None:
    """Visits of the calendar year; a day counts once however many lines it has."""
    limit, day, member = case.contract.payer.visit_limit, _day(line), case.member
    if limit is None or member is None:
        return None
    earlier = case.of_year(day)
    used = set(earlier.visits)
    used |= {d for one in case.claim.lines if (d := one.first_on) and d < day and d.year == day.year}
    elsewhere = earlier.visits_elsewhere
    return Denial("PR", "119", ("N587",)) if len(used - {day}) + elsewhere >= limit else None


def documents(case: Case, line: LineFiled) -> Denial | None:
    """Records are asked for before money: 252, or 163 where the claim named an attachment that never came."""
    if case.has_records or case.chances.documents >= case.chances.documents_share:
        return None
    return Denial("CO", "163" if case.claim.attachments else "252", ("N706",))


def necessity(case: Case, line: LineFiled) -> Denial | None:
    if line.code in EVALUATIONS or case.has_records:
        return None
    return Denial("CO", "50", ("N115",)) if case.chances.necessity < case.chances.necessity_share else None


def _day(line: LineFiled) -> date:
    """Claims without a day of service never reach a payer: the front end rejects them."""
    if line.first_on is None:
        raise ValueError("a line without a day of service")
    return line.first_on


BEFORE_CODING: tuple[Edit, ...] = (eligibility, filing, duplicate, other_payer_first)
AFTER_CODING: tuple[Edit, ...] = (referral, authorization, benefit_limit, documents, necessity)
