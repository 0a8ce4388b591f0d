"""The one text that answers a text that came in: at once, as its sender waits for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.families import telling
from otium.desk.families.saying import say
from otium.desk.outbox.posting import Letter, post_notice
from otium.desk.visit_messages import chosen, wording
from otium.records.models import Practice
from otium.rules.notices import NoticeRefusedError
from otium.terms.notice import Notice


@dataclass(frozen=True, slots=True)
class To:
    """Who is answered: a number, in their language; `file_id`: the text that came, which is answered once."""

    number: str
    language: str
    file_id: UUID
    patient_id: UUID | None = None
    focus: tuple[str, UUID] | None = None


def send(practice: Practice, to: To, code: str, *, by: Actor, at: datetime, **params: Any) -> None:
    """Nothing where no connection carries texts, or where the number is none that takes them."""
    if telling.TEXT not in telling.carried([practice])[practice.pk]:
        return
    letter = Letter(
        key=f"answer to text {to.file_id}",
        kind=telling.TEXT,
        body=Notice(to=to.number, text=_words(practice, to.language, code, params)),
        patient_id=to.patient_id,
        focus=to.focus,
        not_before_at=at,
    )
    try:
        post_notice(practice, letter, by=by, at=at)
    except NoticeRefusedError:
        return


def _words(practice: Practice, language: str, code: str, params: dict[str, Any]) -> str:
    name = " ".join(practice.name.split()).split(" ")
    found = ""
    for count in range(len(name), 0, -1):
        known = {"practice": " ".join(name[:count]), "phone": practice.phone, **params}
        found = wording.plain(say(language, f"reply.{code}", **known))
        if len(found) <= chosen.exemption().longest:
            break
    return found
