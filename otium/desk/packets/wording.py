"""Wording proposed by a language model: off unless a practice turned it on with an agreement, marked until accepted.

The model is told the linked facts alone (rules/packet/wording). What it answers stands on the request as proposed: it
blocks the signature and is left out of the PDF until a clinician accepts, changes or removes it.
"""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, keys
from otium.desk.actor import Actor
from otium.desk.connections import carriers
from otium.desk.packets import reasoning
from otium.desk.packets.compiling import compiled
from otium.desk.packets.reasoning import EDITABLE
from otium.desk.packets.signing import SIGNABLE, NotSigned
from otium.records.models import AuthorizationRequest, Practice
from otium.rules.packet import wording as rules
from otium.terms.packet import Section
from otium.wires.carriers.base import CarrierError, SettingsError
from otium.wires.carriers.wording import WordingService

SECONDS = 15  # a person waits for it
LARGEST = 200_000  # bytes, of a question and of an answer


class CannotUse(Exception):
    """An address or key that may not be used for it."""


class Wording(Protocol):
    """Whatever words a section from facts."""

    def propose(self, system: str, user: str) -> str:
        """Raises CarrierError."""
        ...


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a practice turned on, and on which paper it rests (a business associate agreement)."""

    name: str
    signed_on: date
    service: str
    url: str
    model: str
    has_key: bool


def agreement(practice: Practice) -> Agreement | None:
    """None: off, as shipped, or no agreement is on file."""
    said = practice.wording
    if not (said.get("agreement") and said.get("signed_on") and said.get("url")):
        return None
    return Agreement(
        said["agreement"], date.fromisoformat(said["signed_on"]), said.get("service", ""), said["url"],
        said.get("model", ""), bool(said.get("key")),
    )  # fmt: skip


@transaction.atomic
def turn_on(practice: Practice, given: Agreement, *, key: str, by: Actor, at: datetime) -> None:
    """Raises NotSigned("agreement_missing") without name and day, CannotUse for an address that may not be used.

    An empty `key` leaves the one that is kept.
    """
    if not given.name.strip() or given.signed_on > clock.day(at, practice):
        raise NotSigned("agreement_missing")
    try:
        _service(given.url, given.model, key)
    except SettingsError:
        raise CannotUse("the address of the wording service may not be used") from None
    sealed = base64.b64encode(keys.seal(practice, key.encode(), "wording")).decode() if key else ""
    said = {
        "agreement": given.name.strip(), "signed_on": given.signed_on.isoformat(), "service": given.service.strip(),
        "url": given.url, "model": given.model.strip(), "key": sealed or practice.wording.get("key", ""),
    }  # fmt: skip
    _write(practice, said, "wording_on", by=by, at=at)


@transaction.atomic
def turn_off(practice: Practice, *, by: Actor, at: datetime) -> None:
    _write(practice, {}, "wording_off", by=by, at=at)


def _write(practice: Practice, said: dict[str, str], event: str, *, by: Actor, at: datetime) -> None:
    before = {name: value for name, value in practice.wording.items() if name != "key"}
    practice.wording = said
    practice.save(update_fields=["wording"])
    after = {name: value for name, value in said.items() if name != "key"}
    history.record(practice, event, by=by, at=at, before=before, after=after)


def propose(
    *, request_id: UUID, section: Section, by: Actor, at: datetime, through: Wording | None = None
) -> AuthorizationRequest:
    """Proposed wording for one section, kept on the request as such. Raises NotSigned.

    Holds no lock while the service answers. Refused where somebody has written already: a person's words stand.
    """
    request = AuthorizationRequest.objects.select_related("practice", "patient").get(pk=request_id)
    if agreement(request.practice) is None:
        raise NotSigned("agreement_missing")
    if request.state not in SIGNABLE or section not in EDITABLE:
        raise NotSigned("not_editable")
    if request.reasoning.get(section.value, {}).get("text") and not request.reasoning[section.value]["is_proposed"]:
        raise NotSigned("written_already")
    patient = request.patient
    asked = rules.prompt(compiled(request_id, at=at), section, names=(patient.first_name, patient.last_name))
    if asked is None:
        raise NotSigned("nothing_to_word")
    try:
        said = rules.checked((through or service_of(request.practice)).propose(asked.system, asked.user), asked)
    except (CarrierError, SettingsError):
        raise NotSigned("wording_unreachable") from None
    except rules.UnfoundedError:
        raise NotSigned("wording_unfounded") from None
    return reasoning.write(request_id=request_id, section=section, text=said, by=by, at=at, is_proposed=True)


def service_of(practice: Practice) -> Wording:
    """Raises SettingsError."""
    said = practice.wording
    key = keys.unseal(practice, base64.b64decode(said["key"]), "wording").decode() if said.get("key") else ""
    return _service(said["url"], said.get("model", ""), key)


def _service(url: str, model: str, key: str) -> Wording:
    limits = replace(
        carriers.limits(), total_seconds=SECONDS, read_seconds=SECONDS, sent_bytes=LARGEST, fetched_bytes=LARGEST
    )
    return WordingService(url=url, model=model, key=key, limits=limits, now=clock.now)
