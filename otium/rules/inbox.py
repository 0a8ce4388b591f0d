"""READ_FILE, MATCH_FILE, ROUTE_FILE, MEND_IMPORT: what came in and was not applied waits for a person.

Source: the inbox (FileFact). Certainty: by definition.
"""

from collections.abc import Iterator

from otium.rules import business_days
from otium.rules.because import because
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import FileFact, PracticeFacts
from otium.terms.provenance import Source, SourceKind
from otium.terms.reasons import REASONS

# What a file waits for -> its duty and the reason that says so.
WAITING = {
    "unreadable": (DutyKind.READ_FILE, "file_unreadable"),
    "unmatched": (DutyKind.MATCH_FILE, "file_unmatched"),
    "unrouted": (DutyKind.ROUTE_FILE, "file_unrouted"),
    "held_rows": (DutyKind.MEND_IMPORT, "import_rows_held"),
}


class UnknownWaitError(ValueError):
    """A file waits for something that no rule knows."""


def duties(practice: PracticeFacts) -> Iterator[Duty]:
    """One a file, due on the next business day. Raises UnknownWaitError."""
    for file in practice.files:
        yield _duty(file, practice)


def _duty(file: FileFact, practice: PracticeFacts) -> Duty:
    if file.what not in WAITING:
        raise UnknownWaitError(f"file {file.id} waits for {file.what!r}, which no rule knows")
    kind, code = WAITING[file.what]
    is_import = kind is DutyKind.MEND_IMPORT
    source = Source(SourceKind.IMPORT_RUN if is_import else SourceKind.INBOUND_FILE, file.source_id or file.id)
    # Only what the sentence declares: a file's other params may hold what does not belong in a task.
    told = {name: file.params[name] for name in REASONS[code] if name in file.params}
    return Duty(
        kind=kind,
        focus_type=FocusType.IMPORT_RUN if is_import else FocusType.INBOUND_FILE,
        focus_id=file.id,
        due_on=business_days.add(file.on, 1, practice.days),
        why=(because(code, source, **told),),
    )
