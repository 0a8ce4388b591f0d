"""Visits by video: whose rooms they are in, and where the patient is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VideoKind(StrEnum):
    JITSI = "jitsi"  # on the practice's own host, or one under its business associate agreement
    ZOOM = "zoom"
    DOXY = "doxy"
    MEET = "meet"


class PatientPlace(StrEnum):
    """Where the patient is during a visit by video: it chooses the place of service, 10 or 02."""

    HOME = "home"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class VideoLink:
    """A room of one clinician or one visit; its address names nobody."""

    kind: VideoKind
    url: str


@dataclass(frozen=True, slots=True)
class VideoVisit:
    """What a visit by video must have. None and empty: not on file."""

    link: VideoLink | None
    consent_on: date | None
    place: PatientPlace | None
    state: str = ""
