"""What was dropped: folders and zips taken apart in memory, tables told from payers' files, too much refused. Pure."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

MOST_FILES = 500
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
STEEPEST = 200  # plain bytes for each packed one; tables of text stay under 30
BLOCK = 64 * 1024
HIDDEN = (".", "__MACOSX")  # what operating systems put beside a person's files


class UploadRefused(Exception):
    """Nothing of the upload is taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was dropped; `name` may carry its folder."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """An upload sorted by what reads it."""

    tables: tuple[Upload, ...] = ()
    x12: tuple[Upload, ...] = ()


def sort(uploads: Iterable[Upload]) -> Batch:
    """Zips unpacked, X12 told from the rest by its first bytes, names made unique. Raises UploadRefused."""
    files = list(_named_once(_limited(file for upload in uploads for file in _unpacked(upload))))
    tables = tuple(file for file in files if not is_x12(file.data))
    return Batch(tables, tuple(file for file in files if is_x12(file.data)))


def is_x12(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISA")


def _limited(files: Iterable[Upload]) -> list[Upload]:
    kept: list[Upload] = []
    total = 0
    for file in files:
        if PurePosixPath(file.name).name.startswith(HIDDEN) or not file.data:
            continue
        kept.append(file)
        total += len(file.data)
        if len(file.data) > LARGEST_FILE:
            raise UploadRefused(f"{_base(file.name)} is larger than {_mb(LARGEST_FILE)}. Export a shorter time.")
        if len(kept) > MOST_FILES:
            raise UploadRefused(f"More than {MOST_FILES} files at once. Drop them in several parts.")
        if total > LARGEST_TOTAL:
            raise UploadRefused(f"Together the files are larger than {_mb(LARGEST_TOTAL)}. Drop them in several parts.")
    return kept


def _unpacked(upload: Upload) -> Iterator[Upload]:
    if not upload.data.startswith(b"PK\x03\x04") or PurePosixPath(upload.name).suffix.lower() == ".xlsx":
        yield upload
        return
    try:
        with zipfile.ZipFile(io.BytesIO(upload.data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise UploadRefused(f"{_base(upload.name)} holds more than {MOST_FILES} files.")
            for entry in entries:
                yield Upload(_safe_name(entry), _read(archive, entry))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise UploadRefused(f"{_base(upload.name)} is damaged and cannot be unpacked. Pack it again.") from error


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """The entry's path. A path that leads out of its folder is no accident: the whole upload is refused."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UploadRefused("The zip names files outside itself. Nothing of it was taken: pack the folder again.")
    if entry.flag_bits & 0x1:
        raise UploadRefused("The zip needs a password. Unpack it first, and drop its files.")
    return str(path)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The entry's bytes, counted while they come: what a header promises of its size proves nothing."""
    most = min(LARGEST_FILE, max(BLOCK, entry.compress_size * STEEPEST))
    parts, size = [], 0
    with archive.open(entry) as stream:
        while part := stream.read(BLOCK):
            size += len(part)
            if size > most:
                raise UploadRefused("The zip grows out of proportion when unpacked. Nothing of it was taken.")
            parts.append(part)
    data = b"".join(parts)
    if data.startswith(b"PK\x03\x04") and not entry.filename.lower().endswith(".xlsx"):
        raise UploadRefused("The zip holds another zip. Unpack it first, and drop its files.")
    return data


def _named_once(files: Iterable[Upload]) -> Iterator[Upload]:
    """The same file twice is one; another of the same name gets a number."""
    taken: dict[str, bytes] = {}
    for file in files:
        name, number = _base(file.name), 1
        while name in taken and taken[name] != file.data:
            number += 1
            name = f"{_base(file.name)} ({number})"
        if name not in taken:
            taken[name] = file.data
            yield Upload(name, file.data)


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[:200]


def _mb(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
