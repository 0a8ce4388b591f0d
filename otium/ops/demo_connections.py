"""The connections of the demo practices to the other side: questions answered on the call, claims by mailbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import acting, ask_soon, clock, history, practices
from otium.desk.actor import Actor
from otium.desk.connections import carriers
from otium.desk.outbox import roads
from otium.ops import demo_partners
from otium.records.models import Connection, Practice

DEMO = Actor("demo")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One connection as it shall be."""

    name: str
    carrier: str
    settings: dict[str, Any]
    secrets: dict[str, str]
    carries: list[str]
    real_time: list[str]
    fetch_minutes: int


def connect_all(told: dict[str, Any]) -> None:
    """Both demo practices, now."""
    at = clock.now()
    for slug, practice_id in practices.slugs().items():
        if slug in told["practices"]:
            connect(practice_id, slug, told, at=at)


def connect(practice_id: UUID, slug: str, told: dict[str, Any], *, at: datetime) -> None:
    """Made where they are missing; where the other side moved to other ports, they follow. Nothing else is touched."""
    own = told["practices"][slug]
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        lines = [make(told[name], own) for name, make in (("fax", _fax), ("texts", _texts)) if name in told]
        sandbox = _sandbox(slug, ["mail"] if "texts" in told else ["text", "mail"])
        for wanted in (questions(told["core"], own), _mailbox(told["sftp"], own), sandbox, *lines):
            row = Connection.objects.filter(practice=practice, name=wanted.name).first()
            if row is None:
                _make(practice, wanted, own, at)
            elif (row.settings, row.carries) != (wanted.settings, wanted.carries):
                row.settings, row.carries, row.failures, row.rests_until = wanted.settings, wanted.carries, 0, None
                row.save(update_fields=["settings", "carries", "failures", "rests_until"])
        roads.assign_waiting(practice)
        ask_soon.ask_soon(practice_id)


def _sandbox(slug: str, carries: list[str]) -> Wanted:
    """Texts and mails of the demo reach nobody: they are read on the page /sandbox/."""
    folders = {name: demo_partners.exchange() / "sandbox" / slug / name for name in ("send_folder", "fetch_folder")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    settings = {name: str(folder) for name, folder in folders.items()}
    return Wanted("Sandbox, texts and mails", "folder", settings, {}, carries, [], 60)


def _make(practice: Practice, wanted: Wanted, own: dict[str, Any], at: datetime) -> None:
    row = Connection(
        practice=practice, name=wanted.name, carrier=wanted.carrier, settings=wanted.settings,
        sender=own["sender_id"], receiver=own["receiver_id"], carries=wanted.carries, real_time=wanted.real_time,
        fetch_minutes=wanted.fetch_minutes, made_at=at,
    )  # fmt: skip
    row.secret = carriers.seal_secrets(practice, row, wanted.secrets)
    row.save(force_insert=True)
    history.record(row, "made", by=DEMO, at=at, after={"name": row.name, "carrier": row.carrier})


def questions(core: dict[str, Any], own: dict[str, Any]) -> Wanted:
    settings = {
        "url": core["url"],
        "envelope": "soap",
        "sender_id": own["sender_id"],
        "receiver_id": own["receiver_id"],
        "user": own["user"],
        "ca_certificate": core["ca_certificate"],
        "pickups": "\n".join(core["pickups"]),
        "confirm_type": core["confirm_type"],
        "inquiry_type": core["inquiry_type"],
        "unknown_codes": core["unknown_codes"],
        "duplicate_codes": core["duplicate_codes"],
    }
    kinds = ["270", "276", "278"]
    return Wanted("Riverway, questions", "core", settings, {"password": own["password"]}, kinds, kinds, 1)


def _mailbox(sftp: dict[str, Any], own: dict[str, Any]) -> Wanted:
    settings = {**sftp, "port": sftp["port"], "user": own["user"], "settle_seconds": 1}
    return Wanted("Riverway, claims", "sftp", settings, {"password": own["password"]}, ["837P", "275"], [], 1)


def _fax(line: dict[str, Any], own: dict[str, Any]) -> Wanted:
    """Faxes of the demo reach the machines of its simulated payers, and nobody else."""
    settings = {**line, "sign_in": "basic", "user": own["user"], "body": "json", "payload_id_field": "id"}
    return Wanted("Riverway, faxes", "fax_rest", settings, {"token": own["password"]}, ["fax"], [], 1)


def _texts(line: dict[str, Any], own: dict[str, Any]) -> Wanted:
    """Texts of the demo go to a simulated service, which calls back when each arrived."""
    form = {"body": "form", "to_field": "To", "from_field": "From", "text_field": "Body", "sender": "+15125550100"}
    heard = {"reference_path": "sid", "receipt_field": "StatusCallback"}
    settings = {**line, "sign_in": "basic", "user": own["user"], **form, **heard}
    return Wanted("Riverway, texts", "sms", settings, {"token": own["password"]}, ["text"], [], 60)
