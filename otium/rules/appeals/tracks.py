"""The levels of appeal from the text of their data files. Source: each row names its own, with certainty and days."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from otium.terms.payers import Ground
from otium.terms.prior_auth import AppealTrack
from otium.terms.reviews import AppealLevel, Filer, Minimum

CERTAINTIES = ("verified", "knowledge", "pattern", "uncertain")
ENCLOSED = ("notice", "decision", "letter", "packet", "consent", "representative", "form")
NUMBERS = ("filing_days", "filing_months", "decision_days", "payment_days", "expedited_hours", "continue_days")
OWN = frozenset({
    "level", "code", "to_whom", "state", "presumed_days", "minimums", "filer", "enclose", "form", "opens_by_itself",
    "note", "effective_from", "effective_to", "source", "certainty", *NUMBERS,
})  # fmt: skip


class TracksError(ValueError):
    """A row that cannot be used. The message says which."""


@dataclass(frozen=True, slots=True)
class TrackBook:
    """All levels that ship, of all days."""

    levels: tuple[AppealLevel, ...]

    def level(self, track: AppealTrack, number: int, on: date, state: str = "") -> AppealLevel | None:
        """The level in force on the day; of a state with levels of its own none of another's. None: there is none."""
        found = [each for each in self.of(track, on, state) if each.level == number]
        return found[0] if found else None

    def of(self, track: AppealTrack, on: date, state: str = "") -> tuple[AppealLevel, ...]:
        """The levels of a track in force on the day, by number."""
        rows = [each for each in self.levels if each.track is track and _holds(each.ground, on)]
        own = [each for each in rows if state and each.state == state]
        chosen = own or [each for each in rows if not each.state]
        newest = {each.level: each for each in sorted(chosen, key=lambda each: each.ground.starts_on or date.min)}
        return tuple(newest[number] for number in sorted(newest))


def read(texts: Iterable[str]) -> TrackBook:
    """Raises TracksError for a name that is not read, a row without source, a level 1 with a time of its own."""
    rows = []
    for text in texts:
        for track, levels in tomllib.loads(text).items():
            rows += [_level(track, row) for row in levels]
    return TrackBook(tuple(rows))


def _level(track: str, row: Mapping[str, Any]) -> AppealLevel:
    where = f"appeal track {track}, level {row.get('level')} {row.get('state', '')}".rstrip()
    unknown = sorted(set(row) - OWN)
    if unknown:
        raise TracksError(f"{where}: {unknown[0]} is not read")
    try:
        found = _made(AppealTrack(track), row, where)
    except (KeyError, ValueError, TypeError) as error:
        raise TracksError(f"{where}: {error!r}") from error
    _check(found, where)
    return found


def _made(track: AppealTrack, row: Mapping[str, Any], where: str) -> AppealLevel:
    starts_on, certainty = row["effective_from"], row["certainty"]
    if certainty not in CERTAINTIES or not row["source"]:
        raise ValueError("needs a source and a certainty")
    return AppealLevel(
        track=track,
        level=row["level"],
        code=row["code"],
        to_whom=row["to_whom"],
        ground=Ground(row["source"], certainty, starts_on, row.get("effective_to")),
        state=row.get("state", ""),
        presumed_days=row.get("presumed_days", 0),
        minimums=tuple(_minimum(each) for each in row.get("minimums", [])),
        filer=Filer(row["filer"]),
        enclose=tuple(row.get("enclose", [])),
        form=row.get("form", ""),
        opens_by_itself=row.get("opens_by_itself", False),
        note=row.get("note", ""),
        **{name: row.get(name) for name in NUMBERS},
    )


def _minimum(row: Mapping[str, Any]) -> Minimum:
    return Minimum(row["year"], Decimal(row["amount"]), row["certainty"])


def _check(level: AppealLevel, where: str) -> None:
    has_time = level.filing_days is not None or level.filing_months is not None
    if level.level == 1 and has_time:
        raise TracksError(f"{where}: its time is appeal_days of rules/payers; write it there")
    if level.level > 1 and level.filer is not Filer.PAYER and not has_time:
        raise TracksError(f"{where}: needs filing_days or filing_months")
    unknown = sorted(set(level.enclose) - set(ENCLOSED))
    if unknown:
        raise TracksError(f"{where}: {unknown[0]} is nothing that is enclosed")


def _holds(ground: Ground, on: date) -> bool:
    return (ground.starts_on is None or ground.starts_on <= on) and (ground.ends_on is None or on <= ground.ends_on)
