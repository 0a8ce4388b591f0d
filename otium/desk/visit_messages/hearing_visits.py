"""A text that answers a question about visits: yes confirms, no cancels the visit of one patient, all else is read."""

from collections.abc import Sequence

from otium.desk import clock
from otium.desk.attendance import policy
from otium.desk.families.opening import REPLY, Heard
from otium.desk.visit_messages import answers, replying, standing, wording
from otium.desk.visit_messages.answers import Answer
from otium.desk.visit_messages.standing import Asked
from otium.records.models import FamilyNotice
from otium.rules.schedule import attendance
from otium.terms.family import FamilyChoice, Meant, Said

FIRST = 1  # "1" is the first thing a text offers: to come
CHOICES = {
    Meant.YES: FamilyChoice.CONFIRM,
    Meant.NO: FamilyChoice.CANNOT_COME,
    Meant.OTHER_TIME: FamilyChoice.OTHER_TIME,
}
REPLIES = {FamilyChoice.CONFIRM: "yes", FamilyChoice.CANNOT_COME: "no", FamilyChoice.OTHER_TIME: "other_time"}


def asks(notice: FamilyNotice) -> frozenset[str]:
    """The visits that it still asks about."""
    if notice.facts.get("is_cancelled"):
        return frozenset()
    return frozenset(str(v.pk) for each in standing.asked(notice) if each.stands for v in each.visits)


def hear(heard: Heard) -> bool:
    """Do what was said, and say so. False where a person reads it: of siblings, "no" may mean one of them."""
    asked = [each for each in standing.asked(heard.notice) if each.stands]
    choice = _choice(heard.said)
    if choice is None or not asked or (len(asked) > 1 and choice is not FamilyChoice.CONFIRM):
        return False
    practice, at = heard.practice, heard.at
    hours = policy.notice_hours(practice, at)
    is_late = any(attendance.is_after_notice(each.at, at, hours) for each in asked)
    answers.keep(heard.notice, [Answer(each, choice) for each in asked], language=heard.language, by=REPLY, at=at)
    code = "late" if choice is FamilyChoice.CANNOT_COME and is_late else REPLIES[choice]
    if heard.takes_texts:
        _reply(heard, asked, code, hours)
    return True


def _choice(said: Said) -> FamilyChoice | None:
    return FamilyChoice.CONFIRM if said.number == FIRST else CHOICES.get(said.meant)


def _reply(heard: Heard, asked: Sequence[Asked], code: str, hours: int) -> None:
    zone = clock.zone(heard.practice)
    told = [wording.Told(each.first_name, each.at.astimezone(zone)) for each in asked]
    who, day = wording.who(told, heard.language), wording.short_day(heard.language, told)
    replying.send(heard.practice, heard.to, code, by=REPLY, at=heard.at, who=who, day=day, hours=hours)
