"""What a scene is, and the two questions that most scenes ask of the calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from partners.clinical import Profile
from partners.paperwork import Office
from partners.payers import Payer
from partners.world import Episode, Planted


@dataclass(frozen=True, slots=True)
class Staged:
    """What was spoiled, in one sentence, and the day that exactly follows from the files."""

    what: str
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """`days_ago` is when the evaluation was; `stage` spoils the papers of the finished case."""

    kind: str
    payer: Payer
    profile: Profile
    stage: Callable[[Episode, Office], Staged]
    days_ago: int = 45
    weekly: tuple[int, ...] = (1, 1)
    units: tuple[tuple[str, int], ...] = ()


def play(scene: Scene, episode: Episode, office: Office) -> Planted:
    staged = scene.stage(episode, office)
    return Planted(scene.kind, episode.patient.id, staged.what, staged.expected_on)


def treatments_since(episode: Episode, first: date) -> int:
    """Visits made on that day or later."""
    return sum(v.on >= first for v in episode.visits)


def booked_after(episode: Episode, office: Office, day: date) -> date | None:
    """The first booked visit later than that day."""
    return next((b.on for b in episode.ahead(office.on) if b.on > day), None)


def nth_booked(episode: Episode, office: Office, place: int) -> date | None:
    """Day of the booked visit at that place, 0 for the next one."""
    ahead = episode.ahead(office.on)
    return ahead[place].on if place < len(ahead) else None
