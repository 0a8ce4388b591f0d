"""Which practice a command speaks of."""

from uuid import UUID

from otium.desk import acting
from otium.records.models import Practice


class PracticeUnknown(Exception):
    """The slug names no practice, or one has to be named; the message says which there are."""


def by_slug(slug: str | None) -> UUID:
    """The practice of this slug; without a slug the only one there is. Raises PracticeUnknown."""
    found = slugs()
    if slug is None and len(found) == 1:
        return next(iter(found.values()))
    if slug in found:
        return found[slug]
    known = ", ".join(found) or "none yet"
    asked = f"There is no practice {slug!r}" if slug else "There is more than one practice: name one with --practice"
    raise PracticeUnknown(f"{asked}. Practices here: {known}.")


def slugs() -> dict[str, UUID]:
    """Slug -> id of every practice but firm offices."""
    with acting.acting_for(*acting.practice_ids()):
        rows = Practice.objects.filter(is_firm_office=False).order_by("slug")
        return dict(rows.values_list("slug", "pk"))
