"""Starting the demo over: its database and what belongs to it are deleted. Keys and logs stay."""

import shutil

from otium.ops import places, postgres, ready, supervisor
from otium.ops.errors import CannotStart

BELONGS_TO_THE_DATABASE = ("up-to-date", "audit-heads", "partners", "exchange")


def reset() -> None:
    """Raises CannotStart where the database is a server of the operator's, which is not ours to delete."""
    if ready.is_external():
        raise CannotStart("DATABASE_URL names a server of yours; the demo is only ever deleted from its own database.")
    supervisor.stop_serving()
    postgres.remove(postgres.main())
    for name in BELONGS_TO_THE_DATABASE:
        path = places.var() / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
