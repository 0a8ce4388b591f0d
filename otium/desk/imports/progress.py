"""How far a running import is, told outside its transaction so that a page can show it."""

from types import TracebackType
from uuid import UUID

from django.db import connections

# Never waits for the import's own locks: a page that is a moment behind is better than a deadlock.
TELL = """
update records_importrun set step = %s, done = %s, total = %s
where id = (select id from records_importrun where id = %s for update skip locked)
"""


class Progress:
    """A second connection that commits each step at once. Use as a context manager around the import."""

    def __init__(self, practice_id: UUID, run_id: UUID) -> None:
        self.practice_id, self.run_id = practice_id, run_id
        self.total = 0

    def __enter__(self) -> "Progress":
        self._connection = connections.create_connection("default")
        with self._connection.cursor() as cursor:
            cursor.execute("select set_config('otium.practices', %s, false)", [f"{{{self.practice_id}}}"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def tell(self, step: str, done: int = 0, *, total: int | None = None) -> None:
        self.total = self.total if total is None else total
        with self._connection.cursor() as cursor:
            cursor.execute(TELL, [step, done, self.total, self.run_id])
