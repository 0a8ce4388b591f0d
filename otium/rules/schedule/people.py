"""Whether a therapist may treat a patient in such a visit, and whether the practice would want it.

Sources: an assistant evaluates nowhere (42 CFR 410.59 and CMS Pub. 100-02 ch. 15 s. 230.2; AOTA Guidelines for
Supervision, 2020): knowledge. Who treats is licensed where the patient is (state practice acts; OT Compact privileges
count): knowledge. Supervision: supervision.toml. The rest is the practice's own wish.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from otium.rules.schedule.kinds import lacking
from otium.terms.schedule import KindRule, VisitType
from otium.terms.treating import Misfit, MisfitKind, SupervisionRule, Treated, Treating

ASSISTANTS = frozenset({"COTA", "OTA", "PTA", "SLPA"})
EVALUATES = frozenset({VisitType.EVALUATION, VisitType.RE_EVALUATION, VisitType.FCE})
FIRM = "verified"
NAMES = ("on_site", "most_assistants", "contact_days")  # what a practice may lay over
_MARKS = re.compile(r"[\s,;]+")


def read(text: str) -> dict[str, SupervisionRule]:
    """By state."""
    rows = tomllib.loads(text)["states"]
    return {row["state"]: SupervisionRule(**{k: v for k, v in row.items() if k != "state"}) for row in rows}


def supervision(by_state: Mapping[str, SupervisionRule], state: str, own: Mapping[str, Any]) -> SupervisionRule:
    """Of the state, with what the practice laid over it: its own word is verified."""
    shipped = by_state.get(state, SupervisionRule())
    laid = {name: own[name] for name in NAMES if own.get(name) is not None}
    if not laid:
        return shipped
    stands = {name: getattr(shipped, name) for name in NAMES} | laid
    return SupervisionRule(**stands, source="practice", certainty=FIRM)


def is_assistant(credential: str) -> bool | None:
    """By the marks written: COTA/L, OTA; None where nothing is written."""
    marks = {part.partition("/")[0].replace(".", "").upper() for part in _MARKS.split(credential) if part}
    return bool(marks & ASSISTANTS) if marks else None


def misfits(
    kind: VisitType, rule: KindRule, by: Treating, who: Treated, supervision: SupervisionRule
) -> Iterator[Misfit]:
    """What law forbids first."""
    if is_assistant(by.credential):
        if kind in EVALUATES:
            yield Misfit(MisfitKind.ASSISTANT_EVALUATES, is_forbidden=True)
        yield from _supervised(by, supervision)
    yield from _licensed(by, who)
    if missing := lacking(rule.skills, by.skills):
        yield Misfit(MisfitKind.LACKS_SKILL, is_forbidden=False, what=" ".join(missing))
    if by.languages and who.language and lacking((who.language,), by.languages):
        yield Misfit(MisfitKind.LACKS_LANGUAGE, is_forbidden=False, what=who.language)
    if by.caseload_limit is not None and by.caseload >= by.caseload_limit:
        yield Misfit(MisfitKind.CASELOAD_FULL, is_forbidden=False, what=str(by.caseload_limit))


def _supervised(by: Treating, supervision: SupervisionRule) -> Iterator[Misfit]:
    if by.supervisor_is_there is None:
        yield Misfit(MisfitKind.NO_SUPERVISOR, is_forbidden=False)
    elif supervision.on_site and not by.supervisor_is_there:
        yield Misfit(MisfitKind.SUPERVISOR_AWAY, is_forbidden=supervision.certainty == FIRM)


def _licensed(by: Treating, who: Treated) -> Iterator[Misfit]:
    """Licences that are not on file are asked about only where the patient is not in the room."""
    if who.state and by.licence_states and lacking((who.state,), by.licence_states):
        yield Misfit(MisfitKind.NOT_LICENSED, is_forbidden=True, what=who.state)
    elif who.is_remote and not (who.state and by.licence_states):
        yield Misfit(MisfitKind.LICENCE_UNKNOWN, is_forbidden=False, what=who.state)
