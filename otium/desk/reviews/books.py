"""What ships with Otium about appeals, read once."""

import importlib.resources
from functools import lru_cache

from otium.rules.appeals import answers, continuation, tracks
from otium.rules.appeals.tracks import TrackBook
from otium.terms.reviews import Answer, ContinuationRow

FOLDER = importlib.resources.files("otium.rules.appeals")


@lru_cache(maxsize=1)
def levels() -> TrackBook:
    folder = FOLDER / "tracks"
    return tracks.read(f.read_text("utf-8") for f in sorted(folder.iterdir(), key=str) if f.name.endswith(".toml"))


@lru_cache(maxsize=1)
def prepared_answers() -> tuple[Answer, ...]:
    return answers.read((FOLDER / "answers.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def care_meanwhile() -> tuple[ContinuationRow, ...]:
    return continuation.read((FOLDER / "continuation.toml").read_text("utf-8"))
