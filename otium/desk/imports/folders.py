"""A folder of exported files taken over at once, as the command line and the demo do it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.imports import runs, uploads
from otium.desk.imports.runs import Applied, MappingError
from otium.desk.imports.uploads import Batch, Upload


def read(paths: Iterable[Path]) -> Batch:
    """The files of folders, zips, and files named one by one. Raises UploadRefused."""
    found = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return uploads.sort(Upload(path.name, path.read_bytes()) for path in found if path.is_file())


def import_folder(*, practice_id: UUID, folder: Path, by: Actor, at: datetime, mapping: str = "") -> Applied:
    """Every table in the folder, whole or not at all. Raises UploadRefused, MappingError and DoesNotAddUp."""
    return import_batch(practice_id, read([folder]), by=by, at=at, mapping=mapping)


def import_batch(practice_id: UUID, batch: Batch, *, by: Actor, at: datetime, mapping: str = "") -> Applied:
    """Keep the batch's tables and apply them at once, asking nobody. Raises MappingError and DoesNotAddUp."""
    run_id = runs.start(practice_id, batch.tables, by=by, at=at)
    try:
        return runs.apply(practice_id, run_id, at=at, mapping=mapping)
    except MappingError as error:
        runs.give_up(practice_id, run_id, at=at, why=str(error))
        raise
