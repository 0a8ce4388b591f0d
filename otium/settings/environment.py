"""Reading environment variables, and database addresses out of them."""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def items(name: str) -> tuple[str, ...]:
    """A list parted by commas; nothing for an unset variable."""
    return tuple(item.strip() for item in text(name).split(",") if item.strip())


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def database() -> dict[str, Any]:
    """Django's settings for the database, signed in as the role that serves, or as the owner when that is asked for.

    OTIUM_DATABASE_ROLE=owner is set by the commands that migrate, and by nothing else.
    """
    name = "DATABASE_OWNER_URL" if text("OTIUM_DATABASE_ROLE") == "owner" else "DATABASE_URL"
    options = conninfo_to_dict(text(name, "postgresql:///otium"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", "otium"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": str(options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a restarted server costs one reconnect, not one error a connection
        "DISABLE_SERVER_SIDE_CURSORS": text("OTIUM_POOLED_DATABASE") == "1",
    }
