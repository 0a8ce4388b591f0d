"""Fields that migrations may import: keys that stay within a practice."""

from typing import Any

from django.db import models


class Within(models.ForeignKey):
    """A foreign key below Practice: the database key is the pair (practice_id, id), made by `SamePractice`.

    Django's own single-column constraint is off; the pair says that no row can point into another practice.
    Nothing cascades: clinical and money records are never deleted by accident.
    """

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)


class Money(models.DecimalField):
    """Dollars with cents."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
