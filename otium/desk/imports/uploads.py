"""What was dropped: folders and zips taken apart in memory, tables told from payers' files, too much refused."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_FILES = 500
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
STEEPEST = 200  # plain bytes for each packed one; tables of text stay under 30
BLOCK = 64 * 1024
HIDDEN = (".", "__MACOSX")  # what operating systems put beside a person's files


# What zipfile raises for archives that are cut off, altered, or packed in a way it does not read.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


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
    empty: list[str] = []
    total = 0
    for file in files:
        if PurePosixPath(file.name).name.startswith(HIDDEN):
            continue
        if not file.data.strip():
            empty.append(_base(file.name))
            continue
        kept.append(file)
        total += len(file.data)
        if len(file.data) > LARGEST_FILE:
            words = _("%(name)s is larger than %(size)s. Export a shorter time.")
            raise UploadRefused(words % {"name": _base(file.name), "size": _mb(LARGEST_FILE)})
        if len(kept) > MOST_FILES:
            words = _("More than %(most)d files at once. Drop them in several parts.")
            raise UploadRefused(words % {"most": MOST_FILES})
        if total > LARGEST_TOTAL:
            words = _("Together the files are larger than %(size)s. Drop them in several parts.")
            raise UploadRefused(words % {"size": _mb(LARGEST_TOTAL)})
    _refuse_empty(empty)
    return kept


def _refuse_empty(names: list[str]) -> None:
    """An empty file is an export that failed; left out in silence it would look like a table without rows."""
    if names:
        words = ngettext(
            "%(names)s is empty. Export it again, or drop the others without it.",
            "%(names)s are empty. Export them again, or drop the others without them.",
            len(names),
        )
        raise UploadRefused(words % {"names": ", ".join(sorted(names))})


def _unpacked(upload: Upload) -> Iterator[Upload]:
    if not upload.data.startswith(b"PK\x03\x04") or PurePosixPath(upload.name).suffix.lower() == ".xlsx":
        yield upload
        return
    try:
        with zipfile.ZipFile(io.BytesIO(upload.data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                words = _("%(name)s holds more than %(most)d files. Drop them in several parts.")
                raise UploadRefused(words % {"name": _base(upload.name), "most": MOST_FILES})
            for entry in entries:
                if not PurePosixPath(_slashed(entry.filename)).name:
                    raise _damaged(upload.name)  # "." or "/": no program packs a file without a name
                yield Upload(_safe_name(entry), _read(archive, entry))
    except DAMAGED as error:
        raise _damaged(upload.name) from error


def _damaged(name: str) -> UploadRefused:
    words = _("%(name)s is damaged and cannot be unpacked. Pack the folder again, and drop the new zip.")
    return UploadRefused(words % {"name": _base(name)})


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """The entry's path. A path that leads out of its folder is no accident: the whole upload is refused."""
    path = PurePosixPath(_slashed(entry.filename))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UploadRefused(_("The zip names files outside itself. Nothing of it was taken: pack the folder again."))
    if entry.flag_bits & 0x1:
        raise UploadRefused(_("The zip needs a password. Unpack it first, and drop its files."))
    return str(path)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The entry's bytes, counted while they come: what a header promises of its size proves nothing."""
    most = min(LARGEST_FILE, max(BLOCK, entry.compress_size * STEEPEST))
    parts, size = [], 0
    with archive.open(entry) as stream:
        while part := stream.read(BLOCK):
            size += len(part)
            if size > most:
                raise UploadRefused(_("The zip grows out of proportion when unpacked. Nothing of it was taken."))
            parts.append(part)
    data = b"".join(parts)
    if data.startswith(b"PK\x03\x04") and not entry.filename.lower().endswith(".xlsx"):
        raise UploadRefused(_("The zip holds another zip. Unpack it first, and drop its files."))
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
    return PurePosixPath(_slashed(name)).name[:200]


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _mb(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
