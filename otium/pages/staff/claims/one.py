"""One claim as plain values: what it bills, what is wrong, what was said, what was paid. A fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from otium.desk import access, clock, code_words
from otium.pages import present
from otium.pages.staff.claims import paid
from otium.pages.staff.claims.lacks import Subjects
from otium.pages.staff.claims.present import problems
from otium.pages.words.claims import ASKED, EVENTS, FREQUENCIES, REFUSED, STANDINGS, VERDICTS
from otium.records.models import (
    Acknowledgement,
    Appointment,
    Claim,
    ClaimVersion,
    ClaimVisit,
    History,
    Referral,
    RemittedClaim,
    Staff,
)
from otium.terms.claim_standing import ClaimStanding as S
from otium.terms.payers import PayerType

ASKED_ABOUT = (S.SENDING.value, S.ACCEPTED.value, S.PAID.value, S.DENIED.value)
REBUILT = (S.HELD.value, S.READY.value, S.REJECTED.value)
WITH_PAYER = (S.ACCEPTED.value, S.PAID.value, S.DENIED.value, S.REVERSED.value)
LAST_EVENTS = 40
MEDICARE = PayerType.MEDICARE_B.value


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    day: str
    code: str
    label: str
    modifiers: str
    units: str
    charge: str


@dataclass(frozen=True, slots=True)
class Version:
    control: str
    kind: str
    day: str
    by: str
    why: str
    charge: str
    parcel_url: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An acknowledgement. `said`: the payer's codes in words."""

    kind: str
    state: str
    word: str
    day: str
    said: str
    file_url: str


@dataclass(frozen=True, slots=True)
class Event:
    iso: str
    day: str
    title: str
    what: str
    who: str


def page(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """What the template of one claim needs."""
    on = clock.day(request.at, claim.practice)
    versions = list(
        ClaimVersion.objects.filter(practice=claim.practice, claim=claim).select_related("parcel").order_by("-number")
    )
    newest = versions[0]
    tone, word = STANDINGS[claim.standing]
    history = list(History.objects.filter(practice=claim.practice, focus_id=claim.pk).order_by("-at", "-id"))
    names = _names({each.by for each in versions} | {each.by for each in history})
    remitted = list(
        RemittedClaim.objects.filter(practice=claim.practice, claim=claim)
        .select_related("remittance")
        .order_by("-remittance__paid_on", "-position")
    )
    heard = _heard(claim, on)
    return {
        "claim": claim,
        "patient": f"{claim.patient.first_name} {claim.patient.last_name}",
        "payer": claim.coverage.payer.name,
        "days": _days(claim, on),
        "charge": present.money(claim.charge, cents=True),
        "state": tone,
        "state_word": word,
        "since": present.day(clock.day(claim.standing_at, claim.practice), on),
        "lines": _lines(newest.content, on),
        "diagnoses": _diagnoses(newest.content),
        "numbers": _numbers(claim, newest),
        "problems": problems(newest.problems, _subjects(claim, newest), request),
        "versions": [_version(each, claim, on, names) for each in versions],
        "heard": heard,
        "decisions": [paid.decision(each, on) for each in remitted],
        "refusal": _refusal(heard) if claim.standing == S.REJECTED.value else "",
        "reopens": REFUSED["medicare_reopens"] if claim.coverage.payer.payer_type == MEDICARE else "",
        "events": [_event(each, claim, on, names) for each in history[:LAST_EVENTS]],
        **_may(request, claim, newest),
    }


def _may(request: HttpRequest, claim: Claim, newest: ClaimVersion) -> dict[str, bool]:
    member = next((m for m in request.memberships if m.practice_id == claim.practice_id), None)
    works = member is not None and access.may_enter(access.DOORS["claims_send"], member, claim.patient_id)
    holds = any(each["severity"] == "error" for each in newest.problems)
    is_unsent = newest.parcel_id is None and not holds
    return {
        "may_send": works and is_unsent and (claim.standing == S.READY.value or newest.frequency != "1"),
        "may_ask": works and claim.standing in ASKED_ABOUT,
        "may_rebuild": works and claim.standing in REBUILT,
        "may_undo": works and claim.standing in WITH_PAYER and newest.parcel_id is not None,
    }


def _days(claim: Claim, on: date) -> str:
    first = present.day(claim.starts_on, on)
    return first if claim.starts_on == claim.ends_on else f"{first} – {present.day(claim.ends_on, on)}"


def _lines(content: dict[str, Any], on: date) -> list[Line]:
    return [
        Line(
            number=number,
            day=present.short_day(date.fromisoformat(line["served"]["start_on"]), on) if line["served"] else "",
            code=line["procedure"]["code"],
            label=code_words.word("procedure_code", line["procedure"]["code"], ""),
            modifiers=" ".join(line["procedure"]["modifiers"]),
            units=line["units"] or "",
            charge=present.money(Decimal(line["charge"]), cents=True) if line["charge"] else "",
        )
        for number, line in enumerate(content.get("lines", []), 1)
    ]


def _diagnoses(content: dict[str, Any]) -> str:
    return ", ".join(each["code"] for each in content.get("diagnoses", []))


def _numbers(claim: Claim, newest: ClaimVersion) -> list[tuple[str, str]]:
    """Names and numbers that a person is asked for on the telephone."""
    references = {each["qualifier"]: each["value"] for each in newest.content.get("references", [])}
    rendering = (newest.content.get("roles") or {}).get("rendering")
    referring = (newest.content.get("roles") or {}).get("referring") or [None]
    found = [
        (_("Our number"), newest.control),
        (_("The payer’s number"), claim.payer_claim_number),
        (_("Authorization"), references.get("G1", "")),
        (_("Treated by"), _provider(rendering)),
        (_("Referred by"), _provider(referring[0])),
    ]
    return [(name, value) for name, value in found if value]


def _provider(found: dict[str, Any] | None) -> str:
    if not found:
        return ""
    name = " ".join(part for part in (found["name"]["given"], found["name"]["family"]) if part)
    return f"{name}, {found['npi']}" if found["npi"] else name


def _subjects(claim: Claim, newest: ClaimVersion) -> Subjects:
    visits = ClaimVisit.objects.filter(practice=claim.practice, claim=claim).values("appointment_id")
    visit = Appointment.objects.filter(practice=claim.practice, pk__in=visits).first()
    referrals = Referral.objects.filter(practice=claim.practice, patient=claim.patient, entered_in_error=False)
    return Subjects(
        practice_id=claim.practice_id,
        slug=claim.practice.slug,
        patient_id=claim.patient_id,
        coverage_id=claim.coverage_id,
        payer_id=claim.coverage.payer_id,
        episode_id=visit.episode_id if visit else None,
        therapist_id=visit.therapist_id if visit else None,
        referral_id=referrals.order_by("-written_on").values_list("pk", flat=True).first(),
    )


def _version(version: ClaimVersion, claim: Claim, on: date, names: dict[str, str]) -> Version:
    made = clock.day(version.made_at, claim.practice)
    return Version(
        control=version.control,
        kind=str(FREQUENCIES[version.frequency]),
        day=present.day(made, on),
        by=names.get(version.by, _("Otium")),
        why=version.why,
        charge=present.money(version.charge, cents=True),
        parcel_url=_parcel(version.parcel_id),
    )


def _parcel(parcel_id: UUID | None) -> str:
    """The parcel's page under Traffic; empty where it did not leave."""
    if parcel_id is None:
        return ""
    try:
        return reverse("parcel", args=[parcel_id])
    except NoReverseMatch:
        return ""


def _heard(claim: Claim, on: date) -> list[Heard]:
    """277CA, 277 and what else was said of the claim by its number, newest first."""
    rows = Acknowledgement.objects.filter(practice=claim.practice, claim=claim).order_by("-received_at", "-id")
    return [
        Heard(
            kind=row.kind,
            state=VERDICTS[row.verdict][0],
            word=str(ASKED if row.kind == "277" else VERDICTS[row.verdict][1]),
            day=present.day(row.said_on or clock.day(row.received_at, claim.practice), on),
            said=statuses(row.codes.get("statuses", [])),
            file_url=reverse("inbox_file", args=[row.inbound_file_id]),
        )
        for row in rows
    ]


def _refusal(heard: list[Heard]) -> str:
    """Why it was refused, in words; of a whole batch that was refused only that it was."""
    said = next((each.said for each in heard if each.state == "blocked" and each.said), "")
    return said or _("the file it was in was not taken; see Traffic")


def statuses(found: list[dict[str, str]]) -> str:
    """STC codes in words: invalid information: member id (subscriber)."""
    said = []
    for each in found:
        category = code_words.word("status_category", each["category"])
        status = code_words.word("status_code", each["status"])
        about = code_words.word("entity", each.get("entity", ""), "")
        said.append(f"{category}: {status}" + (f" ({about})" if about else ""))
    return "; ".join(dict.fromkeys(said))


def _event(row: History, claim: Claim, on: date, names: dict[str, str]) -> Event:
    local: datetime = row.at.astimezone(clock.zone(claim.practice))
    what = str(EVENTS.get(row.event, row.event.replace("_", " ")))
    if row.event == "standing" and row.after.get("standing") in STANDINGS:
        what = str(STANDINGS[row.after["standing"]][1])
    return Event(
        iso=local.isoformat(),
        day=present.day(local.date(), on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        what=what + (f": {row.why}" if row.why else ""),
        who=names.get(row.by, _("Otium")),
    )


def _names(people: set[str]) -> dict[str, str]:
    ids = [text for text in people if len(text) == len(str(UUID(int=0)))]
    return {str(key): name for key, name in Staff.objects.filter(pk__in=ids).values_list("id", "name")}
