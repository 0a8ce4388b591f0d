"""Who treats whom, as far as it decides whether they may or should. Empty collections are unknown, never none."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SupervisionRule:
    """What a state asks for an assistant's supervision. None: nothing is known. `contact_days`: at most so many
    calendar days between talks of the two; `on_site`: the supervisor is in the building."""

    on_site: bool | None = None
    most_assistants: int | None = None  # of one supervisor
    contact_days: int | None = None
    source: str = ""
    certainty: str = "uncertain"


@dataclass(frozen=True, slots=True)
class Treating:
    """A therapist on one day. `supervisor_is_there`: one of the supervisors works that day; None: nobody is named.

    `caseload`: patients with visits to come, the one to be booked left out.
    """

    credential: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    licence_states: tuple[str, ...] = ()
    caseload: int = 0
    caseload_limit: int | None = None
    supervisor_is_there: bool | None = None


@dataclass(frozen=True, slots=True)
class Treated:
    """Where the patient is treated, and what they speak; empty is unknown. `is_remote`: by telehealth."""

    state: str = ""
    language: str = ""
    is_remote: bool = False


class MisfitKind(StrEnum):
    ASSISTANT_EVALUATES = "assistant_evaluates"
    NOT_LICENSED = "not_licensed"
    LICENCE_UNKNOWN = "licence_unknown"
    NO_SUPERVISOR = "no_supervisor"
    SUPERVISOR_AWAY = "supervisor_away"
    LACKS_SKILL = "lacks_skill"
    LACKS_LANGUAGE = "lacks_language"
    CASELOAD_FULL = "caseload_full"


@dataclass(frozen=True, slots=True)
class Misfit:
    """`is_forbidden`: by law, so nobody can be sure of it; else it is asked about. `what` completes the sentence."""

    kind: MisfitKind
    is_forbidden: bool
    what: str = ""
