"""Sessions in the database, written once: by the middleware with the page's own work, and not once more after it."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Saves only what is not saved yet.

    Django saves a session after the page's transaction. When that alone failed, the page's work would be kept and the
    person told that it was not.
    """

    _saved: bytes | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()

    def save(self, must_create: bool = False) -> None:
        content = self.serializer().dumps(self._get_session(no_load=must_create))
        if must_create or content != self._saved:
            super().save(must_create=must_create)
            self._saved = content

    def forget(self) -> None:
        """What was saved was rolled back."""
        self._saved = None
